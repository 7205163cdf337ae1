import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type FakeComet, startFakeComet } from "../testing/comet.js";
import { Broadcasts } from "./broadcasts.js";
import { CometClient, type CometError } from "./client.js";

const bytes = (text: string): Uint8Array => Buffer.from(text);

let requests = 0;

/** Counts the requests with several calls. */
class CountedClient extends CometClient {
  override callAll<T>(...args: Parameters<CometClient["callAll"]>): Promise<(T | CometError)[] | undefined> {
    requests++;
    return super.callAll<T>(...args);
  }
}

describe("transactions that are handed over", () => {
  let comet: FakeComet;
  let client: CometClient;

  beforeEach(async () => {
    comet = await startFakeComet();
    requests = 0;
    client = new CountedClient({ url: comet.url });
  });
  afterEach(() => comet.close());

  test("each is told what became of it, whether it goes alone or together with others", async () => {
    comet.answers("broadcast_tx_sync", ({ tx }) => {
      const text = Buffer.from(tx as string, "base64").toString();
      return text === "7" ? new Error("tx already exists in cache") : { code: Number(text), hash: text };
    });
    const broadcasts = new Broadcasts(client);
    const all = Array.from({ length: 200 }, (_, index) => broadcasts.broadcast(bytes(String(index))));
    const told = await Promise.allSettled(all);
    expect(told.map((each) => (each.status === "fulfilled" ? each.value.code : String(each.reason)))).toEqual(
      Array.from({ length: 200 }, (_, index) => (index === 7 ? "CometError: tx already exists in cache" : index)),
    );
    // Four by four: there is room for more requests.
    expect(requests).toBe(50);
    expect(comet.calls).toHaveLength(200);
  });

  test("more than go four by four go ten by ten", async () => {
    comet.answers("broadcast_tx_sync", () => ({ code: 0 }));
    const broadcasts = new Broadcasts(client);
    await Promise.all(Array.from({ length: 1280 }, () => broadcasts.broadcast(bytes("x"))));
    expect(requests).toBe(128);
    expect(comet.calls).toHaveLength(1280);
  });

  test("when CometBFT ends, all are told", async () => {
    await comet.close();
    const broadcasts = new Broadcasts(client);
    const told = await Promise.allSettled(Array.from({ length: 100 }, () => broadcasts.broadcast(bytes("x"))));
    expect(new Set(told.map((each) => each.status === "rejected" && String(each.reason)))).toEqual(
      new Set([expect.stringContaining("CometBFT cannot be asked")]),
    );
  });
});

describe("a CometBFT that takes one call in a request", () => {
  let server: Server;
  let calls = 0;
  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (piece: Buffer) => (body += piece.toString()));
      request.on("end", () => {
        const refused = { jsonrpc: "2.0", id: -1, error: { code: -32600, message: "batch request exceeds maximum" } };
        if (body.startsWith("[")) return response.end(JSON.stringify(refused));
        calls++;
        response.end(JSON.stringify({ jsonrpc: "2.0", id: 1, result: { code: 0 } }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  test("gets them one by one", async () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const broadcasts = new Broadcasts(new CometClient({ url }));
    await Promise.all(Array.from({ length: 100 }, () => broadcasts.broadcast(bytes("x"))));
    expect(calls).toBe(100);
  });
});

test("an answer that is too long, or does not come in time, is told so", async () => {
  const server = createServer((request, response) => {
    request.resume().on("end", () => request.url === "/slow" || response.end("x".repeat(2000)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await expect(new CometClient({ url, maxBytes: 1000 }).call("status")).rejects.toThrow("longer than 1000 bytes");
  await expect(new CometClient({ url }).call("status")).rejects.toThrow("its answer is no JSON");
  await expect(new CometClient({ url: `${url}/slow`, timeoutMs: 50 }).call("status")).rejects.toThrow(
    "no answer in time",
  );
  server.close();
  server.closeAllConnections();
});
