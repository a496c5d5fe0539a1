# run: serve on 127.0.0.1:$(PORT) · test: the whole suite · check: format, lint, types, imports ·
# bench: every benchmark · lint-api: the API document, with npm. All set everything up first; a
# second run starts at once.
PORT ?= 8000
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
# What the service is measured beside has an environment of its own.
RIVALS := .venv-rivals
RIVAL_PINS := benchmarks/requirements-rivals
COMPILE := -q --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --generate-hashes \
  --strip-extras
# Each process that a test starts reads what was compiled before, whatever the environment says.
COMPILED := PYTHONDONTWRITEBYTECODE= PYTHONPYCACHEPREFIX=$(CURDIR)/$(VENV)/pycache
# The tests of the doors go over HTTP or the command line; the others must cover domain and services.
THROUGH_DOORS := tests/benchmarks tests/browser tests/cli tests/contract tests/faults tests/fuzz tests/journeys tests/soak tests/web
COVERED := $(VENV)/coverage
PARALLEL := -n 2 --dist worksteal --cov --cov-report=

.PHONY: run test check lint-api setup lock bench rivals

run: $(VENV)/.service $(VENV)/.pango
	@$(PY) -m diagnosis serve --port $(PORT) --local-keys

test: setup
	@mkdir -p $(COVERED) && rm -f $(COVERED)/*
	@$(COMPILED) COVERAGE_FILE=$(COVERED)/inside $(PY) -m pytest $(PARALLEL) $(THROUGH_DOORS:%=--ignore=%)
	@$(COMPILED) COVERAGE_FILE=$(COVERED)/through-doors $(PY) -m pytest $(PARALLEL) $(THROUGH_DOORS)
	@$(PY) -m tests.architecture.coverage $(COVERED)/inside $(COVERED)/through-doors

check: setup
	@$(PY) -m ruff format --check diagnosis tests benchmarks
	@$(PY) -m ruff check diagnosis tests benchmarks
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports
	@$(PY) -m diagnosis content check

# Redocly and Spectral over api_spec/openapi.json; says so loudly and passes where npm is not there.
lint-api:
	@scripts/lint-api

setup: $(VENV)/.development $(VENV)/.pango

bench: setup rivals
	@$(PY) -m benchmarks

rivals: $(RIVALS)/.installed

# The pinned requirements are made from the lists that end in .in, for Python 3.11.
lock: setup
	@$(PY) -m piptools compile $(COMPILE) -o requirements.txt requirements.in
	@$(PY) -m piptools compile $(COMPILE) --allow-unsafe -o requirements-dev.txt requirements-dev.in
	@$(PY) -m piptools compile $(COMPILE) --allow-unsafe -o $(RIVAL_PINS).txt $(RIVAL_PINS).in

$(VENV)/bin/pip:
	@scripts/make-venv $(PYTHON) $(VENV)

$(VENV)/.service: requirements.txt | $(VENV)/bin/pip
	@echo "Installing what the service runs on …"
	@$(VENV)/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

# Where it cannot be installed there is no stamp: the next run looks again, at once.
$(VENV)/.pango: scripts/install-pango | $(VENV)/bin/pip
	@scripts/install-pango $(PY) $@

$(VENV)/.development: $(VENV)/.service requirements-dev.txt
	@echo "Installing what development needs …"
	@$(VENV)/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(RIVALS)/.installed: $(RIVAL_PINS).txt
	@echo "Installing what the service is measured beside …"
	@scripts/make-venv $(PYTHON) $(RIVALS)
	@$(RIVALS)/bin/pip install -q --disable-pip-version-check --require-hashes -r $<
	@touch $@
