# Everything a person does with this repository. Each target does its own set-up.
.DELETE_ON_ERROR:
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.PHONY: setup dev run demo check fix test docs bench prove clean

setup: $(BIN)/waymark        ## everything to run Waymark, in .venv
dev: $(VENV)/.dev            ## and everything to work on it

demo: setup                  ## build the demonstration hub, say what it found, serve it
	$(BIN)/waymark demo --port $(PORT)

run: setup                   ## serve your own site, from ./waymark-data
	$(BIN)/waymark serve --port $(PORT)

test: dev                    ## all tests, on the database of DATABASE_URL (default: SQLite)
	scripts/browser
	$(BIN)/pytest -q -n auto

check: dev                   ## what must hold of the code: changes nothing
	scripts/check

fix: dev                     ## mend what can be mended by a program
	$(BIN)/ruff format waymark tests bench hatch_build.py
	$(BIN)/ruff check --fix waymark tests bench hatch_build.py

docs: dev                    ## write the generated reference anew
	$(BIN)/python scripts/reference

bench: dev                   ## measure, and write the tables into docs/reference/benchmarks.md
	$(BIN)/python -m bench

prove: dev                   ## the slow proofs: the same bytes from a real Spark cluster
	scripts/prove

$(BIN)/python:
	scripts/environment $(VENV) $(PYTHON)

$(BIN)/waymark: pyproject.toml constraints.txt hatch_build.py frontend/package-lock.json | $(BIN)/python
	scripts/install --editable ".[postgres]"
	@touch $@

$(VENV)/.dev: $(BIN)/waymark
	scripts/install --group dev --editable ".[postgres,spark]"
	@touch $@

clean:
	rm -rf $(VENV) frontend/node_modules waymark/web/static/built
