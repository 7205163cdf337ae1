import { codecFor, codecs } from "../../proto/codecs.js";
import { toJson, type JsonValue } from "../../proto/json.js";
import { fromJson } from "../../proto/json-reader.js";
import { encodeMessage } from "../../proto/writer.js";
import { CliError, messageOf } from "../errors.js";

export type { JsonValue } from "../../proto/json.js";

/** The bytes of a message given as the Cosmos JSON. @throws CliError with the field that is wrong */
export function encodeJson(typeUrl: string, json: unknown): Uint8Array {
  try {
    return encodeMessage(codecFor(typeUrl), fromJson(typeUrl, json));
  } catch (error) {
    throw new CliError(`${typeUrl.replace(/^\//, "")}: ${messageOf(error)}`, { cause: error });
  }
}

/** A message's bytes as the Cosmos JSON. @throws CliError when the bytes are not of that type */
export function decodeJson<T = JsonValue>(typeUrl: string, bytes: Uint8Array): T {
  try {
    return toJson(typeUrl, bytes) as T;
  } catch (error) {
    throw new CliError(`${typeUrl.replace(/^\//, "")}: ${messageOf(error)}`, { cause: error });
  }
}

/** A message with nothing set, as the Cosmos JSON; undefined for a type that is not known. */
export const emptyJson = (typeUrl: string): Record<string, JsonValue> | undefined =>
  codecs.has(typeUrl) ? (toJson(typeUrl, new Uint8Array(0)) as Record<string, JsonValue>) : undefined;
