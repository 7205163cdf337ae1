import { resolve } from "node:path";
import type { JsonValue } from "../../proto/json.js";
import { CliError } from "../errors.js";
import { parseJson, readNeeded, writeFileAtomic } from "../files.js";
import type { Invocation } from "../invocation.js";
import type { CoinJson } from "./coins.js";

/** A message as JSON, its type in `@type`. */
export type MessageJson = { readonly "@type": string } & Readonly<Record<string, unknown>>;

/** One signer's part of a transaction. */
export interface SignerInfoJson {
  readonly public_key: JsonValue | null;
  readonly mode_info: JsonValue;
  readonly sequence: string;
}

/** A transaction as simd writes it: to be read by people, signed elsewhere, and sent. */
export interface TxJson {
  readonly body: {
    readonly messages: readonly MessageJson[];
    readonly memo: string;
    readonly timeout_height: string;
    readonly unordered: boolean;
    readonly timeout_timestamp: string | null;
    readonly extension_options: readonly JsonValue[];
    readonly non_critical_extension_options: readonly JsonValue[];
  };
  readonly auth_info: {
    readonly signer_infos: readonly SignerInfoJson[];
    readonly fee: {
      readonly amount: readonly CoinJson[];
      readonly gas_limit: string;
      readonly payer: string;
      readonly granter: string;
    };
    readonly tip: JsonValue | null;
  };
  /** base64 */
  readonly signatures: readonly string[];
}

/** A transaction in a file, or on standard input for `-`. @throws CliError when it is none */
export async function readTx(call: Invocation, file: string): Promise<TxJson> {
  const text = await readInput(call, file);
  return checkTx(parseJson(text, file), file);
}

/** A file's text, or all of standard input for `-`. */
export async function readInput(call: Invocation, file: string): Promise<string> {
  if (file === "-") return call.prompter.rest();
  return readNeeded(resolve(call.host.terminal.cwd, file), "name the file that --generate-only or tx sign wrote");
}

/** Holds a JSON value to the shape of a transaction; details are checked when it is encoded. @throws CliError */
export function checkTx(value: unknown, where: string): TxJson {
  const tx = value as Partial<TxJson> | null;
  if (typeof tx === "object" && tx !== null && Array.isArray(tx.body?.messages) && typeof tx.auth_info === "object") {
    const { body, auth_info } = tx;
    return {
      body: { ...body, unordered: body.unordered ?? false, timeout_timestamp: body.timeout_timestamp ?? null },
      auth_info: { ...auth_info, tip: auth_info.tip ?? null, signer_infos: auth_info.signer_infos ?? [] },
      signatures: tx.signatures ?? [],
    };
  }
  throw new CliError(`${where} is not a transaction`, {
    hint: 'it looks like {"body":{"messages":[…]},"auth_info":{…},"signatures":[]}, as --generate-only prints it',
  });
}

/** Prints a value, or writes it to --output-document. */
export function emit(call: Invocation, value: unknown): void {
  emitLines(call, [JSON.stringify(value)]);
}

export function emitLines(call: Invocation, lines: readonly string[]): void {
  const file = call.string("output-document");
  const text = lines.map((line) => `${line}\n`).join("");
  if (file === undefined || file === "") call.host.terminal.stdout.write(text);
  else writeFileAtomic(resolve(call.host.terminal.cwd, file), text, 0o644);
}

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
export const fromBase64 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "base64"));
