import { pause } from "./rpc.js";

const RECEIPT_MS = 60_000;

/** An answer of JSON-RPC. */
interface Answer<T> {
  readonly id: number;
  readonly result?: T;
  readonly error?: { readonly code: number; readonly message: string };
}

/** A receipt, as far as it is looked at here. */
export interface Receipt {
  readonly status: string;
  readonly gasUsed: string;
}

/** A client of an Ethereum node's JSON-RPC over HTTP. */
export class EthereumRpc {
  readonly url: string;

  constructor(readonly port: number) {
    this.url = `http://127.0.0.1:${port}/`;
  }

  /** Calls a method. @throws Error with what the node answered */
  async call<T>(method: string, ...params: readonly unknown[]): Promise<T> {
    return resultOf(method, await this.post<Answer<T>>(request(method, params)));
  }

  /** Calls a method with each of the parameter lists, in one request. @throws Error with the first refusal */
  async batch<T>(method: string, all: readonly (readonly unknown[])[]): Promise<T[]> {
    if (all.length === 0) return [];
    const requests = all.map((params, id) => request(method, params, id));
    const answers = await this.post<Answer<T>[] | Answer<T>>(requests);
    if (!Array.isArray(answers)) throw new Error(`${method}: ${answers.error?.message ?? "no list of answers"}`);
    return answers.sort((a, b) => a.id - b.id).map((answer) => resultOf(method, answer));
  }

  /** The number of the latest block. */
  async height(): Promise<number> {
    return Number(await this.call<string>("eth_blockNumber"));
  }

  /** How many transactions the blocks from `first` to `last` have. */
  async transactionCounts(first: number, last: number): Promise<number[]> {
    const counts = await this.batch<string>("eth_getBlockTransactionCountByNumber", numbers(first, last));
    return counts.map(Number);
  }

  /** Gas that the transactions of each of these blocks used. */
  async gasUsed(heights: readonly number[]): Promise<number[]> {
    const all = heights.map((height) => [hex(height), false]);
    const blocks = await this.batch<{ gasUsed: string }>("eth_getBlockByNumber", all);
    return blocks.map(({ gasUsed }) => Number(gasUsed));
  }

  /** The receipt of a transaction, once it is mined. @throws Error when that takes a minute */
  async receipt(hash: string): Promise<Receipt> {
    for (const end = Date.now() + RECEIPT_MS; Date.now() < end; await pause(50)) {
      const answer = await this.post<Answer<Receipt | null>>(request("eth_getTransactionReceipt", [hash]));
      if (answer.result !== null && answer.result !== undefined) return answer.result;
    }
    throw new Error(`${hash} was not mined within ${RECEIPT_MS / 1000} s`);
  }

  receipts(height: number): Promise<Receipt[]> {
    return this.call("eth_getBlockReceipts", hex(height));
  }

  private async post<T>(body: unknown): Promise<T> {
    const headers = { "content-type": "application/json" };
    const signal = AbortSignal.timeout(60_000);
    const response = await fetch(this.url, { method: "POST", headers, body: JSON.stringify(body), signal });
    return (await response.json()) as T;
  }
}

const request = (method: string, params: readonly unknown[], id = 1): object => ({
  jsonrpc: "2.0",
  id,
  method,
  params,
});

function resultOf<T>(method: string, { result, error }: Answer<T>): T {
  if (error !== undefined || result === undefined) throw new Error(`${method}: ${error?.message ?? "no result"}`);
  return result;
}

/** A number as JSON-RPC takes it. */
export const hex = (value: number | bigint): string => `0x${value.toString(16)}`;

const numbers = (first: number, last: number): string[][] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => [hex(first + index)]);
