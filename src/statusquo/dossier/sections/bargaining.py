"""What would bargaining predict? The game calibrated to the dispute's record, run on, and set beside what came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from statusquo.bargaining.calibrated import (
    ALONG_RECORD,
    AS_IT_WAS,
    DIFFERENCE,
    NOTE,
    RISE,
    YEARLY_WAR,
    Known,
    Reading,
    calibrated_cases,
    reading_of,
)
from statusquo.bargaining.fan_names import CONTROL, OFFER, WAR_BY, WAR_IN_YEAR
from statusquo.bargaining.one_year import one_year_words
from statusquo.cases.model import Case
from statusquo.core.estimates import Estimate, Series
from statusquo.core.wording import counted, listed, sentence, signed, significant, span, spans
from statusquo.dossier.context import Context
from statusquo.dossier.fan_charts import along_figure, control_figure, offers_figure, scenarios_figure
from statusquo.dossier.parts import Section, Table, cell
from statusquo.snapshot.store import Snapshot

WAR = "war"
MOST_LEFT_OUT = 0.1
"""Share of games left out from which it is told."""

SMALL_OFFER = 0.1
"""An offer of up to a tenth of the territory is called small."""


def bargaining(context: Context) -> Section | None:
    """Return the section, None where the game is not calibrated to the dispute."""
    case, frame, path = context.case, context.frame, context.path
    if case.id not in calibrated_cases():
        return None
    reading = reading_of(case.id)
    came = held_by_holder(case, reading)
    wars, clashes = fighting_after(case, context.snapshot, reading)
    return Section(
        "bargaining",
        "What would bargaining predict?",
        finding(reading, came, wars, clashes, None if path is None else path.risk["war"]),
        (
            along_figure(reading, frame),
            replace(offers_figure(reading, frame), is_folded=True),
            replace(control_figure(reading, frame, came), is_folded=True),
            replace(scenarios_figure(reading, frame), finding=finding_on_changes(reading), is_folded=True),
            _parameters(reading),
        ),
        caveats(reading),
        _numbers(reading),
    )


def held_by_holder(case: Case, reading: Reading) -> dict[int, float]:
    """Return the share of the land held at the cut-off that its holder held at each later year's end, where known.

    It is all of it until a fact of the case says what part was lost in a year, and nothing once another holds it.
    """
    first = case.holding_at(reading.cutoff)
    if first is None:
        return {}
    share = 1.0
    found = {}
    for year in range(reading.cutoff, reading.last_year + 1):
        now = case.holding_at(year)
        lost = [fact.value for fact in case.facts(f"territory.held.lost_{year}_pct")]
        known = [float(value) for value in lost if isinstance(value, int | float)]
        if now is None:
            break
        if now.holder != first.holder:
            share = 0.0
        elif known:
            share *= 1 - sum(known) / len(known) / 100
        found[year] = share
    return found


def fighting_after(case: Case, snapshot: Snapshot, reading: Reading) -> tuple[list[int], list[int]]:
    """Return the years after the cut-off with war, and those with less fighting."""
    active = snapshot.table("dispute_years").filter(
        pl.col("conflict_id_ucdp").is_in(case.ids.ucdp_conflict)
        & pl.col("year").is_between(reading.cutoff + 1, reading.last_year)
    )
    wars = active.filter(pl.col("intensity") == WAR)["year"].to_list()
    return sorted(wars), sorted(set(active["year"].to_list()) - set(wars))


def finding(
    reading: Reading, came: Mapping[int, float], wars: list[int], clashes: list[int], risk: Series | None = None
) -> str:
    """Return the section's sentences, made from the numbers.

    Args:
        reading: the calibrated game.
        came: the share of the land that its holder held, by year.
        wars: years with war after the cut-off.
        clashes: years with less fighting.
        risk: the risk model's yearly risk of war; None where there is none.
    """
    texts = [*_rise(reading), *_offers(reading), *_war(reading, wars), *_control(reading, came)]
    texts += [words] if (words := one_year_words(reading, risk)) else []
    if clashes:
        texts.append(f"the fighting of {spans(clashes)}, below the level of war, is no event of the game")
    texts += _narrowed(reading)
    moved = [_name(known) for known in _ranged(reading) if known.is_moved]
    total = len(_ranged(reading))
    texts.append(
        f"the record moved {len(moved)} of {total} parameters beyond chance"
        + (f" ({listed(moved)})" if moved else ",")
        + " and left the others where other disputes and their stated ranges put them"
    )
    return " ".join(sentence(text) for text in texts)


def _narrowed(reading: Reading) -> list[str]:
    """Return what the record did to the yearly chance of war over its own years."""
    for known in reading.known:
        if known.parameter == YEARLY_WAR:
            first = reading.diagnostics["spell"]["first_year"]
            return [
                f"for the years {span(first, reading.cutoff)} other disputes put the yearly chance of war at "
                f"{_chance(known.others)}, and with the record it is {_chance(known.record)}"
            ]
    return []


def finding_on_changes(reading: Reading) -> str:
    """Return what the changes tried do to the chance of war, in a sentence made from the numbers."""
    ids = [name for name in reading.scenarios if name != AS_IT_WAS]
    if not ids:
        return ""
    clear = [text for name in ids if (text := _clear_change(reading, name))]
    what = f"the chance of war by {reading.last_year} in one direction in 95 % of the games"
    if not clear:
        return sentence(f"of {counted(len(ids), 'change')} tried, none moves {what}")
    verb = "moves" if len(clear) == 1 else "move"
    some = counted(len(clear), "of them", "of them")
    return sentence(f"of {counted(len(ids), 'change')} tried, {some} {verb} {what}: {listed(clear)}")


def caveats(reading: Reading) -> tuple[str, ...]:
    """Return what a reader must know of the figures."""
    of = reading.diagnostics
    others = of["other_disputes"]
    return (
        NOTE,
        f"The game was fitted to the years from {of['spell']['first_year']} to {reading.cutoff}: no war, no land "
        f"passed on, no settlement; and to the chance of war that a model of {others['n_disputes']} other disputes "
        f"gives, fitted without this one to data up to {reading.cutoff}. The data are of today's releases.",
        f"{of['solved']:,} of {of['draws']:,} games drawn had a solution that could be certified; given the record "
        f"they are worth {of['effective_given_record']:.0f} equally weighted draws, so that intervals are rough. Those "
        "without a certified solution are no random part of the ranges. An interval holds 95 % of the draws; it is no "
        "statement of how often the game is right.",
        "The chance that other disputes give is told at this dispute's own years of quiet, which then enter as its "
        "record too: the quiet counts twice, and lowers the game’s chance of war by more than its evidence carries.",
        "Most costs in the game nobody has measured: their ranges are assumptions, stated in the table. Each side "
        "knows the balance and the game; it has no beliefs that could be wrong, no factions, and one kind of war.",
        "A change is in force from the start of the run and known to both sides; what else would have changed with it "
        "is left out." + _left_out(reading),
    )


def _left_out(reading: Reading) -> str:
    """Return under which changes more than a tenth of the games had no certified solution."""
    many = [
        f"“{told['title']}” {told['left_out']} of {told['left_out'] + told['draws']}"
        for told in reading.scenarios.values()
        if told["left_out"] > MOST_LEFT_OUT * (told["left_out"] + told["draws"])
    ]
    if not many:
        return ""
    return (
        f" Games without a certified solution are left out, under {listed(many)}; the difference is over those solved."
    )


def _rise(reading: Reading) -> list[str]:
    rows = reading.rows(WAR_IN_YEAR, basis=ALONG_RECORD)
    change = _estimate(reading, RISE, ALONG_RECORD)
    if rows.height < 2 * 5 or change is None:
        return []
    first, last = rows.head(5), rows.tail(5)
    means = [
        f"in {span(rows['year'][0], rows['year'][-1])} it was {_mean_in(rows)} on average" for rows in (first, last)
    ]
    bounds = f"by {points(change.low)} to {points(change.high)} points in 95 % of the games"
    chance = "along the measured balance the game's yearly chance of war"
    if (change.low or 0.0) > 0 or (change.high or 0.0) < 0:
        way = "rises" if (change.low or 0.0) > 0 else "falls"
        return [f"{chance} {way}, {bounds}", *means]
    way = "up" if (change.value or 0.0) > 0 else "down"
    return [f"{chance} goes {way} on average, but not in all games: {bounds}", *means]


def _offers(reading: Reading) -> list[str]:
    rows = reading.rows(OFFER, basis=ALONG_RECORD)
    known = rows.filter(pl.col("year") <= reading.cutoff)
    if known.is_empty():
        return []
    median, high = float(known["value"].median() or 0.0), float(known["high"].max() or 0.0)  # type: ignore[arg-type]
    size = "small offers" if median <= SMALL_OFFER else "large offers"
    what = f"make {size} in talks, {_percent(median)} of the territory" if median else "offer nothing in talks"
    return [
        f"to {reading.cutoff} the median game has the holder {what}, with up to {_percent(high)} of the territory "
        "inside 95 % of the games"
    ]


def _war(reading: Reading, wars: list[int]) -> list[str]:
    series = reading.series(WAR_BY)
    end = series.at(reading.last_year)
    if not wars:
        return [
            f"knowing the years to {reading.cutoff} alone it gave war by {reading.last_year} {_chance(end)}, and "
            "none came"
        ]
    year = wars[0]
    return [
        f"war came in {year}: knowing the years to {reading.cutoff} alone, the game had given it "
        f"{_chance(series.at(year))} by then"
    ]


def _control(reading: Reading, came: Mapping[int, float]) -> list[str]:
    if not came:
        return []
    last = max(came)
    held, fan = came[last], reading.series(CONTROL).at(last)
    if fan.value is None or fan.low is None or fan.high is None:
        return []
    where = "inside" if fan.low <= held <= fan.high else "outside"
    misses = "" if where == "inside" else ", and so the game missed it"
    return [
        f"at the end of {last} the holder of {reading.cutoff} held {_percent(held)} of that land, {where} what 95 % "
        f"of the runs had given ({_percent(fan.low)} to {_percent(fan.high)}){misses}"
    ]


def _parameters(reading: Reading) -> Table:
    rows = tuple(
        (
            cell(_name(known), known.basis),
            cell(known.prior.unit),
            *(cell(_bounds(estimate)) for estimate in (known.prior, known.others, known.record)),
            cell("yes" if known.is_moved else "no"),
        )
        for known in _ranged(reading)
    )
    return Table(
        "bargaining-parameters",
        "What the record moves: median and 95 % bounds of each parameter",
        ("parameter", "unit", "stated range", "given other disputes", "and the record", "moved"),
        rows,
        note="A parameter counts as moved where its spread or its mean changes by more than the chance of the draws.",
        is_folded=True,
    )


def _numbers(reading: Reading) -> dict[str, Estimate | Series]:
    return {
        "war_by": reading.series(WAR_BY),
        "control": reading.series(CONTROL),
        "war_in_year_along_record": reading.series(WAR_IN_YEAR, basis=ALONG_RECORD),
        "share_offered_along_record": reading.series(OFFER, basis=ALONG_RECORD),
    }


def _ranged(reading: Reading) -> list[Known]:
    return [known for known in reading.known if known.is_range]


def _name(known: Known) -> str:
    return known.parameter.replace("_", " ")


def _clear_change(reading: Reading, scenario: str) -> str | None:
    """Return a change with its bounds where these leave zero out."""
    change = _estimate(reading, WAR_BY, DIFFERENCE, scenario)
    if change is None or change.low is None or change.high is None or change.low <= 0 <= change.high:
        return None
    title = reading.scenarios[scenario]["title"]
    return f"“{title}” ({points(change.low)} to {points(change.high)} points)"


def _estimate(reading: Reading, quantity: str, basis: str, scenario: str = AS_IT_WAS) -> Estimate | None:
    rows = reading.rows(quantity, basis=basis, scenario=scenario)
    if rows.is_empty():
        return None
    row = rows.row(-1, named=True)
    return Estimate(row["value"], row["unit"], row["low"], row["high"], "draws95")


def _mean_in(rows: pl.DataFrame) -> str:
    """Return the mean of some years' chances."""
    return _percent(float(rows["value"].mean() or 0.0))  # type: ignore[arg-type]


def _percent(share: float) -> str:
    if share == 0:
        return "nothing"
    # Rounded first: 0.0999… would be cut to 10.0.
    return f"{significant(round(100 * share, 6))} %" if share >= 0.0005 else "under 0.05 %"


def points(change: float | None) -> str:
    """Return a change of a probability in points, such as ``−2.5`` or ``+10``."""
    value = 100 * (change or 0.0)
    return signed(value if abs(value) >= 0.05 else 0.0)


def _chance(estimate: Estimate) -> str:
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return "no chance that could be told"
    bounds = f"{significant(100 * estimate.low) if estimate.low else '0'} to {significant(100 * estimate.high)}"
    return f"{significant(100 * estimate.value)} % ({bounds})"


def _bounds(estimate: Estimate) -> str:
    return f"{estimate.value:.3g} ({estimate.low:.3g} to {estimate.high:.3g})"
