import { SimulateRequest, SimulateResponse } from "cosmjs-types/cosmos/tx/v1beta1/service";
import { decodeMessage } from "../proto/reader.js";
import { encodeMessage } from "../proto/writer.js";
import { decimalCoins } from "./services/node.js";
import { CHAIN_ID } from "./testing/chain.js";
import { aloneAtHeightOne, cometTx } from "./testing/comet-answers.js";
import { aliceAddress, bob, type Fixture, startFixture, unsignedSend } from "./testing/fixture.js";

let fixture: Fixture;
let alice: string;
let tx: Uint8Array;

beforeAll(async () => {
  alice = await aliceAddress();
  tx = await unsignedSend({ sequence: 0n });
  fixture = await startFixture();
  aloneAtHeightOne(fixture.comet, [tx, tx, tx]);
});
afterAll(() => fixture.close());

async function get(path: string) {
  const response = await fetch(fixture.api.rest + path);
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

async function post(path: string, body: unknown) {
  const response = await fetch(fixture.api.rest + path, { method: "POST", body: JSON.stringify(body) });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

const txJson = () => ({
  body: {
    messages: [
      {
        "@type": "/cosmos.bank.v1beta1.MsgSend",
        from_address: alice,
        to_address: bob,
        amount: [{ denom: "aec", amount: "5" }],
      },
    ],
    memo: "",
    timeout_height: "0",
    unordered: false,
    timeout_timestamp: null,
    extension_options: [],
    non_critical_extension_options: [],
  },
  auth_info: {
    signer_infos: [
      {
        public_key: { "@type": "/cosmos.crypto.secp256k1.PubKey", key: expect.any(String) as unknown },
        mode_info: { single: { mode: "SIGN_MODE_DIRECT" } },
        sequence: "0",
      },
    ],
    fee: { amount: [], gas_limit: "200000", payer: "", granter: "" },
    tip: null,
  },
  signatures: [base64(new Uint8Array(64))],
});

const txResponseJson = () => ({
  height: "1",
  txhash: "DD".repeat(32),
  codespace: "",
  code: 0,
  data: "68656C6C6F",
  raw_log: "",
  logs: [],
  info: "",
  gas_wanted: "200000",
  gas_used: "61234",
  tx: { "@type": "/cosmos.tx.v1beta1.Tx", ...txJson() },
  timestamp: "2026-01-02T03:04:06Z",
  events: [{ type: "transfer", attributes: [{ key: "amount", value: "5aec", index: true }] }],
});

describe("transactions", () => {
  test("by hash", async () => {
    fixture.comet.answers("tx", () => cometTx(tx));
    const { status, json } = await get(`/cosmos/tx/v1beta1/txs/${"dd".repeat(32)}`);
    expect(status).toBe(200);
    expect(json).toEqual({ tx: txJson(), tx_response: txResponseJson() });
    expect(fixture.comet.calls.findLast(({ method }) => method === "tx")?.params).toEqual({
      hash: base64(new Uint8Array(32).fill(0xdd)),
      prove: false,
    });
  });

  test("by a hash that nobody has, or that is none", async () => {
    fixture.comet.answers("tx", () => new Error(`tx (${"EE".repeat(32)}) not found`));
    const hash = "ee".repeat(32);
    expect(await get(`/cosmos/tx/v1beta1/txs/${hash}`)).toEqual({
      status: 404,
      json: { code: 5, message: `tx not found: ${hash}`, details: [] },
    });
    expect((await get("/cosmos/tx/v1beta1/txs/xyz")).status).toBe(400);
  });

  test("by events, with order and page", async () => {
    fixture.comet.answers("tx_search", () => ({ txs: [cometTx(tx)], total_count: "7" }));
    const query = encodeURIComponent("message.sender='echo1'");
    const { json } = await get(`/cosmos/tx/v1beta1/txs?query=${query}&order_by=ORDER_BY_DESC&page=2&limit=3`);
    expect(json).toEqual({ txs: [txJson()], tx_responses: [txResponseJson()], pagination: null, total: "7" });
    expect(fixture.comet.calls.findLast(({ method }) => method === "tx_search")?.params).toEqual({
      query: "message.sender='echo1'",
      prove: false,
      page: "2",
      per_page: "3",
      order_by: "desc",
    });
  });

  test("older clients name events one by one and page by offset", async () => {
    await get("/cosmos/tx/v1beta1/txs?events=a.b=%271%27&events=c.d=%272%27&pagination.offset=20&pagination.limit=10");
    expect(fixture.comet.calls.findLast(({ method }) => method === "tx_search")?.params).toMatchObject({
      query: "a.b='1' AND c.d='2'",
      page: "3",
      per_page: "10",
    });
    expect((await get("/cosmos/tx/v1beta1/txs")).status).toBe(400);
  });

  test("broadcast tells the verdict of CheckTx", async () => {
    fixture.comet.answers("broadcast_tx_sync", () => ({
      code: 32,
      data: "",
      log: "account sequence mismatch, expected 1, got 0: incorrect account sequence",
      codespace: "sdk",
      hash: "AB".repeat(32),
    }));
    const { status, json } = await post("/cosmos/tx/v1beta1/txs", {
      tx_bytes: base64(tx),
      mode: "BROADCAST_MODE_SYNC",
    });
    expect(status).toBe(200);
    expect(json["tx_response"]).toMatchObject({
      height: "0",
      txhash: "AB".repeat(32),
      codespace: "sdk",
      code: 32,
      raw_log: "account sequence mismatch, expected 1, got 0: incorrect account sequence",
      tx: null,
      events: [],
    });
  });

  test.each([
    ["tx already exists in cache", 19],
    ["mempool is full: number of txs 5000 (max: 5000)", 20],
    ["Tx too large. Max size is 100, but got 200", 21],
  ])("CometBFT's own refusal %p has the SDK's code", async (words, code) => {
    fixture.comet.answers("broadcast_tx_sync", () => new Error(words));
    const { json } = await post("/cosmos/tx/v1beta1/txs", { tx_bytes: base64(tx) });
    expect(json["tx_response"]).toMatchObject({ code, codespace: "sdk" });
  });

  test("an empty one is refused", async () => {
    const { status, json } = await post("/cosmos/tx/v1beta1/txs", {});
    expect(status).toBe(400);
    expect(json).toEqual({ code: 3, message: "invalid empty tx", details: [] });
  });

  test("of a block, paged", async () => {
    const { json } = await get("/cosmos/tx/v1beta1/txs/block/1?pagination.offset=1&pagination.limit=1");
    expect(json["txs"]).toEqual([txJson()]);
    expect(json["pagination"]).toEqual({ next_key: null, total: "3" });
    expect((await get("/cosmos/tx/v1beta1/txs/block/9")).status).toBe(400);
  });

  test("decoded and encoded", async () => {
    const decoded = await post("/cosmos/tx/v1beta1/decode", { tx_bytes: base64(tx) });
    expect(decoded.json).toEqual({ tx: txJson() });
    const encoded = await post("/cosmos/tx/v1beta1/encode", decoded.json);
    expect(encoded.json).toEqual({ tx_bytes: base64(tx) });
    expect((await post("/cosmos/tx/v1beta1/decode", { tx_bytes: "AAAA" })).status).toBe(400);
    expect((await post("/cosmos/tx/v1beta1/decode/amino", { amino_binary: "AAAA" })).status).toBe(501);
  });
});

describe("simulation", () => {
  test("tells gas, events and answers", async () => {
    const { status, json } = await post("/cosmos/tx/v1beta1/simulate", { tx_bytes: base64(tx) });
    expect(status).toBe(200);
    const { gas_info: gas, result } = json as {
      gas_info: { gas_used: string };
      result: { events: { type: string }[]; msg_responses: unknown[] };
    };
    expect(Number(gas.gas_used)).toBeGreaterThan(20_000);
    expect(result.events.map(({ type }) => type)).toContain("transfer");
    expect(result.msg_responses).toEqual([{ "@type": "/cosmos.bank.v1beta1.MsgSendResponse" }]);
  });

  test("tells why it would fail, with the gas used, and that the sequence is wrong", async () => {
    const poor = await unsignedSend({ sequence: 0n, amount: "999999999" });
    const { status, json } = await post("/cosmos/tx/v1beta1/simulate", { tx_bytes: base64(poor) });
    expect(status).toBe(500);
    expect(json["code"]).toBe(2);
    expect(json["message"]).toMatch(/insufficient funds.* with gas used: '\d+'$/);
    const early = await unsignedSend({ sequence: 5n });
    const wrong = await post("/cosmos/tx/v1beta1/simulate", { tx_bytes: base64(early) });
    expect(wrong.json["message"]).toContain("account sequence mismatch, expected 0, got 5");
  });

  test("over abci_query, as cosmjs asks", async () => {
    const data = Uint8Array.from(encodeMessage(SimulateRequest, SimulateRequest.fromPartial({ txBytes: tx })));
    const answer = await fixture.api.query({ path: "/cosmos.tx.v1beta1.Service/Simulate", data });
    expect(answer.code).toBe(0);
    expect(decodeMessage(SimulateResponse, answer.value).gasInfo?.gasUsed).toBeGreaterThan(20_000n);
  });
});

describe("blocks and validators", () => {
  test("the latest block, in both shapes", async () => {
    const { json } = await get("/cosmos/base/tendermint/v1beta1/blocks/latest");
    const { block, sdk_block: sdkBlock } = json as Record<string, { header: Record<string, unknown> }>;
    expect(block?.header).toMatchObject({
      version: { block: "11", app: "0" },
      chain_id: CHAIN_ID,
      height: "1",
      time: "2026-01-02T03:04:06.123456789Z",
      proposer_address: "AQIDBAUGBwgJCgsMDQ4PEBESExQ=",
    });
    expect(String(sdkBlock?.header["proposer_address"])).toMatch(/^echovalcons1/);
  });

  test("a block of the future is refused", async () => {
    expect(await get("/cosmos/base/tendermint/v1beta1/blocks/9")).toEqual({
      status: 400,
      json: { code: 3, message: "requested block height is bigger then the chain length", details: [] },
    });
  });

  test("validators", async () => {
    const { json } = await get("/cosmos/base/tendermint/v1beta1/validatorsets/latest");
    expect(json).toMatchObject({
      block_height: "1",
      validators: [
        {
          pub_key: { "@type": "/cosmos.crypto.ed25519.PubKey", key: base64(new Uint8Array(32).fill(9)) },
          voting_power: "10",
          proposer_priority: "-3",
        },
      ],
      pagination: { next_key: null, total: "1" },
    });
    expect((await get("/cosmos/base/tendermint/v1beta1/validatorsets/1?pagination.offset=100")).status).toBe(400);
  });

  test("node info, with the version of the application", async () => {
    const { json } = await get("/cosmos/base/tendermint/v1beta1/node_info");
    expect(json).toMatchObject({
      default_node_info: { network: CHAIN_ID, moniker: "alone", default_node_id: "f0".repeat(20) },
      application_version: { name: "echoin", app_name: "echoind", version: "0.1.0", cosmos_sdk_version: "v0.53.8" },
    });
    expect((await get("/cosmos/base/tendermint/v1beta1/syncing")).json).toEqual({ syncing: false });
  });

  test("a raw query by REST, but none that has an address of its own", async () => {
    const found = await get("/cosmos/base/tendermint/v1beta1/abci_query?path=/app/version");
    expect(found.json).toMatchObject({ code: 0, value: base64(Buffer.from("0.1.0")), height: "1" });
    const refused = await get("/cosmos/base/tendermint/v1beta1/abci_query?path=/cosmos.bank.v1beta1.Query/Params");
    expect(refused.status).toBe(400);
  });

  test("without CometBFT: 503, and its address", async () => {
    const other = await startFixture(() => ({ cometRpc: "tcp://127.0.0.1:1" }));
    const response = await fetch(`${other.api.rest}/cosmos/base/tendermint/v1beta1/blocks/latest`);
    expect(response.status).toBe(503);
    expect(((await response.json()) as { message: string }).message).toContain("http://127.0.0.1:1");
    await other.close();
  });
});

describe("the node", () => {
  test("its settings", async () => {
    expect((await get("/cosmos/base/node/v1beta1/config")).json).toEqual({
      minimum_gas_price: "0.025000000000000000aec",
      pruning_keep_recent: "0",
      pruning_interval: "0",
      halt_height: "0",
    });
  });

  test("its status", async () => {
    expect((await get("/cosmos/base/node/v1beta1/status")).json).toMatchObject({
      earliest_store_height: "1",
      height: "1",
      timestamp: "2026-01-02T03:04:06Z",
      app_hash: base64(new Uint8Array(32).fill(0xcc)),
    });
    const own = (await get("/echoin/node/v1/status")).json;
    expect(own).toMatchObject({ chain_id: CHAIN_ID, version: "0.1.0", earliest_height: "1", latest_height: "1" });
    expect(Buffer.from(own["latest_app_hash"] as string, "base64")).toHaveLength(32);
  });

  test("ready once CometBFT has caught up", async () => {
    expect(await get("/ready")).toEqual({ status: 200, json: { status: "ready" } });
  });

  test("what can be packed, asked and sent", async () => {
    const names = (await get("/cosmos/base/reflection/v1beta1/interfaces")).json["interface_names"];
    expect(names).toContain("cosmos.base.v1beta1.Msg");
    const one = "/cosmos/base/reflection/v1beta1/interfaces/cosmos.base.v1beta1.Msg/implementations";
    expect((await get(one)).json["implementation_message_names"]).toContain("/cosmos.bank.v1beta1.MsgSend");
    const messages = (await get("/cosmos/base/reflection/v1beta1/app_descriptor/tx_descriptor")).json;
    expect(JSON.stringify(messages)).not.toContain("MsgTransfer");
    const chain = (await get("/cosmos/base/reflection/v1beta1/app_descriptor/chain")).json;
    expect(chain).toEqual({ chain: { id: CHAIN_ID } });
  });

  test.each([
    ["0aec", ""],
    ["", ""],
    ["1uusd,0.025aec", "0.025000000000000000aec,1.000000000000000000uusd"],
  ])("prices %p are printed as %p", (text, printed) => expect(decimalCoins(text)).toBe(printed));
});
