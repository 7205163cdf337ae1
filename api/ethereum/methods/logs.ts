import { randomBytes } from "node:crypto";
import { failed } from "../errors.js";
import type { RawJson } from "../raw-json.js";
import { data, type Params } from "../values.js";
import { findLogs, type LogQuery, rangeOf, readLogQuery } from "./log-query.js";
import type { Call, MethodParts, Methods } from "./types.js";

/** A filter that nobody asks for is forgotten after so long, as with go-ethereum. */
const IDLE_MS = 5 * 60 * 1000;

/** Hashes of pending transactions that one filter keeps between two questions; the newest are dropped beyond it. */
const MAX_PENDING = 10_000;

type Filter = { touched: number } & (
  | { readonly kind: "logs"; readonly query: LogQuery; next: number }
  | { readonly kind: "blocks"; next: number }
  | { readonly kind: "pending"; hashes: string[] }
);

/** `eth_getLogs`, and filters: they remember how far a client has read, not what it has not read yet. */
export const logMethods = (parts: MethodParts): Methods => {
  const { chain, pool, config } = parts;
  const filters = new Map<string, Filter>();
  pool.onTransaction(({ hash }) => {
    for (const filter of filters.values()) {
      if (filter.kind === "pending" && filter.hashes.length < MAX_PENDING) filter.hashes.push(data(hash));
    }
  });

  const add = (filter: Filter): string => {
    const now = performance.now();
    for (const [id, { touched }] of filters) if (now - touched > IDLE_MS) filters.delete(id);
    if (filters.size >= config.maxFilters) throw failed("too many filters; remove some with eth_uninstallFilter");
    const id = data(randomBytes(16));
    filters.set(id, filter);
    return id;
  };
  const find = (params: Params): Filter => {
    const filter = filters.get(params.required(0, String));
    if (filter === undefined || performance.now() - filter.touched > IDLE_MS) throw failed("filter not found");
    filter.touched = performance.now();
    return filter;
  };
  const query = async (asked: LogQuery, { deadline }: Call): Promise<RawJson> => {
    const range = await rangeOf(chain, asked, config.maxLogBlocks);
    return findLogs(chain, asked, { ...range, deadline, config });
  };

  return {
    eth_getLogs: (params, call) => query(params.required(0, readLogQuery), call),
    async eth_newFilter(params) {
      const asked = params.required(0, readLogQuery);
      if (asked.blockHash !== undefined) throw failed("can't specify fromBlock/toBlock with blockHash");
      return add({ kind: "logs", query: asked, next: firstNext(asked, chain.height), touched: performance.now() });
    },
    async eth_newBlockFilter() {
      return add({ kind: "blocks", next: chain.height + 1, touched: performance.now() });
    },
    async eth_newPendingTransactionFilter() {
      return add({ kind: "pending", hashes: [], touched: performance.now() });
    },
    async eth_uninstallFilter(params) {
      return filters.delete(params.required(0, String));
    },
    async eth_getFilterLogs(params, call) {
      const filter = find(params);
      if (filter.kind !== "logs") throw failed("filter not found");
      return query(filter.query, call);
    },
    async eth_getFilterChanges(params, { deadline }) {
      const filter = find(params);
      if (filter.kind === "pending") return filter.hashes.splice(0);
      const first = filter.next;
      const last = Math.min(chain.height, first + config.maxLogBlocks - 1, lastOf(filter));
      if (first > last) return [];
      const changes =
        filter.kind === "blocks"
          ? (await chain.index.reader.blocks(first, last)).map(({ hash }) => data(hash))
          : await findLogs(chain, filter.query, { first, last, deadline, config });
      filter.next = last + 1;
      return changes;
    },
  };
};

/** Changes are what comes after the filter was made, or from a later block that it names. */
const firstNext = ({ from }: LogQuery, height: number): number =>
  Math.max(height + 1, from?.kind === "number" ? from.number : 0);

const lastOf = (filter: Exclude<Filter, { kind: "pending" }>): number =>
  filter.kind === "logs" && filter.query.to?.kind === "number" ? filter.query.to.number : Number.MAX_SAFE_INTEGER;
