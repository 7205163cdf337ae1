import { AuthorizationType, StakeAuthorization } from "cosmjs-types/cosmos/staking/v1beta1/authz";
import {
  MsgBeginRedelegate,
  MsgCancelUnbondingDelegation,
  MsgDelegate,
  MsgUndelegate,
} from "cosmjs-types/cosmos/staking/v1beta1/tx";
import type { Coin as WireCoin } from "cosmjs-types/cosmos/base/v1beta1/coin";
import { bytesEqual } from "../../abci/store/bytes.js";
import { parseCoin, parseInteger } from "../../abci/state/coins.js";
import type { ReadContext } from "../../abci/state/context.js";
import { sdk } from "../../abci/state/errors.js";
import type { PackedMessage } from "../../abci/state/module.js";
import { decodeMessage } from "../../proto/reader.js";
import { errors } from "./errors.js";
import { type AuthorizationKind, LIST_GAS, type Verdict } from "./types.js";

/** What a staking message does that the authorization limits. */
interface Staked {
  readonly validator: string;
  readonly amount: WireCoin;
}

/**
 * Delegating, undelegating, redelegating or cancelling an unbonding, up to a limit, with or without certain validators.
 * It can be granted as soon as the chain handles the staking message that it names.
 */
export const stakeAuthorization: AuthorizationKind<StakeAuthorization> = {
  codec: StakeAuthorization,
  messageType: ({ authorizationType }) => messageTypeOf(authorizationType),

  validate(addresses, { maxTokens, allowList, denyList, authorizationType }) {
    if (maxTokens !== undefined) {
      if (parseInteger(maxTokens.amount) < 0n) {
        throw errors.negativeMaxTokens(`negative coin amount: ${maxTokens.amount}${maxTokens.denom}`);
      }
      parseCoin(maxTokens);
    }
    messageTypeOf(authorizationType);
    for (const text of [...(allowList?.address ?? []), ...(denyList?.address ?? [])]) addresses.parseOperator(text);
  },

  accept(ctx, authorization, message) {
    const { validator, amount } = stakedBy(message);
    assertValidator(ctx, authorization, validator);
    return spend(authorization, amount);
  },
};

function messageTypeOf(type: AuthorizationType): string {
  switch (type) {
    case AuthorizationType.AUTHORIZATION_TYPE_DELEGATE:
      return MsgDelegate.typeUrl;
    case AuthorizationType.AUTHORIZATION_TYPE_UNDELEGATE:
      return MsgUndelegate.typeUrl;
    case AuthorizationType.AUTHORIZATION_TYPE_REDELEGATE:
      return MsgBeginRedelegate.typeUrl;
    case AuthorizationType.AUTHORIZATION_TYPE_CANCEL_UNBONDING_DELEGATION:
      return MsgCancelUnbondingDelegation.typeUrl;
    default:
      throw errors.unknownAuthorizationType(`authorization_type ${type} is none of 1 to 4`);
  }
}

function stakedBy({ typeUrl, value }: PackedMessage): Staked {
  switch (typeUrl) {
    case MsgDelegate.typeUrl: {
      const { validatorAddress, amount } = decodeMessage(MsgDelegate, value);
      return { validator: validatorAddress, amount };
    }
    case MsgUndelegate.typeUrl: {
      const { validatorAddress, amount } = decodeMessage(MsgUndelegate, value);
      return { validator: validatorAddress, amount };
    }
    case MsgBeginRedelegate.typeUrl: {
      const { validatorDstAddress, amount } = decodeMessage(MsgBeginRedelegate, value);
      return { validator: validatorDstAddress, amount };
    }
    case MsgCancelUnbondingDelegation.typeUrl: {
      const { validatorAddress, amount } = decodeMessage(MsgCancelUnbondingDelegation, value);
      return { validator: validatorAddress, amount };
    }
    default:
      throw sdk.invalidRequest("unknown msg type");
  }
}

function assertValidator(ctx: ReadContext, { allowList, denyList }: StakeAuthorization, validator: string): void {
  const operator = ctx.addresses.parseOperator(validator);
  const isListed = (text: string): boolean => {
    ctx.gas.consume(LIST_GAS.authorization, "stake authorization");
    return bytesEqual(ctx.addresses.parseOperator(text), operator);
  };
  const allowed = allowList?.address ?? [];
  const refused = (allowed.length > 0 && !allowed.some(isListed)) || (denyList?.address ?? []).some(isListed);
  if (refused) throw sdk.unauthorized(`cannot delegate/undelegate to ${validator} validator`);
}

function spend(authorization: StakeAuthorization, amount: WireCoin): Verdict<StakeAuthorization> {
  const { maxTokens } = authorization;
  if (maxTokens === undefined) return "kept";
  const spent = parseCoin(amount);
  if (spent.denom !== maxTokens.denom) {
    throw sdk.invalidCoins(`invalid coin denoms: ${maxTokens.denom}, ${spent.denom}`);
  }
  const left = parseCoin(maxTokens).amount - spent.amount;
  if (left < 0n) throw sdk.insufficientFunds(`negative coin amount: ${left}${spent.denom}`);
  if (left === 0n) return "exhausted";
  return { left: { ...authorization, maxTokens: { denom: spent.denom, amount: left.toString() } } };
}
