# Everything starts here: `make demo` to see Drumbeat, `make test` to trust it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && { echo $$p; break; }; done)
BIN := .venv/bin
RUN := .venv/.run-stamp
DEV := .venv/.dev-stamp
# Tests start Drumbeat a hundred times: each start would compile it anew where Python is told to keep nothing.
KEEP_COMPILED := PYTHONDONTWRITEBYTECODE=

.PHONY: help demo setup test lint types imports unit coverage format lock picture clean

help:  ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(RUN)  ## Live through eight weeks in a Slack on this machine; opens a page
	@$(BIN)/python -m bot demo

setup: $(RUN)  ## Install what Drumbeat needs into .venv

test: lint types imports unit  ## Everything CI checks

lint: $(DEV)  ## Style
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(DEV)  ## Types, strictly
	@$(BIN)/mypy

imports: $(DEV)  ## Who may import whom
	@$(BIN)/lint-imports --no-cache

unit: $(DEV)  ## Tests, on SQLite and PostgreSQL and in a browser
	@$(KEEP_COMPILED) $(BIN)/pytest -n 3 --dist loadgroup

coverage: $(DEV)  ## The same tests, and which lines they run: it takes them half as long again
	@$(KEEP_COMPILED) $(BIN)/pytest -n 3 --dist loadgroup --cov --cov-report=term:skip-covered

format: $(DEV)  ## Put the code into shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: $(DEV)  ## Bring the pinned versions up to date
	@$(BIN)/uv lock --upgrade
	@$(BIN)/uv export --quiet --no-emit-project --no-header --no-dev --format requirements.txt -o requirements.txt
	@$(BIN)/uv export --quiet --no-emit-project --no-header --format requirements.txt -o requirements-dev.txt

picture: $(DEV)  ## Take the README's picture of the demo anew
	@$(BIN)/python -m docs.take_picture

clean:  ## Remove the environment and what tests left behind
	@find . -name __pycache__ -prune -exec rm -rf {} +
	@rm -rf .venv .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis .drumbeat

-include make/*.mk

.venv/bin/python:
	@if [ -z "$(PYTHON)" ]; then echo "Drumbeat needs Python 3.11 or newer. Install it, or name it: make PYTHON=/path/to/python3"; exit 1; fi
	@$(PYTHON) -m venv .venv || { echo "Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv"; exit 1; }

$(RUN): requirements.txt | .venv/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@[ -e $(BIN)/drumbeat ] || { printf '#!/bin/sh\nPYTHONPATH="%s" exec "%s/$(BIN)/python" -m bot "$$@"\n' "$(CURDIR)" "$(CURDIR)" > $(BIN)/drumbeat; chmod +x $(BIN)/drumbeat; }
	@touch $@

$(DEV): requirements-dev.txt $(RUN)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
