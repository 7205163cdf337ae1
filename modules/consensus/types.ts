export const MODULE_NAME = "consensus";

/** The largest block that CometBFT makes: 100 MiB. */
export const MAX_BLOCK_BYTES = 104_857_600n;

/** Kinds of validator keys that this chain and CometBFT both know. */
export const PUBLIC_KEY_TYPES: readonly string[] = ["ed25519", "secp256k1"];
