import type { Command } from "commander";
import { CliError } from "../errors.js";
import { parseJson } from "../files.js";
import { outputFlag, withFlags } from "../flags.js";
import { action, type Host } from "../invocation.js";
import { addressPrefix } from "../keys/open.js";
import { addressBytes, fromBech32, fromPublicKeyJson, toBech32 } from "../keys/public-key.js";

/** `echoind debug`: addresses, keys and bytes in their other forms. */
export function registerDebug(program: Command, host: Host): void {
  const debug = program.command("debug").description("show addresses, keys and bytes in their other forms");

  const addr = debug.command("addr <address>").description("an address, in hex or bech32, in every form");
  action(withFlags(addr, outputFlag("json")), host, (call, text) => {
    const bytes = /^([0-9a-fA-F]{2})+$/.test(text) ? Buffer.from(text, "hex") : fromBech32(text).bytes;
    call.result(forms(addressPrefix(call), bytes));
  });

  const pubkey = debug.command("pubkey <json>").description("a public key's address");
  action(withFlags(pubkey, outputFlag("json")), host, (call, json) => {
    const key = fromPublicKeyJson(parseJson(json, "the key"));
    call.result({
      ...forms(addressPrefix(call), addressBytes(key)),
      ...(key.kind === "multisig" ? {} : { key: hex(key.bytes) }),
    });
  });

  action(
    debug.command("raw-bytes <list>").description("a list such as [72 101] as text in hex"),
    host,
    (call, text) => {
      const numbers = text
        .replace(/^\[|\]$/g, "")
        .trim()
        .split(/[\s,]+/);
      const bytes = numbers.map(Number);
      if (!bytes.every((byte) => Number.isInteger(byte) && byte >= 0 && byte < 256)) {
        throw new CliError(`"${text}" is not a list of bytes`, { hint: "for example [72 101 108]" });
      }
      call.print(hex(Uint8Array.from(bytes)));
    },
  );
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex").toUpperCase();

const forms = (prefix: string, bytes: Uint8Array): Record<string, string> => ({
  hex: hex(bytes),
  acc: toBech32(prefix, bytes),
  val: toBech32(`${prefix}valoper`, bytes),
  con: toBech32(`${prefix}valcons`, bytes),
});
