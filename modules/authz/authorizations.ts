import { GenericAuthorization } from "cosmjs-types/cosmos/authz/v1beta1/authz";
import { SendAuthorization } from "cosmjs-types/cosmos/bank/v1beta1/authz";
import { MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { bytesEqual } from "../../abci/store/bytes.js";
import { coinsToWire, parseCoins, subtractCoins } from "../../abci/state/coins.js";
import { sdk } from "../../abci/state/errors.js";
import { decodeMessage } from "../../proto/reader.js";
import { bankErrors } from "./errors.js";
import { stakeAuthorization } from "./stake-authorization.js";
import { type AuthorizationKind, LIST_GAS } from "./types.js";

/** Any message of one type, without a limit. */
export const genericAuthorization: AuthorizationKind<GenericAuthorization> = {
  codec: GenericAuthorization,
  messageType: ({ msg }) => msg,
  validate(_addresses, { msg }) {
    if (msg === "") throw sdk.invalidRequest("msg type cannot be empty");
  },
  accept: () => "kept",
};

/** Sending up to a limit, and only to listed addresses when there is a list. */
export const sendAuthorization: AuthorizationKind<SendAuthorization> = {
  codec: SendAuthorization,
  messageType: () => MsgSend.typeUrl,

  validate(addresses, { spendLimit, allowList }) {
    if (spendLimit.length === 0) throw sdk.invalidCoins("spend limit cannot be nil");
    parseCoins(spendLimit);
    const seen = new Set<string>();
    for (const text of allowList) {
      const canonical = addresses.format(addresses.parse(text));
      if (seen.has(canonical)) throw bankErrors.duplicateEntry(`allow list names ${canonical} twice`);
      seen.add(canonical);
    }
  },

  accept(ctx, { spendLimit, allowList }, message) {
    if (message.typeUrl !== MsgSend.typeUrl) throw sdk.invalidType("type mismatch");
    const { toAddress, amount } = decodeMessage(MsgSend, message.value);
    const left = subtractCoins(parseCoins(spendLimit), parseCoins(amount));
    if (left === undefined) throw sdk.insufficientFunds("requested amount is more than spend limit");

    const recipient = ctx.addresses.parse(toAddress);
    const isListed = (text: string): boolean => {
      ctx.gas.consume(LIST_GAS.authorization, "send authorization");
      return bytesEqual(ctx.addresses.parse(text), recipient);
    };
    if (allowList.length > 0 && !allowList.some(isListed)) {
      throw sdk.unauthorized(`cannot send to ${toAddress} address`);
    }
    return left.length === 0 ? "exhausted" : { left: { spendLimit: coinsToWire(left), allowList } };
  },
};

/** The kinds that every chain has. */
export const builtInKinds: readonly AuthorizationKind[] = [genericAuthorization, sendAuthorization, stakeAuthorization];
