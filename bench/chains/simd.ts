import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../root.js";
import type { ChainNames } from "../workload/transaction.js";
import type { Chain, ChainSetup, RunningChain } from "./chain.js";
import { type CometOptions, consensusParams, initComet } from "./comet.js";
import { addAccounts, editGenesis } from "./genesis.js";
import { run, startProcess } from "./process.js";

const NAMES: ChainNames = { chainId: "simd-bench-1", prefix: "cosmos", denom: "stake" };

/** What the validator bonds; the least that gives it power is 10^6. */
const BONDED = `100000000${NAMES.denom}`;

/** The Cosmos SDK's simulation application: application and CometBFT in one process. */
export class SimdChain implements Chain {
  readonly name = "simd";
  readonly title = "simd (ibc-go v8.8.0, Cosmos SDK 0.50)";
  readonly names = NAMES;
  readonly hasState = true;

  constructor(private readonly parts: { root: string; comet: string; options: CometOptions }) {}

  async prepare({ home, ports, book }: ChainSetup): Promise<void> {
    const { comet, options, root } = this.parts;
    if (!existsSync(simdBinary(root))) throw new Error("simd is not built: make bench-simd builds it, in some minutes");
    const simd = (...args: string[]): Promise<string> => run(simdBinary(root), [...args, "--home", home]);
    const keyring = ["--keyring-backend", "test"];
    const { chainId, denom } = this.names;
    await simd("init", "bench", "--chain-id", chainId);
    await simd("keys", "add", "validator", ...keyring);
    await simd("genesis", "add-genesis-account", "validator", `1${BONDED}`, ...keyring);
    await simd("genesis", "gentx", "validator", BONDED, "--chain-id", chainId, ...keyring);
    await simd("genesis", "collect-gentxs");
    const genesis = join(home, "config", "genesis.json");
    editGenesis(genesis, (document) => {
      // The SDK nests CometBFT's part.
      document["consensus"] = { ...(document["consensus"] as object), params: consensusParams };
    });
    addAccounts(genesis, book, denom);
    const settings = await initComet(comet, join(home, "unused"), { ports, options, proxyApp: "unused" });
    writeFileSync(join(home, "config", "config.toml"), settings);
  }

  async start({ home, ports }: ChainSetup): Promise<RunningChain> {
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
