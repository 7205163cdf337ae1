import { ics23, iavlSpec, tendermintSpec, verifyMembership, verifyNonMembership } from "@confio/ics23";
import { QueryBalanceRequest, QueryBalanceResponse } from "cosmjs-types/cosmos/bank/v1beta1/query";
import { createEchoin } from "../abci/app/echoin.js";
import { AddressCodec } from "../abci/state/addresses.js";
import { keyToBytes } from "../abci/store/bytes.js";
import { decodeMessage } from "../proto/reader.js";
import { encodeMessage } from "../proto/writer.js";
import { aliceAddress, bob, type Fixture, startFixture, unsignedSend } from "./testing/fixture.js";

let fixture: Fixture;
let appHash: Uint8Array;
let balanceKey: Uint8Array;

beforeAll(async () => {
  fixture = await startFixture();
  ({ appHash } = await fixture.chain.commit());
  const address = new AddressCodec("echo").parse(await aliceAddress());
  balanceKey = keyToBytes(createEchoin().keepers.bank.balances.locate([address, "aec"]).key);
});
afterAll(() => fixture.close());

const BALANCE = "/cosmos.bank.v1beta1.Query/Balance";
const balanceOf = (address: string): Uint8Array =>
  Uint8Array.from(encodeMessage(QueryBalanceRequest, { address, denom: "aec" }));

describe("gRPC methods", () => {
  test("are answered with their height", async () => {
    const answer = await fixture.api.query({ path: BALANCE, data: balanceOf(await aliceAddress()) });
    expect(answer).toMatchObject({ code: 0, height: 2n });
    expect(decodeMessage(QueryBalanceResponse, answer.value).balance).toEqual({ denom: "aec", amount: "1000000" });
    const past = await fixture.api.query({ path: BALANCE, data: balanceOf(bob), height: 1n });
    expect(past.height).toBe(1n);
  });

  test("what is not found says so in the words that clients look for", async () => {
    const data = Uint8Array.from(encodeMessage(QueryBalanceRequest, { address: bob, denom: "" }));
    const answer = await fixture.api.query({ path: "/cosmos.auth.v1beta1.Query/Account", data });
    expect(answer).toMatchObject({ code: 22, codespace: "sdk" });
    expect(answer.log).toMatch(/^rpc error: code = NotFound desc = .*not found.*: key not found$/);
  });

  test.each([
    ["a request of nonsense", { path: BALANCE, data: Uint8Array.of(0x0a, 0x7f) }, 18],
    ["an address of another chain", { path: BALANCE, data: balanceOf("cosmos1abc") }, 18],
    ["a height of the future", { path: BALANCE, data: balanceOf(bob), height: 99n }, 26],
    ["a negative height", { path: BALANCE, data: balanceOf(bob), height: -5n }, 18],
    ["an unknown path", { path: "/no.such.Query/Method" }, 6],
    ["no path", { path: "" }, 6],
    ["an unknown store", { path: "/store/nothing/key", data: Uint8Array.of(1) }, 18],
    ["an empty key", { path: "/store/bank/key" }, 2],
    ["a proof at height 1", { path: "/store/bank/key", data: Uint8Array.of(1), height: 1n, prove: true }, 18],
    ["a raw height of the future", { path: "/store/bank/key", data: Uint8Array.of(1), height: 44n }, 26],
  ])("%s is an answer with a code", async (_name, query, code) => {
    const answer = await fixture.api.query(query);
    expect(answer).toMatchObject({ code, codespace: "sdk" });
    expect(answer.log).not.toBe("");
    expect(answer.value).toHaveLength(0);
  });
});

describe("raw state", () => {
  test("a value with the proof that clients verify", async () => {
    const answer = await fixture.api.query({ path: "/store/bank/key", data: balanceKey, prove: true });
    expect(answer).toMatchObject({ code: 0, height: 2n });
    expect(Buffer.from(answer.value).toString()).toBe("1000000");
    expect(answer.key).toEqual(balanceKey);
    expect(answer.proofOps?.ops.map(({ type }) => type)).toEqual(["ics23:iavl", "ics23:simple"]);
    const [iavl, simple] = answer.proofOps!.ops.map(({ data }) => ics23.CommitmentProof.decode(data));
    const storeRoot = simple!.exist!.value!;
    expect(verifyMembership(simple!, tendermintSpec, appHash, Buffer.from("bank"), storeRoot)).toBe(true);
    expect(verifyMembership(iavl!, iavlSpec, storeRoot, balanceKey, answer.value)).toBe(true);
  });

  test("absence, proved", async () => {
    const key = Uint8Array.of(...balanceKey, 1);
    const answer = await fixture.api.query({ path: "/store/bank/key", data: key, prove: true });
    const [iavl, simple] = answer.proofOps!.ops.map(({ data }) => ics23.CommitmentProof.decode(data));
    expect(verifyNonMembership(iavl!, iavlSpec, simple!.exist!.value!, key)).toBe(true);
  });

  test("a subspace", async () => {
    const answer = await fixture.api.query({ path: "/store/bank/subspace", data: Uint8Array.of(0x00) });
    expect(answer.code).toBe(0);
    // Two denominations' supplies, as pairs in protobuf's wire format.
    expect(Buffer.from(answer.value).toString("latin1")).toMatch(/aec.*1000000\d+.*ibc\/.*500/s);
  });
});

describe("the application's own paths", () => {
  test("version", async () => {
    const answer = await fixture.api.query({ path: "/app/version" });
    expect(Buffer.from(answer.value).toString()).toBe("0.1.0");
  });

  test("simulate, as JSON", async () => {
    const answer = await fixture.api.query({ path: "/app/simulate", data: await unsignedSend({ sequence: 0n }) });
    const { gas_info: gas } = JSON.parse(Buffer.from(answer.value).toString()) as { gas_info: { gas_used: string } };
    expect(Number(gas.gas_used)).toBeGreaterThan(20_000);
    const failed = await fixture.api.query({ path: "/app/simulate", data: await unsignedSend({ sequence: 3n }) });
    expect(failed).toMatchObject({ code: 32, codespace: "sdk" });
  });

  test("no peer is filtered", async () => {
    expect((await fixture.api.query({ path: "/p2p/filter/addr/1.2.3.4:5" })).code).toBe(0);
  });
});
