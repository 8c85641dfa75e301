"""`statusquo measure`: the measures of one dispute, each with its interval, unit and sources."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from statusquo.cli.cases import complete_case_id
from statusquo.cli.output import JsonFlag, print_json, print_table

NOT_BUILT = "this part is not built yet"


def measure(
    id: Annotated[
        str, typer.Argument(metavar="ID", help="A dispute or a case file.", autocompletion=complete_case_id)
    ],
    json: JsonFlag = False,
) -> None:
    """Print the measures of a dispute: today the military balance and inertia."""
    from statusquo.balances.inertia import inertia
    from statusquo.balances.military import military_balance
    from statusquo.cases.load import load_case
    from statusquo.core.estimates import Series
    from statusquo.snapshot.store import open_snapshot

    case, snapshot = load_case(id), open_snapshot()
    military, slow = military_balance(case, snapshot), inertia(case, snapshot)
    if json:
        document: dict[str, Any] = {
            "structure": {},
            "balances": {
                "military": {
                    "main": military.main.to_json(),
                    "break_even": military.break_even.to_json(),
                    "alternatives": [series.to_json() for series in military.alternatives],
                    "missing": dict(military.missing),
                },
                "regional": {"main": None, "alternatives": [], "veto": [], "missing_reason": NOT_BUILT},
                "inertia": {
                    "main": slow.main.to_json(),
                    "clocks": [series.to_json() for series in slow.clocks],
                    "record": slow.record.to_json(),
                    "shocks": [series.to_json() for series in slow.shocks],
                    "missing": dict(slow.missing),
                },
            },
        }
        print_json(document)
        return

    def row(series: Series, missing: dict[str, str]) -> list[str]:
        points = [point for point in series.points if point.value is not None]
        if not points:
            return [series.name, series.unit, "–", "–", missing.get(series.name, "no value")]
        last = points[-1]
        bounds = f"{last.low:.2f} to {last.high:.2f}" if last.low is not None and last.high is not None else "–"
        return [series.name, series.unit, f"{last.value:.2f}", bounds, str(last.year)]

    heads = ["measure", "unit", "last value", "interval", "year"]
    missing = {**military.missing, **slow.missing}
    series = [military.main, military.break_even, *military.alternatives, *slow.clocks, slow.record, *slow.shocks]
    print_table(f"{case.title}: measures", heads, [row(item, missing) for item in series], numeric=["last value"])
    typer.echo(f"The regional balance and structure: {NOT_BUILT}.", err=True)
