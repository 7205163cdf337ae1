// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";
import { Timestamp } from "cosmjs-types/google/protobuf/timestamp";

/** UserScope says for whom a sponsorship pays. */
export const UserScope = {
  USER_SCOPE_UNSPECIFIED: 0,
  USER_SCOPE_ALL: 1,
  USER_SCOPE_MEMBERS: 2,
} as const;
/** One of the numbers above, or another that a later version may know. */
export type UserScope = number;

/** Params of sponsorships; governance changes them. */
export interface Params {
  /** min_deposit that a new sponsorship brings, in base units of the chain's coin, as decimal text. */
  minDeposit: string;
  /** paused stops the payment for all transactions; deposits can still be withdrawn. */
  paused: boolean;
}

export const Params: Codec<Params> = {
  typeUrl: "/echoin.sponsor.v1.Params",
  encode(message: Params, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.minDeposit !== "") writer.uint32(10).string(message.minDeposit);
    if (message.paused !== false) writer.uint32(16).bool(message.paused);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): Params {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: Params = { minDeposit: "", paused: false };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.minDeposit = reader.string();
          break;
        case 2:
          message.paused = reader.bool();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<Params>): Params {
    return {
      minDeposit: object.minDeposit ?? "",
      paused: object.paused ?? false,
    };
  },
};

/**
 * Limits of what a sponsorship pays. Amounts are in base units of the chain's coin, as decimal text; empty, or zero for
 * numbers, is no limit. Days are UTC days of block time.
 */
export interface Limits {
  /** gas limit of one transaction. */
  gas: bigint;
  /** price of a unit of gas. */
  price: string;
  /** user_daily_fee is what one user may cost in a day. */
  userDailyFee: string;
  /** user_daily_calls is how many transactions of one user are paid for in a day. */
  userDailyCalls: bigint;
  /** daily_fee is what all users together may cost in a day. */
  dailyFee: string;
  /** block_gas that all users together may use in a block. */
  blockGas: bigint;
}

export const Limits: Codec<Limits> = {
  typeUrl: "/echoin.sponsor.v1.Limits",
  encode(message: Limits, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.gas !== 0n) writer.uint32(8).uint64(message.gas);
    if (message.price !== "") writer.uint32(18).string(message.price);
    if (message.userDailyFee !== "") writer.uint32(26).string(message.userDailyFee);
    if (message.userDailyCalls !== 0n) writer.uint32(32).uint64(message.userDailyCalls);
    if (message.dailyFee !== "") writer.uint32(42).string(message.dailyFee);
    if (message.blockGas !== 0n) writer.uint32(48).uint64(message.blockGas);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): Limits {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: Limits = { gas: 0n, price: "", userDailyFee: "", userDailyCalls: 0n, dailyFee: "", blockGas: 0n };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.gas = reader.uint64();
          break;
        case 2:
          message.price = reader.string();
          break;
        case 3:
          message.userDailyFee = reader.string();
          break;
        case 4:
          message.userDailyCalls = reader.uint64();
          break;
        case 5:
          message.dailyFee = reader.string();
          break;
        case 6:
          message.blockGas = reader.uint64();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<Limits>): Limits {
    return {
      gas: object.gas ?? 0n,
      price: object.price ?? "",
      userDailyFee: object.userDailyFee ?? "",
      userDailyCalls: object.userDailyCalls ?? 0n,
      dailyFee: object.dailyFee ?? "",
      blockGas: object.blockGas ?? 0n,
    };
  },
};

/** Terms of a sponsorship are what its sponsor may change. */
export interface Terms {
  /** selectors of 4 bytes with which the call data of a paid transaction begins; none: any call data. */
  selectors: Uint8Array[];
  /** voucher_signer is the address of the Ethereum key that signs vouchers, 0x or bech32; empty: there are no vouchers. */
  voucherSigner: string;
  limits?: Limits | undefined;
  /** tip for the proposer, for each unit of gas, beside the base fee; in base units, as decimal text; empty: none. */
  tip: string;
  /** expiration, after which nothing is paid; absent: none. */
  expiration?: Timestamp | undefined;
  /** paused: nothing is paid for the time being. */
  paused: boolean;
}

export const Terms: Codec<Terms> = {
  typeUrl: "/echoin.sponsor.v1.Terms",
  encode(message: Terms, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    for (const value of message.selectors) writer.uint32(10).bytes(value);
    if (message.voucherSigner !== "") writer.uint32(18).string(message.voucherSigner);
    if (message.limits !== undefined) Limits.encode(message.limits, writer.uint32(26).fork()).ldelim();
    if (message.tip !== "") writer.uint32(34).string(message.tip);
    if (message.expiration !== undefined) Timestamp.encode(message.expiration, writer.uint32(42).fork()).ldelim();
    if (message.paused !== false) writer.uint32(48).bool(message.paused);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): Terms {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: Terms = { selectors: [], voucherSigner: "", limits: undefined, tip: "", expiration: undefined, paused: false };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.selectors.push(reader.bytes());
          break;
        case 2:
          message.voucherSigner = reader.string();
          break;
        case 3:
          message.limits = Limits.decode(reader, reader.uint32());
          break;
        case 4:
          message.tip = reader.string();
          break;
        case 5:
          message.expiration = Timestamp.decode(reader, reader.uint32());
          break;
        case 6:
          message.paused = reader.bool();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<Terms>): Terms {
    return {
      selectors: [...(object.selectors ?? [])],
      voucherSigner: object.voucherSigner ?? "",
      limits: object.limits === undefined ? undefined : Limits.fromPartial(object.limits),
      tip: object.tip ?? "",
      expiration: object.expiration === undefined ? undefined : Timestamp.fromPartial(object.expiration),
      paused: object.paused ?? false,
    };
  },
};

/** Sponsorship is a sponsor's word to pay for the gas of calls to a contract. */
export interface Sponsorship {
  id: bigint;
  sponsor: string;
  /** contract that is called, as 0x text. */
  contract: string;
  scope: UserScope;
  terms?: Terms | undefined;
}

export const Sponsorship: Codec<Sponsorship> = {
  typeUrl: "/echoin.sponsor.v1.Sponsorship",
  encode(message: Sponsorship, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.id !== 0n) writer.uint32(8).uint64(message.id);
    if (message.sponsor !== "") writer.uint32(18).string(message.sponsor);
    if (message.contract !== "") writer.uint32(26).string(message.contract);
    if (message.scope !== 0) writer.uint32(32).int32(message.scope);
    if (message.terms !== undefined) Terms.encode(message.terms, writer.uint32(42).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): Sponsorship {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: Sponsorship = { id: 0n, sponsor: "", contract: "", scope: 0, terms: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.id = reader.uint64();
          break;
        case 2:
          message.sponsor = reader.string();
          break;
        case 3:
          message.contract = reader.string();
          break;
        case 4:
          message.scope = reader.int32();
          break;
        case 5:
          message.terms = Terms.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<Sponsorship>): Sponsorship {
    return {
      id: object.id ?? 0n,
      sponsor: object.sponsor ?? "",
      contract: object.contract ?? "",
      scope: object.scope ?? 0,
      terms: object.terms === undefined ? undefined : Terms.fromPartial(object.terms),
    };
  },
};

/** Usage is what a sponsorship paid for lately; what is of another day or block than the present counts no more. */
export interface Usage {
  /** day since 1970, UTC. */
  day: bigint;
  /** day_fee paid on that day, as decimal text. */
  dayFee: string;
  height: bigint;
  /** block_gas used at that height. */
  blockGas: bigint;
}

export const Usage: Codec<Usage> = {
  typeUrl: "/echoin.sponsor.v1.Usage",
  encode(message: Usage, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.day !== 0n) writer.uint32(8).uint64(message.day);
    if (message.dayFee !== "") writer.uint32(18).string(message.dayFee);
    if (message.height !== 0n) writer.uint32(24).uint64(message.height);
    if (message.blockGas !== 0n) writer.uint32(32).uint64(message.blockGas);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): Usage {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: Usage = { day: 0n, dayFee: "", height: 0n, blockGas: 0n };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.day = reader.uint64();
          break;
        case 2:
          message.dayFee = reader.string();
          break;
        case 3:
          message.height = reader.uint64();
          break;
        case 4:
          message.blockGas = reader.uint64();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<Usage>): Usage {
    return {
      day: object.day ?? 0n,
      dayFee: object.dayFee ?? "",
      height: object.height ?? 0n,
      blockGas: object.blockGas ?? 0n,
    };
  },
};

/** UserUsage is what one user cost a sponsorship on one day. */
export interface UserUsage {
  /** fee as decimal text. */
  fee: string;
  calls: bigint;
}

export const UserUsage: Codec<UserUsage> = {
  typeUrl: "/echoin.sponsor.v1.UserUsage",
  encode(message: UserUsage, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.fee !== "") writer.uint32(10).string(message.fee);
    if (message.calls !== 0n) writer.uint32(16).uint64(message.calls);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): UserUsage {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: UserUsage = { fee: "", calls: 0n };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.fee = reader.string();
          break;
        case 2:
          message.calls = reader.uint64();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<UserUsage>): UserUsage {
    return {
      fee: object.fee ?? "",
      calls: object.calls ?? 0n,
    };
  },
};

/** Member is a user of a sponsorship that is not for everybody. */
export interface Member {
  /** by_voucher: the user redeemed a voucher. Otherwise the sponsor listed them. */
  byVoucher: boolean;
  /** expires: Unix seconds from which on a voucher's member is none; 0 for others. */
  expires: bigint;
  /** removed by the sponsor: no voucher lets them in again. */
  removed: boolean;
}

export const Member: Codec<Member> = {
  typeUrl: "/echoin.sponsor.v1.Member",
  encode(message: Member, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.byVoucher !== false) writer.uint32(8).bool(message.byVoucher);
    if (message.expires !== 0n) writer.uint32(16).uint64(message.expires);
    if (message.removed !== false) writer.uint32(24).bool(message.removed);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): Member {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: Member = { byVoucher: false, expires: 0n, removed: false };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.byVoucher = reader.bool();
          break;
        case 2:
          message.expires = reader.uint64();
          break;
        case 3:
          message.removed = reader.bool();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<Member>): Member {
    return {
      byVoucher: object.byVoucher ?? false,
      expires: object.expires ?? 0n,
      removed: object.removed ?? false,
    };
  },
};
