import { createHash, generateKeyPairSync } from "node:crypto";
import { existsSync } from "node:fs";
import { CliError } from "../errors.js";
import { parseJson, readNeeded, refuseReadableByOthers, writeFileAtomic } from "../files.js";
import type { Home } from "../home.js";
import { addressBytes, simpleKey, type PublicKey } from "../keys/public-key.js";

/** Where a fresh validator stands: it has signed nothing. */
const FRESH_STATE = { height: "0", round: 0, step: 0 };

const writeJson = (path: string, value: unknown): void =>
  writeFileAtomic(path, `${JSON.stringify(value, undefined, 2)}\n`, 0o600);

/** Makes the node's and the validator's key in CometBFT's files, where there are none yet. @returns the node's id */
export function ensureNodeKeys(home: Home): string {
  if (!existsSync(home.nodeKey)) {
    const { secret } = newKey();
    writeJson(home.nodeKey, { priv_key: { type: "tendermint/PrivKeyEd25519", value: secret.toString("base64") } });
  }
  if (!existsSync(home.validatorKey)) {
    const { secret, bytes } = newKey();
    writeJson(home.validatorKey, {
      address: Buffer.from(addressBytes({ kind: "ed25519", bytes }))
        .toString("hex")
        .toUpperCase(),
      pub_key: { type: "tendermint/PubKeyEd25519", value: Buffer.from(bytes).toString("base64") },
      priv_key: { type: "tendermint/PrivKeyEd25519", value: secret.toString("base64") },
    });
  }
  if (!existsSync(home.validatorState)) resetValidatorState(home);
  return nodeId(home);
}

/** The validator forgets what it signed: only for a chain that starts over. */
export const resetValidatorState = (home: Home): void => writeJson(home.validatorState, FRESH_STATE);

function newKey(): { secret: Buffer; bytes: Uint8Array } {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const bytes = Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url");
  const seed = Buffer.from(privateKey.export({ format: "jwk" }).d ?? "", "base64url");
  // CometBFT stores the seed and the public key after it.
  return { secret: Buffer.concat([seed, bytes]), bytes: Uint8Array.from(bytes) };
}

/** How other nodes name this one: the address of its p2p key, in hex. */
export function nodeId(home: Home): string {
  const { priv_key: key } = keyFile(home.nodeKey) as { priv_key?: { value?: string } };
  const secret = Buffer.from(key?.value ?? "", "base64");
  if (secret.length !== 64) throw new CliError(`${home.nodeKey} is not a node key of CometBFT`);
  return createHash("sha256").update(secret.subarray(32)).digest("hex").slice(0, 40);
}

/** The key that this home's validator signs blocks with. */
export function validatorPublicKey(home: Home): PublicKey {
  const { pub_key: key } = keyFile(home.validatorKey) as { pub_key?: { type?: string; value?: string } };
  if (key?.type !== "tendermint/PubKeyEd25519" || key.value === undefined) {
    throw new CliError(`${home.validatorKey} is not an ed25519 validator key of CometBFT`);
  }
  return simpleKey("ed25519", Buffer.from(key.value, "base64"));
}

function keyFile(path: string): unknown {
  refuseReadableByOthers(path);
  return parseJson(readNeeded(path, "echoind init <moniker> makes it"), path);
}
