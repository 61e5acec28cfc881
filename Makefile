# `make` publishes sources/ into build/site/. `make test` runs all tests.
# Both install what is missing first; see .ci/setup.sh.

# The Python for .venv; delete .venv to change it.
PYTHON ?= python3
export PYTHON

# The programs of .venv come first, as if it were activated.
in_venv := PATH="$(CURDIR)/.venv/bin:$$PATH"

# A PYTHONPATH of the user would shadow the locked packages. Without bytecode, Python compiles all modules in each job.
unexport PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE

.NOTPARALLEL:
.PHONY: all test test-fast check lint format docs lock clean help set-up set-up-tests-fast set-up-tests

all: set-up ## Publish sources/ into build/site/ (the same as `make`)
	@$(in_venv) exec snakemake

test: lint all ## Lint, publish, and run all tests
	@$(in_venv) exec python -m pytest --numprocesses 2 --dist worksteal $(PYTEST)

test-fast: set-up-tests-fast ## Run the unit and property tests that need only Python packages, in half a minute
	@$(in_venv) exec python -m pytest tests/unit tests/property -m fast --numprocesses 2 --dist worksteal $(PYTEST)

check: set-up ## Check sources/ in about a second
	@$(in_venv) exec briefwright check

lint: set-up-tests ## Check style, types, layers, the workflow and shell scripts
	@$(in_venv); export PATH; set -ex; \
	ruff check; \
	ruff format --check; \
	mypy; \
	lint-imports --no-cache; \
	snakefmt --check Snakefile workflow; \
	snakemake --lint; \
	shellcheck .ci/setup.sh tests/fresh/run .ci/run
	@$(write_docs)

format: set-up-tests ## Format the code
	@$(in_venv); export PATH; set -ex; \
	ruff check --fix --exit-zero; \
	ruff format; \
	snakefmt Snakefile workflow

# A warning, such as a broken link or a page that the navigation lacks, is an error.
write_docs = $(in_venv) NO_MKDOCS_2_WARNING=1 mkdocs build --strict --quiet

docs: set-up-tests ## Write the documentation site to build/docs/
	@$(write_docs)

# The tests' lock contains only packages that requirements.lock lacks, or has only for Windows, at versions that fit it.
lock: set-up-tests ## Update the locks after an edit of pyproject.toml; UPGRADE=--upgrade for new versions
	@compile='.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes $(UPGRADE)'; set -e; \
	$$compile --custom-compile-command 'make lock' --group build --output-file requirements.lock pyproject.toml; \
	$$compile --custom-compile-command 'make lock' --extra test --constraint requirements.lock \
	    $$(sed -n "/ sys_platform == 'win32'/d; s/^\([a-z0-9.-]*\)==.*/--no-emit-package \1/p" requirements.lock) \
	    --output-file tests/requirements.lock pyproject.toml
	@npm install --prefix tests/tools --package-lock-only --ignore-scripts --no-audit --no-fund

clean: ## Delete the site and all intermediate files
	find build -mindepth 1 ! -name README.md -delete

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.* ## /\1	/p' Makefile | expand -t 10

set-up:
	@.ci/setup.sh publish

set-up-tests-fast: set-up
	@.ci/setup.sh test-fast

set-up-tests: set-up-tests-fast
	@.ci/setup.sh test
