import {
  MsgBeginRedelegate,
  MsgCancelUnbondingDelegation,
  MsgDelegate,
  MsgUndelegate,
} from "cosmjs-types/cosmos/staking/v1beta1/tx";
import type { ReadAhead } from "../../abci/state/module.js";
import type { StoreKey } from "../../abci/store/types.js";
import type { StakingState } from "./state.js";

/** What delegators' messages are about to touch: validators, and what their sender has there. */
export function stakingReadAhead(staking: StakingState): Readonly<Record<string, ReadAhead>> {
  const pair = (delegator: Uint8Array, operator: Uint8Array): StoreKey[] => [
    staking.records.locate(operator),
    staking.frozen.locate(operator),
    staking.delegations.locate([delegator, operator]),
    staking.delegationsByOperator.locate([operator, delegator]),
  ];
  type Delegating = Pick<MsgDelegate, "delegatorAddress" | "validatorAddress">;
  const delegating: ReadAhead = ({ delegatorAddress, validatorAddress }: Delegating, parse, parseOperator) =>
    pair(parse(delegatorAddress), parseOperator(validatorAddress));
  const leaving: ReadAhead = ({ delegatorAddress, validatorAddress }: Delegating, parse, parseOperator) => {
    const [delegator, operator] = [parse(delegatorAddress), parseOperator(validatorAddress)];
    return [...pair(delegator, operator), staking.unbondings.locate([delegator, operator])];
  };

  return {
    [MsgDelegate.typeUrl]: delegating,
    [MsgUndelegate.typeUrl]: leaving,
    [MsgCancelUnbondingDelegation.typeUrl]: leaving,
    [MsgBeginRedelegate.typeUrl]: (message: MsgBeginRedelegate, parse, parseOperator) => {
      const delegator = parse(message.delegatorAddress);
      const from = parseOperator(message.validatorSrcAddress);
      const to = parseOperator(message.validatorDstAddress);
      const moved = staking.redelegations.locate([delegator, from, to]);
      return [...pair(delegator, from), ...pair(delegator, to), moved];
    },
  };
}
