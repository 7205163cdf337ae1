import type { ServerDuplexStream } from "@grpc/grpc-js";
import {
  ServerReflectionRequest,
  ServerReflectionResponse,
} from "../../proto/generated/grpc/reflection/v1/reflection.js";
import { decodeMessage } from "../../proto/reader.js";
import {
  extensionNumbers,
  fileDescriptors,
  fileOfExtension,
  fileOfSymbol,
  withImports,
} from "../../proto/reflection.js";
import { encodeMessage } from "../../proto/writer.js";
import { RpcError } from "../status.js";

/** Both names of the service; their messages have the same fields and numbers. */
export const reflectionServices = [
  "grpc.reflection.v1.ServerReflection",
  "grpc.reflection.v1alpha.ServerReflection",
] as const;

/**
 * Answers a stream of reflection requests, one after the other: a client that does not read is not read from either.
 * @param services the names that listing them tells
 */
export function serveReflection(services: readonly string[]) {
  return (call: ServerDuplexStream<Buffer, Buffer>): void => {
    // No `for await`: leaving its loop destroys both directions before the last answer is out.
    call.on("data", (request: Buffer) => {
      let bytes: Uint8Array;
      try {
        bytes = answer(request, services);
      } catch {
        call.emit("error", { code: INVALID_ARGUMENT, details: "these bytes are no reflection request" });
        return;
      }
      if (call.write(Buffer.from(bytes))) return;
      call.pause();
      call.once("drain", () => call.resume());
    });
    call.on("end", () => call.end());
  };
}

const INVALID_ARGUMENT = 3;

function answer(bytes: Uint8Array, services: readonly string[]): Uint8Array {
  const request = decodeMessage(ServerReflectionRequest, bytes);
  let found: Partial<ServerReflectionResponse>;
  try {
    found = find(request, services);
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    found = { errorResponse: { errorCode: error.code, errorMessage: error.message } };
  }
  return encodeMessage(
    ServerReflectionResponse,
    ServerReflectionResponse.fromPartial({ validHost: request.host, originalRequest: request, ...found }),
  );
}

function find(request: ServerReflectionRequest, services: readonly string[]): Partial<ServerReflectionResponse> {
  const { fileByFilename, fileContainingSymbol, fileContainingExtension, allExtensionNumbersOfType } = request;
  if (request.listServices !== undefined) {
    return { listServicesResponse: { service: services.map((name) => ({ name })) } };
  }
  if (fileByFilename !== undefined) return files(fileByFilename, `file not found: ${fileByFilename}`);
  if (fileContainingSymbol !== undefined) {
    return files(fileOfSymbol(fileContainingSymbol), `symbol not found: ${fileContainingSymbol}`);
  }
  if (fileContainingExtension !== undefined) {
    const { containingType, extensionNumber } = fileContainingExtension;
    return files(
      fileOfExtension(containingType, extensionNumber),
      `extension not found: ${extensionNumber} of ${containingType}`,
    );
  }
  if (allExtensionNumbersOfType !== undefined) {
    const numbers = extensionNumbers(allExtensionNumbersOfType);
    if (numbers === undefined) throw new RpcError("NOT_FOUND", `type not found: ${allExtensionNumbersOfType}`);
    return { allExtensionNumbersResponse: { baseTypeName: allExtensionNumbersOfType, extensionNumber: numbers } };
  }
  throw new RpcError("INVALID_ARGUMENT", "the request asks for nothing");
}

/** A file's descriptor after those that it imports, so that the client needs no second question. */
function files(name: string | undefined, otherwise: string): Partial<ServerReflectionResponse> {
  const names = name === undefined ? [] : withImports(name);
  if (names.length === 0) throw new RpcError("NOT_FOUND", otherwise);
  const known = fileDescriptors();
  // The file that was asked for comes first: some clients look at that one only.
  const fileDescriptorProto = names.reverse().flatMap((each) => known.get(each) ?? []);
  return { fileDescriptorResponse: { fileDescriptorProto } };
}
