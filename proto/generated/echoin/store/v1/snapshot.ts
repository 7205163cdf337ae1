// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";

/** SnapshotManifest is the metadata of a state-sync snapshot: it lets every chunk be verified as it arrives. */
export interface SnapshotManifest {
  height: bigint;
  /** app_hash is the root that the restored state must have. */
  appHash: Uint8Array;
  /** chunk_hashes are the SHA-256 of the chunks, in order. */
  chunkHashes: Uint8Array[];
  stores: SnapshotStore[];
}

export const SnapshotManifest: Codec<SnapshotManifest> = {
  typeUrl: "/echoin.store.v1.SnapshotManifest",
  encode(message: SnapshotManifest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.height !== 0n) writer.uint32(8).uint64(message.height);
    if (message.appHash.length > 0) writer.uint32(18).bytes(message.appHash);
    for (const value of message.chunkHashes) writer.uint32(26).bytes(value);
    for (const value of message.stores) SnapshotStore.encode(value, writer.uint32(34).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): SnapshotManifest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: SnapshotManifest = { height: 0n, appHash: new Uint8Array(), chunkHashes: [], stores: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.height = reader.uint64();
          break;
        case 2:
          message.appHash = reader.bytes();
          break;
        case 3:
          message.chunkHashes.push(reader.bytes());
          break;
        case 4:
          message.stores.push(SnapshotStore.decode(reader, reader.uint32()));
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<SnapshotManifest>): SnapshotManifest {
    return {
      height: object.height ?? 0n,
      appHash: object.appHash ?? new Uint8Array(),
      chunkHashes: [...(object.chunkHashes ?? [])],
      stores: (object.stores ?? []).map((value) => SnapshotStore.fromPartial(value)),
    };
  },
};

/** SnapshotStore is the root of one store in a snapshot. */
export interface SnapshotStore {
  name: string;
  /** root is the hash of the store's tree. */
  root: Uint8Array;
  leaves: bigint;
}

export const SnapshotStore: Codec<SnapshotStore> = {
  typeUrl: "/echoin.store.v1.SnapshotStore",
  encode(message: SnapshotStore, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.name !== "") writer.uint32(10).string(message.name);
    if (message.root.length > 0) writer.uint32(18).bytes(message.root);
    if (message.leaves !== 0n) writer.uint32(24).uint64(message.leaves);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): SnapshotStore {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: SnapshotStore = { name: "", root: new Uint8Array(), leaves: 0n };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.name = reader.string();
          break;
        case 2:
          message.root = reader.bytes();
          break;
        case 3:
          message.leaves = reader.uint64();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<SnapshotStore>): SnapshotStore {
    return {
      name: object.name ?? "",
      root: object.root ?? new Uint8Array(),
      leaves: object.leaves ?? 0n,
    };
  },
};
