import { MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { AddressCodec } from "../../abci/state/addresses.js";
import { SimKey, signTx } from "../../abci/sim/wallet.js";
import { bytesOfHex, hexOf } from "../../modules/evm/hex.js";
import { wrapEthereumTransaction } from "../../modules/evm/wrapper.js";
import { encodeMessage } from "../../proto/writer.js";
import { assemble, code, deploying } from "../../testnet/geth/assembler.js";
import { CHAIN_ID } from "../testing/chain.js";
import { alice, type EthereumFixture, startEthereumFixture } from "./testing/fixture.js";

// Ways of a trace that go-ethereum's own (testnet/geth) cannot show: Cosmos transactions in the block, limits, faults.
const addresses = new AddressCodec("echo");
const carol = new SimKey("carol");
const GWEI = 10n ** 9n;
/** Adds one to slot 0. */
const counter = assemble("PUSH0 SLOAD 0x01 ADD PUSH0 SSTORE");
const target = `0x${"11".repeat(20)}`;

let test0: EthereumFixture;
let hashes: string[];
beforeAll(async () => {
  test0 = await startEthereumFixture({ maxResponseBytes: 200_000 }, { accounts: [carol.address] });
  const prices = { chainId: 3264n, maxFeePerGas: 2n * GWEI, maxPriorityFeePerGas: GWEI };
  const sign = (nonce: bigint, fields: object) =>
    alice.signTransaction({ ...prices, nonce, gasLimit: 200_000n, ...fields });
  const deployed = sign(0n, { data: deploying(counter) });
  await test0.commitBytes([wrap(deployed)]);
  const { contractAddress } = (await ask("eth_getTransactionReceipt", hexOf(deployed.hash))) as {
    contractAddress: string;
  };
  const to = bytesOfHex(contractAddress)!;
  const calls = [1n, 2n, 3n].map((nonce) => sign(nonce, { to }));
  // A coin for the contract between the first and the second call, and a transaction that the block refuses.
  const send = MsgSend.fromPartial({
    fromAddress: addresses.format(carol.address),
    toAddress: addresses.format(to),
    amount: [{ denom: "aec", amount: "5" }],
  });
  const cosmos = signTx(
    [{ typeUrl: MsgSend.typeUrl, value: encodeMessage(MsgSend, send) }],
    [{ key: carol, accountNumber: 1n, sequence: 0n }],
    { chainId: CHAIN_ID, fee: [{ denom: "aec", amount: "300000000000000" }], gasLimit: 200_000n },
  );
  await test0.commitBytes([wrap(calls[0]!), wrap(calls[0]!), cosmos, wrap(calls[1]!), wrap(calls[2]!)]);
  hashes = calls.map(({ hash }) => hexOf(hash));
});
afterAll(() => test0.close());

const wrap = (tx: ReturnType<typeof alice.signTransaction>) => wrapEthereumTransaction(tx, { addresses, denom: "aec" });
const ask = async (method: string, ...params: unknown[]): Promise<unknown> => {
  const { result, error } = await test0.call(method, ...params);
  expect(error).toBeUndefined();
  return result;
};
const trace = (hash: string, config?: object) => ask("debug_traceTransaction", hash, config);

interface PreState {
  readonly [address: string]: { readonly balance: string; readonly storage?: Readonly<Record<string, string>> };
}

test("a trace sees the state that its transaction saw, in the middle of a block, after a Cosmos transaction too", async () => {
  const receipts = (await ask("eth_getBlockReceipts", "0x3")) as {
    to: string;
    gasUsed: string;
    transactionHash: string;
  }[];
  expect(receipts.map(({ transactionHash }) => transactionHash)).toEqual(hashes);
  const [slot, at] = [`0x${"0".repeat(64)}`, receipts[0]!.to];
  for (const [index, { gasUsed }] of receipts.entries()) {
    expect(await trace(hashes[index]!, { tracer: "callTracer" })).toMatchObject({ to: at, gasUsed, type: "CALL" });
    const prestate = (await trace(hashes[index]!, { tracer: "prestateTracer" })) as PreState;
    expect(prestate[at]).toMatchObject({
      balance: index === 0 ? "0x0" : "0x5",
      storage: { [slot]: `0x${index.toString(16).padStart(64, "0")}` },
    });
    const steps = (await trace(hashes[index]!)) as { gas: number; failed: boolean; structLogs: { op: string }[] };
    expect(steps).toMatchObject({ gas: Number(gasUsed), failed: false });
    expect(steps.structLogs.map(({ op }) => op)).toEqual(["PUSH0", "SLOAD", "PUSH1", "ADD", "PUSH0", "SSTORE", "STOP"]);
  }
});

test("a block is traced by number, by hash and from its bytes", async () => {
  const config = { tracer: "callTracer" };
  const { hash } = (await ask("eth_getBlockByNumber", "0x3", false)) as { hash: string };
  const byNumber = (await ask("debug_traceBlockByNumber", "0x3", config)) as { txHash: string; result: object }[];
  expect(byNumber.map(({ txHash }) => txHash)).toEqual(hashes);
  for (const [index, { result }] of byNumber.entries()) expect(result).toEqual(await trace(hashes[index]!, config));
  expect(await ask("debug_traceBlockByHash", hash, config)).toEqual(byNumber);
  expect(await ask("debug_traceBlock", await ask("debug_getRawBlock", "0x3"), config)).toEqual(byNumber);
  await test0.commitBytes([]);
  expect(await ask("debug_traceBlockByNumber", "latest")).toEqual([]);
});

test("a call is traced on the state before any of a block's transactions", async () => {
  const data = code("PUSH0 SLOAD PUSH0 MSTORE 0x20 PUSH0 RETURN");
  const [{ to }] = (await ask("eth_getBlockReceipts", "0x3")) as [{ to: string }];
  const stateOverrides = { [to]: { code: data } };
  const read = async (txIndex?: string) =>
    (
      (await ask("debug_traceCall", { to }, "0x3", { tracer: "callTracer", stateOverrides, txIndex })) as {
        output: string;
      }
    ).output;
  expect(BigInt(await read())).toBe(3n);
  for (const index of [0, 1, 2]) expect(BigInt(await read(`0x${index}`))).toBe(BigInt(index));
  expect((await test0.call("debug_traceCall", { to }, "0x3", { txIndex: "0x3" })).error).toMatchObject({
    code: -32000,
    message: expect.stringMatching(/^transaction index 3 out of range for block 0x/) as string,
  });
});

const endless = { [target]: { code: code("JUMPDEST PUSH0 JUMP") } };

test("a trace that is too long or too large ends, and says so", async () => {
  const call = (config: object) =>
    test0.call("debug_traceCall", { to: target, gas: "0x186a0" }, "latest", { stateOverrides: endless, ...config });
  expect((await call({})).error).toEqual({ code: -32003, message: "response too large" });
  expect((await call({ limit: 1000, timeout: "1us" })).error).toEqual({ code: -32000, message: "execution timeout" });
  const { result } = await call({ limit: 1000, disableStack: true, timeout: "60s" });
  expect((result as { structLogs: unknown[] }).structLogs.length).toBeLessThan(50);
});

test("others are answered while a trace runs", async () => {
  let done = false;
  const config = { stateOverrides: endless, limit: 1000 };
  const traced = test0
    .call("debug_traceCall", { to: target, gas: "0xf4240" }, "latest", config)
    .then(() => (done = true));
  let answered = 0;
  while (!done) {
    await test0.call("eth_blockNumber");
    answered++;
  }
  await traced;
  expect(answered).toBeGreaterThan(5);
});

test.each<[string, unknown[], number, RegExp]>([
  ["debug_traceTransaction", [`0x${"12".repeat(32)}`], -32000, /^transaction not found$/],
  ["debug_traceTransaction", ["0x12"], -32602, /^invalid argument 0: /],
  ["debug_traceBlockByNumber", ["0x0"], -32000, /^genesis is not traceable$/],
  ["debug_traceBlockByNumber", ["0x77"], -32000, /^block #119 not found$/],
  ["debug_traceBlockByHash", [`0x${"12".repeat(32)}`], -32000, /^block 0x1212\S+ not found$/],
  ["debug_traceBlock", ["0x1234"], -32000, /^could not decode block: /],
  ["debug_traceBlockByNumber", ["0x2", { tracer: "fooTracer" }], -32000, /there is no tracer "fooTracer"; there are /],
  ["debug_traceBlockByNumber", ["0x2", { timeout: "soon" }], -32000, /time: invalid duration "soon"$/],
  ["debug_traceCall", [{ to: target }, "pending"], -32000, /^tracing on top of pending is not supported$/],
  ["debug_traceCall", [{ to: target }], -32602, /^missing value for required argument 1$/],
  [
    "debug_traceCall",
    [{ to: target, gas: "0x5208", data: "0x01" }, "latest"],
    -32000,
    /^tracing failed: intrinsic gas too low/,
  ],
  [
    "debug_traceBlockByNumber",
    ["0x2", { tracer: "prestateTracer", tracerConfig: { diffMode: true, includeEmpty: true } }],
    -32000,
    /cannot use diffMode with includeEmpty$/,
  ],
])("%s %j is refused", async (method, params, code, message) => {
  expect((await test0.call(method, ...params)).error).toMatchObject({
    code,
    message: expect.stringMatching(message) as string,
  });
});

test("a block that CometBFT no longer keeps is told so", async () => {
  const kept = test0.chain.decided(2n);
  expect(kept).toBeDefined();
  test0.comet.answers("block", () => new Error("height 2 is not available, lowest height is 3"));
  const { error } = await test0.call("debug_traceBlockByNumber", "0x2");
  expect(error).toEqual({ code: -32000, message: "block 2 cannot be replayed: CometBFT does not keep it any more" });
});
