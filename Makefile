# `make` alone lists the commands. `make run` and `make test` are the only two that a newcomer needs.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/requirements.installed
PYTEST := $(PY) -m pytest
WORKERS := 2

# Throwaway values, for the checks that look at the settings of production.
PRODUCTION := env AFTERCARE_MODE=production SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(60))') \
	DATABASE_URL=postgresql://portal:none@db.invalid/portal REDIS_URL=redis://redis.invalid:6379/0 \
	ALLOWED_HOSTS=portal.invalid PORTAL_URL=https://portal.invalid EMAIL_HOST=mail.invalid DEFAULT_FROM_EMAIL=aftercare@portal.invalid

.PHONY: help
help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

.PHONY: run
run: $(STAMP)  ## start the whole portal with a demo clinic on 127.0.0.1 (another port: make run PORT=8001)
	@exec $(PY) -m portal.supervisor --port $(PORT)

.PHONY: reset
reset:  ## forget the demo clinic and everything else that `make run` keeps
	@if [ -x $(PY) ]; then $(PY) -m portal.local.reset; else rm -rf .local; fi

# without the reordering, files of few and slow tests are not kept for the end
.PHONY: test
test: $(STAMP)  ## run all tests against real PostgreSQL and Redis, and in a browser where Chromium is
	@$(PYTEST) --quiet --numprocesses $(WORKERS) --dist loadfile \
		--no-loadscope-reorder $(PYTEST_OPTIONS)

.PHONY: test-fast
test-fast: $(STAMP)  ## run the tests that need no server and no browser, in seconds
	@$(PYTEST) --quiet --without-servers $(PYTEST_OPTIONS)

.PHONY: check
check: $(STAMP)  ## run everything that CI checks: format, lint, types, imports, templates, settings, tests, coverage
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	AFTERCARE_MODE=development $(PY) -m mypy
	$(VENV)/bin/lint-imports
	$(PY) -m djlint --lint --quiet templates
	AFTERCARE_MODE=development $(PY) -W "ignore:Got an error checking a consistent migration history" \
		manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING
	@$(MAKE) test PYTEST_OPTIONS="--cov --cov-report= $(PYTEST_OPTIONS)"
	$(PY) -m coverage report --fail-under=100

.PHONY: bench
bench: $(STAMP)  ## measure how fast it is, side by side (make bench BENCH_OPTIONS=--quick; see docs/performance.md)
	@$(PY) -m tests.benchmarks $(BENCH_OPTIONS)

.PHONY: format
format: $(STAMP)  ## put Python files into the one format
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

# The virtual environment: made once, installed into again when requirements.txt is newer than the stamp.
# A progress line appears for every tenth package; everything that pip said is in the log.
$(STAMP): requirements.txt
	@python=; for candidate in $(PYTHON) python3 python3.11 python3.12 python3.13; do \
		if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$candidate; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
		echo "Python 3.11 or newer is needed and was not found. Install it, or name it: make run PYTHON=/path/to/python3"; exit 1; \
	fi; \
	if ! $(PY) -m pip --version >/dev/null 2>&1; then \
		echo "making the virtual environment $(VENV)…"; \
		if ! "$$python" -c 'import venv, ensurepip' 2>/dev/null; then \
			echo "This Python has no venv or no ensurepip module (on Debian and Ubuntu: apt-get install python3-venv)."; exit 1; \
		fi; \
		"$$python" -m venv --clear $(VENV); \
	fi
	@echo "installing the requirements into $(VENV) (the first time takes about a minute)…"
	@$(PY) -m pip install --disable-pip-version-check --no-input --progress-bar off --requirement requirements.txt 2>&1 \
		| tee $(VENV)/install.log \
		| awk '/^Collecting/ && ++n % 10 == 0 { print "  " n " packages found…"; fflush() } \
			/^Installing collected/ { print "  unpacking…"; fflush() }' \
		|| { echo "The install failed; the end of what pip said (all of it is in $(VENV)/install.log):"; \
			tail -n 15 $(VENV)/install.log | sed 's/^/    /'; \
			echo "Is the network there? The same command tries again."; exit 1; }
	@touch $@
