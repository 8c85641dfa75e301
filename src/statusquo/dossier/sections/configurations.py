"""Configurations across cases: which combinations go with leaving the parent, and what chance does as well.

Every test is the artefact's; only the truth table and memberships, plain arithmetic on the codings, are computed here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from statusquo.comparison.admission import THEORY_CASES
from statusquo.comparison.bundled import DEFAULT_OUTCOME, DRAWS
from statusquo.comparison.case_conditions import HEADLINE
from statusquo.comparison.coded_comparison import compare_coded
from statusquo.comparison.configuration_tests import CODED_SOURCES, ConfigurationTest, configuration_tests
from statusquo.comparison.evidence import SEARCHES
from statusquo.comparison.sets import CalibratedCases, parse_model
from statusquo.comparison.truth_table import TruthTable, build_truth_table
from statusquo.core.estimates import Estimate, Series
from statusquo.core.wording import counted, listed, percent, sentence, significant, significant_range
from statusquo.dossier.configuration_charts import truth_table_figure, xy_figure
from statusquo.dossier.parts import Block, Cell, Section, Table, cell

SIGNIFICANT = 0.05
SHOWN = "parsimonious"
"""The solution shown; the others are in `statusquo compare qca`."""

OUTCOME_WORDS = {"SEPARATED": "lasting separation", "~SEPARATED": "no lasting separation"}

PHRASES: Mapping[str, tuple[str, str]] = {
    "SMALL_AREA": ("a small part of the state’s area", "no small part of the state’s area"),
    "SMALL_GROUP": ("a small part of the state’s people", "no small part of the state’s people"),
    "ENCLAVE": ("an enclave", "no enclave"),
    "CUT_OFF": ("a range or gap toward patron or kin", "no range or gap toward patron or kin"),
    "STATEHOOD": ("an earlier state of its own", "no earlier state of its own"),
    "FIRST_ORDER": ("first-order borders that favour the claim", "no first-order borders that favour the claim"),
    "KIN_BORDER": ("a border with kin or patron", "no border with kin or patron"),
}
"""A condition's presence and absence in words."""

CONDITION_WORDS = {
    "SMALL_AREA": "small part of the area",
    "KIN_BORDER": "border with kin or patron",
    "CUT_OFF": "range or gap between",
    "FIRST_ORDER": "first-order borders favour it",
}

MOST = 0.5
"""Share of analyses under other choices in which every model must name a configuration, lest it hang on the choice."""

CAVEATS = (
    "Nagorno-Karabakh is left out of every configuration, because the structural explanation that is tested here was "
    "made from it. With it in, the test would count the case that suggested the answer.",
    "The configurations come from about thirty prominent cases that depend on each other. Shuffling and resampling "
    "take them as independent, and the intervals hold fixed what a search has chosen, so the uncertainty is wider.",
    "Conditions are those known when the claim was made. Round anchors of ours say what is small; the survival of each "
    "configuration under other anchors, cut-offs and codings is in the table.",
)


def configurations(titles: Mapping[str, str]) -> Section:
    """Return the section on configurations.

    Args:
        titles: of the coded cases, by id.
    """
    tests = titled_tests(titles)
    table = build_truth_table(_titled(compare_coded(HEADLINE, DEFAULT_OUTCOME, left_out=THEORY_CASES).data, titles))
    words = {**CONDITION_WORDS, **OUTCOME_WORDS}
    blocks: list[Block] = [
        replace(truth_table_figure(table, words=words, sources=CODED_SOURCES), finding=configuration_finding(tests))
    ]
    chosen = widest(tests)
    if chosen is not None:
        data = table.data if chosen.outcome == DEFAULT_OUTCOME else table.data.negated()
        words = {chosen.expression: in_words(chosen.expression), **OUTCOME_WORDS}
        figure = xy_figure(data, parse_model(chosen.expression, data.conditions), words=words, sources=CODED_SOURCES)
        blocks.append(replace(figure, finding=terms_finding(tests)))
    blocks.append(table_of_tests(tests))
    return Section(
        "configurations",
        "Which combinations of conditions go with leaving the parent?",
        rows_finding(titles, table),
        tuple(blocks),
        CAVEATS,
        _numbers(tests),
    )


def titled_tests(titles: Mapping[str, str]) -> list[ConfigurationTest]:
    """Return the tested expressions with their cases under their titles."""

    def named(cases: Sequence[str]) -> tuple[str, ...]:
        return tuple(titles[case] for case in cases)

    return [replace(t, cases=named(t.cases), exceptions=named(t.exceptions)) for t in configuration_tests()]


def configuration_finding(tests: Sequence[ConfigurationTest]) -> str:
    """Return the sentences on the widest configuration and on the structural conjunction."""
    chosen = widest(tests)
    told = ["No configuration of the conditions known when the claim was made goes consistently with the outcome"]
    if chosen is not None:
        p = _model_of(chosen, tests).p
        told = [
            f"The widest configuration of the coded cases goes with {OUTCOME_WORDS[chosen.outcome]}: "
            f"{in_words(chosen.expression)} ({counted(len(chosen.cases), 'case')}, "
            f"{_exceptions(chosen)}; {_lift(chosen)}). {_chance(p)}"
            + (f"; under other choices {_survival(chosen)}" if chosen.in_every_model is not None else "")
            + (", so that it hangs on the choices made here" if _hangs_on_choices(chosen) else "")
        ]
    whole = next((test for test in tests if test.role == "whole" and test.coding == "with unsourced"), None)
    if whole is not None:
        told.append(_conjunction(whole, tests))
    return " ".join(sentence(text) for text in told)


def rows_finding(titles: Mapping[str, str], table: TruthTable) -> str:
    """Return the sentences on rows that hold both outcomes and on the cases left out.

    Args:
        titles: of the coded cases, by id.
        table: the truth table for separation, with titles for cases.
    """
    separated = {name for name, has in zip(table.data.cases, table.data.outcome, strict=True) if has > 0.5}
    mixed = [row for row in table.rows if 0 < len(separated.intersection(row.cases)) < len(row.cases)]
    told = [
        f"Four conditions known when the claim was made put {len(table.data.cases)} cases, of which {len(separated)} "
        f"have lastingly separated, into {counted(len(table.rows), 'row')}; "
        f"{counted(len(mixed), 'of them holds', 'of them hold')} both outcomes, and there the conditions decide nothing"
    ]
    told += [f"{titles[case]} is left out, because {why}" for case, why in THEORY_CASES.items()]
    return " ".join(sentence(text) for text in told)


def terms_finding(tests: Sequence[ConfigurationTest]) -> str:
    """Return for each outcome its widest configuration, the cases in it, and how it stands up."""
    told = []
    for outcome, words in OUTCOME_WORDS.items():
        chosen = widest(tests, outcome)
        if chosen is None:
            told.append(f"With {words} no configuration goes consistently enough")
            continue
        models = [test for test in _shown(tests, "model") if test.outcome == outcome]
        ties = f" (one of {counted(len(models), 'model')} that fit equally well)" if len(models) > 1 else ""
        lost = listed(list(chosen.lost_without))
        told.append(
            f"With {words} goes “{in_words(chosen.expression)}”{ties}: {listed(chosen.cases)}, "
            f"{_exceptions(chosen)}; {_lift(chosen)}, p {_p(chosen.p)} by shuffling and "
            f"{_p(_model_of(chosen, tests).p_search)} by searching"
            + (f"; without the {lost} cases no model names it" if lost else "")
        )
    return " ".join(sentence(text) for text in told)


def table_of_tests(tests: Sequence[ConfigurationTest]) -> Table:
    """Return the folded table of the terms shown and of the structural conjunction with what is left of it."""
    chosen = list({(test.outcome, test.expression): test for test in _shown(tests, "term")}.values())
    whole = [test for test in tests if (test.role, test.coding) == ("whole", "with unsourced")]
    fewer = [test for test in tests if (test.role, test.coding) == ("without one", "with unsourced")]
    chosen += whole + [test for test in fewer if not test.reason]
    rows: list[tuple[Cell, ...]] = []
    for test in chosen:
        survival = "not swept" if test.in_every_model is None else percent(test.in_every_model)
        rows.append(
            (
                cell(_name(test), f"with {OUTCOME_WORDS[test.outcome]}"),
                cell(listed(test.cases) or "none", f"of the {test.n_compared} compared"),
                cell(listed(test.exceptions) or "none"),
                cell("not testable")
                if test.reason
                else cell(significant(test.lift.value or 0), significant_range(test.lift.low, test.lift.high)),
                cell("–" if test.reason else _p(test.p)),
                cell(survival),
            )
        )
    told = f" The structural conjunction is: {in_words(whole[0].expression)}." if whole else ""
    untestable = [in_words(test.dropped or "") for test in fewer if test.reason]
    if untestable:
        told += (
            f" It is not testable either when one of these is dropped: {listed([f'“{part}”' for part in untestable])}."
        )
    return Table(
        "configurations-tested",
        "The configurations tested: cases, exceptions, lift, chance and survival",
        ("configuration", "cases with the outcome", "exceptions", "lift", "p", "survival"),
        tuple(rows),
        numeric=("lift", "p", "survival"),
        note="Lift is consistency over the base rate, with a 95 % bootstrap interval; p the share of shuffled outcomes "
        "that fit as well, adjusted for the terms of a model; survival the share of analyses under other choices in "
        f"which every model names the configuration.{told} Its codings include some that rest on general "
        "knowledge or on copies of an encyclopedia.",
        is_folded=True,
    )


def widest(tests: Sequence[ConfigurationTest], outcome: str | None = None) -> ConfigurationTest | None:
    """Return the term of the solution shown that holds most cases, of one outcome or of either; None without any."""
    terms = [test for test in _shown(tests, "term") if outcome in (None, test.outcome)]
    return max(terms, key=lambda test: (test.n_cases, test.coverage or 0), default=None)


def in_words(expression: str) -> str:
    """Return an expression in words, with or for ``+``."""
    return ", or ".join(
        listed([PHRASES[part.strip().removeprefix("~")][part.strip().startswith("~")] for part in term.split("*")])
        for term in expression.split("+")
    )


def _name(test: ConfigurationTest) -> str:
    if test.role == "whole":
        return "the structural conjunction"
    return f"the same without “{in_words(test.dropped)}”" if test.dropped else in_words(test.expression)


def _shown(tests: Sequence[ConfigurationTest], role: str) -> list[ConfigurationTest]:
    return [test for test in tests if test.complexity == SHOWN and test.role == role]


def _model_of(term: ConfigurationTest, tests: Sequence[ConfigurationTest]) -> ConfigurationTest:
    return next(t for t in _shown(tests, "model") if (t.outcome, t.model) == (term.outcome, term.model))


def _conjunction(whole: ConfigurationTest, tests: Sequence[ConfigurationTest]) -> str:
    parts = counted(len(whole.expression.split("*")), "part")
    if whole.reason is None:
        return (
            f"The structural conjunction of {parts} holds {listed(whole.cases) or 'no case'}, "
            f"{_exceptions(whole)} ({_lift(whole)}, p {_p(whole.p)})"
        )
    fewer = [test for test in tests if (test.role, test.coding) == ("without one", whole.coding) and not test.reason]
    told = f"The structural conjunction of {parts} is not testable: {_untestable(whole)}"
    for test in fewer:
        told += (
            f". Without the part “{in_words(test.dropped or '')}”, {listed(test.cases)} fit it, "
            f"{_exceptions(test)} ({_lift(test)}, p {_p(test.p)})"
        )
    return told


def _untestable(test: ConfigurationTest) -> str:
    inside = listed([*test.cases, *test.exceptions])
    which = f"only {inside} has it" if inside else "none has it"
    return f"of the {test.n_compared} cases compared {which}"


def _chance(p: float | None) -> str:
    if p is None:
        return "What a search through shuffled outcomes finds was not tried"
    found = (
        f"a search through shuffled outcomes finds one as good in {percent(p)} of {SEARCHES} tries, the choice of the "
        "conditions not counted"
    )
    # So few searches leave a margin, in which the sentence must not take a side.
    margin = 2 * math.sqrt(p * (1 - p) / SEARCHES)
    if p + margin < SIGNIFICANT:
        return f"Chance seldom does as well: {found}"
    return f"Chance may do as well: {found}" if p - margin > SIGNIFICANT else f"Chance is not ruled out: {found}"


def _hangs_on_choices(test: ConfigurationTest) -> bool:
    return test.in_every_model is not None and test.in_every_model < MOST


def _survival(test: ConfigurationTest) -> str:
    every, some = (percent(share or 0) for share in (test.in_every_model, test.in_some_model))
    return f"every minimal model names it in {every} of {DRAWS} analyses, some model in {some}"


def _exceptions(test: ConfigurationTest) -> str:
    if not test.exceptions:
        return "without an exception"
    return f"with the {'exception' if len(test.exceptions) == 1 else 'exceptions'} of {listed(test.exceptions)}"


def _lift(test: ConfigurationTest) -> str:
    if test.lift.value is None:
        return "no lift can be told"
    return (
        f"{significant(test.lift.value)} times the base rate of {percent(test.base_rate)}, 95 % interval "
        f"{significant_range(test.lift.low, test.lift.high)}"
    )


def _p(p: float | None) -> str:
    return "not tried" if p is None else "< 0.001" if p < 0.001 else significant(p)


def _titled(data: CalibratedCases, titles: Mapping[str, str]) -> CalibratedCases:
    return replace(data, cases=tuple(titles[case] for case in data.cases))


def _numbers(tests: Sequence[ConfigurationTest]) -> dict[str, Estimate | Series]:
    """Return lift and p-value of every test whose number the part tells, by the test's name."""
    found: dict[str, Estimate | Series] = {}
    for test in tests:
        if test.complexity not in (SHOWN, None):
            continue
        found[f"lift_{test.test}"] = test.lift
        found[f"p_{test.test}"] = (
            Estimate.missing("share", test.reason or "not tried", CODED_SOURCES)
            if test.p is None
            else Estimate(test.p, "share", sources=CODED_SOURCES)
        )
    return found
