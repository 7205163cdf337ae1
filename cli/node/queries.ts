import type { QueryPort } from "../../abci/app/application.js";
import type { Logger } from "../../abci/app/logger.js";
import type { StartOptions } from "../seams.js";

export interface QueriesOptions extends StartOptions {
  readonly logger: Logger;
  /** What the mempool's transactions did to a key. */
  readonly pendingValue: (store: string, key: string) => Uint8Array | undefined;
}

export async function startQueries(_options: QueriesOptions): Promise<QueryPort & { close(): Promise<void> }> {
  return {
    query: () => Promise.reject(new Error("queries are not connected yet")),
    onVersion() {},
    close: () => Promise.resolve(),
  };
}
