import type { BinaryReader, BinaryWriter } from "cosmjs-types/binary";

import { cosmjsModules } from "./cosmjs.js";
import { generatedModules } from "./generated/index.js";

/**
 * What encodes and decodes one message type; those of cosmjs-types and those generated here have it alike. 64-bit
 * integers are bigint. Encode by `encodeMessage` and decode by `decodeMessage`, never by these methods: see writer.ts.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- codecs of many messages stand in one map
export interface Codec<T = any> {
  /** The message's full name after a slash, as Any carries it. */
  readonly typeUrl: string;
  encode(message: T, writer?: BinaryWriter): BinaryWriter;
  decode(input: BinaryReader | Uint8Array, length?: number): T;
  /** The message with every field that `object` leaves out at its zero value. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- cosmjs-types narrows it by generics of its own
  fromPartial(object: any): T;
}

/** No message is known by the name given. */
export class UnknownTypeError extends Error {
  constructor(readonly typeUrl: string) {
    super(`message type "${typeUrl}" is not known${sameName(typeUrl)}`);
    this.name = "UnknownTypeError";
  }
}

function isCodec(value: unknown): value is Codec {
  return typeof value === "object" && value !== null && typeof (value as Partial<Codec>).typeUrl === "string";
}

/** The codecs in a generated module. Nested types are exported as Outer_Inner, under a type URL without the outer. */
function codecsIn(module: Readonly<Record<string, unknown>>): Codec[] {
  return Object.entries(module).flatMap(([name, codec]) => {
    if (!isCodec(codec)) return [];
    const lastDot = codec.typeUrl.lastIndexOf(".");
    const typeUrl = codec.typeUrl.slice(0, lastDot + 1) + name.replaceAll("_", ".");
    return name.includes("_") && codec.typeUrl !== typeUrl ? [{ ...codec, typeUrl }] : [codec];
  });
}

function allCodecs(): Map<string, Codec> {
  const byType = new Map(cosmjsModules.flatMap(codecsIn).map((codec) => [codec.typeUrl, codec]));
  for (const codec of generatedModules.flatMap(codecsIn)) {
    // Where both have a codec, cosmjs-types' is wrong: mended in place, it is right wherever it is nested as well.
    byType.set(codec.typeUrl, Object.assign(byType.get(codec.typeUrl) ?? {}, codec));
  }
  return byType;
}

/** Every message that the chain speaks, by type URL such as `/cosmos.bank.v1beta1.MsgSend`. */
export const codecs: ReadonlyMap<string, Codec> = allCodecs();

/** The codec of a message type. @throws UnknownTypeError, with a known type of the same short name if there is one */
export function codecFor(typeUrl: string): Codec {
  const codec = codecs.get(typeUrl);
  if (codec === undefined) throw new UnknownTypeError(typeUrl);
  return codec;
}

const shortName = (typeUrl: string): string => typeUrl.slice(typeUrl.search(/[^./]*$/)).toLowerCase();

let byShortName: ReadonlyMap<string, string> | undefined;

/** Found by one look-up: what a stranger sends must not make the node search. */
function sameName(typeUrl: string): string {
  byShortName ??= new Map([...codecs.keys()].map((known) => [shortName(known), known]));
  const known = byShortName.get(shortName(typeUrl));
  return known === undefined ? "" : `; did you mean "${known}"?`;
}
