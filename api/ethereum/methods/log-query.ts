import type { EthereumConfig } from "../../config.js";
import type { EthereumChain } from "../chain.js";
import type { Deadline } from "../../deadline.js";
import { failed, invalidParams, pruned } from "../errors.js";
import type { LogFilter } from "../store/log-search.js";
import type { FoundLog } from "../store/reader.js";
import { RawJson } from "../raw-json.js";
import { type BlockReference, Misfit, readAddress, readHash, readList, readNumber, readObject } from "../values.js";

/** A log query as `eth_getLogs` takes it. */
export interface LogQuery extends LogFilter {
  readonly from: BlockReference | undefined;
  readonly to: BlockReference | undefined;
  readonly blockHash: Uint8Array | undefined;
}

const MAX_TOPICS = 4;
/** Clients that want all from the beginning ask from 0 too. */
const FIRST_BLOCK = 1;
/** Alternatives at one place. */
const MAX_ALTERNATIVES = 1000;

/** @throws Misfit */
export function readLogQuery(value: unknown): LogQuery {
  const { fromBlock, toBlock, blockHash, address, topics } = readObject(value);
  const given = (field: unknown): boolean => field !== undefined && field !== null;
  if (given(blockHash) && (given(fromBlock) || given(toBlock))) {
    throw new Misfit("cannot specify both BlockHash and FromBlock/ToBlock, choose one or the other");
  }
  const places = given(topics) ? readList(topics, (place) => alternatives(place, readHash)) : [];
  if (places.length > MAX_TOPICS) throw new Misfit("exceed max topics");
  const addresses = alternatives(address, readAddress);
  if ([addresses, ...places].some(({ length }) => length > MAX_ALTERNATIVES)) {
    throw new Misfit("exceed max addresses or topics per search position");
  }
  return {
    addresses,
    topics: places,
    from: given(fromBlock) ? readNumber(fromBlock) : undefined,
    to: given(toBlock) ? readNumber(toBlock) : undefined,
    blockHash: given(blockHash) ? readHash(blockHash) : undefined,
  };
}

/** Nothing, one, or a list; a list with null in it lets all pass. */
function alternatives(value: unknown, read: (item: unknown) => Uint8Array): Uint8Array[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return [read(value)];
  return value.includes(null) ? [] : value.map(read);
}

/** Heights of a query that are there. @throws JsonRpcError when the range is none, too long, or not all there */
export async function rangeOf(
  chain: EthereumChain,
  { from, to, blockHash }: LogQuery,
  maxBlocks: number,
): Promise<{ first: number; last: number }> {
  if (blockHash !== undefined) {
    const block = await chain.block({ kind: "hash", hash: blockHash });
    if (block === undefined) throw failed("unknown block");
    return { first: block.height, last: block.height };
  }
  const first = await heightOf(chain, from);
  const end = await heightOf(chain, to);
  if (first > end) throw invalidParams("invalid block range params");
  const last = Math.min(end, chain.height);
  if (last - first >= maxBlocks) throw invalidParams(`exceed maximum block range: ${maxBlocks}`);
  const missing = first <= last ? await chain.index.reader.missing(first, last) : undefined;
  if (missing !== undefined) throw failed(`block ${missing} is not indexed yet; try again in a moment`);
  // An answer with a part of what was asked for would pass for all of it.
  const oldest = await chain.index.reader.oldest();
  if (oldest > FIRST_BLOCK && first < oldest) throw pruned();
  return { first, last };
}

async function heightOf(chain: EthereumChain, reference: BlockReference | undefined): Promise<number> {
  if (reference?.kind === "number") return reference.number;
  if (reference?.kind === "earliest") return chain.index.reader.oldest();
  return chain.height;
}

/** Logs of a range that pass, as a JSON list. @throws JsonRpcError when there are more than one answer may have */
export async function findLogs(
  chain: EthereumChain,
  filter: LogFilter,
  { first, last, deadline, config }: { first: number; last: number; deadline: Deadline; config: EthereumConfig },
): Promise<RawJson> {
  const limit = config.maxLogs + 1;
  const found = await chain.index.reader.findLogs(filter, { first, last, limit, check: () => deadline.check() });
  if (found.length === limit) {
    throw failed(
      `query returned more than ${config.maxLogs} results; ask for fewer blocks, or for addresses and topics`,
    );
  }
  return new RawJson(`[${found.join(",")}]`);
}

/** Whether a log passes a filter: for subscriptions, which see each block once. */
export function passes({ addresses, topics }: LogFilter, log: Pick<FoundLog, "address" | "topics">): boolean {
  const among = (list: readonly Uint8Array[], bytes: Uint8Array): boolean =>
    list.length === 0 || list.some((each) => Buffer.compare(each, bytes) === 0);
  if (topics.length > log.topics.length || !among(addresses, log.address)) return false;
  return topics.every((place, index) => among(place, log.topics[index]!));
}
