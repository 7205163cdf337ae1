export const MODULE_NAME = "consensus";

/**
 * The largest block, in bytes. CometBFT allows 100 MiB, and -1 for that; a block also has to reach the application in one
 * ABCI message, whose length the server bounds (96,000,000 bytes unless set), and a longer one would stop the chain.
 */
export const MAX_BLOCK_BYTES = 67_108_864n;

/** Kinds of validator keys that this chain and CometBFT both know. */
export const PUBLIC_KEY_TYPES: readonly string[] = ["ed25519", "secp256k1"];
