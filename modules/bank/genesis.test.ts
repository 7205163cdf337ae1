import type { Metadata } from "cosmjs-types/cosmos/bank/v1beta1/bank";
import type { GenesisState } from "cosmjs-types/cosmos/bank/v1beta1/genesis";
import { MAX_AMOUNT } from "../../abci/state/coins.js";
import { ModuleStore } from "../../abci/state/collections.js";
import { memoryContext, testAddress } from "../../abci/state/testing/memory.js";
import { exportWhole } from "../../abci/state/testing/export-whole.js";
import { AccountKeeper } from "../auth/keeper.js";
import { bankGenesis } from "./genesis.js";
import { bankInvariants } from "./invariants.js";
import { BankKeeper } from "./keeper.js";
import { validateMetadata } from "./metadata.js";

const ctxOf = () => memoryContext({ mode: "genesis" });
const name = (byte: number) => ctxOf().addresses.format(testAddress(byte));
const coin = (amount: string | number, denom = "aec") => ({ denom, amount: String(amount) });

function newBank() {
  const options = { authority: testAddress(9) };
  const accounts = new AccountKeeper(new ModuleStore("acc"), { ...options, modules: {} });
  const bank = new BankKeeper(new ModuleStore("bank"), accounts, { ...options, blocked: [] });
  return { bank, genesis: bankGenesis(bank) };
}

const metadata: Metadata = {
  description: "",
  denomUnits: [
    { denom: "aec", exponent: 0, aliases: ["atto"] },
    { denom: "EC", exponent: 18, aliases: [] },
  ],
  base: "aec",
  display: "EC",
  name: "Echoin",
  symbol: "EC",
  uri: "",
  uriHash: "",
};

const state = (fields: Partial<GenesisState> = {}): GenesisState => ({
  params: { sendEnabled: [], defaultSendEnabled: true },
  balances: [
    { address: name(2), coins: [coin(5), coin(7, "uusd")] },
    { address: name(1), coins: [coin(10)] },
  ],
  supply: [coin(15), coin(7, "uusd")],
  denomMetadata: [metadata],
  sendEnabled: [{ denom: "uusd", enabled: false }],
  ...fields,
});

test("what is exported is what came in, sorted; and it starts the same state", async () => {
  const { bank, genesis } = newBank();
  const ctx = ctxOf();
  genesis.validate(state(), "echo");
  await genesis.init(ctx, state());
  const exported = await exportWhole(genesis, ctx);
  expect(exported).toEqual(state({ balances: [...state().balances].reverse() }));
  for (const invariant of bankInvariants(bank)) await invariant.check(ctx);

  const second = newBank();
  const again = ctxOf();
  second.genesis.validate(exported, "echo");
  await second.genesis.init(again, exported);
  expect(await exportWhole(second.genesis, again)).toEqual(exported);
});

test("a supply that is left out is the balances' sum", async () => {
  const { bank, genesis } = newBank();
  const ctx = ctxOf();
  await genesis.init(ctx, state({ supply: [] }));
  expect([await bank.supply(ctx, "aec"), await bank.supply(ctx, "uusd")]).toEqual([15n, 7n]);
});

test("the defaults are valid and empty", async () => {
  const { genesis } = newBank();
  const ctx = ctxOf();
  genesis.validate(genesis.defaults(), "echo");
  await genesis.init(ctx, genesis.defaults());
  expect(await exportWhole(genesis, ctx)).toEqual(genesis.defaults());
});

test.each<[string, Partial<GenesisState>, string]>([
  [
    "a wrong supply",
    { supply: [coin(16), coin(7, "uusd")] },
    "genesis supply is incorrect, expected 16aec,7uusd, got 15aec,7uusd",
  ],
  ["a supply that misses a denomination", { supply: [coin(15)] }, "expected 15aec, got 15aec,7uusd"],
  [
    "an account twice",
    {
      balances: [
        { address: name(1), coins: [coin(1)] },
        { address: name(1).toUpperCase(), coins: [coin(1)] },
      ],
    },
    "duplicate balance for address",
  ],
  [
    "another prefix",
    { balances: [{ address: "cosmos1qyqszqgpqyqszqgpqyqszqgpqyqszqgpjnp7du", coins: [] }] },
    "expected echo, got cosmos",
  ],
  [
    "a negative amount",
    { balances: [{ address: name(1), coins: [coin(-1)] }] },
    `balance 0 (${name(1)}): amount -1aec is negative`,
  ],
  ["coins out of order", { balances: [{ address: name(1), coins: [coin(1, "zzz"), coin(1)] }] }, "not sorted"],
  [
    "more than 256 bits in all",
    { balances: [1, 2].map((byte) => ({ address: name(byte), coins: [coin(String(MAX_AMOUNT))] })), supply: [] },
    "the balances of aec add up to more than 256 bits",
  ],
  ["metadata twice", { denomMetadata: [metadata, metadata] }, "duplicate client metadata for denom aec"],
  [
    "send_enabled twice",
    {
      sendEnabled: [
        { denom: "aec", enabled: true },
        { denom: "aec", enabled: true },
      ],
    },
    "duplicate send enabled found: 'aec'",
  ],
  [
    "send_enabled in both places",
    { params: { sendEnabled: [{ denom: "aec", enabled: true }], defaultSendEnabled: true } },
    "send_enabled defined in both",
  ],
  ["a bad denomination", { sendEnabled: [{ denom: "1", enabled: true }] }, "invalid denom: 1"],
])("%s is refused, and says what is wrong", (_name, fields, message) => {
  expect(() => newBank().genesis.validate(state(fields), "echo")).toThrow(message);
});

test("a wrong supply is refused by init too", async () => {
  const wrong = state({ supply: [coin(16), coin(7, "uusd")] });
  await expect(newBank().genesis.init(ctxOf(), wrong)).rejects.toThrow("expected 16aec,7uusd, got 15aec,7uusd");
});

test("entries of the old list in the parameters are taken over", async () => {
  const { bank, genesis } = newBank();
  const ctx = ctxOf();
  const params = { sendEnabled: [{ denom: "aec", enabled: false }], defaultSendEnabled: true };
  await genesis.init(ctx, state({ params, sendEnabled: [] }));
  expect([await bank.isSendEnabled(ctx, "aec"), await bank.isSendEnabled(ctx, "uusd")]).toEqual([false, true]);
  expect((await bank.params(ctx)).sendEnabled).toEqual([]);
});

const [base, display] = metadata.denomUnits as [Metadata["denomUnits"][0], Metadata["denomUnits"][0]];

test.each<[string, Partial<Metadata>, string]>([
  ["no name", { name: " " }, "name field cannot be blank"],
  ["no symbol", { symbol: "" }, "symbol field cannot be blank"],
  ["a bad base", { base: "1" }, "invalid metadata base denom"],
  ["a bad display", { display: "1" }, "invalid metadata display denom"],
  ["no units", { denomUnits: [] }, "no denomination unit of the display denom"],
  ["another first unit", { denomUnits: [display, base] }, "the first denomination unit must be aec"],
  [
    "a base with an exponent",
    { denomUnits: [{ ...base, exponent: 1 }, display] },
    "exponent for base denomination unit must be 0",
  ],
  ["equal exponents", { denomUnits: [base, { ...display, exponent: 0 }] }, "sorted asc by exponent"],
  ["a unit twice", { denomUnits: [base, { ...base, exponent: 1 }, display] }, "duplicate denomination unit aec"],
  ["a bad unit", { denomUnits: [base, { ...display, denom: "1" }] }, "invalid denom unit: 1"],
  ["a blank alias", { denomUnits: [{ ...base, aliases: [""] }, display] }, "cannot be blank"],
  [
    "an alias twice",
    { denomUnits: [{ ...base, aliases: ["a", "a"] }, display] },
    "duplicate denomination unit alias a",
  ],
])("metadata with %s is refused", (_name, fields, message) => {
  expect(() => validateMetadata(metadata)).not.toThrow();
  expect(() => validateMetadata({ ...metadata, ...fields })).toThrow(message);
});
