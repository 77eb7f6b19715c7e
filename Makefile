# Madoguchi. Every path here is relative and quoted and every tool runs as `python -m`, so that the
# checkout may lie at a path with spaces in it.
SHELL := /bin/bash
PY := .venv/bin/python
PIP_INSTALL := $(PY) -m pip install --disable-pip-version-check --no-input --constraint constraints.txt
WITH_TEST_TOOLS := .[test,dev]
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test check format setup setup-test packages packages-test index chromium clean

# What an installation was made from. It is kept in .venv/installed-*: while it reads the same, pip is not run.
inputs = { cat pyproject.toml constraints.txt; pwd; $(PY) --version; } 2>/dev/null
# What was installed. It is kept in .venv/contents: a package that has gone since means a broken .venv.
contents = (cd .venv/lib/python3.*/site-packages && ls -d ./* ./*/* | grep -v __pycache__ | LC_ALL=C sort) 2>/dev/null
intact = { [ -f .venv/contents ] && [ -z "$$( $(contents) | LC_ALL=C comm -23 .venv/contents -)" ]; }
supported = -c 'import $(1), sys; sys.exit(not (3, 11) <= sys.version_info < (3, 13))' 2>/dev/null

define create
	rm -rf .venv; \
	for python in "$(PYTHON)" python3 python3.12 python3.11 none; do "$$python" $(call supported,ensurepip) && break; done; \
	if [ "$$python" = none ]; then \
		echo "error: Python 3.11 or 3.12 with its venv module is needed; python3 is $$(python3 --version 2>&1)."; \
		echo "Install it (Debian: apt-get install python3-venv) or name it: make PYTHON=/path/to/python3.11"; \
		exit 1; \
	fi >&2; \
	echo "Creating .venv"; \
	mkdir .venv; touch .venv/installing; \
	"$$python" -m venv .venv || { rm -rf .venv; exit 1; }
endef

# $(call install,STAMP,PROJECT): `installing` outlives only a killed set-up, after which .venv is made anew.
define install
	if $(inputs) | cmp -s - .venv/installed-$(1) && $(intact); then exit 0; fi; \
	if [ -e .venv/installing ] || ! $(PY) $(call supported,pip) || { [ -e .venv/contents ] && ! $(intact); }; then \
		$(create); \
	fi; \
	echo "Installing the pinned packages (about 3 GB; some minutes the first time)"; \
	touch .venv/installing; \
	$(PIP_INSTALL) torch==2.13.0 && $(PIP_INSTALL) --editable "$(2)"; \
	status=$$?; rm -f .venv/installing; [ $$status = 0 ] || exit $$status; \
	$(contents) > .venv/contents; \
	$(inputs) > .venv/installed-$(1)
endef

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

run: setup ## install what is missing, then start the web app
	@exec $(PY) app.py

test: setup-test check ## install what is missing, then run all checks and tests; pytest's arguments: ARGS="-k name"
	$(PY) -m pytest $(ARGS)

check: ## linter, formatter, types, direction of imports
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -c 'from importlinter.cli import lint_imports_command as lint; lint()'

format: ## format the code and apply the linter's safe fixes
	$(PY) -m ruff check --fix-only .
	$(PY) -m ruff format .

setup: packages index ## packages, embedding model and index, as far as they are missing or outdated

setup-test: packages-test index chromium ## the same with the test tools and a Chromium

packages:
	@$(call install,run,.)

packages-test:
	@$(call install,test,$(WITH_TEST_TOOLS))
	@$(inputs) > .venv/installed-run

index:
	@$(PY) -m index.bundled_model
	@$(PY) -m assistant index build

chromium:
	@$(PY) tests/chromium.py

clean: ## remove what set-up made: packages, model, index and caches
	rm -rf .venv var/models var/index build *.egg-info
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
