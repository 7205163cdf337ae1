import { createHash } from "node:crypto";
import { MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { PubKey } from "cosmjs-types/cosmos/crypto/secp256k1/keys";
import { SignMode } from "cosmjs-types/cosmos/tx/signing/v1beta1/signing";
import { AuthInfo, SignDoc, TxBody, TxRaw } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import secp256k1 from "secp256k1";
import { encodeMessage } from "../../proto/writer.js";
import type { Sender } from "./accounts.js";

/** What a chain calls its money and itself. */
export interface ChainNames {
  readonly chainId: string;
  readonly prefix: string;
  readonly denom: string;
}

/** As wallets set it for a send; it costs about half of it. */
export const GAS_LIMIT = 200_000n;

export interface SendFields {
  readonly from: string;
  readonly to: string;
  readonly amount: number;
  /** Base units; 0 leaves the fee empty. */
  readonly fee: number;
  readonly sequence: number;
  readonly accountNumber: number;
}

/** A bank send, signed in SIGN_MODE_DIRECT: the bytes of TxRaw that a wallet would broadcast. */
export function signSend(sender: Sender, names: ChainNames, fields: SendFields): Uint8Array {
  const coins = (amount: number): { denom: string; amount: string }[] =>
    amount === 0 ? [] : [{ denom: names.denom, amount: String(amount) }];
  const message = { fromAddress: fields.from, toAddress: fields.to, amount: coins(fields.amount) };
  const bodyBytes = encodeMessage(
    TxBody,
    TxBody.fromPartial({ messages: [{ typeUrl: MsgSend.typeUrl, value: encodeMessage(MsgSend, message) }] }),
  );
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
      fee: { amount: coins(fields.fee), gasLimit: GAS_LIMIT },
    }),
  );
  const accountNumber = BigInt(fields.accountNumber);
  const signed = encodeMessage(SignDoc, { bodyBytes, authInfoBytes, chainId: names.chainId, accountNumber });
  const digest = createHash("sha256").update(signed).digest();
  const { signature } = secp256k1.ecdsaSign(digest, sender.privateKey);
  return encodeMessage(TxRaw, { bodyBytes, authInfoBytes, signatures: [signature] });
}
