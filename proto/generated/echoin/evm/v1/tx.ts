// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";
import { GasPayer, Log, Params } from "../../../echoin/evm/v1/evm.js";

/**
 * ExtensionOptionsEthereumTx marks a transaction whose fee, nonce and signature are those of the Ethereum transaction
 * inside.
 */
export interface ExtensionOptionsEthereumTx {
}

export const ExtensionOptionsEthereumTx: Codec<ExtensionOptionsEthereumTx> = {
  typeUrl: "/echoin.evm.v1.ExtensionOptionsEthereumTx",
  encode(_message: ExtensionOptionsEthereumTx, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): ExtensionOptionsEthereumTx {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: ExtensionOptionsEthereumTx = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<ExtensionOptionsEthereumTx>): ExtensionOptionsEthereumTx {
    return {
    };
  },
};

export interface MsgEthereumTx {
  /** raw is the signed transaction as eth_sendRawTransaction takes it (EIP-2718). */
  raw: Uint8Array;
  /** from is the address that the signature recovers to. */
  from: string;
}

export const MsgEthereumTx: Codec<MsgEthereumTx> = {
  typeUrl: "/echoin.evm.v1.MsgEthereumTx",
  encode(message: MsgEthereumTx, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.raw.length > 0) writer.uint32(10).bytes(message.raw);
    if (message.from !== "") writer.uint32(18).string(message.from);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgEthereumTx {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgEthereumTx = { raw: new Uint8Array(), from: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.raw = reader.bytes();
          break;
        case 2:
          message.from = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<MsgEthereumTx>): MsgEthereumTx {
    return {
      raw: object.raw ?? new Uint8Array(),
      from: object.from ?? "",
    };
  },
};

export interface MsgEthereumTxResponse {
  /** hash of the transaction, as Ethereum names it. */
  hash: Uint8Array;
  success: boolean;
  /** gas_used is what was paid for. */
  gasUsed: bigint;
  /** return_data of the outermost call, or what it reverted with: the first 1024 bytes. */
  returnData: Uint8Array;
  /** vm_error says why the EVM failed; empty when it did not. */
  vmError: string;
  /** contract_address is the contract that the transaction created, if it did. */
  contractAddress: Uint8Array;
  logs: Log[];
  /** payer of the gas, when it is not the sender. */
  payer?: GasPayer | undefined;
}

export const MsgEthereumTxResponse: Codec<MsgEthereumTxResponse> = {
  typeUrl: "/echoin.evm.v1.MsgEthereumTxResponse",
  encode(message: MsgEthereumTxResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.hash.length > 0) writer.uint32(10).bytes(message.hash);
    if (message.success !== false) writer.uint32(16).bool(message.success);
    if (message.gasUsed !== 0n) writer.uint32(24).uint64(message.gasUsed);
    if (message.returnData.length > 0) writer.uint32(34).bytes(message.returnData);
    if (message.vmError !== "") writer.uint32(42).string(message.vmError);
    if (message.contractAddress.length > 0) writer.uint32(50).bytes(message.contractAddress);
    for (const value of message.logs) Log.encode(value, writer.uint32(58).fork()).ldelim();
    if (message.payer !== undefined) GasPayer.encode(message.payer, writer.uint32(66).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgEthereumTxResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgEthereumTxResponse = { hash: new Uint8Array(), success: false, gasUsed: 0n, returnData: new Uint8Array(), vmError: "", contractAddress: new Uint8Array(), logs: [], payer: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.hash = reader.bytes();
          break;
        case 2:
          message.success = reader.bool();
          break;
        case 3:
          message.gasUsed = reader.uint64();
          break;
        case 4:
          message.returnData = reader.bytes();
          break;
        case 5:
          message.vmError = reader.string();
          break;
        case 6:
          message.contractAddress = reader.bytes();
          break;
        case 7:
          message.logs.push(Log.decode(reader, reader.uint32()));
          break;
        case 8:
          message.payer = GasPayer.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<MsgEthereumTxResponse>): MsgEthereumTxResponse {
    return {
      hash: object.hash ?? new Uint8Array(),
      success: object.success ?? false,
      gasUsed: object.gasUsed ?? 0n,
      returnData: object.returnData ?? new Uint8Array(),
      vmError: object.vmError ?? "",
      contractAddress: object.contractAddress ?? new Uint8Array(),
      logs: (object.logs ?? []).map((value) => Log.fromPartial(value)),
      payer: object.payer === undefined ? undefined : GasPayer.fromPartial(object.payer),
    };
  },
};

export interface MsgUpdateParams {
  authority: string;
  params?: Params | undefined;
}

export const MsgUpdateParams: Codec<MsgUpdateParams> = {
  typeUrl: "/echoin.evm.v1.MsgUpdateParams",
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
  typeUrl: "/echoin.evm.v1.MsgUpdateParamsResponse",
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

/** Msg executes Ethereum transactions. */
export interface Msg {
  /**
   * EthereumTx executes a signed Ethereum transaction. It stands alone in a transaction with the option
   * ExtensionOptionsEthereumTx, and nowhere else.
   */
  EthereumTx(request: MsgEthereumTx): Promise<MsgEthereumTxResponse>;
  /** UpdateParams sets the parameters; governance alone may. */
  UpdateParams(request: MsgUpdateParams): Promise<MsgUpdateParamsResponse>;
}
