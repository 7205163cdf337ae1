import { CHAIN_ID } from "./chain.js";
import type { FakeComet } from "./comet.js";

const HASH = "AA".repeat(32);
const PROPOSER = "0102030405060708090A0B0C0D0E0F1011121314";
const blockId = { hash: HASH, parts: { total: 1, hash: "BB".repeat(32) } };

const header = (height: string) => ({
  version: { block: "11" },
  chain_id: CHAIN_ID,
  height,
  time: "2026-01-02T03:04:06.123456789Z",
  last_block_id: blockId,
  last_commit_hash: HASH,
  data_hash: HASH,
  validators_hash: HASH,
  next_validators_hash: HASH,
  consensus_hash: HASH,
  app_hash: "CC".repeat(32),
  last_results_hash: HASH,
  evidence_hash: HASH,
  proposer_address: PROPOSER,
});

/** A committed transaction in the words of CometBFT's RPC. */
export const cometTx = (tx: Uint8Array) => ({
  hash: "dd".repeat(32),
  height: "1",
  index: 0,
  tx_result: {
    code: 0,
    data: Buffer.from("hello").toString("base64"),
    log: "",
    info: "",
    gas_wanted: "200000",
    gas_used: "61234",
    events: [{ type: "transfer", attributes: [{ key: "amount", value: "5aec", index: true }] }],
    codespace: "",
  },
  tx: Buffer.from(tx).toString("base64"),
});

/** Has the stand-in answer like a validator that is alone, at height 1. */
export function aloneAtHeightOne(comet: FakeComet, txs: readonly Uint8Array[] = []): void {
  comet.answers("status", () => ({
    node_info: {
      protocol_version: { p2p: "8", block: "11", app: "0" },
      id: "f0".repeat(20),
      listen_addr: "tcp://0.0.0.0:26656",
      network: CHAIN_ID,
      version: "0.38.26",
      channels: "40202122233038606100",
      moniker: "alone",
      other: { tx_index: "on", rpc_address: "tcp://127.0.0.1:26657" },
    },
    sync_info: { latest_block_height: "1", latest_block_time: new Date().toISOString(), catching_up: false },
    validator_info: {},
  }));
  comet.answers("header", ({ height }) => ({ header: header(String(height)) }));
  comet.answers("block", () => ({
    block_id: blockId,
    block: {
      header: header("1"),
      data: { txs: txs.map((tx) => Buffer.from(tx).toString("base64")) },
      evidence: { evidence: null },
      last_commit: { height: "0", round: 0, block_id: { hash: "", parts: { total: 0, hash: "" } }, signatures: [] },
    },
  }));
  comet.answers("validators", ({ page }) =>
    page === "1"
      ? {
          block_height: "1",
          validators: [
            {
              address: PROPOSER,
              pub_key: { type: "tendermint/PubKeyEd25519", value: Buffer.alloc(32, 9).toString("base64") },
              voting_power: "10",
              proposer_priority: "-3",
            },
          ],
          count: "1",
          total: "1",
        }
      : new Error("page should be within [1, 1] range, given 2"),
  );
}
