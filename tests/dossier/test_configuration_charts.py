"""Charts of a comparison obey the schema, hold every case, and name the exceptions."""

from __future__ import annotations

import altair as alt
from tests.comparison.test_qca_against_r import ORACLES

from statusquo.comparison.case_tables import read_cases
from statusquo.comparison.sets import parse_model
from statusquo.comparison.truth_table import build_truth_table
from statusquo.dossier.configuration_charts import truth_table_figure, xy_figure


def test_the_xy_plot_names_the_cases_that_contradict_in_kind() -> None:
    data = read_cases(ORACLES / "lipset_fuzzy.csv", outcome="SURV")
    figure = xy_figure(data, parse_model("DEV*LIT", data.conditions))
    alt.Chart.from_dict({**figure.spec})
    assert figure.data.height == 18
    assert "AU and DE" in figure.alt


def test_the_truth_table_plot_holds_every_row() -> None:
    data = read_cases(ORACLES / "lipset_fuzzy.csv", outcome="SURV")
    figure = truth_table_figure(build_truth_table(data))
    alt.Chart.from_dict({**figure.spec})
    assert figure.data.height == 9
    assert "row 32 (BE, CZ, NL, UK)" in figure.alt
