import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  AbiCoder,
  concat,
  Contract,
  id,
  type InterfaceAbi,
  JsonRpcProvider,
  parseEther,
  toQuantity,
  Wallet,
} from "ethers";
import type { LocalNode } from "../local-node.js";
import { devAccounts, newDevnet, projectRoot } from "./devnet.js";

// A node for test suites: the real program, without CometBFT.
jest.setTimeout(120_000);

const counter = JSON.parse(readFileSync(join(projectRoot, "testnet", "e2e", "contracts", "counter.json"), "utf8")) as {
  readonly abi: InterfaceAbi;
  readonly bytecode: string;
};
const [alice, bob] = devAccounts as [(typeof devAccounts)[0], (typeof devAccounts)[0]];
const stranger = "0x00000000000000000000000000000000000c0ffe";
const devFlags = ["--json-rpc.dev", `--json-rpc.dev-accounts=${alice.ethereum.address}`];
let node: LocalNode;
let provider: JsonRpcProvider;

beforeAll(async () => {
  node = await newDevnet([...devFlags, "--json-rpc.dev-unlimited-code"]);
  await node.start();
  provider = new JsonRpcProvider(node.ethereum, undefined, { cacheTimeout: -1, pollingInterval: 20 });
});
afterAll(async () => {
  provider.destroy();
  await node.destroy();
});

const raw = <T>(method: string, ...params: unknown[]): Promise<T> => provider.send(method, params) as Promise<T>;
const refusal = async (method: string, ...params: unknown[]): Promise<string> =>
  raw(method, ...params).then(
    () => "",
    (error: { error?: { message: string }; message: string }) => error.error?.message ?? error.message,
  );
const now = async (): Promise<number> => (await provider.getBlock("latest"))!.timestamp;
const height = (): Promise<number> => provider.getBlockNumber();
const send = (fields: Record<string, unknown>): Promise<string> =>
  raw("eth_sendTransaction", { from: alice.ethereum.address, ...fields });

async function deploy(): Promise<Contract> {
  const hash = await send({ data: counter.bytecode });
  const { contractAddress } = (await provider.getTransactionReceipt(hash))!;
  return new Contract(contractAddress!, counter.abi, provider);
}

test("transactions of the node's accounts are mined when they are sent, one block each", async () => {
  expect(await raw("eth_accounts")).toEqual([alice.ethereum.address.toLowerCase()]);
  const before = await height();
  const to = Wallet.createRandom().address;
  const hash = await send({ to, value: toQuantity(parseEther("1")) });
  expect(await provider.getTransactionReceipt(hash)).toMatchObject({ status: 1, blockNumber: before + 1 });
  expect(await provider.getBalance(to)).toBe(parseEther("1"));
  // Signed ones too.
  const wallet = new Wallet(bob.ethereum.privateKey, provider);
  const sent = await wallet.sendTransaction({ to, value: 1n });
  expect(await provider.getTransactionReceipt(sent.hash)).toMatchObject({ status: 1, blockNumber: before + 2 });
  expect(await refusal("eth_sendTransaction", { from: stranger, to })).toBe("unknown account");
});

test("the chain goes back to a snapshot, and on from there with other blocks", async () => {
  const contract = await deploy();
  const address = await contract.getAddress();
  const total = contract.getFunction("total");
  const count = (step: number): Promise<string> =>
    send({ to: address, data: contract.interface.encodeFunctionData("count", [step]) });
  await count(5);
  const [at, nonce] = [await height(), await provider.getTransactionCount(alice.ethereum.address)];
  const first = await raw<string>("evm_snapshot");
  const lost = await count(7);
  const second = await raw<string>("evm_snapshot");
  await count(9);
  expect(await total()).toBe(21n);

  expect(await raw("evm_revert", second)).toBe(true);
  expect(await total()).toBe(12n);
  expect(await raw("evm_revert", first)).toBe(true);
  expect([await total(), await height()]).toEqual([5n, at]);
  expect(await provider.getTransactionCount(alice.ethereum.address)).toBe(nonce);
  expect(await provider.getTransactionReceipt(lost)).toBeNull();
  // A snapshot is used once, and takes those after it along.
  expect(await raw("evm_revert", first)).toBe(false);
  expect(await raw("evm_revert", second)).toBe(false);

  const again = await count(30);
  expect(await total()).toBe(35n);
  expect(await provider.getTransactionReceipt(again)).toMatchObject({ status: 1, blockNumber: at + 1 });
  const logs = await provider.getLogs({ address, fromBlock: at + 1 });
  expect(logs.map(({ transactionHash }) => transactionHash)).toEqual([again]);
});

test("what contracts say to hardhat's console is in the node's log, once, and changes nothing", async () => {
  const contract = "0x00000000000000000000000000000000c0115013";
  const say = (text: string, number: bigint): string =>
    concat([
      id("log(string,uint256)").slice(0, 10),
      AbiCoder.defaultAbiCoder().encode(["string", "uint256"], [text, number]),
    ]);
  // It hands its call data to the console, and stops.
  const hand = "0x365f5f375f5f365f6a636f6e736f6c652e6c6f675afa";
  await raw("hardhat_setCode", contract, `${hand}00`);
  const hash = await send({ to: contract, data: say("mined %d times", 7n) });
  expect(await provider.getTransactionReceipt(hash)).toMatchObject({ status: 1, logs: [] });
  await raw("eth_call", { to: contract, data: say("only asked", 8n) }, "latest");
  await node.untilLogged(/only asked 8/);
  const lines = (text: string): string[] =>
    node
      .logTail(Infinity)
      .split("\n")
      .filter((line) => line.includes(text));
  // Its gas was estimated too, which is no reason to say it twice.
  expect(lines("mined 7 times")).toHaveLength(1);
  expect(lines("only asked 8")).toHaveLength(1);

  // What was said before a failure is what one looks for.
  await raw("hardhat_setCode", contract, `${hand}5f5ffd`);
  const failing = { to: contract, data: say("before it failed", 9n) };
  expect(await refusal("eth_estimateGas", { from: alice.ethereum.address, ...failing })).toMatch(/revert/);
  expect(lines("before it failed 9")).toHaveLength(1);
  const failed = await send({ ...failing, gas: "0x186a0" });
  expect(await provider.getTransactionReceipt(failed)).toMatchObject({ status: 0 });
  expect(lines("before it failed 9")).toHaveLength(2);
});

test("the clock goes where it is set, and never back", async () => {
  const start = await now();
  await raw("evm_increaseTime", 3600);
  await raw("evm_mine");
  expect((await now()) - start).toBeGreaterThanOrEqual(3600);
  const at = (await now()) + 1000;
  await raw("evm_setNextBlockTimestamp", at);
  await send({ to: stranger });
  expect(await now()).toBe(at);
  await send({ to: stranger });
  expect((await now()) - at).toBeLessThan(60);
  await raw("evm_mine", toQuantity(at + 5000));
  expect(await now()).toBe(at + 5000);
  expect(await refusal("evm_setNextBlockTimestamp", at)).toMatch(/lower than or equal to previous block's timestamp/);
});

test("blocks in a row, with time between them", async () => {
  const [at, start] = [await height(), await now()];
  await raw("hardhat_mine", "0x5", "0x3c");
  expect(await height()).toBe(at + 5);
  expect((await now()) - start).toBeGreaterThanOrEqual(240);
  await raw("anvil_mine", 2);
  expect(await height()).toBe(at + 7);
  expect(await refusal("hardhat_mine", "0xffffff")).toBe("at most 10000 blocks at once");
});

test("state is set, and the chain's sums hold", async () => {
  await raw("hardhat_setBalance", stranger, toQuantity(parseEther("5")));
  expect(await provider.getBalance(stranger)).toBe(parseEther("5"));
  await raw("anvil_setBalance", stranger, toQuantity(parseEther("2")));
  expect(await provider.getBalance(stranger)).toBe(parseEther("2"));
  await raw("hardhat_setNonce", stranger, "0x7");
  expect(await provider.getTransactionCount(stranger)).toBe(7);
  // PUSH0 SLOAD PUSH0 MSTORE PUSH1 32 PUSH0 RETURN
  const code = "0x5f545f5260205ff3";
  const account = Wallet.createRandom().address;
  await raw("hardhat_setCode", account, code);
  await raw("hardhat_setStorageAt", account, "0x0", `0x${"2a".padStart(64, "0")}`);
  expect(await provider.getCode(account)).toBe(code);
  expect(BigInt(await provider.call({ to: account }))).toBe(42n);
  expect(await refusal("hardhat_setBalance", stranger, "ten")).toMatch(/no whole number/);
});

test("anyone's account sends when it is impersonated", async () => {
  await raw("hardhat_setBalance", stranger, toQuantity(parseEther("5")));
  expect(await refusal("eth_sendTransaction", { from: stranger, to: alice.ethereum.address })).toBe("unknown account");
  await raw("hardhat_impersonateAccount", stranger);
  const hash = await raw<string>("eth_sendTransaction", { from: stranger, to: bob.ethereum.address, value: "0x1" });
  const found = (await provider.getTransaction(hash))!;
  expect(found.from.toLowerCase()).toBe(stranger);
  await raw("hardhat_stopImpersonatingAccount", stranger);
  expect(await refusal("eth_sendTransaction", { from: stranger, to: bob.ethereum.address })).toBe("unknown account");
});

test("without a block for each, transactions wait for one", async () => {
  await raw("evm_setAutomine", false);
  const at = await height();
  const hashes = [await send({ to: stranger, gas: "0x5208" }), await send({ to: stranger, gas: "0x5208" })];
  expect(await height()).toBe(at);
  expect(await raw("txpool_status")).toEqual({ pending: "0x2", queued: "0x0" });
  const waiting = await raw<{ hash: string }[]>("eth_pendingTransactions");
  expect(waiting.map(({ hash }) => hash)).toEqual(hashes);
  await raw("evm_mine");
  for (const hash of hashes) expect((await provider.getTransactionReceipt(hash))!.blockNumber).toBe(at + 1);
  expect(await raw("eth_pendingTransactions")).toEqual([]);
  await raw("evm_setAutomine", true);
  const wallet = new Wallet(bob.ethereum.privateKey, provider);
  const signed = await wallet.signTransaction(await wallet.populateTransaction({ to: stranger }));
  const receipt = await raw("eth_sendRawTransactionSync", signed);
  expect(receipt).toMatchObject({ status: "0x1", blockNumber: toQuantity(at + 2) });
});

test("contracts may be larger than Ethereum's", async () => {
  const size = 40_000;
  // PUSH2 size DUP1 PUSH1 12 PUSH0 CODECOPY PUSH0 RETURN, and two more to fill the place.
  const init = `0x61${size.toString(16)}80600a5f395ff3${"00".repeat(size)}`;
  const { contractAddress } = (await provider.getTransactionReceipt(await send({ data: init, gas: "0xf00000" })))!;
  expect((await provider.getCode(contractAddress!)).length).toBe(2 + 2 * size);
});

test("a reset goes back to the first block; a restart goes on where it was", async () => {
  await send({ to: stranger });
  const at = await height();
  expect(await node.stop()).toBe(0);
  await node.start();
  expect(await height()).toBe(at);
  await raw("hardhat_reset");
  expect(await height()).toBe(1);
  expect(await provider.getTransactionCount(alice.ethereum.address)).toBe(0);
  await send({ to: stranger });
  expect(await height()).toBe(2);
});

test("a dev node and CometBFT never go on with each other's blocks", async () => {
  const other = await newDevnet();
  try {
    await other.start();
    await other.stop();
    await expect(other.echoind(["start", "--json-rpc.dev"])).rejects.toThrow("were agreed on by CometBFT");
  } finally {
    await other.destroy();
  }
  await node.stop();
  await expect(node.echoind(["start"])).rejects.toThrow("were made by a dev node");
});
