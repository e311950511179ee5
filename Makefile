# Needs only Python 3.11 or newer, as `python3` or as PYTHON=…; the environment is made and kept up to date in .venv.

PYTHON ?= python3
PORT ?=
SANDBOX_PORT ?=
ONCE ?=
ARGS ?=

PY := .venv/bin/python
ROOMS := spotistats accounts library syncer sandbox tools bench
# What a developer keeps in .env, and the keys in var/, are nobody's business in a test. Containers often set
# PYTHONDONTWRITEBYTECODE: every process of a test run would then compile everything anew.
APART := ENV_FILE=/dev/null VAR_DIR=$(CURDIR)/var/test PYTHONDONTWRITEBYTECODE=
PYTEST := $(APART) $(PY) -m pytest -n auto --maxprocesses 4 --dist worksteal
SUITE := not browser$(if $(and $(DATABASE_URL),$(REDIS_URL)),, and not services)

.DEFAULT_GOAL := help
.PHONY: help demo run test browser check bench format lock environment environment-dev environment-bench

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

demo: environment ## The whole job on this machine, without any account (ONCE=1 ends after it; PORT= SANDBOX_PORT=)
	@$(PY) -m sandbox.demo $(if $(ONCE),--once) $(if $(PORT),--port $(PORT)) $(if $(SANDBOX_PORT),--sandbox-port $(SANDBOX_PORT))

run: environment ## The site with your own credentials from .env (PORT=)
	@$(RUN_ON) $(PY) manage.py credentials
	@$(PY) manage.py collectstatic --no-input --verbosity 0
	@$(RUN_ON) $(PY) manage.py serve
run: RUN_ON = $(if $(PORT),SITE_URL=http://127.0.0.1:$(PORT))

test: environment-dev ## Every test; on servers too with DATABASE_URL=postgres://… REDIS_URL=redis://… (ARGS= for pytest)
	@$(PYTEST) -m "$(SUITE)" $(ARGS)

browser: environment-dev ## The tests that click through the pages in Chromium
	@command -v chromium >/dev/null || { echo "The browser tests need Chromium as \`chromium\`. On Debian and Ubuntu: apt install chromium" >&2; exit 1; }
	@$(PYTEST) -m browser $(ARGS)

check: environment-dev ## Style, types, migrations, and what a public installation would be told
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(APART) $(PY) -m mypy $(ROOMS)
	$(APART) $(PY) manage.py makemigrations --check --dry-run
	@$(APART) $(PY) tools/public_check.py

bench: environment-bench ## Measure what a sync costs, and write docs/benchmarks.md (DATABASE_URL= for PostgreSQL; ARGS= for some)
	@$(PY) -m bench $(ARGS)

format: environment-dev ## Put the code into its form
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

LOCK := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)
lock: environment-dev ## Write the lock files anew from requirements*.in and package.json (UPGRADE=1: newest versions)
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-dev.in -o requirements-dev.txt
	$(LOCK) requirements-bench.in -o requirements-bench.txt
	$(LOCK) requirements-node.in -o requirements-node.txt
	npm $(if $(UPGRADE),update,install) --package-lock-only --ignore-scripts --no-audit --no-fund

environment:
	@$(PYTHON) tools/environment.py

environment-dev:
	@$(PYTHON) tools/environment.py dev

environment-bench:
	@$(PYTHON) tools/environment.py bench
