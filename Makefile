# Two commands do everything: `make run` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# The labextension is built by this file, not by pip.
export SKIP_JUPYTER_BUILDER := 1

LAB_SOURCES := $(shell find lab/src lab/style lab/schema -type f 2>/dev/null) lab/package.json lab/tsconfig.json
TESTS ?= tests

.DEFAULT_GOAL := help

.PHONY: help
help: ## List the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.PHONY: run
run: $(VENV)/.linked ## Start the sandbox and JupyterLab at the first notebook; `make run port=N` elsewhere
	$(BIN)/playground lab $(if $(port),--port $(port))

.PHONY: stop
stop: $(VENV)/.linked ## End the sandbox and JupyterLab that `make run` started
	$(BIN)/playground lab --stop

.PHONY: test
test: lint $(VENV)/.chromium $(VENV)/.postgres $(VENV)/.with-rtc $(VENV)/.with-jupytext ## Check everything: Python, TypeScript, notebooks, browser, layers, types, lint
	cd lab && jlpm test
	$(BIN)/python -m pytest $(TESTS)

.PHONY: lint
lint: $(VENV)/.dev $(VENV)/.linked ## Check layers, types and style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	cd lab && jlpm lint

.PHONY: format
format: $(VENV)/.dev lab/node_modules/.installed ## Rewrite the sources in the house's style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	cd lab && jlpm format

.PHONY: bench
bench: $(VENV)/.bench $(VENV)/.linked ## Print speed as ratios against a peer or a floor of the same run
	$(BIN)/python -m tests.bench

.PHONY: measure
measure: $(VENV)/.bench $(VENV)/.linked ## Run the whole corpora and benchmarks into build/measure.json
	$(BIN)/python -m tests.bench --full --json build/measure.json

.PHONY: docs
docs: $(VENV)/.dev ## Write docs/reference/ from the data
	$(BIN)/python -m docs.generate

.PHONY: record
record: $(VENV)/.dev $(VENV)/.linked ## Record the notebooks' cassettes and outputs anew
	$(BIN)/python -m playground.recording.record notebooks/*.ipynb

.PHONY: clean
clean: ## Remove what was built; `make clean all=1` removes the environment too
	rm -rf build dist lab/lib lab/*.tsbuildinfo playground/labextension playground/widgets/static
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
	rm -f $(VENV)/.linked
	$(if $(all),rm -rf $(VENV) lab/node_modules)

$(BIN)/python:
	@.ci/step python "Making an environment in $(VENV)" .ci/venv $(VENV)

# An installation over a linked front end writes through the link what the next one adds itself.
$(VENV)/.installed: pyproject.toml | $(BIN)/python
	@mkdir -p playground/labextension playground/widgets/static
	@rm -f playground/labextension/install.json
	@.ci/step package "Installing JupyterLab and this package (a minute or two)" \
		$(BIN)/python -m pip install "jupyter-builder>=1.2,<2" -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	@.ci/step development "Installing what the checks need" $(BIN)/python -m pip install --group dev
	@touch $@

$(VENV)/.bench: $(VENV)/.postgres tests/bench/prism/package-lock.json
	@.ci/step bench "Installing the peers of the benchmark" \
		sh -c '$(BIN)/python -m pip install --group bench && .ci/bench $(VENV)'
	@touch $@

# What changes every save only by being installed has an environment of its own, over this one.
$(VENV)/.with-%: $(VENV)/.dev .ci/with
	@.ci/step with-$* "Making an environment with $*" .ci/with $(VENV) $*
	@touch $@

$(VENV)/.chromium: $(VENV)/.dev
	@.ci/step chromium "Looking for a Chromium, or installing one" .ci/chromium $(VENV)
	@touch $@

$(VENV)/.postgres: $(VENV)/.dev
	@.ci/step postgres "Looking for PostgreSQL, or installing it" .ci/postgres $(VENV)
	@touch $@

lab/node_modules/.installed: lab/package.json lab/yarn.lock $(VENV)/.installed
	@.ci/step node "Looking for a Node, or installing one" .ci/node $(VENV)
	@.ci/step packages "Installing the front end's packages (a minute or two)" \
		sh -c 'cd lab && jlpm install --immutable'
	@touch $@

# Built front ends, linked into the environment, so that the next build is what JupyterLab serves.
$(VENV)/.linked: $(LAB_SOURCES) lab/node_modules/.installed
	@.ci/step front-end "Building the front end" \
		sh -c 'cd lab && jlpm clean && jlpm build && jupyter-builder develop .. --overwrite'
	@touch $@
