import { mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as abci from "cosmjs-types/tendermint/abci/types";
import fc from "fast-check";
import { decodeMessage } from "../../proto/reader.js";
import { encodeDelimited, encodeMessage } from "../../proto/writer.js";
import { type Logger, silentLogger } from "../app/logger.js";
import type { AbciApplication } from "./application.js";
import type { AbciLimits } from "./limits.js";
import { RequestInsertTx, RequestReapTxs } from "./mempool-codecs.js";
import { type AbciServer, createAbciServer } from "./server.js";
import { acceptingApplication } from "./testing/applications.js";
import { frameOf, TestClient } from "./testing/client.js";

const servers: AbciServer[] = [];
const clients: TestClient[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  for (const server of servers.splice(0)) await server.close();
});

interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

function recordingLogger(lines: LogLine[]): Logger {
  const at =
    (level: string) =>
    (message: string, fields = {}): void =>
      void lines.push({ level, message, fields });
  const logger: Logger = {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    child: () => logger,
  };
  return logger;
}

interface Running {
  readonly server: AbciServer;
  readonly lines: LogLine[];
  readonly fatal: Error[];
  /** Resolves once onFatal is called. */
  readonly halted: Promise<Error>;
  readonly connect: () => Promise<TestClient>;
}

async function serve(
  overrides: Partial<AbciApplication> = {},
  { limits, address = "tcp://127.0.0.1:0" }: { limits?: Partial<AbciLimits>; address?: string } = {},
): Promise<Running> {
  const lines: LogLine[] = [];
  const fatal: Error[] = [];
  let halt: (error: Error) => void = () => {};
  const halted = new Promise<Error>((resolve) => (halt = resolve));
  const server = createAbciServer({
    address,
    application: acceptingApplication(overrides),
    logger: recordingLogger(lines),
    limits: limits ?? {},
    onFatal: (error) => {
      fatal.push(error);
      halt(error);
    },
  });
  await server.listen();
  servers.push(server);
  const connect = async (): Promise<TestClient> => {
    const client = await TestClient.connect(server.address);
    clients.push(client);
    return client;
  };
  return { server, lines, fatal, halted, connect };
}

/** A promise and what settles it. */
function gate(): { readonly passed: Promise<void>; open(): void } {
  let open: () => void = () => {};
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open };
}

const checkTx = (tx: string): Uint8Array => frameOf({ checkTx: { tx: Buffer.from(tx), type: 0 } });
const logOf = (response: abci.Response): string | undefined => response.checkTx?.log;

describe("answers", () => {
  test("every request of ABCI 2.0 by its own kind of response", async () => {
    const { connect } = await serve({
      info: async ({ version }) => ({ data: version, lastBlockHeight: 3_000_000_000n }),
      query: async ({ path, height }) => ({ info: path, height }),
    });
    const client = await connect();
    const requests: abci.Request[] = [
      { echo: { message: "höre" } },
      { flush: {} },
      { info: abci.RequestInfo.fromPartial({ version: "0.38.26" }) },
      { initChain: abci.RequestInitChain.fromPartial({ chainId: "c", initialHeight: 1n }) },
      { query: abci.RequestQuery.fromPartial({ path: "/store", height: 3_000_000_000n }) },
      { checkTx: abci.RequestCheckTx.fromPartial({ tx: Buffer.from("t") }) },
      { commit: {} },
      { listSnapshots: {} },
      { offerSnapshot: abci.RequestOfferSnapshot.fromPartial({}) },
      { loadSnapshotChunk: abci.RequestLoadSnapshotChunk.fromPartial({}) },
      { applySnapshotChunk: abci.RequestApplySnapshotChunk.fromPartial({}) },
      { prepareProposal: abci.RequestPrepareProposal.fromPartial({ txs: [Buffer.from("a")], maxTxBytes: 10n }) },
      { processProposal: abci.RequestProcessProposal.fromPartial({}) },
      { extendVote: abci.RequestExtendVote.fromPartial({}) },
      { verifyVoteExtension: abci.RequestVerifyVoteExtension.fromPartial({}) },
      { finalizeBlock: abci.RequestFinalizeBlock.fromPartial({ height: 5n }) },
    ];
    await client.write(Buffer.concat(requests.map(frameOf)));
    await client.received(requests.length);
    const kindOf = (message: object): string | undefined =>
      Object.entries(message).find(([, value]) => value !== undefined)?.[0];
    expect(client.responses.map(kindOf)).toEqual(requests.map(kindOf));
    expect(client.responses[0]?.echo?.message).toBe("höre");
    expect(client.responses[2]?.info).toMatchObject({ data: "0.38.26", lastBlockHeight: 3_000_000_000n });
    expect(client.responses[4]?.query).toMatchObject({ info: "/store", height: 3_000_000_000n });
    expect(client.responses[11]?.prepareProposal?.txs.map((tx) => [...tx])).toEqual([[97]]);
  });

  test("bytes that the handler encoded itself go out as they are", async () => {
    const encoded = encodeMessage(abci.ResponseCheckTx, abci.ResponseCheckTx.fromPartial({ log: "x".repeat(100_000) }));
    const { connect } = await serve({ checkTx: async () => encoded });
    const client = await connect();
    expect((await client.ask({ checkTx: { tx: new Uint8Array(1), type: 0 } })).checkTx?.log).toHaveLength(100_000);
  });

  test("come in the order of the requests, however long each takes, and one handler runs at a time", async () => {
    let running = 0;
    const { connect } = await serve({
      checkTx: async ({ tx }) => {
        expect(++running).toBe(1);
        for (let i = tx[0] as number; i > 0; i--) await new Promise((resolve) => setImmediate(resolve));
        running--;
        return { log: String(tx[0]) };
      },
    });
    const client = await connect();
    const delays = [9, 0, 5, 0, 0, 7, 1, 0, 3];
    await client.write(
      Buffer.concat(delays.map((delay) => frameOf({ checkTx: { tx: Uint8Array.of(delay), type: 0 } }))),
    );
    await client.received(delays.length);
    expect(client.responses.map(logOf)).toEqual(delays.map(String));
  });

  test("that are ready are not held up by the next request's handler, without any Flush", async () => {
    const slow = gate();
    const { connect } = await serve({
      checkTx: async ({ tx }) => {
        if (String(Buffer.from(tx)) === "slow") await slow.passed;
        return {};
      },
    });
    const client = await connect();
    await client.write(Buffer.concat([checkTx("a"), checkTx("b"), checkTx("slow"), checkTx("c")]));
    await client.received(2);
    expect(client.responses).toHaveLength(2);
    slow.open();
    await client.received(4);
  });

  test("any cutting of the stream gives the same answers", async () => {
    const { connect } = await serve({
      checkTx: async ({ tx, type }) => ({ log: `${type}:${Buffer.from(tx).toString("hex")}` }),
    });
    const request = fc.record({ tx: fc.uint8Array({ maxLength: 300 }), type: fc.constantFrom(0, 1) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(request, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 90 }),
        async (list, size) => {
          const client = await connect();
          const bytes = Buffer.concat(list.map((each) => frameOf({ checkTx: each })));
          for (let at = 0; at < bytes.length; at += size) await client.write(bytes.subarray(at, at + size));
          await client.received(list.length);
          expect(client.responses.map(logOf)).toEqual(
            list.map(({ tx, type }) => `${type}:${Buffer.from(tx).toString("hex")}`),
          );
          client.close();
        },
      ),
      { numRuns: 15 },
    );
  });

  test("are all given to a client that ends its side first", async () => {
    const { connect } = await serve({
      checkTx: async ({ tx }) => {
        await new Promise((resolve) => setImmediate(resolve));
        return { log: String(tx[0]) };
      },
    });
    const client = await connect();
    client.socket.end(Buffer.concat([checkTx("a"), checkTx("b"), checkTx("c")]));
    await client.ended();
    expect(client.responses.map(logOf)).toEqual(["97", "98", "99"]);
  });

  test("of CometBFT v0.40's mempool requests", async () => {
    const insert = { tx: Buffer.from("bad") };
    const request = (field: number, body: Uint8Array): Uint8Array =>
      encodeDelimited({ encode: (_, writer) => writer?.tag(field, 2).bytes(body) }, undefined);
    const frames = Buffer.concat([
      request(21, encodeMessage({ encode: (m: typeof insert, w) => RequestInsertTx.encode(m, w!) }, insert)),
      request(
        22,
        encodeMessage(
          { encode: (m: { maxBytes: bigint; maxGas: bigint }, w) => RequestReapTxs.encode(m, w!) },
          { maxBytes: 2n ** 40n, maxGas: 3_000_000_000n },
        ),
      ),
      frameOf({ flush: {} }),
    ]);
    const bytesOf = async (running: Running): Promise<string> => {
      const client = await running.connect();
      const chunks: Buffer[] = [];
      client.socket.on("data", (chunk: Buffer) => chunks.push(chunk));
      await client.write(frames);
      await client.received(3);
      return Buffer.concat(chunks).toString("hex");
    };
    const plain = await serve({ checkTx: async ({ tx }) => ({ code: tx.length }) });
    // ResponseInsertTx is field 22 with code 3; ResponseReapTxs field 23, empty; ResponseFlush field 3, empty.
    expect(await bytesOf(plain)).toBe("05b201020803" + "03ba0100" + "021a00");
    const reaped: bigint[] = [];
    const own = await serve({
      insertTx: async () => ({ code: 0 }),
      reapTxs: async ({ maxBytes, maxGas }) => {
        reaped.push(maxBytes, maxGas);
        return { txs: [Buffer.from("ab")] };
      },
    });
    expect(await bytesOf(own)).toBe("03b20100" + "07ba01040a026162" + "021a00");
    expect(reaped).toEqual([2n ** 40n, 3_000_000_000n]);
  });
});

describe("what is not ABCI closes its connection with a logged reason, and no other", () => {
  test.each([
    ["a length of 100 MB", Buffer.from([0x80, 0xc2, 0xd7, 0x2f, 1]), /100000000 bytes is longer than the 96000000/],
    ["a length without end", Buffer.alloc(20, 0xff), /takes more than 5 bytes/],
    ["an HTTP request", Buffer.from("GET / HTTP/1.1\r\nHost: a\r\n\r\n" + "x".repeat(100)), /no request with field/],
    ["an empty frame", Buffer.from([0]), /ends within its header/],
    ["a request that does not exist", Buffer.from([2, 0x22, 0]), /no request with field 4/],
    ["a request of the future", Buffer.from([3, 0xba, 0x01, 0]), /no request with field 23/],
    ["a request that is a number", Buffer.from([2, 0x18, 5]), /field 3 of wire type 0/],
    ["two requests in a frame", Buffer.from([4, 0x1a, 0, 0x12, 0]), /body is 0 bytes by its header, and 2/],
    ["a body longer than its frame", Buffer.from([2, 0x1a, 5]), /body is 5 bytes by its header, and 0/],
    ["a body that is no message", Buffer.from([6, 0x1a, 4, 0x0a, 0x7f, 1, 2]), /ends within a field/],
    ["text that is not UTF-8", Buffer.from([6, 0x0a, 4, 0x0a, 2, 0xff, 0xfe]), /not UTF-8/],
  ])("%s", async (_name, bytes, reason) => {
    const { connect, lines } = await serve();
    const honest = await connect();
    const client = await connect();
    await client.write(bytes);
    await client.ended();
    expect(lines).toContainEqual({
      level: "error",
      message: "closing an ABCI connection",
      fields: { reason: expect.stringMatching(reason) as unknown },
    });
    expect((await honest.ask({ echo: { message: "still here" } })).echo?.message).toBe("still here");
  });

  test("a half frame that ends", async () => {
    const { connect, lines } = await serve();
    const client = await connect();
    client.socket.end(checkTx("whole").subarray(0, 6));
    await client.ended();
    expect(lines).toContainEqual(
      expect.objectContaining({ message: "ABCI connection ended within a frame", fields: { bytesOfFrame: 6 } }),
    );
  });

  test("random bytes never end the process", async () => {
    const { connect, fatal } = await serve();
    const honest = await connect();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (bytes) => {
        const client = await connect();
        client.socket.end(bytes);
        await client.ended();
      }),
      { numRuns: 60 },
    );
    expect((await honest.ask({ echo: { message: "alive" } })).echo?.message).toBe("alive");
    expect(fatal).toEqual([]);
  });

  test("more connections than allowed", async () => {
    const { connect, lines } = await serve({}, { limits: { maxConnections: 2 } });
    const first = await connect();
    await first.ask({ echo: { message: "1" } });
    const second = await connect();
    await second.ask({ echo: { message: "2" } });
    await (await connect()).ended();
    expect(lines.at(-1)?.message).toBe("refusing an ABCI connection");
    first.close();
    await first.ended();
    expect((await second.ask({ echo: { message: "on" } })).echo?.message).toBe("on");
  });
});

describe("back-pressure", () => {
  test("a client that does not read is handled no further than its bound, and starves nobody", async () => {
    let handled = 0;
    const answer = { log: "x".repeat(10_000) };
    const enough = gate();
    const { connect } = await serve(
      {
        checkTx: async () => {
          if (++handled === 100) enough.open();
          return answer;
        },
      },
      { limits: { maxUnsentBytes: 200_000 } },
    );
    const slow = await connect();
    slow.socket.pause();
    const total = 5000;
    const written = slow.write(Buffer.concat(Array.from({ length: total }, () => checkTx("t"))));
    await enough.passed;
    const other = await connect();
    for (let i = 0; i < 20; i++) await other.ask({ echo: { message: "in between" } });
    // 50 MB of answers: what the kernel's buffers and the bound hold is far less.
    expect(handled).toBeLessThan(total);
    slow.socket.resume();
    await slow.received(total);
    await written;
    expect(handled).toBe(total);
  });

  test("requests that wait for a slow handler are bounded: the sender is held back", async () => {
    const slow = gate();
    const { connect } = await serve(
      {
        checkTx: async () => {
          await slow.passed;
          return {};
        },
      },
      { limits: { maxQueuedBytes: 100_000 } },
    );
    const client = await connect();
    const frame = frameOf({ checkTx: { tx: new Uint8Array(10_000), type: 0 } });
    const total = 3000;
    let sent = false;
    const written = client.write(Buffer.concat(Array.from({ length: total }, () => frame))).then(() => (sent = true));
    const other = await connect();
    for (let i = 0; i < 50; i++) await other.ask({ echo: { message: "in between" } });
    expect(sent).toBe(false);
    slow.open();
    await client.received(total);
    await written;
  });

  test("handlers that never leave JavaScript let the other connections in between", async () => {
    let handled = 0;
    const { connect } = await serve({
      checkTx: async () => {
        const end = performance.now() + 1;
        while (performance.now() < end);
        handled++;
        return {};
      },
    });
    const busy = await connect();
    const other = await connect();
    await busy.write(Buffer.concat(Array.from({ length: 300 }, () => checkTx("t"))));
    await other.ask({ echo: { message: "let me in" } });
    expect(handled).toBeLessThan(150);
    await busy.received(300);
  });
});

describe("failing handlers", () => {
  const consensus: readonly [keyof AbciApplication, abci.Request][] = [
    ["info", { info: abci.RequestInfo.fromPartial({}) }],
    ["initChain", { initChain: abci.RequestInitChain.fromPartial({}) }],
    ["prepareProposal", { prepareProposal: abci.RequestPrepareProposal.fromPartial({}) }],
    ["processProposal", { processProposal: abci.RequestProcessProposal.fromPartial({}) }],
    ["extendVote", { extendVote: abci.RequestExtendVote.fromPartial({}) }],
    ["verifyVoteExtension", { verifyVoteExtension: abci.RequestVerifyVoteExtension.fromPartial({}) }],
    ["finalizeBlock", { finalizeBlock: abci.RequestFinalizeBlock.fromPartial({}) }],
    ["commit", { commit: {} }],
  ];
  test.each(consensus)("%s: exception, then a halt, and nothing is handled any more", async (method, request) => {
    let queries = 0;
    const cause = new Error("disk is full");
    const { connect, halted, lines } = await serve({
      [method]: async () => {
        throw cause;
      },
      query: async () => {
        queries++;
        return {};
      },
    });
    const client = await connect();
    const other = await connect();
    await client.write(Buffer.concat([frameOf(request), frameOf({ query: abci.RequestQuery.fromPartial({}) })]));
    const error = await halted;
    expect(error).toMatchObject({ message: `${method} failed: disk is full`, cause });
    await client.ended();
    expect(client.responses).toEqual([
      expect.objectContaining({ exception: { error: `${method} failed: disk is full` } }),
    ]);
    expect(lines.some(({ level, message }) => level === "error" && message.includes("disk is full"))).toBe(true);
    await other.write(frameOf({ query: abci.RequestQuery.fromPartial({}) }));
    expect(queries).toBe(0);
  });

  test("an answer that cannot be encoded halts as well", async () => {
    const { connect, halted } = await serve({ commit: async () => ({ retainHeight: 2n ** 64n }) });
    await (await connect()).write(frameOf({ commit: {} }));
    expect((await halted).message).toContain("commit failed");
  });

  test("elsewhere it is one fixed answer, a log line, and the connection goes on", async () => {
    const fail = async (): Promise<never> => {
      throw new Error("secret inside");
    };
    const { connect, fatal, lines } = await serve({
      query: fail,
      checkTx: fail,
      listSnapshots: fail,
      offerSnapshot: fail,
      loadSnapshotChunk: fail,
      applySnapshotChunk: fail,
    });
    const client = await connect();
    const query = await client.ask({ query: abci.RequestQuery.fromPartial({ height: 7n }) });
    expect(query.query).toMatchObject({ code: 1, codespace: "undefined", log: "internal error", height: 7n });
    const check = await client.ask({ checkTx: { tx: new Uint8Array(1), type: 0 } });
    expect(check.checkTx).toMatchObject({ code: 1, codespace: "undefined", log: "internal error" });
    expect((await client.ask({ listSnapshots: {} })).listSnapshots).toEqual({ snapshots: [] });
    const offer = await client.ask({ offerSnapshot: abci.RequestOfferSnapshot.fromPartial({}) });
    expect(offer.offerSnapshot?.result).toBe(abci.ResponseOfferSnapshot_Result.REJECT);
    const load = await client.ask({ loadSnapshotChunk: abci.RequestLoadSnapshotChunk.fromPartial({}) });
    expect(load.loadSnapshotChunk?.chunk).toHaveLength(0);
    const apply = await client.ask({ applySnapshotChunk: abci.RequestApplySnapshotChunk.fromPartial({}) });
    expect(apply.applySnapshotChunk?.result).toBe(abci.ResponseApplySnapshotChunk_Result.REJECT_SNAPSHOT);
    expect(lines.filter(({ message }) => message === "an ABCI handler failed")).toHaveLength(6);
    expect(fatal).toEqual([]);
  });
});

describe("over connections", () => {
  test("consensus calls never overlap, while CheckTx and queries run beside them", async () => {
    const block = gate();
    const calls: string[] = [];
    const { connect } = await serve({
      finalizeBlock: async () => {
        calls.push("finalizeBlock begins");
        await block.passed;
        calls.push("finalizeBlock ends");
        return {};
      },
      commit: async () => {
        calls.push("commit");
        return {};
      },
    });
    const [consensus, again, mempool, query] = [await connect(), await connect(), await connect(), await connect()];
    await consensus.write(frameOf({ finalizeBlock: abci.RequestFinalizeBlock.fromPartial({}) }));
    await mempool.ask({ checkTx: { tx: new Uint8Array(1), type: 0 } });
    await query.ask({ info: abci.RequestInfo.fromPartial({}) });
    await again.write(frameOf({ commit: {} }));
    await query.ask({ query: abci.RequestQuery.fromPartial({}) });
    expect(calls).toEqual(["finalizeBlock begins"]);
    block.open();
    await again.received(1);
    await consensus.received(1);
    expect(calls).toEqual(["finalizeBlock begins", "finalizeBlock ends", "commit"]);
  });

  test("Info after CometBFT's death waits for the call that it left behind", async () => {
    const disk = gate();
    const begun = gate();
    let height = 4n;
    const { connect } = await serve({
      commit: async () => {
        begun.open();
        await disk.passed;
        height = 5n;
        return {};
      },
      info: async () => ({ lastBlockHeight: height }),
    });
    const dead = await connect();
    await dead.write(frameOf({ commit: {} }));
    await begun.passed;
    dead.close();
    await (await connect()).ask({ echo: { message: "the end has been read" } });
    const reborn = await connect();
    const answer = reborn.ask({ info: abci.RequestInfo.fromPartial({}) });
    await (await connect()).ask({ echo: { message: "a turn later" } });
    expect(reborn.responses).toEqual([]);
    disk.open();
    expect((await answer).info?.lastBlockHeight).toBe(5n);
  });

  test("close waits for the handlers that run", async () => {
    const disk = gate();
    const begun = gate();
    const { connect, server } = await serve({
      commit: async () => {
        begun.open();
        await disk.passed;
        return {};
      },
    });
    await (await connect()).write(frameOf({ commit: {} }));
    await begun.passed;
    let closed = false;
    const closing = server.close().then(() => (closed = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(closed).toBe(false);
    disk.open();
    await closing;
    servers.splice(0);
  });
});

describe("addresses", () => {
  test("a unix socket, for its owner alone, also where a dead process left its file", async () => {
    const folder = mkdtempSync(join(tmpdir(), "abci-"));
    const path = join(folder, "app.sock");
    try {
      const { connect } = await serve({}, { address: `unix://${path}` });
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect((await (await connect()).ask({ echo: { message: "u" } })).echo?.message).toBe("u");
      await expect(serve({}, { address: `unix://${path}` })).rejects.toThrow("is in use");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("a port that is taken is named", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const { port } = taken.address() as { port: number };
    const address = `tcp://127.0.0.1:${port}`;
    const server = createAbciServer({
      address,
      application: acceptingApplication(),
      logger: silentLogger,
      onFatal: () => {},
    });
    await expect(server.listen()).rejects.toThrow(`${address} is in use`);
    await new Promise((resolve) => taken.close(resolve));
  });
});

test("decoded requests keep every 64-bit number", () => {
  const request = abci.RequestFinalizeBlock.fromPartial({
    height: 3_000_000_000n,
    time: { seconds: 4_102_444_800n, nanos: 1 },
  });
  expect(decodeMessage(abci.RequestFinalizeBlock, encodeMessage(abci.RequestFinalizeBlock, request))).toEqual(request);
});
