import type { StoreReader } from "../abci/store/reader.js";

/**
 * The last committed height, in memory that both threads see: set before CometBFT hears of a commit, so that no client
 * which knows of a block is answered from before it.
 */
export class SharedHeight {
  private readonly cell: BigInt64Array;

  constructor(readonly memory: SharedArrayBuffer = new SharedArrayBuffer(8)) {
    this.cell = new BigInt64Array(memory);
  }

  /** 0n until it was set. */
  get value(): bigint {
    return Atomics.load(this.cell, 0);
  }

  set(height: bigint): void {
    Atomics.store(this.cell, 0, height);
  }
}

/** Which heights are there: from memory when the consensus thread tells of its commits, else from the file. */
export class CommittedHeights {
  private earliest: { readonly at: bigint; readonly height: bigint } | undefined;

  constructor(
    private readonly store: StoreReader,
    private readonly shared: SharedHeight,
  ) {}

  async latest(): Promise<bigint> {
    const { value } = this.shared;
    return value > 0n ? value : this.store.latestVersion();
  }

  /** As it was at the last commit at the earliest: what is pruned since is found out when it is read. */
  async oldest(): Promise<bigint> {
    const at = this.shared.value;
    if (at > 0n && this.earliest?.at === at) return this.earliest.height;
    const height = await this.store.earliestVersion();
    this.earliest = { at, height };
    return height;
  }
}
