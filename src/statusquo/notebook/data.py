"""The data behind everything: tables, panels, references, what changed, and published forecasts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from statusquo.changes.comparison import Comparison
    from statusquo.changes.news import News
    from statusquo.core.shown import Rows
    from statusquo.forecasts.record import Forecast
    from statusquo.forecasts.scoring import YearScores
    from statusquo.panels.panel import Panel
    from statusquo.snapshot.citations import Citation


def table(name: str) -> pl.DataFrame:
    """Return one derived table of the snapshot in use, such as ``episodes`` or ``dispute_years``.

    Raises:
        UnknownNameError: when the snapshot has no such table; it offers the nearest names.

    Examples:
        >>> sq.table("disputes").height
        200
        >>> sq.table("dispute_year")
        Traceback (most recent call last):
        ...
        statusquo.core.errors.UnknownNameError: unknown table 'dispute_year'. Did you mean dispute_years,
        dispute_patrons or dispute_parties?
    """
    from statusquo.snapshot.store import open_snapshot

    return open_snapshot().table(name)


def changed(since: str | None = None) -> News:
    """Return what is new: data, standings, risks, verdicts, forecasts, what to watch, cases long not looked at.

    Nothing is kept of it: the last run stays that of the command ``statusquo changed``.

    Args:
        since: a version (``0.1.0``), a data set with its version (``ucdp-prio-acd 25.1``) or a date (``2026-11-30``);
            None for the last run.

    Raises:
        InputError: when `since` is none of these, or nothing is kept of what was told then.
        ForecastError: when a published forecast was changed or is gone.

    Examples:
        >>> sq.changed("0.0.1")
        Traceback (most recent call last):
        ...
        statusquo.core.errors.InputError: since: nothing is kept of what this version told; found '0.0.1';
        allowed 0.1.0
    """
    from statusquo.changes.news import whats_new

    return whats_new(since)


def data_diff(a: str | Path, b: str | Path) -> Comparison:
    """Return what one snapshot or file says differently from another: years, conflicts, deaths, spending, events.

    Of two snapshots it also has what moved: where disputes stand, risks, ranks and verdicts.

    Args:
        a: ``embedded``, ``user``, the folder of a snapshot, or a file of a data set, known by its content.
        b: the same.

    Raises:
        InputError: when one is none of these, or a file that is wrong, or the two say nothing of the same things.
        SnapshotError: when a snapshot is damaged.

    Examples:
        >>> type(sq.data_diff("embedded", "embedded")).__name__
        'Comparison'
    """
    from statusquo.changes.comparison import compared

    return compared(a, b)


def published_forecasts() -> Rows[Forecast]:
    """Return the forecasts published before their year was known: the package's, then the user's own.

    Raises:
        ForecastError: when a ledger of forecasts is damaged.

    Examples:
        >>> [forecast.table.height > 100 for forecast in sq.published_forecasts()][:1]
        [True]
    """
    from statusquo.core.shown import Rows
    from statusquo.forecasts.ledger import published_forecasts as read

    return Rows("published forecasts", {forecast.entry.name: forecast for forecast in read()})


def forecast_scores(year: int, *, on_common: bool = False) -> YearScores:
    """Return how the published forecasts of a year did, by the record of fighting in the snapshot in use.

    Args:
        year: the year told of.
        on_common: whether to score only disputes that every forecast told, so that forecasts can be compared.

    Raises:
        InputError: when no forecast tells of the year, or nothing of it is known yet.
        ForecastError: when a published forecast was changed or is gone.

    Examples:
        >>> sq.forecast_scores(1900)
        Traceback (most recent call last):
        ...
        statusquo.core.errors.InputError: no forecast of this year was published; found 1900; allowed 2025, 2026, 2027
    """
    from statusquo.forecasts.scoring import score_year
    from statusquo.snapshot.store import open_snapshot

    return score_year(year, open_snapshot(), on_common=on_common)


def tables() -> Rows[Mapping[str, object]]:
    """Return what the snapshot in use holds: each table's name, with what its manifest says of it.

    Examples:
        >>> "episodes" in sq.tables().by_id
        True
    """
    from statusquo.core.shown import Rows
    from statusquo.snapshot.store import open_snapshot

    return Rows("tables", open_snapshot().manifest["tables"])


def panel(name: str = "dispute-year") -> Panel:
    """Return a panel with its usage warnings: by year of disputes or movements, or by proposal and answering actor.

    Args:
        name: ``dispute-year``, ``status-quo-year``, ``movement-year``, ``proposal-answer``, or ``dispute-month``, which
            has the months that the user's own event files cover.

    Raises:
        UnknownNameError: when there is no such panel.
        InputError: when it takes event files and there are none.

    Examples:
        >>> panel = sq.panel("dispute-year")
        >>> panel.frame.columns[:2], len(panel.warnings) > 0
        (['conflict_id_ucdp', 'year'], True)
        >>> answers = sq.panel("proposal-answer").frame
        >>> answers.filter(case="northern-cyprus", proposal="annan-5-2004", actor="cyprus")["last_answer"].item()
        'rejected'
    """
    from statusquo.core.errors import UnknownNameError
    from statusquo.panels.dispute_month import dispute_months
    from statusquo.panels.dispute_year import dispute_years
    from statusquo.panels.movement_year import movement_years
    from statusquo.panels.proposals import proposal_answers
    from statusquo.panels.status_quo_year import status_quo_years
    from statusquo.snapshot.store import open_snapshot

    panels = {
        "dispute-year": dispute_years,
        "status-quo-year": status_quo_years,
        "movement-year": movement_years,
        "proposal-answer": proposal_answers,
        "dispute-month": dispute_months,
    }
    if name not in panels:
        raise UnknownNameError("panel", name, panels)
    return panels[name](open_snapshot())


def cite(*sources: str) -> Rows[Citation]:
    """Return how to cite data sets, by the ids that stand beside every number.

    Args:
        sources: ids of data sets; all of the snapshot in use by default.

    Raises:
        UnknownNameError: when an id names no data set; it offers the nearest.

    Examples:
        >>> "Gleditsch" in sq.cite("ucdp-prio-acd")[0].text[0]
        True
    """
    from statusquo.core.shown import Rows
    from statusquo.snapshot.citations import cite as cited
    from statusquo.snapshot.store import open_snapshot

    found = cited(sources or open_snapshot().manifest["sources"])
    return Rows("data sets to cite", {citation.id: citation for citation in found})


def use_snapshot(choice: str | Path | None) -> None:
    """Use this snapshot from now on, its tables and the artefacts fitted to them.

    Args:
        choice: ``embedded`` for the package's own, ``user`` for the user's (`statusquo data build`), the folder of a
            snapshot, or None for the user's where there is one and the package's where there is none.

    Raises:
        InputError: when it is not there; what was in use stays in use.

    Examples:
        >>> sq.use_snapshot("embedded")
        >>> sq.use_snapshot(None)
    """
    from statusquo.core.in_use import use_snapshot as use

    use(choice)
