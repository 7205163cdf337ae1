import { type JsonValue, named } from "../../proto/json.js";
import { JsonError } from "../../proto/json-error.js";
import { JsonList, jsonMembers, type JsonSpan, jsonValue, objectMembers } from "../../proto/json-list.js";
import { schemaOf } from "../../proto/schema.js";
import { sdk } from "../state/errors.js";

/** The application's part of a genesis file: a module's name → its GenesisState as JSON. */
export type AppState = Readonly<Record<string, JsonValue>>;

/** What is known of a module before its state is read. */
interface Reader {
  readonly name: string;
  readonly genesis: {
    readonly codec: { readonly typeUrl: string };
    /** Its long lists, by the names of their fields in code. */
    readonly lists?: object | undefined;
  };
}

/**
 * An app state from its text, which is UTF-8. The long lists of modules stay text, so that a genesis of millions of
 * accounts is never in memory as objects. @throws sdk.invalidRequest when it is no JSON, or no object
 */
export function parseAppState(text: Uint8Array, modules: readonly Reader[]): AppState {
  const readers = new Map(modules.map((module) => [module.name, module] as const));
  try {
    const members = objectMembers(text);
    if (members === undefined) throw sdk.invalidRequest("genesis app_state has to be an object of module names");
    return Object.fromEntries(
      [...members].map(([name, span]) => [
        name,
        named(name, () => parseModule(text, span, readers.get(name))) as JsonValue,
      ]),
    );
  } catch (error) {
    if (error instanceof JsonError) throw sdk.invalidRequest(`genesis app_state: ${error.message}`);
    throw error;
  }
}

function parseModule(text: Uint8Array, span: JsonSpan, reader: Reader | undefined): unknown {
  const lists = reader?.genesis.lists;
  if (reader === undefined || lists === undefined || text[span.start] !== "{".charCodeAt(0))
    return jsonValue(text, span);
  const { byName } = schemaOf(reader.genesis.codec.typeUrl);
  const { members } = jsonMembers(text, span.start);
  return Object.fromEntries(
    [...members].map(([name, value]) => {
      const isList = text[value.start] === "[".charCodeAt(0) && Object.hasOwn(lists, byName.get(name)?.key ?? "");
      return [name, isList ? new JsonList(text, value) : named(name, () => jsonValue(text, value))];
    }),
  );
}
