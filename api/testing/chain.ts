import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as abci from "cosmjs-types/tendermint/abci/types";
import { EchoinApplication } from "../../abci/app/application.js";
import { defaultSettings } from "../../abci/app/config.js";
import { createEchoin } from "../../abci/app/echoin.js";
import type { EthereumBlock } from "../../abci/app/ethereum-block.js";
import { defaultAppState } from "../../abci/app/genesis.js";
import { silentLogger } from "../../abci/app/logger.js";
import { withValidators } from "../../abci/app/testing/validators.js";
import { AddressCodec } from "../../abci/state/addresses.js";
import type { SnapshotPort } from "../../abci/app/snapshots.js";
import { openMultiStore } from "../../abci/store/open.js";

export const CHAIN_ID = "echoin-test-1";
/** 2026-01-02T03:04:05Z and one second a block. */
const START_SECONDS = 1_767_323_045n;

/** A chain in a folder of its own, which tests commit blocks to. */
export interface TestChain {
  readonly storeFile: string;
  readonly height: bigint;
  /** What CometBFT tells of a committed block. */
  decided(height: bigint): DecidedTestBlock | undefined;
  /** Commits a block with these transactions and returns its results. */
  commit(txs?: readonly Uint8Array[]): Promise<abci.ResponseFinalizeBlock>;
  close(): Promise<void>;
}

export interface DecidedTestBlock {
  readonly txs: readonly Uint8Array[];
  readonly seconds: bigint;
  /** The root of the state that it starts from. */
  readonly appHash: Uint8Array;
}

const noSnapshots: SnapshotPort = {
  onCommit() {},
  list: async () => ({ snapshots: [] }),
  loadChunk: async () => ({ chunk: new Uint8Array(0) }),
  offer: async () => ({ result: 3 }),
  applyChunk: async () => ({ response: { result: 2, refetchChunks: [], rejectSenders: [] }, restored: false }),
};

/** Starts a chain from the defaults with these parts of its modules' states in place, and commits the first block. */
export async function startTestChain(
  changes: Readonly<Record<string, object>>,
  onEthereumBlock?: (block: EthereumBlock) => void,
): Promise<TestChain> {
  const folder = mkdtempSync(join(tmpdir(), "echoin-api-"));
  const storeFile = join(folder, "state.db");
  const chain = createEchoin();
  const appState = Object.fromEntries(
    Object.entries(defaultAppState(chain)).map(([name, state]) => [name, { ...(state as object), ...changes[name] }]),
  );
  const operator = new Uint8Array(20).fill(0xee);
  const validator = { operator, consensusKey: new Uint8Array(32).fill(7), tokens: 10n ** 18n };
  const staked = withValidators(appState, new AddressCodec("echo"), [validator]);
  const store = await openMultiStore({ file: storeFile, storeNames: chain.storeNames, synchronous: "OFF" });
  const app = new EchoinApplication({
    chain,
    store,
    settings: defaultSettings,
    queries: {
      query: () => Promise.reject(new Error("the consensus thread answers no queries")),
      onVersion() {},
      ...(onEthereumBlock && { onEthereumBlock }),
    },
    snapshots: noSnapshots,
    logger: silentLogger,
    version: "0.1.0",
  });
  await app.load();
  await app.initChain(
    abci.RequestInitChain.fromPartial({
      chainId: CHAIN_ID,
      time: { seconds: START_SECONDS, nanos: 0 },
      initialHeight: 1n,
      appStateBytes: Buffer.from(JSON.stringify(staked)),
      consensusParams: {
        block: { maxBytes: 4_194_304n, maxGas: -1n },
        evidence: { maxAgeNumBlocks: 100_000n, maxAgeDuration: { seconds: 172_800n, nanos: 0 }, maxBytes: 1_048_576n },
        validator: { pubKeyTypes: ["ed25519"] },
      },
    }),
  );
  let height = 0n;
  const decided = new Map<bigint, DecidedTestBlock>();
  const testChain = {
    storeFile,
    get height() {
      return height;
    },
    decided: (of: bigint) => decided.get(of),
    async commit(txs: readonly Uint8Array[] = []) {
      height++;
      decided.set(height, { txs, seconds: START_SECONDS + height, appHash: store.lastCommit.hash });
      const request = { height, txs: [...txs], time: { seconds: START_SECONDS + height, nanos: 0 } };
      const pieces = await app.finalizeBlock(abci.RequestFinalizeBlock.fromPartial(request));
      await app.commit();
      return abci.ResponseFinalizeBlock.decode(Buffer.concat(pieces));
    },
    async close() {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
  await testChain.commit();
  return testChain;
}
