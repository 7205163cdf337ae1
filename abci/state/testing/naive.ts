import { compareKeys } from "../../store/bytes.js";
import type { Entry, Key, KeyRange } from "../../store/types.js";
import type { StateReader } from "../overlay.js";

/** One store as a plain map: what overlays are held to. */
export type NaiveStore = Map<Key, Uint8Array>;

export function naiveRange(store: NaiveStore, { start, end, reverse = false }: KeyRange): Entry[] {
  const entries = [...store]
    .filter(([key]) => (start === undefined || key >= start) && (end === undefined || key < end))
    .sort(([a], [b]) => compareKeys(a, b));
  return reverse ? entries.reverse() : entries;
}

/** A committed version with one store, `s`; every second value comes as a promise, as from a disk. */
export function naiveReader(store: NaiveStore): StateReader {
  let reads = 0;
  return {
    get(_name, key) {
      const value = store.get(key);
      return reads++ % 2 === 0 ? value : Promise.resolve(value);
    },
    async *iterate(_name, range) {
      for (const entry of naiveRange(store, range)) yield entry;
    },
  };
}
