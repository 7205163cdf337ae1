import { MsgCreateValidator } from "cosmjs-types/cosmos/staking/v1beta1/tx";
import { AuthInfo, type Tx, TxBody, TxRaw } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import { AppError, sdk } from "../../abci/state/errors.js";
import { fromJson } from "../../proto/json-reader.js";
import { decodeMessage } from "../../proto/reader.js";
import { encodeMessage } from "../../proto/writer.js";

/** A genesis transaction: it enters one validator. */
export interface GenesisTransaction {
  readonly message: MsgCreateValidator;
  /** `node id@host:port` of its node, by which others find it; any text. */
  readonly memo: string;
  /** The transaction as it is executed. */
  readonly bytes: Uint8Array;
}

/** Reads a genesis transaction from its JSON text. @throws sdk.invalidRequest that says what is wrong with it */
export function readGenesisTransaction(json: Uint8Array): GenesisTransaction {
  const tx = parseTx(json);
  const { body, authInfo, signatures } = tx;
  if (body === undefined || authInfo === undefined) throw sdk.invalidRequest("it has no body or no auth_info");
  const [packed, ...others] = body.messages;
  if (packed === undefined || others.length > 0) {
    throw sdk.invalidRequest(`it has one message, which enters a validator, not ${body.messages.length}`);
  }
  if (packed.typeUrl !== MsgCreateValidator.typeUrl) {
    throw sdk.invalidRequest(`its message is ${MsgCreateValidator.typeUrl}, not ${packed.typeUrl}`);
  }
  if (signatures.length === 0) throw sdk.noSignatures("sign it with the operator's key");
  return {
    message: decodeMessage(MsgCreateValidator, packed.value),
    memo: body.memo,
    bytes: encodeMessage(TxRaw, {
      bodyBytes: encodeMessage(TxBody, body),
      authInfoBytes: encodeMessage(AuthInfo, authInfo),
      signatures,
    }),
  };
}

function parseTx(json: Uint8Array): Tx {
  try {
    return fromJson<Tx>("/cosmos.tx.v1beta1.Tx", JSON.parse(Buffer.from(json).toString("utf8")));
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw sdk.invalidRequest(`it is no transaction: ${error instanceof Error ? error.message : "malformed"}`);
  }
}
