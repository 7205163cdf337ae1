import { createHash } from "node:crypto";
import type { AbciApplication } from "../application.js";
import { EncodedResults, encodeFinalizeBlockResponse, type TxResultFields } from "../encode.js";

const none = new Uint8Array(0);
const accepted = 1;

/** Answers everything with its zero values and accepts what can be accepted; a base for tests. */
export function acceptingApplication(overrides: Partial<AbciApplication> = {}): AbciApplication {
  return {
    info: async () => ({}),
    query: async () => ({}),
    checkTx: async () => ({}),
    initChain: async () => ({}),
    prepareProposal: async ({ txs }) => ({ txs }),
    processProposal: async () => ({ status: accepted }),
    extendVote: async () => ({}),
    verifyVoteExtension: async () => ({ status: accepted }),
    finalizeBlock: async () => ({}),
    commit: async () => ({}),
    listSnapshots: async () => ({}),
    offerSnapshot: async () => ({ result: accepted }),
    loadSnapshotChunk: async () => ({}),
    applySnapshotChunk: async () => ({ result: accepted }),
    ...overrides,
  };
}

/** Keys and values in memory; a transaction is `key=value`, and the app hash tells the height and the contents. */
export class KeyValueApplication {
  readonly values = new Map<string, string>();
  height = 0n;
  #pending = new Map<string, string>();
  #pendingHeight = 0n;

  readonly application: AbciApplication = acceptingApplication({
    info: async () => ({
      data: "key-value",
      lastBlockHeight: this.height,
      lastBlockAppHash: this.height === 0n ? none : this.#hash(this.values),
    }),
    checkTx: async ({ tx }) => (pairOf(tx) === undefined ? { code: 2, codespace: "kv", log: "not key=value" } : {}),
    query: async ({ data }) => {
      const value = this.values.get(Buffer.from(data).toString());
      return { key: data, value: Buffer.from(value ?? ""), height: this.height };
    },
    finalizeBlock: async ({ txs, height }) => {
      this.#pending = new Map(this.values);
      const txResults = new EncodedResults();
      for (const tx of txs) txResults.add(this.#run(tx));
      this.#pendingHeight = height;
      return encodeFinalizeBlockResponse({ txResults, events: [], appHash: this.#hash(this.#pending) });
    },
    commit: async () => {
      for (const [key, value] of this.#pending) this.values.set(key, value);
      this.height = this.#pendingHeight;
      return {};
    },
  });

  #run(tx: Uint8Array): TxResultFields {
    const pair = pairOf(tx);
    const blank = { code: 0, codespace: "", data: none, log: "", gasWanted: 1n, gasUsed: 1n, events: [] };
    if (pair === undefined) return { ...blank, code: 2, codespace: "kv", log: "not key=value" };
    this.#pending.set(...pair);
    const attributes = [{ key: "key", value: pair[0] }];
    return { ...blank, data: Buffer.from(pair[1]), gasUsed: 3_000_000_000n, events: [{ type: "kv.set", attributes }] };
  }

  #hash(values: ReadonlyMap<string, string>): Uint8Array {
    return createHash("sha256")
      .update(JSON.stringify([...values]))
      .digest();
  }
}

function pairOf(tx: Uint8Array): [string, string] | undefined {
  const [key, value, ...rest] = Buffer.from(tx).toString().split("=");
  return key === undefined || key === "" || value === undefined || rest.length > 0 ? undefined : [key, value];
}
