"""Status Quo: attempts at secession and the frozen conflicts they leave, explained and tracked.

A notebook needs few functions::

    import statusquo as sq

    sq.find("artsakh")                           # the one dispute that a name means
    sq.list_cases()                              # the disputes known
    sq.answer_on("artsakh")                      # what is going on, how likely war is, what to watch: start here
    sq.events("artsakh")                         # battle deaths by month, from event files of your own
    case = sq.load_case("nagorno-karabakh")      # one of them, as data
    sq.write_dossier(case, "karabakh.html")      # the report on it
    sq.structure_of(case)["enclave_index"]       # a factor, with its place among all disputes
    sq.balances_of(case).military.main           # a yearly series with its interval
    sq.risk_of(case).risk["war"]                 # the yearly risk of war, each year from what was known before
    sq.ranking()                                 # all open disputes by their risk of war
    sq.world("world.html")                       # the same on a map
    sq.chart(sq.risk_of(case))                   # the page's chart of a result
    sq.nearest(case)                             # the coded cases whose structure is most alike
    sq.compare()                                 # conditions that go with separation, across cases
    sq.write_comparison("comparison.html")       # what goes with what across disputes, as a page
    sq.claims(case)["A2"].verdict                # a claim of an explanation, judged by the data
    sq.claim_test(case, "babayev-2021", "trend", measure="CINC")  # one number behind a verdict
    sq.settle(case).widenings                    # who would accept which settlement, and what would widen the zone
    sq.tabled("kosovo").formulas                 # what was offered, and who refuses which status
    sq.bargain(case).series("control")           # what the calibrated bargaining game says, with its interval
    sq.forecast_scores(2025).scores              # what we told of a year, beside what came
    sq.changed().moved                           # what is new since the last run: risks, verdicts, standings
    sq.data_diff("old.csv", "new.csv")           # what a release of a data set changed
    sq.panel("dispute-year").frame               # a panel for one's own models
    sq.to_gw("Germany", 1995)                    # states by any name or number: also to_cow, state_name, states
    sq.table("episodes")                         # a table of the snapshot in use
    sq.use_snapshot("embedded")                  # the package's own data, where a user has built newer ones
    sq.cite("ucdp-prio-acd")                     # how to cite a data set

Results print in one line, show themselves as a card in a notebook, and what is tabular has a ``frame``. Everything the
command line does is one call away in the rooms below; no room shares its name with a function. Importing this package
is cheap: each function imports its room when called.
"""

from __future__ import annotations

from statusquo.notebook.charts import chart
from statusquo.notebook.data import (
    changed,
    cite,
    data_diff,
    forecast_scores,
    panel,
    published_forecasts,
    table,
    tables,
    use_snapshot,
)
from statusquo.notebook.disputes import (
    answer_on,
    balances_of,
    events,
    find,
    list_cases,
    load_case,
    ranking,
    risk_of,
    scenario,
    structure_of,
    world,
    write_atlas,
    write_comparison,
    write_dossier,
)
from statusquo.notebook.questions import (
    bargain,
    claim_test,
    claims,
    compare,
    list_explanations,
    nearest,
    settle,
    tabled,
)
from statusquo.notebook.states import state_name, states, to_cow, to_gw
from statusquo.version import __version__

__all__ = [
    "__version__",
    "answer_on",
    "balances_of",
    "bargain",
    "changed",
    "chart",
    "cite",
    "claim_test",
    "claims",
    "compare",
    "data_diff",
    "events",
    "find",
    "forecast_scores",
    "list_cases",
    "list_explanations",
    "load_case",
    "nearest",
    "panel",
    "published_forecasts",
    "ranking",
    "risk_of",
    "scenario",
    "settle",
    "state_name",
    "states",
    "structure_of",
    "table",
    "tabled",
    "tables",
    "to_cow",
    "to_gw",
    "use_snapshot",
    "world",
    "write_atlas",
    "write_comparison",
    "write_dossier",
]


def __dir__() -> list[str]:
    """Return what is meant to be called; the rooms are imported by their names."""
    return list(__all__)
