import type { Transactions } from "../workload/file.js";

/** HTTP requests of one connection, ready to be written, one after the other in one buffer. */
export interface Lane {
  readonly bytes: Buffer;
  /** Where each begins; one more entry than there are requests. */
  readonly offsets: Float64Array;
}

/**
 * The requests of all connections, dealt out in turn. An account's transactions are as far apart as there are senders, so
 * with a number of connections that divides the requests of a round they all go through one connection, and stay in order
 * even when that is lost and has to repeat some.
 */
export interface Requests {
  readonly lanes: readonly Lane[];
  /** Transactions in each request but perhaps the last. */
  readonly batch: number;
  /** Transactions in all. */
  readonly count: number;
}

/** Whom the requests are for: CometBFT's RPC (`broadcast_tx_async`), or Ethereum's (`eth_sendRawTransaction`). */
export type Door = "comet" | "ethereum";

/**
 * Calls for the transactions from `from` up to but without `to`, made before the clock starts so
 * that sending takes next to no CPU from the chain. With a `batch` above 1 a request carries that many calls.
 */
export function buildRequests(
  transactions: Transactions,
  {
    from,
    to,
    batch,
    connections,
    door = "comet",
  }: { from: number; to: number; batch: number; connections: number; door?: Door },
): Requests {
  const callFor = CALLS[door];
  const parts: Buffer[][] = Array.from({ length: connections }, () => []);
  for (let first = from, request = 0; first < to; first += batch, request++) {
    const calls = [];
    for (let index = first; index < Math.min(to, first + batch); index++) calls.push(callFor(transactions, index));
    const body = batch === 1 ? (calls[0] ?? "") : `[${calls.join(",")}]`;
    const head = `POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
    parts[request % connections]?.push(Buffer.from(head + body, "latin1"));
  }
  return { lanes: parts.map(laneOf), batch, count: to - from };
}

function laneOf(requests: readonly Buffer[]): Lane {
  const offsets = new Float64Array(requests.length + 1);
  for (const [index, { length }] of requests.entries()) offsets[index + 1] = (offsets[index] ?? 0) + length;
  return { bytes: Buffer.concat(requests), offsets };
}

const CALLS: Readonly<Record<Door, (transactions: Transactions, index: number) => string>> = {
  comet({ bytes, offsets }, index) {
    const tx = bytes.toString("base64", offsets[index], offsets[index + 1]);
    return `{"jsonrpc":"2.0","id":1,"method":"broadcast_tx_async","params":{"tx":"${tx}"}}`;
  },
  ethereum({ bytes, offsets }, index) {
    const tx = bytes.toString("hex", offsets[index], offsets[index + 1]);
    return `{"jsonrpc":"2.0","id":1,"method":"eth_sendRawTransaction","params":["0x${tx}"]}`;
  },
};

const ANSWER = '"jsonrpc":';
const FAULT = '"error":';

/**
 * Counts answers in a stream of HTTP responses. Every JSON-RPC answer says its version exactly once, so neither headers
 * nor chunks need to be parsed.
 */
export class AnswerCounter {
  answers = 0;
  faults = 0;
  /** The beginning of the first refusal, for people. */
  firstFault = "";
  private tail = "";

  /** Takes the next piece of the stream. @returns how many answers it completed */
  take(piece: Buffer): number {
    const text = this.tail + piece.toString("latin1");
    const before = this.answers;
    let end = 0;
    for (let at = text.indexOf(ANSWER); at >= 0; at = text.indexOf(ANSWER, end)) {
      this.answers++;
      end = at + ANSWER.length;
    }
    let faultEnd = 0;
    for (let at = text.indexOf(FAULT); at >= 0; at = text.indexOf(FAULT, faultEnd)) {
      this.faults++;
      faultEnd = at + FAULT.length;
      if (this.firstFault === "") this.firstFault = text.slice(at, at + 200);
    }
    // A mark may be cut in two; what was counted is not kept.
    const keep = Math.max(end, faultEnd, text.length - Math.max(ANSWER.length, FAULT.length) + 1);
    this.tail = text.slice(keep);
    return this.answers - before;
  }
}
