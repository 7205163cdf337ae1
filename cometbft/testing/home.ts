import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CometPorts, renderConfig } from "../config.js";
import type { TomlValue } from "../toml.js";
import { buildGenesis } from "../genesis.js";
import { freshValidatorState, makeKey, nodeKeyFile, validatorKeyFile } from "../keys.js";

/** Ports of loopback that were free a moment ago. */
export async function freePorts(): Promise<CometPorts> {
  const servers = await Promise.all(
    [0, 1, 2, 3].map(
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const server = createServer().listen(0, "127.0.0.1", () => resolve(server));
        }),
    ),
  );
  const [p2p, rpc, abci, metrics] = servers.map((server) => (server.address() as { port: number }).port) as [
    number,
    number,
    number,
    number,
  ];
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return { p2p, rpc, abci, metrics };
}

export interface TestHome {
  readonly path: string;
  readonly ports: CometPorts;
  readonly chainId: string;
}

/** A home of a chain with one validator, on free ports. */
export async function makeTestHome({ changes = {} }: { changes?: Record<string, TomlValue> } = {}): Promise<TestHome> {
  const path = mkdtempSync(join(tmpdir(), "cometbft-home-"));
  const ports = await freePorts();
  const chainId = "test-1";
  const validator = makeKey();
  const files = {
    "config/config.toml": renderConfig({ moniker: "test", profile: "devnet", ports, changes }),
    "config/genesis.json": JSON.stringify(
      buildGenesis({
        chainId,
        genesisTime: new Date(),
        validators: [{ publicKey: validator.publicKey, power: 10n }],
        appState: {},
      }),
    ),
    "config/node_key.json": nodeKeyFile(makeKey()),
    "config/priv_validator_key.json": validatorKeyFile(validator),
    "data/priv_validator_state.json": freshValidatorState(),
  };
  for (const folder of ["config", "data"]) mkdirSync(join(path, folder));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text, { mode: 0o600 });
  return { path, ports, chainId };
}
