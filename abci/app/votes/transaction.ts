import { TxBody, TxRaw } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import { MsgVoteExtensions } from "../../../proto/generated/echoin/votes/v1/votes.js";
import { decodeMessage } from "../../../proto/reader.js";
import { encodeMessage } from "../../../proto/writer.js";
import { bytesEqual } from "../../store/bytes.js";
import { errors } from "./errors.js";

/** AuthInfo with an empty fee and nobody who signs: readers of blocks look for a fee. */
const NOBODY = Uint8Array.of(0x12, 0x00);

/** The transaction with which a proposer carries votes into a block: a TxRaw like any other, which nobody signs. */
export function encodeVotes(message: MsgVoteExtensions): Uint8Array {
  const packed = { typeUrl: MsgVoteExtensions.typeUrl, value: encodeMessage(MsgVoteExtensions, message) };
  const bodyBytes = encodeMessage(TxBody, TxBody.fromPartial({ messages: [packed] }));
  return Uint8Array.from(encodeMessage(TxRaw, { bodyBytes, authInfoBytes: NOBODY, signatures: [] }));
}

/**
 * The votes in a transaction, or undefined when it is another kind of transaction, or none.
 * @throws errors.falseVotes when votes are in it, but not in the one form that `encodeVotes` writes
 */
export function decodeVotes(bytes: Uint8Array): MsgVoteExtensions | undefined {
  // Nearly every transaction is done with here, without decoding it.
  if (!Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(MsgVoteExtensions.typeUrl)) {
    return undefined;
  }
  const value = packedVotes(bytes);
  if (value === undefined) return undefined;
  const message = readVotes(value);
  if (message === undefined || !bytesEqual(encodeVotes(message), bytes)) {
    throw errors.falseVotes("the transaction is not in its one form");
  }
  return message;
}

function packedVotes(bytes: Uint8Array): Uint8Array | undefined {
  try {
    const { messages } = decodeMessage(TxBody, decodeMessage(TxRaw, bytes).bodyBytes);
    return messages.find(({ typeUrl }) => typeUrl === MsgVoteExtensions.typeUrl)?.value;
  } catch {
    return undefined;
  }
}

function readVotes(value: Uint8Array): MsgVoteExtensions | undefined {
  try {
    return decodeMessage(MsgVoteExtensions, value);
  } catch {
    return undefined;
  }
}
