// Written by proto/generator; `make proto` writes it anew.

import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import type { Codec } from "../../../../codecs.js";
import { readerOf } from "../../../../reader.js";
import { newBinaryWriter } from "../../../../writer.js";

export interface HealthCheckRequest {
  service: string;
}

export const HealthCheckRequest: Codec<HealthCheckRequest> = {
  typeUrl: "/grpc.health.v1.HealthCheckRequest",
  encode(message: HealthCheckRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.service !== "") writer.uint32(10).string(message.service);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): HealthCheckRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: HealthCheckRequest = { service: "" };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.service = reader.string();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<HealthCheckRequest>): HealthCheckRequest {
    return {
      service: object.service ?? "",
    };
  },
};

export const HealthCheckResponse_ServingStatus = {
  UNKNOWN: 0,
  SERVING: 1,
  NOT_SERVING: 2,
  SERVICE_UNKNOWN: 3,
} as const;
/** One of the numbers above, or another that a later version may know. */
export type HealthCheckResponse_ServingStatus = number;

export interface HealthCheckResponse {
  status: HealthCheckResponse_ServingStatus;
}

export const HealthCheckResponse: Codec<HealthCheckResponse> = {
  typeUrl: "/grpc.health.v1.HealthCheckResponse",
  encode(message: HealthCheckResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    if (message.status !== 0) writer.uint32(8).int32(message.status);
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): HealthCheckResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: HealthCheckResponse = { status: 0 };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          message.status = reader.int32();
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<HealthCheckResponse>): HealthCheckResponse {
    return {
      status: object.status ?? 0,
    };
  },
};

export interface HealthListRequest {
}

export const HealthListRequest: Codec<HealthListRequest> = {
  typeUrl: "/grpc.health.v1.HealthListRequest",
  encode(_message: HealthListRequest, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): HealthListRequest {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: HealthListRequest = {};
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(_object: Partial<HealthListRequest>): HealthListRequest {
    return {
    };
  },
};

export interface HealthListResponse {
  statuses: Record<string, HealthCheckResponse>;
}

export const HealthListResponse: Codec<HealthListResponse> = {
  typeUrl: "/grpc.health.v1.HealthListResponse",
  encode(message: HealthListResponse, writer: BinaryWriter = newBinaryWriter()): BinaryWriter {
    for (const key of Object.keys(message.statuses).sort()) {
      writer.uint32(10).fork().uint32(10).string(key);
      HealthCheckResponse.encode(message.statuses[key]!, writer.uint32(18).fork()).ldelim();
      writer.ldelim();
    }
    return writer;
  },
  decode(input: BinaryReader | Uint8Array, length?: number): HealthListResponse {
    const reader = readerOf(input);
    const end = length === undefined ? reader.len : reader.pos + length;
    const message: HealthListResponse = { statuses: {} };
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 1:
          {
            const last = reader.uint32() + reader.pos;
            let key = "";
            let value: HealthCheckResponse = HealthCheckResponse.fromPartial({});
            while (reader.pos < last) {
              const part = reader.uint32();
              if (part >>> 3 === 1) key = reader.string();
              else if (part >>> 3 === 2) value = HealthCheckResponse.decode(reader, reader.uint32());
              else reader.skipType(part & 7);
            }
            message.statuses[key] = value;
          }
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return message;
  },
  fromPartial(object: Partial<HealthListResponse>): HealthListResponse {
    return {
      statuses: Object.fromEntries(Object.entries(object.statuses ?? {}).map(([key, value]) => [key, HealthCheckResponse.fromPartial(value)])),
    };
  },
};

export interface Health {
  Check(request: HealthCheckRequest): Promise<HealthCheckResponse>;
  List(request: HealthListRequest): Promise<HealthListResponse>;
  Watch(request: HealthCheckRequest): AsyncIterable<HealthCheckResponse>;
}
