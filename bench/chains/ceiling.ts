import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { cometEnvironment } from "../../cometbft/environment.js";
import { compiled } from "../root.js";
import type { Chain, ChainSetup, Ports, RunningChain } from "./chain.js";
import { type CometOptions, consensusParams, initComet } from "./comet.js";
import { editGenesis } from "./genesis.js";
import { startProcess } from "./process.js";
import { ECHOIN_NAMES } from "./echoin.js";

/** CometBFT with an application that does nothing: what no application in Node can exceed. */
export class CeilingChain implements Chain {
  readonly name = "ceiling";
  readonly title = "CometBFT, no-op application in Node";
  /** The same bytes as Echoin gets. */
  readonly names = ECHOIN_NAMES;
  readonly hasState = false;
  readonly validators = 1;

  constructor(private readonly parts: { root: string; comet: string; options: CometOptions }) {}

  async prepare({ home, ports }: ChainSetup): Promise<void> {
    mkdirSync(home, { recursive: true });
    const { comet, options } = this.parts;
    await initComet(comet, home, { ports, options, proxyApp: addressOf(home, ports) });
    editGenesis(join(home, "config", "genesis.json"), (document) => {
      document["consensus_params"] = consensusParams(options);
      document.chain_id = this.names.chainId;
    });
  }

  /** It has no state to fill. */
  endFilling(): void {}

  async start({ home, ports }: ChainSetup): Promise<RunningChain> {
    const { root, comet } = this.parts;
    const script = compiled(root, "chains", "noop.js");
    const app = await startProcess(process.execPath, [script, addressOf(home, ports)], { log: join(home, "app.log") });
    const node = await startProcess(comet, ["start", "--home", home], {
      log: join(home, "cometbft.log"),
      env: cometEnvironment(process.env),
    });
    return {
      watched: [
        { role: "app", pid: app.pid },
        { role: "cometbft", pid: node.pid },
      ],
      ended: () => node.ended() ?? app.ended(),
      async stop() {
        await node.stop();
        await app.stop();
      },
    };
  }
}

/** A unix socket, as `echoind start` uses; TCP where the path is longer than the system takes. */
const addressOf = (home: string, ports: Ports): string => {
  const path = join(home, "abci.sock");
  return path.length < 100 ? `unix://${path}` : `tcp://127.0.0.1:${ports.abci}`;
};
