import { JsonError } from "./json-error.js";

/** Text that is parsed at once: some hundred elements of most lists. */
const BATCH_BYTES = 1 << 16;

/** Where a value stands in JSON text: from its first byte to behind its last one. */
export interface JsonSpan {
  readonly start: number;
  readonly end: number;
}

/**
 * A list in JSON text (UTF-8) that is parsed as it is walked, some elements at a time, and can be walked again: for lists
 * that are too long to be held as objects. Walking throws a JsonError where the text is no JSON.
 */
export class JsonList implements Iterable<unknown> {
  constructor(
    private readonly text: Uint8Array,
    private readonly span: JsonSpan,
  ) {}

  *[Symbol.iterator](): Generator<unknown> {
    const { text } = this;
    let at = skipSpace(text, expectByte(text, this.span.start, "["));
    if (text[at] === CLOSE_LIST) return;
    for (let more = true; more;) {
      const start = at;
      let end = at;
      do {
        end = endOfValue(text, at);
        at = skipSpace(text, end);
        more = text[at] === COMMA;
        at = more ? skipSpace(text, at + 1) : expectByte(text, at, "]");
      } while (more && at - start < BATCH_BYTES);
      yield* parse(`[${decode(text, { start, end })}]`) as unknown[];
    }
  }
}

/** The members of the object at `start`, values as spans, by name; of a name that stands twice, the last. @throws JsonError */
export function jsonMembers(text: Uint8Array, start: number): { members: Map<string, JsonSpan>; end: number } {
  const members = new Map<string, JsonSpan>();
  let at = skipSpace(text, expectByte(text, start, "{"));
  if (text[at] === CLOSE_OBJECT) return { members, end: at + 1 };
  for (;;) {
    if (text[at] !== QUOTE) throw unexpected(text, at);
    const end = endOfString(text, at);
    const name = parse(decode(text, { start: at, end })) as string;
    at = skipSpace(text, expectByte(text, skipSpace(text, end), ":"));
    const value = { start: at, end: endOfValue(text, at) };
    members.set(name, value);
    at = skipSpace(text, value.end);
    if (text[at] !== COMMA) return { members, end: expectByte(text, at, "}") };
    at = skipSpace(text, at + 1);
  }
}

/** The members of the object that all of `text` is; undefined when it is another value. @throws JsonError */
export function objectMembers(text: Uint8Array): Map<string, JsonSpan> | undefined {
  const start = skipSpace(text, 0);
  if (text[start] !== OPEN_OBJECT) {
    jsonValue(text, { start: 0, end: text.length });
    return undefined;
  }
  const { members, end } = jsonMembers(text, start);
  if (skipSpace(text, end) < text.length) throw new JsonError("", "no JSON: something follows its end");
  return members;
}

/** The value of a span, parsed. @throws JsonError */
export function jsonValue(text: Uint8Array, span: JsonSpan): unknown {
  return parse(decode(text, span));
}

/** The first byte from `at` on that is no white space. */
export function skipSpace(text: Uint8Array, at: number): number {
  for (;;) {
    const byte = text[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at;
    at++;
  }
}

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Where the value that starts at `at` ends, by its brackets and quotes alone: whether it is JSON, parsing it tells. */
function endOfValue(text: Uint8Array, at: number): number {
  const first = text[at];
  if (first === QUOTE) return endOfString(text, at);
  if (first !== OPEN_LIST && first !== OPEN_OBJECT) return endOfScalar(text, at);
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    const byte = text[i];
    if (byte === QUOTE) i = endOfString(text, i) - 1;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) depth++;
    else if ((byte === CLOSE_LIST || byte === CLOSE_OBJECT) && --depth === 0) return i + 1;
  }
  throw unexpected(text, text.length);
}

function endOfString(text: Uint8Array, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    const byte = text[i];
    if (byte === QUOTE) return i + 1;
    if (byte === BACKSLASH) i++;
  }
  throw unexpected(text, text.length);
}

/** Of a number, true, false or null. */
function endOfScalar(text: Uint8Array, at: number): number {
  let end = at;
  for (; end < text.length; end++) {
    const byte = text[end] as number;
    const over = byte === COMMA || byte === CLOSE_LIST || byte === CLOSE_OBJECT || byte === COLON || byte <= 0x20;
    if (over) break;
  }
  if (end === at) throw unexpected(text, at);
  return end;
}

/** The place behind this byte. @throws JsonError when another one is there */
function expectByte(text: Uint8Array, at: number, byte: string): number {
  if (text[at] !== byte.charCodeAt(0)) throw unexpected(text, at);
  return at + 1;
}

function unexpected(text: Uint8Array, at: number): JsonError {
  if (at >= text.length) return new JsonError("", "no JSON: it ends early");
  return new JsonError(
    "",
    `no JSON: unexpected ${JSON.stringify(decode(text, { start: at, end: at + 1 }))} at byte ${at}`,
  );
}

function decode({ buffer, byteOffset }: Uint8Array, { start, end }: JsonSpan): string {
  return Buffer.from(buffer, byteOffset + start, end - start).toString("utf8");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new JsonError("", `no JSON: ${error instanceof Error ? error.message : "malformed"}`);
  }
}
