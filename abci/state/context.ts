import type { Entry, Key, KeyRange, MaybePromise, RangeCounts, StoreKey } from "../store/types.js";
import type { AddressCodec } from "./addresses.js";
import type { Misbehavior, Vote } from "./commit.js";
import { assert } from "./errors.js";
import type { Event } from "./events.js";
import { GasMeter, KV_GAS } from "./gas.js";
import type { Overlay, StateReader } from "./overlay.js";

/** What the block says of itself; the only clock and the only source of identity that modules have. */
export interface BlockInfo {
  readonly chainId: string;
  readonly height: bigint;
  /** Unix time of the block header, in nanoseconds. */
  readonly timeNanos: bigint;
  /** The proposer's consensus address (20 bytes); empty at genesis and in queries. */
  readonly proposer: Uint8Array;
  /** The round that decided the block before; absent, as all below, outside of blocks. */
  readonly lastCommitRound?: number;
  /** What each validator did in the commit of the block before; none in the chain's first block. */
  readonly votes?: readonly Vote[];
  readonly misbehavior?: readonly Misbehavior[];
  /** The root of the state that the block starts from; absent outside of blocks. */
  readonly parentAppHash?: Uint8Array;
  /** The hash of the next block's validators, as the header has it; absent outside of blocks. */
  readonly nextValidatorsHash?: Uint8Array;
}

/** Why code runs: the ante handler and a few rules depend on it. */
export type ExecutionMode = "deliver" | "check" | "recheck" | "simulate" | "block" | "genesis" | "query";

/** State that can be read. Reads cost gas. */
export interface ReadContext {
  readonly block: BlockInfo;
  /** Between address bytes and text, under the prefix that genesis chose. */
  readonly addresses: AddressCodec;
  readonly mode: ExecutionMode;
  readonly gas: GasMeter;
  /** Raw access for `abci/state` alone; modules use collections. */
  read(store: string, key: Key): MaybePromise<Uint8Array | undefined>;
  has(store: string, key: Key): MaybePromise<boolean>;
  scan(store: string, range: KeyRange): AsyncIterable<Entry>;
  /**
   * Loads together what is about to be read, where each read would wait for the disk by itself. Costs no gas and changes no
   * result, only the time taken: for hooks that read many keys, as transactions have `readAhead`.
   */
  prefetch(keys: readonly StoreKey[]): Promise<void>;
  /** For `abci/state` alone, in queries of a committed version: costs no gas. Absent over an overlay, and so in every block. */
  readonly counts?: RangeCounts | undefined;
}

/** State that can be written. */
export interface WriteContext extends ReadContext {
  /** Raw access for `abci/state` alone; modules use collections. */
  write(store: string, key: Key, value: Uint8Array): void;
  remove(store: string, key: Key): void;
  /** Whether events are kept. CheckTx answers without them, so what makes many need not make them there. */
  readonly keepsEvents: boolean;
  emit(event: Event): void;
  /**
   * Runs `work` in a branch: its writes and events are kept when it returns and dropped when it throws; the error is
   * passed on. Gas stays consumed either way. Meanwhile this context must not be written: use the one handed in.
   */
  branch<T>(work: (inner: WriteContext) => Promise<T>): Promise<T>;
  /**
   * Runs `work` with a context whose branches are opened and closed by hand: for the EVM, whose calls do so. All of it
   * is one branch in the end, as with `branch`.
   */
  stack<T>(work: (stack: BranchStack) => Promise<T>): Promise<T>;
  /** The same state and events under another gas meter. */
  withGas(gas: GasMeter): WriteContext;
}

/** A context that always writes to the innermost of its open branches; those still open at its end are a fault. */
export interface BranchStack extends WriteContext {
  open(): void;
  /** Closes the innermost branch and keeps its writes and events. */
  keep(): void;
  /** Closes the innermost branch and drops its writes and events. */
  drop(): void;
}

function paid(gas: GasMeter, key: Key, value: Uint8Array | undefined): Uint8Array | undefined {
  gas.consume(KV_GAS.readFlat + KV_GAS.readPerByte * (key.length + (value?.length ?? 0)), "Read");
  return value;
}

const storeAccess = {
  // Not async: a read of what is at hand, which is nearly every one, makes no promise.
  read(reader: StateReader, gas: GasMeter, store: string, key: Key): MaybePromise<Uint8Array | undefined> {
    const found = reader.get(store, key);
    return found instanceof Promise ? found.then((value) => paid(gas, key, value)) : paid(gas, key, found);
  },
  has(reader: StateReader, gas: GasMeter, store: string, key: Key): MaybePromise<boolean> {
    gas.consume(KV_GAS.has, "Has");
    const found = reader.get(store, key);
    return found instanceof Promise ? found.then((value) => value !== undefined) : found !== undefined;
  },
  async *scan(reader: StateReader, gas: GasMeter, store: string, range: KeyRange): AsyncIterable<Entry> {
    for await (const entry of reader.iterate(store, range)) {
      gas.consume(KV_GAS.iterateFlat + KV_GAS.readPerByte * (entry[0].length + entry[1].length), "Iterate");
      yield entry;
    }
  },
};

/** A context over a committed version, for queries: it cannot be written, and the types say so. */
export class QueryContext implements ReadContext {
  readonly mode = "query";

  constructor(
    private readonly reader: StateReader,
    readonly block: BlockInfo,
    readonly addresses: AddressCodec,
    readonly gas: GasMeter = GasMeter.unlimited(),
  ) {}

  read(store: string, key: Key): MaybePromise<Uint8Array | undefined> {
    return storeAccess.read(this.reader, this.gas, store, key);
  }

  has(store: string, key: Key): MaybePromise<boolean> {
    return storeAccess.has(this.reader, this.gas, store, key);
  }

  scan(store: string, range: KeyRange): AsyncIterable<Entry> {
    return storeAccess.scan(this.reader, this.gas, store, range);
  }

  async prefetch(keys: readonly StoreKey[]): Promise<void> {
    await this.reader.prefetch?.(keys);
  }

  get counts(): RangeCounts | undefined {
    return this.reader.counts;
  }
}

interface ContextParts {
  readonly overlay: Overlay;
  readonly block: BlockInfo;
  readonly addresses: AddressCodec;
  readonly mode: ExecutionMode;
  readonly gas: GasMeter;
}

/** A context over an overlay: of a block, a transaction, a message, an EVM call, or a check. */
export class StateContext implements WriteContext {
  readonly block: BlockInfo;
  readonly addresses: AddressCodec;
  readonly mode: ExecutionMode;
  readonly gas: GasMeter;
  readonly overlay: Overlay;

  constructor(
    parts: ContextParts,
    readonly events: Event[] = [],
    protected depth = parts.overlay.depth,
  ) {
    this.overlay = parts.overlay;
    this.block = parts.block;
    this.addresses = parts.addresses;
    this.mode = parts.mode;
    this.gas = parts.gas;
  }

  read(store: string, key: Key): MaybePromise<Uint8Array | undefined> {
    return storeAccess.read(this.overlay, this.gas, store, key);
  }

  has(store: string, key: Key): MaybePromise<boolean> {
    return storeAccess.has(this.overlay, this.gas, store, key);
  }

  scan(store: string, range: KeyRange): AsyncIterable<Entry> {
    return storeAccess.scan(this.overlay, this.gas, store, range);
  }

  prefetch(keys: readonly StoreKey[]): Promise<void> {
    return this.overlay.prefetch(keys);
  }

  write(store: string, key: Key, value: Uint8Array): void {
    this.assertCurrent();
    this.gas.consume(KV_GAS.writeFlat + KV_GAS.writePerByte * (key.length + value.length), "Write");
    this.overlay.set(store, key, value);
  }

  remove(store: string, key: Key): void {
    this.assertCurrent();
    this.gas.consume(KV_GAS.delete, "Delete");
    this.overlay.set(store, key, undefined);
  }

  get keepsEvents(): boolean {
    return this.mode !== "check" && this.mode !== "recheck";
  }

  emit(event: Event): void {
    this.assertCurrent();
    if (this.keepsEvents) this.events.push(event);
  }

  async branch<T>(work: (inner: WriteContext) => Promise<T>): Promise<T> {
    this.assertCurrent();
    const depth = this.overlay.open();
    const eventCount = this.events.length;
    try {
      const result = await work(new StateContext(this, this.events, depth));
      this.overlay.keep(depth);
      return result;
    } catch (error) {
      this.overlay.drop(depth);
      this.events.length = eventCount;
      throw error;
    }
  }

  stack<T>(work: (stack: BranchStack) => Promise<T>): Promise<T> {
    return this.branch(async () => {
      const stack = new StackContext(this, this.events);
      try {
        const result = await work(stack);
        assert(stack.openBranches === 0, "STATE-4: all branches of a stack are closed at its end");
        return result;
      } catch (error) {
        while (stack.openBranches > 0) stack.drop();
        throw error;
      }
    });
  }

  withGas(gas: GasMeter): StateContext {
    const { overlay, block, addresses, mode } = this;
    return new StateContext({ overlay, block, addresses, mode, gas }, this.events, this.depth);
  }

  private assertCurrent(): void {
    assert(this.overlay.depth === this.depth, "STATE-3: a context is written only while it is the innermost branch");
  }
}

class StackContext extends StateContext implements BranchStack {
  /** For each open branch, how many events there were before it. */
  private readonly eventCounts: number[] = [];

  get openBranches(): number {
    return this.eventCounts.length;
  }

  open(): void {
    this.eventCounts.push(this.events.length);
    this.depth = this.overlay.open();
  }

  keep(): void {
    this.overlay.keep(this.depth--);
    this.eventCounts.pop();
  }

  drop(): void {
    this.overlay.drop(this.depth--);
    this.events.length = this.eventCounts.pop()!;
  }
}
