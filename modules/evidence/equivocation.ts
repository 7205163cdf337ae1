import { hash } from "node:crypto";
import { Equivocation } from "cosmjs-types/cosmos/evidence/v1beta1/evidence";
import type { Any } from "cosmjs-types/google/protobuf/any";
import type { AddressCodec } from "../../abci/state/addresses.js";
import { decodeMessage } from "../../proto/reader.js";
import { encodeMessage } from "../../proto/writer.js";
import { errors } from "./errors.js";

/** The name of a piece of evidence: SHA-256 of its bytes. */
export function hashOf(evidence: Equivocation): Uint8Array {
  return hash("sha256", encodeMessage(Equivocation, evidence), "buffer");
}

export function packed(evidence: Equivocation): Any {
  return { typeUrl: Equivocation.typeUrl, value: encodeMessage(Equivocation, evidence) };
}

/** The only kind of evidence there is. @throws errors.invalidEvidence for another, and for one that says nothing */
export function unpacked(evidence: Any | undefined): Equivocation {
  if (evidence === undefined) throw errors.invalidEvidence("missing evidence");
  if (evidence.typeUrl !== Equivocation.typeUrl) {
    throw errors.invalidEvidence(`${JSON.stringify(evidence.typeUrl.slice(0, 100))} is no kind of evidence`);
  }
  try {
    return decodeMessage(Equivocation, evidence.value);
  } catch (error) {
    throw errors.invalidEvidence(`malformed equivocation: ${error instanceof Error ? error.message : "no protobuf"}`);
  }
}

/** Checks what can be checked of the evidence alone. @throws errors.invalidEvidence, sdk.invalidAddress */
export function validateEquivocation(addresses: AddressCodec, evidence: Equivocation): void {
  const { time, height, power, consensusAddress } = evidence;
  if (time.seconds <= 0n) throw errors.invalidEvidence(`invalid equivocation time: ${time.seconds} s since 1970`);
  if (height < 1n) throw errors.invalidEvidence(`invalid equivocation height: ${height}`);
  if (power < 1n) throw errors.invalidEvidence(`invalid equivocation validator power: ${power}`);
  if (consensusAddress === "") throw errors.invalidEvidence("invalid equivocation validator consensus address: empty");
  addresses.parseConsensus(consensusAddress);
}
