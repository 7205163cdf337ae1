import { verifyEd25519 } from "../../../modules/auth/pubkeys.js";
import { CanonicalVoteExtension } from "../../../proto/generated/tendermint/types/canonical.js";
import { encodeDelimited } from "../../../proto/writer.js";

/** Which vote an extension belongs to. */
export interface VotePlace {
  readonly chainId: string;
  readonly height: bigint;
  /** The round that decided the height. */
  readonly round: number;
}

/** The bytes that CometBFT has a validator sign for its extension. */
export function extensionSignBytes({ chainId, height, round }: VotePlace, extension: Uint8Array): Uint8Array {
  return encodeDelimited(CanonicalVoteExtension, { extension, height, round: BigInt(round), chainId });
}

/** Whether the owner of an ed25519 key signed an extension with its vote. */
export function isSigned(
  place: VotePlace,
  vote: { readonly pubKey: Uint8Array; readonly extension: Uint8Array; readonly signature: Uint8Array },
): boolean {
  return verifyEd25519(vote.pubKey, extensionSignBytes(place, vote.extension), vote.signature);
}
