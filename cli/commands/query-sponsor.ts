import { CliError } from "../errors.js";
import { flag, unsigned, wholeNumber } from "../flags.js";
import type { Invocation } from "../invocation.js";
import { addressOfNameOrAddress } from "../keys/open.js";
import { eitherAddress } from "./query-evm.js";
import type { QueryGroup } from "./query-modules.js";

const byId = (_: Invocation, id = "") => ({ id: wholeNumber(id) });

export const sponsor: QueryGroup = {
  name: "sponsor",
  description: "who pays for the gas of whose calls; contracts and users as 0x text, bech32, or a key's name",
  service: "echoin.sponsor.v1.Query",
  commands: [
    { usage: "params", description: "the parameters, and where vouchers are redeemed", method: "Params" },
    { usage: "sponsorship <id>", description: "one sponsorship and its deposit", method: "Sponsorship", request: byId },
    {
      usage: "sponsorships",
      description: "all sponsorships, or those of a contract or of a sponsor",
      method: "Sponsorships",
      paged: true,
      flags: () => [
        flag("--contract <address>", "only those of this contract"),
        flag("--sponsor <address>", "only those of this sponsor"),
      ],
      request: async (call) => {
        const contract = call.string("contract");
        const sponsored = call.string("sponsor");
        return {
          contract: contract === undefined ? "" : await eitherAddress(call, contract),
          sponsor: sponsored === undefined ? "" : await addressOfNameOrAddress(call, sponsored),
        };
      },
    },
    {
      usage: "members <id>",
      description: "the users of a sponsorship that is not for everybody",
      method: "Members",
      paged: true,
      request: byId,
    },
    {
      usage: "allowance <id> <user>",
      description: "what a sponsorship still pays for a user today",
      method: "Allowance",
      request: async (call, id = "", user = "") => ({ id: wholeNumber(id), user: await eitherAddress(call, user) }),
    },
    {
      usage: "would-pay <contract> <user>",
      description: "whether a call would be paid for now, by whom, and why not",
      method: "WouldPay",
      flags: () => [
        flag("--data <hex>", "call data as 0x text"),
        flag("--gas <n>", "gas limit of the call", { parse: unsigned, default: "100000" }),
      ],
      request: async (call, contract = "", user = "") => ({
        contract: await eitherAddress(call, contract),
        user: await eitherAddress(call, user),
        data: base64OfHex(call.string("data") ?? "0x", "--data"),
        gas: call.string("gas") ?? "0",
      }),
    },
  ],
};

/** Bytes of 0x text, as messages carry them. @throws CliError */
export function base64OfHex(text: string, name: string): string {
  if (!/^0x([0-9a-fA-F]{2})*$/.test(text)) {
    throw new CliError(`${name}: "${text}" is no 0x text with two digits for each byte`);
  }
  return Buffer.from(text.slice(2), "hex").toString("base64");
}
