import type { Command } from "commander";
import { nodeOf } from "../chain/node.js";
import { nodeFlag, outputFlag, withFlags } from "../flags.js";
import { action, type Host } from "../invocation.js";

/** `echoind status`: what a running node says of itself. */
export function registerStatus(program: Command, host: Host): void {
  const status = program.command("status").description("network, height and validator of a running node");
  action(withFlags(status, nodeFlag(), outputFlag("json")), host, async (call) =>
    call.result(await nodeOf(call).call("status")),
  );
}
