import type { Variables } from "./environment.js";

/** A version of CometBFT that Echoin is tested with, as Go modules and releases name it. */
export type CometBftVersion = "v0.38.26" | "v0.40.0";

/** The version that a node runs unless it is told otherwise. */
export const PINNED_VERSION: CometBftVersion = "v0.38.26";

/**
 * What `cometbft version` says. v0.40.0 built from its module says 0.39.0 (its source was not changed for the release);
 * its release archives say their own version.
 */
const reports: Readonly<Record<CometBftVersion, readonly string[]>> = {
  "v0.38.26": ["0.38.26"],
  "v0.40.0": ["0.40.0", "0.39.0"],
};

/** Every version that may be chosen. */
export const SUPPORTED_VERSIONS = Object.keys(reports) as readonly CometBftVersion[];

/** Names the environment variable that chooses another supported version. */
export const VERSION_VARIABLE = "ECHOIN_COMETBFT_VERSION";

/** The version to run: the pinned one, or the one that ECHOIN_COMETBFT_VERSION names. @throws RangeError when not supported */
export function wantedVersion(env: Variables): CometBftVersion {
  const chosen = env[VERSION_VARIABLE];
  if (chosen === undefined || chosen === "") return PINNED_VERSION;
  const named = SUPPORTED_VERSIONS.find((version) => version === chosen || version === `v${chosen}`);
  if (named !== undefined) return named;
  throw new RangeError(
    `${VERSION_VARIABLE} is "${chosen}": the supported versions are ${SUPPORTED_VERSIONS.join(", ")}`,
  );
}

/** Whether a binary whose `version` command printed this is of that version; a commit after a plus does not count. */
export function isVersion(version: CometBftVersion, reported: string): boolean {
  return reports[version].includes(reported.trim().replace(/^v/, "").replace(/\+.*$/, ""));
}
