import type { JsonValue } from "./json.js";

/** A JSON value some of whose lists are read as they are written. */
export type JsonTree = JsonValue | AsyncIterable<JsonValue> | { readonly [name: string]: JsonTree | undefined };

/** Text is handed on once it is this long, in characters. */
const PIECE = 1 << 16;

/**
 * The text that JSON.stringify would make of the tree, in pieces: lists that are read as they are written are never in memory, nor
 * is the text, which may be longer than a string can be (512 MiB).
 * @param indent spaces for each level; 0: all on one line
 */
export async function* jsonPieces(tree: JsonTree, indent = 0): AsyncGenerator<string> {
  let piece = "";
  for await (const text of write(tree, " ".repeat(indent), "\n")) {
    piece += text;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}

/** @param line what begins a line at the tree's own level; lines are only made when `indent` is not empty */
async function* write(tree: JsonTree, indent: string, line: string): AsyncGenerator<string> {
  const deeper = `${line}${indent}`;
  const [inner, outer, colon] = indent === "" ? ["", "", ":"] : [deeper, line, ": "];
  let first = true;
  if (isRead(tree)) {
    for await (const element of tree) {
      yield `${first ? "[" : ","}${inner}${textOf(element, indent, deeper)}`;
      first = false;
    }
    yield first ? "[]" : `${outer}]`;
  } else if (holdsRead(tree)) {
    for (const [name, value] of Object.entries(tree)) {
      if (value === undefined) continue;
      yield `${first ? "{" : ","}${inner}${JSON.stringify(name)}${colon}`;
      first = false;
      yield* write(value, indent, deeper);
    }
    yield `${outer}}`;
  } else {
    yield textOf(tree, indent, line);
  }
}

/** A line break is never part of a string in JSON. */
const textOf = (value: JsonValue, indent: string, line: string): string =>
  JSON.stringify(value, undefined, indent).replaceAll("\n", line);

function isRead(tree: JsonTree | undefined): tree is AsyncIterable<JsonValue> {
  return typeof tree === "object" && tree !== null && Symbol.asyncIterator in tree;
}

/** Whether a list that is read stands in the object, or in one below it. */
function holdsRead(tree: JsonTree | undefined): tree is { readonly [name: string]: JsonTree | undefined } {
  if (typeof tree !== "object" || tree === null || Array.isArray(tree)) return false;
  return Object.values(tree as Record<string, JsonTree>).some((value) => isRead(value) || holdsRead(value));
}
