import type { Entry, Key, KeyRange, StoreWrite, StoreWrites } from "../store/types.js";
import { Overlay, type StateReader } from "./overlay.js";
import { EntryLog, PackedMap, presentIn } from "./packed.js";

/** Writes held as objects before they are packed: some 20 MB. */
const MOST_LOOSE = 50_000;

/** Packed writes over nothing: what genesis has written so far. */
class PackedStores implements StateReader {
  private readonly log = new EntryLog();
  readonly stores = new Map<string, PackedMap>();

  get(store: string, key: Key): Uint8Array | undefined {
    return this.stores.get(store)?.get(key) ?? undefined;
  }

  // Everything is in memory: the promises are the interface's.
  async *iterate(store: string, range: KeyRange): AsyncIterable<Entry> {
    const entries = this.stores.get(store)?.entries(range);
    if (entries !== undefined) yield* presentIn(entries);
  }

  of(store: string): PackedMap {
    let map = this.stores.get(store);
    if (map === undefined) this.stores.set(store, (map = new PackedMap(this.log)));
    return map;
  }
}

/**
 * The writes of genesis, over nothing. Like any overlay, but beyond the last 50,000 writes it holds them as bytes: about
 * as many as the genesis file has, where objects would take ten times that.
 */
export class GenesisOverlay extends Overlay {
  private readonly packed: PackedStores;
  private loose = 0;

  constructor(private readonly mostLoose = MOST_LOOSE) {
    const packed = new PackedStores();
    super(packed);
    this.packed = packed;
  }

  override set(store: string, key: Key, value: Uint8Array | undefined): void {
    super.set(store, key, value);
    // What a branch wrote may be dropped, and the overlay's journal knows where it is.
    if (++this.loose >= this.mostLoose && this.depth === 0) this.pack();
  }

  override netWrites(): Map<string, StoreWrites> {
    return new Map([...this.packedWrites()].map(([store, writes]) => [store, [...writes]]));
  }

  /** What `netWrites` gives, but not gathered: each store's can be walked any number of times, as long as nothing is set. */
  packedWrites(): Map<string, Iterable<StoreWrite>> {
    this.pack();
    return new Map(
      [...this.packed.stores].map(([store, map]) => [store, { [Symbol.iterator]: () => presentIn(map.entries({})) }]),
    );
  }

  private pack(): void {
    this.loose = 0;
    for (const [store, writes] of this.takeWrites()) {
      const map = this.packed.of(store);
      for (const [key, value] of writes) map.set(key, value);
    }
  }
}
