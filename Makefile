# make run    the nightly job once, through the real DAGs, on the demonstration sites (or those of GONGKAI_REGISTRY)
# make test   lint, types, walls between the rooms, and all tests
# make ui     Airflow with the DAGs and its scheduler, at 127.0.0.1:8080
# make lock   requirements*.txt anew from requirements*.in
# Needs Python 3.11 or newer and make; everything else is installed into .venv/.

PYTHON ?= python3
PIP = .venv/bin/python -m pip --quiet --quiet --disable-pip-version-check --no-input
.DEFAULT_GOAL := run
.PHONY: run test ui lock

run: .venv/installed
	@.venv/bin/python -m pipeline.tonight

ui: .venv/installed
	@.venv/bin/python -m pipeline.airflow_local

test: .venv/installed-dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/python -m pytest -n 2 --dist loadfile

lock: .venv/installed
	$(PIP) install uv
	.venv/bin/uv pip compile --quiet --universal --no-header --python-version 3.11 requirements.in -o requirements.txt
	.venv/bin/uv pip compile --quiet --universal --no-header --python-version 3.11 requirements-dev.in -o requirements-dev.txt

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Gongkai needs Python 3.11 or newer; $(PYTHON) is older or missing. Name another: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv .venv

# --no-deps: the lock holds all that is needed, nothing is resolved anew.
.venv/installed: requirements.txt pyproject.toml | .venv/bin/python
	@echo "Installing into .venv/ (a minute or so, once) ..."
	@$(PIP) install --no-deps -r requirements.txt
	@$(PIP) install --no-deps --editable .
	@touch $@

.venv/installed-dev: requirements-dev.txt .venv/installed
	@$(PIP) install --no-deps -r requirements-dev.txt
	@touch $@
