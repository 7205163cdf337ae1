import { join } from "node:path";
import { childrenOf } from "../measure/proc.js";
import { pause } from "../measure/rpc.js";
import type { ChainNames } from "../workload/transaction.js";
import type { Chain, ChainSetup, RunningChain } from "./chain.js";
import { type CometOptions, endFilling } from "./comet.js";
import type { GenesisDocument } from "./genesis.js";
import { run, startProcess, waitGone } from "./process.js";
import { nodesOf, type NodeSetup, prepareValidators, startValidators, type ValidatorProgram } from "./validators.js";

export const ECHOIN_NAMES: ChainNames = { chainId: "echoin-bench-1", prefix: "echo", denom: "aec" };

/** How long `echoind start` may take to have CometBFT as its child. */
const COMET_MS = 60_000;

/** Echoin as `echoind start` runs it: the application, and CometBFT as its child. */
export class EchoinChain implements Chain, ValidatorProgram {
  readonly name = "echoin";
  readonly title = "Echoin";
  readonly names = ECHOIN_NAMES;
  readonly hasState = true;
  readonly initArgs = ["--prefix", ECHOIN_NAMES.prefix, "--default-denom", ECHOIN_NAMES.denom];
  /** 100 units of power. */
  readonly stake = `${10n ** 20n}${ECHOIN_NAMES.denom}`;
  readonly funds = this.stake;

  constructor(
    private readonly parts: { root: string; comet: string; options: CometOptions },
    readonly validators = 1,
  ) {}

  prepare(setup: ChainSetup): Promise<void> {
    return prepareValidators(this, setup, this.parts);
  }

  endFilling(setup: ChainSetup): void {
    for (const { home } of nodesOf(setup)) endFilling(home, this.parts.options);
  }

  start(setup: ChainSetup): Promise<RunningChain> {
    return startValidators(this, setup);
  }

  command(home: string, args: readonly string[], input?: string): Promise<string> {
    return run(this.program, [...args, "--home", home], input);
  }

  setConsensus(document: GenesisDocument, params: object): void {
    document["consensus_params"] = params;
    const market = document.app_state["feemarket"] as { params: object };
    // The fees are what simd gets too, far under a gwei, and without a limit of gas nothing would move the price.
    market.params = { ...market.params, enabled: false, min_base_fee: "0" };
  }

  async startNode({ home, ports, settings }: NodeSetup): Promise<RunningChain> {
    const flags = {
      // An InitChain with a million accounts is longer than the usual frame.
      "abci.max-frame-bytes": "1073741824",
      "api.address": `tcp://127.0.0.1:${ports.rest}`,
      "grpc.address": `127.0.0.1:${ports.grpc}`,
      "telemetry.address": `tcp://127.0.0.1:${ports.metrics}`,
      "json-rpc.address": `tcp://127.0.0.1:${ports.ethereum}`,
      ...settings,
    };
    const args = Object.entries(flags).map(([key, value]) => `--${key}=${value}`);
    const app = await startProcess(this.program, ["start", "--home", home, ...args], {
      log: join(home, "node.log"),
      env: { COMETBFT_BIN: this.parts.comet },
    });
    const comet = await cometOf(app);
    return {
      watched: [
        { role: "app", pid: app.pid },
        { role: "cometbft", pid: comet },
      ],
      ended: () => app.ended(),
      async stop() {
        await app.stop();
        await waitGone(comet, 10_000);
      },
    };
  }

  private get program(): string {
    return join(this.parts.root, "bin", "echoind");
  }
}

/** The CometBFT that a node runs as its child. @throws Error when the node ends first, or none comes in time */
export async function cometOf(app: { pid: number; ended(): string | undefined }): Promise<number> {
  for (const end = Date.now() + COMET_MS; Date.now() < end; await pause(20)) {
    const fault = app.ended();
    if (fault !== undefined) throw new Error(fault);
    // Before it starts, CometBFT is asked for its version, which is a child of that name too.
    const child = childrenOf(app.pid).find(({ name, args }) => name === "cometbft" && args[0] === "start");
    if (child !== undefined) return child.pid;
  }
  throw new Error(`echoind start had no cometbft as its child within ${COMET_MS / 1000} s`);
}
