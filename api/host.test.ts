import { join } from "node:path";
import type { RequestQuery } from "cosmjs-types/tendermint/abci/types";
import type { Logger } from "../abci/app/logger.js";
import { silentLogger } from "../abci/app/logger.js";
import { SharedSenders } from "../abci/app/signatures/senders.js";
import { type ApiHost, type ApiHostOptions, startApi } from "./host.js";
import { testConfig } from "./testing/node.js";

const entry = join(__dirname, "testing", "stub-worker.mjs");
const config = testConfig("unused", "http://127.0.0.1:1");

const ask = (path: string, data = "hello"): RequestQuery => ({
  path,
  data: Buffer.from(data),
  height: 7n,
  prove: false,
});

async function withHost(
  options: Partial<ApiHostOptions>,
  work: (host: ApiHost, log: string[], logged: (words: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  const log: string[] = [];
  let notify = (): void => undefined;
  const record = (message: string): void => {
    log.push(message);
    notify();
  };
  const logged = (words: string): Promise<void> =>
    new Promise((resolve) => {
      notify = () => {
        if (log.some((line) => line.includes(words))) resolve();
      };
      notify();
    });
  const logger: Logger = { ...silentLogger, warn: record, error: record };
  const host = await startApi({ entry, config, logger, senders: new SharedSenders(), ...options });
  try {
    await work(host, log, logged);
  } finally {
    await host.close();
  }
}

test("queries are answered by the thread, which hears of heights and numbers", () =>
  withHost({}, async (host) => {
    expect(host.ports).toEqual({ rest: 1, grpc: 2, metrics: 3 });
    expect((await host.query(ask("/echo"))).log).toBe("hello");
    host.onVersion(5n);
    host.report({ height: 5, blockSeconds: {}, txs: {}, checks: {} });
    expect((await host.query(ask("/height"))).log).toBe("5");
    expect((await host.query(ask("/seen"))).log).toBe(`["version","sample"]`);
  }));

test("the thread asks for the check state's values", () =>
  withHost(
    { pendingValue: (store, key) => (store === "acc" && key === "b" ? Uint8Array.of(1, 2) : undefined) },
    async (host) => {
      expect((await host.query(ask("/pending"))).log).toBe("[null,[1,2]]");
    },
  ));

test("a check state that fails is no end of the node", () =>
  withHost(
    {
      pendingValue: () => {
        throw new Error("not ready");
      },
    },
    async (host, log) => {
      expect((await host.query(ask("/pending"))).log).toBe("[null,null]");
      expect(log).toContain("the check state cannot be read");
    },
  ));

test.each(["/die", "/throw", "/fill"])(
  "a thread that ends by %s is started again, and what waited is refused",
  (path) =>
    withHost({ limits: { restartMs: 1, maxHeapMib: 64 } }, async (host, log, logged) => {
      const refused = await host.query(ask(path));
      expect(refused).toMatchObject({ code: 6, codespace: "sdk", height: 7n });
      expect(refused.log).toContain("Unavailable");
      await logged("the query thread is back");
      expect(log).toContain("starting the query thread again");
      expect((await host.query(ask("/echo"))).log).toBe("hello");
    }),
);

test("a thread that hangs is ended and started again", () =>
  withHost({ limits: { restartMs: 1, hangMs: 300 } }, async (host, _log, logged) => {
    const refused = await host.query(ask("/hang"));
    expect(refused.code).toBe(6);
    await logged("the query thread is back");
    expect((await host.query(ask("/echo"))).log).toBe("hello");
  }));

test("queries beyond the bound, and those that take too long, are refused", () =>
  withHost({ limits: { maxPending: 2, timeoutMs: 100 } }, async (host) => {
    const silent = [host.query(ask("/silent")), host.query(ask("/silent"))];
    expect((await host.query(ask("/echo"))).log).toContain("too many queries");
    for (const answer of await Promise.all(silent)) expect(answer.log).toContain("took too long");
    expect((await host.query(ask("/echo"))).log).toBe("hello");
  }));

test("a thread that cannot start says why", async () => {
  const missing = join(__dirname, "testing", "none.mjs");
  await expect(
    startApi({ entry: missing, config, logger: silentLogger, senders: new SharedSenders() }),
  ).rejects.toThrow(/none\.mjs/);
});
