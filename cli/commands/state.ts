import { resolve } from "node:path";
import type { Command } from "commander";
import { loadAppConfig } from "../config/load.js";
import { PRUNING } from "../config/app.js";
import { flag, outputFlag, unsigned, withFlags } from "../flags.js";
import { action, type Host, type Invocation } from "../invocation.js";
import { CliError } from "../errors.js";
import { exportGenesis, pruneState, rollbackState, snapshotTools, type SnapshotTools } from "../seams.js";
import { parseJson, readIfThere, writePiecesAtomic } from "../files.js";

/** Commands on the state of a node that is stopped: export, rollback, prune, snapshots. */
export function registerState(program: Command, host: Host): void {
  const exported = program
    .command("export")
    .description("print the state as a genesis that a new chain can start from");
  withFlags(exported, [
    flag("--height <n>", "state of this height; the last one without it", { default: "0", parse: unsigned }),
    flag("--for-zero-height", "let the new chain start at height 1"),
    flag("--output-document <file>", "write there instead of standard output"),
  ]);
  action(exported, host, exportState);

  const rollback = program.command("rollback").description("take application and CometBFT back by one block");
  action(
    withFlags(rollback, flag("--hard", "remove the block too, so that it is made anew"), outputFlag("json")),
    host,
    rollBack,
  );

  const prune = program.command("prune [strategy]").description(`remove old heights now: ${PRUNING.join(", ")}`);
  withFlags(prune, [
    flag("--pruning-keep-recent <n>", "heights to keep, with custom", { parse: unsigned }),
    flag("--pruning-interval <n>", "accepted as simd does, with custom", { parse: unsigned }),
    outputFlag("json"),
  ]);
  action(prune, host, pruneNow);
  registerSnapshots(program, host);
}

/** A node's home that this program can read. */
function ready(call: Invocation): void {
  call.home.requireInitialized();
  call.home.requireVersion(call.host.version);
}

async function exportState(call: Invocation): Promise<void> {
  ready(call);
  const height = BigInt(call.string("height") ?? "0");
  const file = call.string("output-document") ?? "";
  const text = exportGenesis(call.home, {
    ...{ height, forZeroHeight: call.boolean("for-zero-height") },
    indent: file === "" ? 0 : 2,
  });
  if (file === "") return call.printPieces(text);
  await writePiecesAtomic(resolve(call.host.terminal.cwd, file), withProgress(call, text));
}

/** The same pieces, with a note every now and then of how much has come. */
async function* withProgress(call: Invocation, pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let length = 0;
  let noted = performance.now();
  for await (const piece of pieces) {
    yield piece;
    length += piece.length;
    if (performance.now() - noted < PROGRESS_MS) continue;
    noted = performance.now();
    call.note(`${Math.round(length / 1e6)} MB are written`);
  }
}

const PROGRESS_MS = 5_000;

async function rollBack(call: Invocation): Promise<void> {
  ready(call);
  const { height, hash } = await rollbackState(call.home, loadAppConfig(call), {
    hard: call.boolean("hard"),
    env: call.host.terminal.env,
    root: call.host.root,
  });
  const signed = signedHeight(call);
  if (signed > height && call.boolean("hard")) {
    call.note(
      `this validator has signed height ${signed} already, and will not sign another block there, so that it cannot`,
    );
    call.note("double sign: the other validators have to make the new one");
  }
  call.result({ height: height.toString(), app_hash: Buffer.from(hash).toString("hex").toUpperCase() });
}

/** The last height that this home's validator signed. */
function signedHeight(call: Invocation): bigint {
  const text = readIfThere(call.home.validatorState) ?? "{}";
  const { height } = parseJson(text, call.home.validatorState) as { height?: unknown };
  return typeof height === "string" && /^\d+$/.test(height) ? BigInt(height) : 0n;
}

async function pruneNow(call: Invocation, strategy?: string): Promise<void> {
  ready(call);
  if (strategy !== undefined) call.command.setOptionValueWithSource("pruning", strategy, "cli");
  const { earliest, latest } = await pruneState(call.home, loadAppConfig(call));
  call.result({ earliest_height: earliest.toString(), latest_height: latest.toString() });
}

function registerSnapshots(program: Command, host: Host): void {
  const snapshots = program
    .command("snapshots")
    .alias("snapshot")
    .description("state-sync snapshots of a stopped node");
  const sub = (usage: string, description: string): Command =>
    withFlags(snapshots.command(usage).description(description), outputFlag("json"));
  const run = (
    command: Command,
    work: (tools: SnapshotTools, call: Invocation, ...args: string[]) => Promise<unknown>,
  ): void => {
    action(command, host, async (call, ...args) => {
      ready(call);
      const result = await work(await snapshotTools(call.home, loadAppConfig(call)), call, ...args);
      if (result !== undefined) call.result(result);
    });
  };
  run(sub("list", "all snapshots"), (tools) => tools.list());
  const exported = withFlags(
    sub("export", "make a snapshot"),
    flag("--height <n>", "of this height", { default: "0", parse: unsigned }),
  );
  run(exported, (tools, call) => tools.export(BigInt(call.string("height") ?? "0")));
  run(
    sub("restore <height> <format>", "replace the application's state by a snapshot"),
    async (tools, call, height, format) => {
      const restored = await tools.restore(whole(height), Number(whole(format)));
      call.note("CometBFT's own data is not part of a snapshot: give it this height by its state sync or from a copy");
      return restored;
    },
  );
  run(sub("delete <height> <format>", "delete a snapshot"), (tools, _, height, format) =>
    tools.delete(whole(height), Number(whole(format))),
  );
  const dump = withFlags(
    sub("dump <height> <format>", "write a snapshot to a file"),
    flag("--output-file <file>", "the file"),
  );
  run(dump, (tools, call, height = "", format = "") => {
    const file = call.string("output-file") ?? `${height}-${format}.snapshot`;
    return tools.dump(whole(height), Number(whole(format)), resolve(call.host.terminal.cwd, file));
  });
  run(sub("load <file>", "take a snapshot from a file that dump wrote"), (tools, call, file = "") =>
    tools.load(resolve(call.host.terminal.cwd, file)),
  );
}

function whole(text: string | undefined): bigint {
  if (text !== undefined && /^\d{1,19}$/.test(text)) return BigInt(text);
  throw new CliError(`"${text ?? ""}" is not a whole number`);
}
