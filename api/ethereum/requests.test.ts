import type { Socket } from "node:net";
import { WebSocket } from "ws";
import { keccak256 } from "../../modules/evm/crypto.js";
import { bytesOfHex, hexOf } from "../../modules/evm/hex.js";
import { alice, type Answer, type EthereumFixture, startEthereumFixture } from "./testing/fixture.js";

let test0: EthereumFixture;
beforeAll(async () => {
  test0 = await startEthereumFixture({
    maxBatch: 3,
    maxResponseBytes: 20_000,
    maxBodyBytes: 16_000,
    maxLogBlocks: 3,
    maxFilters: 2,
    maxSubscriptions: 2,
    maxUnsentBytes: 100_000,
    gasCap: 200_000n,
    keepBlocks: 6,
    corsOrigins: ["https://wallet.example"],
  });
});
afterAll(() => test0.close());

const someone = `0x${"11".repeat(20)}`;
const owner = hexOf(alice.address);
const paying = { chainId: 3264n, maxFeePerGas: 10n ** 10n, maxPriorityFeePerGas: 10n ** 9n };
const request = (method: string, params: unknown[] = [], id: unknown = 1) => ({ jsonrpc: "2.0", id, method, params });

test("batches: answers in order, notifications without one, faults each by itself", async () => {
  const { text } = await test0.post(
    JSON.stringify([request("eth_chainId", [], "a"), { jsonrpc: "2.0", method: "eth_chainId" }, 7]),
  );
  expect(JSON.parse(text)).toEqual([
    { jsonrpc: "2.0", id: "a", result: "0xcc0" },
    { jsonrpc: "2.0", id: null, error: { code: -32600, message: "invalid request" } },
  ]);
  expect(await test0.post(JSON.stringify({ jsonrpc: "2.0", method: "eth_chainId" }))).toEqual({
    status: 200,
    text: "",
  });
});

test("batches too long, and answers too large, are refused", async () => {
  const four = Array.from({ length: 4 }, (_, id) => request("eth_chainId", [], id));
  expect(JSON.parse((await test0.post(JSON.stringify(four))).text)).toEqual([
    { jsonrpc: "2.0", id: 0, error: { code: -32600, message: "batch too large" } },
  ]);
  const large = request("eth_getCode", [`0x${"00".repeat(20)}`, "latest"]);
  const override = { [someone]: { code: `0x${"36600060003736600 0f3".replace(" ", "")}` } };
  const echo = request("eth_call", [{ to: someone, data: `0x${"ab".repeat(3000)}` }, "latest", override]);
  const small = await test0.post(JSON.stringify([echo, large]));
  expect(JSON.parse(small.text)).toMatchObject([
    { result: expect.stringContaining("abab") as string },
    { result: "0x" },
  ]);
});

test.each([
  ["no JSON", "{", -32700, "parse error"],
  ["nothing", "", -32700, "parse error"],
  ["an empty batch", "[]", -32600, "empty batch"],
  ["no version", `{"id":1,"method":"eth_chainId"}`, -32600, "invalid request"],
  ["parameters by name", `{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":{}}`, -32602, "non-array args"],
])("%s is refused", async (_name, body, code, message) => {
  expect(JSON.parse((await test0.post(body)).text)).toMatchObject({ error: { code, message } });
});

test("a giant body is refused before it is read", async () => {
  const { status } = await test0.post(JSON.stringify(request("eth_chainId", ["0".repeat(20_000)])));
  expect(status).toBe(413);
});

const misfits: [string, unknown[], number, RegExp][] = [
  ["eth_getBalance", [], -32602, /^missing value for required argument 0$/],
  ["eth_getBalance", ["0x12"], -32602, /^invalid argument 0: hex string has length 2, want 40 for common.Address$/],
  ["eth_getBalance", ["11".repeat(20)], -32602, /^invalid argument 0: hex string without 0x prefix$/],
  ["eth_getBalance", [someone, "0x01"], -32602, /^invalid argument 1: hex number with leading zero digits$/],
  ["eth_getBalance", [someone, "soon"], -32602, /^invalid argument 1: hex string without 0x prefix$/],
  ["eth_getBalance", [someone, "0xfffff"], -32000, /^header not found$/],
  ["eth_getBalance", [someone, { blockHash: `0x${"00".repeat(32)}` }], -32000, /^header for hash not found$/],
  ["eth_getStorageAt", [someone, `0x${"0".repeat(65)}`], -32602, /^invalid argument 1: storage key/],
  ["eth_call", [{}, "latest", {}, {}, 1], -32602, /^too many arguments, want at most 4$/],
  ["eth_call", [{ to: someone, gasPrice: "0x1", maxFeePerGas: "0x1" }], -32000, /both gasPrice and \(maxFeePerGas/],
  ["eth_call", [{ to: someone, blobVersionedHashes: [] }], -32602, /no blob transactions/],
  [
    "eth_call",
    [{ to: someone, gas: "0x5207" }],
    -32000,
    /^err: intrinsic gas too low: have 20999, want 21000 \(supplied gas 20999\)$/,
  ],
  ["eth_call", [{ to: someone, value: "0x1" }], -32000, /^err: insufficient funds for gas \* price \+ value/],
  ["eth_estimateGas", [{ from: someone, to: owner, value: "0x1" }], -32000, /insufficient funds/],
  ["eth_getLogs", [{ address: "0x1" }], -32602, /^invalid argument 0: hex string of odd length$/],
  ["eth_getLogs", [{ topics: [1, 2, 3, 4, 5] }], -32602, /^invalid argument 0: /],
  ["eth_getLogs", [{ fromBlock: "0x9", toBlock: "0x1" }], -32602, /^invalid block range params$/],
  ["eth_getLogs", [{ blockHash: `0x${"00".repeat(32)}` }], -32000, /^unknown block$/],
  ["eth_feeHistory", ["0x1", "latest", [50, 10]], -32000, /^invalid reward percentile: #0:50.000000 >= #1:10.000000$/],
  ["eth_feeHistory", ["0x1", "0xfffff"], -32000, /^request beyond head block: requested 1048575, head \d+$/],
  ["eth_sendRawTransaction", ["0x"], -32000, /^typed transaction too short$/],
  ["eth_sendRawTransaction", ["0xc0"], -32000, /^rlp: too few elements/],
  ["eth_sendRawTransaction", ["0x05c0"], -32000, /^transaction type not supported/],
  ["toString", [], -32601, /^the method toString does not exist\/is not available$/],
  ["eth_subscribe", ["newHeads"], -32601, /^the method eth_subscribe does not exist/],
];

test.each(misfits)("%s(%j) is refused with %i", async (method, params, code, words) => {
  const { error } = await test0.call(method, ...params);
  expect(error).toMatchObject({ code, message: expect.stringMatching(words) as string });
});

test("a transaction without a chain id is refused by its words", async () => {
  const { raw } = alice.signTransaction({ type: 0, to: bytesOfHex(someone)!, maxFeePerGas: 10n ** 10n });
  expect((await test0.call("eth_sendRawTransaction", hexOf(raw))).error?.message).toBe(
    "only replay-protected (EIP-155) transactions allowed over RPC",
  );
});

test("CometBFT's refusals have go-ethereum's words", async () => {
  const { raw, hash } = alice.signTransaction({ chainId: 3264n, nonce: 90n, maxFeePerGas: 10n ** 10n });
  test0.comet.answers("broadcast_tx_sync", () => new Error("tx already exists in cache"));
  expect((await test0.call("eth_sendRawTransaction", hexOf(raw))).error?.message).toBe("already known");
  test0.comet.answers("broadcast_tx_sync", () => new Error("mempool is full: number of txs 5000"));
  expect((await test0.call("eth_sendRawTransaction", hexOf(raw))).error?.message).toBe("txpool is full");
  test0.comet.answers("broadcast_tx_sync", () => ({ code: 0, hash: "" }));
  expect((await test0.call("eth_sendRawTransaction", hexOf(raw))).result).toBe(hexOf(hash));
});

test("code that runs for ever ends at the gas cap; what no gas is enough for is told so", async () => {
  const loop = { [someone]: { code: "0x5b600056" } };
  expect((await test0.call("eth_call", { to: someone }, "latest", loop)).error).toEqual({
    code: -32000,
    message: "out of gas",
  });
  expect((await test0.call("eth_estimateGas", { to: someone }, "latest", loop)).error?.message).toBe(
    "gas required exceeds allowance (200000)",
  );
  // TIMESTAMP PUSH0 MSTORE PUSH1 32 PUSH0 RETURN
  const clock = { [someone]: { code: "0x425f5260205ff3" } };
  const { result } = await test0.call("eth_call", { to: someone }, "latest", clock, { time: "0x2a" });
  expect(BigInt(result as string)).toBe(42n);
});

test("blocks pass: history is pruned, ranges and filters are bounded", async () => {
  await test0.commit({ to: bytesOfHex(someone), value: 5n });
  expect((await test0.call("eth_getBalance", someone)).result).toBe("0x5");
  const { result: hash } = await test0.call("eth_getBlockByNumber", "latest", false);
  for (let blocks = 0; blocks < 7; blocks++) await test0.commit();
  expect((await test0.call("eth_getBlockByNumber", "0x1", false)).error).toEqual({
    code: 4444,
    message: "pruned history unavailable",
  });
  expect((await test0.call("eth_getBlockByHash", (hash as { hash: string }).hash, false)).result).toBeNull();
  expect((await test0.call("eth_getLogs", { fromBlock: "0x4", toBlock: "0x8" })).error).toEqual({
    code: -32602,
    message: "exceed maximum block range: 3",
  });
  expect((await test0.call("eth_getLogs", { fromBlock: "0x1", toBlock: "0x2" })).error?.code).toBe(4444);
  expect((await test0.call("eth_getLogs", { fromBlock: "earliest", toBlock: "0x5" })).result).toEqual([]);
  const filters: Answer[] = [];
  for (let made = 0; made < 3; made++) filters.push(await test0.call("eth_newBlockFilter"));
  expect(filters[2]!.error?.message).toMatch(/^too many filters/);
  for (let blocks = 0; blocks < 5; blocks++) await test0.commit();
  // A client that was away is told some at a time.
  const changes: number[] = [];
  for (let asked = 0; asked < 3; asked++) {
    changes.push(((await test0.call("eth_getFilterChanges", filters[0]!.result)).result as unknown[]).length);
  }
  expect(changes).toEqual([3, 2, 0]);
});

/** A connection, and the messages that it heard. */
async function connect(headers: Record<string, string> = {}) {
  const socket = new WebSocket(test0.url.replace("http", "ws"), { headers });
  const heard: Answer[] = [];
  socket.on("message", (text: Buffer) => heard.push(JSON.parse(text.toString()) as Answer));
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  const ask = async (method: string, ...params: unknown[]): Promise<Answer> => {
    const id = Math.random();
    socket.send(JSON.stringify(request(method, params, id)));
    for (;;) {
      const found = heard.find((each) => each.id === id);
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  return { socket, heard, ask };
}

test("subscriptions are bounded, end when told, and unknown ones are named", async () => {
  const { socket, heard, ask } = await connect();
  const first = await ask("eth_subscribe", "newHeads");
  await ask("eth_subscribe", "newHeads");
  expect((await ask("eth_subscribe", "newHeads")).error?.message).toMatch(/^too many subscriptions/);
  expect((await ask("eth_unsubscribe", first.result)).result).toBe(true);
  expect((await ask("eth_unsubscribe", first.result)).error?.message).toBe("subscription not found");
  expect((await ask("eth_subscribe", "nothing")).error).toEqual({
    code: -32601,
    message: `no "nothing" subscription in eth namespace`,
  });
  expect((await ask("eth_chainId")).result).toBe("0xcc0");
  const before = heard.length;
  await test0.commit();
  while (heard.length === before) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(heard.slice(before)).toHaveLength(1);
  socket.terminate();
});

test("receipts are told of as they come: of all transactions, or of some", async () => {
  const { socket, heard, ask } = await connect();
  const fields = { ...paying, to: bytesOfHex(someone)!, gasLimit: 30_000n };
  const nonce = BigInt((await ask("eth_getTransactionCount", owner, "latest")).result as string);
  const hashes = [0n, 1n].map((later) => hexOf(alice.signTransaction({ ...fields, nonce: nonce + later }).hash));
  const all = (await ask("eth_subscribe", "transactionReceipts")).result;
  const some = (await ask("eth_subscribe", "transactionReceipts", { transactionHashes: [hashes[1]] })).result;
  const before = heard.length;
  await test0.commit({ ...fields, nonce }, { ...fields, nonce: nonce + 1n });
  while (heard.length < before + 2) await new Promise((resolve) => setTimeout(resolve, 5));
  const mined = (await ask("eth_getBlockReceipts", "latest")).result as object[];
  expect(mined).toMatchObject(hashes.map((transactionHash) => ({ transactionHash, status: "0x1" })));
  const told = heard.slice(before, before + 2).map((each) => (each as unknown as { params: object }).params);
  expect(told).toEqual([
    { subscription: all, result: mined },
    { subscription: some, result: mined.slice(1) },
  ]);
  await ask("eth_unsubscribe", all);
  const many = { transactionHashes: Array.from({ length: 201 }, () => hashes[0]) };
  expect((await ask("eth_subscribe", "transactionReceipts", many)).error?.message).toMatch(/^exceed max number of/);
  socket.terminate();
});

test("a transaction is sent and waited for: its receipt, or that it is not mined yet", async () => {
  const nonce = BigInt((await test0.call("eth_getTransactionCount", owner, "latest")).result as string);
  const fields = { ...paying, to: bytesOfHex(someone)!, gasLimit: 30_000n, nonce };
  const { raw, hash } = alice.signTransaction({ ...fields, maxFeePerGas: 10n ** 9n, maxPriorityFeePerGas: 1n });
  test0.comet.answers("broadcast_tx_sync", () => ({ code: 0, hash: "" }));
  expect((await test0.call("eth_sendRawTransactionSync", hexOf(raw), "0x5")).error).toEqual({
    code: 4,
    message: "The transaction was added to the transaction pool but wasn't processed in 5ms",
    data: hexOf(hash),
  });
  const sent = test0.call("eth_sendRawTransactionSync", hexOf(alice.signTransaction({ ...fields, value: 1n }).raw));
  await test0.commit();
  await test0.commit({ ...fields, value: 1n });
  expect((await sent).result).toMatchObject({ status: "0x1", from: owner, to: someone });
  expect((await test0.call("eth_pendingTransactions")).result).toEqual([]);
});

test("a node that ends keeps nobody waiting for a transaction", async () => {
  const { raw } = alice.signTransaction({ ...paying, nonce: 70n, to: bytesOfHex(someone)!, gasLimit: 30_000n });
  const started = performance.now();
  // Its connection is closed.
  const sent = expect(test0.call("eth_sendRawTransactionSync", hexOf(raw))).rejects.toThrow("fetch failed");
  while ((await test0.call("eth_getTransactionByHash", hexOf(keccak256(raw)))).result === null);
  await test0.restart();
  await sent;
  expect(performance.now() - started).toBeLessThan(10_000);
});

test("pages of other origins are refused, those that are named may connect", async () => {
  await expect(connect({ origin: "https://evil.example" })).rejects.toThrow("403");
  const { socket, ask } = await connect({ origin: "https://wallet.example" });
  expect((await ask("eth_chainId")).result).toBe("0xcc0");
  socket.terminate();
});

test("a client that never reads is cut off", async () => {
  const { socket } = await connect();
  socket.pause();
  // What an answer costs is none of this test's matter: it repeats the request's id.
  const text = JSON.stringify(request("eth_chainId", [], "x".repeat(9000)));
  let closed = false;
  (socket as unknown as { readonly _socket: Socket })._socket.once("close", () => (closed = true));
  // Until the system's own buffers are full, and ours. The end shows when the next request is written.
  while (!closed) {
    await new Promise((resolve) => socket.send(text, resolve));
    await new Promise(setImmediate);
  }
});
