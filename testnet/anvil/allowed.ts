import { otherHeaders } from "../geth/allowed.js";
import type { Allowed } from "../geth/compare.js";

/** Requests that anvil answers otherwise as a whole, and why. */
export const leftOut: readonly Pick<Allowed, "request" | "why">[] = [
  { request: /^debug_getRawReceipts/, why: "anvil has no such method" },
  { request: / mux$/, why: "anvil has no such tracer: it refuses it, or answers nothing" },
  { request: /^debug_traceCall: .* 4byte$/, why: "anvil has this tracer for transactions alone" },
  {
    request: /^debug_traceCall: prestate before/,
    why: "anvil traces calls after the whole block, whatever txIndex says",
  },
  { request: /^eth_createAccessList: (?!mined)/, why: "anvil takes no overrides here" },
  { request: /^eth_createAccessList: mined code of caller/, why: "anvil runs it anew with what the first run used" },
  { request: /precompile moved$/, why: "anvil moves no precompiles" },
  {
    request: /^eth_simulateV1: (a|no|too|more|numbers|times|valid)\b.*/,
    why: "anvil validates little and fills no gaps",
  },
  { request: /^eth_simulateV1: nothing/, why: "anvil takes a list of no blocks" },
  { request: /^eth_simulateV1: transfers/, why: "anvil logs transfers from an address of its own" },
  {
    request: /^eth_fillTransaction: (a creation of nothing|another chain|a price|a cap|a tip|two kinds|a call that)/,
    why: "anvil fills what no node would take; go-ethereum refuses it",
  },
];

/** Where replies may differ from anvil's, and why. An entry that nothing needs fails the test. */
export const allowed: readonly Allowed[] = [
  ...otherHeaders,
  {
    request: /^eth_getBlockBy/,
    path: /^\/result\/totalDifficulty$/,
    ours: [undefined],
    why: "go-ethereum has removed it",
  },
  {
    request: /Receipts?: /,
    path: /\/blobGasPrice$/,
    ours: [undefined],
    why: "anvil has it in transactions without blobs, too",
  },
  {
    request: /^eth_(call|estimateGas): /,
    path: /^\/error\/(code|message)$/,
    why: "other words, and -32603 where go-ethereum has -32000",
  },
  {
    request: /^eth_call: (BASEFEE|BLOBBASEFEE) overridden/,
    path: /^\/result$/,
    why: "a call that offers no price sees a base fee of nothing, as with go-ethereum; anvil overrides no blob fee",
  },
  {
    request: /^eth_estimateGas/,
    path: /^\/result$/,
    why: "the search ends up to 1.5 % above the least, as go-ethereum's does",
  },
  {
    request: /^debug_trace.* (calls|top call|creation)$/,
    path: /\/error$/,
    why: "other words",
  },
  {
    request: /^debug_trace.* (calls|top call|creation)$/,
    path: /\/result\/(gas|gasUsed)$|^\/result\/\d+\/result\/(gas|gasUsed)$/,
    why: "the transaction's, as in go-ethereum; with anvil without the intrinsic gas, and what the block had used by then",
  },
  {
    request: /^debug_trace.* (calls|top call)$/,
    path: /\/logs\/\d+\/index$/,
    ours: [undefined],
    why: "go-ethereum has none",
  },
  {
    request: /^debug_traceTransaction: .* steps/,
    path: /^\/result\/gas$/,
    why: "the transaction's; with anvil what the block had used by then",
  },
  {
    request: /^debug_trace.* steps without$/,
    path: /^\/result\/structLogs\/\d+$/,
    ours: [undefined],
    why: "anvil knows no limit of steps",
  },
  {
    request: /^debug_trace.* steps/,
    path: /^\/result\/structLogs\/\d+\/(error|refund|gasCost|storage\/[0-9a-f]{64})$/,
    why: "anvil shows storage before a write, no refunds and no errors, and costs that were left to pay: go-ethereum's are held to",
  },
  {
    request: /(prestate|difference)$/,
    path: /\/0x0{40}\b/,
    why: "who proposes a block holds nothing here: tips go to the fee collector",
  },
  {
    request: /(prestate|difference)$/,
    path: /\/codeHash$/,
    why: "anvil leaves it out",
  },
  {
    request: /(prestate|difference)$/,
    path: /^\/result\/(\d+\/result\/)?(pre\/)?0x[0-9a-f]{40}$/,
    ours: [undefined],
    why: "anvil lists an account that is only made by the transaction, with nothing in it",
  },
  {
    request: /^eth_simulateV1/,
    path: /^\/result\/\d+\/(?!calls|gasUsed)|\/logs\/\d+\/(blockNumber|transactionHash)$/,
    why: "anvil numbers the first as the latest block is, leaves half of the header out, and does not count nonces",
  },
  {
    request: /^eth_simulateV1: code that ends in every way/,
    path: /^\/result\/\d+\/calls\/\d+\/(error\/(code|message|data)|returnData)$/,
    why: "anvil has a revert's data as what was returned, and one code for all that fails",
  },
  {
    request: /^eth_fillTransaction/,
    path: /^\/result\/(raw$|tx\/(gas|hash)$)/,
    why: "they hold the estimate",
  },
  {
    request: /^eth_fillTransaction/,
    path: /^\/result\/tx\/(blockNumber|transactionIndex|from|gasPrice|chainId|maxFeePerGas|maxPriorityFeePerGas|v)$/,
    why: "fields of a mined transaction, which go-ethereum leaves out where nothing is signed",
  },
  {
    request: /^eth_getProof/,
    path: /^\/result\/accountProof\b/,
    why: "the states have other accounts beside these",
  },
  {
    request: /^eth_getProof: caller/,
    path: /^\/result\/storageProof\/\d+\/proof\/0$/,
    ours: [undefined],
    why: "a trie of nothing is proved by no nodes, as with go-ethereum",
  },
  {
    request: /^eth_config/,
    path: /^\/result\/current\/(forkId|blobSchedule|systemContracts)\b/,
    why: "no genesis block, no blobs, no staking contracts",
  },
];
