import type { PageRequest, PageResponse } from "cosmjs-types/cosmos/base/query/v1beta1/pagination";
import { keyFromBytes, keyToBytes, prefixEnd } from "../store/bytes.js";
import type { Key } from "../store/types.js";
import type { ReadContext } from "./context.js";
import { invalidArgument } from "./module.js";

/** Entries on a page when the request does not say. */
const DEFAULT_LIMIT = 100n;

/** The most entries on one page, and the most that one request walks over: queries are bounded. */
export const MAX_PAGE = 10_000n;
const MAX_WALK = 1_000_000n;

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
 * One page, as the Cosmos SDK pages: by `key` (the next page's first key) or by `offset`, with the total when asked for.
 * `keep` leaves entries out; they count for nothing. A total over MAX_WALK says MAX_WALK.
 * @throws QueryError INVALID_ARGUMENT for a key and an offset together, or a limit over MAX_PAGE.
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
  if (offset > MAX_WALK) throw invalidArgument(`an offset is at most ${MAX_WALK}, not ${offset}: use pagination.key`);
  const limit = asked === 0n ? DEFAULT_LIMIT : asked;
  // Like the SDK: a request without a limit also wants the total.
  const total = !byKey && (countTotal || asked === 0n);

  const items: Item[] = [];
  let nextKey = new Uint8Array(0);
  let seen = 0n;
  let walked = 0n;
  const pageKey = (raw: Key) => new Uint8Array(keyToBytes(raw.slice(source.prefix.length)));
  for await (const [raw, value] of ctx.scan(source.store, pageRange(source.prefix, key, reverse))) {
    if (walked++ >= MAX_WALK) {
      // A filter that keeps little must not make one request walk a whole store: the next page goes on here.
      if (nextKey.length === 0) nextKey = pageKey(raw);
      break;
    }
    // Entries before and after the page are counted, not decoded, unless it takes that to know whether they count.
    if (keep !== undefined && !keep(source.decode(raw, value))) continue;
    seen++;
    if (!byKey && seen <= offset) continue;
    if (BigInt(items.length) < limit) {
      items.push(source.decode(raw, value));
      continue;
    }
    if (nextKey.length === 0) nextKey = pageKey(raw);
    if (!total) break;
  }
  return { items, pagination: { nextKey, total: total ? seen : 0n } };
}

function pageRange(prefix: Key, key: Uint8Array, reverse: boolean) {
  const at = prefix + keyFromBytes(key);
  const end = prefixEnd(prefix);
  if (key.length === 0) return { start: prefix, end, reverse };
  // In reverse, the page starts with the key itself: its end is just past it.
  return reverse ? { start: prefix, end: `${at}\0`, reverse } : { start: at, end, reverse };
}
