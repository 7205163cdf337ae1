import { once } from "node:events";
import { connect } from "node:net";
import { silentLogger } from "../abci/app/logger.js";
import { serviceMethods } from "../proto/registry.js";
import { defaultQueryLimits, defaultRest, parseListen, type QueryLimits, type RestConfig } from "./config.js";
import { Gate } from "./gate.js";
import { Reads } from "./reads.js";
import { startRest, type RestServer } from "./rest/server.js";
import { parseTemplate, Routes } from "./rest/template.js";
import type { QueryBackend, QueryResult } from "./types.js";
import { encodeMessage } from "../proto/writer.js";
import { QueryAllBalancesResponse } from "cosmjs-types/cosmos/bank/v1beta1/query";

const PATH = "/cosmos.bank.v1beta1.Query/AllBalances";
const URL_PATH = "/cosmos/bank/v1beta1/balances/x";

interface Server {
  readonly url: string;
  readonly rest: RestServer;
  readonly reads: Reads;
}

/** REST over a backend of one method. */
async function withServer(
  execute: () => Promise<QueryResult>,
  settings: { readonly rest?: Partial<RestConfig>; readonly queries?: Partial<QueryLimits> },
  work: (server: Server) => Promise<void>,
): Promise<void> {
  const backend: QueryBackend = { paths: [PATH], has: (path) => path === PATH, execute };
  const reads = new Reads({
    backend,
    limits: { ...defaultQueryLimits, ...settings.queries },
    observer: { answered() {} },
    logger: silentLogger,
  });
  const rest = await startRest({
    config: { ...defaultRest, listen: { host: "127.0.0.1", port: 0 }, ...settings.rest },
    reads,
    health: { ready: async () => undefined, services: [] },
    version: "0",
    logger: silentLogger,
  });
  try {
    await work({ url: `http://127.0.0.1:${rest.port}`, rest, reads });
  } finally {
    await rest.close();
  }
}

const nothing: QueryResult = { value: new Uint8Array(0), height: 1n };

/** About 10 MB of JSON. */
const large: QueryResult = {
  height: 1n,
  value: encodeMessage(
    QueryAllBalancesResponse,
    QueryAllBalancesResponse.fromPartial({
      balances: Array.from({ length: 10_000 }, (_, at) => ({ denom: `denom${at}`.padEnd(960, "x"), amount: "1" })),
    }),
  ),
};

test("one query too many is told to come again, with 503", () => {
  let release = (): void => undefined;
  const held = new Promise<QueryResult>((resolve) => (release = () => resolve(nothing)));
  return withServer(
    () => held,
    { queries: { maxRunning: 1, maxWaiting: 1 } },
    async ({ url, reads }) => {
      const first = fetch(url + URL_PATH);
      const second = fetch(url + URL_PATH);
      while (reads.waiting < 1) await new Promise((resolve) => setImmediate(resolve));
      const third = await fetch(url + URL_PATH);
      expect(third.status).toBe(503);
      expect(await third.json()).toMatchObject({ code: 14, details: [] });
      release();
      expect((await first).status).toBe(200);
      expect((await second).status).toBe(200);
      expect(reads.running).toBe(0);
    },
  );
});

test("a query that takes too long is 504, and keeps its place until it ends", () => {
  let release = (): void => undefined;
  const held = new Promise<QueryResult>((resolve) => (release = () => resolve(nothing)));
  return withServer(
    () => held,
    { queries: { timeoutMs: 30 } },
    async ({ url, reads }) => {
      const late = await fetch(url + URL_PATH);
      expect(late.status).toBe(504);
      expect(await late.json()).toMatchObject({ code: 4 });
      expect(reads.running).toBe(1);
      release();
      await held;
      await new Promise((resolve) => setImmediate(resolve));
      expect(reads.running).toBe(0);
    },
  );
});

test("a handler's unexpected fault tells nothing of itself", () =>
  withServer(
    () => Promise.reject(new Error("secret path /home/x")),
    {},
    async ({ url }) => {
      const answer = await fetch(url + URL_PATH);
      expect(answer.status).toBe(500);
      expect(await answer.json()).toEqual({ code: 2, message: "internal error", details: [] });
    },
  ));

test("a client that does not read is cut off; meanwhile others are refused rather than memory filled", () =>
  withServer(
    async () => large,
    { rest: { writeTimeoutMs: 300, maxUnsentBytes: 1_000_000 } },
    async ({ url, rest }) => {
      const slow = connect(rest.port, "127.0.0.1");
      slow.on("error", () => undefined);
      slow.write(`GET ${URL_PATH} HTTP/1.1\r\nHost: x\r\n\r\n`);
      slow.pause();
      let refused: Response;
      do refused = await fetch(url + "/health");
      while (refused.status === 200);
      expect(refused.status).toBe(503);
      const closed = once(slow, "close");
      let served: Response;
      do served = await fetch(url + "/health");
      while (served.status === 503);
      expect(served.status).toBe(200);
      slow.resume();
      await closed;
    },
  ));

test("connections beyond the bound are dropped", () =>
  withServer(
    async () => nothing,
    { rest: { maxConnections: 1 } },
    async ({ rest }) => {
      const first = connect(rest.port, "127.0.0.1");
      await once(first, "connect");
      const second = connect(rest.port, "127.0.0.1");
      await once(second, "close");
      first.destroy();
    },
  ));

test("another name in Host is refused when names are set", () =>
  withServer(
    async () => nothing,
    { rest: { allowedHosts: ["node.example"] } },
    async ({ url }) => {
      const answer = await fetch(`${url}/health`);
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({ code: 7 });
    },
  ));

test("a port that is taken is told with its setting", () =>
  withServer(
    async () => nothing,
    {},
    async ({ rest, reads }) => {
      const again = startRest({
        config: { ...defaultRest, listen: { host: "127.0.0.1", port: rest.port } },
        reads,
        health: { ready: async () => undefined, services: [] },
        version: "0",
        logger: silentLogger,
      });
      await expect(again).rejects.toThrow(`127.0.0.1:${rest.port} (api.address) is in use`);
    },
  ));

test("the gate lets in the order of asking", async () => {
  const gate = new Gate(1, 3);
  const order: number[] = [];
  await gate.enter();
  const waiting = [1, 2, 3].map((n) => gate.enter().then(() => order.push(n)));
  await expect(gate.enter()).rejects.toThrow("try again");
  for (const one of waiting) {
    gate.leave();
    await one;
  }
  expect(order).toEqual([1, 2, 3]);
  gate.leave();
  expect([gate.running, gate.waiting]).toEqual([0, 0]);
});

describe("path templates", () => {
  const routes = new Routes([
    ...serviceMethods("cosmos.base.tendermint.v1beta1.Service"),
    ...serviceMethods("cosmos.bank.v1beta1.Query"),
    ...serviceMethods("ibc.core.channel.v1.Query"),
  ]);
  const find = (path: string) => {
    const found = routes.find("GET", path.slice(1).split("/"));
    return found && [found.route.method.name, ...found.values.map(([name, value]) => `${name.join(".")}=${value}`)];
  };

  test.each([
    ["/cosmos/base/tendermint/v1beta1/validatorsets/latest", ["GetLatestValidatorSet"]],
    ["/cosmos/base/tendermint/v1beta1/validatorsets/5", ["GetValidatorSetByHeight", "height=5"]],
    ["/cosmos/bank/v1beta1/denoms_metadata/ibc/AB/C", ["DenomMetadata", "denom=ibc/AB/C"]],
    ["/cosmos/bank/v1beta1/denoms_metadata", ["DenomsMetadata"]],
    ["/cosmos/bank/v1beta1/balances/a/b", undefined],
  ])("%s", (path, expected) => expect(find(path)).toEqual(expected));

  test("what no binding uses is refused", () => {
    expect(() => parseTemplate("/a/{b=**}/c")).toThrow("has to come last");
    expect(() => parseTemplate("/a/{b=x/*}")).toThrow("not understood");
  });
});

test.each([
  ["127.0.0.1:1317", { host: "127.0.0.1", port: 1317 }],
  ["tcp://localhost:0", { host: "localhost", port: 0 }],
  [":9090", { host: "0.0.0.0", port: 9090 }],
  ["tcp://[::1]:80", { host: "::1", port: 80 }],
])("the address %s", (text, address) => expect(parseListen(text)).toEqual(address));

test.each(["1317", "http://x:1", "x:70000", "unix:///a"])("%s is no address", (text) => {
  expect(() => parseListen(text)).toThrow(`"${text}" is no address to listen on`);
});
