/**
 * viem over a node of Echoin, as its documentation shows it: `node viem.mjs URL KEY ARTIFACT`, the artifact being hardhat's of
 * the token. Ends with 0 and a line when all holds.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import {
  BaseError,
  ContractFunctionRevertedError,
  createPublicClient,
  createWalletClient,
  defineChain,
  getAddress,
  http,
  parseEther,
  parseEventLogs,
  webSocket,
} from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";

const [url, key, file] = process.argv.slice(2);
const { abi, bytecode } = JSON.parse(readFileSync(file, "utf8"));
const chain = defineChain({
  id: 3264,
  name: "Echoin",
  nativeCurrency: { name: "EC", symbol: "EC", decimals: 18 },
  rpcUrls: { default: { http: [url], webSocket: [url.replace("http", "ws")] } },
});
const account = privateKeyToAccount(key);
const client = createPublicClient({ chain, transport: http(), pollingInterval: 100 });
const wallet = createWalletClient({ account, chain, transport: http() });
const live = createPublicClient({ chain, transport: webSocket() });

// A transfer.
const other = privateKeyToAccount(generatePrivateKey());
const paid = await wallet.sendTransaction({ to: other.address, value: parseEther("2") });
assert.equal((await client.waitForTransactionReceipt({ hash: paid })).status, "success");
assert.equal(await client.getBalance({ address: other.address }), parseEther("2"));

// A contract, its events over a subscription, its errors by name.
const deployed = await client.waitForTransactionReceipt({
  hash: await wallet.deployContract({ abi, bytecode, args: [1000n] }),
});
const token = { address: deployed.contractAddress, abi };
const heard = new Promise((resolve, reject) => {
  live.watchContractEvent({ ...token, eventName: "Transfer", onLogs: resolve, onError: reject });
});
const { request } = await client.simulateContract({
  ...token,
  account,
  functionName: "transfer",
  args: [other.address, 7n],
});
const moved = await client.waitForTransactionReceipt({ hash: await wallet.writeContract(request) });
assert.deepEqual(parseEventLogs({ abi, logs: moved.logs })[0].args, {
  from: account.address,
  to: other.address,
  value: 7n,
});
assert.equal((await heard)[0].args.value, 7n);
assert.equal(await client.readContract({ ...token, functionName: "balanceOf", args: [other.address] }), 7n);
const refused = await client
  .simulateContract({ ...token, account: other, functionName: "transfer", args: [account.address, 8n] })
  .catch((error) => error);
const reverted =
  refused instanceof BaseError && refused.walk((error) => error instanceof ContractFunctionRevertedError);
assert.equal(reverted.data.errorName, "Short");
assert.deepEqual(reverted.data.args, [getAddress(other.address), 7n, 8n]);

// Types 0, 1 and 4: the account of `other` runs the token's code as its own.
const second = createWalletClient({ account: other, chain, transport: http() });
for (const type of ["legacy", "eip2930"]) {
  const hash = await second.sendTransaction({
    to: account.address,
    value: 1n,
    type,
    accessList: type === "eip2930" ? [] : undefined,
  });
  assert.equal((await client.waitForTransactionReceipt({ hash })).type, type);
}
const authorization = await second.signAuthorization({ contractAddress: token.address, executor: "self" });
const approve = { abi, address: other.address, functionName: "approve", args: [account.address, 1n] };
const delegated = await second.writeContract({ ...approve, authorizationList: [authorization] });
assert.equal((await client.waitForTransactionReceipt({ hash: delegated })).status, "success");
assert.equal(await client.readContract({ abi, address: other.address, functionName: "symbol" }), "kWh");

// Sent and waited for in one request.
const sent = await wallet.sendTransactionSync({ to: account.address, value: 1n });
assert.equal(sent.status, "success");

// What wallets ask before they send.
const fees = await client.estimateFeesPerGas();
assert.ok(fees.maxFeePerGas >= fees.maxPriorityFeePerGas);
assert.equal((await client.getFeeHistory({ blockCount: 2, rewardPercentiles: [50] })).gasUsedRatio.length, 2);
assert.equal(await client.getChainId(), 3264);

console.log("viem: all holds");
process.exit(0);
