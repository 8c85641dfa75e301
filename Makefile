# The two commands of the README do all the set-up: `make dossier` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt

# Lines are marked as they first run and then let alone, which costs a twelfth of the time where tracing costs half.
# What numba compiles must stay as it was written.
COVERED := --source src/statusquo --omit '*/bargaining/kernels.py,*/bargaining/*_kernels.py,*/bargaining/philox.py'
COVERED_TESTS := -W 'ignore:Module already imported:pytest.PytestAssertRewriteWarning' -n 2

.PHONY: help dossier test coverage lint docs bench snapshot picture constraints clean

help: ## Say what the targets do
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/bin/python pyproject.toml constraints.txt
	$(PIP) --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/bin/python pyproject.toml constraints.txt
	$(PIP) --editable '.[build,cluster,dev,docs,game]'
	@touch $@ $(VENV)/.run

dossier: $(VENV)/.run ## Build the Karabakh dossier from the embedded snapshot
	$(BIN)/statusquo dossier nagorno-karabakh -o karabakh.html

test: $(VENV)/.dev ## Run all tests
	$(BIN)/python -m pytest -n 2

coverage: $(VENV)/.dev ## Run all tests and say which share of the lines ran
	@mkdir -p build
	$(BIN)/python -m slipcover $(COVERED) --json --out build/coverage.json -m pytest $(COVERED_TESTS)
	$(BIN)/python -m tests.coverage_figure build/coverage.json

lint: $(VENV)/.dev ## Check style, the one-way rule and the types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

docs: $(VENV)/.dev ## Build the documentation into site/
	$(BIN)/python -m docs.write_pages
	$(BIN)/mkdocs build --strict

bench: $(VENV)/.dev ## Run the benchmarks
	$(BIN)/python benchmarks/dossier_from_cold.py
	$(BIN)/python benchmarks/military_balance.py
	$(BIN)/python benchmarks/regional_balance.py
	$(BIN)/python benchmarks/null_check_of_claims.py
	$(BIN)/python benchmarks/qca.py
	$(BIN)/python benchmarks/settlement_draws.py
	$(BIN)/python benchmarks/bargaining.py

snapshot: $(VENV)/.dev ## Rebuild the snapshot from the raw files (STATUSQUO_RAW, or the download folder)
	$(BIN)/statusquo data build --out src/statusquo/snapshot/tables

picture: $(VENV)/.dev ## Draw the documentation's pictures anew (the dossier's needs Chromium)
	$(BIN)/python docs/pictures/take_peace_spells.py
	$(BIN)/python docs/pictures/take.py

constraints: ## Solve the constraints anew over all extras (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --all-extras --no-annotate --no-header --no-emit-index-url pyproject.toml -o constraints.txt

clean: ## Remove what the other targets made
	rm -rf $(VENV) site dist build *.html
