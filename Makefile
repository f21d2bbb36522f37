.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
NPM := npm --prefix frontend --silent
export PORT ?= 8000

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

setup: versions .venv/installed static/dist/manifest.json var/static/collected migrate ## everything `manage.py` and the site need

versions:
	@node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null || { echo "Node 20.19 or newer is needed (found: $$(node --version 2>/dev/null || echo none)). Install it and run make again."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed (found: $$($(PYTHON) --version))."; exit 1; }

.venv/bin/python:
	@$(PYTHON) -m venv .venv

.venv/installed: requirements.lock | .venv/bin/python
	@echo "Installing Python packages …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/installed-dev: requirements-dev.lock .venv/installed
	@echo "Installing packages for tests and checks …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

frontend/node_modules/installed: frontend/package-lock.json
	@echo "Installing the packages of the front end …"
	@$(NPM) ci
	@touch $@

FRONTEND := $(shell find frontend/src templates -type f 2>/dev/null) frontend/vite.config.ts frontend/tsconfig.json
static/dist/manifest.json: frontend/node_modules/installed $(FRONTEND)
	@echo "Building the front end …"
	@$(NPM) run build -- --logLevel warn
	@touch $@

var/static/collected: static/dist/manifest.json .venv/installed $(shell find static -type f -not -path 'static/dist/*' 2>/dev/null)
	@mkdir -p var/static
	@$(BIN)/python manage.py collectstatic --noinput --clear --verbosity 0
	@touch $@

MIGRATIONS := $(wildcard */migrations/*.py)
ifdef DATABASE_URL
.PHONY: migrate
migrate: .venv/installed
	@$(BIN)/python manage.py migrate --verbosity 0
else
migrate: var/migrated
var/migrated: $(MIGRATIONS) .venv/installed $(if $(wildcard var/db.sqlite3),,no-database)
	@$(BIN)/python manage.py migrate --verbosity 0
	@touch $@
no-database: ;
endif

run: setup ## the site with demo data on 127.0.0.1:$PORT
	@$(BIN)/python -m dmops_platform.serve

test: setup .venv/installed-dev ## every test, on SQLite and on PostgreSQL where it is found
	@$(BIN)/python -m tests.run

check: setup .venv/installed-dev ## lint, types, layers, migrations
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python manage.py makemigrations --check --dry-run --verbosity 1
	@$(NPM) run check

format: .venv/installed-dev frontend/node_modules/installed ## put the code in its usual form
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .
	@$(NPM) run format

bench: setup .venv/installed-dev ## speed on PostgreSQL and in Chromium, as a table and JSON
	@$(BIN)/python -m bench

screenshots: setup .venv/installed-dev ## the story in pictures, into docs/pictures (needs Chromium)
	@$(BIN)/python -m tests.journeys.pictures

messages: .venv/installed ## collect the sentences to translate and compile them (needs gettext)
	@$(BIN)/python manage.py makemessages --all --no-obsolete --no-wrap --no-location --ignore 'frontend/*' --ignore '.venv/*' --ignore 'tests/*' --ignore 'var/*'
	@$(BIN)/python manage.py compilemessages --ignore '.venv/*' --verbosity 0

.PHONY: help setup versions run test check format bench screenshots messages no-database
