import { LegacyAminoPubKey } from "cosmjs-types/cosmos/crypto/multisig/keys";
import { MultiSignature } from "cosmjs-types/cosmos/crypto/multisig/v1beta1/multisig";
import { SignatureDescriptor_Data as Signed, SignMode } from "cosmjs-types/cosmos/tx/signing/v1beta1/signing";
import type { ModeInfo } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import type { Any } from "cosmjs-types/google/protobuf/any";
import { AppError } from "../../abci/state/errors.js";
import { bytesEqual } from "../../abci/store/bytes.js";
import { addressOfPubKey, verifySignature } from "../../modules/auth/pubkeys.js";
import { decodeMessage } from "../../proto/reader.js";
import { rejectUnknownFields } from "../../proto/unknown.js";
import { encodeMessage } from "../../proto/writer.js";
import { RpcError } from "../status.js";

/** How far ahead a cancellation's signature may say that it counts. */
const MAX_AHEAD_SECONDS = 600n;

/** More than the signatures of a multisig's members take. */
const MAX_MULTISIG_BYTES = 16 * 1024;

/** What a cancellation is for. */
export interface Cancellation {
  readonly chainId: string;
  /** The transaction's, in upper-case hex. */
  readonly hash: string;
  /** Unix seconds until which the signature counts. */
  readonly until: bigint;
  /** The sender, in bech32. */
  readonly signer: string;
}

/**
 * The bytes that a sender signs to cancel a transaction: the sign document of ADR-036, which wallets make of a text and
 * which can be no transaction's. The text names the chain and the transaction, so that it is good for nothing else.
 */
export function cancelSignBytes({ chainId, hash, until, signer }: Cancellation): Uint8Array {
  const text = `Cancel a queued transaction\nchain: ${chainId}\ntransaction: ${hash}\nuntil: ${until}`;
  const value = { data: Buffer.from(text).toString("base64"), signer };
  // Members in the order of their names and no spaces, as amino JSON has them.
  const document = {
    account_number: "0",
    chain_id: "",
    fee: { amount: [], gas: "0" },
    memo: "",
    msgs: [{ type: "sign/MsgSignData", value }],
    sequence: "0",
  };
  return Buffer.from(JSON.stringify(document));
}

/**
 * Holds a cancellation to its sender's signature.
 * @param sender the sender's address, as bytes
 * @throws RpcError INVALID_ARGUMENT for a key or a time that cannot be right, PERMISSION_DENIED for another's signature
 */
export function requireCancellation(
  cancellation: Cancellation,
  proof: {
    readonly sender: Uint8Array;
    readonly publicKey: Any | undefined;
    readonly signature: Uint8Array;
    readonly nowMs: number;
  },
): void {
  const { until, signer, hash } = cancellation;
  const { sender, publicKey, signature } = proof;
  const now = BigInt(Math.floor(proof.nowMs / 1000));
  if (until < now) throw invalid(`the signature counted until ${until}, and it is ${now} (Unix seconds): sign again`);
  if (until > now + MAX_AHEAD_SECONDS) {
    throw invalid(`until is at most ${MAX_AHEAD_SECONDS} seconds ahead of ${now} (Unix seconds), not ${until}`);
  }
  if (publicKey === undefined) throw invalid("public_key is needed: that of the transaction's sender");
  const owner = addressOf(publicKey);
  const given = publicKey.typeUrl === LegacyAminoPubKey.typeUrl ? ofMembers(signature) : alone(signature);
  const good = bytesEqual(owner, sender) && verifySignature(publicKey, given, () => cancelSignBytes(cancellation));
  if (!good) throw new RpcError("PERMISSION_DENIED", `${hash} is cancelled by the signature of its sender, ${signer}`);
}

/** A signature as a transaction has it, which says how it was made. */
interface Given {
  readonly modeInfo: ModeInfo;
  readonly signature: Uint8Array;
}

const alone = (signature: Uint8Array): Given => ({
  modeInfo: { single: { mode: SignMode.SIGN_MODE_LEGACY_AMINO_JSON } },
  signature,
});

/** Its name in full, which the codec does not have. */
const SIGNED_TYPE = "cosmos.tx.signing.v1beta1.SignatureDescriptor.Data";

/** Those of a multisig's members, from an encoded SignatureDescriptor.Data. @throws RpcError INVALID_ARGUMENT for other bytes */
function ofMembers(bytes: Uint8Array): Given {
  const wrong = (why: string): RpcError => invalid(`the signature of a multisig is a ${SIGNED_TYPE}, encoded: ${why}`);
  if (bytes.length > MAX_MULTISIG_BYTES) throw wrong(`at most ${MAX_MULTISIG_BYTES} bytes, not ${bytes.length}`);
  try {
    // Also bounds how deep they are nested: how much decoding can take differs between versions of Node.
    rejectUnknownFields(`/${SIGNED_TYPE}`, bytes);
    return joined(decodeMessage(Signed, bytes));
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

function joined({ single, multi }: Signed): Given {
  if (multi === undefined) return alone(single?.signature ?? new Uint8Array(0));
  const { bitarray } = multi;
  const parts = multi.signatures.map(joined);
  return {
    modeInfo: { multi: { ...(bitarray && { bitarray }), modeInfos: parts.map(({ modeInfo }) => modeInfo) } },
    signature: encodeMessage(MultiSignature, { signatures: parts.map(({ signature }) => signature) }),
  };
}

function addressOf(publicKey: Any): Uint8Array {
  try {
    return addressOfPubKey(publicKey);
  } catch (error) {
    if (error instanceof AppError) throw invalid(error.message);
    throw error;
  }
}

const invalid = (message: string): RpcError => new RpcError("INVALID_ARGUMENT", message);
