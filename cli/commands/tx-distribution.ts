import { askNode } from "../chain/ask.js";
import { CliError } from "../errors.js";
import { flag } from "../flags.js";
import type { Invocation } from "../invocation.js";
import { addressOfNameOrAddress, operatorOfNameOrAddress } from "../keys/open.js";
import { neededCoins } from "../tx/coins.js";
import type { MessageJson } from "../tx/document.js";
import { fromAddress } from "../tx/from.js";
import type { TxGroup } from "./tx-messages.js";

export const distribution: TxGroup = {
  name: "distribution",
  description: "withdraw rewards, say where they go, fund pools",
  commands: [
    {
      usage: "withdraw-rewards <validator>",
      description: "withdraw the rewards of one delegation, and with --commission an operator's commission",
      flags: () => [flag("--commission", "withdraw the validator's commission too, as its operator")],
      messages: async (call, validator = "") => {
        const validatorAddress = await operatorOfNameOrAddress(call, validator);
        const rewards = withdrawal(await fromAddress(call), validatorAddress);
        return call.boolean("commission") ? [rewards, commission(validatorAddress)] : [rewards];
      },
    },
    {
      usage: "withdraw-all-rewards",
      description: "withdraw the rewards of all delegations, in one transaction",
      messages: withdrawAll,
    },
    {
      usage: "withdraw-validator-commission <validator>",
      description: "withdraw a validator's commission, as its operator",
      messages: async (call, validator = "") => [commission(await operatorOfNameOrAddress(call, validator))],
    },
    {
      usage: "set-withdraw-addr <address>",
      description: "have your rewards sent to another account from now on",
      messages: async (call, to = "") => [
        {
          "@type": "/cosmos.distribution.v1beta1.MsgSetWithdrawAddress",
          delegator_address: await fromAddress(call),
          withdraw_address: await addressOfNameOrAddress(call, to),
        },
      ],
    },
    {
      usage: "fund-community-pool <amount>",
      description: "give coins to the community pool",
      messages: async (call, amount = "") => [
        {
          "@type": "/cosmos.distribution.v1beta1.MsgFundCommunityPool",
          amount: neededCoins(amount),
          depositor: await fromAddress(call),
        },
      ],
    },
    {
      usage: "fund-validator-rewards-pool <validator> <amount>",
      description: "give coins to a validator and its delegators, shared like an award",
      messages: async (call, validator = "", amount = "") => [
        {
          "@type": "/cosmos.distribution.v1beta1.MsgDepositValidatorRewardsPool",
          depositor: await fromAddress(call),
          validator_address: await operatorOfNameOrAddress(call, validator),
          amount: neededCoins(amount),
        },
      ],
    },
  ],
};

const withdrawal = (delegator: string, validator: string): MessageJson => ({
  "@type": "/cosmos.distribution.v1beta1.MsgWithdrawDelegatorReward",
  delegator_address: delegator,
  validator_address: validator,
});

const commission = (validator: string): MessageJson => ({
  "@type": "/cosmos.distribution.v1beta1.MsgWithdrawValidatorCommission",
  validator_address: validator,
});

async function withdrawAll(call: Invocation): Promise<MessageJson[]> {
  const delegator = await fromAddress(call);
  if (call.boolean("offline"))
    throw new CliError("which validators there are is asked of a node, and --offline forbids it");
  const { validators } = await askNode<{ validators: string[] }>(call, {
    path: "/cosmos.distribution.v1beta1.Query/DelegatorValidators",
    request: { delegator_address: delegator },
  });
  if (validators.length === 0) throw new CliError(`${delegator} has no delegations`);
  return validators.map((validator) => withdrawal(delegator, validator));
}
