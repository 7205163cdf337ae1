import fc from "fast-check";
import { Leaves } from "./leaves.js";
import { NodeLoader } from "./loader.js";
import type { Node } from "./node.js";
import { TreeChange } from "./tree.js";
import { lookUp, valueIn } from "./walk.js";

const loader = new NodeLoader({} as never);

test("remembered leaves say what the trees say, whatever is committed", () => {
  const key = fc.integer({ min: 0, max: 12 }).map((number) => String.fromCharCode(number));
  const write = fc.tuple(key, fc.option(fc.integer({ min: 0, max: 255 }), { nil: undefined }));
  const round = fc.record({ writes: fc.array(write, { maxLength: 8 }), reads: fc.array(key, { maxLength: 8 }) });
  fc.assert(
    fc.property(fc.array(round, { maxLength: 12 }), (rounds) => {
      const leaves = new Leaves(0);
      let root: Node | undefined;
      for (const [index, { writes, reads }] of rounds.entries()) {
        for (const key of reads) {
          const expected = lookUp(loader, root, key, (leaf) => leaves.set(index, "s", key, leaf));
          const known = leaves.find(index, "s", key);
          expect(known && valueIn(known, key)).toEqual(expected);
        }
        const net = new Map(writes);
        const change = new TreeChange(root, index + 1);
        for (const [key, value] of net) {
          if (value === undefined) change.remove(key);
          else change.set(key, Uint8Array.of(value));
        }
        change.hash();
        root = change.root;
        const removed = [...net].filter(([, value]) => value === undefined).map(([key]) => ({ store: "s", key }));
        leaves.advance(index + 1, removed, new Map([["s", change.leaves]]));
        for (let code = 0; code <= 12; code++) {
          const key = String.fromCharCode(code);
          const known = leaves.find(index + 1, "s", key);
          if (known === undefined) continue;
          expect(valueIn(known, key)).toEqual(lookUp(loader, root, key));
        }
      }
    }),
  );
});

test("readers of another version find nothing, and note nothing", () => {
  const change = new TreeChange(undefined, 1);
  change.set("a", Uint8Array.of(1));
  const [leaf] = change.leaves;
  const leaves = new Leaves(1);
  leaves.set(1, "s", "a", leaf!);
  leaves.set(2, "s", "b", leaf!);
  expect(leaves.find(1, "s", "a")).toBe(leaf);
  expect(leaves.find(1, "s", "b")).toBeUndefined();
  expect(leaves.find(2, "s", "a")).toBeUndefined();
  expect(leaves.find(1, "t", "a")).toBeUndefined();
});

test("a leaf whose content was let go of is not found, and an old path is walked again", () => {
  const change = new TreeChange(undefined, 1);
  change.set("a", Uint8Array.of(1));
  const leaf = change.leaves[0]!;
  const leaves = new Leaves(1);
  leaves.set(1, "s", "a", leaf);
  leaf.epoch = 10;
  expect(leaves.isFresh({ store: "s", key: "a" }, 20)).toBe(true);
  expect(leaves.isFresh({ store: "s", key: "a" }, 30)).toBe(false);
  leaf.unload();
  expect(leaves.isFresh({ store: "s", key: "a" }, 20)).toBe(false);
  expect(leaves.find(1, "s", "a")).toBeUndefined();
});
