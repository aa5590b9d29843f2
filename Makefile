# Two commands: `make demo` and `make test`. Both set up what they need; a second run installs nothing.

PYTHON ?= python3
VENV := .venv
export PATH := $(CURDIR)/$(VENV)/bin:$(CURDIR)/node_modules/.bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export npm_config_update_notifier := false
PIP := $(VENV)/bin/python -m pip install --quiet
NODE_IS_RECENT := command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) < 22)' 2>/dev/null

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint types contracts deploy synth diff bench schema snapshots lock clean

help: ## Show the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.ready node_modules/.ready ## Install everything into .venv and node_modules

$(VENV)/.ready: requirements-dev.txt requirements-node.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; %s is %s. Say which: make PYTHON=python3.12" % (sys.executable, sys.version.split()[0]) if sys.version_info < (3, 11) else 0)'
	@echo "Installing the Python packages (once)"
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) --require-hashes -r requirements-dev.txt
	@$(NODE_IS_RECENT) || $(PIP) --require-hashes -r requirements-node.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

node_modules/.ready: package-lock.json $(VENV)/.ready
	@echo "Installing the CDK command line (once)"
	@npm ci --silent --no-audit --no-fund
	@touch $@

demo: setup ## Deploy registry.yaml to a local AWS, read it back, and stop it again
	@python -m local.demo

test: setup lint types contracts ## Lint, types, architecture contracts, and all tests
	@pytest --numprocesses 2 --dist loadgroup

lint: setup
	@ruff check --quiet . && ruff format --quiet --check .

types: setup
	@mypy --no-error-summary

contracts: setup
	@lint-imports --no-logo >/dev/null || lint-imports --no-logo

synth: setup ## Make the templates of registry.yaml in cdk.out
	@cdk synth --quiet --no-notices

diff: setup ## Compare registry.yaml with what is deployed in your AWS account
	@cdk diff --all --no-notices

deploy: setup ## Deploy registry.yaml to AWS, with your credentials
	@cdk deploy --all

bench: setup ## Measure synthesis, checks, proofs, reviews and simulations against stated yardsticks
	@for each in synth nag check access review lifecycle; do python benchmarks/$$each.py || exit 1; done

schema: setup ## Write registry.schema.json and docs/rules.md anew
	@python -m governed_ecr.config.schema > registry.schema.json
	@python -m governed_ecr.rules.document > docs/rules.md

snapshots: setup ## Write the snapshots of the tests anew
	@pytest --numprocesses 2 --snapshot-update

lock: setup ## Pin the development packages anew
	@$(PIP) uv
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links --group dev pyproject.toml --output-file requirements-dev.txt
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links requirements-node.in --output-file requirements-node.txt
	@npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund

clean: ## Remove what the commands made
	@rm -rf $(VENV) node_modules benchmarks/.venv-peers benchmarks/javascript/node_modules cdk.out dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
