import type { PageRequest, PageResponse } from "cosmjs-types/cosmos/base/query/v1beta1/pagination";
import { keyFromBytes, keyToBytes, prefixEnd } from "../store/bytes.js";
import type { Key, KeyRange, RangeCounts } from "../store/types.js";
import type { ReadContext } from "./context.js";
import { invalidArgument } from "./module.js";

/** Entries on a page when the request does not say. */
const DEFAULT_LIMIT = 100n;

/** The most entries on one page, and the most that one request walks over: queries are bounded. */
export const MAX_PAGE = 10_000n;
const MAX_WALK = 1_000_000n;

/** A request as it is understood. */
interface PageWanted {
  readonly range: KeyRange;
  /** 0n for a page that starts with a key. */
  readonly offset: bigint;
  readonly limit: bigint;
  /** Whether the total is asked for, which a page that starts with a key has not. */
  readonly total: boolean;
}

/** What can be paged: a collection's raw walk below a prefix. */
export interface Pageable<Item> {
  readonly store: string;
  /** Raw prefix of all entries; page keys are what follows it. */
  readonly prefix: Key;
  readonly decode: (key: Key, value: Uint8Array) => Item;
}

export interface Page<Item> {
  readonly items: Item[];
  readonly pagination: PageResponse;
}

/**
 * One page, as the Cosmos SDK pages: by `key` (the next page's first key) or by `offset`, with the total when asked for. Where the
 * context counts, offset and total cost a path of the tree each. `keep` leaves entries out; they count for nothing, and what is left
 * has to be walked over, where a total over MAX_WALK says MAX_WALK.
 * @throws QueryError INVALID_ARGUMENT for a key and an offset together, a limit over MAX_PAGE, or an offset that has to be walked over
 * and is more than MAX_WALK.
 */
export async function paginate<Item>(
  ctx: ReadContext,
  source: Pageable<Item>,
  request: PageRequest | undefined,
  keep?: (item: Item) => boolean,
): Promise<Page<Item>> {
  const { key = new Uint8Array(0), offset = 0n, countTotal = false, reverse = false } = request ?? {};
  const byKey = key.length > 0;
  if (byKey && offset > 0n) throw invalidArgument("invalid request, either offset or key is expected, got both");
  const asked = request?.limit ?? 0n;
  if (asked > MAX_PAGE)
    throw invalidArgument(`a page has at most ${MAX_PAGE} entries, not ${asked}: use pagination.key`);
  const wanted: PageWanted = {
    range: pageRange(source.prefix, key, reverse),
    offset,
    limit: asked === 0n ? DEFAULT_LIMIT : asked,
    // Like the SDK: a request without a limit also wants the total.
    total: !byKey && (countTotal || asked === 0n),
  };
  return keep === undefined && ctx.counts !== undefined
    ? countedPage(ctx, source, wanted, ctx.counts)
    : walkedPage(ctx, source, wanted, keep);
}

/** A page whose beginning and total are known without what lies before and after it. */
async function countedPage<Item>(
  ctx: ReadContext,
  source: Pageable<Item>,
  { range, offset, limit, total }: PageWanted,
  counts: RangeCounts,
): Promise<Page<Item>> {
  const items: Item[] = [];
  let nextKey = NO_KEY;
  const first = offset === 0n ? undefined : await counts.keyAt(source.store, range, Number(offset));
  if (offset === 0n || first !== undefined) {
    for await (const [raw, value] of ctx.scan(source.store, first === undefined ? range : beginningAt(range, first))) {
      if (BigInt(items.length) === limit) {
        nextKey = pageKey(source, raw);
        break;
      }
      items.push(source.decode(raw, value));
    }
  }
  return { items, pagination: { nextKey, total: total ? BigInt(await counts.count(source.store, range)) : 0n } };
}

async function walkedPage<Item>(
  ctx: ReadContext,
  source: Pageable<Item>,
  { range, offset, limit, total }: PageWanted,
  keep: ((item: Item) => boolean) | undefined,
): Promise<Page<Item>> {
  if (offset > MAX_WALK) throw invalidArgument(`an offset is at most ${MAX_WALK}, not ${offset}: use pagination.key`);
  const items: Item[] = [];
  let nextKey = NO_KEY;
  let seen = 0n;
  let walked = 0n;
  for await (const [raw, value] of ctx.scan(source.store, range)) {
    if (walked++ >= MAX_WALK) {
      // A filter that keeps little must not make one request walk a whole store: the next page goes on here.
      if (nextKey.length === 0) nextKey = pageKey(source, raw);
      break;
    }
    // Entries before and after the page are counted, not decoded, unless it takes that to know whether they count.
    if (keep !== undefined && !keep(source.decode(raw, value))) continue;
    seen++;
    if (seen <= offset) continue;
    if (BigInt(items.length) < limit) {
      items.push(source.decode(raw, value));
      continue;
    }
    if (nextKey.length === 0) nextKey = pageKey(source, raw);
    if (!total) break;
  }
  return { items, pagination: { nextKey, total: total ? seen : 0n } };
}

const NO_KEY = new Uint8Array(0);

/** What a page that starts with this entry is asked for with. */
const pageKey = ({ prefix }: Pageable<unknown>, raw: Key): Uint8Array<ArrayBuffer> =>
  new Uint8Array(keyToBytes(raw.slice(prefix.length)));

function pageRange(prefix: Key, key: Uint8Array, reverse: boolean): KeyRange {
  const range = { start: prefix, end: prefixEnd(prefix), reverse };
  return key.length === 0 ? range : beginningAt(range, prefix + keyFromBytes(key));
}

/** What is left of a range from this key on. In reverse its end is just past the key. */
function beginningAt(range: KeyRange, first: Key): KeyRange {
  return range.reverse === true ? { ...range, end: `${first}\0` } : { ...range, start: first };
}
