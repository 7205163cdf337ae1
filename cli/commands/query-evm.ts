import type { Invocation } from "../invocation.js";
import { addressOfNameOrAddress } from "../keys/open.js";
import type { QueryGroup } from "./query-modules.js";

/** An address as Ethereum writes it stays as it is; others are typed as such or as a key's name. */
export const eitherAddress = async (call: Invocation, text: string): Promise<string> =>
  /^0x[0-9a-fA-F]{40}$/.test(text) ? text : addressOfNameOrAddress(call, text);

const byAddress = async (call: Invocation, address: string) => ({ address: await eitherAddress(call, address) });

export const evm: QueryGroup = {
  name: "evm",
  description: "accounts and contracts as the EVM sees them; addresses as 0x text, bech32, or a key's name",
  service: "echoin.evm.v1.Query",
  commands: [
    { usage: "params", description: "the parameters and the base fee", method: "Params" },
    {
      usage: "account <address>",
      description: "balance, nonce, code hash, and both spellings of the address",
      method: "Account",
      request: byAddress,
    },
    { usage: "code <address>", description: "a contract's code, in base64", method: "Code", request: byAddress },
    {
      usage: "storage <address> <key>",
      description: "one word of a contract's storage; the key is 0x and up to 64 digits",
      method: "Storage",
      request: async (call, address = "", key = "") => ({ address: await eitherAddress(call, address), key }),
    },
    {
      usage: "storage-slots <address>",
      description: "a contract's storage",
      method: "StorageSlots",
      paged: true,
      request: byAddress,
    },
  ],
};
