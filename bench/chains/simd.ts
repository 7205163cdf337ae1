import { existsSync } from "node:fs";
import { join } from "node:path";
import { LEVELDB } from "../../cometbft/database.js";
import { cacheFolder } from "../root.js";
import type { ChainNames } from "../workload/transaction.js";
import type { Chain, ChainSetup, RunningChain } from "./chain.js";
import { type CometOptions, endFilling } from "./comet.js";
import type { GenesisDocument } from "./genesis.js";
import { run, startProcess } from "./process.js";
import { nodesOf, type NodeSetup, prepareValidators, startValidators, type ValidatorProgram } from "./validators.js";

const NAMES: ChainNames = { chainId: "simd-bench-1", prefix: "cosmos", denom: "stake" };

/** The Cosmos SDK's simulation application: application and CometBFT in one process. */
export class SimdChain implements Chain, ValidatorProgram {
  readonly name = "simd";
  readonly title = "simd (ibc-go v8.8.0, Cosmos SDK 0.50)";
  readonly names = NAMES;
  readonly hasState = true;
  readonly initArgs: readonly string[] = [];
  /** 100 units of power: the least that gives any is 10^6. */
  readonly stake = `100000000${NAMES.denom}`;
  readonly funds = `1100000000${NAMES.denom}`;

  private readonly parts: { readonly root: string; readonly comet: string; readonly options: CometOptions };

  constructor(
    parts: SimdChain["parts"],
    readonly validators = 1,
  ) {
    // The cometbft-db that its module asks for knows no other.
    this.parts = { ...parts, options: { ...parts.options, database: LEVELDB } };
  }

  prepare(setup: ChainSetup): Promise<void> {
    return prepareValidators(this, setup, this.parts);
  }

  endFilling(setup: ChainSetup): void {
    for (const { home } of nodesOf(setup)) endFilling(home, this.parts.options);
  }

  start(setup: ChainSetup): Promise<RunningChain> {
    return startValidators(this, setup);
  }

  /** @throws Error when simd is not built */
  command(home: string, args: readonly string[], input?: string): Promise<string> {
    const program = simdBinary(this.parts.root);
    if (!existsSync(program)) throw new Error("simd is not built: make bench-simd builds it, in some minutes");
    return run(program, [...args, "--home", home], input);
  }

  /** The SDK nests CometBFT's part. */
  setConsensus(document: GenesisDocument, params: object): void {
    document["consensus"] = { ...(document["consensus"] as object), params };
  }

  async startNode({ home, ports }: NodeSetup): Promise<RunningChain> {
    const flags = [
      `--minimum-gas-prices=0${this.names.denom}`,
      `--grpc.address=127.0.0.1:${ports.grpc}`,
      "--grpc-web.enable=false",
    ];
    const log = join(home, "node.log");
    const node = await startProcess(simdBinary(this.parts.root), ["start", "--home", home, ...flags], { log });
    return {
      watched: [{ role: "node", pid: node.pid }],
      ended: () => node.ended(),
      stop: () => node.stop(),
    };
  }
}

/** Where simd is, once it is built. */
export const simdBinary = (root: string): string => join(cacheFolder(root), "simd");
