import { blockMethods } from "./blocks.js";
import { callMethods } from "./calls.js";
import { devMethods } from "./dev.js";
import { feeMethods } from "./fees.js";
import { fillMethods } from "./fill.js";
import { logMethods } from "./logs.js";
import { nodeMethods } from "./node.js";
import { poolMethods } from "./pool.js";
import { stateMethods } from "./state.js";
import { proofMethods } from "./proofs.js";
import { rawMethods } from "./raw.js";
import { simulateMethods } from "./simulate.js";
import { traceMethods } from "./traces.js";
import { sendMethods, transactionMethods } from "./transactions.js";
import type { MethodParts, Methods } from "./types.js";

/** Every method that is served, but subscriptions, which need a connection. */
export interface MethodTable {
  /** Those that read state or the index: under the limits of all queries. */
  readonly reads: Methods;
  /** Those that wait for CometBFT, or for nothing. */
  readonly others: Methods;
  /** Those that hand a transaction over, of which some may be under way at once. */
  readonly sends: Methods;
}

export const allMethods = (parts: MethodParts): MethodTable => ({
  reads: {
    ...stateMethods(parts),
    ...callMethods(parts),
    ...blockMethods(parts),
    ...transactionMethods(parts),
    ...feeMethods(parts),
    ...logMethods(parts),
    ...fillMethods(parts),
    ...proofMethods(parts),
    ...rawMethods(parts),
    ...simulateMethods(parts),
    ...traceMethods(parts),
  },
  others: {
    ...nodeMethods(parts),
    ...poolMethods(parts),
    // A dev node makes a block of each.
    ...(parts.dev && { ...sendMethods(parts), ...devMethods(parts, parts.dev) }),
  },
  sends: parts.dev === undefined ? sendMethods(parts) : {},
});
