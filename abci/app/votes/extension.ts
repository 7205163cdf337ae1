import { ProposalFault, type ProposalReport, VoteExtension } from "../../../proto/generated/echoin/votes/v1/votes.js";
import { decodeMessage } from "../../../proto/reader.js";
import { rejectUnknownFields } from "../../../proto/unknown.js";
import { encodeMessage } from "../../../proto/writer.js";
import { bytesEqual } from "../../store/bytes.js";
import { errors } from "./errors.js";

/** The most bytes that a validator may add to its vote, the version byte included. */
export const MAX_EXTENSION_BYTES = 512;

/** The most reports in one extension; a third of its bytes at the most, for other parts will share it. */
export const MAX_REPORTS = 4;

/** The first byte of every extension that is not empty. */
const VERSION = 1;

const ADDRESS_BYTES = 20;
const NOTHING = new Uint8Array(0);
const FAULTS: ReadonlySet<number> = new Set<number>(Object.values(ProposalFault));

/** The bytes of an extension; none when it says nothing. There are at most MAX_REPORTS, in order of height and round. */
export function encodeExtension(extension: VoteExtension): Uint8Array {
  if (extension.reports.length === 0) return NOTHING;
  return Uint8Array.from([VERSION, ...encodeMessage(VoteExtension, extension)]);
}

/**
 * What an extension says. Size and version are looked at before anything is decoded, and each content has one form only.
 * @throws errors.invalidExtension
 */
export function decodeExtension(bytes: Uint8Array): VoteExtension {
  if (bytes.length === 0) return { reports: [] };
  if (bytes.length > MAX_EXTENSION_BYTES) {
    throw errors.invalidExtension(`${bytes.length} bytes, at most ${MAX_EXTENSION_BYTES}`);
  }
  if (bytes[0] !== VERSION) throw errors.invalidExtension(`version ${bytes[0]}, known is ${VERSION}`);
  const extension = decodeBody(bytes.subarray(1));
  if (extension.reports.length > MAX_REPORTS) {
    throw errors.invalidExtension(`${extension.reports.length} reports, at most ${MAX_REPORTS}`);
  }
  for (const [index, report] of extension.reports.entries()) {
    validateReport(report);
    const before = extension.reports[index - 1];
    if (before !== undefined && !isAfter(report, before)) throw errors.invalidExtension("reports are out of order");
  }
  if (!bytesEqual(encodeExtension(extension), bytes)) throw errors.invalidExtension("not in its one form");
  return extension;
}

/** Whether bytes are an extension at all. */
export function isExtension(bytes: Uint8Array): boolean {
  try {
    decodeExtension(bytes);
    return true;
  } catch {
    return false;
  }
}

function decodeBody(bytes: Uint8Array): VoteExtension {
  try {
    rejectUnknownFields(VoteExtension.typeUrl, bytes);
    return decodeMessage(VoteExtension, bytes);
  } catch (error) {
    throw errors.invalidExtension(error instanceof Error ? error.message : "malformed");
  }
}

function validateReport({ height, proposer, fault }: ProposalReport): void {
  if (height < 1n) throw errors.invalidExtension(`a report on height ${height}`);
  if (proposer.length !== ADDRESS_BYTES) throw errors.invalidExtension("a proposer's address has 20 bytes");
  if (fault === ProposalFault.PROPOSAL_FAULT_UNSPECIFIED || !FAULTS.has(fault)) {
    throw errors.invalidExtension(`a report names fault ${fault}, which is none`);
  }
}

function isAfter(a: ProposalReport, b: ProposalReport): boolean {
  return a.height > b.height || (a.height === b.height && a.round > b.round);
}
