import { CliError } from "../errors.js";
import type { Invocation } from "../invocation.js";
import { addressOfNameOrAddress } from "../keys/open.js";

/** The address that a transaction is from: of --from, or of the key that client.toml names. */
export async function fromAddress(call: Invocation): Promise<string> {
  return addressOfNameOrAddress(call, fromOption(call));
}

/** The key or address that --from or client.toml names. @throws CliError when neither does */
export function fromOption(call: Invocation): string {
  const from = call.string("from") ?? call.string("keyring-default-keyname");
  if (from !== undefined && from !== "") return from;
  throw new CliError("--from is needed", { hint: "--from <key or address>; echoind keys list shows the keys" });
}
