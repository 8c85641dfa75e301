"""Writes the pages of the documentation as plain Markdown into `build/docs`, before any builder of sites reads them.

`python -m docs.write_pages`. Where a page shows what the code knows, it holds a mark, and the mark is filled here, so
that no page drifts from the code.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from docs import declared, estimated, executed, forecast_tables

REPOSITORY = Path(__file__).resolve().parents[1]
PAGES = REPOSITORY / "docs"
WRITTEN = REPOSITORY / "build" / "docs"


def main() -> None:
    """Write all pages with what they show beside them; pages that are no longer there go."""
    shutil.rmtree(WRITTEN, ignore_errors=True)
    for path in sorted(PAGES.rglob("*")):
        if path.is_file() and path.suffix != ".py" and "__pycache__" not in path.parts:
            target = WRITTEN / path.relative_to(PAGES)
            target.parent.mkdir(parents=True, exist_ok=True)
            if path.suffix == ".md":
                target.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")
            else:
                shutil.copyfile(path, target)


def filled(page: str) -> str:
    """Return the Markdown of a page with its marks filled."""
    fillers: dict[str, Callable[[], str]] = {
        "{{ snapshot columns }}": lambda: declared.columns(declared.is_of_snapshot),
        "{{ panel columns }}": lambda: declared.columns(lambda table: table.startswith("panel.")),
        "{{ reader columns }}": lambda: declared.columns(lambda table: table.startswith("source.")),
        "{{ case columns }}": lambda: declared.columns(lambda table: table.startswith("cases.")),
        "{{ coded fields }}": declared.coded_field_tables,
        "{{ forecast columns }}": lambda: declared.columns(lambda table: table.startswith("forecast.")),
        "{{ fit columns }}": lambda: declared.columns(lambda table: table.startswith("fit.")),
        "{{ exits }}": declared.exits,
        "{{ covariates }}": declared.covariates,
        "{{ sources }}": declared.sources,
        "{{ commands }}": declared.commands,
        "{{ risk scores }}": estimated.risk_scores,
        "{{ risk strata by time }}": lambda: estimated.risk_strata("time"),
        "{{ risk strata by region }}": lambda: estimated.risk_strata("region"),
        "{{ risk calibration }}": lambda: estimated.risk_strata("told"),
        "{{ risk duration }}": estimated.risk_duration,
        "{{ risk posterior }}": estimated.risk_posterior,
        "{{ risk adjustments }}": estimated.risk_adjustments,
        "{{ risk effects }}": estimated.risk_effects,
        "{{ forecasts }}": forecast_tables.published,
        "{{ forecast scores }}": forecast_tables.scores,
        "{{ forecast rankings }}": forecast_tables.rankings,
        "{{ tests of claims }}": declared.tests_of_claims,
        "{{ bargaining parameters }}": declared.bargaining_parameters,
        "{{ bargaining findings }}": estimated.bargaining_findings,
    }
    for mark, filler in fillers.items():
        if mark in page:
            page = page.replace(mark, filler())
    return executed.with_outputs(page)


if __name__ == "__main__":
    main()
