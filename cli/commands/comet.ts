import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { nodeId, resetValidatorState, validatorPublicKey } from "../chain/node-keys.js";
import { CliError } from "../errors.js";
import { flag, outputFlag, withFlags } from "../flags.js";
import { action, type Host, type Invocation } from "../invocation.js";
import { addressPrefix } from "../keys/open.js";
import { addressBytes, toBech32, toPublicKeyJson } from "../keys/public-key.js";
import { findComet, whileStopped } from "../seams.js";
import { loadAppConfig } from "../config/load.js";

/** `echoind comet`: what concerns CometBFT's half of the node. */
export function registerComet(program: Command, host: Host): void {
  const comet = program.command("comet").alias("cometbft").alias("tendermint").description("the node's CometBFT half");
  action(comet.command("show-node-id").description("how peers name this node"), host, (call) =>
    call.print(nodeId(call.home)),
  );
  action(comet.command("show-validator").description("the validator's public key"), host, (call) =>
    call.print(JSON.stringify(toPublicKeyJson(validatorPublicKey(call.home)))),
  );
  action(comet.command("show-address").description("the validator's consensus address"), host, (call) =>
    call.print(toBech32(`${addressPrefix(call)}valcons`, addressBytes(validatorPublicKey(call.home)))),
  );
  const version = comet.command("version").description("the cometbft binary that start runs, and its version");
  action(withFlags(version, outputFlag("text")), host, (call) => cometBinary(call));
  const install = comet.command("install").description("the same, built or downloaded when there is none yet");
  action(withFlags(install, outputFlag("text")), host, (call) => cometBinary(call, (line) => call.note(line)));
  const reset = comet
    .command("unsafe-reset-all")
    .alias("reset-state")
    .description("delete all blocks and state; keys and configuration stay");
  withFlags(
    reset,
    flag("--keep-addr-book", "keep the addresses of peers"),
    flag("-y, --yes", "accepted, and not needed", { hidden: true }),
  );
  action(reset, host, resetAll);
}

async function cometBinary(call: Invocation, onProgress?: (line: string) => void): Promise<void> {
  const configured = call.home.initialized ? (loadAppConfig(call).get("comet.binary") as string) : "";
  const { env } = call.host.terminal;
  const found = await findComet({ configured, env, root: call.host.root, ...(onProgress && { onProgress }) });
  call.result(found, "text");
}

/** Only a home that init made is emptied, so that a wrong --home deletes nothing. */
async function resetAll(call: Invocation): Promise<void> {
  const { home } = call;
  home.requireInitialized();
  if (!existsSync(home.versionFile) && !existsSync(home.validatorState)) {
    throw new CliError(`${home.at("data")} does not look like a node's data`, {
      hint: "nothing was deleted; check --home",
    });
  }
  // A node that runs would go on with files that are gone, and write what its validator signed over the reset.
  await whileStopped(home, () => emptyData(call));
}

function emptyData(call: Invocation): void {
  const { home } = call;
  const kept = new Set(["home.json", "priv_validator_state.json"]);
  const data = home.at("data");
  for (const name of existsSync(data) ? readdirSync(data) : []) {
    if (kept.has(name)) continue;
    rmSync(join(data, name), { recursive: true, force: true });
    call.note(`removed ${join(data, name)}`);
  }
  if (!call.boolean("keep-addr-book")) rmSync(home.at("config", "addrbook.json"), { force: true });
  resetValidatorState(home);
  call.note(`reset ${home.validatorState}; the node starts again from its genesis`);
}
