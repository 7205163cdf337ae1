import { createHash } from "node:crypto";
import { MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { PubKey } from "cosmjs-types/cosmos/crypto/secp256k1/keys";
import { MsgWithdrawDelegatorReward } from "cosmjs-types/cosmos/distribution/v1beta1/tx";
import { MsgDelegate } from "cosmjs-types/cosmos/staking/v1beta1/tx";
import { SignMode } from "cosmjs-types/cosmos/tx/signing/v1beta1/signing";
import { AuthInfo, SignDoc, TxBody, TxRaw } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import type { Any } from "cosmjs-types/google/protobuf/any";
import secp256k1 from "secp256k1";
import { encodeMessage } from "../../proto/writer.js";
import type { Sender } from "./accounts.js";

/** What a chain calls its money and itself. */
export interface ChainNames {
  readonly chainId: string;
  readonly prefix: string;
  readonly denom: string;
}

/** What the transactions of a phase do; a stake is with the first validator. */
export type Action = "send" | "delegate" | "withdraw";

/** As wallets set it: each costs simd about half of it. */
const GAS_LIMITS: Readonly<Record<Action, bigint>> = { send: 200_000n, delegate: 500_000n, withdraw: 500_000n };

/** Base units of a delegation: simd's unit of power, whose share of the rewards is above zero within a block. */
const DELEGATED = 1_000_000;

export interface TransactionFields {
  readonly action: Action;
  readonly from: string;
  /** The recipient, or the validator. */
  readonly to: string;
  /** Base units of a send. */
  readonly amount: number;
  /** Base units; 0 leaves the fee empty. */
  readonly fee: number;
  readonly sequence: number;
  readonly accountNumber: number;
}

/** A transaction of one message, as a wallet would broadcast it. */
export function signTransaction(sender: Sender, names: ChainNames, fields: TransactionFields): Uint8Array {
  return signMessage(sender, names, messageOf(names, fields), { ...fields, gasLimit: GAS_LIMITS[fields.action] });
}

/** The bytes of TxRaw with one message, signed in SIGN_MODE_DIRECT. */
export function signMessage(
  sender: Sender,
  names: ChainNames,
  message: Any,
  fields: Pick<TransactionFields, "fee" | "sequence" | "accountNumber"> & { readonly gasLimit: bigint },
): Uint8Array {
  const bodyBytes = encodeMessage(TxBody, TxBody.fromPartial({ messages: [message] }));
  const key = { typeUrl: PubKey.typeUrl, value: encodeMessage(PubKey, { key: sender.publicKey }) };
  const authInfoBytes = encodeMessage(
    AuthInfo,
    AuthInfo.fromPartial({
      signerInfos: [
        {
          publicKey: key,
          modeInfo: { single: { mode: SignMode.SIGN_MODE_DIRECT } },
          sequence: BigInt(fields.sequence),
        },
      ],
      fee: {
        amount: fields.fee === 0 ? [] : [{ denom: names.denom, amount: String(fields.fee) }],
        gasLimit: fields.gasLimit,
      },
    }),
  );
  const accountNumber = BigInt(fields.accountNumber);
  const signed = encodeMessage(SignDoc, { bodyBytes, authInfoBytes, chainId: names.chainId, accountNumber });
  const digest = createHash("sha256").update(signed).digest();
  const { signature } = secp256k1.ecdsaSign(digest, sender.privateKey);
  return encodeMessage(TxRaw, { bodyBytes, authInfoBytes, signatures: [signature] });
}

function messageOf({ denom }: ChainNames, { action, from, to, amount }: TransactionFields): Any {
  switch (action) {
    case "send": {
      const value = { fromAddress: from, toAddress: to, amount: [{ denom, amount: String(amount) }] };
      return { typeUrl: MsgSend.typeUrl, value: encodeMessage(MsgSend, value) };
    }
    case "delegate": {
      const value = { delegatorAddress: from, validatorAddress: to, amount: { denom, amount: String(DELEGATED) } };
      return { typeUrl: MsgDelegate.typeUrl, value: encodeMessage(MsgDelegate, value) };
    }
    case "withdraw": {
      const value = { delegatorAddress: from, validatorAddress: to };
      return { typeUrl: MsgWithdrawDelegatorReward.typeUrl, value: encodeMessage(MsgWithdrawDelegatorReward, value) };
    }
  }
}
