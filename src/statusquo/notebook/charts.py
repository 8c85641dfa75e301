"""The page's charts of a result, drawn in a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from statusquo.core.shown import draws_charts

if TYPE_CHECKING:
    import altair as alt


@draws_charts
def chart(result: object) -> alt.Chart:
    """Return the chart that a dossier shows of a result: the military balance, or the path of the risk.

    Args:
        result: what `balances_of` or `risk_of` returned.

    Raises:
        InputError: when a dossier has no chart of it.

    Examples:
        >>> sq.chart(sq.risk_of("transnistria")).to_dict()["$schema"].startswith("https://vega.github.io")
        True
        >>> sq.balances_of("transnistria").chart().to_dict()["title"] != ""
        True
        >>> sq.chart(388)
        Traceback (most recent call last):
        ...
        statusquo.core.errors.InputError: there is no chart of this; found int; allowed what balances_of or risk_of
        returned
    """
    import altair as alt

    from statusquo.cases.load import bundled_case_of_conflict, load_case
    from statusquo.core.errors import InputError, Problem
    from statusquo.dossier.balance_charts import military_figure
    from statusquo.dossier.context import Context
    from statusquo.dossier.risk_charts import path_figure
    from statusquo.dossier.theme import PALETTES, chart_config
    from statusquo.notebook.balances import Balances
    from statusquo.risk.path import RiskPath
    from statusquo.snapshot.store import open_snapshot

    if isinstance(result, Balances):
        case = result.case
    elif isinstance(result, RiskPath):
        number = result.conflict_id_ucdp
        case = load_case(bundled_case_of_conflict(number) or number)
    else:
        allowed = "what balances_of or risk_of returned"
        raise InputError(Problem("there is no chart of this", found=type(result).__name__, allowed=allowed))
    frame = Context(case, open_snapshot()).frame
    figure = path_figure(result, frame) if isinstance(result, RiskPath) else military_figure(result.military, frame)
    look = {**chart_config("light"), "background": PALETTES["light"]["paper"]}
    drawn = {**figure.spec, "config": look, "title": figure.title}
    return alt.Chart.from_dict(drawn)
