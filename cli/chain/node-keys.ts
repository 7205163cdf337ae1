import { existsSync } from "node:fs";
import {
  freshValidatorState,
  makeKey,
  nodeIdOf,
  nodeKeyFile,
  parseKeyFile,
  validatorKeyFile,
  type CometKey,
} from "../../cometbft/keys.js";
import { asCliError } from "../errors.js";
import { readNeeded, refuseReadableByOthers, writeFileAtomic } from "../files.js";
import type { Home } from "../home.js";
import type { PublicKey } from "../keys/public-key.js";

const OWNER_ONLY = 0o600;

/** Makes the node's and the validator's key in CometBFT's files, where there are none yet. @returns the node's id */
export function ensureNodeKeys(home: Home): string {
  if (!existsSync(home.nodeKey)) writeFileAtomic(home.nodeKey, nodeKeyFile(makeKey()), OWNER_ONLY);
  if (!existsSync(home.validatorKey)) writeFileAtomic(home.validatorKey, validatorKeyFile(makeKey()), OWNER_ONLY);
  if (!existsSync(home.validatorState)) resetValidatorState(home);
  return nodeId(home);
}

/** The validator forgets what it signed: only for a chain that starts over. */
export const resetValidatorState = (home: Home): void =>
  writeFileAtomic(home.validatorState, freshValidatorState(), OWNER_ONLY);

/** How other nodes name this one. @throws CliError when the key file is missing or damaged */
export const nodeId = (home: Home): string => nodeIdOf(keyFile(home.nodeKey).publicKey);

/** The key that this home's validator signs blocks with. @throws CliError when the key file is missing or damaged */
export const validatorPublicKey = (home: Home): PublicKey => ({
  kind: "ed25519",
  bytes: keyFile(home.validatorKey).publicKey,
});

function keyFile(path: string): CometKey {
  refuseReadableByOthers(path);
  const text = readNeeded(path, "echoind init <moniker> makes it");
  return asCliError(() => parseKeyFile(text, path), "key file");
}
