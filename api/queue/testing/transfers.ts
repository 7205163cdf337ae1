import { makeAuthInfoBytes, makeSignDoc, type DirectSecp256k1Wallet } from "@cosmjs/proto-signing";
import { MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { PubKey } from "cosmjs-types/cosmos/crypto/secp256k1/keys";
import { TxBody, TxRaw } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import { encodeMessage } from "../../../proto/writer.js";

export interface Transfer {
  readonly wallet: Pick<DirectSecp256k1Wallet, "getAccounts" | "signDirect">;
  readonly chainId: string;
  readonly accountNumber: number;
  readonly sequence: number;
  readonly to: string;
  readonly amount?: string;
  /** In aec. */
  readonly fee?: string;
  readonly timeoutHeight?: bigint;
}

/** A signed transfer of aec, in bytes. */
export async function signedTransfer(transfer: Transfer): Promise<Uint8Array> {
  const { wallet, chainId, accountNumber, sequence, to, amount = "5", fee = "0", timeoutHeight = 0n } = transfer;
  const [account] = await wallet.getAccounts();
  const { address, pubkey } = account!;
  const message = MsgSend.fromPartial({ fromAddress: address, toAddress: to, amount: [{ denom: "aec", amount }] });
  const messages = [{ typeUrl: MsgSend.typeUrl, value: encodeMessage(MsgSend, message) }];
  const body = encodeMessage(TxBody, TxBody.fromPartial({ messages, timeoutHeight }));
  const key = { typeUrl: PubKey.typeUrl, value: encodeMessage(PubKey, { key: pubkey }) };
  const coins = fee === "0" ? [] : [{ denom: "aec", amount: fee }];
  const info = makeAuthInfoBytes([{ pubkey: key, sequence }], coins, 200_000, undefined, undefined);
  const { signed, signature } = await wallet.signDirect(address, makeSignDoc(body, info, chainId, accountNumber));
  const { bodyBytes, authInfoBytes } = signed;
  const signatures = [Uint8Array.from(Buffer.from(signature.signature, "base64"))];
  return Uint8Array.from(encodeMessage(TxRaw, { bodyBytes, authInfoBytes, signatures }));
}
