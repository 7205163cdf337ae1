import { SignMode } from "cosmjs-types/cosmos/tx/signing/v1beta1/signing";
import { SignDoc, SignDocDirectAux } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import type { Any } from "cosmjs-types/google/protobuf/any";
import { aminoSignBytes } from "../../proto/amino.js";
import { encodeMessage } from "../../proto/writer.js";
import { sdk } from "../state/errors.js";
import type { Transaction } from "./transaction.js";

/** What a signature says beside the transaction itself: which chain, which account, which number in its sequence. */
export interface SignerData {
  readonly chainId: string;
  readonly address: string;
  readonly accountNumber: bigint;
  readonly sequence: bigint;
  readonly publicKey: Any;
}

/** The bytes that a signer signs, by sign mode (cosmos.tx.signing.v1beta1). @throws sdk.notSupported, sdk.unauthorized */
export function signBytes(mode: SignMode, tx: Transaction, signer: SignerData): Uint8Array {
  switch (mode) {
    case SignMode.SIGN_MODE_DIRECT:
      return encodeMessage(SignDoc, {
        bodyBytes: tx.bodyBytes,
        authInfoBytes: tx.authInfoBytes,
        chainId: signer.chainId,
        accountNumber: signer.accountNumber,
      });
    case SignMode.SIGN_MODE_DIRECT_AUX:
      if (signer.address === tx.feePayer) throw sdk.unauthorized("the fee payer cannot sign with SIGN_MODE_DIRECT_AUX");
      return encodeMessage(
        SignDocDirectAux,
        SignDocDirectAux.fromPartial({
          bodyBytes: tx.bodyBytes,
          publicKey: signer.publicKey,
          chainId: signer.chainId,
          accountNumber: signer.accountNumber,
          sequence: signer.sequence,
          tip: tx.authInfo.tip,
        }),
      );
    case SignMode.SIGN_MODE_LEGACY_AMINO_JSON:
      if (tx.hasUnknownFields || tx.body.extensionOptions.length + tx.body.nonCriticalExtensionOptions.length > 0) {
        throw sdk.unauthorized("SIGN_MODE_LEGACY_AMINO_JSON covers neither extension options nor unknown fields");
      }
      return aminoSignBytes(signer, tx.body, tx.fee);
    default:
      throw sdk.notSupported(`sign mode ${mode}: sign with DIRECT, LEGACY_AMINO_JSON or DIRECT_AUX`);
  }
}
