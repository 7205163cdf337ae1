// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";

/** Params of the EVM; governance changes them. */
export interface Params {
  /** chain_id is the number that Ethereum transactions are signed for (EIP-155). */
  chainId: bigint;
  /** fork names the rules, as Ethereum's hard forks: "prague" or "osaka". */
  fork: string;
}

export const Params: Codec<Params> = {
  typeUrl: "/echoin.evm.v1.Params",
  encode(message: Params, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.chainId !== 0n) writer.uint32(8).uint64(message.chainId);
    if (message.fork !== "") writer.uint32(18).string(message.fork);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): Params {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: Params = { chainId: 0n, fork: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.chainId = reader.uint64();
          break;
        case 2:
          message.fork = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<Params>): Params {
    return {
      chainId: object.chainId ?? 0n,
      fork: object.fork ?? "",
    };
  },
};

/**
 * Contract is an account with code, storage, or both, as genesis files carry it. Its balance is the bank's, its nonce
 * the sequence number of auth.
 */
export interface Contract {
  /** address is 0x and 40 hexadecimal digits. */
  address: string;
  code: Uint8Array;
  storage: StorageSlot[];
}

export const Contract: Codec<Contract> = {
  typeUrl: "/echoin.evm.v1.Contract",
  encode(message: Contract, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.address !== "") writer.uint32(10).string(message.address);
    if (message.code.length > 0) writer.uint32(18).bytes(message.code);
    for (const value of message.storage) StorageSlot.encode(value, writer.uint32(26).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): Contract {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: Contract = { address: "", code: new Uint8Array(), storage: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.address = reader.string();
          break;
        case 2:
          message.code = reader.bytes();
          break;
        case 3:
          message.storage.push(StorageSlot.decode(reader, reader.uint32()));
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<Contract>): Contract {
    return {
      address: object.address ?? "",
      code: object.code ?? new Uint8Array(),
      storage: (object.storage ?? []).map((value) => StorageSlot.fromPartial(value)),
    };
  },
};

/** StorageSlot is one word of a contract's storage that is not zero. */
export interface StorageSlot {
  /** key has 32 bytes. */
  key: Uint8Array;
  /** value has 1 to 32 bytes, no leading zeros. */
  value: Uint8Array;
}

export const StorageSlot: Codec<StorageSlot> = {
  typeUrl: "/echoin.evm.v1.StorageSlot",
  encode(message: StorageSlot, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.key.length > 0) writer.uint32(10).bytes(message.key);
    if (message.value.length > 0) writer.uint32(18).bytes(message.value);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): StorageSlot {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: StorageSlot = { key: new Uint8Array(), value: new Uint8Array() };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.key = reader.bytes();
          break;
        case 2:
          message.value = reader.bytes();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<StorageSlot>): StorageSlot {
    return {
      key: object.key ?? new Uint8Array(),
      value: object.value ?? new Uint8Array(),
    };
  },
};

/** BlockHeader is an Ethereum block header in RLP, and its hash. */
export interface BlockHeader {
  rlp: Uint8Array;
  hash: Uint8Array;
}

export const BlockHeader: Codec<BlockHeader> = {
  typeUrl: "/echoin.evm.v1.BlockHeader",
  encode(message: BlockHeader, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.rlp.length > 0) writer.uint32(10).bytes(message.rlp);
    if (message.hash.length > 0) writer.uint32(18).bytes(message.hash);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): BlockHeader {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: BlockHeader = { rlp: new Uint8Array(), hash: new Uint8Array() };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.rlp = reader.bytes();
          break;
        case 2:
          message.hash = reader.bytes();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<BlockHeader>): BlockHeader {
    return {
      rlp: object.rlp ?? new Uint8Array(),
      hash: object.hash ?? new Uint8Array(),
    };
  },
};

/** TransactionResult is what an Ethereum transaction did, while its block is being executed. */
export interface TransactionResult {
  /** hash of the transaction, as Ethereum names it. */
  hash: Uint8Array;
  /** type as in EIP-2718; 0 for transactions without one. */
  type: number;
  success: boolean;
  gasUsed: bigint;
  /** cumulative_gas_used in this block up to and with this transaction. */
  cumulativeGasUsed: bigint;
  logs: Log[];
  /** raw is the signed transaction. */
  raw: Uint8Array;
}

export const TransactionResult: Codec<TransactionResult> = {
  typeUrl: "/echoin.evm.v1.TransactionResult",
  encode(message: TransactionResult, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.hash.length > 0) writer.uint32(10).bytes(message.hash);
    if (message.type !== 0) writer.uint32(16).uint32(message.type);
    if (message.success !== false) writer.uint32(24).bool(message.success);
    if (message.gasUsed !== 0n) writer.uint32(32).uint64(message.gasUsed);
    if (message.cumulativeGasUsed !== 0n) writer.uint32(40).uint64(message.cumulativeGasUsed);
    for (const value of message.logs) Log.encode(value, writer.uint32(50).fork()).ldelim();
    if (message.raw.length > 0) writer.uint32(58).bytes(message.raw);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): TransactionResult {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: TransactionResult = { hash: new Uint8Array(), type: 0, success: false, gasUsed: 0n, cumulativeGasUsed: 0n, logs: [], raw: new Uint8Array() };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.hash = reader.bytes();
          break;
        case 2:
          message.type = reader.uint32();
          break;
        case 3:
          message.success = reader.bool();
          break;
        case 4:
          message.gasUsed = reader.uint64();
          break;
        case 5:
          message.cumulativeGasUsed = reader.uint64();
          break;
        case 6:
          message.logs.push(Log.decode(reader, reader.uint32()));
          break;
        case 7:
          message.raw = reader.bytes();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<TransactionResult>): TransactionResult {
    return {
      hash: object.hash ?? new Uint8Array(),
      type: object.type ?? 0,
      success: object.success ?? false,
      gasUsed: object.gasUsed ?? 0n,
      cumulativeGasUsed: object.cumulativeGasUsed ?? 0n,
      logs: (object.logs ?? []).map((value) => Log.fromPartial(value)),
      raw: object.raw ?? new Uint8Array(),
    };
  },
};

/** Log that a contract wrote. */
export interface Log {
  address: Uint8Array;
  topics: Uint8Array[];
  data: Uint8Array;
}

export const Log: Codec<Log> = {
  typeUrl: "/echoin.evm.v1.Log",
  encode(message: Log, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.address.length > 0) writer.uint32(10).bytes(message.address);
    for (const value of message.topics) writer.uint32(18).bytes(value);
    if (message.data.length > 0) writer.uint32(26).bytes(message.data);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): Log {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: Log = { address: new Uint8Array(), topics: [], data: new Uint8Array() };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.address = reader.bytes();
          break;
        case 2:
          message.topics.push(reader.bytes());
          break;
        case 3:
          message.data = reader.bytes();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<Log>): Log {
    return {
      address: object.address ?? new Uint8Array(),
      topics: [...(object.topics ?? [])],
      data: object.data ?? new Uint8Array(),
    };
  },
};

/** GasPayer pays for a transaction's gas in its sender's place. */
export interface GasPayer {
  sponsorshipId: bigint;
  /** sponsor has the 20 bytes of an account address. */
  sponsor: Uint8Array;
  /** gas_price in base units of the chain's coin, as decimal text. */
  gasPrice: string;
}

export const GasPayer: Codec<GasPayer> = {
  typeUrl: "/echoin.evm.v1.GasPayer",
  encode(message: GasPayer, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.sponsorshipId !== 0n) writer.uint32(8).uint64(message.sponsorshipId);
    if (message.sponsor.length > 0) writer.uint32(18).bytes(message.sponsor);
    if (message.gasPrice !== "") writer.uint32(26).string(message.gasPrice);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): GasPayer {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: GasPayer = { sponsorshipId: 0n, sponsor: new Uint8Array(), gasPrice: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.sponsorshipId = reader.uint64();
          break;
        case 2:
          message.sponsor = reader.bytes();
          break;
        case 3:
          message.gasPrice = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<GasPayer>): GasPayer {
    return {
      sponsorshipId: object.sponsorshipId ?? 0n,
      sponsor: object.sponsor ?? new Uint8Array(),
      gasPrice: object.gasPrice ?? "",
    };
  },
};
