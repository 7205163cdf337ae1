import { SignMode } from "cosmjs-types/cosmos/tx/signing/v1beta1/signing";
import { SignDoc, SignDocDirectAux } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import type { Any } from "cosmjs-types/google/protobuf/any";
import { AminoError, aminoSignBytes } from "../../proto/amino.js";
import { encodeMessage } from "../../proto/writer.js";
import { sdk } from "../state/errors.js";
import { eip712Bytes } from "./eip712.js";
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

/**
 * What an Ethereum wallet signs for a transaction as typed data (EIP-712), in place of the above; undefined when there is no typed
 * data that covers all of the transaction. Its signer is the only one.
 * @param evmChainId the number that Ethereum transactions are signed for
 */
export function typedDataBytes(tx: Transaction, signer: SignerData, evmChainId: bigint): Uint8Array | undefined {
  const { body, authInfo, fee } = tx;
  const uncovered = body.extensionOptions.length + body.nonCriticalExtensionOptions.length > 0 || tx.hasUnknownFields;
  if (uncovered || tx.signers.length !== 1 || authInfo.tip !== undefined) return undefined;
  try {
    return eip712Bytes(aminoSignBytes(signer, body, fee), evmChainId);
  } catch (error) {
    // Some messages have no amino JSON.
    if (error instanceof AminoError) return undefined;
    throw error;
  }
}
