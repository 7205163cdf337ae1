const ATTEMPTS = 4;

/** A client of CometBFT's RPC for what is asked outside the measured time. */
export class Rpc {
  constructor(readonly port: number) {}

  /** Calls a method with its parameters. @throws Error with what CometBFT answered */
  async call<T>(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<T> {
    const response = await fetch(`http://127.0.0.1:${this.port}/`, {
      method: "POST",
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
      signal: AbortSignal.timeout(60_000),
    });
    const answer = (await response.json()) as { result?: T; error?: { message: string; data?: string } };
    if (answer.error !== undefined || answer.result === undefined)
      throw new Error(`${method}: ${answer.error?.message ?? "no result"} ${answer.error?.data ?? ""}`.trim());
    return answer.result;
  }

  /** The same, tried again when no answer comes: CometBFT gives up an answer that takes it ten seconds. */
  private async insist<T>(method: string, params: Readonly<Record<string, unknown>>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.call<T>(method, params);
      } catch (error) {
        // `fetch` says so by a TypeError.
        if (!(error instanceof TypeError) || attempt === ATTEMPTS) throw error;
        await pause(1000);
      }
    }
  }

  /** Height of the last block that the application has committed; undefined while nothing answers. */
  async committed(): Promise<number | undefined> {
    try {
      const { response } = await this.call<{ response: { last_block_height?: string } }>("abci_info");
      return Number(response.last_block_height ?? 0);
    } catch {
      return undefined;
    }
  }

  /** Header times (milliseconds since 1970) and transaction counts of the heights from `first` to `last`. */
  async headers(
    first: number,
    last: number,
  ): Promise<{ height: number; time: number; txs: number; appHash: string }[]> {
    const found = [];
    // CometBFT gives at most 20 at once, the highest first.
    for (let from = first; from <= last; from += 20) {
      const { block_metas: metas } = await this.insist<{ block_metas: BlockMeta[] }>("blockchain", {
        minHeight: String(from),
        maxHeight: String(Math.min(last, from + 19)),
      });
      for (const { header, num_txs: txs } of metas.reverse()) {
        const { height, time, app_hash: appHash } = header;
        found.push({ height: Number(height), time: parseTime(time), txs: Number(txs), appHash });
      }
    }
    return found;
  }

  /** Transactions of a block, in base64. */
  async txs(height: number): Promise<string[]> {
    const { block } = await this.insist<{ block: { data: { txs: string[] | null } } }>("block", {
      height: String(height),
    });
    return block.data.txs ?? [];
  }

  /** Codes of a block's transactions, in order, and the log of the first that failed. */
  async codes(height: number): Promise<{ codes: number[]; log: string }> {
    const { txs_results: results } = await this.insist<{ txs_results: { code: number; log: string }[] | null }>(
      "block_results",
      { height: String(height) },
    );
    const failed = results?.find(({ code }) => code !== 0);
    return { codes: (results ?? []).map(({ code }) => code), log: failed?.log ?? "" };
  }
}

interface BlockMeta {
  readonly header: { readonly height: string; readonly time: string; readonly app_hash: string };
  readonly num_txs: string;
}

/** An RFC 3339 time with up to nanoseconds, as milliseconds with their fraction. */
export function parseTime(text: string): number {
  const [, seconds = "", fraction = ""] = /^(.*?)(\.\d+)?Z$/.exec(text) ?? [];
  return Date.parse(`${seconds}Z`) + Number(`0${fraction}`) * 1000;
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Waits until the application has committed this height, or one above: CometBFT's own height is a block ahead while that
 * is executed, which takes minutes for the first block of a large genesis.
 * @throws Error when `running` tells that it has ended, or the time is up
 */
export async function reachHeight(
  rpc: Rpc,
  height: number,
  { timeoutMs, running }: { timeoutMs: number; running: () => string | undefined },
): Promise<number> {
  for (const end = Date.now() + timeoutMs; Date.now() < end; await pause(20)) {
    const fault = running();
    if (fault !== undefined) throw new Error(fault);
    const now = await rpc.committed();
    if (now !== undefined && now >= height) return now;
  }
  throw new Error(`no block ${height} within ${timeoutMs / 1000} s`);
}
