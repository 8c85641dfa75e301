"""`statusquo measure`: the measures of one dispute, each with its interval, unit and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from statusquo.cli.cases import DisputeArgument
from statusquo.cli.measure_tables import print_factors, say_missing
from statusquo.cli.output import JsonFlag, print_fuller, print_json, print_table, say

if TYPE_CHECKING:
    from statusquo.core.estimates import Series


def measure(
    id: DisputeArgument,
    without: Annotated[
        list[str] | None,
        typer.Option(metavar="STATE", help="Leave an outside state out of the regional balance; may be repeated."),
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Print the measures of a dispute: structure, the military and the regional balance, inertia."""
    from statusquo.balances.inertia import inertia
    from statusquo.balances.military import military_balance
    from statusquo.balances.regional import regional_balance, states_called
    from statusquo.balances.sides import BY_DEFAULT, orientation_note
    from statusquo.cases.load import load_case
    from statusquo.snapshot.store import open_snapshot
    from statusquo.structure.factors import structure

    case, snapshot = load_case(id), open_snapshot()
    military, slow = military_balance(case, snapshot), inertia(case, snapshot)
    regional = regional_balance(case, snapshot, without=states_called(case, snapshot, without or ()))
    factors = structure(case, snapshot)
    words = military.words
    note = orientation_note(case)
    if json:
        document: dict[str, Any] = {
            "structure": {name: factor.to_json() for name, factor in factors.items()},
            "balances": {
                "orientation": {"over": words.over, "is_default": words is BY_DEFAULT, "note": note},
                "military": {
                    "main": military.main.to_json(),
                    "break_even": military.break_even.to_json(),
                    "alternatives": [series.to_json() for series in military.alternatives],
                    "rests_on": list(military.rests_on),
                    "missing": dict(military.missing),
                },
                "regional": {
                    "main": regional.main.to_json(),
                    "alternatives": [series.to_json() for series in regional.alternatives],
                    "support": [series.to_json() for series in regional.support],
                    "veto": [series.to_json() for series in regional.veto],
                    "veto_power": [{"year": v.year, "gwno": v.gwno, "name": v.name} for v in regional.veto_power],
                    "rests_on": list(regional.rests_on),
                    "missing": dict(regional.missing),
                },
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

    missing = {**military.missing, **regional.missing, **slow.missing}
    outside = [regional.main, *regional.alternatives, *regional.support, *regional.veto]
    series = [military.main, military.break_even, *military.alternatives, *outside]
    series += [*slow.clocks, slow.record, *slow.shocks]
    print_fuller(case, "measure")
    print_factors(case.title, factors)
    heads = ["measure", "value", "interval", "year", "unit"]
    rows = [row for each in series if (row := _row(each))]
    print_table(f"{case.title}: balances, in their last year", heads, rows, numeric=["value"])
    say_missing({each.label: missing.get(each.key) for each in series if each.last is None})
    if note:
        say(note)
    grounds = [("military", text) for text in military.rests_on] + [("regional", text) for text in regional.rests_on]
    if grounds:
        print_table(f"{case.title}: what the balances rest on", ["balance", "rests on"], grounds)


def _row(series: Series) -> list[str] | None:
    last = series.last
    if last is None:
        return None
    low, value, high = (None if n is None else _figure(n) for n in (last.low, last.value, last.high))
    return [series.label, value or "–", f"{low} to {high}" if low else "–", str(last.year), series.unit]


def _figure(number: float) -> str:
    """Return a count whole, and any other number to three significant digits, so that none prints as nothing."""
    from statusquo.core.wording import significant

    return f"{number:,.0f}" if number == round(number) else significant(number, 3)
