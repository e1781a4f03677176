# All that is done to the house by hand. `make` alone lists it. Needs Python 3.11 or newer; brings its own Node.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
# One more than cores: many tests wait for a browser, a clock or another process.
WORKERS ?= $(shell expr $$(nproc) + 1)
export HOST PORT
# Bytecode is kept even where the environment says not to: without it every start takes seconds longer.
export PYTHONDONTWRITEBYTECODE :=

BIN := .venv/bin
QUIETLY := $(PYTHON) -u requirements/quietly.py
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
FRONT := $(shell find static/js static/css static/img static/*.mjs static/*.json package.json -type f 2>/dev/null)
WORDS := $(patsubst %.po,%.mo,$(wildcard auction/translations/*/LC_MESSAGES/messages.po))

.PHONY: help setup setup-dev run test test-whole check format bench words pins migration upgrade clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/run.stamp static/dist/manifest.json $(WORDS) ## install what the house needs and build its front end

setup-dev: .venv/dev.stamp static/dist/manifest.json $(WORDS) ## the same, with what it is checked with

run: setup ## a house with a demo in it, on http://127.0.0.1:8000 (HOST and PORT are honoured)
	@MAZAD_DEMO=$${MAZAD_DEMO:-on} $(BIN)/mazad demo --if-empty
	@MAZAD_DEMO=$${MAZAD_DEMO:-on} exec $(BIN)/mazad serve

test: setup-dev ## every test, with PostgreSQL, Redis and Chromium where they are installed
	$(BIN)/pytest -n $(WORKERS) --dist worksteal $(ARGS)

test-whole: ## the same in every variant: all on both databases, journeys in both languages and all sizes
	@$(MAKE) test ARGS="--whole $(ARGS)"

check: setup-dev ## format, lint, types, import contracts, templates, scripts, and the quick tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent lint:css
	PATH="$(CURDIR)/$(BIN):$$PATH" npm test --silent
	$(BIN)/pytest tests/rules tests/test_house.py

format: setup-dev ## put the code in the house's form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup-dev ## measure the house; results go to bench/results/
	$(BIN)/python -m bench $(ARGS)

words: setup-dev ## gather new words for translation, then compile what is translated
	$(BIN)/pybabel -q extract -F babel.cfg -k lazy_gettext -k _l --no-location --sort-output --project=Mazad \
	  --copyright-holder="The Mazad authors" -o .venv/messages.pot .
	$(BIN)/pybabel -q update -i .venv/messages.pot -d auction/translations --no-fuzzy-matching --ignore-obsolete \
	  --width 110
	$(BIN)/pybabel -q compile -d auction/translations

pins: setup-dev ## pin requirements/*.in with hashes; newer versions by make pins UPGRADE=--upgrade
	cd requirements && for list in run s3 dev; do \
	  ../$(BIN)/uv pip compile -q $(UPGRADE) --generate-hashes --no-emit-index-url --no-emit-find-links \
	    --custom-compile-command "make pins" --python-version 3.11 --universal $$list.in -o $$list.txt; \
	done

migration: setup-dev ## draft a migration from the models: make migration WHAT="add clubs"
	$(BIN)/flask --app wsgi db migrate -m "$(WHAT)"

upgrade: setup ## bring the database to the newest migration
	$(BIN)/flask --app wsgi db upgrade

clean: ## forget what was installed and built; the instance folder stays
	rm -rf .venv node_modules static/dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis $(WORDS)
	find auction tests migrations -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/made.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Mazad needs Python 3.11 or newer: make PYTHON=python3.12")'
	@$(QUIETLY) "Making .venv" $(PYTHON) -m venv .venv
	@touch $@

.venv/run.stamp: .venv/made.stamp requirements/run.txt pyproject.toml
	@$(QUIETLY) "Installing the Python packages" $(PIP) install --require-hashes -r requirements/run.txt
	@$(QUIETLY) "Installing Mazad itself" $(PIP) install --no-build-isolation --no-deps -e .
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements/dev.txt
	@$(QUIETLY) "Installing the developer's tools" $(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

node_modules/made.stamp: package-lock.json .npmrc | .venv/run.stamp
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(QUIETLY) "Installing the front end's packages" npm ci --no-fund --no-audit
	@touch $@

static/dist/manifest.json: node_modules/made.stamp $(FRONT)
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(QUIETLY) "Building the front end" npm run build
	@touch $@

%.mo: %.po | .venv/run.stamp
	@$(BIN)/pybabel -q compile -i $< -o $@ -l $(notdir $(patsubst %/LC_MESSAGES/,%,$(dir $<)))
	@touch $@
