# Everything a developer or a user runs. `make help` lists it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SPARK := .venv-spark

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test test-spark check wheel bench wordnet browser clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 16

run: $(VENV)/run.stamp wordnet ## open the explorer in a browser
	$(BIN)/python -m streamlit run app.py

# The servers and commands that tests and measurements start would compile every module anew.
test bench: export PYTHONDONTWRITEBYTECODE =

test: check wordnet browser ## check, then every test, those in a browser included
	$(BIN)/python -m pytest --numprocesses=auto --maxprocesses=4

test-spark: $(SPARK)/made.stamp ## start a Spark cluster on this machine and compare it with DuckDB
	$(SPARK)/bin/python -W ignore -m tests.spark.same_figures

check: $(VENV)/dev.stamp ## formatting, lint, types, and data/ as a Data Package
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy --strict explorer tests bench
	$(BIN)/python -m tests.support.data_package

wheel: $(VENV)/dev.stamp ## build the package into dist/
	$(BIN)/python -m hatchling build -t wheel

bench: $(VENV)/dev.stamp wordnet browser ## measure the budgets
	$(BIN)/python -m bench

wordnet: $(VENV)/run.stamp ## download WordNet 3.0 if it is not there
	$(BIN)/python -m explorer wordnet

browser: $(VENV)/dev.stamp ## find or download a browser for the tests
	$(BIN)/python -m tests.support.chromium

clean: ## remove the virtual environment and the tools' caches
	rm -rf $(VENV) $(SPARK) .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is made last, so an interrupted installation is taken up again.

$(VENV)/made.stamp:
	@$(PYTHON) --version >/dev/null 2>&1 || \
		{ echo "There is no '$(PYTHON)' here. Install Python 3.11 or newer, or name it: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "The explorer needs Python 3.11 or newer and this is $$($(PYTHON) --version). Name a newer one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "This Python has no venv module. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/run.stamp: requirements.txt | $(VENV)/made.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	@touch $@

# Spark has an environment of its own: it is large, and nothing else needs it.

$(SPARK)/made.stamp: requirements-spark.txt requirements.txt
	@command -v java >/dev/null || { echo "Spark needs Java 17 or newer, and there is no java here."; exit 1; }
	$(PYTHON) -m venv --clear $(SPARK)
	$(SPARK)/bin/python -m pip install --quiet --disable-pip-version-check --requirement requirements-spark.txt
	@touch $@
