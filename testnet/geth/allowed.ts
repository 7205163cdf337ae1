import type { Allowed } from "./compare.js";

/** Where replies differ from those of any other chain, whoever made it. */
export const otherHeaders: readonly Allowed[] = [
  {
    request: /./,
    path: /\/(blockHash|blockTimestamp)$/,
    why: "headers have other hashes: other times, base fees, state roots",
  },
  {
    request: /^eth_getBlockBy/,
    path: /^\/result\/(hash|parentHash|timestamp|stateRoot|mixHash|parentBeaconBlockRoot|extraData|size|gasLimit|baseFeePerGas)$/,
    why: "as above; extra data is whose program it is, and here the gas that the next base fee is made of",
  },
];

/** Where replies may differ from go-ethereum's, and why. An entry that nothing needs fails the test. */
export const allowed: readonly Allowed[] = [
  ...otherHeaders,
  {
    request: /^eth_simulateV1/,
    path: /^\/result\/\d+\/(hash|parentHash|timestamp|stateRoot|gasLimit|baseFeePerGas|size|extraData)$/,
    why: "as above; there is no root of a state that is never committed",
  },
  {
    request: /^eth_simulateV1: (a price too low|times out of order|more gas than the block has)/,
    path: /^\/error\/message$/,
    why: "the words hold the base fee, the time of the last block, and with go-ethereum a pointer",
  },
  {
    request: /^eth_simulateV1: whole transactions/,
    path: /^\/result\/0\/transactions\/1\/chainId$/,
    why: "go-ethereum reads a chain id out of a signature of zeros",
  },
  {
    request: /steps/,
    path: /^\/result\/structLogs\/\d+\/gasCost$/,
    ours: [0, 3],
    why: "an operation that cannot be priced (static, out of bounds, a call out of gas) shows its fixed fee alone",
  },
  {
    request: /(prestate|difference)/,
    path: /\/0x0{40}\b/,
    why: "who proposes a block holds nothing here: tips go to the fee collector",
  },
  {
    request: /^eth_getProof: (store|caller|alice|bob|nobody)/,
    path: /^\/result\/accountProof\b/,
    why: "the states have other accounts beside these",
  },
  {
    request: /^eth_config/,
    path: /^\/result\/current\/(forkId|blobSchedule|systemContracts)\b/,
    why: "no genesis block, no blobs, no staking contracts",
  },
  {
    request: /^eth_createAccessList: no funds/,
    path: /^\/error\/message$/,
    why: "go-ethereum names a transaction that there is not by a hash",
  },
  {
    request: /(no hash|a short address|malformed|beyond the block)$/,
    path: /^\/error\/message$/,
    why: "the rest of the words is Go's, or holds a block's hash",
  },
];
