import { BaseAccount, ModuleAccount } from "cosmjs-types/cosmos/auth/v1beta1/auth";
import {
  BaseVestingAccount,
  ContinuousVestingAccount,
  DelayedVestingAccount,
  PeriodicVestingAccount,
  PermanentLockedAccount,
} from "cosmjs-types/cosmos/vesting/v1beta1/vesting";
import { Any } from "cosmjs-types/google/protobuf/any";
import { type Coin, coinsToWire, parseCoins } from "../../abci/state/coins.js";
import { sdk } from "../../abci/state/errors.js";
import type { ValueCodec } from "../../abci/state/values.js";
import type { Codec } from "../../proto/codecs.js";
import { decodeMessage } from "../../proto/reader.js";
import { encodeMessage } from "../../proto/writer.js";
import { BASE_ACCOUNT_URL, decodePackedBase, encodePackedBase } from "./base-account.js";

/** What all kinds of accounts have. */
interface AccountFields {
  /** bech32 text under the chain's prefix. */
  readonly address: string;
  /** Known from the account's first transaction on. */
  readonly pubKey: Any | undefined;
  readonly accountNumber: bigint;
  readonly sequence: bigint;
}

/** What all vesting accounts have; times are Unix seconds, coin sets are sorted and hold no zeros. */
export interface Vesting {
  readonly original: readonly Coin[];
  readonly delegatedFree: readonly Coin[];
  readonly delegatedVesting: readonly Coin[];
  /** 0n for a permanently locked account. */
  readonly endTime: bigint;
}

/** Coins that vest when `length` seconds have passed since the period before. */
export interface VestingPeriod {
  readonly length: bigint;
  readonly amount: readonly Coin[];
}

export interface PlainAccount extends AccountFields {
  readonly kind: "base";
}

export interface ModuleOwnedAccount extends AccountFields {
  readonly kind: "module";
  readonly name: string;
  readonly permissions: readonly string[];
}

/** Accounts some of whose coins cannot be spent yet. `baseVesting` has no schedule and so locks nothing, as in the SDK. */
export type VestingAccount = AccountFields & { readonly vesting: Vesting } & (
    | { readonly kind: "baseVesting" | "delayed" | "permanentLocked" }
    | { readonly kind: "continuous"; readonly startTime: bigint }
    | { readonly kind: "periodic"; readonly startTime: bigint; readonly periods: readonly VestingPeriod[] }
  );

/** An account of any kind that the chain knows. */
export type Account = PlainAccount | ModuleOwnedAccount | VestingAccount;

export function isVestingAccount(account: Account): account is VestingAccount {
  return account.kind !== "base" && account.kind !== "module";
}

/** A new account without a key. */
export function plainAccount(address: string, accountNumber: bigint): PlainAccount {
  return { kind: "base", address, pubKey: undefined, accountNumber, sequence: 0n };
}

/** How accounts are stored: packed into google.protobuf.Any. One account, one encoding. */
export const accountValue: ValueCodec<Account> = {
  name: "google.protobuf.Any of an account",
  encode: (account) =>
    (account.kind === "base" ? encodePackedBase(account) : undefined) ?? encodeMessage(Any, packAccount(account)),
  decode: (bytes) => decodePackedBase(bytes) ?? unpackAccount(decodeMessage(Any, bytes)),
};

/** Whether stored bytes are those of a vesting account, without decoding them. */
export function packedIsVesting(bytes: Uint8Array): boolean {
  // Byte 1 is the length of the type URL; no two kinds of accounts share one with BaseAccount or ModuleAccount.
  return bytes[1] !== BASE_ACCOUNT_URL.length && bytes[1] !== ModuleAccount.typeUrl.length;
}

/** The account as queries and genesis files carry it. */
export function packAccount(account: Account): Any {
  switch (account.kind) {
    case "base":
      return { typeUrl: BASE_ACCOUNT_URL, value: encodeMessage(BaseAccount, baseOf(account)) };
    case "module":
      return pack(ModuleAccount, {
        baseAccount: baseOf(account),
        name: account.name,
        permissions: [...account.permissions],
      });
    case "baseVesting":
      return pack(BaseVestingAccount, vestingToWire(account));
    case "delayed":
      return pack(DelayedVestingAccount, { baseVestingAccount: vestingToWire(account) });
    case "permanentLocked":
      return pack(PermanentLockedAccount, { baseVestingAccount: vestingToWire(account) });
    case "continuous":
      return pack(ContinuousVestingAccount, {
        baseVestingAccount: vestingToWire(account),
        startTime: account.startTime,
      });
    case "periodic":
      return pack(PeriodicVestingAccount, {
        baseVestingAccount: vestingToWire(account),
        startTime: account.startTime,
        vestingPeriods: account.periods.map(({ length, amount }) => ({ length, amount: coinsToWire(amount) })),
      });
  }
}

/**
 * The account that a packed message holds, as written: genesis validates it.
 * @throws sdk.unpackAny for other messages, DecodeError for bytes that are none
 */
export function unpackAccount({ typeUrl, value }: Any): Account {
  switch (typeUrl) {
    case BASE_ACCOUNT_URL:
      return { kind: "base", ...fieldsOf(decodeMessage(BaseAccount, value)) };
    case ModuleAccount.typeUrl: {
      const { baseAccount, name, permissions } = decodeMessage(ModuleAccount, value);
      return { kind: "module", ...fieldsOf(baseAccount), name, permissions };
    }
    case BaseVestingAccount.typeUrl:
      return { kind: "baseVesting", ...vestingFromWire(decodeMessage(BaseVestingAccount, value)) };
    case DelayedVestingAccount.typeUrl:
      return {
        kind: "delayed",
        ...vestingFromWire(decodeMessage(DelayedVestingAccount, value).baseVestingAccount),
      };
    case PermanentLockedAccount.typeUrl:
      return {
        kind: "permanentLocked",
        ...vestingFromWire(decodeMessage(PermanentLockedAccount, value).baseVestingAccount),
      };
    case ContinuousVestingAccount.typeUrl: {
      const { baseVestingAccount, startTime } = decodeMessage(ContinuousVestingAccount, value);
      return { kind: "continuous", ...vestingFromWire(baseVestingAccount), startTime };
    }
    case PeriodicVestingAccount.typeUrl: {
      const { baseVestingAccount, startTime, vestingPeriods } = decodeMessage(PeriodicVestingAccount, value);
      const periods = vestingPeriods.map(({ length, amount }) => ({ length, amount: parseCoins(amount) }));
      return { kind: "periodic", ...vestingFromWire(baseVestingAccount), startTime, periods };
    }
    default:
      throw sdk.unpackAny(`${typeUrl} is no account type`);
  }
}

function pack<T>(codec: Codec<T>, message: T): Any {
  return { typeUrl: codec.typeUrl, value: encodeMessage(codec, message) };
}

function baseOf({ address, pubKey, accountNumber, sequence }: AccountFields): BaseAccount {
  return { address, ...(pubKey && { pubKey }), accountNumber, sequence };
}

function fieldsOf(base: BaseAccount | undefined): AccountFields {
  if (base === undefined) throw sdk.unpackAny("the account has no base_account");
  const { address, pubKey, accountNumber, sequence } = base;
  return { address, pubKey, accountNumber, sequence };
}

function vestingToWire(account: VestingAccount): BaseVestingAccount {
  const { original, delegatedFree, delegatedVesting, endTime } = account.vesting;
  return {
    baseAccount: baseOf(account),
    originalVesting: coinsToWire(original),
    delegatedFree: coinsToWire(delegatedFree),
    delegatedVesting: coinsToWire(delegatedVesting),
    endTime,
  };
}

function vestingFromWire(message: BaseVestingAccount | undefined): AccountFields & { readonly vesting: Vesting } {
  if (message === undefined) throw sdk.unpackAny("the account has no base_vesting_account");
  return {
    ...fieldsOf(message.baseAccount),
    vesting: {
      original: parseCoins(message.originalVesting),
      delegatedFree: parseCoins(message.delegatedFree),
      delegatedVesting: parseCoins(message.delegatedVesting),
      endTime: message.endTime,
    },
  };
}
