// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";
import { PageRequest, PageResponse } from "cosmjs-types/cosmos/base/query/v1beta1/pagination";
import { Any } from "cosmjs-types/google/protobuf/any";
import { Timestamp } from "cosmjs-types/google/protobuf/timestamp";

/** QueueState is what has become of a transaction; from COMMITTED on nothing changes any more. */
export const QueueState = {
  QUEUE_STATE_UNSPECIFIED: 0,
  QUEUE_STATE_WAITING: 1,
  QUEUE_STATE_OFFERED: 2,
  QUEUE_STATE_COMMITTED: 3,
  QUEUE_STATE_REFUSED: 4,
  QUEUE_STATE_EXPIRED: 5,
  QUEUE_STATE_CANCELLED: 6,
} as const;
/** One of the numbers above, or another that a later version may know. */
export type QueueState = number;

/** QueueReason is why a transaction was not in at the last try. */
export const QueueReason = {
  QUEUE_REASON_UNSPECIFIED: 0,
  QUEUE_REASON_MEMPOOL_FULL: 1,
  QUEUE_REASON_FUTURE_SEQUENCE: 2,
  QUEUE_REASON_PRICE_TOO_LOW: 3,
  QUEUE_REASON_NOT_INCLUDED: 4,
  QUEUE_REASON_NODE_UNAVAILABLE: 5,
} as const;
/** One of the numbers above, or another that a later version may know. */
export type QueueReason = number;

export interface QueuedTransaction {
  /** hash is the SHA-256 of its bytes in upper-case hex, by which it is found in blocks. */
  hash: string;
  /** sender is its first signer. */
  sender: string;
  /** sequence is the sender's; 0 when it is unordered. */
  sequence: bigint;
  unordered: boolean;
  state: QueueState;
  reason: QueueReason;
  /** codespace, code and log are the last verdict on it: CheckTx's, or the block's when it is committed. */
  codespace: string;
  code: number;
  log: string;
  keptAt?: Timestamp | undefined;
  /** expires_at is when the node gives up, at its own time-to-live or the transaction's time-out. */
  expiresAt?: Timestamp | undefined;
  /** timeout_height is the transaction's own; 0 when it has none. */
  timeoutHeight: bigint;
  /** attempts counts how often it was offered. */
  attempts: number;
  /** height is that of the block which has it; 0 when none has. */
  height: bigint;
  /** ended_at is when its state became final. */
  endedAt?: Timestamp | undefined;
}

export const QueuedTransaction: Codec<QueuedTransaction> = {
  typeUrl: "/echoin.node.v1.QueuedTransaction",
  encode(message: QueuedTransaction, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.hash !== "") writer.uint32(10).string(message.hash);
    if (message.sender !== "") writer.uint32(18).string(message.sender);
    if (message.sequence !== 0n) writer.uint32(24).uint64(message.sequence);
    if (message.unordered !== false) writer.uint32(32).bool(message.unordered);
    if (message.state !== 0) writer.uint32(40).int32(message.state);
    if (message.reason !== 0) writer.uint32(48).int32(message.reason);
    if (message.codespace !== "") writer.uint32(58).string(message.codespace);
    if (message.code !== 0) writer.uint32(64).uint32(message.code);
    if (message.log !== "") writer.uint32(74).string(message.log);
    if (message.keptAt !== undefined) Timestamp.encode(message.keptAt, writer.uint32(82).fork()).ldelim();
    if (message.expiresAt !== undefined) Timestamp.encode(message.expiresAt, writer.uint32(90).fork()).ldelim();
    if (message.timeoutHeight !== 0n) writer.uint32(96).uint64(message.timeoutHeight);
    if (message.attempts !== 0) writer.uint32(104).uint32(message.attempts);
    if (message.height !== 0n) writer.uint32(112).uint64(message.height);
    if (message.endedAt !== undefined) Timestamp.encode(message.endedAt, writer.uint32(122).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueuedTransaction {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueuedTransaction = { hash: "", sender: "", sequence: 0n, unordered: false, state: 0, reason: 0, codespace: "", code: 0, log: "", keptAt: undefined, expiresAt: undefined, timeoutHeight: 0n, attempts: 0, height: 0n, endedAt: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.hash = reader.string();
          break;
        case 2:
          message.sender = reader.string();
          break;
        case 3:
          message.sequence = reader.uint64();
          break;
        case 4:
          message.unordered = reader.bool();
          break;
        case 5:
          message.state = reader.int32();
          break;
        case 6:
          message.reason = reader.int32();
          break;
        case 7:
          message.codespace = reader.string();
          break;
        case 8:
          message.code = reader.uint32();
          break;
        case 9:
          message.log = reader.string();
          break;
        case 10:
          message.keptAt = Timestamp.decode(reader, reader.uint32());
          break;
        case 11:
          message.expiresAt = Timestamp.decode(reader, reader.uint32());
          break;
        case 12:
          message.timeoutHeight = reader.uint64();
          break;
        case 13:
          message.attempts = reader.uint32();
          break;
        case 14:
          message.height = reader.uint64();
          break;
        case 15:
          message.endedAt = Timestamp.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueuedTransaction>): QueuedTransaction {
    return {
      hash: object.hash ?? "",
      sender: object.sender ?? "",
      sequence: object.sequence ?? 0n,
      unordered: object.unordered ?? false,
      state: object.state ?? 0,
      reason: object.reason ?? 0,
      codespace: object.codespace ?? "",
      code: object.code ?? 0,
      log: object.log ?? "",
      keptAt: object.keptAt === undefined ? undefined : Timestamp.fromPartial(object.keptAt),
      expiresAt: object.expiresAt === undefined ? undefined : Timestamp.fromPartial(object.expiresAt),
      timeoutHeight: object.timeoutHeight ?? 0n,
      attempts: object.attempts ?? 0,
      height: object.height ?? 0n,
      endedAt: object.endedAt === undefined ? undefined : Timestamp.fromPartial(object.endedAt),
    };
  },
};

export interface SubmitRequest {
  /** tx_bytes is a signed TxRaw. */
  txBytes: Uint8Array;
  /** ttl_seconds is how long to keep it; 0, and more than the node keeps any, is the node's own time-to-live. */
  ttlSeconds: bigint;
}

export const SubmitRequest: Codec<SubmitRequest> = {
  typeUrl: "/echoin.node.v1.SubmitRequest",
  encode(message: SubmitRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.txBytes.length > 0) writer.uint32(10).bytes(message.txBytes);
    if (message.ttlSeconds !== 0n) writer.uint32(16).uint64(message.ttlSeconds);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): SubmitRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: SubmitRequest = { txBytes: new Uint8Array(), ttlSeconds: 0n };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.txBytes = reader.bytes();
          break;
        case 2:
          message.ttlSeconds = reader.uint64();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<SubmitRequest>): SubmitRequest {
    return {
      txBytes: object.txBytes ?? new Uint8Array(),
      ttlSeconds: object.ttlSeconds ?? 0n,
    };
  },
};

export interface SubmitResponse {
  transaction?: QueuedTransaction | undefined;
}

export const SubmitResponse: Codec<SubmitResponse> = {
  typeUrl: "/echoin.node.v1.SubmitResponse",
  encode(message: SubmitResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.transaction !== undefined) QueuedTransaction.encode(message.transaction, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): SubmitResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: SubmitResponse = { transaction: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.transaction = QueuedTransaction.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<SubmitResponse>): SubmitResponse {
    return {
      transaction: object.transaction === undefined ? undefined : QueuedTransaction.fromPartial(object.transaction),
    };
  },
};

export interface TransactionRequest {
  hash: string;
}

export const TransactionRequest: Codec<TransactionRequest> = {
  typeUrl: "/echoin.node.v1.TransactionRequest",
  encode(message: TransactionRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.hash !== "") writer.uint32(10).string(message.hash);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): TransactionRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: TransactionRequest = { hash: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.hash = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<TransactionRequest>): TransactionRequest {
    return {
      hash: object.hash ?? "",
    };
  },
};

export interface TransactionResponse {
  transaction?: QueuedTransaction | undefined;
}

export const TransactionResponse: Codec<TransactionResponse> = {
  typeUrl: "/echoin.node.v1.TransactionResponse",
  encode(message: TransactionResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.transaction !== undefined) QueuedTransaction.encode(message.transaction, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): TransactionResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: TransactionResponse = { transaction: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.transaction = QueuedTransaction.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<TransactionResponse>): TransactionResponse {
    return {
      transaction: object.transaction === undefined ? undefined : QueuedTransaction.fromPartial(object.transaction),
    };
  },
};

export interface TransactionsRequest {
  sender: string;
  /** open leaves out those whose state is final. */
  open: boolean;
  pagination?: PageRequest | undefined;
}

export const TransactionsRequest: Codec<TransactionsRequest> = {
  typeUrl: "/echoin.node.v1.TransactionsRequest",
  encode(message: TransactionsRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.sender !== "") writer.uint32(10).string(message.sender);
    if (message.open !== false) writer.uint32(16).bool(message.open);
    if (message.pagination !== undefined) PageRequest.encode(message.pagination, writer.uint32(26).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): TransactionsRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: TransactionsRequest = { sender: "", open: false, pagination: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.sender = reader.string();
          break;
        case 2:
          message.open = reader.bool();
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
  fromPartial(object: Partial<TransactionsRequest>): TransactionsRequest {
    return {
      sender: object.sender ?? "",
      open: object.open ?? false,
      pagination: object.pagination === undefined ? undefined : PageRequest.fromPartial(object.pagination),
    };
  },
};

export interface TransactionsResponse {
  transactions: QueuedTransaction[];
  pagination?: PageResponse | undefined;
}

export const TransactionsResponse: Codec<TransactionsResponse> = {
  typeUrl: "/echoin.node.v1.TransactionsResponse",
  encode(message: TransactionsResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    for (const value of message.transactions) QueuedTransaction.encode(value, writer.uint32(10).fork()).ldelim();
    if (message.pagination !== undefined) PageResponse.encode(message.pagination, writer.uint32(18).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): TransactionsResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: TransactionsResponse = { transactions: [], pagination: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.transactions.push(QueuedTransaction.decode(reader, reader.uint32()));
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
  fromPartial(object: Partial<TransactionsResponse>): TransactionsResponse {
    return {
      transactions: (object.transactions ?? []).map((value) => QueuedTransaction.fromPartial(value)),
      pagination: object.pagination === undefined ? undefined : PageResponse.fromPartial(object.pagination),
    };
  },
};

export interface CancelRequest {
  hash: string;
  /** until is when the signature ends to count, in Unix seconds: at most ten minutes ahead. */
  until: bigint;
  /** public_key is the sender's. */
  publicKey?: Any | undefined;
  /**
   * signature is the sender's over the cancel document (api/queue/README.md), signed as ADR-036 says; of a multisig, an
   * encoded cosmos.tx.signing.v1beta1.SignatureDescriptor.Data with its members'.
   */
  signature: Uint8Array;
}

export const CancelRequest: Codec<CancelRequest> = {
  typeUrl: "/echoin.node.v1.CancelRequest",
  encode(message: CancelRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.hash !== "") writer.uint32(10).string(message.hash);
    if (message.until !== 0n) writer.uint32(16).uint64(message.until);
    if (message.publicKey !== undefined) Any.encode(message.publicKey, writer.uint32(26).fork()).ldelim();
    if (message.signature.length > 0) writer.uint32(34).bytes(message.signature);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): CancelRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: CancelRequest = { hash: "", until: 0n, publicKey: undefined, signature: new Uint8Array() };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.hash = reader.string();
          break;
        case 2:
          message.until = reader.uint64();
          break;
        case 3:
          message.publicKey = Any.decode(reader, reader.uint32());
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
  fromPartial(object: Partial<CancelRequest>): CancelRequest {
    return {
      hash: object.hash ?? "",
      until: object.until ?? 0n,
      publicKey: object.publicKey === undefined ? undefined : Any.fromPartial(object.publicKey),
      signature: object.signature ?? new Uint8Array(),
    };
  },
};

export interface CancelResponse {
  transaction?: QueuedTransaction | undefined;
}

export const CancelResponse: Codec<CancelResponse> = {
  typeUrl: "/echoin.node.v1.CancelResponse",
  encode(message: CancelResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.transaction !== undefined) QueuedTransaction.encode(message.transaction, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): CancelResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: CancelResponse = { transaction: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.transaction = QueuedTransaction.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<CancelResponse>): CancelResponse {
    return {
      transaction: object.transaction === undefined ? undefined : QueuedTransaction.fromPartial(object.transaction),
    };
  },
};

export interface InfoRequest {
}

export const InfoRequest: Codec<InfoRequest> = {
  typeUrl: "/echoin.node.v1.InfoRequest",
  encode(_message: InfoRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): InfoRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: InfoRequest = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<InfoRequest>): InfoRequest {
    return {
    };
  },
};

export interface InfoResponse {
  /** waiting and offered count the transactions of those states. */
  waiting: bigint;
  offered: bigint;
  /** bytes is the size of both together. */
  bytes: bigint;
  maxTransactions: bigint;
  maxPerSender: bigint;
  maxBytes: bigint;
  ttlSeconds: bigint;
  /** keep is which refused transactions of BroadcastTx are kept: "asked", those whose client says so, or "all". */
  keep: string;
}

export const InfoResponse: Codec<InfoResponse> = {
  typeUrl: "/echoin.node.v1.InfoResponse",
  encode(message: InfoResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.waiting !== 0n) writer.uint32(8).uint64(message.waiting);
    if (message.offered !== 0n) writer.uint32(16).uint64(message.offered);
    if (message.bytes !== 0n) writer.uint32(24).uint64(message.bytes);
    if (message.maxTransactions !== 0n) writer.uint32(32).uint64(message.maxTransactions);
    if (message.maxPerSender !== 0n) writer.uint32(40).uint64(message.maxPerSender);
    if (message.maxBytes !== 0n) writer.uint32(48).uint64(message.maxBytes);
    if (message.ttlSeconds !== 0n) writer.uint32(56).uint64(message.ttlSeconds);
    if (message.keep !== "") writer.uint32(66).string(message.keep);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): InfoResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: InfoResponse = { waiting: 0n, offered: 0n, bytes: 0n, maxTransactions: 0n, maxPerSender: 0n, maxBytes: 0n, ttlSeconds: 0n, keep: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.waiting = reader.uint64();
          break;
        case 2:
          message.offered = reader.uint64();
          break;
        case 3:
          message.bytes = reader.uint64();
          break;
        case 4:
          message.maxTransactions = reader.uint64();
          break;
        case 5:
          message.maxPerSender = reader.uint64();
          break;
        case 6:
          message.maxBytes = reader.uint64();
          break;
        case 7:
          message.ttlSeconds = reader.uint64();
          break;
        case 8:
          message.keep = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<InfoResponse>): InfoResponse {
    return {
      waiting: object.waiting ?? 0n,
      offered: object.offered ?? 0n,
      bytes: object.bytes ?? 0n,
      maxTransactions: object.maxTransactions ?? 0n,
      maxPerSender: object.maxPerSender ?? 0n,
      maxBytes: object.maxBytes ?? 0n,
      ttlSeconds: object.ttlSeconds ?? 0n,
      keep: object.keep ?? "",
    };
  },
};

/**
 * Queue keeps transactions that were handed to this node and cannot go in now for a reason that may pass, and offers
 * them to its mempool again until they are in a block or expire. It is this node's own and no part of the state.
 */
export interface Queue {
  /**
   * Submit hands a signed transaction to the mempool, as BROADCAST_MODE_SYNC does, and keeps it when it cannot go in now
   * for a reason that may pass. A transaction that can never go in is answered as refused, and not kept.
   */
  Submit(request: SubmitRequest): Promise<SubmitResponse>;
  /** Transaction tells what has become of one that this node keeps, or kept not long ago. */
  Transaction(request: TransactionRequest): Promise<TransactionResponse>;
  /** Transactions lists those of a sender, in the order in which they came. */
  Transactions(request: TransactionsRequest): Promise<TransactionsResponse>;
  /** Cancel ends the keeping of a transaction: its sender signs for that. What the mempool has already may go in all the same. */
  Cancel(request: CancelRequest): Promise<CancelResponse>;
  /** Info tells how full the queue is, and its bounds. */
  Info(request: InfoRequest): Promise<InfoResponse>;
}
