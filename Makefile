# Written for GNU make 3.81 and newer, because macOS still ships 3.81: no .ONESHELL, no `!=`, no `&:`.

PYTHON = python3
VENV = .venv
PYTEST_ARGS =

BIN = $(VENV)/bin
PIP_INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input

.DEFAULT_GOAL := help
.PHONY: help site serve check test test-long sbom requirements clean distclean

help: ## list what make can do (this list)
	@echo 'First time? make site, then make serve.'
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo 'Another Python: make site PYTHON=python3.12.   Some tests only: make test PYTEST_ARGS="-k dates".'

site: $(VENV)/.site-installed ## set everything up, import seeds/, build the site into site/ and its offline copy into dist/
	$(BIN)/bulletin import seeds
	$(BIN)/bulletin build
	$(BIN)/bulletin bundle
	@echo
	@echo 'The site is in site/, the offline copy in dist/. To look at the site: make serve'

serve: $(VENV)/.site-installed ## show the site on this computer, renewed while you edit
	$(BIN)/bulletin serve

check: $(VENV)/.site-installed ## say what is wrong with pages and lists, with line and mend
	$(BIN)/bulletin check

test: $(VENV)/.tests-installed ## style, types and tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile $(PYTEST_ARGS)

sbom: $(VENV)/.tests-installed ## list what built the offline copy in dist/, with licences and hashes (CycloneDX)
	$(BIN)/python -m tests.sbom --time "$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct)}" --out dist/sbom.cdx.json dist/*.zip

test-long: $(VENV)/.tests-installed ## what takes too long for every day: many more invented texts, faults and payloads
	$(BIN)/python -m pytest --numprocesses auto --dist load -m "long or hypothesis" --hypothesis-profile long $(PYTEST_ARGS)

clean: ## remove the built site and caches; keep pages, seeds and the environment
	rm -rf site dist build .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info
	find importer hooks tests -name __pycache__ -prune -exec rm -rf {} +

distclean: clean ## … and the environment, which the next make sets up anew
	rm -rf $(VENV)

# --- The environment. The stamp files say what is installed, so that nothing is installed twice and a second run
# needs no network.

define check_python
	@command -v $(firstword $(PYTHON)) >/dev/null 2>&1 || { \
	    echo 'make: there is no “$(PYTHON)” on this computer.'; \
	    echo '    Install Python 3.11 or newer, or name the one you have: make PYTHON=python3.12 …'; \
	    exit 1; } >&2
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "make: “$(PYTHON)” is Python $$($(PYTHON) -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])'), too old: 3.11 or newer is needed."; \
	    echo '    Install a newer one beside it and name it: make PYTHON=python3.12 …'; \
	    exit 1; } >&2
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	    echo 'make: “$(PYTHON)” cannot make virtual environments: its modules venv and ensurepip are missing.'; \
	    echo '    On Debian and Ubuntu they are a package of their own: sudo apt install python3-venv'; \
	    exit 1; } >&2
endef

# An environment does not survive being moved, nor its Python being removed: then it is made anew.
ifneq ($(shell test -x $(BIN)/python && cat $(VENV)/.made-in 2>/dev/null),$(shell pwd -P))
.PHONY: $(VENV)/.made-in
endif

$(VENV)/.made-in:
	$(check_python)
	@echo 'Setting up the environment in $(VENV): once, about a minute.'
	@$(PYTHON) -m venv --clear $(VENV)
	@pwd -P > $@

# The project is installed so that `mkdocs build` on its own finds the hooks too. Its build tool is one of the pinned
# requirements: without isolation, pip fetches nothing that has no hash. Packages come built: one that pip would have to
# build runs its own code meanwhile, and fetches for that what nobody pinned.
PINNED = --require-hashes --only-binary :all: -r
$(VENV)/.site-installed: requirements.txt pyproject.toml $(VENV)/.made-in
	@$(PIP_INSTALL) $(PINNED) requirements.txt
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.tests-installed: tests/requirements.txt $(VENV)/.site-installed
	@$(PIP_INSTALL) $(PINNED) tests/requirements.txt
	@touch $@

# --- The pins. Versions stay as they are unless pyproject.toml asks for others; `make requirements UPGRADE=--upgrade`
# takes the newest. The files may not hold an index address: it is each reader's own setting.

COMPILE = pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-emit-find-links --no-annotate --no-header $(UPGRADE)

requirements: ## pin what pyproject.toml asks for, with hashes (UPGRADE=--upgrade: newest versions)
	$(check_python)
	@scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && \
	$(PYTHON) -m venv "$$scratch" && \
	"$$scratch/bin/python" -m pip install --quiet --disable-pip-version-check --no-input uv && \
	"$$scratch/bin/python" -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' \
	    > "$$scratch/build.in" && \
	"$$scratch/bin/uv" $(COMPILE) pyproject.toml "$$scratch/build.in" --output-file requirements.txt && \
	"$$scratch/bin/uv" $(COMPILE) --group test --constraint requirements.txt --output-file tests/requirements.txt
