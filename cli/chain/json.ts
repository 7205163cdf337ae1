import { codecFor } from "../../proto/codecs.js";
import { fromJson as fromMessageJson, toJson as toMessageJson, type JsonValue } from "../../proto/json.js";
import { decodeMessage } from "../../proto/reader.js";
import { encodeMessage } from "../../proto/writer.js";
import { CliError, messageOf } from "../errors.js";

export type { JsonValue } from "../../proto/json.js";

/** The bytes of a message given as the Cosmos JSON. @throws CliError with the field that is wrong */
export function encodeJson(typeUrl: string, json: unknown): Uint8Array {
  try {
    const codec = codecFor(typeUrl);
    return encodeMessage(codec, fromMessageJson(codec, json as JsonValue));
  } catch (error) {
    throw new CliError(`${typeUrl.replace(/^\//, "")}: ${messageOf(error)}`, { cause: error });
  }
}

/** A message's bytes as the Cosmos JSON. @throws CliError when the bytes are not of that type */
export function decodeJson<T = JsonValue>(typeUrl: string, bytes: Uint8Array): T {
  try {
    const codec = codecFor(typeUrl);
    return toMessageJson(codec, decodeMessage(codec, bytes)) as T;
  } catch (error) {
    throw new CliError(`${typeUrl.replace(/^\//, "")}: ${messageOf(error)}`, { cause: error });
  }
}
