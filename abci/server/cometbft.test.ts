import { rmSync } from "node:fs";
import { join } from "node:path";
import { type CometBftProcess, describeEnd, exitCodeOf, startCometBft } from "../../cometbft/supervisor.js";
import { testBinary, testBinaryTimeout } from "../../cometbft/testing/binary.js";
import { makeTestHome, type TestHome } from "../../cometbft/testing/home.js";
import { silentLogger } from "../app/logger.js";
import type { AbciApplication } from "./application.js";
import { type AbciServer, createAbciServer } from "./server.js";
import { KeyValueApplication } from "./testing/applications.js";

let binary = "";
beforeAll(async () => {
  binary = (await testBinary()).path;
}, testBinaryTimeout);

const cleanup: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const step of cleanup.splice(0).reverse()) await step();
});

/** An application that tells when a height is committed. */
class Watched {
  readonly keyValue = new KeyValueApplication();
  readonly #waiting: (() => void)[] = [];
  readonly application: AbciApplication = {
    ...this.keyValue.application,
    commit: async (request) => {
      const answer = await this.keyValue.application.commit(request);
      for (const wake of this.#waiting.splice(0)) wake();
      return answer;
    },
  };

  async committed(height: bigint): Promise<void> {
    while (this.keyValue.height < height) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

async function home(): Promise<TestHome> {
  const made = await makeTestHome({ changes: { "consensus.timeout_commit": "100ms" } });
  cleanup.push(() => rmSync(made.path, { recursive: true }));
  return made;
}

async function listen(
  address: string,
  application: AbciApplication,
  onFatal: (error: Error) => void = (error) => expect(error).toBeUndefined(),
): Promise<AbciServer> {
  const server = createAbciServer({ address, application, logger: silentLogger, onFatal });
  await server.listen();
  cleanup.push(() => server.close());
  return server;
}

async function runComet({ path }: TestHome, server: AbciServer): Promise<CometBftProcess> {
  const process_ = await startCometBft({
    binary,
    home: path,
    proxyApp: server.address,
    env: process.env,
    logger: silentLogger,
    stopTimeoutMs: 3000,
  });
  cleanup.push(() => process_.stop());
  return process_;
}

/** Calls CometBFT's RPC; it listens before the first block is committed. */
async function rpc(at: TestHome, method: string, params: Readonly<Record<string, unknown>>): Promise<unknown> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  const response = await fetch(`http://127.0.0.1:${at.ports.rpc}`, { method: "POST", body });
  return ((await response.json()) as { result: unknown }).result;
}

const base64 = (text: string): string => Buffer.from(text).toString("base64");

test.each(["tcp", "unix"])("a chain over %s: blocks, transactions, queries, events", async (kind) => {
  const at = await home();
  const watched = new Watched();
  const address = kind === "tcp" ? "tcp://127.0.0.1:0" : `unix://${join(at.path, "app.sock")}`;
  await runComet(at, await listen(address, watched.application));
  await watched.committed(2n);

  const sent = await rpc(at, "broadcast_tx_commit", { tx: base64("energy=flows") });
  expect(sent).toMatchObject({
    check_tx: { code: 0 },
    tx_result: {
      code: 0,
      data: base64("flows"),
      gas_used: "3000000000",
      events: [{ type: "kv.set", attributes: [{ key: "key", value: "energy", index: true }] }],
    },
  });
  expect(await rpc(at, "abci_query", { data: Buffer.from("energy").toString("hex") })).toMatchObject({
    response: { code: 0, value: base64("flows") },
  });
  expect(await rpc(at, "broadcast_tx_sync", { tx: base64("nonsense") })).toMatchObject({
    code: 2,
    codespace: "kv",
    log: "not key=value",
  });
  const height = (sent as { height: string }).height;
  await watched.committed(BigInt(height) + 2n);
  expect(await rpc(at, "tx_search", { query: "kv.set.key='energy'" })).toMatchObject({ total_count: "1" });
  expect(await rpc(at, "block_results", { height })).toMatchObject({ txs_results: [{ gas_used: "3000000000" }] });
});

test("CometBFT restarts while the application lives, and the other way round", async () => {
  const at = await home();
  const watched = new Watched();
  const server = await listen("tcp://127.0.0.1:0", watched.application);
  const first = await runComet(at, server);
  await watched.committed(2n);

  process.kill(first.pid, "SIGKILL");
  expect(await first.ended).toMatchObject({ signal: "SIGKILL", stopped: false });
  const second = await runComet(at, server);
  await watched.committed(watched.keyValue.height + 2n);

  await server.close();
  await second.stop();
  await runComet(at, await listen("tcp://127.0.0.1:0", watched.application));
  await watched.committed(watched.keyValue.height + 2n);
});

test("a handler that throws in a block halts, and CometBFT hears why", async () => {
  const at = await home();
  const watched = new Watched();
  const cause = new Error("the books do not balance");
  const halted = new Promise<Error>((resolve, reject) => {
    const application: AbciApplication = {
      ...watched.application,
      finalizeBlock: async (request) => {
        if (request.height === 3n) throw cause;
        return watched.application.finalizeBlock(request);
      },
    };
    listen("tcp://127.0.0.1:0", application, resolve)
      .then((server) => runComet(at, server))
      .catch(reject);
  });
  expect(await halted).toMatchObject({ message: "finalizeBlock failed: the books do not balance", cause });
  expect(watched.keyValue.height).toBe(2n);
});

test("an app hash that is not the chain's ends CometBFT with the reason, whatever is left of it", async () => {
  const at = await home();
  const watched = new Watched();
  let restarted = false;
  const application: AbciApplication = {
    ...watched.application,
    info: async (request) => ({
      ...(await watched.application.info(request)),
      ...(restarted ? { lastBlockAppHash: new Uint8Array(32) } : {}),
    }),
  };
  const server = await listen("tcp://127.0.0.1:0", application);
  const first = await runComet(at, server);
  await watched.committed(2n);
  await first.stop();
  restarted = true;
  const second = await runComet(at, server);
  const end = await second.ended;
  expect(exitCodeOf(end)).toBeGreaterThan(0);
  expect(end.stopped).toBe(false);
  expect(describeEnd(end)).toMatch(/app block height|hash/i);
});
