# Two commands: `make demo` and `make test`. Each sets up everything it needs, from a bare clone.
SHELL := /bin/bash
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
export OMP_WAIT_POLICY := PASSIVE
# Nothing is ever fetched from a hub here; saying so keeps libraries from trying.
export HF_HUB_OFFLINE := 1

.PHONY: demo test lint setup setup-dev clean

demo: setup  ## train four methods on maze/full, three seeds each, play 32 episodes from each start, write the table and the page
	$(BIN)/lmrl bench --out demo --tasks maze/full --algos bc filtered_bc mc_returns ilql --seeds 3

test: setup-dev  ## lint, types and tests
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --durations=10

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/mypy

setup: $(VENV)/.installed

setup-dev: $(VENV)/.installed-dev
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || ./scripts/install-browser
	@command -v stockfish >/dev/null || test -x /usr/games/stockfish || ./scripts/install-stockfish

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/.installed-dev: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@ $(VENV)/.installed

clean:
	rm -rf demo .venv .pytest_cache .mypy_cache .ruff_cache
