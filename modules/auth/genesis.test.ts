import type { GenesisState } from "cosmjs-types/cosmos/auth/v1beta1/genesis";
import { PubKey } from "cosmjs-types/cosmos/crypto/secp256k1/keys";
import type { Any } from "cosmjs-types/google/protobuf/any";
import fc from "fast-check";
import { memoryContext, testAddress } from "../../abci/state/testing/memory.js";
import { exportWhole } from "../../abci/state/testing/export-whole.js";
import { encodeMessage } from "../../proto/writer.js";
import { type Account, packAccount, plainAccount, unpackAccount } from "./account.js";
import { authGenesis } from "./genesis.js";
import { defaultParams } from "./params.js";
import { addressOfModule } from "./pubkey-addresses.js";
import { holds, newKeeper } from "./testing/fixture.js";
import { vestingAccount } from "./vesting-plan.js";

const { addresses } = memoryContext();
const at = (byte: number, number = 0n) => plainAccount(addresses.format(testAddress(byte)), number);
const aec = (amount: bigint) => [{ denom: "aec", amount }];
const state = (accounts: readonly Account[], params = defaultParams()): GenesisState => ({
  params,
  accounts: accounts.map(packAccount),
});

async function start(genesis: GenesisState) {
  const ctx = memoryContext({ mode: "genesis" });
  const accounts = newKeeper();
  const handler = authGenesis(accounts);
  handler.validate(genesis, "echo");
  await handler.init(ctx, genesis);
  await holds(ctx, accounts);
  return { ctx, accounts, exported: await exportWhole(handler, ctx) };
}

test("what is exported starts the same state, with every kind of account", async () => {
  const plans = [
    { kind: "delayed", original: aec(5n), endTime: 9n },
    { kind: "permanentLocked", original: aec(5n) },
    { kind: "continuous", original: aec(5n), startTime: 1n, endTime: 9n },
    { kind: "periodic", original: aec(5n), startTime: 1n, periods: [{ length: 8n, amount: aec(5n) }] },
  ] as const;
  const vesting = plans.map((plan, index) => vestingAccount(at(index + 1, BigInt(index + 10)), plan));
  const { exported, accounts, ctx } = await start(state([...vesting, at(50, 7n)]));
  expect(await accounts.nextNumber.peek(ctx)).toBe(17n);
  const again = await start(exported);
  expect(again.exported).toEqual(exported);
  expect(await again.accounts.nextNumber.peek(again.ctx)).toBe(17n);
  for (const account of vesting) {
    expect(await accounts.get(ctx, addresses.parse(account.address))).toEqual(account);
  }
});

test("numbers that are given stay; repeated ones become the lowest that are free; all are different", () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.nat(6), { maxLength: 12 }), async (numbers) => {
      const given = numbers.map((number, index) => at(index + 1, BigInt(number)));
      const { ctx, accounts } = await start(state(given));
      const got: bigint[] = [];
      for (const { address } of given) got.push((await accounts.get(ctx, addresses.parse(address))).accountNumber);
      expect(new Set(got).size).toBe(given.length);
      // The first with a number keeps it.
      for (const number of new Set(numbers)) expect(got[numbers.indexOf(number)]).toBe(BigInt(number));
      const highest = got.reduce((max, number) => (number > max ? number : max), -1n);
      expect(await accounts.nextNumber.peek(ctx)).toBe(highest + 1n + 3n);
    }),
    { numRuns: 50 },
  ));

test("accounts that all have the number 0, as tools write them, are numbered in the file's order", async () => {
  const { ctx, accounts } = await start(state([at(3), at(1), at(2)]));
  const numbers = [];
  for (const byte of [3, 1, 2]) numbers.push((await accounts.get(ctx, testAddress(byte))).accountNumber);
  expect(numbers).toEqual([0n, 1n, 2n]);
});

test("an address in upper case is stored as the chain writes it", async () => {
  const account = at(1);
  const { ctx, accounts } = await start(state([{ ...account, address: account.address.toUpperCase() }]));
  expect((await accounts.get(ctx, testAddress(1))).address).toBe(account.address);
});

test("module accounts of the file are kept, and the missing ones are made", async () => {
  const gov: Account = {
    ...at(1, 5n),
    kind: "module",
    address: addresses.format(addressOfModule("gov")),
    name: "gov",
    permissions: ["burner"],
  };
  const { ctx, accounts } = await start(state([gov]));
  expect(await accounts.get(ctx, addressOfModule("gov"))).toEqual(gov);
  expect((await accounts.get(ctx, addressOfModule("fee_collector"))).accountNumber).toBe(6n);
});

const key: Any = {
  typeUrl: PubKey.typeUrl,
  value: encodeMessage(PubKey, { key: Uint8Array.of(2, ...new Uint8Array(32).fill(7)) }),
};
const ofModule = (name: string, permissions: string[] = []): Account => ({
  ...at(1),
  kind: "module",
  name,
  permissions,
});

test.each<[string, GenesisState, string]>([
  ["an account twice", state([at(1), { ...at(1), address: at(1).address.toUpperCase() }]), "duplicate account"],
  [
    "another prefix",
    state([plainAccount("cosmos1qyqszqgpqyqszqgpqyqszqgpqyqszqgpjnp7du", 0n)]),
    "expected echo, got cosmos",
  ],
  ["no address", state([plainAccount("", 0n)]), "empty address string is not allowed"],
  ["a key of another account", state([{ ...at(1), pubKey: key }]), "account address and pubkey address do not match"],
  ["a malformed key", state([{ ...at(1), pubKey: { ...key, value: Uint8Array.of(1) } }]), "invalid pubkey"],
  [
    "another message",
    { params: defaultParams(), accounts: [key] },
    "accounts[0]: /cosmos.crypto.secp256k1.PubKey is no account type",
  ],
  [
    "garbage",
    { params: defaultParams(), accounts: [{ ...packAccount(at(1)), value: Uint8Array.of(0x0a, 9) }] },
    "accounts[0]: the message ends within a field",
  ],
  ["a number that clients cannot hold", state([at(1, 1n << 63n)]), "at most 2^63 - 1"],
  ["a module account elsewhere", state([ofModule("gov")]), "cannot be derived from the module name 'gov'"],
  ["a module account without a name", state([ofModule(" ")]), "module account name cannot be blank"],
  [
    "a schedule that cannot be",
    state([vestingAccount(at(1), { kind: "delayed", original: [], endTime: 1n })]),
    "without vesting coins",
  ],
  ["parameters of zero", state([], { ...defaultParams(), txSigLimit: 0n }), "tx_sig_limit must be positive, not 0"],
])("%s is refused, and says what is wrong", (_name, genesis, message) => {
  expect(() => authGenesis(newKeeper()).validate(genesis, "echo")).toThrow(message);
});

test("the defaults are valid", () => {
  const genesis = authGenesis(newKeeper());
  expect(() => genesis.validate(genesis.defaults(), "echo")).not.toThrow();
  expect(unpackAccount(packAccount(at(1)))).toEqual(at(1));
});
