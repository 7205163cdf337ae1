import type * as abci from "cosmjs-types/tendermint/abci/types";

/** State-sync snapshots: made and served from committed versions, and restored from peers. */
export interface SnapshotPort {
  /** Starts a snapshot off the consensus thread when one is due at this height. */
  onCommit(height: bigint): void;
  list(): Promise<abci.ResponseListSnapshots>;
  loadChunk(request: abci.RequestLoadSnapshotChunk): Promise<abci.ResponseLoadSnapshotChunk>;
  offer(request: abci.RequestOfferSnapshot): Promise<abci.ResponseOfferSnapshot>;
  /** `restored` once the last chunk is in and the app hash was found right. */
  applyChunk(
    request: abci.RequestApplySnapshotChunk,
  ): Promise<{ response: abci.ResponseApplySnapshotChunk; restored: boolean }>;
}
