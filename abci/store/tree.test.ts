import fc from "fast-check";
import type { TreeStore } from "./multistore.js";
import type { Node } from "./node.js";
import { commitBlock, hex, openTestStore, randomBlock } from "./testing/fixtures.js";

/** Walks the tree from the disk and checks what every IAVL tree keeps. @returns its smallest and largest key */
async function checkShape(store: TreeStore, node: Node): Promise<{ smallest: string; largest: string }> {
  const { loader } = store as unknown as { loader: { one(node: Node): Promise<void> | undefined } };
  await loader.one(node);
  if (node.height === 0) return { smallest: node.key, largest: node.key };
  const left = node.left as Node;
  const right = node.right as Node;
  const [below, above] = [await checkShape(store, left), await checkShape(store, right)];
  expect(node.height).toBe(Math.max(left.height, right.height) + 1);
  expect(node.size).toBe(left.size + right.size);
  expect(Math.abs(left.height - right.height)).toBeLessThanOrEqual(1);
  expect(below.largest < node.key).toBe(true);
  expect(above.smallest).toBe(node.key);
  return { smallest: below.smallest, largest: above.largest };
}

test("a cache of few nodes changes no hash, whatever blocks remove and set; trees keep their shape", () =>
  fc.assert(
    fc.asyncProperty(fc.nat(1000), async (seed) => {
      const large = await openTestStore({ file: ":memory:" });
      const tiny = await openTestStore({ file: ":memory:", cacheNodes: 6, pruning: { keepRecent: 1n, interval: 1n } });
      try {
        for (let height = 1; height <= 25; height++) {
          const block = randomBlock(seed, height, 300);
          expect(await commitBlock(tiny, block)).toBe(await commitBlock(large, block));
        }
        expect(hex(tiny.lastCommit.hash)).toBe(hex(large.lastCommit.hash));
        for (const name of ["acc", "bank"]) {
          const root = (tiny.latest() as unknown as { root(name: string): Node | undefined }).root(name);
          if (root !== undefined) await checkShape(tiny, root);
        }
      } finally {
        await large.close();
        await tiny.close();
      }
    }),
    { numRuns: 12 },
  ));

test("prefetching keys, there or not, changes no read and no hash", () =>
  fc.assert(
    fc.asyncProperty(fc.nat(1000), fc.integer({ min: 2, max: 60 }), async (seed, cacheNodes) => {
      const plain = await openTestStore({ file: ":memory:" });
      const ahead = await openTestStore({ file: ":memory:", cacheNodes });
      try {
        for (let height = 1; height <= 10; height++) {
          const block = randomBlock(seed, height, 60);
          const keys = Array.from({ length: 70 }, (_, index) => ({
            store: index % 2 ? "acc" : "bank",
            key: `key${index}`,
          }));
          const before = ahead.latest();
          await ahead.latest().prefetch(keys);
          await ahead.latest().prefetch(keys.slice(0, 5));
          for (const { store, key } of keys) {
            const expected = await plain.latest().get(store, key);
            expect(await before.get(store, key)).toEqual(expected);
            expect(await ahead.latest().get(store, key)).toEqual(expected);
          }
          expect(await commitBlock(ahead, block)).toBe(await commitBlock(plain, block));
          // A reader of the version before goes on reading it.
          const old = await plain.at(BigInt(height));
          for (const { store, key } of keys.slice(0, 6)) {
            expect(await ahead.latest().get(store, key)).toEqual(await old.get(store, key));
          }
        }
      } finally {
        await plain.close();
        await ahead.close();
      }
    }),
    { numRuns: 10 },
  ));
