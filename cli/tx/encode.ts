import { decodeJson, encodeJson } from "../chain/json.js";
import { base64, type TxJson } from "./document.js";

/** What is signed of a transaction, in bytes. */
export interface TxParts {
  readonly bodyBytes: Uint8Array;
  readonly authInfoBytes: Uint8Array;
}

/** Body and signer infos in bytes. @throws CliError with the field that is wrong */
export const partsOf = (tx: TxJson): TxParts => ({
  bodyBytes: encodeJson("/cosmos.tx.v1beta1.TxBody", tx.body),
  authInfoBytes: encodeJson("/cosmos.tx.v1beta1.AuthInfo", tx.auth_info),
});

/** The bytes that are broadcast. */
export function encodeTx(tx: TxJson): Uint8Array {
  const { bodyBytes, authInfoBytes } = partsOf(tx);
  return encodeJson("/cosmos.tx.v1beta1.TxRaw", {
    body_bytes: base64(bodyBytes),
    auth_info_bytes: base64(authInfoBytes),
    signatures: tx.signatures,
  });
}

/** A transaction's bytes as JSON. @throws CliError when they are none */
export const decodeTx = (bytes: Uint8Array): TxJson => decodeJson<TxJson>("/cosmos.tx.v1beta1.Tx", bytes);
