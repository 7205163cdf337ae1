# Echoin's commands. Every target is safe to repeat.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help install build devnet devnet-reset clients foundry testnet testnet-reset faults test check format proto sim bench clean state-tests geth anvil

NODE ?= node
GO ?= go
SEEDS ?= 10
BLOCKS ?= 200
JEST_FLAGS ?=
DEVNET_FLAGS ?=

# The commit that is built, for `echoind version --long` and the node's answers; empty outside a git checkout.
COMMIT ?= $(shell git rev-parse --verify --quiet HEAD 2>/dev/null)

# dist/ is rebuilt when a source is newer than the last successful build.
SOURCES := $(shell find abci api bench cli cometbft modules proto testnet -name '*.ts' ! -name '*.test.ts' ! -path '*/testing/*' 2>/dev/null)
BUILT := dist/.built

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: ## the packages of package-lock.json, if they are not there yet
	@$(NODE) .ci/install.mjs

build: install $(BUILT) ## bin/echoind, usable by its path from any folder
	@echo '$(COMMIT)' | cmp -s - dist/commit || echo '$(COMMIT)' > dist/commit

$(BUILT): $(SOURCES) tsconfig.json tsconfig.build.json package-lock.json | install
	@echo "compiling" >&2
	@npm run --silent build
	@touch $@

devnet: build ## a chain of one validator with prefunded accounts, in the foreground, kept in .devnet/
	@exec $(NODE) dist/testnet/devnet.js $(DEVNET_FLAGS)

devnet-reset: ## delete the devnet's state, so that the next make devnet starts over
	@rm -rf .devnet .devnet.new .devnet-dev .devnet-dev.new
	@echo "the devnet's state is deleted"

N ?= 4
TESTNET_FLAGS ?=
clients: ## install hardhat and viem for the end-to-end tests, some 400 MB below .cache/
	@mkdir -p .cache/clients && cp -r testnet/clients/. .cache/clients/
	@cd .cache/clients && npm install --ignore-scripts --no-audit --no-fund

foundry: ## install foundry for an end-to-end test, some 150 MB below .cache/ (Linux on x64)
	@mkdir -p .cache/foundry && cp -r testnet/foundry/. .cache/foundry/
	@cd .cache/foundry && npm install --ignore-scripts --no-audit --no-fund

testnet: build ## a network of N=4 validators on this machine, in the foreground, kept in .testnet/
	@exec $(NODE) dist/testnet/testnet.js --validators $(N) $(TESTNET_FLAGS)

testnet-reset: ## delete the testnet's state, so that the next make testnet starts over
	@rm -rf .testnet
	@echo "the testnet's state is deleted"

ROUNDS ?= 50
FAULT_FLAGS ?=
faults: build ## random faults on four validators under load: ROUNDS=n; it prints its seed
	@exec $(NODE) dist/testnet/faults/main.js --rounds $(ROUNDS) $(FAULT_FLAGS)

test: build ## all tests
	@bin/echoind comet install >/dev/null
	@npx jest $(JEST_FLAGS)

check: install ## format, types, lint with the determinism rules, generated code current
	npx prettier --check .
	npx tsc --noEmit -p tsconfig.json
	npx eslint .
	@if command -v $(GO) >/dev/null; then cd proto/generator && $(GO) run . check; \
	else echo "no Go on this machine: whether proto/generated is current was not checked" >&2; fi

proto: ## generate proto/generated from the .proto files (needs Go)
	@cd proto/generator && $(GO) run .

format: install ## rewrite every file in the project's format
	npx prettier --write .

clean: ## delete what was built; packages and the devnet's state stay
	@rm -rf dist coverage

sim: build ## seeded simulation of four replicas: SEEDS=n BLOCKS=n
	@$(NODE) dist/abci/sim/main.js --seeds $(SEEDS) --blocks $(BLOCKS)

DIR ?= testnet/state-tests/fixtures
state-tests: build ## Ethereum state tests of a folder, under Osaka's rules: DIR=folder
	@$(NODE) dist/testnet/state-tests/main.js $(DIR)

geth: ## build the go-ethereum that replies are compared with, into .cache/geth (needs Go)
	@$(NODE) testnet/geth/build.mjs

anvil: ## install the anvil that replies are compared with, some 45 MB below .cache/ (Linux on x64)
	@mkdir -p .cache/anvil && cp testnet/anvil/package.json .cache/anvil/
	@cd .cache/anvil && npm install --ignore-scripts --no-audit --no-fund

# The benchmark's own targets.
-include bench/bench.mk
