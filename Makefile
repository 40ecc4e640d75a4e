# Two commands do everything: `make run` starts the app, `make test` passes the tests.
# Both need Python 3.11 or later with venv, and nothing else; `make help` lists the rest.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
# VIDEO=no installs without the encoder of MP4, see NOTICE.
VIDEO ?= yes
LOCKED := requirements$(if $(filter no,$(VIDEO)),-novideo).lock
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url
PARALLEL ?= -n logical --dist loadfile

.PHONY: help run quick test test-all lint types format lock data balance frontend bench audit sbom clean

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: $(VENV)/run.stamp ## start the app on its embedded data
	$(BIN)/streamlit run app.py --server.port $(PORT)

# Commands that tests start, and the tests themselves, are compiled once where they may be kept.
test test-all quick: export PYTHONDONTWRITEBYTECODE :=

test: $(VENV)/test.stamp ## run the tests, with a walk in a real browser where Chromium is or can be installed
	@$(BIN)/python -m tests.browsers chromium || true
	$(BIN)/python -m pytest -m "(not browser or walk) and not thorough" $(PARALLEL)

test-all: $(VENV)/test.stamp ## run every test, each page in the browser too; end with what was not tried here
	@$(BIN)/python -m tests.browsers chromium firefox || true
	@if command -v java >/dev/null; then $(MAKE) --no-print-directory build/tools/spark.stamp || true; fi
	$(BIN)/python -m pytest $(PARALLEL)

quick: $(VENV)/test.stamp ## run what needs neither a browser nor time, between two edits: half a minute
	$(BIN)/python -m pytest -q --ignore=tests/browser -m "not slow and not browser" $(PARALLEL)

lint: $(VENV)/test.stamp types ## style, formatting and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# mypy looks for a package in one folder alone, and loaders/ stands beside nuzuh/.
types:
	@rm -rf build/types && mkdir -p build/types/nuzuh
	@ln -s ../../app.py ../../pages build/types/
	@ln -s $(patsubst %,../../../%,$(filter-out %__pycache__,$(wildcard nuzuh/*)) loaders) build/types/nuzuh/

format: $(VENV)/test.stamp ## put the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

data: $(VENV)/run.stamp ## write the new hashes after a deliberate edit in geodata/
	$(BIN)/python -m nuzuh.loaders.seal

balance: $(VENV)/run.stamp ## compute the shipped ensembles anew after the figures or constants changed (minutes)
	$(BIN)/python -m nuzuh.balance.shipped

frontend: ## check and build the time map's script (needs Node)
	cd frontend && npm ci --no-audit --no-fund && npm run check && npm run build

bench: $(VENV)/test.stamp ## measure
	$(BIN)/python -m benchmarks

lock: $(VENV)/test.stamp ## resolve the versions anew
	$(COMPILE) --extra video pyproject.toml -o requirements.lock
	$(COMPILE) --constraint requirements.lock pyproject.toml -o requirements-novideo.lock
	$(COMPILE) --extra video --extra test pyproject.toml -o requirements-test.lock
	sed -n 's/^requires = \["\(.*\)"\]$$/\1/p' pyproject.toml | $(COMPILE) --constraint requirements-test.lock - -o requirements-build.lock
	for tool in audit sbom spark; do $(COMPILE) .ci/$$tool.in -o .ci/$$tool.lock; done

audit: build/tools/audit.stamp ## look up what is known of what nuzuh installs and ships; "not audited" is no pass
	build/tools/audit/bin/python .ci/audit.py

sbom: build/tools/sbom.stamp ## write a bill of materials of it (CycloneDX) to build/nuzuh.cdx.json
	build/tools/sbom/bin/python .ci/sbom.py

# Tools that look at the project are no part of it: each has an environment that is thrown away.
build/tools/%.stamp: .ci/%.lock
	@mkdir -p build/tools
	$(PYTHON) -m venv --clear build/tools/$*
	build/tools/$*/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

# PySpark has a folder and no environment: it is tried with the project's own libraries. In those
# it has no place, since pandera imports it wherever it can. pip's cache would hold 400 MB of it.
build/tools/spark.stamp: .ci/spark.lock | $(VENV)/test.stamp
	rm -rf build/tools/spark
	$(INSTALL) --no-cache-dir --no-deps --no-build-isolation --require-hashes --target build/tools/spark -r $<
	@touch $@

clean: ## remove the environment and every cache
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info build

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: $(LOCKED) requirements-build.lock pyproject.toml | $(VENV)/bin/python
	$(INSTALL) --require-hashes -r $(LOCKED)
	$(INSTALL) --require-hashes -r requirements-build.lock
	$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/test.stamp: requirements-test.lock $(VENV)/run.stamp
	$(INSTALL) --require-hashes -r requirements-test.lock
	@touch $@
