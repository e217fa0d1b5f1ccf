PYTHON ?= python3
BIN    := .venv/bin
READY  := .venv/.ready
TESTED := .venv/.test-ready
LINTED := .venv/.lint-ready

.DEFAULT_GOAL := build
.PHONY: build test check bench fuzz soak gallery pins clean

build: $(READY)  ## make everything from question_bank/ into output/
	$(BIN)/quizgen build

test: $(TESTED)  ## run all tests
	$(BIN)/python -m pytest -n auto --dist worksteal

check: $(LINTED)  ## lint, format, types, and what a new item type costs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 0 -o addopts=-q tests/typed

bench: $(LINTED)  ## measure; ONLY=read, check, deck, paper, review or start for one part
	$(BIN)/python -m tests.bench $(ONLY)

fuzz: $(TESTED)  ## feed it broken input for some minutes; EXAMPLES=20000 for longer
	QUIZGEN_FUZZ=$(or $(EXAMPLES),3000) $(BIN)/python -m pytest tests/test_fuzz.py

soak: $(TESTED)  ## look for false warnings in thousands of flawless banks; takes some minutes
	QUIZGEN_SOAK=1 $(BIN)/python -m pytest -n auto tests/checks/testwise/test_flawless.py

gallery: $(TESTED)  ## redraw the pictures that the README shows
	$(BIN)/quizgen build
	$(BIN)/python -m tests.gallery

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "quizgen needs Python 3.11 or newer; try: make PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv .venv || { echo "no venv module; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(TESTED): $(READY) requirements-test.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-test.txt
	@touch $@

$(LINTED): $(TESTED) requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.txt
	@touch $@

PIN = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
# linceo is there for the SARIF schema in it alone; what it stands on would overwrite typer.
NOT_SLIM = --no-emit-package typer-slim

pins:  ## renew the pins; needs uv
	$(PIN) --group build pyproject.toml -o requirements.txt
	$(PIN) $(NOT_SLIM) --group test -c requirements.txt pyproject.toml -o requirements-test.txt
	$(PIN) $(NOT_SLIM) --group lint --group bench --group test -c requirements-test.txt pyproject.toml -o requirements-dev.txt

clean:  ## remove what was made: the environment, caches, output
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find output -mindepth 1 -maxdepth 1 ! -name gallery ! -name .gitkeep -exec rm -rf {} +
