import { flag, grpcFlags, keyringFlags, nodeFlag, outputFlag, withFlags } from "../flags.js";
import { action } from "../invocation.js";
import { addressOfNameOrAddress } from "../keys/open.js";
import type { QueryGroup } from "./query-modules.js";
import type { TxGroup } from "./tx-messages.js";

/** `echoind query queue`: transactions that the node keeps and offers again. */
export const queueQueries: QueryGroup = {
  name: "queue",
  description: "transactions that this node keeps until they can go in",
  service: "echoin.node.v1.Queue",
  commands: [
    { usage: "info", description: "how full the queue is, and its bounds", method: "Info" },
    {
      usage: "tx <hash>",
      description: "what has become of a transaction, and why",
      method: "Transaction",
      request: (_, hash) => ({ hash }),
    },
    {
      usage: "list <address>",
      description: "the transactions of a sender",
      method: "Transactions",
      flags: () => [flag("--open", "only those that are not at their end")],
      paged: true,
      request: async (call, address = "") => ({
        sender: await addressOfNameOrAddress(call, address),
        open: call.boolean("open"),
      }),
    },
  ],
};

/** `echoind tx queue`: what a sender can do about them; they come there by --broadcast-mode queue. */
export const queueTx: TxGroup = {
  name: "queue",
  description: "transactions that the node keeps until they can go in",
  commands: [],
  register: (parent, host) => {
    const cancel = parent.command("cancel <hash>").description("have the node give up a transaction of yours");
    withFlags(
      cancel,
      nodeFlag(),
      grpcFlags(),
      flag("--chain-id <id>", "the network's chain id"),
      keyringFlags(),
      flag("--from <key>", "name or address of the sender's key"),
      outputFlag("json"),
    );
    action(cancel, host, async (call, hash) => (await import("../tx/queue.js")).cancelQueued(call, hash));
  },
};
