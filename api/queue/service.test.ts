import { hash as digest } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeSignDoc, Secp256k1Wallet } from "@cosmjs/amino";
import { Client, credentials, Metadata } from "@grpc/grpc-js";
import { BroadcastTxRequest, BroadcastTxResponse } from "cosmjs-types/cosmos/tx/v1beta1/service";
import { decodeMessage } from "../../proto/reader.js";
import { encodeMessage } from "../../proto/writer.js";
import { defaultQueue } from "../config.js";
import { CHAIN_ID } from "../testing/chain.js";
import { aloneAtHeightOne, cometTx } from "../testing/comet-answers.js";
import { alice, aliceAddress, bob, type Fixture, startFixture } from "../testing/fixture.js";
import { signedTransfer } from "./testing/transfers.js";

const folder = mkdtempSync(join(tmpdir(), "echoin-queue-"));
let fixture: Fixture;
let accountNumber: number;

const start = (name: string, changes: object = {}): Promise<Fixture> =>
  startFixture(() => ({ queue: { ...defaultQueue, file: join(folder, name), maxPerSender: 4, ...changes } }));

beforeAll(async () => {
  fixture = await start("queue.db");
  aloneAtHeightOne(fixture.comet);
  const { json } = await get(`/cosmos/auth/v1beta1/account_info/${await aliceAddress()}`);
  accountNumber = Number((json["info"] as { account_number: string }).account_number);
});
afterAll(async () => {
  await fixture.close();
  rmSync(folder, { recursive: true, force: true });
});

async function get(path: string, from = fixture) {
  const response = await fetch(from.api.rest + path);
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

async function post(path: string, body: unknown, headers: Record<string, string> = {}, to = fixture) {
  const response = await fetch(to.api.rest + path, { method: "POST", body: JSON.stringify(body), headers });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const nameOf = (bytes: Uint8Array): string => digest("sha256", bytes, "hex").toUpperCase();
const MISMATCH = (sequence: number): string =>
  `account sequence mismatch, expected 0, got ${sequence}: incorrect account sequence`;

const transfer = async (sequence: number, changes: { amount?: string; fee?: string; timeoutHeight?: bigint } = {}) =>
  signedTransfer({ wallet: await alice(), chainId: CHAIN_ID, accountNumber, sequence, to: bob, ...changes });

/** Has CometBFT answer each transaction that it is handed so. */
function mempoolSays(code: number, log: string, from = fixture): void {
  from.comet.answers("broadcast_tx_sync", ({ tx }) => ({
    code,
    codespace: code === 0 ? "" : "sdk",
    log,
    hash: nameOf(Buffer.from(String(tx), "base64")),
  }));
}

const broadcast = (tx: Uint8Array, headers: Record<string, string> = {}, to = fixture) =>
  post("/cosmos/tx/v1beta1/txs", { tx_bytes: base64(tx), mode: "BROADCAST_MODE_SYNC" }, headers, to);
const submit = (tx: Uint8Array, more: object = {}) =>
  post("/echoin/node/v1/queue/transactions", { tx_bytes: base64(tx), ...more });
const lookUp = async (tx: Uint8Array) => get(`/echoin/node/v1/queue/transactions/${nameOf(tx)}`);

const KEEP = { "x-echoin-queue": "keep" };

test("a client that asks for nothing hears the refusal as from any node, and nothing is kept", async () => {
  const tx = await transfer(7);
  mempoolSays(32, MISMATCH(7));
  const { json } = await broadcast(tx);
  expect(json["tx_response"]).toMatchObject({ code: 32, codespace: "sdk", raw_log: MISMATCH(7), info: "" });
  expect(await lookUp(tx)).toMatchObject({ status: 404, json: { code: 5 } });
});

test("one that asks for it hears that it is kept, and sees why it waits", async () => {
  const tx = await transfer(8);
  mempoolSays(32, MISMATCH(8));
  const { json } = await broadcast(tx, KEEP);
  expect(json["tx_response"]).toMatchObject({ code: 0, codespace: "", raw_log: "", txhash: nameOf(tx) });
  expect((json["tx_response"] as { info: string }).info).toMatch(
    /^kept until 20.*: transactions of its sender come before it: account sequence mismatch, expected 0, got 8/,
  );
  const kept = {
    hash: nameOf(tx),
    sender: await aliceAddress(),
    sequence: "8",
    unordered: false,
    state: "QUEUE_STATE_WAITING",
    reason: "QUEUE_REASON_FUTURE_SEQUENCE",
    codespace: "sdk",
    code: 32,
    log: MISMATCH(8),
    ended_at: null,
  };
  expect((await lookUp(tx)).json).toMatchObject({ transaction: kept });
  const list = await get(
    `/echoin/node/v1/queue/senders/${await aliceAddress()}/transactions?pagination.count_total=true`,
  );
  expect(list.json).toMatchObject({ transactions: [kept], pagination: { next_key: null, total: "1" } });
  expect((await get("/echoin/node/v1/queue")).json).toMatchObject({
    waiting: "1",
    offered: "0",
    max_per_sender: "4",
    keep: "asked",
  });
  const metrics = await (await fetch(`http://127.0.0.1:${fixture.api.ports.metrics}/metrics`)).text();
  expect(metrics).toContain('echoin_queue_transactions{state="waiting"} 1');
  expect(metrics).toContain('echoin_queue_events_total{event="kept",reason="future_sequence"} 1');
});

test("gRPC's metadata says the same", async () => {
  const client = new Client(`127.0.0.1:${fixture.api.ports.grpc}`, credentials.createInsecure());
  const tx = await transfer(9);
  mempoolSays(20, "");
  const request = encodeMessage(BroadcastTxRequest, { txBytes: tx, mode: 2 });
  const metadata = new Metadata();
  metadata.set("x-echoin-queue", "keep");
  const same = (bytes: Buffer): Buffer => bytes;
  const answer = await new Promise<Buffer>((resolve, reject) =>
    client.makeUnaryRequest(
      "/cosmos.tx.v1beta1.Service/BroadcastTx",
      same,
      same,
      Buffer.from(request),
      metadata,
      (error, value) => (error === null ? resolve(value as Buffer) : reject(error)),
    ),
  );
  client.close();
  expect(decodeMessage(BroadcastTxResponse, answer).txResponse).toMatchObject({ code: 0, txhash: nameOf(tx) });
  expect((await lookUp(tx)).json).toMatchObject({ transaction: { reason: "QUEUE_REASON_MEMPOOL_FULL" } });
});

test.each([
  ["another's signature", { accountNumber: 99 }, 4, "signature verification failed"],
  ["a fee that its payer does not have", { fee: "9999999" }, 5, "insufficient funds"],
  ["a signature for another chain", { chainId: "other-1" }, 4, "chain-id"],
])("%s is never kept", async (_what, changes: object, code, words) => {
  const signed = { wallet: await alice(), chainId: CHAIN_ID, accountNumber, sequence: 20, to: bob, ...changes };
  const tx = await signedTransfer(signed);
  mempoolSays(32, MISMATCH(20));
  const { status, json } = await submit(tx);
  expect(status).toBe(200);
  expect(json["transaction"]).toMatchObject({ state: "QUEUE_STATE_REFUSED", codespace: "sdk", code });
  expect((json["transaction"] as { log: string }).log).toContain(words);
  expect((await lookUp(tx)).status).toBe(404);
});

test.each([
  ["a sequence that is used up", 32, "account sequence mismatch, expected 30, got 20: incorrect account sequence"],
  ["a fee that is no coin set", 13, "invalid fee amount: duplicate denomination: insufficient fee"],
  ["too many bytes", 21, ""],
])("%s is final", async (_what, code, log) => {
  const tx = await transfer(20);
  mempoolSays(code, log);
  expect((await broadcast(tx, KEEP)).json["tx_response"]).toMatchObject({ code, codespace: "sdk", raw_log: log });
  expect((await lookUp(tx)).status).toBe(404);
});

test("what the mempool takes is watched for every client", async () => {
  const tx = await transfer(0);
  mempoolSays(0, "");
  expect((await broadcast(tx)).json["tx_response"]).toMatchObject({ code: 0, info: "" });
  let found = await lookUp(tx);
  for (const until = Date.now() + 5_000; found.status !== 200 && Date.now() < until;) found = await lookUp(tx);
  expect(found.json).toMatchObject({ transaction: { state: "QUEUE_STATE_OFFERED", attempts: 1 } });
});

test("what a block has already is told, and takes no place", async () => {
  const tx = await transfer(1);
  mempoolSays(19, "");
  fixture.comet.answers("tx", () => ({ ...cometTx(tx), height: "12" }));
  expect((await submit(tx)).json["transaction"]).toMatchObject({
    state: "QUEUE_STATE_COMMITTED",
    height: "12",
    code: 0,
  });
  expect((await lookUp(tx)).status).toBe(404);
  fixture.comet.answers("tx", () => new Error("tx not found"));
  expect((await broadcast(tx)).json["tx_response"]).toMatchObject({ code: 19 });
  expect((await lookUp(tx)).status).toBe(404);
});

test("beyond a bound it is told which, and the refusal stays what it is", async () => {
  mempoolSays(32, MISMATCH(10));
  expect((await submit(await transfer(10), { ttl_seconds: "60" })).status).toBe(200);
  mempoolSays(32, MISMATCH(11));
  const message = "the queue is full: it keeps at most 4 transactions of a sender";
  expect(await submit(await transfer(11))).toMatchObject({ status: 429, json: { code: 8, message } });
  expect((await broadcast(await transfer(11), KEEP)).json["tx_response"]).toMatchObject({
    code: 32,
    raw_log: MISMATCH(11),
    info: `not kept: ${message}`,
  });
});

test("bad input is told what would be right", async () => {
  expect(await broadcast(await transfer(12), { "x-echoin-queue": "yes" })).toMatchObject({
    status: 400,
    json: { message: 'x-echoin-queue is keep or no, not "yes"' },
  });
  expect((await submit(new Uint8Array(0))).status).toBe(400);
  expect((await get("/echoin/node/v1/queue/transactions/abc")).json["message"]).toContain("64 hex digits");
  expect((await get("/echoin/node/v1/queue/senders/cosmos1abc/transactions")).status).toBe(400);
  const key = base64(new Uint8Array(3));
  const list = `/echoin/node/v1/queue/senders/${await aliceAddress()}/transactions`;
  expect((await get(`${list}?pagination.key=${encodeURIComponent(key)}`)).status).toBe(400);
  mempoolSays(2, "tx parse error");
  expect((await submit(new Uint8Array([1, 2, 3]))).json["transaction"]).toMatchObject({ code: 2 });
});

describe("a cancellation", () => {
  /** As a wallet signs a text for a page: ADR-036. */
  async function signed(
    hash: string,
    until: number,
    changes: { chainId?: string; key?: number; public?: number } = {},
  ) {
    const wallet = await Secp256k1Wallet.fromKey(new Uint8Array(32).fill(changes.key ?? 7), "echo");
    const [account] = await wallet.getAccounts();
    const { address } = account!;
    const text = `Cancel a queued transaction\nchain: ${changes.chainId ?? CHAIN_ID}\ntransaction: ${hash}\nuntil: ${until}`;
    const message = { type: "sign/MsgSignData", value: { signer: address, data: base64(Buffer.from(text)) } };
    const document = makeSignDoc([message], { gas: "0", amount: [] }, "", "", 0, 0);
    const { signature } = await wallet.signAmino(address, document);
    const key = { "@type": "/cosmos.crypto.secp256k1.PubKey", key: signature.pub_key.value as string };
    return { until: until.toString(), public_key: key, signature: signature.signature };
  }
  const cancel = (hash: string, body: object) => post(`/echoin/node/v1/queue/transactions/${hash}/cancel`, body);
  const soon = (): number => Math.floor(Date.now() / 1000) + 60;

  test("is its sender's alone, for this chain, this transaction and a short time", async () => {
    const hash = nameOf(await transfer(8));
    const refusals = [
      [await signed(hash, soon(), { key: 8 }), 403, "cancelled by the signature of its sender"],
      [await signed(hash, soon(), { chainId: "other-1" }), 403, "signature"],
      [await signed(nameOf(await transfer(9)), soon()), 403, "signature"],
      [await signed(hash, soon() - 120), 400, "sign again"],
      [await signed(hash, soon() + 900), 400, "at most 600 seconds ahead"],
      [{ ...(await signed(hash, soon())), until: String(soon() + 5) }, 403, "signature"],
      [{ ...(await signed(hash, soon())), public_key: null }, 400, "public_key is needed"],
      [{ ...(await signed(hash, soon())), signature: "" }, 403, "signature"],
    ] as const;
    for (const [body, status, words] of refusals) {
      const answer = await cancel(hash, body);
      expect([answer.status, answer.json["message"]]).toEqual([status, expect.stringContaining(words)]);
    }
    expect((await cancel("AB".repeat(32), await signed("AB".repeat(32), soon()))).status).toBe(404);

    const body = await signed(hash, soon());
    const done = await cancel(hash.toLowerCase(), body);
    expect(done).toMatchObject({ status: 200, json: { transaction: { state: "QUEUE_STATE_CANCELLED" } } });
    // The same again asks for what is so already.
    expect((await cancel(hash, body)).status).toBe(200);
  });
});

test("a node may keep everything, or nothing", async () => {
  const all = await start("all.db", { keep: "all" });
  const none = await startFixture();
  try {
    for (const each of [all, none]) {
      aloneAtHeightOne(each.comet);
      mempoolSays(32, MISMATCH(8), each);
    }
    const tx = await transfer(8);
    expect((await broadcast(tx, {}, all)).json["tx_response"]).toMatchObject({ code: 0 });
    expect((await broadcast(await transfer(9), { "x-echoin-queue": "no" }, all)).json["tx_response"]).toMatchObject({
      code: 32,
    });
    expect((await broadcast(tx, KEEP, none)).json["tx_response"]).toMatchObject({ code: 32 });
    expect(await get("/echoin/node/v1/queue", none)).toMatchObject({
      status: 503,
      json: { message: "this node keeps no transactions: queue.enable is false in its app.toml" },
    });
  } finally {
    await all.close();
    await none.close();
  }
});
