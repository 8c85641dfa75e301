"""What `statusquo compare qca` is asked beyond the solutions: robustness, theory and clusters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from statusquo.cli.output import print_table, say
from statusquo.core.wording import figure

if TYPE_CHECKING:
    from statusquo.comparison.analysis import Analysis
    from statusquo.comparison.cluster_diagnostics import ClusterFit
    from statusquo.comparison.measured_cases import MeasuredCases
    from statusquo.comparison.protocol import Protocol
    from statusquo.comparison.robust_core import RobustCore, Test
    from statusquo.comparison.theory_evaluation import TheoryEvaluation

Followed = Literal["conservative", "parsimonious", "intermediate"]

_NONE = "–"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of one solution.

    Attributes:
        solution: which one.
        robustness: whether the protocol of robustness is.
        tests: the solutions to test against; none for the default ones.
        theory: the expression that theory expects.
    """

    solution: Followed
    robustness: bool
    tests: tuple[str, ...]
    theory: str | None


@dataclass(frozen=True, slots=True)
class Further:
    """What was found of one solution, None where it was not asked or there is no model."""

    protocol: Protocol | None
    theory: TheoryEvaluation | None
    clusters: tuple[ClusterFit, ...] | None

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "protocol": self.protocol.to_json() if self.protocol else None,
            "theory": self.theory.to_json() if self.theory else None,
            "clusters": None if self.clusters is None else [item.to_json() for item in self.clusters],
        }


def look_further(
    asked: Asked,
    cases: MeasuredCases,
    options: Mapping[str, Any],
    expect: Sequence[str],
    *,
    clusters: Mapping[str, str] | None,
    units: Mapping[str, str] | None = None,
    test_set: Callable[[Analysis], Sequence[Test]] | None = None,
) -> Further:
    """Return what is asked of the first model of a solution; `test_set` makes the one taken where no test is named."""
    if not (asked.robustness or asked.theory or clusters):
        return Further(None, None, None)
    from statusquo.comparison.analysis import Analysis
    from statusquo.comparison.cluster_diagnostics import diagnose_clusters
    from statusquo.comparison.protocol import assess
    from statusquo.comparison.theory_evaluation import evaluate_theory

    analysis = Analysis(cases, asked.solution, options["cuts"], tuple(expect), options["claims"])
    protocol = None
    if asked.robustness:
        protocol = assess(analysis, asked.tests or (test_set(analysis) if test_set else ()))
    if not analysis.initial.models:
        return Further(protocol, None, None)
    model = analysis.initial.models[0]
    return Further(
        protocol,
        evaluate_theory(cases.data, asked.theory, model) if asked.theory else None,
        diagnose_clusters(cases.data, model, clusters, units) if clusters else None,
    )


def print_further(found: Further) -> None:
    """Print robustness, theory and clusters for people."""
    if found.protocol is not None:
        _print_protocol(found.protocol)
    if found.theory is not None:
        _print_theory(found.theory)
    if found.clusters is not None:
        _print_clusters(found.clusters)


def _print_protocol(found: Protocol) -> None:
    numeric = ["lower", "chosen", "upper"]
    rows = [
        [
            item.choice,
            figure(item.low, ".4g") if item.below is not None else _NONE,
            figure(item.value, ".4g"),
            figure(item.high, ".4g") if item.above is not None else _NONE,
        ]
        for item in found.ranges
    ]
    if found.core is None:
        say(f"The {found.complexity} solution has no model, so that nothing of it can be robust.\n")
        return
    print_table(
        f"sensitivity ranges: the {found.complexity} solution stays the same between these, all else held "
        f"({_NONE}: no change found)",
        ["choice", *numeric],
        rows,
        numeric=numeric,
    )
    _print_core(found.core)


def _print_core(core: RobustCore) -> None:
    under: dict[str, list[str]] = {}
    for test in core.tests:
        under.setdefault(test.expression, []).append(test.choices)
    # What leaves the solution as it was is counted: of interest is what changes it.
    rows = [
        [expression, f"{len(choices)} other choices" if expression == core.initial else "; ".join(choices)]
        for expression, choices in under.items()
    ]
    if core.without_model:
        rows.append(["no model", "; ".join(core.without_model)])
    print_table(f"test set for {core.initial}", ["solution", "found under"], rows)
    say(f"Robust core: {core.core or 'empty, since these solutions exclude each other'}\n")
    numeric = ["consistency", "PRI", "coverage"]
    fits = (("initial solution", core.initial_fit), ("robust core", core.core_fit))
    print_table(
        "fit",
        ["of", *numeric],
        [[name, *(figure(value, ".3f") for value in (fit.consistency, fit.pri, fit.coverage))] for name, fit in fits],
        numeric=numeric,
    )
    fit = core.fit
    measures = {
        "RF_cons": fit.rf_cons,
        "RF_cov": fit.rf_cov,
        "RF_SC_minTS": fit.rf_sc_min_ts,
        "RF_SC_maxTS": fit.rf_sc_max_ts,
        "RCR_typ": fit.rcr_typ,
        "RCR_dev": fit.rcr_dev,
    }
    rows = [[name, figure(value, ".3f")] for name, value in measures.items()] + [["RCC_Rank", str(fit.rcc_rank)]]
    print_table("robustness of the initial solution (1 is best in each)", ["measure", "value"], rows, numeric=["value"])
    types = [[name.replace("_", " "), ", ".join(cases) or "none"] for name, cases in core.cases.to_json().items()]
    print_table("types of cases", ["type", "cases"], types)


def _print_theory(found: TheoryEvaluation) -> None:
    numeric = ["consistency", "coverage"]
    rows = [["T", figure(found.theory_fit.consistency, ".3f"), figure(found.theory_fit.coverage, ".3f"), found.theory]]
    rows += [
        [item.area, figure(item.fit.consistency, ".3f"), figure(item.fit.coverage, ".3f"), item.expression or "empty"]
        for item in found.areas
    ]
    title = f"theory T = {found.theory} against S = {found.solution}"
    print_table(title, ["area", *numeric, "expression"], rows, numeric=numeric)
    cases = [
        [name, ", ".join(inside) or "none"]
        for item in found.areas
        for name, inside in ((item.with_outcome, item.cases), (item.without_outcome, item.others))
    ]
    print_table("cases by theory (likely) and solution (covered, consistent)", ["type", "cases"], cases)


def _print_clusters(found: Sequence[ClusterFit]) -> None:
    numeric = ["n", "in the set", "consistency", "coverage"]
    for item in found:
        groups = [("pooled", item.pooled), *((f"in {g.group}", g) for g in item.between)]
        groups += [(f"of {group.group}", group) for group in item.within]
        rows = [
            [name, str(fit.n), str(fit.n_members), figure(fit.consistency, ".3f"), figure(fit.coverage, ".3f")]
            for name, fit in groups
        ]
        distances = f"distance between clusters {figure(item.distance_between, '.3f')}"
        if item.within:
            distances += f", within units {figure(item.distance_within, '.3f')}"
        print_table(f"clusters, {item.expression}: {distances}", ["cases", *numeric], rows, numeric=numeric)
