"""How `statusquo risk` prints the path of one dispute's risk, and the ranking of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from statusquo.cli.output import print_fuller, print_json, print_table, say
from statusquo.core.wording import cells, chance, chance_with_bounds, one_in, sentence

if TYPE_CHECKING:
    from statusquo.core.estimates import Estimate
    from statusquo.forecasts.track_record import TrackRecord
    from statusquo.risk.events import Outcome
    from statusquo.risk.path import RiskPath


def print_path(id: str, *, as_json: bool) -> None:
    """Print the risk of one dispute by year, with the accounting of the last year."""
    from statusquo.cases.load import load_case
    from statusquo.forecasts.track_record import track_record
    from statusquo.risk.path import risk_path
    from statusquo.snapshot.store import open_snapshot

    case, snapshot = load_case(id), open_snapshot()
    path, record = risk_path(case, snapshot), track_record(snapshot)
    if as_json:
        print_json({"id": case.id, **path.to_json(), "track_record": record and record.to_json()})
        return
    print_fuller(case, "risk")
    if path.why_no_risk is not None:
        say(sentence(path.why_no_risk))
    heads = ["year", "renewed fighting (95 %)", "war (95 %)", "fighting goes on (95 %)", "what came"]
    if rows := _rows(path):
        print_table(f"{case.title}: risk by year", heads, rows, numeric=heads[:4])
    _print_accounts(path)
    _print_coming(path)
    say(path.data.note)
    _print_notes(path)
    _print_record(record)


def _rows(path: RiskPath) -> list[list[str]]:
    told = [path.risk["recurrence"], path.risk["war"], path.beside["continuation"]]
    points = [{point.year: point for point in series.points} for series in told]
    years = sorted({year for by_year in points for year in by_year})
    return [
        [
            str(year),
            *(chance_with_bounds(by_year[year]) if year in by_year else "–" for by_year in points),
            _what_came(path, year),
        ]
        for year in years
    ]


def _what_came(path: RiskPath, year: int) -> str:
    if year > max(path.active, default=year) and year not in path.active:
        return ""
    war = " at the level of war" if year in path.wars else ""
    if year in path.onsets:
        return f"fighting resumed{war}"
    return f"fighting{war}" if year in path.active else ""


def _print_accounts(path: RiskPath) -> None:
    for event, accounts in path.accounts.items():
        if not accounts:
            continue
        last = accounts[-1]
        rows = [["average open dispute-year", f"{last.reference:.2f}", "–"]]
        rows += [[name, *cells(share, "+.2f")] for name, share in last.parts.items()]
        title = f"Log odds of {'renewed fighting' if event == 'recurrence' else 'war'} in {last.year}"
        print_table(title, ["part of the record", "log odds", "95 %"], rows, numeric=["log odds"])


def _print_coming(path: RiskPath) -> None:
    """Print each chance told at the end of the data in a line, with how disputes like this one fared."""
    from statusquo.risk.fitted_paths import NAMES

    coming: list[tuple[Outcome, Estimate]] = [*path.coming.items()]
    coming += [(outcome, path.told_now(outcome)) for outcome in path.beside]
    for outcome, estimate in coming:
        if estimate.value is None:
            continue
        about = one_in(estimate.value)
        told = f"{chance_with_bounds(estimate)}{f', {about}' if about else ''}"
        like = path.strata.get(outcome)
        words = f" {like.words[0].upper()}{like.words[1:]}." if like else ""
        say(f"{path.years_of(outcome)}: {NAMES[outcome]} {told}.{words}")


def _print_notes(path: RiskPath) -> None:
    from statusquo.risk.path import NOTE

    say(NOTE, err=True)
    if path.standing.is_open and path.standing.reason:
        say(f"Why the claim counts as open: {path.standing.reason} (Source: {path.standing.source}.)", err=True)
    if path.standing.linked is not None:
        say(sentence(path.standing.linked.text), err=True)
    if path.quiet_is_not_still is not None:
        say(sentence(path.quiet_is_not_still), err=True)
    for event, reason in path.missing.items():
        if path.why_no_risk is not None:
            continue
        say(f"No {'risk of renewed fighting' if event == 'recurrence' else 'risk of war'}: {reason}.", err=True)


def print_ranking(*, as_json: bool, with_islamic_state: bool) -> None:
    """Print all open disputes by their risk in the coming year."""
    from statusquo.cases.titles import titles
    from statusquo.forecasts.track_record import track_record
    from statusquo.risk.events import HEADLINE
    from statusquo.risk.inputs import risk_data
    from statusquo.risk.path import NOTE
    from statusquo.risk.ranking import ranking, unranked
    from statusquo.snapshot.store import open_snapshot

    snapshot = open_snapshot()
    year, data, record = snapshot.coming_year, risk_data(snapshot), track_record(snapshot)
    ranked, rest = ranking(snapshot, with_islamic_state=with_islamic_state), unranked(snapshot)
    if as_json:
        rows = [row.to_json() for row in ranked]
        without = [row.to_json() for row in rest]
        print_json(
            {
                "year": year,
                "year_after": year + 1,
                "data": data.to_json(),
                "risk_set": HEADLINE,
                "disputes": rows,
                "not_ranked": without,
                "note": NOTE,
                "track_record": record and record.to_json(),
            }
        )
        return
    called, by_number = titles(snapshot), [(row.conflict_id_ucdp, row) for row in rest]
    table = [
        [
            str(place),
            called[row.conflict_id_ucdp],
            row.status,
            chance_with_bounds(row.risk["war"]),
            chance_with_bounds(row.risk["recurrence"]),
            _alone(row.continuation),
            row.location,
            _alone(row.two_years_ahead["war"]),
            _alone(row.within_three_years["war"]),
            _points(row.change["war"]),
            ", ".join(f"{block} {shift:+.1f}" for block, shift in row.drivers),
        ]
        for place, row in enumerate(ranked, 1)
    ]
    numeric = ["", "war (95 %)", "fighting (95 %)", "goes on", f"war in {year + 1}", "war in 3 years", "change, points"]
    heads = ["", "dispute", "now", *numeric[1:4], "in", *numeric[4:], "drivers of war, log odds"]
    print_table(f"Open disputes by the risk of war in {year}, from {data.words}", heads, table, numeric=numeric)
    print_table(
        f"Open disputes without a risk to tell for {year}",
        ["dispute", "in", "goes on", "why"],
        [[f"{called[n]} ({n})", row.location, _alone(row.continuation), row.why] for n, row in by_number],
    )
    say(data.note)
    say(NOTE, err=True)
    _print_record(record)
    if not with_islamic_state:
        say("Provinces of the Islamic State are left out; --with-islamic-state ranks them as well.", err=True)


def _print_record(record: TrackRecord | None) -> None:
    """Print how the forecasts of the newest year that is known did."""
    if record is not None:
        say(f"{record.text} More: statusquo forecast score {record.year}.")


def _points(change: float | None) -> str:
    if change is None:
        return "–"
    return f"{100 * change:+.1f}" if abs(change) >= 0.0005 else "0"


def _alone(estimate: Estimate) -> str:
    return "–" if estimate.value is None else chance(estimate.value)
