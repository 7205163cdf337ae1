# Echoin's commands. Every target is safe to repeat.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help install build devnet devnet-reset test check format proto sim bench clean

NODE ?= node
SEEDS ?= 10
BLOCKS ?= 200
JEST_FLAGS ?=
DEVNET_FLAGS ?=

# dist/ is rebuilt when a source is newer than the last successful build.
SOURCES := $(shell find abci api bench cli cometbft modules proto testnet -name '*.ts' ! -name '*.test.ts' ! -path '*/testing/*' 2>/dev/null)
BUILT := dist/.built

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

install: ## the packages of package-lock.json, if they are not there yet
	@$(NODE) .ci/install.mjs

build: install $(BUILT) ## bin/echoind, usable by its path from any folder

$(BUILT): $(SOURCES) tsconfig.json tsconfig.build.json package-lock.json | install
	@echo "compiling" >&2
	@npx tsc -p tsconfig.build.json
	@touch $@

devnet: build ## a chain of one validator with prefunded accounts, in the foreground, kept in .devnet/
	@exec $(NODE) dist/testnet/devnet.js $(DEVNET_FLAGS)

devnet-reset: ## delete the devnet's state, so that the next make devnet starts over
	@rm -rf .devnet
	@echo "the devnet's state is deleted"

test: build ## all tests
	@npx jest $(JEST_FLAGS)

check: install ## format, lint, types, generated code
	npx prettier --check .
	npx tsc --noEmit -p tsconfig.json
	npx eslint .
	@if [ -f proto/generate.ts ] || [ -f proto/generate.mjs ]; then $(MAKE) --no-print-directory proto-current; fi

format: install ## rewrite every file in the project's format
	npx prettier --write .

clean: ## delete what was built; packages and the devnet's state stay
	@rm -rf dist coverage

# Sections that belong to one folder are kept there.
-include bench/bench.mk
-include proto/proto.mk
-include abci/sim/sim.mk
