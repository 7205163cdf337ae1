// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../../codecs.js";
import { readerOf } from "../../../../../reader.js";
import { newBinaryWriter } from "../../../../../writer.js";

export interface AppDescriptor {
  authn?: AuthnDescriptor | undefined;
  chain?: ChainDescriptor | undefined;
  codec?: CodecDescriptor | undefined;
  configuration?: ConfigurationDescriptor | undefined;
  queryServices?: QueryServicesDescriptor | undefined;
  tx?: TxDescriptor | undefined;
}

export const AppDescriptor: Codec<AppDescriptor> = {
  typeUrl: "/cosmos.base.reflection.v2alpha1.AppDescriptor",
  encode(message: AppDescriptor, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.authn !== undefined) AuthnDescriptor.encode(message.authn, writer.uint32(10).fork()).ldelim();
    if (message.chain !== undefined) ChainDescriptor.encode(message.chain, writer.uint32(18).fork()).ldelim();
    if (message.codec !== undefined) CodecDescriptor.encode(message.codec, writer.uint32(26).fork()).ldelim();
    if (message.configuration !== undefined) ConfigurationDescriptor.encode(message.configuration, writer.uint32(34).fork()).ldelim();
    if (message.queryServices !== undefined) QueryServicesDescriptor.encode(message.queryServices, writer.uint32(42).fork()).ldelim();
    if (message.tx !== undefined) TxDescriptor.encode(message.tx, writer.uint32(50).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): AppDescriptor {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: AppDescriptor = { authn: undefined, chain: undefined, codec: undefined, configuration: undefined, queryServices: undefined, tx: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.authn = AuthnDescriptor.decode(reader, reader.uint32());
          break;
        case 2:
          message.chain = ChainDescriptor.decode(reader, reader.uint32());
          break;
        case 3:
          message.codec = CodecDescriptor.decode(reader, reader.uint32());
          break;
        case 4:
          message.configuration = ConfigurationDescriptor.decode(reader, reader.uint32());
          break;
        case 5:
          message.queryServices = QueryServicesDescriptor.decode(reader, reader.uint32());
          break;
        case 6:
          message.tx = TxDescriptor.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<AppDescriptor>): AppDescriptor {
    return {
      authn: object.authn === undefined ? undefined : AuthnDescriptor.fromPartial(object.authn),
      chain: object.chain === undefined ? undefined : ChainDescriptor.fromPartial(object.chain),
      codec: object.codec === undefined ? undefined : CodecDescriptor.fromPartial(object.codec),
      configuration: object.configuration === undefined ? undefined : ConfigurationDescriptor.fromPartial(object.configuration),
      queryServices: object.queryServices === undefined ? undefined : QueryServicesDescriptor.fromPartial(object.queryServices),
      tx: object.tx === undefined ? undefined : TxDescriptor.fromPartial(object.tx),
    };
  },
};

export interface TxDescriptor {
  fullname: string;
  msgs: MsgDescriptor[];
}

export const TxDescriptor: Codec<TxDescriptor> = {
  typeUrl: "/cosmos.base.reflection.v2alpha1.TxDescriptor",
  encode(message: TxDescriptor, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.fullname !== "") writer.uint32(10).string(message.fullname);
    for (const value of message.msgs) MsgDescriptor.encode(value, writer.uint32(18).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): TxDescriptor {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: TxDescriptor = { fullname: "", msgs: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.fullname = reader.string();
          break;
        case 2:
          message.msgs.push(MsgDescriptor.decode(reader, reader.uint32()));
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<TxDescriptor>): TxDescriptor {
    return {
      fullname: object.fullname ?? "",
      msgs: (object.msgs ?? []).map((value) => MsgDescriptor.fromPartial(value)),
    };
  },
};

export interface AuthnDescriptor {
  signModes: SigningModeDescriptor[];
}

export const AuthnDescriptor: Codec<AuthnDescriptor> = {
  typeUrl: "/cosmos.base.reflection.v2alpha1.AuthnDescriptor",
  encode(message: AuthnDescriptor, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    for (const value of message.signModes) SigningModeDescriptor.encode(value, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): AuthnDescriptor {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: AuthnDescriptor = { signModes: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.signModes.push(SigningModeDescriptor.decode(reader, reader.uint32()));
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<AuthnDescriptor>): AuthnDescriptor {
    return {
      signModes: (object.signModes ?? []).map((value) => SigningModeDescriptor.fromPartial(value)),
    };
  },
};

export interface SigningModeDescriptor {
  name: string;
  number: number;
  authnInfoProviderMethodFullname: string;
}

export const SigningModeDescriptor: Codec<SigningModeDescriptor> = {
  typeUrl: "/cosmos.base.reflection.v2alpha1.SigningModeDescriptor",
  encode(message: SigningModeDescriptor, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.name !== "") writer.uint32(10).string(message.name);
    if (message.number !== 0) writer.uint32(16).int32(message.number);
    if (message.authnInfoProviderMethodFullname !== "") writer.uint32(26).string(message.authnInfoProviderMethodFullname);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): SigningModeDescriptor {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: SigningModeDescriptor = { name: "", number: 0, authnInfoProviderMethodFullname: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.name = reader.string();
          break;
        case 2:
          message.number = reader.int32();
          break;
        case 3:
          message.authnInfoProviderMethodFullname = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<SigningModeDescriptor>): SigningModeDescriptor {
    return {
      name: object.name ?? "",
      number: object.number ?? 0,
      authnInfoProviderMethodFullname: object.authnInfoProviderMethodFullname ?? "",
    };
  },
};

export interface ChainDescriptor {
  id: string;
}

export const ChainDescriptor: Codec<ChainDescriptor> = {
  typeUrl: "/cosmos.base.reflection.v2alpha1.ChainDescriptor",
  encode(message: ChainDescriptor, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.id !== "") writer.uint32(10).string(message.id);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): ChainDescriptor {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: ChainDescriptor = { id: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.id = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<ChainDescriptor>): ChainDescriptor {
    return {
      id: object.id ?? "",
    };
  },
};

export interface CodecDescriptor {
  interfaces: InterfaceDescriptor[];
}

export const CodecDescriptor: Codec<CodecDescriptor> = {
  typeUrl: "/cosmos.base.reflection.v2alpha1.CodecDescriptor",
  encode(message: CodecDescriptor, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    for (const value of message.interfaces) InterfaceDescriptor.encode(value, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): CodecDescriptor {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: CodecDescriptor = { interfaces: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.interfaces.push(InterfaceDescriptor.decode(reader, reader.uint32()));
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<CodecDescriptor>): CodecDescriptor {
    return {
      interfaces: (object.interfaces ?? []).map((value) => InterfaceDescriptor.fromPartial(value)),
    };
  },
};

export interface InterfaceDescriptor {
  fullname: string;
  interfaceAcceptingMessages: InterfaceAcceptingMessageDescriptor[];
  interfaceImplementers: InterfaceImplementerDescriptor[];
}

export const InterfaceDescriptor: Codec<InterfaceDescriptor> = {
  typeUrl: "/cosmos.base.reflection.v2alpha1.InterfaceDescriptor",
  encode(message: InterfaceDescriptor, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.fullname !== "") writer.uint32(10).string(message.fullname);
    for (const value of message.interfaceAcceptingMessages) InterfaceAcceptingMessageDescriptor.encode(value, writer.uint32(18).fork()).ldelim();
    for (const value of message.interfaceImplementers) InterfaceImplementerDescriptor.encode(value, writer.uint32(26).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): InterfaceDescriptor {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: InterfaceDescriptor = { fullname: "", interfaceAcceptingMessages: [], interfaceImplementers: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.fullname = reader.string();
          break;
        case 2:
          message.interfaceAcceptingMessages.push(InterfaceAcceptingMessageDescriptor.decode(reader, reader.uint32()));
          break;
        case 3:
          message.interfaceImplementers.push(InterfaceImplementerDescriptor.decode(reader, reader.uint32()));
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<InterfaceDescriptor>): InterfaceDescriptor {
    return {
      fullname: object.fullname ?? "",
      interfaceAcceptingMessages: (object.interfaceAcceptingMessages ?? []).map((value) => InterfaceAcceptingMessageDescriptor.fromPartial(value)),
      interfaceImplementers: (object.interfaceImplementers ?? []).map((value) => InterfaceImplementerDescriptor.fromPartial(value)),
    };
  },
};

export interface InterfaceImplementerDescriptor {
  fullname: string;
  typeUrl: string;
}

export const InterfaceImplementerDescriptor: Codec<InterfaceImplementerDescriptor> = {
  typeUrl: "/cosmos.base.reflection.v2alpha1.InterfaceImplementerDescriptor",
  encode(message: InterfaceImplementerDescriptor, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.fullname !== "") writer.uint32(10).string(message.fullname);
    if (message.typeUrl !== "") writer.uint32(18).string(message.typeUrl);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): InterfaceImplementerDescriptor {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: InterfaceImplementerDescriptor = { fullname: "", typeUrl: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.fullname = reader.string();
          break;
        case 2:
          message.typeUrl = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<InterfaceImplementerDescriptor>): InterfaceImplementerDescriptor {
    return {
      fullname: object.fullname ?? "",
      typeUrl: object.typeUrl ?? "",
    };
  },
};

export interface InterfaceAcceptingMessageDescriptor {
  fullname: string;
  fieldDescriptorNames: string[];
}

export const InterfaceAcceptingMessageDescriptor: Codec<InterfaceAcceptingMessageDescriptor> = {
  typeUrl: "/cosmos.base.reflection.v2alpha1.InterfaceAcceptingMessageDescriptor",
  encode(message: InterfaceAcceptingMessageDescriptor, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.fullname !== "") writer.uint32(10).string(message.fullname);
    for (const value of message.fieldDescriptorNames) writer.uint32(18).string(value);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): InterfaceAcceptingMessageDescriptor {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: InterfaceAcceptingMessageDescriptor = { fullname: "", fieldDescriptorNames: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.fullname = reader.string();
          break;
        case 2:
          message.fieldDescriptorNames.push(reader.string());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<InterfaceAcceptingMessageDescriptor>): InterfaceAcceptingMessageDescriptor {
    return {
      fullname: object.fullname ?? "",
      fieldDescriptorNames: [...(object.fieldDescriptorNames ?? [])],
    };
  },
};

export interface ConfigurationDescriptor {
  bech32AccountAddressPrefix: string;
}

export const ConfigurationDescriptor: Codec<ConfigurationDescriptor> = {
  typeUrl: "/cosmos.base.reflection.v2alpha1.ConfigurationDescriptor",
  encode(message: ConfigurationDescriptor, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.bech32AccountAddressPrefix !== "") writer.uint32(10).string(message.bech32AccountAddressPrefix);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): ConfigurationDescriptor {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: ConfigurationDescriptor = { bech32AccountAddressPrefix: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.bech32AccountAddressPrefix = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<ConfigurationDescriptor>): ConfigurationDescriptor {
    return {
      bech32AccountAddressPrefix: object.bech32AccountAddressPrefix ?? "",
    };
  },
};

export interface MsgDescriptor {
  msgTypeUrl: string;
}

export const MsgDescriptor: Codec<MsgDescriptor> = {
  typeUrl: "/cosmos.base.reflection.v2alpha1.MsgDescriptor",
  encode(message: MsgDescriptor, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.msgTypeUrl !== "") writer.uint32(10).string(message.msgTypeUrl);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): MsgDescriptor {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: MsgDescriptor = { msgTypeUrl: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.msgTypeUrl = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<MsgDescriptor>): MsgDescriptor {
    return {
      msgTypeUrl: object.msgTypeUrl ?? "",
    };
  },
};

export interface GetAuthnDescriptorRequest {
}

export const GetAuthnDescriptorRequest: Codec<GetAuthnDescriptorRequest> = {
  typeUrl: "/cosmos.base.reflection.v2alpha1.GetAuthnDescriptorRequest",
  encode(_message: GetAuthnDescriptorRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): GetAuthnDescriptorRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: GetAuthnDescriptorRequest = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<GetAuthnDescriptorRequest>): GetAuthnDescriptorRequest {
    return {
    };
  },
};

export interface GetAuthnDescriptorResponse {
  authn?: AuthnDescriptor | undefined;
}

export const GetAuthnDescriptorResponse: Codec<GetAuthnDescriptorResponse> = {
  typeUrl: "/cosmos.base.reflection.v2alpha1.GetAuthnDescriptorResponse",
  encode(message: GetAuthnDescriptorResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.authn !== undefined) AuthnDescriptor.encode(message.authn, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): GetAuthnDescriptorResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: GetAuthnDescriptorResponse = { authn: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.authn = AuthnDescriptor.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<GetAuthnDescriptorResponse>): GetAuthnDescriptorResponse {
    return {
      authn: object.authn === undefined ? undefined : AuthnDescriptor.fromPartial(object.authn),
    };
  },
};

export interface GetChainDescriptorRequest {
}

export const GetChainDescriptorRequest: Codec<GetChainDescriptorRequest> = {
  typeUrl: "/cosmos.base.reflection.v2alpha1.GetChainDescriptorRequest",
  encode(_message: GetChainDescriptorRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): GetChainDescriptorRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: GetChainDescriptorRequest = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<GetChainDescriptorRequest>): GetChainDescriptorRequest {
    return {
    };
  },
};

export interface GetChainDescriptorResponse {
  chain?: ChainDescriptor | undefined;
}

export const GetChainDescriptorResponse: Codec<GetChainDescriptorResponse> = {
  typeUrl: "/cosmos.base.reflection.v2alpha1.GetChainDescriptorResponse",
  encode(message: GetChainDescriptorResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.chain !== undefined) ChainDescriptor.encode(message.chain, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): GetChainDescriptorResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: GetChainDescriptorResponse = { chain: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.chain = ChainDescriptor.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<GetChainDescriptorResponse>): GetChainDescriptorResponse {
    return {
      chain: object.chain === undefined ? undefined : ChainDescriptor.fromPartial(object.chain),
    };
  },
};

export interface GetCodecDescriptorRequest {
}

export const GetCodecDescriptorRequest: Codec<GetCodecDescriptorRequest> = {
  typeUrl: "/cosmos.base.reflection.v2alpha1.GetCodecDescriptorRequest",
  encode(_message: GetCodecDescriptorRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): GetCodecDescriptorRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: GetCodecDescriptorRequest = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<GetCodecDescriptorRequest>): GetCodecDescriptorRequest {
    return {
    };
  },
};

export interface GetCodecDescriptorResponse {
  codec?: CodecDescriptor | undefined;
}

export const GetCodecDescriptorResponse: Codec<GetCodecDescriptorResponse> = {
  typeUrl: "/cosmos.base.reflection.v2alpha1.GetCodecDescriptorResponse",
  encode(message: GetCodecDescriptorResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.codec !== undefined) CodecDescriptor.encode(message.codec, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): GetCodecDescriptorResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: GetCodecDescriptorResponse = { codec: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.codec = CodecDescriptor.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<GetCodecDescriptorResponse>): GetCodecDescriptorResponse {
    return {
      codec: object.codec === undefined ? undefined : CodecDescriptor.fromPartial(object.codec),
    };
  },
};

export interface GetConfigurationDescriptorRequest {
}

export const GetConfigurationDescriptorRequest: Codec<GetConfigurationDescriptorRequest> = {
  typeUrl: "/cosmos.base.reflection.v2alpha1.GetConfigurationDescriptorRequest",
  encode(_message: GetConfigurationDescriptorRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): GetConfigurationDescriptorRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: GetConfigurationDescriptorRequest = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<GetConfigurationDescriptorRequest>): GetConfigurationDescriptorRequest {
    return {
    };
  },
};

export interface GetConfigurationDescriptorResponse {
  config?: ConfigurationDescriptor | undefined;
}

export const GetConfigurationDescriptorResponse: Codec<GetConfigurationDescriptorResponse> = {
  typeUrl: "/cosmos.base.reflection.v2alpha1.GetConfigurationDescriptorResponse",
  encode(message: GetConfigurationDescriptorResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.config !== undefined) ConfigurationDescriptor.encode(message.config, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): GetConfigurationDescriptorResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: GetConfigurationDescriptorResponse = { config: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.config = ConfigurationDescriptor.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<GetConfigurationDescriptorResponse>): GetConfigurationDescriptorResponse {
    return {
      config: object.config === undefined ? undefined : ConfigurationDescriptor.fromPartial(object.config),
    };
  },
};

export interface GetQueryServicesDescriptorRequest {
}

export const GetQueryServicesDescriptorRequest: Codec<GetQueryServicesDescriptorRequest> = {
  typeUrl: "/cosmos.base.reflection.v2alpha1.GetQueryServicesDescriptorRequest",
  encode(_message: GetQueryServicesDescriptorRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): GetQueryServicesDescriptorRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: GetQueryServicesDescriptorRequest = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<GetQueryServicesDescriptorRequest>): GetQueryServicesDescriptorRequest {
    return {
    };
  },
};

export interface GetQueryServicesDescriptorResponse {
  queries?: QueryServicesDescriptor | undefined;
}

export const GetQueryServicesDescriptorResponse: Codec<GetQueryServicesDescriptorResponse> = {
  typeUrl: "/cosmos.base.reflection.v2alpha1.GetQueryServicesDescriptorResponse",
  encode(message: GetQueryServicesDescriptorResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.queries !== undefined) QueryServicesDescriptor.encode(message.queries, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): GetQueryServicesDescriptorResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: GetQueryServicesDescriptorResponse = { queries: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.queries = QueryServicesDescriptor.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<GetQueryServicesDescriptorResponse>): GetQueryServicesDescriptorResponse {
    return {
      queries: object.queries === undefined ? undefined : QueryServicesDescriptor.fromPartial(object.queries),
    };
  },
};

export interface GetTxDescriptorRequest {
}

export const GetTxDescriptorRequest: Codec<GetTxDescriptorRequest> = {
  typeUrl: "/cosmos.base.reflection.v2alpha1.GetTxDescriptorRequest",
  encode(_message: GetTxDescriptorRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): GetTxDescriptorRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: GetTxDescriptorRequest = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<GetTxDescriptorRequest>): GetTxDescriptorRequest {
    return {
    };
  },
};

export interface GetTxDescriptorResponse {
  tx?: TxDescriptor | undefined;
}

export const GetTxDescriptorResponse: Codec<GetTxDescriptorResponse> = {
  typeUrl: "/cosmos.base.reflection.v2alpha1.GetTxDescriptorResponse",
  encode(message: GetTxDescriptorResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.tx !== undefined) TxDescriptor.encode(message.tx, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): GetTxDescriptorResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: GetTxDescriptorResponse = { tx: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.tx = TxDescriptor.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<GetTxDescriptorResponse>): GetTxDescriptorResponse {
    return {
      tx: object.tx === undefined ? undefined : TxDescriptor.fromPartial(object.tx),
    };
  },
};

export interface QueryServicesDescriptor {
  queryServices: QueryServiceDescriptor[];
}

export const QueryServicesDescriptor: Codec<QueryServicesDescriptor> = {
  typeUrl: "/cosmos.base.reflection.v2alpha1.QueryServicesDescriptor",
  encode(message: QueryServicesDescriptor, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    for (const value of message.queryServices) QueryServiceDescriptor.encode(value, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryServicesDescriptor {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryServicesDescriptor = { queryServices: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.queryServices.push(QueryServiceDescriptor.decode(reader, reader.uint32()));
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryServicesDescriptor>): QueryServicesDescriptor {
    return {
      queryServices: (object.queryServices ?? []).map((value) => QueryServiceDescriptor.fromPartial(value)),
    };
  },
};

export interface QueryServiceDescriptor {
  fullname: string;
  isModule: boolean;
  methods: QueryMethodDescriptor[];
}

export const QueryServiceDescriptor: Codec<QueryServiceDescriptor> = {
  typeUrl: "/cosmos.base.reflection.v2alpha1.QueryServiceDescriptor",
  encode(message: QueryServiceDescriptor, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.fullname !== "") writer.uint32(10).string(message.fullname);
    if (message.isModule !== false) writer.uint32(16).bool(message.isModule);
    for (const value of message.methods) QueryMethodDescriptor.encode(value, writer.uint32(26).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryServiceDescriptor {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryServiceDescriptor = { fullname: "", isModule: false, methods: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.fullname = reader.string();
          break;
        case 2:
          message.isModule = reader.bool();
          break;
        case 3:
          message.methods.push(QueryMethodDescriptor.decode(reader, reader.uint32()));
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryServiceDescriptor>): QueryServiceDescriptor {
    return {
      fullname: object.fullname ?? "",
      isModule: object.isModule ?? false,
      methods: (object.methods ?? []).map((value) => QueryMethodDescriptor.fromPartial(value)),
    };
  },
};

export interface QueryMethodDescriptor {
  name: string;
  fullQueryPath: string;
}

export const QueryMethodDescriptor: Codec<QueryMethodDescriptor> = {
  typeUrl: "/cosmos.base.reflection.v2alpha1.QueryMethodDescriptor",
  encode(message: QueryMethodDescriptor, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.name !== "") writer.uint32(10).string(message.name);
    if (message.fullQueryPath !== "") writer.uint32(18).string(message.fullQueryPath);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): QueryMethodDescriptor {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: QueryMethodDescriptor = { name: "", fullQueryPath: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.name = reader.string();
          break;
        case 2:
          message.fullQueryPath = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<QueryMethodDescriptor>): QueryMethodDescriptor {
    return {
      name: object.name ?? "",
      fullQueryPath: object.fullQueryPath ?? "",
    };
  },
};

export interface ReflectionService {
  GetAuthnDescriptor(request: GetAuthnDescriptorRequest): Promise<GetAuthnDescriptorResponse>;
  GetChainDescriptor(request: GetChainDescriptorRequest): Promise<GetChainDescriptorResponse>;
  GetCodecDescriptor(request: GetCodecDescriptorRequest): Promise<GetCodecDescriptorResponse>;
  GetConfigurationDescriptor(request: GetConfigurationDescriptorRequest): Promise<GetConfigurationDescriptorResponse>;
  GetQueryServicesDescriptor(request: GetQueryServicesDescriptorRequest): Promise<GetQueryServicesDescriptorResponse>;
  GetTxDescriptor(request: GetTxDescriptorRequest): Promise<GetTxDescriptorResponse>;
}
