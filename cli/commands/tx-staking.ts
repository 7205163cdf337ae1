import { decimalToWire } from "../../proto/scalars.js";
import { validatorPublicKey } from "../chain/node-keys.js";
import { CliError } from "../errors.js";
import { parseJson } from "../files.js";
import { decimal, flag, unsigned, wholeNumber } from "../flags.js";
import type { Invocation } from "../invocation.js";
import { operatorOfNameOrAddress } from "../keys/open.js";
import { toPublicKeyJson } from "../keys/public-key.js";
import { parseCoin } from "../tx/coins.js";
import { type MessageJson, readInput } from "../tx/document.js";
import { fromAddress } from "../tx/from.js";
import { createValidatorMessage, type ValidatorFile, validatorFlags, validatorFromFlags } from "../tx/validator.js";
import type { TxGroup } from "./tx-messages.js";

/** Leaves a text of a validator's description as it is. */
const UNCHANGED = "[do-not-modify]";

export const staking: TxGroup = {
  name: "staking",
  description: "delegate, and run a validator",
  commands: [
    {
      usage: "create-validator [validator_json_file]",
      description: "enter a validator: what the file says, or flags, and this home's key when neither names another",
      flags: () => [
        ...validatorFlags(),
        flag("--amount <coin>", "what the operator stakes"),
        flag("--pubkey <json>", "the node's key, as its comet show-validator prints it"),
      ],
      messages: createValidator,
    },
    {
      usage: "edit-validator",
      description: "change what you say of your validator, its commission, its pledge",
      flags: () => [
        flag("--new-moniker <name>", "the validator's name"),
        flag("--identity <text>", "a signature of who it is, such as of Keybase"),
        flag("--website <url>", "the validator's website"),
        flag("--security-contact <text>", "whom to tell of weaknesses"),
        flag("--details <text>", "other details"),
        flag("--commission-rate <rate>", "part of the awards that the operator keeps", { parse: decimal }),
        flag("--min-self-delegation <amount>", "base units that the operator keeps staked; it only grows", {
          parse: unsigned,
        }),
      ],
      messages: editValidator,
    },
    {
      usage: "delegate <validator> <amount>",
      description: "delegate coins to a validator",
      messages: async (call, validator = "", amount = "") => [
        {
          "@type": "/cosmos.staking.v1beta1.MsgDelegate",
          delegator_address: await fromAddress(call),
          validator_address: await operatorOfNameOrAddress(call, validator),
          amount: parseCoin(amount),
        },
      ],
    },
    {
      usage: "redelegate <source> <destination> <amount>",
      description: "move delegated coins to another validator",
      messages: async (call, source = "", destination = "", amount = "") => [
        {
          "@type": "/cosmos.staking.v1beta1.MsgBeginRedelegate",
          delegator_address: await fromAddress(call),
          validator_src_address: await operatorOfNameOrAddress(call, source),
          validator_dst_address: await operatorOfNameOrAddress(call, destination),
          amount: parseCoin(amount),
        },
      ],
    },
    {
      usage: "unbond <validator> <amount>",
      description: "take delegated coins back, after the unbonding time",
      messages: async (call, validator = "", amount = "") => [
        {
          "@type": "/cosmos.staking.v1beta1.MsgUndelegate",
          delegator_address: await fromAddress(call),
          validator_address: await operatorOfNameOrAddress(call, validator),
          amount: parseCoin(amount),
        },
      ],
    },
    {
      usage: "cancel-unbond <validator> <amount> <creation_height>",
      description: "delegate again what you are taking out; the height is that of the entry",
      messages: async (call, validator = "", amount = "", height = "") => [
        {
          "@type": "/cosmos.staking.v1beta1.MsgCancelUnbondingDelegation",
          delegator_address: await fromAddress(call),
          validator_address: await operatorOfNameOrAddress(call, validator),
          amount: parseCoin(amount),
          creation_height: wholeNumber(height),
        },
      ],
    },
  ],
};

async function createValidator(call: Invocation, file?: string): Promise<MessageJson[]> {
  const written = file === undefined ? {} : (parseJson(await readInput(call, file), file) as ValidatorFile);
  const amount = call.string("amount");
  const pubkey = call.string("pubkey");
  const fields: ValidatorFile = {
    ...written,
    ...validatorFromFlags(call),
    ...(amount === undefined ? {} : { amount }),
    ...(pubkey === undefined ? {} : { pubkey: parseJson(pubkey, "--pubkey") as NonNullable<ValidatorFile["pubkey"]> }),
  };
  const own = fields.pubkey ?? toPublicKeyJson(validatorPublicKey(call.home));
  const operator = await operatorOfNameOrAddress(call, await fromAddress(call));
  return [createValidatorMessage(operator, { ...fields, pubkey: own })];
}

async function editValidator(call: Invocation): Promise<MessageJson[]> {
  const rate = call.string("commission-rate");
  const text = (name: string): string => call.string(name) ?? UNCHANGED;
  const names = ["new-moniker", "identity", "website", "security-contact", "details"];
  const changes = [...names, "commission-rate", "min-self-delegation"];
  if (!changes.some((name) => call.string(name) !== undefined)) {
    throw new CliError("nothing is to be changed", { hint: changes.map((name) => `--${name}`).join(", ") });
  }
  // Said here, where the flag can be named.
  if (rate !== undefined) decimalToWire(rate);
  return [
    {
      "@type": "/cosmos.staking.v1beta1.MsgEditValidator",
      description: {
        moniker: text("new-moniker"),
        identity: text("identity"),
        website: text("website"),
        security_contact: text("security-contact"),
        details: text("details"),
      },
      validator_address: await operatorOfNameOrAddress(call, await fromAddress(call)),
      commission_rate: rate ?? null,
      min_self_delegation: call.string("min-self-delegation") ?? null,
    },
  ];
}
