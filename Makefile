# Two commands do all that most people need: `make` publishes sources/ into build/site/, `make test` tests everything.
# Both set up first what they lack; see .ci/setup.sh.

# The Python that .venv is made with; remove .venv to choose another.
PYTHON ?= python3
export PYTHON

# The environment's own programs come first, as if it were activated.
in_venv := PATH="$(CURDIR)/.venv/bin:$$PATH"

# A stray PYTHONPATH would shadow the locked packages.
unexport PYTHONPATH PYTHONHOME

.NOTPARALLEL:
.PHONY: all test check lint format docs lock clean help set-up set-up-tests

all: set-up ## Publish sources/ into build/site/ (what plain `make` does)
	@$(in_venv) exec snakemake

test: lint all ## Lint, publish, and run every test; one that is skipped has failed
	@$(in_venv) exec python -m pytest -p tests.no_skips --no-skips --numprocesses 2 --dist worksteal $(PYTEST)

check: set-up ## Check sources/ only, in under a second
	@$(in_venv) exec briefwright check

lint: set-up-tests ## Check the code: style, types, the workflow, shell scripts
	@$(in_venv); export PATH; set -ex; \
	ruff check; \
	ruff format --check; \
	mypy; \
	lint-imports --no-cache; \
	snakefmt --check Snakefile workflow; \
	snakemake --lint; \
	shellcheck .ci/setup.sh tests/fresh/run .ci/run
	@$(write_docs)

format: set-up-tests ## Lay out the code as `make lint` wants it
	@$(in_venv); export PATH; set -ex; \
	ruff check --fix --exit-zero; \
	ruff format; \
	snakefmt Snakefile workflow

# A warning is an error: a link that leads nowhere, a page that the navigation lacks.
write_docs = $(in_venv) NO_MKDOCS_2_WARNING=1 mkdocs build --strict --quiet

docs: set-up-tests ## Write the site of the documentation to build/docs/
	@$(write_docs)

# The tests' lock lists only what the other does not, at versions that fit it.  What the other has for Windows alone, the
# tests may need everywhere.
lock: set-up-tests ## Renew the locks after an edit in pyproject.toml; `make lock UPGRADE=--upgrade` takes new versions
	@compile='.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes $(UPGRADE)'; set -e; \
	$$compile --custom-compile-command 'make lock' --group build --output-file requirements.lock pyproject.toml; \
	$$compile --custom-compile-command 'make lock' --extra test --constraint requirements.lock \
	    $$(sed -n "/ sys_platform == 'win32'/d; s/^\([a-z0-9.-]*\)==.*/--no-emit-package \1/p" requirements.lock) \
	    --output-file tests/requirements.lock pyproject.toml
	@npm install --prefix tests/tools --package-lock-only --ignore-scripts --no-audit --no-fund

clean: ## Remove what was published, and all that was made on the way
	find build -mindepth 1 ! -name README.md -delete

help: ## List these targets
	@sed -n 's/^\([a-z]*\):.* ## /\1	/p' Makefile | expand -t 10

set-up:
	@.ci/setup.sh publish

set-up-tests: set-up
	@.ci/setup.sh test
