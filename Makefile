# Slipway's commands; `make` alone prints them. Each does its own set-up.

PORT ?= 8501
PYTHON ?= $(shell $(FIND_PYTHON))
PY := .venv/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --no-input

# A Python that will do: 3.11 or later, able to make a virtual environment with pip in it; the first one that does.
FITS = -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
FIND_PYTHON = for name in python3.13 python3.12 python3.11 python3 python; do \
	"$$name" $(FITS) && { echo "$$name"; break; }; done

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check look bench clean browser oracles

help: ## print these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' Makefile

run: .venv/.run ## serve Slipway at http://localhost:8501 (another port: make run PORT=8600)
	@echo "Slipway starts at http://localhost:$(PORT) (Ctrl+C stops it)"
	@$(PY) -m streamlit run app.py --server.headless true --server.port "$(PORT)" --browser.serverAddress localhost

test: check browser oracles ## check, then run every test, those in a real browser too
	@$(PY) -m pytest -n 2 --dist worksteal

check: .venv/.dev ## formatting, lint, types, and the content itself
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@$(PY) -m slipway check

look: browser ## put a picture of every page, and what axe-core finds, into look/
	@$(PY) -m tests.browser.look

bench: browser ## measure speed, as ratios in one run
	@$(PY) -m slipway bench

clean: ## remove what these commands made; learners' data in var/ stay
	rm -rf .venv look .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

browser: .venv/.dev
	@$(PY) -m tests.browser.chromium

# promtool and amtool from Debian's packages, unpacked into .venv and not installed.
oracles: .venv/.dev
	@$(PY) -m tests.oracles

.venv/bin/python:
	@"$(PYTHON)" $(FITS) || { \
		echo "Slipway needs Python 3.11 or later with its venv and ensurepip modules, and found none." >&2; \
		echo "Debian, Ubuntu: apt-get install python3 python3-venv. Elsewhere: python.org/downloads." >&2; \
		echo "A Python in an unusual place: make PYTHON=/path/to/python3 ..." >&2; exit 1; }
	@rm -rf .venv
	@echo "Making .venv with $$("$(PYTHON)" --version)"
	@"$(PYTHON)" -m venv .venv

.venv/.run: requirements.txt | .venv/bin/python
	@echo "Installing requirements.txt"
	@$(PIP) -r requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.run
	@echo "Installing requirements-dev.txt"
	@$(PIP) -r requirements-dev.txt
	@touch $@
