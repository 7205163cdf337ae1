import { PageRequest } from "cosmjs-types/cosmos/base/query/v1beta1/pagination";
import fc from "fast-check";
import { ModuleStore } from "./collections.js";
import { addressKey, pair, stringKey, uint64Key } from "./keys.js";
import { type Page, paginate } from "./pagination.js";
import { memoryContext, testAddress } from "./testing/memory.js";
import { stringValue } from "./values.js";

const page = (fields: Partial<PageRequest>) => PageRequest.fromPartial(fields);

async function numbers(size: number) {
  const ctx = memoryContext({ mode: "query" });
  const store = new ModuleStore("s");
  const map = store.map(1, "numbers", uint64Key, stringValue);
  // Neighbours in the store must never show.
  const before = store.map(0, "before", uint64Key, stringValue);
  const after = store.map(2, "after", uint64Key, stringValue);
  await before.set(ctx, (1n << 64n) - 1n, "before");
  await after.set(ctx, 0n, "after");
  for (let i = 0; i < size; i++) await map.set(ctx, BigInt(i), `value ${i}`);
  const get = (request: PageRequest | undefined, keep?: (item: readonly [bigint, string]) => boolean) =>
    paginate(ctx, map.pages(), request, keep);
  return { ctx, get };
}

const keysOf = (result: Page<readonly [bigint, string]>) => result.items.map(([key]) => Number(key));

test("walking by next_key shows each entry once, in order, at any page size and in both directions", () =>
  fc.assert(
    fc.asyncProperty(fc.nat(30), fc.integer({ min: 1, max: 12 }), fc.boolean(), async (size, limit, reverse) => {
      const { get } = await numbers(size);
      const all = Array.from({ length: size }, (_, index) => index);
      const seen: number[] = [];
      let key = new Uint8Array(0);
      do {
        const result = await get(page({ key, limit: BigInt(limit), reverse }));
        expect(result.items.length).toBeLessThanOrEqual(limit);
        seen.push(...keysOf(result));
        key = Uint8Array.from(result.pagination.nextKey);
      } while (key.length > 0);
      expect(seen).toEqual(reverse ? all.reverse() : all);
    }),
    { numRuns: 50 },
  ));

test("an offset shows what a slice would, and counts everything", () =>
  fc.assert(
    fc.asyncProperty(fc.nat(30), fc.nat(40), fc.integer({ min: 1, max: 12 }), fc.boolean(), async (...given) => {
      const [size, offset, limit, reverse] = given;
      const { get } = await numbers(size);
      const all = Array.from({ length: size }, (_, index) => index);
      if (reverse) all.reverse();
      const result = await get(page({ offset: BigInt(offset), limit: BigInt(limit), reverse, countTotal: true }));
      expect(keysOf(result)).toEqual(all.slice(offset, offset + limit));
      expect(result.pagination.total).toBe(BigInt(size));
    }),
    { numRuns: 50 },
  ));

test("without a request there are a hundred entries and the total; a total has to be asked for with a limit", async () => {
  const { get } = await numbers(120);
  const first = await get(undefined);
  expect([first.items.length, first.pagination.total]).toEqual([100, 120n]);
  expect(Buffer.from(first.pagination.nextKey).toString("hex")).toBe("0000000000000064");
  expect((await get(page({ limit: 10n }))).pagination.total).toBe(0n);
  expect((await get(page({ limit: 10n, countTotal: true }))).pagination.total).toBe(120n);
});

test("entries that a filter leaves out count for nothing", async () => {
  const { get } = await numbers(20);
  const even = ([key]: readonly [bigint, string]) => key % 2n === 0n;
  const result = await get(page({ offset: 2n, limit: 3n, countTotal: true }), even);
  expect([keysOf(result), result.pagination.total]).toEqual([[4, 6, 8], 10n]);
});

test.each([
  ["a key and an offset", page({ key: Uint8Array.of(1), offset: 1n, limit: 1n }), "either offset or key is expected"],
  ["a page too large", page({ limit: 10_001n }), "a page has at most 10000 entries, not 10001"],
  ["an offset too far", page({ offset: 1_000_001n, limit: 1n }), "an offset is at most 1000000"],
])("%s is refused", async (_name, request, message) => {
  const { get } = await numbers(1);
  await expect(get(request)).rejects.toMatchObject({
    status: "INVALID_ARGUMENT",
    message: expect.stringContaining(message) as string,
  });
});

test("a page below a prefix shows that prefix alone, with keys that leave it out", async () => {
  const ctx = memoryContext({ mode: "query" });
  const map = new ModuleStore("s").map(2, "balances", pair(addressKey, stringKey), stringValue);
  for (const owner of [1, 2, 3])
    for (const denom of ["aaa", "bbb"]) await map.set(ctx, [testAddress(owner), denom], `${owner}`);
  const first = await paginate(ctx, map.pages(testAddress(2)), page({ limit: 1n }));
  expect(first.items).toEqual([[[Buffer.from(testAddress(2)), "aaa"], "2"]]);
  expect(Buffer.from(first.pagination.nextKey).toString()).toBe("bbb");
  const second = await paginate(ctx, map.pages(testAddress(2)), page({ key: first.pagination.nextKey, limit: 5n }));
  expect([second.items.length, second.pagination.nextKey.length]).toEqual([1, 0]);
});
