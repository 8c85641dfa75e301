"""What `statusquo compare qca` prints beside the configurations of the bundled cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from statusquo.cli.compare_qca_tables import print_robustness
from statusquo.cli.measure_tables import value_text
from statusquo.cli.output import print_table, say
from statusquo.core.wording import figure

if TYPE_CHECKING:
    from statusquo.comparison.bundled import BundledComparison
    from statusquo.comparison.conjunction import TestedConjunction, TestedExpression


def print_beside(found: BundledComparison) -> None:
    """Print meanings, clusters, the sweep, the structural conjunction, contested cells and the limits."""
    from statusquo.comparison.bundled import LIMITS
    from statusquo.comparison.case_conditions import CONDITIONS, OUTCOMES

    names = [condition.name for condition in found.main.table.data.conditions]
    outcome = found.main.table.data.outcome_name.removeprefix("~")
    rows = [[name, CONDITIONS[name].meaning] for name in names] + [[outcome, OUTCOMES[outcome].meaning]]
    print_table("what the sets mean", ["set", "a case is in it when"], rows)
    for cluster, solutions in found.without_clusters.items():
        models = solutions["parsimonious"]
        say(f"Without the {cluster} cases, parsimonious: {'; or '.join(' + '.join(m) for m in models) or 'none'}")
    say("")
    print_robustness(found.robustness)
    _print_conjunction("sourced values only", found.conjunction)
    _print_conjunction("with values from general knowledge and copies of an encyclopedia", found.conjunction_unsourced)
    if contested := found.contested:
        cells = [
            [cell.case, cell.field, value_text(cell.factor, cell.taken), value_text(cell.factor, cell.rival.estimate)]
            for cell in contested
        ]
        print_table("coded one way, measured another", ["case", "field", "taken", "measured"], cells)
    say("Left out: " + "; ".join(f"{case} ({why})" for case, why in found.left_out.items()))
    for limit in LIMITS:
        say(f"- {limit}")


def _print_conjunction(title: str, tested: TestedConjunction) -> None:
    rows = [_row(tested.whole, "all parts")]
    rows += [_row(item, f"without {item.dropped}") for item in tested.without_one]
    rows += [_row(item, item.expression) for item in tested.parts]
    numeric = ["of", "consistency", "lift (95 %)", "p"]
    print_table(
        f"the structural conjunction for {tested.outcome}, {title}: {tested.whole.expression}",
        ["tested", *numeric, "cases", "exceptions"],
        rows,
        numeric=numeric,
    )


def _row(item: TestedExpression, label: str) -> list[str]:
    if item.reason:
        return [label, str(item.n_compared), "–", "–", "–", f"not testable: {item.reason}", ""]
    lift, p = item.evidence.lift, item.evidence.p_expression
    bounds = f"{lift.value:.2f} ({lift.low:.2f} to {lift.high:.2f})" if lift.value is not None else "–"
    shares = (figure(item.fit.consistency, ".3f"), bounds, figure(p, ".3f"))
    return [label, str(item.n_compared), *shares, ", ".join(item.cases), ", ".join(item.exceptions) or "none"]
