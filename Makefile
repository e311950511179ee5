# Needs only Python 3.11 or newer, as `python3` or as PYTHON=…. Every target brings .venv up to date first.

PYTHON ?= python3
PORT ?=
SANDBOX_PORT ?=
ONCE ?=
ARGS ?=

PY := .venv/bin/python
PRODUCT := spotistats problems providers accounts library enrichment sheets imports syncer notifications website api
PACKAGES := $(wildcard $(PRODUCT)) sandbox tools bench
# Tests and checks must not depend on a developer's .env, nor on the keys in var/. Containers often set
# PYTHONDONTWRITEBYTECODE: every process of a test run would then compile everything anew.
ISOLATED := ENV_FILE=/dev/null VAR_DIR=$(CURDIR)/var/test PYTHONDONTWRITEBYTECODE=
PYTEST := $(ISOLATED) $(PY) -m pytest -n auto --maxprocesses 4 --dist worksteal
SUITE := not browser and not generated$(if $(and $(DATABASE_URL),$(REDIS_URL)),, and not services)

.DEFAULT_GOAL := help
.PHONY: help demo run test test-fast lives browser messages screenshots api-check check figures bench format hooks lock audit sbom environment environment-dev environment-bench environment-audit

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

demo: environment ## A first sync on this machine, with stand-ins for the vendors (ONCE=1 exits after it; PORT= SANDBOX_PORT=)
	@$(PY) -m sandbox.demo $(if $(ONCE),--once) $(if $(PORT),--port $(PORT)) $(if $(SANDBOX_PORT),--sandbox-port $(SANDBOX_PORT))

run: environment ## The site, with your own credentials from .env (PORT=)
	@$(RUN_ON) $(PY) manage.py credentials
	@$(PY) manage.py collectstatic --no-input --verbosity 0
	@$(RUN_ON) $(PY) manage.py serve
run: RUN_ON = $(if $(PORT),SITE_URL=http://127.0.0.1:$(PORT))

test: environment-dev ## Every test but the browser's, on SQLite or on DATABASE_URL= and REDIS_URL= (ARGS= for pytest)
	@$(PYTEST) -m "$(SUITE)" $(ARGS)

test-fast: environment-dev ## The tests to run while you work: no sweeps, servers, whole syncs or browser (ARGS= for pytest)
	@$(PYTEST) --hypothesis-profile fast -m "not slow and not services and not browser" $(ARGS)

lives: environment-dev ## Thousands of random lives: of libraries whose Spotify answers wrongly, of tabs that people edit (minutes)
	@LIVES_OF_LIBRARIES=5000 LIVES_OF_TABS=20000 $(PYTEST) tests/syncer/test_lying_server.py tests/sheets/planner/lives $(ARGS)

browser: environment-dev ## The tests that click through the pages in Chromium (ARGS= for pytest)
	@command -v chromium >/dev/null || { echo "The browser tests need Chromium as \`chromium\`. On Debian and Ubuntu: apt install chromium" >&2; exit 1; }
	@$(PYTEST) -m browser $(ARGS)

messages: environment-dev ## Extract the texts of pages and problems into locale/, and compile their translations
	@$(PY) -m tools.messages

screenshots: environment-dev ## Pictures of every page in every state and every problem, in docs/screenshots (ARGS="--only home", ARGS=--keep)
	@$(PY) -m tools.screenshots $(ARGS)

api-check: environment-dev ## Thousands of requests made from the API's document (DATABASE_URL= and REDIS_URL=; ARGS= for pytest)
	@$(ISOLATED) $(PY) -m pytest -m generated tests/end_to_end/test_generated_requests.py $(ARGS)

check: environment-dev ## Style, templates, types, migrations, and Django's deployment checks
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m djlint --quiet --lint templates
	$(PY) tools/template_lines.py
	$(ISOLATED) $(PY) -m mypy $(PACKAGES)
	$(ISOLATED) $(PY) manage.py makemigrations --check --dry-run
	@$(ISOLATED) $(PY) tools/public_check.py

figures: ## Measure the code: packages, names, lengths, docstrings, repeats (ARGS=--check, ARGS=--repeats)
	@$(PYTHON) tools/figures.py $(ARGS)

bench: environment-bench ## Measure what a sync costs, and write docs/benchmarks.md (DATABASE_URL= for PostgreSQL; ARGS= names cases)
	@$(PY) -m bench $(ARGS)

# Templates are wrapped by hand: djlint's formatter adds whitespace that people would see between inline elements.
format: environment-dev ## Format the Python code, and fix what ruff can fix (templates are wrapped by hand)
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

hooks: environment-dev ## Run the checks of .pre-commit-config.yaml before each commit of this clone
	.venv/bin/pre-commit install

LOCK := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)
lock: environment-dev ## Resolve requirements*.in and package.json into the lock files again (UPGRADE=1: newest versions)
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-dev.in -o requirements-dev.txt
	$(LOCK) requirements-bench.in -o requirements-bench.txt
	$(LOCK) requirements-node.in -o requirements-node.txt
	$(LOCK) requirements-audit.in -o requirements-audit.txt
	npm $(if $(UPGRADE),update,install) --package-lock-only --ignore-scripts --no-audit --no-fund

LOCK_FILES := requirements.txt requirements-dev.txt requirements-bench.txt requirements-node.txt requirements-audit.txt
audit: environment-audit ## Look up every locked package in the advisory database of PyPI (needs the network)
	.venv/bin/pip-audit --strict --disable-pip --require-hashes --progress-spinner off $(LOCK_FILES:%=--requirement %) $(ARGS)

sbom: environment-dev ## Write the bill of materials, in CycloneDX's form, from the lock files (FILE=)
	@$(PY) -m tools.sbom $(FILE)

environment:
	@$(PYTHON) tools/environment.py

environment-dev:
	@$(PYTHON) tools/environment.py dev

environment-bench:
	@$(PYTHON) tools/environment.py bench

environment-audit:
	@$(PYTHON) tools/environment.py audit
