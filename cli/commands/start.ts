import type { Command, Option } from "commander";
import { appSchema } from "../config/app.js";
import { CliError } from "../errors.js";
import { loadAppConfig } from "../config/load.js";
import { commaList, flag, withFlags } from "../flags.js";
import { action, type Host, type Invocation } from "../invocation.js";
import { runNode } from "../seams.js";

/** `echoind start`: the application, and beside it CometBFT, until a signal ends both. */
export function registerStart(program: Command, host: Host): void {
  const start = program.command("start").description("run the node: the application and CometBFT");
  withFlags(start, [
    flag("--with-comet", "run CometBFT too", { default: true, hidden: true }),
    flag("--no-with-comet", "run the application alone, as --with-comet=false does"),
    flag("--address <address>", "where CometBFT reaches the application; same as --abci.address"),
    flag("--unsafe-skip-upgrades <heights>", "go on at these heights without the upgrade planned there", {
      parse: commaList,
    }),
    flag("--log_level <level>", "same as --log.level"),
    flag("--log_format <format>", "same as --log.format"),
    ...settingFlags(),
  ]);
  start
    .allowExcessArguments(true)
    .addHelpText(
      "after",
      "\nWhat follows -- is handed to cometbft start: echoind start -- --p2p.laddr tcp://0.0.0.0:26656",
    );
  action(start, host, startNode);
}

/** Every setting of app.toml as a flag. */
function settingFlags(): Option[] {
  return appSchema.fields.map((field) => {
    const first =
      field.comment
        .replaceAll("\n", " ")
        .split(/(?<=[.:;]) /)[0]
        ?.replace(/[.:;]$/, "") ?? "";
    if (typeof field.default === "boolean") return flag(`--${field.key}`, first);
    return flag(`--${field.key} <value>`, first);
  });
}

async function startNode(call: Invocation, ...rest: string[]): Promise<void> {
  const { home } = call;
  home.requireInitialized();
  home.requireVersion(call.host.version);
  for (const [alias, key] of [
    ["address", "abci.address"],
    ["log_level", "log.level"],
    ["log_format", "log.format"],
  ] as const) {
    if (call.isSet(alias)) call.command.setOptionValueWithSource(key, call.string(alias), "cli");
  }
  const settings = loadAppConfig(call);
  const stop = new AbortController();
  const onSignal = (signal: NodeJS.Signals): void => stop.abort(signal);
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  try {
    const withComet = call.boolean("with-comet") && settings.get("comet.enable") === true;
    await runNode({
      home,
      settings,
      withComet,
      cometArguments: rest,
      skipUpgradeHeights: call.list("unsafe-skip-upgrades").map(height),
      signal: stop.signal,
      version: call.host.version,
      root: call.host.root,
      env: call.host.terminal.env,
    });
  } finally {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  }
}

function height(text: string): bigint {
  if (!/^[1-9]\d{0,18}$/.test(text)) throw new CliError(`--unsafe-skip-upgrades: "${text}" is not a height`);
  return BigInt(text);
}
