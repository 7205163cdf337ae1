/** Contracts that a chain is born with, whose storage the chain itself writes. */

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, "hex"));

/** Hashes of the last 8191 blocks (EIP-2935). */
export const HISTORY_ADDRESS = bytes("0000f90827f1c53a10cb7a02335b175320002935");
export const HISTORY_WINDOW = 8191n;
const HISTORY_CODE = bytes(
  "3373fffffffffffffffffffffffffffffffffffffffe14604657602036036042575f35600143038111604257611fff8143031160425761" +
    "1fff9006545f5260205ff35b5f5ffd5b5f35611fff60014303065500",
);

/** Roots by time (EIP-4788): on Ethereum those of beacon blocks, here the app hashes of the states before blocks. */
export const ROOTS_ADDRESS = bytes("000f3df6d732807ef1319fb7b8bb8522d0beac02");
export const ROOTS_WINDOW = 8191n;
const ROOTS_CODE = bytes(
  "3373fffffffffffffffffffffffffffffffffffffffe14604d57602036146024575f5ffd5b5f35801560495762001fff81069081541460" +
    "3c575f5ffd5b62001fff01545f5260205ff35b5f5ffd5b62001fff42064281555f359062001fff015500",
);

/** Deploys contracts at addresses that depend on their code alone; foundry and others expect it on every chain. */
const DEPLOYER_ADDRESS = bytes("4e59b44847b379578588920ca78fbf26c0b4956c");
const DEPLOYER_CODE = bytes(
  "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182" +
    "fd5b8082525050506014600cf3",
);

/** Contracts of a new genesis file, by address. */
export const GENESIS_CONTRACTS: readonly { readonly address: Uint8Array; readonly code: Uint8Array }[] = [
  { address: HISTORY_ADDRESS, code: HISTORY_CODE },
  { address: ROOTS_ADDRESS, code: ROOTS_CODE },
  { address: DEPLOYER_ADDRESS, code: DEPLOYER_CODE },
];
