import { testAddress } from "../../abci/state/testing/memory.js";
import { toBech32 } from "../keys/public-key.js";
import { Sandbox } from "../testing/run.js";
import type { TxJson } from "../tx/document.js";

const FROM = toBech32("echo", testAddress(1));
const USER = toBech32("echo", testAddress(2));
const CONTRACT = `0x${"c0".repeat(20)}`;
const offline = ["--from", FROM, "--generate-only", "--offline", "--chain-id", "test-1"];

let box: Sandbox;
beforeAll(() => {
  box = new Sandbox();
});
afterAll(() => box.remove());

async function messageOf(...args: string[]): Promise<Record<string, unknown>> {
  const { body } = await box.json<TxJson>(["tx", "sponsor", ...args, ...offline]);
  expect(body.messages).toHaveLength(1);
  return body.messages[0]!;
}

test("a sponsorship with all its terms, and one with none", async () => {
  const terms = [
    ["--selectors", "0xa9059cbb,0x12345678"],
    ["--voucher-signer", CONTRACT],
    ["--gas-limit", "1"],
    ["--max-price", "2"],
    ["--user-daily-fee", "3aec"],
    ["--user-daily-calls", "4"],
    ["--daily-fee", "5aec"],
    ["--block-gas", "6"],
    ["--tip", "7"],
    ["--expiration", "1800000000"],
    ["--paused", "--members"],
  ].flat();
  expect(await messageOf("create", CONTRACT, "10aec", ...terms)).toEqual({
    "@type": "/echoin.sponsor.v1.MsgCreateSponsorship",
    sponsor: FROM,
    contract: CONTRACT,
    scope: "USER_SCOPE_MEMBERS",
    terms: {
      selectors: ["qQWcuw==", "EjRWeA=="],
      voucher_signer: CONTRACT,
      limits: {
        gas: "1",
        price: "2",
        user_daily_fee: "3",
        user_daily_calls: "4",
        daily_fee: "5",
        block_gas: "6",
      },
      tip: "7",
      expiration: "2027-01-15T08:00:00Z",
      paused: true,
    },
    deposit: { denom: "aec", amount: "10" },
  });
  expect(await messageOf("create", CONTRACT, "10aec")).toMatchObject({
    scope: "USER_SCOPE_ALL",
    terms: { selectors: [], voucher_signer: "", limits: { gas: "0", price: "" }, expiration: null, paused: false },
  });
});

test.each([
  [["update", "3", "--gas-limit", "9"], { id: "3", terms: expect.objectContaining({ tip: "" }) as unknown }],
  [["close", "3"], { id: "3", sponsor: FROM }],
  [["deposit", "3", "5aec"], { id: "3", depositor: FROM, amount: { denom: "aec", amount: "5" } }],
  [["withdraw", "3", "5aec"], { id: "3", sponsor: FROM, amount: { denom: "aec", amount: "5" } }],
  [["add-users", "3", USER, CONTRACT], { id: "3", users: [USER, CONTRACT] }],
  [["remove-users", "3", CONTRACT], { id: "3", users: [CONTRACT] }],
  [["redeem", "3", "1800000000", "0x0102"], { id: "3", user: FROM, expires: "1800000000", signature: "AQI=" }],
])("what is typed is what is sent: %p", async (args, expected) => {
  expect(await messageOf(...args)).toMatchObject(expected);
});

test.each([
  [["create", CONTRACT, "10aec", "--selectors", "0x12"], "0x and 8 digits"],
  [["create", CONTRACT, "10"], "the denomination is missing"],
  [["close", "three"], "is not a whole number"],
  [["redeem", "3", "5", "0x1"], "no 0x text"],
])("what cannot be sent is refused: %p", async (args, words) => {
  const refused = await box.run(["tx", "sponsor", ...args, ...offline]);
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining(words)]);
});
