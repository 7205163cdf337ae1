// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";
import { Params, Terms, UserScope } from "../../../echoin/sponsor/v1/sponsor.js";
import { Coin } from "cosmjs-types/cosmos/base/v1beta1/coin";

export interface MsgCreateSponsorship {
  sponsor: string;
  contract: string;
  scope: UserScope;
  terms?: Terms | undefined;
  deposit?: Coin | undefined;
}

export const MsgCreateSponsorship: Codec<MsgCreateSponsorship> = {
  typeUrl: "/echoin.sponsor.v1.MsgCreateSponsorship",
  encode(message: MsgCreateSponsorship, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.sponsor !== "") writer.uint32(10).string(message.sponsor);
    if (message.contract !== "") writer.uint32(18).string(message.contract);
    if (message.scope !== 0) writer.uint32(24).int32(message.scope);
    if (message.terms !== undefined) Terms.encode(message.terms, writer.uint32(34).fork()).ldelim();
    if (message.deposit !== undefined) Coin.encode(message.deposit, writer.uint32(42).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgCreateSponsorship {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgCreateSponsorship = { sponsor: "", contract: "", scope: 0, terms: undefined, deposit: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.sponsor = reader.string();
          break;
        case 2:
          message.contract = reader.string();
          break;
        case 3:
          message.scope = reader.int32();
          break;
        case 4:
          message.terms = Terms.decode(reader, reader.uint32());
          break;
        case 5:
          message.deposit = Coin.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<MsgCreateSponsorship>): MsgCreateSponsorship {
    return {
      sponsor: object.sponsor ?? "",
      contract: object.contract ?? "",
      scope: object.scope ?? 0,
      terms: object.terms === undefined ? undefined : Terms.fromPartial(object.terms),
      deposit: object.deposit === undefined ? undefined : Coin.fromPartial(object.deposit),
    };
  },
};

export interface MsgCreateSponsorshipResponse {
  id: bigint;
}

export const MsgCreateSponsorshipResponse: Codec<MsgCreateSponsorshipResponse> = {
  typeUrl: "/echoin.sponsor.v1.MsgCreateSponsorshipResponse",
  encode(message: MsgCreateSponsorshipResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.id !== 0n) writer.uint32(8).uint64(message.id);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgCreateSponsorshipResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgCreateSponsorshipResponse = { id: 0n };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.id = reader.uint64();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<MsgCreateSponsorshipResponse>): MsgCreateSponsorshipResponse {
    return {
      id: object.id ?? 0n,
    };
  },
};

export interface MsgUpdateSponsorship {
  sponsor: string;
  id: bigint;
  terms?: Terms | undefined;
}

export const MsgUpdateSponsorship: Codec<MsgUpdateSponsorship> = {
  typeUrl: "/echoin.sponsor.v1.MsgUpdateSponsorship",
  encode(message: MsgUpdateSponsorship, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.sponsor !== "") writer.uint32(10).string(message.sponsor);
    if (message.id !== 0n) writer.uint32(16).uint64(message.id);
    if (message.terms !== undefined) Terms.encode(message.terms, writer.uint32(26).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgUpdateSponsorship {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgUpdateSponsorship = { sponsor: "", id: 0n, terms: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.sponsor = reader.string();
          break;
        case 2:
          message.id = reader.uint64();
          break;
        case 3:
          message.terms = Terms.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<MsgUpdateSponsorship>): MsgUpdateSponsorship {
    return {
      sponsor: object.sponsor ?? "",
      id: object.id ?? 0n,
      terms: object.terms === undefined ? undefined : Terms.fromPartial(object.terms),
    };
  },
};

export interface MsgUpdateSponsorshipResponse {
}

export const MsgUpdateSponsorshipResponse: Codec<MsgUpdateSponsorshipResponse> = {
  typeUrl: "/echoin.sponsor.v1.MsgUpdateSponsorshipResponse",
  encode(_message: MsgUpdateSponsorshipResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgUpdateSponsorshipResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgUpdateSponsorshipResponse = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<MsgUpdateSponsorshipResponse>): MsgUpdateSponsorshipResponse {
    return {
    };
  },
};

export interface MsgCloseSponsorship {
  sponsor: string;
  id: bigint;
}

export const MsgCloseSponsorship: Codec<MsgCloseSponsorship> = {
  typeUrl: "/echoin.sponsor.v1.MsgCloseSponsorship",
  encode(message: MsgCloseSponsorship, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.sponsor !== "") writer.uint32(10).string(message.sponsor);
    if (message.id !== 0n) writer.uint32(16).uint64(message.id);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgCloseSponsorship {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgCloseSponsorship = { sponsor: "", id: 0n };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.sponsor = reader.string();
          break;
        case 2:
          message.id = reader.uint64();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<MsgCloseSponsorship>): MsgCloseSponsorship {
    return {
      sponsor: object.sponsor ?? "",
      id: object.id ?? 0n,
    };
  },
};

export interface MsgCloseSponsorshipResponse {
  /** returned is the deposit, as decimal text. */
  returned: string;
}

export const MsgCloseSponsorshipResponse: Codec<MsgCloseSponsorshipResponse> = {
  typeUrl: "/echoin.sponsor.v1.MsgCloseSponsorshipResponse",
  encode(message: MsgCloseSponsorshipResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.returned !== "") writer.uint32(10).string(message.returned);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgCloseSponsorshipResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgCloseSponsorshipResponse = { returned: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.returned = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<MsgCloseSponsorshipResponse>): MsgCloseSponsorshipResponse {
    return {
      returned: object.returned ?? "",
    };
  },
};

export interface MsgDeposit {
  depositor: string;
  id: bigint;
  amount?: Coin | undefined;
}

export const MsgDeposit: Codec<MsgDeposit> = {
  typeUrl: "/echoin.sponsor.v1.MsgDeposit",
  encode(message: MsgDeposit, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.depositor !== "") writer.uint32(10).string(message.depositor);
    if (message.id !== 0n) writer.uint32(16).uint64(message.id);
    if (message.amount !== undefined) Coin.encode(message.amount, writer.uint32(26).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgDeposit {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgDeposit = { depositor: "", id: 0n, amount: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.depositor = reader.string();
          break;
        case 2:
          message.id = reader.uint64();
          break;
        case 3:
          message.amount = Coin.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<MsgDeposit>): MsgDeposit {
    return {
      depositor: object.depositor ?? "",
      id: object.id ?? 0n,
      amount: object.amount === undefined ? undefined : Coin.fromPartial(object.amount),
    };
  },
};

export interface MsgDepositResponse {
}

export const MsgDepositResponse: Codec<MsgDepositResponse> = {
  typeUrl: "/echoin.sponsor.v1.MsgDepositResponse",
  encode(_message: MsgDepositResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgDepositResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgDepositResponse = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<MsgDepositResponse>): MsgDepositResponse {
    return {
    };
  },
};

export interface MsgWithdraw {
  sponsor: string;
  id: bigint;
  amount?: Coin | undefined;
}

export const MsgWithdraw: Codec<MsgWithdraw> = {
  typeUrl: "/echoin.sponsor.v1.MsgWithdraw",
  encode(message: MsgWithdraw, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.sponsor !== "") writer.uint32(10).string(message.sponsor);
    if (message.id !== 0n) writer.uint32(16).uint64(message.id);
    if (message.amount !== undefined) Coin.encode(message.amount, writer.uint32(26).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgWithdraw {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgWithdraw = { sponsor: "", id: 0n, amount: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.sponsor = reader.string();
          break;
        case 2:
          message.id = reader.uint64();
          break;
        case 3:
          message.amount = Coin.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<MsgWithdraw>): MsgWithdraw {
    return {
      sponsor: object.sponsor ?? "",
      id: object.id ?? 0n,
      amount: object.amount === undefined ? undefined : Coin.fromPartial(object.amount),
    };
  },
};

export interface MsgWithdrawResponse {
}

export const MsgWithdrawResponse: Codec<MsgWithdrawResponse> = {
  typeUrl: "/echoin.sponsor.v1.MsgWithdrawResponse",
  encode(_message: MsgWithdrawResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgWithdrawResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgWithdrawResponse = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<MsgWithdrawResponse>): MsgWithdrawResponse {
    return {
    };
  },
};

export interface MsgAddUsers {
  sponsor: string;
  id: bigint;
  users: string[];
}

export const MsgAddUsers: Codec<MsgAddUsers> = {
  typeUrl: "/echoin.sponsor.v1.MsgAddUsers",
  encode(message: MsgAddUsers, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.sponsor !== "") writer.uint32(10).string(message.sponsor);
    if (message.id !== 0n) writer.uint32(16).uint64(message.id);
    for (const value of message.users) writer.uint32(26).string(value);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgAddUsers {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgAddUsers = { sponsor: "", id: 0n, users: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.sponsor = reader.string();
          break;
        case 2:
          message.id = reader.uint64();
          break;
        case 3:
          message.users.push(reader.string());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<MsgAddUsers>): MsgAddUsers {
    return {
      sponsor: object.sponsor ?? "",
      id: object.id ?? 0n,
      users: [...(object.users ?? [])],
    };
  },
};

export interface MsgAddUsersResponse {
}

export const MsgAddUsersResponse: Codec<MsgAddUsersResponse> = {
  typeUrl: "/echoin.sponsor.v1.MsgAddUsersResponse",
  encode(_message: MsgAddUsersResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgAddUsersResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgAddUsersResponse = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<MsgAddUsersResponse>): MsgAddUsersResponse {
    return {
    };
  },
};

export interface MsgRemoveUsers {
  sponsor: string;
  id: bigint;
  users: string[];
}

export const MsgRemoveUsers: Codec<MsgRemoveUsers> = {
  typeUrl: "/echoin.sponsor.v1.MsgRemoveUsers",
  encode(message: MsgRemoveUsers, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.sponsor !== "") writer.uint32(10).string(message.sponsor);
    if (message.id !== 0n) writer.uint32(16).uint64(message.id);
    for (const value of message.users) writer.uint32(26).string(value);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgRemoveUsers {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgRemoveUsers = { sponsor: "", id: 0n, users: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.sponsor = reader.string();
          break;
        case 2:
          message.id = reader.uint64();
          break;
        case 3:
          message.users.push(reader.string());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<MsgRemoveUsers>): MsgRemoveUsers {
    return {
      sponsor: object.sponsor ?? "",
      id: object.id ?? 0n,
      users: [...(object.users ?? [])],
    };
  },
};

export interface MsgRemoveUsersResponse {
}

export const MsgRemoveUsersResponse: Codec<MsgRemoveUsersResponse> = {
  typeUrl: "/echoin.sponsor.v1.MsgRemoveUsersResponse",
  encode(_message: MsgRemoveUsersResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgRemoveUsersResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgRemoveUsersResponse = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<MsgRemoveUsersResponse>): MsgRemoveUsersResponse {
    return {
    };
  },
};

export interface MsgRedeemVoucher {
  user: string;
  id: bigint;
  /** expires in Unix seconds. */
  expires: bigint;
  /** signature of 65 bytes: r, s, v. */
  signature: Uint8Array;
}

export const MsgRedeemVoucher: Codec<MsgRedeemVoucher> = {
  typeUrl: "/echoin.sponsor.v1.MsgRedeemVoucher",
  encode(message: MsgRedeemVoucher, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.user !== "") writer.uint32(10).string(message.user);
    if (message.id !== 0n) writer.uint32(16).uint64(message.id);
    if (message.expires !== 0n) writer.uint32(24).uint64(message.expires);
    if (message.signature.length > 0) writer.uint32(34).bytes(message.signature);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgRedeemVoucher {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgRedeemVoucher = { user: "", id: 0n, expires: 0n, signature: new Uint8Array() };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.user = reader.string();
          break;
        case 2:
          message.id = reader.uint64();
          break;
        case 3:
          message.expires = reader.uint64();
          break;
        case 4:
          message.signature = reader.bytes();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<MsgRedeemVoucher>): MsgRedeemVoucher {
    return {
      user: object.user ?? "",
      id: object.id ?? 0n,
      expires: object.expires ?? 0n,
      signature: object.signature ?? new Uint8Array(),
    };
  },
};

export interface MsgRedeemVoucherResponse {
}

export const MsgRedeemVoucherResponse: Codec<MsgRedeemVoucherResponse> = {
  typeUrl: "/echoin.sponsor.v1.MsgRedeemVoucherResponse",
  encode(_message: MsgRedeemVoucherResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgRedeemVoucherResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgRedeemVoucherResponse = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<MsgRedeemVoucherResponse>): MsgRedeemVoucherResponse {
    return {
    };
  },
};

export interface MsgUpdateParams {
  authority: string;
  params?: Params | undefined;
}

export const MsgUpdateParams: Codec<MsgUpdateParams> = {
  typeUrl: "/echoin.sponsor.v1.MsgUpdateParams",
  encode(message: MsgUpdateParams, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.authority !== "") writer.uint32(10).string(message.authority);
    if (message.params !== undefined) Params.encode(message.params, writer.uint32(18).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgUpdateParams {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgUpdateParams = { authority: "", params: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.authority = reader.string();
          break;
        case 2:
          message.params = Params.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<MsgUpdateParams>): MsgUpdateParams {
    return {
      authority: object.authority ?? "",
      params: object.params === undefined ? undefined : Params.fromPartial(object.params),
    };
  },
};

export interface MsgUpdateParamsResponse {
}

export const MsgUpdateParamsResponse: Codec<MsgUpdateParamsResponse> = {
  typeUrl: "/echoin.sponsor.v1.MsgUpdateParamsResponse",
  encode(_message: MsgUpdateParamsResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgUpdateParamsResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgUpdateParamsResponse = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<MsgUpdateParamsResponse>): MsgUpdateParamsResponse {
    return {
    };
  },
};

/** Msg lets companies pay for the gas of their users' calls. Addresses of contracts and users are 0x text or bech32. */
export interface Msg {
  /** CreateSponsorship opens a sponsorship with its first deposit. */
  CreateSponsorship(request: MsgCreateSponsorship): Promise<MsgCreateSponsorshipResponse>;
  /** UpdateSponsorship replaces the terms. */
  UpdateSponsorship(request: MsgUpdateSponsorship): Promise<MsgUpdateSponsorshipResponse>;
  /** CloseSponsorship ends it and pays the deposit back. */
  CloseSponsorship(request: MsgCloseSponsorship): Promise<MsgCloseSponsorshipResponse>;
  /** Deposit adds to a deposit; anybody may. */
  Deposit(request: MsgDeposit): Promise<MsgDepositResponse>;
  /** Withdraw takes from a deposit, to the sponsor's account. */
  Withdraw(request: MsgWithdraw): Promise<MsgWithdrawResponse>;
  /** AddUsers lists users. */
  AddUsers(request: MsgAddUsers): Promise<MsgAddUsersResponse>;
  /** RemoveUsers removes users, however they became members. */
  RemoveUsers(request: MsgRemoveUsers): Promise<MsgRemoveUsersResponse>;
  /** RedeemVoucher makes the user a member; a call of the voucher address by an Ethereum transaction does the same. */
  RedeemVoucher(request: MsgRedeemVoucher): Promise<MsgRedeemVoucherResponse>;
  /** UpdateParams replaces the parameters; governance alone may. */
  UpdateParams(request: MsgUpdateParams): Promise<MsgUpdateParamsResponse>;
}
