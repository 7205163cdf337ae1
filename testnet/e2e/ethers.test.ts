import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Block,
  type Contract,
  ContractFactory,
  decodeRlp,
  encodeRlp,
  type EventLog,
  HDNodeWallet,
  type InterfaceAbi,
  isError,
  JsonRpcProvider,
  keccak256,
  type Log,
  NonceManager,
  parseEther,
  toBeArray,
  type TransactionReceipt,
  Wallet,
  WebSocketProvider,
} from "ethers";
import WebSocket from "ws";
import { listRoot } from "../../modules/evm/receipts.js";
import type { LocalNode } from "../local-node.js";
import { devAccounts, newDevnet, projectRoot } from "./devnet.js";

// One real node (echoind with CometBFT) serves all tests of this file; ethers is used as its documentation shows.
jest.setTimeout(180_000);

const CHAIN_ID = 3264n;
/** What solc made of contracts/Counter.sol. */
const counter = JSON.parse(readFileSync(join(projectRoot, "testnet", "e2e", "contracts", "counter.json"), "utf8")) as {
  readonly abi: InterfaceAbi;
  readonly bytecode: string;
};
type Account = (typeof devAccounts)[0];
const [alice, bob, carol] = devAccounts as [Account, Account, Account];
let node: LocalNode;
let provider: JsonRpcProvider;
let signer: NonceManager;

beforeAll(async () => {
  node = await newDevnet();
  await node.start();
  provider = new JsonRpcProvider(node.ethereum, undefined, { pollingInterval: 200 });
  signer = new NonceManager(new Wallet(alice.ethereum.privateKey, provider));
});
afterAll(async () => {
  provider.destroy();
  await node.destroy();
});

/** An answer as it came: ethers makes its own objects of most. */
const raw = <T>(method: string, ...params: unknown[]): Promise<T> => provider.send(method, params) as Promise<T>;

async function fails(method: string, ...params: unknown[]): Promise<{ code: number; message: string; data?: string }> {
  const response = await fetch(node.ethereum, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 7, method, params }),
  });
  const answer = (await response.json()) as { id: number; error: { code: number; message: string; data?: string } };
  expect(answer).toMatchObject({ id: 7, error: { code: expect.any(Number) as number } });
  return answer.error;
}

async function deploy(): Promise<Contract> {
  const deployed = await new ContractFactory(counter.abi, counter.bytecode, signer).deploy();
  return (await deployed.waitForDeployment()) as Contract;
}

/** A new account with ten EC. */
async function fundedWallet(): Promise<Wallet> {
  const { privateKey, address } = Wallet.createRandom();
  await (await signer.sendTransaction({ to: address, value: parseEther("10") })).wait();
  return new Wallet(privateKey, provider);
}

const count = async (contract: Contract, step: number): Promise<TransactionReceipt> => {
  const sent = (await contract.getFunction("count")(step)) as { wait(): Promise<TransactionReceipt> };
  return sent.wait();
};

test("the chain says who it is, and the published words are Ethereum accounts", async () => {
  expect((await provider.getNetwork()).chainId).toBe(CHAIN_ID);
  expect(await raw("net_version")).toBe("3264");
  expect(await raw("web3_clientVersion")).toMatch(/^Echoin\/v/);
  expect(await raw("eth_syncing")).toBe(false);
  expect(await raw("eth_accounts")).toEqual([]);
  expect(HDNodeWallet.fromPhrase(alice.mnemonic).address).toBe(alice.ethereum.address);
  expect(await provider.getBalance(bob.ethereum.address)).toBe(parseEther("1000000"));
});

test("a transfer: sent, found by hash, received", async () => {
  const to = Wallet.createRandom().address;
  const before = await provider.getBalance(alice.ethereum.address);
  const sent = await signer.sendTransaction({ to, value: parseEther("1.5") });
  const receipt = (await sent.wait())!;
  expect(receipt).toMatchObject({ status: 1, gasUsed: 21_000n, to, from: alice.ethereum.address });
  expect(await provider.getBalance(to)).toBe(parseEther("1.5"));
  const after = await provider.getBalance(alice.ethereum.address);
  expect(before - after).toBe(parseEther("1.5") + receipt.fee);
  const found = (await provider.getTransaction(sent.hash))!;
  expect(found).toMatchObject({ blockNumber: receipt.blockNumber, value: parseEther("1.5"), type: 2 });
  expect(await provider.getBalance(to, receipt.blockNumber - 1)).toBe(0n);
});

test("many transactions sent at once, each after the other's nonce", async () => {
  const to = Wallet.createRandom().address;
  const sent = [];
  for (let i = 0; i < 10; i++) sent.push(await signer.sendTransaction({ to, value: 1n }));
  for (const each of sent) expect((await each.wait())!.status).toBe(1);
  expect(await provider.getBalance(to)).toBe(10n);
});

test("a nonce that comes too early waits, is seen, and goes when its turn comes", async () => {
  const wallet = new Wallet(carol.ethereum.privateKey, provider);
  const fields = {
    chainId: CHAIN_ID,
    to: bob.ethereum.address,
    gasLimit: 21_000,
    type: 2,
    maxPriorityFeePerGas: 10n ** 9n,
  };
  const sign = (nonce: number, price = 2n) =>
    wallet.signTransaction({ ...fields, nonce, maxFeePerGas: price * 10n ** 9n });
  const early = await provider.broadcastTransaction(await sign(2));
  const next = await provider.broadcastTransaction(await sign(1));
  expect(await raw("txpool_contentFrom", wallet.address)).toMatchObject({
    pending: {},
    queued: { 1: { hash: next.hash }, 2: { hash: early.hash, blockNumber: null } },
  });
  expect(await provider.getTransaction(early.hash)).toMatchObject({ nonce: 2, blockNumber: null });
  expect((await fails("eth_sendRawTransaction", await sign(2, 3n))).message).toBe(
    "replacement transaction underpriced",
  );
  expect(await wallet.getNonce("pending")).toBe(0);
  const first = await provider.broadcastTransaction(await sign(0));
  for (const each of [first, next, early]) expect((await each.wait())!.status).toBe(1);
  expect(await wallet.getNonce("pending")).toBe(3);
  expect(await raw("txpool_status")).toMatchObject({ queued: "0x0" });
});

test("what waits for its turn outlives the node, though that is killed", async () => {
  const wallet = await fundedWallet();
  const nonce = await wallet.getNonce();
  const sign = async (ahead: number): Promise<string> =>
    wallet.signTransaction(
      await wallet.populateTransaction({ to: bob.ethereum.address, nonce: nonce + ahead, gasLimit: 21_000 }),
    );
  const [first, early] = [await sign(0), await provider.broadcastTransaction(await sign(1))];
  await node.kill();
  await node.start();
  expect(await raw("txpool_contentFrom", wallet.address)).toMatchObject({
    pending: {},
    queued: { [nonce + 1]: { hash: early.hash, blockNumber: null } },
  });
  for (const each of [await provider.broadcastTransaction(first), early]) expect((await each.wait())!.status).toBe(1);
});

test("a hundred transactions, sent at once in any order, are all mined", async () => {
  const wallet = await fundedWallet();
  const to = Wallet.createRandom().address;
  const nonce = await wallet.getNonce();
  // An order that is mixed, and the same in each run.
  const order = Array.from({ length: 100 }, (_, index) => (index * 37 + 11) % 100);
  const signed = await Promise.all(
    order.map((each) =>
      wallet.populateTransaction({ to, value: 1n, nonce: nonce + each, gasLimit: 21_000 }).then((tx) => {
        return wallet.signTransaction(tx);
      }),
    ),
  );
  const sent = await Promise.all(signed.map((each) => provider.broadcastTransaction(each)));
  expect(await wallet.getNonce("pending")).toBeGreaterThan(nonce);
  for (const each of sent) expect((await each.wait())!.status).toBe(1);
  expect(await provider.getBalance(to)).toBe(100n);
});

test("a transaction is sped up, and cancelled by one to oneself", async () => {
  const wallet = await fundedWallet();
  const to = Wallet.createRandom().address;
  const gwei = 10n ** 9n;
  const sign = (nonce: number, fields: { to: string; value: bigint }, price: bigint): Promise<string> =>
    wallet.signTransaction({
      ...fields,
      chainId: CHAIN_ID,
      nonce,
      type: 2,
      gasLimit: 21_000,
      maxFeePerGas: 10n * price,
      maxPriorityFeePerGas: price,
    });
  /** Sends both before a block can have the first; whether that worked is seen by what is mined. */
  const replace = async (first: string, second: string): Promise<boolean> => {
    const one = await provider.broadcastTransaction(first);
    const two = await raw<string>("eth_sendRawTransaction", second).catch((error: unknown) => String(error));
    if (!two.startsWith("0x")) {
      expect(two).toContain("nonce too low");
      return false;
    }
    // The block that was being made when the second one came may have the first.
    while ((await provider.getTransactionCount(wallet.address)) === one.nonce) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    if ((await raw("eth_getTransactionReceipt", one.hash)) !== null) return false;
    expect(await raw("eth_getTransactionReceipt", two)).toMatchObject({ status: "0x1" });
    expect(await raw("eth_getTransactionByHash", one.hash)).toBeNull();
    return true;
  };
  const attempt = async (second: { to: string; value: bigint }): Promise<void> => {
    for (let tries = 0; tries < 10; tries++) {
      const nonce = await wallet.getNonce();
      const [one, two] = [await sign(nonce, { to, value: 5n }, gwei), await sign(nonce, second, 2n * gwei)];
      const before = await provider.getBalance(to);
      if (await replace(one, two)) {
        expect((await provider.getBalance(to)) - before).toBe(second.to === to ? second.value : 0n);
        return;
      }
    }
    throw new Error("each first transaction was mined before the second one came");
  };
  await attempt({ to, value: 7n });
  await attempt({ to: wallet.address, value: 0n });
  const nonce = await wallet.getNonce();
  await provider.broadcastTransaction(await sign(nonce + 1, { to, value: 1n }, gwei));
  const [first, dear] = [await sign(nonce, { to, value: 1n }, gwei), await sign(nonce, { to, value: 2n }, gwei + 1n)];
  const sent = await provider.broadcastTransaction(first);
  expect((await fails("eth_sendRawTransaction", dear)).message).toMatch(
    /^(replacement transaction underpriced|nonce too low)/,
  );
  await sent.wait();
});

test("an Ethereum wallet's key signs Cosmos transactions on the command line, in the same row of nonces", async () => {
  const wallet = await fundedWallet();
  await node.echoind(["keys", "unsafe-import-eth-key", wallet.address.slice(2, 10)], `${wallet.privateKey}\n`);
  const to = Wallet.createRandom().address;
  for (const mode of ["direct", "amino-json"]) {
    const send = ["tx", "bank", "send", wallet.address, to, "7aec", "--sign-mode", mode, "--gas", "auto", "-y"];
    const { txhash, code } = JSON.parse(await node.echoind([...send, "--gas-prices", "auto", "--output", "json"])) as {
      txhash: string;
      code: number;
    };
    expect(code).toBe(0);
    const mined = JSON.parse(await node.echoind(["query", "wait-tx", txhash, "--output", "json"])) as { code: number };
    expect(mined.code).toBe(0);
  }
  expect(await provider.getBalance(to)).toBe(14n);
  expect(await wallet.getNonce()).toBe(2);
  await (await wallet.sendTransaction({ to, value: 1n })).wait();
  expect(await provider.getBalance(to)).toBe(15n);
});

test("a contract: deployed, called, read; its errors are told as ethers knows them", async () => {
  const contract = await deploy();
  const read = contract.getFunction("total");
  expect(await read()).toBe(0n);
  await count(contract, 5);
  expect(await read()).toBe(5n);
  expect(await provider.getCode(await contract.getAddress())).toMatch(/^0x60/);
  expect(BigInt(await provider.getStorage(await contract.getAddress(), 0))).toBe(5n);

  const refused: unknown = await contract
    .getFunction("count")
    .staticCall(101)
    .catch((error: unknown) => error);
  expect(isError(refused, "CALL_EXCEPTION") && refused.revert).toMatchObject({
    name: "StepTooLarge",
    args: [101n, 100n],
  });
  const estimate = await contract
    .getFunction("count")
    .estimateGas(101)
    .catch((error: unknown) => error);
  expect(isError(estimate, "CALL_EXCEPTION") && contract.interface.parseError(estimate.data!)?.name).toBe(
    "StepTooLarge",
  );
  const zero: unknown = await contract
    .getFunction("count")
    .staticCall(0)
    .catch((error: unknown) => error);
  expect(isError(zero, "CALL_EXCEPTION") && zero.reason).toBe("a step is not zero");
  const call = { to: await contract.getAddress(), data: contract.interface.encodeFunctionData("count", [0]) };
  expect(await fails("eth_call", call, "latest")).toMatchObject({
    code: 3,
    message: "execution reverted: a step is not zero",
  });

  const list = await raw<{ accessList: unknown }>("eth_createAccessList", {
    ...call,
    data: contract.interface.encodeFunctionData("count", [7]),
  });
  const slot = `0x${"0".repeat(64)}`;
  expect(list.accessList).toEqual([{ address: call.to.toLowerCase(), storageKeys: [slot] }]);
  const overridden = { [call.to]: { stateDiff: { [slot]: `0x${"2a".padStart(64, "0")}` } } };
  const total = { to: call.to, data: contract.interface.encodeFunctionData("total") };
  expect(BigInt(await raw<string>("eth_call", total, "latest", overridden))).toBe(42n);

  // Sent all the same, it is mined, costs its gas, and ethers finds out why.
  const sent = await signer.sendTransaction({ ...call, gasLimit: 100_000 });
  const failure = await sent.wait().catch((error: unknown) => error);
  expect(isError(failure, "CALL_EXCEPTION") && failure.receipt?.status).toBe(0);
});

test("the header recomputes to its hash, links to its parent, and BLOCKHASH agrees", async () => {
  const contract = await deploy();
  const { blockNumber, blockHash } = await count(contract, 1);
  const block = await raw<Record<string, string>>("eth_getBlockByNumber", `0x${blockNumber.toString(16)}`, false);
  const number = (name: string): Uint8Array => toBeArray(block[name]!);
  const header = [
    ...[block["parentHash"]!, block["sha3Uncles"]!, block["miner"]!, block["stateRoot"]!, block["transactionsRoot"]!],
    ...[block["receiptsRoot"]!, block["logsBloom"]!, number("difficulty"), number("number"), number("gasLimit")],
    ...[number("gasUsed"), number("timestamp"), block["extraData"]!, block["mixHash"]!, block["nonce"]!],
    ...[number("baseFeePerGas"), block["withdrawalsRoot"]!, number("blobGasUsed"), number("excessBlobGas")],
    ...[block["parentBeaconBlockRoot"]!, block["requestsHash"]!],
  ];
  expect(keccak256(encodeRlp(header))).toBe(blockHash);
  expect(block["hash"]).toBe(blockHash);
  const parent = await raw<Record<string, string>>("eth_getBlockByHash", block["parentHash"], false);
  expect(BigInt(parent["number"]!)).toBe(BigInt(blockNumber) - 1n);

  const signed = (await provider.getBlock(blockNumber, true)) as Block;
  const transactions = await Promise.all(
    signed.transactions.map((hash) => raw<string>("eth_getRawTransactionByHash", hash)),
  );
  const bytes = transactions.map((each) => Buffer.from(each.slice(2), "hex"));
  expect(`0x${Buffer.from(listRoot(bytes)).toString("hex")}`).toBe(block["transactionsRoot"]);
  expect(decodeRlp(`0x${transactions[0]!.slice(4)}`)).toHaveLength(12);

  const receipts = await raw<Record<string, string>[]>("eth_getBlockReceipts", blockHash);
  expect(receipts.map(({ transactionHash }) => transactionHash)).toEqual(signed.transactions);
  // One Counted event is all there is: the block's bloom is its receipt's.
  expect(receipts.at(-1)!["logsBloom"]).toBe(block["logsBloom"]);

  const rawHeader = await raw<string>("debug_getRawHeader", blockHash);
  expect(rawHeader).toBe(encodeRlp(header));
  const [rawFields, rawTransactions, uncles, withdrawals] = decodeRlp(
    await raw<string>("debug_getRawBlock", `0x${blockNumber.toString(16)}`),
  ) as [string[], string[], string[], string[]];
  expect([encodeRlp(rawFields), rawTransactions, uncles, withdrawals]).toEqual([rawHeader, transactions, [], []]);
  const rawReceipts = await raw<string[]>("debug_getRawReceipts", blockHash);
  const receiptBytes = rawReceipts.map((each) => Buffer.from(each.slice(2), "hex"));
  expect(`0x${Buffer.from(listRoot(receiptBytes)).toString("hex")}`).toBe(block["receiptsRoot"]);
  expect(await raw("debug_getRawTransaction", signed.transactions[0])).toBe(transactions[0]);

  await node.waitForHeight(BigInt(blockNumber) + 2n);
  expect(await contract.getFunction("hashOf")(blockNumber)).toBe(blockHash);
});

interface CallTrace {
  readonly gasUsed: string;
  readonly output?: string;
  readonly logs?: readonly object[];
  readonly error?: string;
}

test("traces reproduce receipts, of blocks that validators voted on", async () => {
  const contract = await deploy();
  const calls = [];
  for (const step of [1, 2, 3])
    calls.push((await contract.getFunction("count")(step)) as { wait(): Promise<TransactionReceipt> });
  const receipts = [];
  for (const each of calls) receipts.push(await each.wait());
  const withLog = { tracer: "callTracer", tracerConfig: { withLog: true } };
  for (const { hash, gasUsed, logs, blockNumber, index } of receipts) {
    const trace = await raw<CallTrace>("debug_traceTransaction", hash, withLog);
    expect(BigInt(trace.gasUsed)).toBe(gasUsed);
    expect(trace.logs).toMatchObject(logs.map(({ topics, data }) => ({ topics: [...topics], data })));
    expect(await raw("debug_traceTransaction", hash)).toMatchObject({ gas: Number(gasUsed), failed: false });
    const all = await raw<{ result: CallTrace }[]>(
      "debug_traceBlockByNumber",
      `0x${blockNumber.toString(16)}`,
      withLog,
    );
    expect(all[index]!.result).toEqual(trace);
  }
  const failed = { to: await contract.getAddress(), data: contract.interface.encodeFunctionData("count", [0]) };
  expect(await raw<CallTrace>("debug_traceCall", failed, "latest", { tracer: "callTracer" })).toMatchObject({
    error: "execution reverted",
    revertReason: "a step is not zero",
  });
});

test("logs by range, address and topics; filters; limits", async () => {
  const contract = await deploy();
  const address = await contract.getAddress();
  const first = await count(contract, 3);
  await count(contract, 4);
  const last = await count(contract, 3);
  const found = (await contract.queryFilter("Counted", first.blockNumber, last.blockNumber)) as EventLog[];
  expect(found.map(({ args }) => args["total"] as bigint)).toEqual([3n, 7n, 10n]);
  const threes = await contract.queryFilter(contract.filters["Counted"]!(null, 3), first.blockNumber);
  expect(threes.map(({ transactionHash }) => transactionHash)).toEqual([first.hash, last.hash]);
  const none = await provider.getLogs({ address: bob.ethereum.address, fromBlock: first.blockNumber });
  expect(none).toEqual([]);
  expect(await provider.getLogs({ blockHash: first.blockHash, address })).toHaveLength(1);

  expect(await fails("eth_getLogs", { fromBlock: "0x5", toBlock: "0x4" })).toEqual({
    code: -32602,
    message: "invalid block range params",
  });

  const filter = await raw<string>("eth_newFilter", { address });
  const blocks = await raw<string>("eth_newBlockFilter");
  expect(await raw("eth_getFilterChanges", filter)).toEqual([]);
  const next = await count(contract, 9);
  const changes = await raw<Log[]>("eth_getFilterChanges", filter);
  expect(changes.map(({ transactionHash }) => transactionHash)).toEqual([next.hash]);
  expect(await raw("eth_getFilterChanges", filter)).toEqual([]);
  expect(await raw<string[]>("eth_getFilterChanges", blocks)).toContain(next.blockHash);
  expect(await raw("eth_uninstallFilter", filter)).toBe(true);
  expect(await fails("eth_getFilterChanges", filter)).toEqual({ code: -32000, message: "filter not found" });
});

test("a WebSocket hears of blocks, logs and pending transactions", async () => {
  const contract = await deploy();
  const socket = new WebSocketProvider(node.ethereum.replace("http", "ws"));
  const heard: { blocks: number[]; logs: Log[]; pending: string[] } = { blocks: [], logs: [], pending: [] };
  await socket.on("block", (number: number) => heard.blocks.push(number));
  await socket.on("pending", (hash: string) => heard.pending.push(hash));
  await socket.on({ address: await contract.getAddress() }, (log: Log) => heard.logs.push(log));
  await socket.getBlockNumber();
  const receipt = await count(contract, 2);
  await node.waitForHeight(BigInt(receipt.blockNumber) + 2n);
  expect(heard.logs.map(({ transactionHash }) => transactionHash)).toEqual([receipt.hash]);
  expect(heard.pending).toContain(receipt.hash);
  expect(heard.blocks).toContain(receipt.blockNumber);
  await socket.destroy();
});

/** Follows blocks as a program does that wants all: it connects again when it is cut off, and asks for what it missed. */
class Follower {
  readonly hashes = new Map<number, string>();
  cuts = 0;
  private socket!: WebSocket;
  private ended = false;

  constructor(private readonly url: string) {
    this.connect();
  }

  end(): void {
    this.ended = true;
    this.socket.terminate();
  }

  private connect(): void {
    this.socket = new WebSocket(this.url);
    this.socket.on("error", () => undefined);
    this.socket.on("open", () => this.ask("eth_subscribe", ["newHeads"]));
    this.socket.on("message", (text: Buffer) => this.hear(JSON.parse(text.toString()) as Heard));
    this.socket.on("close", () => {
      this.cuts++;
      if (!this.ended) setTimeout(() => this.connect(), 100);
    });
  }

  private ask(method: string, params: unknown[]): void {
    this.socket.send(JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }));
  }

  private hear({ params, result }: Heard): void {
    const block = params?.result ?? (typeof result === "object" ? result : undefined);
    if (block === undefined) return;
    const number = Number(block.number);
    const last = this.hashes.size === 0 ? number - 1 : Math.max(...this.hashes.keys());
    this.hashes.set(number, block.hash);
    for (let missed = last + 1; missed < number; missed++) {
      this.ask("eth_getBlockByNumber", [`0x${missed.toString(16)}`, false]);
    }
  }
}

interface Heard {
  readonly params?: { readonly result: { readonly number: string; readonly hash: string } };
  readonly result?: string | { readonly number: string; readonly hash: string };
}

test("who follows blocks over a WebSocket misses none when the node restarts", async () => {
  const follower = new Follower(node.ethereum.replace("http", "ws"));
  const heard = async (from: number, to: number): Promise<void> => {
    const missing = (): boolean => {
      for (let number = from; number <= to; number++) if (!follower.hashes.has(number)) return true;
      return false;
    };
    for (let tries = 0; missing(); tries++) {
      if (tries > 600) throw new Error(`of ${from} to ${to} only ${[...follower.hashes.keys()].join()} were heard`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const before = Number(await node.height()) + 2;
  await node.waitForHeight(BigInt(before));
  await heard(before, before);
  expect(await node.stop()).toBe(0);
  await node.start();
  const after = Number(await node.height()) + 3;
  await node.waitForHeight(BigInt(after));
  await heard(before, after);
  follower.end();
  expect(follower.cuts).toBeGreaterThan(0);
  for (let number = before + 1; number <= after; number++) {
    const { hash, parentHash } = (await provider.getBlock(number))!;
    expect([follower.hashes.get(number), follower.hashes.get(number - 1)]).toEqual([hash, parentHash]);
  }
});

test("fees: what is suggested is enough, and the history has every block", async () => {
  const { gasPrice, maxFeePerGas, maxPriorityFeePerGas } = await provider.getFeeData();
  expect(gasPrice).toBeGreaterThanOrEqual(1_000_000_000n);
  expect(maxFeePerGas).toBeGreaterThan(maxPriorityFeePerGas!);
  const history = await raw<Record<string, unknown[]>>("eth_feeHistory", "0x4", "latest", [10, 50, 90]);
  expect(history["baseFeePerGas"]).toHaveLength(5);
  expect(history["gasUsedRatio"]).toHaveLength(4);
  expect(history["reward"]).toHaveLength(4);
});

test("errors have the words and numbers that clients match", async () => {
  const wallet = new Wallet(bob.ethereum.privateKey, provider);
  const base = { chainId: CHAIN_ID, gasLimit: 21_000, maxFeePerGas: 2n * 10n ** 9n, maxPriorityFeePerGas: 0, type: 2 };
  const sign = (fields: object) => wallet.signTransaction({ ...base, to: alice.ethereum.address, nonce: 0, ...fields });
  const sent = await provider.broadcastTransaction(await sign({}));
  await sent.wait();
  expect(await fails("eth_sendRawTransaction", await sign({ value: 1 }))).toEqual({
    code: -32000,
    message: "nonce too low: next nonce 1, tx nonce 0",
  });
  const other = new Wallet(bob.ethereum.privateKey);
  const foreign = await other.signTransaction({ ...base, chainId: 1, nonce: 1, to: alice.ethereum.address });
  expect(await fails("eth_sendRawTransaction", foreign)).toMatchObject({
    code: -32000,
    message: expect.stringContaining("invalid chain id for signer") as string,
  });
  expect(await fails("eth_sendRawTransaction", await sign({ nonce: 1, value: parseEther("2000000") }))).toMatchObject({
    code: -32000,
    message: expect.stringContaining("insufficient funds for gas * price + value") as string,
  });
  await expect(
    wallet.sendTransaction({ to: alice.ethereum.address, value: parseEther("2000000") }),
  ).rejects.toMatchObject({
    code: "INSUFFICIENT_FUNDS",
  });
  expect(await fails("eth_sendRawTransaction", "0x02c0")).toMatchObject({ code: -32000 });
  expect(await fails("eth_nothing")).toEqual({
    code: -32601,
    message: "the method eth_nothing does not exist/is not available",
  });
  expect(await fails("eth_getBalance")).toEqual({ code: -32602, message: "missing value for required argument 0" });
  expect((await fails("eth_getBalance", alice.ethereum.address, "0xffffff")).message).toBe("header not found");
  expect(await raw("eth_getBlockByNumber", "0xffffff", false)).toBeNull();
});

test("the index is made again when its file is gone, and the node is killed meanwhile", async () => {
  const receipt = await (await signer.sendTransaction({ to: bob.ethereum.address, value: 3n })).wait();
  await node.stop("SIGKILL");
  node.deleteEthereumIndex();
  await node.start();
  await node.waitForHeight(BigInt(receipt!.blockNumber) + 2n);
  const until = Date.now() + 30_000;
  let found: TransactionReceipt | null = null;
  while (found === null && Date.now() < until) found = await provider.getTransactionReceipt(receipt!.hash);
  expect(found).toMatchObject({ blockHash: receipt!.blockHash, gasUsed: 21_000n, cumulativeGasUsed: 21_000n });
});
