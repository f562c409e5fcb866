# Everything here needs Python 3.11 or newer with venv, and make; nothing else.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
# How many times as many examples as usual `make explore` asks the properties about.
TIMES   ?= 10
# How many tests run beside each other: auto is two for each core, 0 runs them in one process, as --pdb needs it.
WORKERS ?= auto
PIP     = $(BIN)/python -m pip --disable-pip-version-check
ARGS   ?=

.PHONY: help demo test explore check format bench lock wheel clean

help:
	@echo "make demo    try Sales Coach in the browser, no Slack account needed"
	@echo "make test    run every test that this machine can run (WORKERS=0: in one process)"
	@echo "make explore ask the properties about ten times as many examples, new ones each time (TIMES=10)"
	@echo "make check   ruff, mypy --strict, import-linter"
	@echo "make bench   the benchmarks in their short form, figures on the screen"
	@echo "make wheel   build dist/*.whl"
	@echo "make lock    renew requirements*.lock (needs uv)"

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Sales Coach needs Python 3.11 or newer, this is %d.%d" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --quiet --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

demo: $(VENV)/.installed
	@$(BIN)/sales-coach demo $(ARGS)

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

explore: $(VENV)/.installed-dev
	SALES_COACH_EXPLORE=$(TIMES) $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --timeout 3600 -m hypothesis $(ARGS)

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.installed-dev
	@for one in commands pillars cards alarms coaching; do echo "== benchmarks.$$one"; $(BIN)/python -m benchmarks.$$one --quick || missed=1; done; exit $${missed:-0}

wheel: $(VENV)/.installed-dev
	$(BIN)/python -m build

lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --extra install pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --extra install --extra dev pyproject.toml -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
