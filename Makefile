# Tandem. `make run` shows it, `make test` checks it. Needs: python3 (3.11 or newer) with venv, git, make.
# Nothing is written outside this folder, save one named folder under /var/tmp when root runs it (`make clean` removes it).

SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
STAMPS := .venv/stamps
export UV_PYTHON_DOWNLOADS := never
export UV_CACHE_DIR ?= $(CURDIR)/.venv/cache/uv
# A municipality's network may have a certificate of its own; the system knows it, uv's own list does not.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS := true
endif
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export npm_config_cache ?= $(CURDIR)/.local/npm-cache
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11
NOT_CHECKED := .local/not-checked
# In the order of their names: by number of tests, as is usual, few long ones would stand at the end on one core.
SPREAD := -n 2 --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run demo test check fix lock bench bench-peers proof chaos museum audit-disclosure docs where clean chromium frontend
.DELETE_ON_ERROR:

help: ## Show what there is
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

setup: $(STAMPS)/run ## Make .venv with what the program needs

setup-dev: $(STAMPS)/dev

run: setup ## Start Tandem and print its address (PORT=9000, TANDEM_DATA=folder)
	@exec $(BIN)/tandem run

demo: setup ## The same with the example region, whatever was loaded before
	@TANDEM_HOME="$(CURDIR)/.local/demo" exec $(BIN)/tandem run

test: setup-dev ## Run every check and test
	@mkdir -p .local && : > $(NOT_CHECKED)
	@$(MAKE) --no-print-directory chromium check frontend
	@$(BIN)/pytest tests --ignore=tests/journeys -q $(SPREAD) -rs
	@if command -v chromium >/dev/null; then $(BIN)/pytest tests/journeys -q $(SPREAD) -rs; fi
	@if [ -s $(NOT_CHECKED) ]; then echo; echo "NOT CHECKED on this machine:"; sed 's/^/  - /' $(NOT_CHECKED); fi

check: setup-dev ## Style, types, import directions and licences
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports
	@$(BIN)/reuse lint --quiet || $(BIN)/reuse lint

fix: setup-dev ## Repair style
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

bench: setup-dev ## Measure speed next to its peers
	@$(BIN)/python -m bench

bench-peers: setup-dev ## The same beside Superset, Datasette, MapLibre and others (installs them in .local/peers)
	@$(BIN)/python -m bench.peers $(PEERS)

proof: setup-dev ## What takes too long for every change: damaged files by the thousand, real files, reference figures
	@$(BIN)/pytest proof -q -s
	@$(BIN)/pytest tests -q -m hypothesis --hypothesis-profile=default
	@IN_FULL=1 $(BIN)/pytest tests/security -q -k "wrong_version or opens_for_whom or may_not_be_seen"
	@$(BIN)/pytest tests -m shared -q -rs

chaos: setup-dev ## Kill database, web server and worker while people write: nothing lost, nothing twice
	@$(BIN)/python -m chaos $(CHAOS)

museum: setup-dev ## Put back bugs that leaked elsewhere, one by one: the tests must see each
	@$(BIN)/python -m tests.museum $(BUGS)

audit-disclosure: setup ## Attack what Tandem publishes: is any masked number opened?
	@$(BIN)/tandem flows audit
	@$(BIN)/python -m tandem.project.disclosure

lock: setup ## Pin all dependencies again, with hashes
	@$(COMPILE) --upgrade requirements-bootstrap.in -o requirements-bootstrap.txt
	@$(COMPILE) --upgrade pyproject.toml --extra embedded -o requirements.txt
	@$(COMPILE) --upgrade requirements-dev.in -o requirements-dev.txt

docs: setup-dev ## Write docs/cli.md from the help texts
	@$(BIN)/typer tandem.cli.main utils docs --name tandem --title "The command line" --output docs/cli.md

where: setup ## Which code answers an address: make where URL=/inzicht/
	@$(BIN)/python -m tandem.project.where "$(URL)"

clean: ## Remove everything that was made here, the data included
	@if [ -x $(BIN)/tandem ]; then $(BIN)/tandem db stop >/dev/null 2>&1; $(BIN)/python -m tandem.platform.postgres.clean; fi; true
	@rm -rf .venv .local build src/tandem.egg-info .mypy_cache .ruff_cache .hypothesis .import_linter_cache tests/output

# --- how -----------------------------------------------------------------------------------------------------------

$(STAMPS)/venv: requirements-bootstrap.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Tandem heeft Python 3.11 of nieuwer nodig: sudo apt-get install python3"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "python3-venv ontbreekt; we proberen het te installeren …"; \
	  root=""; [ "$$(id -u)" = 0 ] || root="sudo -n"; \
	  { $$root apt-get update -qq && $$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv; } \
	    >/dev/null 2>&1 || { echo "Dat mag hier niet. Doe eerst: sudo apt-get install python3-venv"; exit 1; }; }
	@echo "Omgeving maken …"
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --no-cache-dir --require-hashes -r requirements-bootstrap.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/run: $(STAMPS)/venv requirements.txt pyproject.toml
	@echo "Onderdelen installeren …"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.txt
	@mkdir -p .venv/cache && TMPDIR="$(CURDIR)/.venv/cache" \
	  $(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/dev: $(STAMPS)/run requirements-dev.txt
	@echo "Onderdelen voor de tests installeren …"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.txt
	@touch $@

chromium:
	@command -v chromium >/dev/null || { \
	  root=""; [ "$$(id -u)" = 0 ] || root="sudo -n"; \
	  echo "Installing Debian's chromium …"; \
	  { $$root apt-get update -qq && $$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } \
	    >/dev/null 2>&1 || echo "journeys in a real browser: no chromium, and it may not be installed here" >> $(NOT_CHECKED); }

frontend:
	@if command -v npm >/dev/null; then \
	  cd frontend && npm ci --ignore-scripts --silent --no-audit --no-fund && npm run --silent build && \
	  git diff --exit-code --stat -- ../src/tandem/web/static/dist; \
	else echo "the committed front-end build against its sources: no npm" >> $(NOT_CHECKED); fi
