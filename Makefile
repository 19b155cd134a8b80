# One command each; every one sets up what it needs. `make help` lists them.

PYTHON ?= python3
PINNED ?= yes
PYTEST_ARGS ?=
LAB_ARGS ?=
PYTHONS ?=

BIN := .venv/bin
MAKEFLAGS += --no-print-directory

# Byte code is kept (pandas starts three times faster with it), and text is UTF-8 whatever the locale.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help env tables briefing lab test format constraints benchmark clean distclean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

briefing: tables ## build the tables, execute the notebooks, write charts and CSV to output/
	@$(BIN)/python -m fzanalysis.presentation.notebooks notebooks --out output/notebooks
	@for raw in data/raw/*/; do \
	    name=$$(basename "$$raw"); \
	    note="data/raw/$$name.note"; set --; \
	    if [ -f "$$note" ]; then set -- --source "$$(cat "$$note")"; fi; \
	    MPLBACKEND=Agg $(BIN)/fzanalysis briefing --tables "data/processed/$$name" \
	        --out "output/$$name" "$$@" || exit 1; \
	done
	@echo
	@echo "Tables               data/processed/"
	@echo "Executed notebooks   output/notebooks/"
	@for raw in data/raw/*/; do echo "Charts, CSV, Excel   output/$$(basename "$$raw")/"; done

# Exit status 1 of a build says that some files could not be read: they are listed, the others are
# built, and the work goes on. Each folder of data/raw is a corpus of its own.
tables: env ## build the tables of each folder in data/raw (only what changed)
	@for raw in data/raw/*/; do \
	    if [ ! -d "$$raw" ]; then \
	        echo "data/raw has no folder: put each corpus into a folder of its own" >&2; exit 1; \
	    fi; \
	    out="data/processed/$$(basename "$$raw")"; \
	    status=0; $(BIN)/fzanalysis build "$${raw%/}" --out "$$out" || status=$$?; \
	    if [ $$status -gt 1 ] || [ ! -f "$$out/tables/reports.parquet" ]; then exit 2; fi; \
	done

lab: tables ## open the notebooks in JupyterLab
	@$(BIN)/python -m jupyter lab --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/notebooks \
	    $(LAB_ARGS)

test: export MPLBACKEND := Agg
test: env ## check style and types, run all tests and the examples in docstrings
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m ruff format --check .
	@$(BIN)/python -m mypy
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

format: env ## format the code and repair what ruff can repair
	@$(BIN)/python -m ruff check --fix .
	@$(BIN)/python -m ruff format .

benchmark: env ## print accuracy and speed, write docs/performance.md
	@MPLBACKEND=Agg $(BIN)/python benchmarks/run.py

constraints: env ## choose the pinned versions anew (PYTHONS="…" names the interpreters)
	@$(BIN)/python scripts/constraints.py $(PYTHONS)

env: ## make or update the environment in .venv
	@for python in "$(PYTHON)" python3 python3.13 python3.12 python3.11 python; do \
	    if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	        exec "$$python" scripts/environment.py $(if $(filter no,$(PINNED)),--unpinned); \
	    fi; \
	done; \
	echo "Python 3.11 or newer is needed, and none was found (tried $(PYTHON), python3.11 to 3.13)." >&2; \
	echo "Install one from python.org or with your system's package manager, or name it:" >&2; \
	echo "    make env PYTHON=/path/to/python3.12" >&2; \
	exit 1

clean: ## remove what was built; the environment stays
	@rm -rf data/processed output build dist .pytest_cache .ruff_cache .mypy_cache .hypothesis
	@find src tests scripts benchmarks notebooks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

distclean: clean ## remove the environment too
	@rm -rf .venv
