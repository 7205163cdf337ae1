// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";

export interface ServerReflectionRequest {
  host: string;
  fileByFilename?: string | undefined;
  fileContainingSymbol?: string | undefined;
  fileContainingExtension?: ExtensionRequest | undefined;
  allExtensionNumbersOfType?: string | undefined;
  listServices?: string | undefined;
}

export const ServerReflectionRequest: Codec<ServerReflectionRequest> = {
  typeUrl: "/grpc.reflection.v1.ServerReflectionRequest",
  encode(message: ServerReflectionRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.host !== "") writer.uint32(10).string(message.host);
    if (message.fileByFilename !== undefined) writer.uint32(26).string(message.fileByFilename);
    if (message.fileContainingSymbol !== undefined) writer.uint32(34).string(message.fileContainingSymbol);
    if (message.fileContainingExtension !== undefined) ExtensionRequest.encode(message.fileContainingExtension, writer.uint32(42).fork()).ldelim();
    if (message.allExtensionNumbersOfType !== undefined) writer.uint32(50).string(message.allExtensionNumbersOfType);
    if (message.listServices !== undefined) writer.uint32(58).string(message.listServices);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): ServerReflectionRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: ServerReflectionRequest = { host: "", fileByFilename: undefined, fileContainingSymbol: undefined, fileContainingExtension: undefined, allExtensionNumbersOfType: undefined, listServices: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.host = reader.string();
          break;
        case 3:
          message.fileByFilename = reader.string();
          break;
        case 4:
          message.fileContainingSymbol = reader.string();
          break;
        case 5:
          message.fileContainingExtension = ExtensionRequest.decode(reader, reader.uint32());
          break;
        case 6:
          message.allExtensionNumbersOfType = reader.string();
          break;
        case 7:
          message.listServices = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<ServerReflectionRequest>): ServerReflectionRequest {
    return {
      host: object.host ?? "",
      fileByFilename: object.fileByFilename,
      fileContainingSymbol: object.fileContainingSymbol,
      fileContainingExtension: object.fileContainingExtension === undefined ? undefined : ExtensionRequest.fromPartial(object.fileContainingExtension),
      allExtensionNumbersOfType: object.allExtensionNumbersOfType,
      listServices: object.listServices,
    };
  },
};

export interface ExtensionRequest {
  containingType: string;
  extensionNumber: number;
}

export const ExtensionRequest: Codec<ExtensionRequest> = {
  typeUrl: "/grpc.reflection.v1.ExtensionRequest",
  encode(message: ExtensionRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.containingType !== "") writer.uint32(10).string(message.containingType);
    if (message.extensionNumber !== 0) writer.uint32(16).int32(message.extensionNumber);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): ExtensionRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: ExtensionRequest = { containingType: "", extensionNumber: 0 };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.containingType = reader.string();
          break;
        case 2:
          message.extensionNumber = reader.int32();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<ExtensionRequest>): ExtensionRequest {
    return {
      containingType: object.containingType ?? "",
      extensionNumber: object.extensionNumber ?? 0,
    };
  },
};

export interface ServerReflectionResponse {
  validHost: string;
  originalRequest?: ServerReflectionRequest | undefined;
  fileDescriptorResponse?: FileDescriptorResponse | undefined;
  allExtensionNumbersResponse?: ExtensionNumberResponse | undefined;
  listServicesResponse?: ListServiceResponse | undefined;
  errorResponse?: ErrorResponse | undefined;
}

export const ServerReflectionResponse: Codec<ServerReflectionResponse> = {
  typeUrl: "/grpc.reflection.v1.ServerReflectionResponse",
  encode(message: ServerReflectionResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.validHost !== "") writer.uint32(10).string(message.validHost);
    if (message.originalRequest !== undefined) ServerReflectionRequest.encode(message.originalRequest, writer.uint32(18).fork()).ldelim();
    if (message.fileDescriptorResponse !== undefined) FileDescriptorResponse.encode(message.fileDescriptorResponse, writer.uint32(34).fork()).ldelim();
    if (message.allExtensionNumbersResponse !== undefined) ExtensionNumberResponse.encode(message.allExtensionNumbersResponse, writer.uint32(42).fork()).ldelim();
    if (message.listServicesResponse !== undefined) ListServiceResponse.encode(message.listServicesResponse, writer.uint32(50).fork()).ldelim();
    if (message.errorResponse !== undefined) ErrorResponse.encode(message.errorResponse, writer.uint32(58).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): ServerReflectionResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: ServerReflectionResponse = { validHost: "", originalRequest: undefined, fileDescriptorResponse: undefined, allExtensionNumbersResponse: undefined, listServicesResponse: undefined, errorResponse: undefined };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.validHost = reader.string();
          break;
        case 2:
          message.originalRequest = ServerReflectionRequest.decode(reader, reader.uint32());
          break;
        case 4:
          message.fileDescriptorResponse = FileDescriptorResponse.decode(reader, reader.uint32());
          break;
        case 5:
          message.allExtensionNumbersResponse = ExtensionNumberResponse.decode(reader, reader.uint32());
          break;
        case 6:
          message.listServicesResponse = ListServiceResponse.decode(reader, reader.uint32());
          break;
        case 7:
          message.errorResponse = ErrorResponse.decode(reader, reader.uint32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<ServerReflectionResponse>): ServerReflectionResponse {
    return {
      validHost: object.validHost ?? "",
      originalRequest: object.originalRequest === undefined ? undefined : ServerReflectionRequest.fromPartial(object.originalRequest),
      fileDescriptorResponse: object.fileDescriptorResponse === undefined ? undefined : FileDescriptorResponse.fromPartial(object.fileDescriptorResponse),
      allExtensionNumbersResponse: object.allExtensionNumbersResponse === undefined ? undefined : ExtensionNumberResponse.fromPartial(object.allExtensionNumbersResponse),
      listServicesResponse: object.listServicesResponse === undefined ? undefined : ListServiceResponse.fromPartial(object.listServicesResponse),
      errorResponse: object.errorResponse === undefined ? undefined : ErrorResponse.fromPartial(object.errorResponse),
    };
  },
};

export interface FileDescriptorResponse {
  fileDescriptorProto: Uint8Array[];
}

export const FileDescriptorResponse: Codec<FileDescriptorResponse> = {
  typeUrl: "/grpc.reflection.v1.FileDescriptorResponse",
  encode(message: FileDescriptorResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    for (const value of message.fileDescriptorProto) writer.uint32(10).bytes(value);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): FileDescriptorResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: FileDescriptorResponse = { fileDescriptorProto: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.fileDescriptorProto.push(reader.bytes());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<FileDescriptorResponse>): FileDescriptorResponse {
    return {
      fileDescriptorProto: [...(object.fileDescriptorProto ?? [])],
    };
  },
};

export interface ExtensionNumberResponse {
  baseTypeName: string;
  extensionNumber: number[];
}

export const ExtensionNumberResponse: Codec<ExtensionNumberResponse> = {
  typeUrl: "/grpc.reflection.v1.ExtensionNumberResponse",
  encode(message: ExtensionNumberResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.baseTypeName !== "") writer.uint32(10).string(message.baseTypeName);
    if (message.extensionNumber.length > 0) {
      writer.uint32(18).fork();
      for (const value of message.extensionNumber) writer.int32(value);
      writer.ldelim();
    }
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): ExtensionNumberResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: ExtensionNumberResponse = { baseTypeName: "", extensionNumber: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.baseTypeName = reader.string();
          break;
        case 2:
          if ((tag & 7) === 2) {
            const last = reader.uint32() + reader.pos;
            while (reader.pos < last) message.extensionNumber.push(reader.int32());
          } else message.extensionNumber.push(reader.int32());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<ExtensionNumberResponse>): ExtensionNumberResponse {
    return {
      baseTypeName: object.baseTypeName ?? "",
      extensionNumber: [...(object.extensionNumber ?? [])],
    };
  },
};

export interface ListServiceResponse {
  service: ServiceResponse[];
}

export const ListServiceResponse: Codec<ListServiceResponse> = {
  typeUrl: "/grpc.reflection.v1.ListServiceResponse",
  encode(message: ListServiceResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    for (const value of message.service) ServiceResponse.encode(value, writer.uint32(10).fork()).ldelim();
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): ListServiceResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: ListServiceResponse = { service: [] };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.service.push(ServiceResponse.decode(reader, reader.uint32()));
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<ListServiceResponse>): ListServiceResponse {
    return {
      service: (object.service ?? []).map((value) => ServiceResponse.fromPartial(value)),
    };
  },
};

export interface ServiceResponse {
  name: string;
}

export const ServiceResponse: Codec<ServiceResponse> = {
  typeUrl: "/grpc.reflection.v1.ServiceResponse",
  encode(message: ServiceResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.name !== "") writer.uint32(10).string(message.name);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): ServiceResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: ServiceResponse = { name: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.name = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<ServiceResponse>): ServiceResponse {
    return {
      name: object.name ?? "",
    };
  },
};

export interface ErrorResponse {
  errorCode: number;
  errorMessage: string;
}

export const ErrorResponse: Codec<ErrorResponse> = {
  typeUrl: "/grpc.reflection.v1.ErrorResponse",
  encode(message: ErrorResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.errorCode !== 0) writer.uint32(8).int32(message.errorCode);
    if (message.errorMessage !== "") writer.uint32(18).string(message.errorMessage);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): ErrorResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: ErrorResponse = { errorCode: 0, errorMessage: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.errorCode = reader.int32();
          break;
        case 2:
          message.errorMessage = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<ErrorResponse>): ErrorResponse {
    return {
      errorCode: object.errorCode ?? 0,
      errorMessage: object.errorMessage ?? "",
    };
  },
};

export interface ServerReflection {
  ServerReflectionInfo(request: AsyncIterable<ServerReflectionRequest>): AsyncIterable<ServerReflectionResponse>;
}
