import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { commitOf } from "../commit.js";
import { flag, outputFlag, withFlags } from "../flags.js";
import { action, type Host, type Invocation } from "../invocation.js";

/** `echoind version [--long]`. */
export function registerVersion(program: Command, host: Host): void {
  const version = program.command("version").description("print the version, and with --long what it was built of");
  action(withFlags(version, flag("--long", "with runtime and dependencies"), outputFlag("text")), host, printVersion);
}

function printVersion(call: Invocation): void {
  const { root, version } = call.host;
  if (!call.boolean("long")) return call.print(version);
  const packages = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  call.result(
    {
      name: "echoin",
      server_name: "echoind",
      version,
      commit: commitOf(root),
      node: process.version,
      platform: `${process.platform}/${process.arch}`,
      build_deps: Object.entries(packages.dependencies).map(([name, wanted]) => `${name}@${wanted}`),
    },
    "text",
  );
}
