// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";
import { GasPayer } from "../../../echoin/evm/v1/evm.js";
import { Member, Params, Sponsorship, Usage } from "../../../echoin/sponsor/v1/sponsor.js";
import { PageRequest, PageResponse } from "cosmjs-types/cosmos/base/query/v1beta1/pagination";

export interface QueryParamsRequest {
}

export const QueryParamsRequest: Codec<QueryParamsRequest> = {
  typeUrl: "/echoin.sponsor.v1.QueryParamsRequest",
  encode(_message: QueryParamsRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryParamsRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryParamsRequest = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<QueryParamsRequest>): QueryParamsRequest {
    return {
    };
  },
};

export interface QueryParamsResponse {
  params?: Params | undefined;
  /** voucher_address is where Ethereum transactions redeem vouchers, as 0x text; it is the vouchers' verifyingContract. */
  voucherAddress: string;
}

export const QueryParamsResponse: Codec<QueryParamsResponse> = {
  typeUrl: "/echoin.sponsor.v1.QueryParamsResponse",
  encode(message: QueryParamsResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.params !== undefined) Params.encode(message.params, writer.uint32(10).fork()).ldelim();
    if (message.voucherAddress !== "") writer.uint32(18).string(message.voucherAddress);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryParamsResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryParamsResponse = { params: undefined, voucherAddress: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.params = Params.decode(reader, reader.uint32());
          break;
        case 2:
          message.voucherAddress = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryParamsResponse>): QueryParamsResponse {
    return {
      params: object.params === undefined ? undefined : Params.fromPartial(object.params),
      voucherAddress: object.voucherAddress ?? "",
    };
  },
};

/** FundedSponsorship is a sponsorship with what is left of its deposit, and what it paid for lately. */
export interface FundedSponsorship {
  sponsorship?: Sponsorship | undefined;
  /** deposit in base units of the chain's coin, as decimal text. */
  deposit: string;
  usage?: Usage | undefined;
}

export const FundedSponsorship: Codec<FundedSponsorship> = {
  typeUrl: "/echoin.sponsor.v1.FundedSponsorship",
  encode(message: FundedSponsorship, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.sponsorship !== undefined) Sponsorship.encode(message.sponsorship, writer.uint32(10).fork()).ldelim();
    if (message.deposit !== "") writer.uint32(18).string(message.deposit);
    if (message.usage !== undefined) Usage.encode(message.usage, writer.uint32(26).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): FundedSponsorship {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: FundedSponsorship = { sponsorship: undefined, deposit: "", usage: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.sponsorship = Sponsorship.decode(reader, reader.uint32());
          break;
        case 2:
          message.deposit = reader.string();
          break;
        case 3:
          message.usage = Usage.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<FundedSponsorship>): FundedSponsorship {
    return {
      sponsorship: object.sponsorship === undefined ? undefined : Sponsorship.fromPartial(object.sponsorship),
      deposit: object.deposit ?? "",
      usage: object.usage === undefined ? undefined : Usage.fromPartial(object.usage),
    };
  },
};

export interface QuerySponsorshipRequest {
  id: bigint;
}

export const QuerySponsorshipRequest: Codec<QuerySponsorshipRequest> = {
  typeUrl: "/echoin.sponsor.v1.QuerySponsorshipRequest",
  encode(message: QuerySponsorshipRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.id !== 0n) writer.uint32(8).uint64(message.id);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QuerySponsorshipRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QuerySponsorshipRequest = { id: 0n };
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
  fromPartial(object: Partial<QuerySponsorshipRequest>): QuerySponsorshipRequest {
    return {
      id: object.id ?? 0n,
    };
  },
};

export interface QuerySponsorshipResponse {
  sponsorship?: FundedSponsorship | undefined;
}

export const QuerySponsorshipResponse: Codec<QuerySponsorshipResponse> = {
  typeUrl: "/echoin.sponsor.v1.QuerySponsorshipResponse",
  encode(message: QuerySponsorshipResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.sponsorship !== undefined) FundedSponsorship.encode(message.sponsorship, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QuerySponsorshipResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QuerySponsorshipResponse = { sponsorship: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.sponsorship = FundedSponsorship.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QuerySponsorshipResponse>): QuerySponsorshipResponse {
    return {
      sponsorship: object.sponsorship === undefined ? undefined : FundedSponsorship.fromPartial(object.sponsorship),
    };
  },
};

export interface QuerySponsorshipsRequest {
  /** contract, or empty. */
  contract: string;
  /** sponsor, or empty; not both. */
  sponsor: string;
  pagination?: PageRequest | undefined;
}

export const QuerySponsorshipsRequest: Codec<QuerySponsorshipsRequest> = {
  typeUrl: "/echoin.sponsor.v1.QuerySponsorshipsRequest",
  encode(message: QuerySponsorshipsRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.contract !== "") writer.uint32(10).string(message.contract);
    if (message.sponsor !== "") writer.uint32(18).string(message.sponsor);
    if (message.pagination !== undefined) PageRequest.encode(message.pagination, writer.uint32(26).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QuerySponsorshipsRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QuerySponsorshipsRequest = { contract: "", sponsor: "", pagination: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.contract = reader.string();
          break;
        case 2:
          message.sponsor = reader.string();
          break;
        case 3:
          message.pagination = PageRequest.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QuerySponsorshipsRequest>): QuerySponsorshipsRequest {
    return {
      contract: object.contract ?? "",
      sponsor: object.sponsor ?? "",
      pagination: object.pagination === undefined ? undefined : PageRequest.fromPartial(object.pagination),
    };
  },
};

export interface QuerySponsorshipsResponse {
  sponsorships: FundedSponsorship[];
  pagination?: PageResponse | undefined;
}

export const QuerySponsorshipsResponse: Codec<QuerySponsorshipsResponse> = {
  typeUrl: "/echoin.sponsor.v1.QuerySponsorshipsResponse",
  encode(message: QuerySponsorshipsResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    for (const value of message.sponsorships) FundedSponsorship.encode(value, writer.uint32(10).fork()).ldelim();
    if (message.pagination !== undefined) PageResponse.encode(message.pagination, writer.uint32(18).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QuerySponsorshipsResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QuerySponsorshipsResponse = { sponsorships: [], pagination: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.sponsorships.push(FundedSponsorship.decode(reader, reader.uint32()));
          break;
        case 2:
          message.pagination = PageResponse.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QuerySponsorshipsResponse>): QuerySponsorshipsResponse {
    return {
      sponsorships: (object.sponsorships ?? []).map((value) => FundedSponsorship.fromPartial(value)),
      pagination: object.pagination === undefined ? undefined : PageResponse.fromPartial(object.pagination),
    };
  },
};

export interface QueryMembersRequest {
  id: bigint;
  pagination?: PageRequest | undefined;
}

export const QueryMembersRequest: Codec<QueryMembersRequest> = {
  typeUrl: "/echoin.sponsor.v1.QueryMembersRequest",
  encode(message: QueryMembersRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.id !== 0n) writer.uint32(8).uint64(message.id);
    if (message.pagination !== undefined) PageRequest.encode(message.pagination, writer.uint32(18).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryMembersRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryMembersRequest = { id: 0n, pagination: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.id = reader.uint64();
          break;
        case 2:
          message.pagination = PageRequest.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryMembersRequest>): QueryMembersRequest {
    return {
      id: object.id ?? 0n,
      pagination: object.pagination === undefined ? undefined : PageRequest.fromPartial(object.pagination),
    };
  },
};

export interface QueryMembersResponse {
  members: NamedMember[];
  pagination?: PageResponse | undefined;
}

export const QueryMembersResponse: Codec<QueryMembersResponse> = {
  typeUrl: "/echoin.sponsor.v1.QueryMembersResponse",
  encode(message: QueryMembersResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    for (const value of message.members) NamedMember.encode(value, writer.uint32(10).fork()).ldelim();
    if (message.pagination !== undefined) PageResponse.encode(message.pagination, writer.uint32(18).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryMembersResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryMembersResponse = { members: [], pagination: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.members.push(NamedMember.decode(reader, reader.uint32()));
          break;
        case 2:
          message.pagination = PageResponse.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryMembersResponse>): QueryMembersResponse {
    return {
      members: (object.members ?? []).map((value) => NamedMember.fromPartial(value)),
      pagination: object.pagination === undefined ? undefined : PageResponse.fromPartial(object.pagination),
    };
  },
};

export interface NamedMember {
  /** user as 0x text. */
  user: string;
  member?: Member | undefined;
}

export const NamedMember: Codec<NamedMember> = {
  typeUrl: "/echoin.sponsor.v1.NamedMember",
  encode(message: NamedMember, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.user !== "") writer.uint32(10).string(message.user);
    if (message.member !== undefined) Member.encode(message.member, writer.uint32(18).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): NamedMember {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: NamedMember = { user: "", member: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.user = reader.string();
          break;
        case 2:
          message.member = Member.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<NamedMember>): NamedMember {
    return {
      user: object.user ?? "",
      member: object.member === undefined ? undefined : Member.fromPartial(object.member),
    };
  },
};

export interface QueryAllowanceRequest {
  id: bigint;
  user: string;
}

export const QueryAllowanceRequest: Codec<QueryAllowanceRequest> = {
  typeUrl: "/echoin.sponsor.v1.QueryAllowanceRequest",
  encode(message: QueryAllowanceRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.id !== 0n) writer.uint32(8).uint64(message.id);
    if (message.user !== "") writer.uint32(18).string(message.user);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryAllowanceRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryAllowanceRequest = { id: 0n, user: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.id = reader.uint64();
          break;
        case 2:
          message.user = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryAllowanceRequest>): QueryAllowanceRequest {
    return {
      id: object.id ?? 0n,
      user: object.user ?? "",
    };
  },
};

export interface QueryAllowanceResponse {
  /** fee that can still be paid for the user today: the least of all limits and the deposit, as decimal text. */
  fee: string;
  /** calls that are still paid for today; absent: no limit. */
  calls?: CallsLeft | undefined;
  /** refusal says why nothing at all is paid for this user; empty when something is. */
  refusal: string;
}

export const QueryAllowanceResponse: Codec<QueryAllowanceResponse> = {
  typeUrl: "/echoin.sponsor.v1.QueryAllowanceResponse",
  encode(message: QueryAllowanceResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.fee !== "") writer.uint32(10).string(message.fee);
    if (message.calls !== undefined) CallsLeft.encode(message.calls, writer.uint32(18).fork()).ldelim();
    if (message.refusal !== "") writer.uint32(26).string(message.refusal);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryAllowanceResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryAllowanceResponse = { fee: "", calls: undefined, refusal: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.fee = reader.string();
          break;
        case 2:
          message.calls = CallsLeft.decode(reader, reader.uint32());
          break;
        case 3:
          message.refusal = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryAllowanceResponse>): QueryAllowanceResponse {
    return {
      fee: object.fee ?? "",
      calls: object.calls === undefined ? undefined : CallsLeft.fromPartial(object.calls),
      refusal: object.refusal ?? "",
    };
  },
};

export interface CallsLeft {
  calls: bigint;
}

export const CallsLeft: Codec<CallsLeft> = {
  typeUrl: "/echoin.sponsor.v1.CallsLeft",
  encode(message: CallsLeft, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.calls !== 0n) writer.uint32(8).uint64(message.calls);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): CallsLeft {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: CallsLeft = { calls: 0n };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.calls = reader.uint64();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<CallsLeft>): CallsLeft {
    return {
      calls: object.calls ?? 0n,
    };
  },
};

export interface QueryWouldPayRequest {
  contract: string;
  user: string;
  /** data of the call. */
  data: Uint8Array;
  /** gas limit of the call. */
  gas: bigint;
}

export const QueryWouldPayRequest: Codec<QueryWouldPayRequest> = {
  typeUrl: "/echoin.sponsor.v1.QueryWouldPayRequest",
  encode(message: QueryWouldPayRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.contract !== "") writer.uint32(10).string(message.contract);
    if (message.user !== "") writer.uint32(18).string(message.user);
    if (message.data.length > 0) writer.uint32(26).bytes(message.data);
    if (message.gas !== 0n) writer.uint32(32).uint64(message.gas);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryWouldPayRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryWouldPayRequest = { contract: "", user: "", data: new Uint8Array(), gas: 0n };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.contract = reader.string();
          break;
        case 2:
          message.user = reader.string();
          break;
        case 3:
          message.data = reader.bytes();
          break;
        case 4:
          message.gas = reader.uint64();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryWouldPayRequest>): QueryWouldPayRequest {
    return {
      contract: object.contract ?? "",
      user: object.user ?? "",
      data: object.data ?? new Uint8Array(),
      gas: object.gas ?? 0n,
    };
  },
};

export interface QueryWouldPayResponse {
  paid: boolean;
  payer?: GasPayer | undefined;
  /** refusal says why not. */
  refusal: string;
}

export const QueryWouldPayResponse: Codec<QueryWouldPayResponse> = {
  typeUrl: "/echoin.sponsor.v1.QueryWouldPayResponse",
  encode(message: QueryWouldPayResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.paid !== false) writer.uint32(8).bool(message.paid);
    if (message.payer !== undefined) GasPayer.encode(message.payer, writer.uint32(18).fork()).ldelim();
    if (message.refusal !== "") writer.uint32(26).string(message.refusal);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryWouldPayResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryWouldPayResponse = { paid: false, payer: undefined, refusal: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.paid = reader.bool();
          break;
        case 2:
          message.payer = GasPayer.decode(reader, reader.uint32());
          break;
        case 3:
          message.refusal = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryWouldPayResponse>): QueryWouldPayResponse {
    return {
      paid: object.paid ?? false,
      payer: object.payer === undefined ? undefined : GasPayer.fromPartial(object.payer),
      refusal: object.refusal ?? "",
    };
  },
};

/** Query reads sponsorships. Addresses of contracts and users are 0x text or bech32. */
export interface Query {
  /** Params returns the parameters. */
  Params(request: QueryParamsRequest): Promise<QueryParamsResponse>;
  /** Sponsorship returns one sponsorship. */
  Sponsorship(request: QuerySponsorshipRequest): Promise<QuerySponsorshipResponse>;
  /** Sponsorships returns all, or those of a contract or of a sponsor. */
  Sponsorships(request: QuerySponsorshipsRequest): Promise<QuerySponsorshipsResponse>;
  /** Members returns the users of a sponsorship that is not for everybody. */
  Members(request: QueryMembersRequest): Promise<QueryMembersResponse>;
  /** Allowance returns what a sponsorship still pays for a user today. */
  Allowance(request: QueryAllowanceRequest): Promise<QueryAllowanceResponse>;
  /** WouldPay says whether a call would be paid for now, by whom, and why not. */
  WouldPay(request: QueryWouldPayRequest): Promise<QueryWouldPayResponse>;
}
