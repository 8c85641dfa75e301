"""The chance of war of one and the same year, as the game and the risk model give it, each with what it is given.

The game run on from the cut-off, the same strategies read along the measured balance, and the risk model answer three
questions; where their numbers differ for a year, the reader is told which question each one answers.
"""

from __future__ import annotations

from statusquo.bargaining.calibrated import ALONG_RECORD, Reading
from statusquo.bargaining.fan_names import WAR_BY, WAR_IN_YEAR
from statusquo.core.estimates import Series


def one_year_words(reading: Reading, risk: Series | None) -> str:
    """Return what is given for war in the first year after the cut-off, number by number, in sentences.

    Args:
        reading: the calibrated game.
        risk: the risk model's yearly risk of war; None where there is none.
    """
    year = reading.cutoff + 1
    run_on = reading.series(WAR_IN_YEAR).at(year).value
    by_end = reading.series(WAR_BY).at(year).value
    along = reading.series(WAR_IN_YEAR, basis=ALONG_RECORD).at(year).value
    told = risk.at(year).value if risk is not None else None
    parts = (
        (
            run_on,
            f"counts the wars of the game run on from {reading.cutoff} for each dispute-year still open, shocks and "
            "second wars included",
        ),
        (by_end, "is the share of its runs that had a war by the end of that year"),
        (
            along,
            "reads the same strategies at the balance that was measured, were the dispute quiet and no shock in force",
        ),
        (told, f"is the risk model’s, fitted to many disputes and to the years before {year}"),
    )
    known = [f"{value:.1%} {text}".replace("%", " %", 1) for value, text in parts if value is not None]
    if len(known) < 2:
        return ""
    return f"for {year} the numbers on war differ by what they are given. {'. '.join(known)}"
