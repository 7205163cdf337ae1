# Measurements. Each command takes more options: node dist/bench/main.js --help
.PHONY: bench bench-quick bench-simd bench-queries bench-restart bench-snapshot bench-kill bench-application bench-genesis bench-hooks bench-network bench-evm bench-evm-interpreter

BENCH_FLAGS ?=
KILLS ?= 100

bench: build bench-simd ## CometBFT's ceiling, Echoin and simd under the same load, with 20,000 and 1,000,000 accounts
	@$(NODE) dist/bench/main.js $(BENCH_FLAGS)

bench-quick: build bench-simd ## the same in about three minutes: 20,000 accounts, short phases
	@$(NODE) dist/bench/main.js --accounts 20000 --each 2 --paced 0 --name quick $(BENCH_FLAGS)

bench-simd: ## build simd, which Echoin is compared with, into .cache/bench
	@$(NODE) bench/simd/build.mjs

bench-queries: build ## block times while clients read, and without
	@$(NODE) dist/bench/queries.js $(BENCH_FLAGS)

bench-restart: build ## from the start of a node with 1,000,000 accounts to its next block
	@$(NODE) dist/bench/restart.js $(BENCH_FLAGS)

bench-snapshot: build ## a snapshot of 1,000,000 accounts, and block times meanwhile
	@$(NODE) dist/bench/snapshot.js $(BENCH_FLAGS)

bench-kill: build ## SIGKILLs of application, CometBFT or both under load
	@$(NODE) dist/bench/kill.js --kills $(KILLS) $(BENCH_FLAGS)

bench-application: build ## what a bank send costs the application alone, block by block
	@$(NODE) dist/bench/application.js $(BENCH_FLAGS)

bench-genesis: build ## time and memory of a genesis of 1,000,000 accounts, in the application alone
	@$(NODE) dist/bench/genesis.js 1000000

bench-hooks: build ## begin- and end-block with 25 validators and 100,000 delegations that vote
	@$(NODE) dist/bench/hooks.js $(BENCH_FLAGS)

bench-network: build bench-simd ## four validators beside four of simd's, stake's transactions, vote extensions
	@$(NODE) dist/bench/network.js $(BENCH_FLAGS)

bench-evm: build geth ## Ethereum's transactions, calls, log queries and interpreter, beside go-ethereum's dev chain
	@$(NODE) dist/bench/evm.js $(BENCH_FLAGS)

bench-evm-interpreter: build ## the EVM interpreter against the stock one, program by program
	@$(NODE) dist/bench/evm/interpreter.js $(BENCH_FLAGS)
