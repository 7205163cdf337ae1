import { Any } from "cosmjs-types/google/protobuf/any";
import { AddressCodec } from "../../abci/state/addresses.js";
import { ModuleStore } from "../../abci/state/collections.js";
import { integerValue, uint64Value } from "../../abci/state/values.js";
import { keyToBytes } from "../../abci/store/bytes.js";
import { decodeMessage } from "../../proto/reader.js";
import { BankKeeper } from "../bank/keeper.js";
import { type Account, accountValue } from "./account.js";
import { addressOfModule } from "./pubkey-addresses.js";
import { addressOfPubKey, countSubKeys } from "./pubkeys.js";
import { golden } from "./testing/golden.js";
import { newKeeper } from "./testing/fixture.js";
import { vestingCoins } from "./vesting.js";

const addresses = new AddressCodec("echo");
const address = Uint8Array.from({ length: 20 }, (_, index) => index + 1);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const coin = (amount: number, denom = "aec") => ({ denom, amount: BigInt(amount) });

const base = { address: addresses.format(address), pubKey: undefined, accountNumber: 7n, sequence: 300n };
const vesting = {
  original: [coin(1000), coin(5, "uusd")],
  delegatedFree: [coin(3)],
  delegatedVesting: [coin(4)],
  endTime: 2_000_000_000n,
};
const key = decodeMessage(Any, Buffer.from(golden.publicKeys.secp256k1!.any, "hex"));

const accounts: Readonly<Record<string, Account>> = {
  base: { kind: "base", ...base },
  keyed: {
    kind: "base",
    address: golden.publicKeys.secp256k1!.address,
    pubKey: key,
    accountNumber: 70_000n,
    sequence: 1n << 32n,
  },
  module: {
    kind: "module",
    address: golden.modules.gov!,
    pubKey: undefined,
    accountNumber: 9n,
    sequence: 0n,
    name: "gov",
    permissions: ["burner", "minter"],
  },
  baseVesting: { kind: "baseVesting", ...base, vesting },
  continuous: { kind: "continuous", ...base, vesting, startTime: 1_000_000_000n },
  delayed: { kind: "delayed", ...base, vesting },
  periodic: {
    kind: "periodic",
    ...base,
    vesting,
    startTime: 1_000_000_000n,
    periods: [
      { length: 500_000_000n, amount: [coin(1000)] },
      { length: 500_000_000n, amount: [coin(5, "uusd")] },
    ],
  },
  permanentLocked: { kind: "permanentLocked", ...base, vesting: { ...vesting, endTime: 0n } },
};

test.each(Object.keys(accounts))("a %s account is stored in the SDK's bytes", (kind) => {
  const bytes = Buffer.from(golden.accounts[kind]!, "hex");
  expect(hex(accountValue.encode(accounts[kind]!))).toBe(hex(bytes));
  expect(hex(accountValue.encode(accountValue.decode(bytes)))).toBe(hex(bytes));
});

test("keys and values of both stores are the SDK's", () => {
  const auth = newKeeper();
  const bank = new BankKeeper(new ModuleStore("bank"), auth, { authority: address, blocked: [] });
  const locate = ({ key: raw }: { readonly key: string }) => hex(keyToBytes(raw));
  expect({
    account: locate(auth.accounts.locate(address)),
    number: locate(auth.byNumber.locate(300n)),
    nonce: locate(auth.nonces.locate([1_700_000_000_000_000_000n, address])),
    supply: locate(bank.supplies.locate("aec")),
    balance: locate(bank.balances.locate([address, "aec"])),
    owner: locate(bank.owners.locate(["aec", address])),
    sendEnabled: locate(bank.sendEnabled.locate("aec")),
    amountValue: hex(integerValue.encode(1_234_567n)),
    numberValue: hex(uint64Value.encode(300n)),
  }).toEqual(golden.keys);
});

test.each(Object.keys(golden.publicKeys))("a %s key has the SDK's address", (kind) => {
  const { any, address: text } = golden.publicKeys[kind]!;
  expect(addresses.format(addressOfPubKey(decodeMessage(Any, Buffer.from(any, "hex"))))).toBe(text);
});

test("keys inside a multisig key are counted at any depth", () => {
  const count = (kind: string) => countSubKeys(decodeMessage(Any, Buffer.from(golden.publicKeys[kind]!.any, "hex")));
  expect([count("secp256k1"), count("ed25519"), count("multisig"), count("nested")]).toEqual([1, 1, 2, 4]);
});

test.each(Object.keys(golden.modules))("module %s has the SDK's address", (name) => {
  expect(addresses.format(addressOfModule(name))).toBe(golden.modules[name]);
});

test("continuous vesting rounds as the SDK's decimals do", () => {
  for (const { amount, start, end, at, vesting: left } of golden.continuous) {
    const account: Account = {
      kind: "continuous",
      ...base,
      vesting: { ...vesting, original: [{ denom: "aec", amount: BigInt(amount) }], endTime: BigInt(end) },
      startTime: BigInt(start),
    };
    const coins = vestingCoins(account, BigInt(at) * 1_000_000_000n + 999_999_999n);
    expect([amount, start, end, at, (coins[0]?.amount ?? 0n).toString()]).toEqual([amount, start, end, at, left]);
  }
});
