import type { Command } from "commander";
import { flag, txFlags, withFlags } from "../flags.js";
import { action, type Host } from "../invocation.js";
import { registerTxFiles } from "./tx-files.js";
import { txGroups } from "./tx-messages.js";
import { registerTxSign } from "./tx-sign.js";

/** `echoind tx`: makes, signs and sends transactions. */
export function registerTx(program: Command, host: Host): void {
  const tx = program.command("tx").description("make, sign and send transactions");
  for (const group of txGroups) {
    const parent = tx.command(group.name).description(group.description);
    for (const spec of group.commands) {
      const command = parent.command(spec.usage).description(spec.description);
      withFlags(
        command,
        txFlags(),
        spec.flags?.() ?? [],
        flag("--output-document <file>", "write --generate-only's output there"),
      );
      action(command, host, async (call, ...args) => {
        // As in simd, the sender as first argument is the same as --from.
        if (spec.senderFirst === true) command.setOptionValueWithSource("from", args[0], "cli");
        // Loaded here, so that commands which sign nothing start without the codecs.
        const { runTx } = await import("../tx/factory.js");
        await runTx(call, await spec.messages(call, ...args));
      });
    }
    group.register?.(parent, host);
  }
  registerTxSign(tx, host);
  registerTxFiles(tx, host);
}
