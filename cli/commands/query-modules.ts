import type { Option } from "commander";
import type { Question } from "../chain/ask.js";
import { pageOf } from "../chain/ask.js";
import { flag, wholeNumber } from "../flags.js";
import type { Invocation } from "../invocation.js";
import { addressOfNameOrAddress } from "../keys/open.js";
import { distribution, mint } from "./query-distribution.js";
import { evm } from "./query-evm.js";
import { feeMarket } from "./query-fee-market.js";
import { queueQueries } from "./queue.js";
import { evidence, rotation, slashing } from "./query-slashing.js";
import { sponsor } from "./query-sponsor.js";
import { staking } from "./query-staking.js";
import { council, gov } from "./query-gov.js";

type Request = Readonly<Record<string, unknown>>;

/** One query command of a module: what is typed, and the request that it makes. */
export interface QueryCommand {
  /** Name and arguments, such as `balance <address> <denom>`. */
  readonly usage: string;
  readonly description: string;
  readonly method: string;
  readonly alias?: string;
  readonly flags?: () => Option[];
  readonly paged?: true;
  readonly request?: (call: Invocation, ...args: string[]) => Request | Promise<Request>;
  readonly types?: Question["types"];
}

/** A module's query commands and the gRPC service that answers them. */
export interface QueryGroup {
  readonly name: string;
  readonly description: string;
  readonly service: string;
  readonly commands: readonly QueryCommand[];
}

/** A request whose only field is an address, typed as such or as a key's name. */
const byAddress =
  (field: string) =>
  async (call: Invocation, address: string): Promise<Request> => ({
    [field]: await addressOfNameOrAddress(call, address),
  });

const params: QueryCommand = { usage: "params", description: "the module's parameters", method: "Params" };

const auth: QueryGroup = {
  name: "auth",
  description: "accounts",
  service: "cosmos.auth.v1beta1.Query",
  commands: [
    { usage: "account <address>", description: "an account", method: "Account", request: byAddress("address") },
    {
      usage: "account-info <address>",
      description: "an account's number, sequence and public key",
      method: "AccountInfo",
      request: byAddress("address"),
    },
    { usage: "accounts", description: "all accounts", method: "Accounts", paged: true },
    {
      usage: "address-by-acc-num <number>",
      description: "the address of an account number",
      method: "AccountAddressByID",
      request: (_, number) => ({ account_id: wholeNumber(number) }),
    },
    {
      usage: "address-bytes-to-string <hex>",
      description: "an address in bech32",
      method: "AddressBytesToString",
      request: (_, hex) => ({ address_bytes: Buffer.from(hex, "hex").toString("base64") }),
      types: {
        request: "/cosmos.auth.v1beta1.AddressBytesToStringRequest",
        response: "/cosmos.auth.v1beta1.AddressBytesToStringResponse",
      },
    },
    {
      usage: "address-string-to-bytes <address>",
      description: "an address's bytes",
      method: "AddressStringToBytes",
      request: (_, address) => ({ address_string: address }),
      types: {
        request: "/cosmos.auth.v1beta1.AddressStringToBytesRequest",
        response: "/cosmos.auth.v1beta1.AddressStringToBytesResponse",
      },
    },
    {
      usage: "bech32-prefix",
      description: "the chain's address prefix",
      method: "Bech32Prefix",
      types: {
        request: "/cosmos.auth.v1beta1.Bech32PrefixRequest",
        response: "/cosmos.auth.v1beta1.Bech32PrefixResponse",
      },
    },
    {
      usage: "module-account <name>",
      description: "a module's account",
      method: "ModuleAccountByName",
      request: (_, name) => ({ name }),
    },
    { usage: "module-accounts", description: "all modules' accounts", method: "ModuleAccounts" },
    params,
  ],
};

const resolveDenom = (): Option[] => [flag("--resolve-denom", "show display names instead of base denominations")];

const bank: QueryGroup = {
  name: "bank",
  description: "balances, supply and denominations",
  service: "cosmos.bank.v1beta1.Query",
  commands: [
    {
      usage: "balance <address> <denom>",
      description: "one balance",
      method: "Balance",
      request: async (call, address, denom) => ({ address: await addressOfNameOrAddress(call, address), denom }),
    },
    {
      usage: "balances <address>",
      description: "all balances of an account",
      method: "AllBalances",
      paged: true,
      flags: resolveDenom,
      request: async (call, address) => ({
        address: await addressOfNameOrAddress(call, address),
        resolve_denom: call.boolean("resolve-denom"),
      }),
    },
    {
      usage: "spendable-balance <address> <denom>",
      description: "one balance less what is locked",
      method: "SpendableBalanceByDenom",
      request: async (call, address, denom) => ({ address: await addressOfNameOrAddress(call, address), denom }),
    },
    {
      usage: "spendable-balances <address>",
      description: "all balances less what is locked",
      method: "SpendableBalances",
      paged: true,
      request: byAddress("address"),
    },
    {
      usage: "total-supply",
      alias: "total",
      description: "the supply of all denominations",
      method: "TotalSupply",
      paged: true,
    },
    {
      usage: "total-supply-of <denom>",
      description: "the supply of one denomination",
      method: "SupplyOf",
      request: (_, denom) => ({ denom }),
    },
    {
      usage: "denom-metadata <denom>",
      description: "name, symbol and units of a denomination",
      method: "DenomMetadata",
      request: (_, denom) => ({ denom }),
    },
    { usage: "denoms-metadata", description: "the same for all denominations", method: "DenomsMetadata", paged: true },
    {
      usage: "denom-owners <denom>",
      description: "who holds a denomination",
      method: "DenomOwners",
      paged: true,
      request: (_, denom) => ({ denom }),
    },
    {
      usage: "send-enabled [denoms...]",
      description: "which denominations may be sent",
      method: "SendEnabled",
      paged: true,
      request: (_, ...denoms) => ({ denoms }),
    },
    params,
  ],
};

const authz: QueryGroup = {
  name: "authz",
  description: "what accounts let others do",
  service: "cosmos.authz.v1beta1.Query",
  commands: [
    {
      usage: "grants <granter> <grantee> [msg-type-url]",
      description: "grants between two accounts",
      method: "Grants",
      paged: true,
      request: async (call, granter, grantee, type) => ({
        granter: await addressOfNameOrAddress(call, granter),
        grantee: await addressOfNameOrAddress(call, grantee),
        msg_type_url: type ?? "",
      }),
    },
    {
      usage: "grants-by-granter <granter>",
      description: "grants that an account gave",
      method: "GranterGrants",
      paged: true,
      request: byAddress("granter"),
    },
    {
      usage: "grants-by-grantee <grantee>",
      description: "grants that an account got",
      method: "GranteeGrants",
      paged: true,
      request: byAddress("grantee"),
    },
  ],
};

const feegrant: QueryGroup = {
  name: "feegrant",
  description: "whose fees are paid by whom",
  service: "cosmos.feegrant.v1beta1.Query",
  commands: [
    {
      usage: "grant <granter> <grantee>",
      description: "the allowance between two accounts",
      method: "Allowance",
      request: async (call, granter, grantee) => ({
        granter: await addressOfNameOrAddress(call, granter),
        grantee: await addressOfNameOrAddress(call, grantee),
      }),
    },
    {
      usage: "grants-by-grantee <grantee>",
      description: "allowances that an account got",
      method: "Allowances",
      paged: true,
      request: byAddress("grantee"),
    },
    {
      usage: "grants-by-granter <granter>",
      description: "allowances that an account gave",
      method: "AllowancesByGranter",
      paged: true,
      request: byAddress("granter"),
    },
  ],
};

const consensus: QueryGroup = {
  name: "consensus",
  description: "block parameters",
  service: "cosmos.consensus.v1.Query",
  commands: [params],
};

const upgrade: QueryGroup = {
  name: "upgrade",
  description: "planned upgrades",
  service: "cosmos.upgrade.v1beta1.Query",
  commands: [
    { usage: "plan", description: "the upgrade that is planned", method: "CurrentPlan" },
    {
      usage: "applied <name>",
      description: "the height at which an upgrade was applied",
      method: "AppliedPlan",
      request: (_, name) => ({ name }),
    },
    {
      usage: "module-versions [module]",
      description: "versions of the modules' state",
      method: "ModuleVersions",
      request: (_, name) => ({ module_name: name ?? "" }),
    },
    { usage: "authority", description: "who may plan upgrades", method: "Authority" },
  ],
};

/** The modules that answer queries, in the order of help. */
export const queryGroups: readonly QueryGroup[] = [
  auth,
  bank,
  staking,
  slashing,
  rotation,
  evidence,
  distribution,
  mint,
  gov,
  council,
  authz,
  evm,
  feeMarket,
  feegrant,
  sponsor,
  consensus,
  upgrade,
  queueQueries,
];

/** The request of a command with the page that its flags ask for. */
export async function requestOf(command: QueryCommand, call: Invocation, args: readonly string[]): Promise<Request> {
  const request = (await command.request?.(call, ...args)) ?? {};
  return command.paged === true ? { ...request, pagination: pageOf(call) } : request;
}
