import { BinaryReader, type BinaryWriter } from "cosmjs-types/binary";
import type {
  RequestInsertTx as InsertTx,
  RequestReapTxs as ReapTxs,
  ResponseInsertTx as InsertTxAnswer,
  ResponseReapTxs as ReapTxsAnswer,
} from "./application.js";

/*
 * The messages that CometBFT v0.40 adds to ABCI 2.0 for a mempool of the application's own; cosmjs-types does not have
 * them. Source: proto/tendermint/abci/types.proto of v0.40.0. Same shape as cosmjs-types' codecs.
 */

const VARINT = 0;
const BYTES = 2;

type Input = BinaryReader | Uint8Array;
const readerOf = (input: Input): BinaryReader => (input instanceof BinaryReader ? input : new BinaryReader(input));

/** Calls `read` for each field that the message holds; it skips what it does not know. */
function eachField(reader: BinaryReader, read: (field: number, wireType: number) => boolean): void {
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (!read(field, wireType)) reader.skipType(wireType);
  }
}

export const RequestInsertTx = {
  encode: ({ tx }: InsertTx, writer: BinaryWriter) => (tx.length > 0 ? writer.tag(1, BYTES).bytes(tx) : writer),
  decode: (input: Input): InsertTx => {
    const reader = readerOf(input);
    const message: InsertTx = { tx: new Uint8Array(0) };
    eachField(reader, (field, wireType) => {
      if (field !== 1 || wireType !== BYTES) return false;
      message.tx = reader.bytes();
      return true;
    });
    return message;
  },
};

export const ResponseInsertTx = {
  encode: ({ code }: InsertTxAnswer, writer: BinaryWriter) => (code > 0 ? writer.tag(1, VARINT).uint32(code) : writer),
  decode: (input: Input): InsertTxAnswer => {
    const reader = readerOf(input);
    const message: InsertTxAnswer = { code: 0 };
    eachField(reader, (field, wireType) => {
      if (field !== 1 || wireType !== VARINT) return false;
      message.code = reader.uint32();
      return true;
    });
    return message;
  },
  fromPartial: ({ code = 0 }: Partial<InsertTxAnswer>): InsertTxAnswer => ({ code }),
};

export const RequestReapTxs = {
  encode: ({ maxBytes, maxGas }: ReapTxs, writer: BinaryWriter) => {
    if (maxBytes > 0n) writer.tag(1, VARINT).uint64(maxBytes);
    if (maxGas > 0n) writer.tag(2, VARINT).uint64(maxGas);
    return writer;
  },
  decode: (input: Input): ReapTxs => {
    const reader = readerOf(input);
    const message: ReapTxs = { maxBytes: 0n, maxGas: 0n };
    eachField(reader, (field, wireType) => {
      if (wireType !== VARINT || (field !== 1 && field !== 2)) return false;
      message[field === 1 ? "maxBytes" : "maxGas"] = reader.uint64();
      return true;
    });
    return message;
  },
};

export const ResponseReapTxs = {
  encode: ({ txs }: ReapTxsAnswer, writer: BinaryWriter) => {
    for (const tx of txs) writer.tag(1, BYTES).bytes(tx);
    return writer;
  },
  decode: (input: Input): ReapTxsAnswer => {
    const reader = readerOf(input);
    const message: ReapTxsAnswer = { txs: [] };
    eachField(reader, (field, wireType) => {
      if (field !== 1 || wireType !== BYTES) return false;
      message.txs.push(reader.bytes());
      return true;
    });
    return message;
  },
  fromPartial: ({ txs = [] }: Partial<ReapTxsAnswer>): ReapTxsAnswer => ({ txs }),
};
