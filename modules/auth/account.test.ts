import { BaseAccount } from "cosmjs-types/cosmos/auth/v1beta1/auth";
import { Any } from "cosmjs-types/google/protobuf/any";
import fc from "fast-check";
import { encodeMessage } from "../../proto/writer.js";
import {
  type Account,
  accountValue,
  isVestingAccount,
  packAccount,
  packedIsVesting,
  unpackAccount,
} from "./account.js";
import { decodePackedBase, encodePackedBase } from "./base-account.js";

const uint64 = fc.oneof(
  fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
  fc.nat(300).map(BigInt),
  fc.constantFrom(127n, 128n, (1n << 31n) - 1n, 1n << 31n, 1n << 32n, (1n << 53n) - 1n, 1n << 53n, (1n << 64n) - 1n),
);
const text = fc.string({ unit: fc.constantFrom(..."acdefghjklmnpqrstuvwxyz0123456789"), minLength: 1, maxLength: 150 });
const pubKey = fc.option(
  fc.record({
    typeUrl: fc.constantFrom("/cosmos.crypto.secp256k1.PubKey", "/x"),
    value: fc.uint8Array({ minLength: 1, maxLength: 300 }),
  }),
  { nil: undefined },
);
const base = fc.record({ address: text, pubKey, accountNumber: uint64, sequence: uint64 });
const coins = fc
  .dictionary(fc.constantFrom("aec", "uusd", "zeta"), fc.bigInt({ min: 1n, max: (1n << 256n) - 1n }))
  .map((amounts) =>
    Object.entries(amounts)
      .map(([denom, amount]) => ({ denom, amount }))
      .sort((a, b) => (a.denom < b.denom ? -1 : 1)),
  );
const int64 = fc.bigInt({ min: 0n, max: (1n << 63n) - 1n });
const vesting = fc.record({ original: coins, delegatedFree: coins, delegatedVesting: coins, endTime: int64 });
const account: fc.Arbitrary<Account> = fc.oneof(
  base.map((fields) => ({ kind: "base" as const, ...fields })),
  fc.tuple(base, text, fc.array(fc.constantFrom("minter", "burner"))).map(([fields, name, permissions]) => ({
    kind: "module" as const,
    ...fields,
    name,
    permissions,
  })),
  fc
    .tuple(base, vesting, fc.constantFrom("baseVesting" as const, "delayed" as const, "permanentLocked" as const))
    .map(([fields, schedule, kind]) => ({ kind, ...fields, vesting: schedule })),
  fc
    .tuple(base, vesting, int64)
    .map(([fields, schedule, startTime]) => ({ kind: "continuous" as const, ...fields, vesting: schedule, startTime })),
  fc
    .tuple(base, vesting, int64, fc.array(fc.record({ length: int64, amount: coins }), { maxLength: 3 }))
    .map(([fields, schedule, startTime, periods]) => ({
      kind: "periodic" as const,
      ...fields,
      vesting: schedule,
      startTime,
      periods,
    })),
);

/** Equal in content: bytes may be of any Uint8Array class. */
const plain = (value: Account) => ({
  ...value,
  pubKey: value.pubKey && { typeUrl: value.pubKey.typeUrl, value: Buffer.from(value.pubKey.value).toString("hex") },
});

test("accounts of every kind come back from the store, and from queries, as they were", () =>
  fc.assert(
    fc.property(account, (value) => {
      const bytes = accountValue.encode(value);
      expect(plain(accountValue.decode(bytes))).toEqual(plain(value));
      expect(plain(unpackAccount(packAccount(value)))).toEqual(plain(value));
      expect(Buffer.from(bytes)).toEqual(Buffer.from(encodeMessage(Any, packAccount(value))));
      expect(packedIsVesting(bytes)).toBe(isVestingAccount(value));
    }),
  ));

test("the hand-written codec of plain accounts writes and reads what the generated ones do", () =>
  fc.assert(
    fc.property(base, (fields) => {
      const message = BaseAccount.fromPartial(fields as Parameters<typeof BaseAccount.fromPartial>[0]);
      const generated = encodeMessage(Any, {
        typeUrl: BaseAccount.typeUrl,
        value: encodeMessage(BaseAccount, message),
      });
      const ours = encodePackedBase({ kind: "base", ...fields });
      const safe = fields.accountNumber < 1n << 53n && fields.sequence < 1n << 53n;
      expect(ours === undefined).toBe(!safe);
      if (ours !== undefined) expect(Buffer.from(ours)).toEqual(Buffer.from(generated));
      const decoded = decodePackedBase(generated);
      if (decoded !== undefined) expect(plain(decoded)).toEqual(plain({ kind: "base", ...fields }));
      else expect(fields.accountNumber + fields.sequence >= 1n << 53n).toBe(true);
    }),
  ));

test("bytes that are cut short or tampered with never make the hand-written codec hang or read past the end", () =>
  fc.assert(
    fc.property(base, fc.nat(200), fc.nat(255), (fields, at, byte) => {
      const bytes = Uint8Array.from(accountValue.encode({ kind: "base", ...fields }));
      bytes[at % bytes.length] = byte;
      decodePackedBase(bytes);
      decodePackedBase(bytes.subarray(0, at % bytes.length));
    }),
  ));

test("other messages are no accounts", () => {
  expect(() => unpackAccount({ typeUrl: "/cosmos.bank.v1beta1.MsgSend", value: new Uint8Array(0) })).toThrow(
    "/cosmos.bank.v1beta1.MsgSend is no account type",
  );
});
