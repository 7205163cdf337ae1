import { PageRequest } from "cosmjs-types/cosmos/base/query/v1beta1/pagination";
import fc from "fast-check";
import type { Key, KeyRange, RangeCounts } from "../store/types.js";
import { ModuleStore } from "./collections.js";
import type { ReadContext } from "./context.js";
import { addressKey, pair, stringKey, uint64Key } from "./keys.js";
import { type Page, paginate } from "./pagination.js";
import { memoryContext, testAddress } from "./testing/memory.js";
import { stringValue } from "./values.js";

const page = (fields: Partial<PageRequest>) => PageRequest.fromPartial(fields);

async function numbers(size: number, kind: "walked" | "counted" = "walked") {
  const state = memoryContext({ mode: "query" });
  const store = new ModuleStore("s");
  const map = store.map(1, "numbers", uint64Key, stringValue);
  // Neighbours in the store must never show.
  const before = store.map(0, "before", uint64Key, stringValue);
  const after = store.map(2, "after", uint64Key, stringValue);
  await before.set(state, (1n << 64n) - 1n, "before");
  await after.set(state, 0n, "after");
  for (let i = 0; i < size; i++) await map.set(state, BigInt(i), `value ${i}`);
  const ctx: ReadContext = kind === "walked" ? state : counting(state);
  const get = (request: PageRequest | undefined, keep?: (item: readonly [bigint, string]) => boolean) =>
    paginate(ctx, map.pages(), request, keep);
  return { ctx, get };
}

/** The same state where ranges are counted, and counted from, without being paged. */
function counting(ctx: ReadContext): ReadContext {
  const keys = async (store: string, range: KeyRange): Promise<Key[]> => {
    const found: Key[] = [];
    for await (const [key] of ctx.scan(store, range)) found.push(key);
    return found;
  };
  const counts: RangeCounts = {
    count: async (store, range) => (await keys(store, range)).length,
    keyAt: async (store, range, index) => (await keys(store, range))[index],
  };
  return Object.create(ctx, { counts: { value: counts } }) as ReadContext;
}

const kinds = ["walked", "counted"] as const;

const keysOf = (result: Page<readonly [bigint, string]>) => result.items.map(([key]) => Number(key));

test.each(kinds)(
  "walking by next_key shows each entry once, in order, at any page size and in both directions: %s",
  (kind) =>
    fc.assert(
      fc.asyncProperty(fc.nat(30), fc.integer({ min: 1, max: 12 }), fc.boolean(), async (size, limit, reverse) => {
        const { get } = await numbers(size, kind);
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
    ),
);

test.each(kinds)("an offset shows what a slice would, and counts everything: %s", (kind) =>
  fc.assert(
    fc.asyncProperty(fc.nat(30), fc.nat(40), fc.integer({ min: 1, max: 12 }), fc.boolean(), async (...given) => {
      const [size, offset, limit, reverse] = given;
      const { get } = await numbers(size, kind);
      const all = Array.from({ length: size }, (_, index) => index);
      if (reverse) all.reverse();
      const result = await get(page({ offset: BigInt(offset), limit: BigInt(limit), reverse, countTotal: true }));
      expect(keysOf(result)).toEqual(all.slice(offset, offset + limit));
      expect(result.pagination.total).toBe(BigInt(size));
    }),
    { numRuns: 50 },
  ),
);

test.each(kinds)(
  "without a request there are a hundred entries and the total, which else has to be asked for: %s",
  async (kind) => {
    const { get } = await numbers(120, kind);
    const first = await get(undefined);
    expect([first.items.length, first.pagination.total]).toEqual([100, 120n]);
    expect(Buffer.from(first.pagination.nextKey).toString("hex")).toBe("0000000000000064");
    expect((await get(page({ limit: 10n }))).pagination.total).toBe(0n);
    expect((await get(page({ limit: 10n, countTotal: true }))).pagination.total).toBe(120n);
  },
);

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

test("pages are the same, walked or counted, whatever is asked", () =>
  fc.assert(
    fc.asyncProperty(
      fc.nat(12),
      fc.record({
        offset: fc.oneof(fc.constant(0n), fc.bigInt(0n, 15n)),
        key: fc.oneof(
          fc.constant(new Uint8Array(0)),
          fc.uint8Array({ minLength: 8, maxLength: 8, max: 3 }),
          fc.uint8Array({ maxLength: 3 }),
        ),
        limit: fc.bigInt(0n, 6n),
        countTotal: fc.boolean(),
        reverse: fc.boolean(),
      }),
      async (size, request) => {
        const answer = async (kind: (typeof kinds)[number]) =>
          (await numbers(size, kind)).get(page(request)).catch((error: Error) => error.message);
        expect(await answer("counted")).toEqual(await answer("walked"));
      },
    ),
    { numRuns: 200 },
  ));

test("an offset that is counted may be any", async () => {
  const { get } = await numbers(3, "counted");
  const far = await get(page({ offset: (1n << 64n) - 1n, limit: 1n, countTotal: true }));
  expect([far.items.length, far.pagination.total, far.pagination.nextKey.length]).toEqual([0, 3n, 0]);
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
