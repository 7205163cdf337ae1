import type { Key } from "../store/types.js";
import { EntryLog, PackedMap } from "./packed.js";

/** So many keys are held in a Set. */
const FEW = 10_000;

/** A set of keys that grows to millions in some ten bytes a key beyond its own: who was seen in a genesis file. */
export class KeySet {
  private few = new Set<Key>();
  private many: PackedMap | undefined;

  has(key: Key): boolean {
    return this.many === undefined ? this.few.has(key) : this.many.has(key);
  }

  /** Adds the key. @returns false when it was there */
  add(key: Key): boolean {
    if (this.has(key)) return false;
    if (this.many === undefined && this.few.size < FEW) this.few.add(key);
    else this.packed().set(key, null);
    return true;
  }

  private packed(): PackedMap {
    if (this.many === undefined) {
      this.many = new PackedMap(new EntryLog());
      for (const key of this.few) this.many.set(key, null);
      this.few.clear();
    }
    return this.many;
  }
}
