import { hexOf } from "../../modules/evm/hex.js";
import { alice } from "../../api/ethereum/testing/fixture.js";
import { code } from "./assembler.js";
import { calling, endings } from "./programs.js";
import { bob, caller, type Chains, failing, PRICE, store } from "./script.js";

export interface Request {
  readonly name: string;
  readonly method: string;
  readonly params: readonly unknown[];
}

const request = (name: string, method: string, ...params: unknown[]): Request => ({
  name: `${method}: ${name}`,
  method,
  params,
});
const quantity = (value: bigint | number): string => `0x${value.toString(16)}`;
const price = quantity(PRICE);
const word = (value: number): string => `0x${value.toString(16).padStart(64, "0")}`;
const from = hexOf(alice.address);
/** Where overrides put code. */
const to = `0x${"c0de".repeat(10)}`;
const stranger = `0x${"5e".repeat(20)}`;

const tracers: Readonly<Record<string, object | undefined>> = {
  steps: undefined,
  "steps with memory": { enableMemory: true, enableReturnData: true },
  "steps without": { disableStack: true, disableStorage: true, limit: 500 },
  calls: { tracer: "callTracer", tracerConfig: { withLog: true } },
  "top call": { tracer: "callTracer", tracerConfig: { onlyTopCall: true, withLog: true }, timeout: "10s", reexec: 5 },
  prestate: { tracer: "prestateTracer" },
  difference: { tracer: "prestateTracer", tracerConfig: { diffMode: true } },
  "bare prestate": {
    tracer: "prestateTracer",
    tracerConfig: { disableCode: true, disableStorage: true, includeEmpty: true },
  },
  "4byte": { tracer: "4byteTracer" },
  noop: { tracer: "noopTracer" },
  mux: { tracer: "muxTracer", tracerConfig: { callTracer: {}, "4byteTracer": null } },
};

/** Everything that is asked of both. */
export function* requests(chains: Chains): Generator<Request> {
  yield* mined(chains);
  yield* state(chains);
  yield* calls(chains);
  yield* simulations();
  yield* fills();
  yield* proofs();
  yield* mistakes(chains);
}

/** What was mined: receipts, blocks, their encodings, and traces of each transaction. */
export function* mined({ transactions, first, height }: Chains): Generator<Request> {
  for (const [index, { hash }] of transactions.entries()) {
    const id = hexOf(hash);
    for (const method of ["eth_getTransactionReceipt", "eth_getTransactionByHash", "debug_getRawTransaction"]) {
      yield request(`${index}`, method, id);
    }
    for (const [name, config] of Object.entries(tracers)) {
      yield request(`${index} ${name}`, "debug_traceTransaction", id, ...(config === undefined ? [] : [config]));
    }
  }
  for (let number = first; number <= height; number++) {
    const at = quantity(number);
    yield request(at, "eth_getBlockByNumber", at, true);
    yield request(at, "eth_getBlockReceipts", at);
    yield request(at, "debug_getRawReceipts", at);
    yield request(at, "eth_getLogs", { fromBlock: at, toBlock: at });
    yield request(at, "eth_getRawTransactionByBlockNumberAndIndex", at, "0x0");
    yield request(at, "eth_getUncleByBlockNumberAndIndex", at, "0x0");
    yield request(`${at} calls`, "debug_traceBlockByNumber", at, tracers["calls"]);
    yield request(`${at} difference`, "debug_traceBlockByNumber", at, tracers["difference"]);
  }
}

/** What each block left behind: all that the script's accounts have, and what code says of it. */
export function* state({ first, height }: Chains): Generator<Request> {
  const accounts = { alice: alice.address, bob: bob.address, store, failing, caller };
  for (let number = first - 1; number <= height; number++) {
    const at = quantity(number);
    for (const [name, address] of Object.entries(accounts)) {
      for (const method of ["eth_getBalance", "eth_getTransactionCount", "eth_getCode"]) {
        yield request(`${name} at ${at}`, method, hexOf(address), at);
      }
      for (const slot of [0, 1]) yield request(`${name} at ${at}`, "eth_getStorageAt", hexOf(address), word(slot), at);
    }
    yield request(`the sum at ${at}`, "eth_call", { to: hexOf(store), gas: "0xf4240" }, at);
    if (number >= first) yield request(at, "eth_getBlockTransactionCountByNumber", at);
  }
  for (const [name, address] of Object.entries({ store, caller })) {
    const call = { from, to: hexOf(address), gas: "0xf4240", gasPrice: price };
    yield request(`mined code of ${name}`, "eth_createAccessList", call, "latest");
    yield request(`${name} by whole words`, "eth_getProof", hexOf(address), [word(0), word(1), word(9)], "latest");
  }
  const range = { fromBlock: quantity(first), toBlock: quantity(height) };
  yield request("of one contract", "eth_getLogs", { ...range, address: hexOf(store) });
  yield request("of two topics", "eth_getLogs", { ...range, topics: [[word(0x2a), word(0x2b)]] });
  yield request("of a topic that there is not", "eth_getLogs", { ...range, topics: [null, word(0x2a)] });
}

/** Code put in by overrides, which ends in every way. */
export function* calls({ first }: Chains): Generator<Request> {
  for (const [name, text] of [...Object.entries(endings), ["calls", calling(hexOf(store))] as const]) {
    const overrides = { [to]: { code: code(text), balance: "0x100" } };
    const call = { from, to, gas: "0x493e0" };
    for (const method of ["eth_call", "eth_estimateGas"]) yield request(name, method, call, "latest", overrides);
    yield request(name, "eth_createAccessList", { ...call, gasPrice: price }, "latest", overrides);
    for (const [tracer, config] of Object.entries(tracers)) {
      // Hundreds of thousands of steps: too much to compare.
      if (name === "loops for ever" && tracer.startsWith("steps ")) continue;
      yield request(`${name} ${tracer}`, "debug_traceCall", call, "latest", { ...config, stateOverrides: overrides });
    }
    const creation = { from, gas: call.gas, input: code(text) };
    yield request(`${name} creation`, "debug_traceCall", creation, "latest", tracers["calls"]);
  }
  const block = {
    number: "0x1234",
    time: "0x99999999",
    gasLimit: "0x1000000",
    feeRecipient: stranger,
    prevRandao: word(7),
  };
  const asked = "NUMBER TIMESTAMP GASLIMIT COINBASE DIFFICULTY BASEFEE BLOBBASEFEE CHAINID";
  for (const opcode of asked.split(" ")) {
    const overrides = { [to]: { code: code(`${opcode} PUSH0 MSTORE 0x20 PUSH0 RETURN`) } };
    const different = { ...block, baseFeePerGas: "0x77", blobBaseFee: "0x88" };
    yield request(`${opcode} overridden`, "eth_call", { to }, "latest", overrides, different);
  }
  const identity = `0x${"4".padStart(40, "0")}`;
  const moved = {
    [identity]: { movePrecompileToAddress: stranger, code: code("0x07 PUSH0 MSTORE 0x20 PUSH0 RETURN") },
  };
  for (const address of [identity, stranger]) {
    yield request(`${address} with a precompile moved`, "eth_call", { to: address, data: "0x1234" }, "latest", moved);
  }
  yield request("no precompile moved", "eth_call", { to }, "latest", { [to]: { movePrecompileToAddress: stranger } });
  for (let index = 0; index < 3; index++) {
    yield request(
      `prestate before ${index}`,
      "debug_traceCall",
      { to: hexOf(store), data: word(1) },
      quantity(first + 1),
      {
        tracer: "prestateTracer",
        txIndex: quantity(index),
      },
    );
  }
}

export function* simulations(): Generator<Request> {
  const simulate = (name: string, blocks: object[], options: object = {}): Request =>
    request(name, "eth_simulateV1", { blockStateCalls: blocks, ...options }, "latest");
  // With gas: what a call gets that names none is the node's own limit.
  const add = { from, to: hexOf(store), data: word(3), gas: "0xf4240" };
  yield simulate("two calls, and two more in the next block", [{ calls: [add, add] }, { calls: [add, add] }]);
  yield simulate("transfers as logs", [{ calls: [{ from, to: hexOf(caller), value: "0x7", gas: "0xf4240" }] }], {
    traceTransfers: true,
  });
  yield simulate("whole transactions", [{ calls: [add, { ...add, gasPrice: price }] }], {
    returnFullTransactions: true,
  });
  const endingCalls = Object.entries(endings).map(([, text]) => ({
    stateOverrides: { [to]: { code: code(text), balance: "0x100" } },
    calls: [{ from, to, gas: "0x186a0" }],
  }));
  yield simulate("code that ends in every way", endingCalls);
  const time = "0x99999999";
  yield simulate("a gap of blocks", [{ blockOverrides: { number: "0x20", time }, calls: [add] }, { calls: [add] }]);
  yield simulate("the code of block and parent", [
    { calls: [] },
    {
      stateOverrides: { [to]: { code: code("0x01 NUMBER SUB BLOCKHASH ISZERO PUSH0 MSTORE 0x20 PUSH0 RETURN") } },
      calls: [{ to, gas: "0xf4240" }],
    },
  ]);
  const rich = { stateOverrides: { [stranger]: { balance: quantity(10n ** 20n), nonce: "0x5" } } };
  const pays = {
    from: stranger,
    to: from,
    value: "0x1",
    maxFeePerGas: price,
    maxPriorityFeePerGas: "0x0",
    gas: "0x5208",
  };
  const validation = { validation: true };
  yield simulate("valid calls", [{ ...rich, calls: [pays, pays] }], validation);
  yield simulate("a nonce too low", [{ ...rich, calls: [{ ...pays, nonce: "0x4" }] }], validation);
  yield simulate("a nonce too high", [{ ...rich, calls: [{ ...pays, nonce: "0x6" }] }], validation);
  yield simulate("a price too low", [{ ...rich, calls: [{ ...pays, maxFeePerGas: "0x1" }] }], validation);
  yield simulate("a tip above the cap", [
    { ...rich, calls: [{ ...pays, maxPriorityFeePerGas: quantity(10n ** 12n) }] },
  ]);
  yield simulate("no funds", [{ calls: [pays] }], validation);
  yield simulate("too little gas", [{ calls: [{ ...add, gas: "0x5207" }] }]);
  yield simulate("more gas than the block has", [
    { blockOverrides: { gasLimit: "0x5208" }, calls: [{ ...add, gas: "0x5209" }] },
  ]);
  yield simulate("numbers out of order", [{ blockOverrides: { number: "0x1" }, calls: [] }]);
  yield simulate("times out of order", [{ blockOverrides: { time: "0x1" }, calls: [] }]);
  yield simulate("too far ahead", [{ blockOverrides: { number: "0x1000" }, calls: [] }]);
  yield simulate("nothing", []);
}

export function* fills(): Generator<Request> {
  const prices = { maxFeePerGas: price, maxPriorityFeePerGas: price };
  const fill = (name: string, fields: object): Request => request(name, "eth_fillTransaction", { from, ...fields });
  yield fill("a transfer", { to: stranger, value: "0x1", ...prices });
  yield fill("a call", { to: hexOf(store), data: word(1), ...prices });
  yield fill("a creation", { data: code("PUSH0 PUSH0 RETURN"), ...prices });
  yield fill("one gas price", { to: stranger, gasPrice: price });
  yield fill("an access list", { to: stranger, ...prices, accessList: [{ address: to, storageKeys: [word(1)] }] });
  yield fill("nonce and gas", { to: stranger, nonce: "0x77", gas: "0x7777", ...prices });
  const signature = { yParity: "0x1", r: "0x11", s: "0x22" };
  const authorizationList = [{ chainId: "0x0", address: hexOf(store), nonce: "0x1", ...signature }];
  yield fill("authorizations", { to: hexOf(bob.address), authorizationList, gas: "0x30d40", ...prices });
  yield fill("a creation of nothing", prices);
  yield fill("another chain", { to: stranger, chainId: "0x1", gas: "0x5208", ...prices });
  yield fill("a price of nothing", { to: stranger, gasPrice: "0x0" });
  yield fill("a cap of nothing", { to: stranger, maxFeePerGas: "0x0", maxPriorityFeePerGas: "0x0" });
  yield fill("a tip above the cap", { to: stranger, maxFeePerGas: "0x1", maxPriorityFeePerGas: "0x2" });
  yield fill("two kinds of price", { to: stranger, gasPrice: "0x1", maxFeePerGas: "0x2" });
  yield fill("a call that reverts", { to: hexOf(failing), ...prices });
  yield request("the rules", "eth_config");
}

/** Accounts' proofs lead to other roots; a contract's storage is the same trie on both sides. */
export function* proofs(): Generator<Request> {
  for (const [name, address] of Object.entries({ store, caller, alice: alice.address, bob: bob.address })) {
    yield request(name, "eth_getProof", hexOf(address), ["0x0", "0x01", word(2), `0x${"f".repeat(64)}`], "latest");
  }
  yield request("nobody", "eth_getProof", stranger, ["0x1"], "latest");
  yield request("keys too long", "eth_getProof", from, [`0x${"0".repeat(66)}`], "latest");
  yield request("keys that are none", "eth_getProof", from, ["0xzz"], "latest");
}

/** What is wrong, or not there. */
function* mistakes({ height }: Chains): Generator<Request> {
  const nowhere = word(0x1234);
  for (const method of ["eth_getTransactionByHash", "eth_getTransactionReceipt", "debug_getRawTransaction"]) {
    yield request("nowhere", method, nowhere);
    yield request("no hash", method, "0x12");
  }
  for (const method of ["debug_traceTransaction", "debug_traceBlockByHash"]) yield request("nowhere", method, nowhere);
  const beyond = quantity(height + 100);
  for (const method of [
    "debug_traceBlockByNumber",
    "debug_getRawHeader",
    "debug_getRawBlock",
    "eth_getBlockReceipts",
  ]) {
    yield request("beyond", method, beyond);
  }
  yield request("beyond", "eth_getBlockByNumber", beyond, false);
  yield request("beyond", "eth_getBalance", from, beyond);
  yield request("beyond", "eth_getProof", from, [], beyond);
  yield request("genesis", "debug_traceBlockByNumber", "0x0");
  yield request("malformed", "debug_traceBlock", "0x1234");
  yield request("pending", "debug_traceCall", { to }, "pending");
  yield request("no block", "debug_traceCall", { to });
  yield request("beyond the block", "debug_traceCall", { to }, "latest", { txIndex: "0x5" });
  yield request("both modes", "debug_traceCall", { to }, "latest", {
    tracer: "prestateTracer",
    tracerConfig: { diffMode: true, includeEmpty: true },
  });
  yield request("no such timeout", "debug_traceCall", { to }, "latest", { timeout: "soon" });
  yield request("two prices", "eth_call", { to, gasPrice: "0x1", maxFeePerGas: "0x1" }, "latest");
  yield request("another chain", "eth_call", { to, chainId: "0x1" }, "latest");
  yield request("too little gas", "eth_call", { to, gas: "0x5207" }, "latest");
  yield request("no funds", "eth_call", { from: stranger, to, value: "0x1" }, "latest");
  yield request("no funds", "eth_estimateGas", { from: stranger, to, value: "0x1" }, "latest");
  yield request("no funds", "eth_createAccessList", { from: stranger, to, value: "0x1", gasPrice: price }, "latest");
  yield request("both storages", "eth_call", { to }, "latest", { [to]: { state: {}, stateDiff: {} } });
  yield request("nothing", "eth_nothing");
  yield request("nobody's", "eth_pendingTransactions");
  yield request("beyond", "eth_getUncleByBlockNumberAndIndex", beyond, "0x0");
  yield request("no address", "eth_getBalance");
  yield request("a short address", "eth_getBalance", "0x12", "latest");
  yield request("percentiles out of order", "eth_feeHistory", "0x2", "latest", [50, 40]);
  yield request("a percentile too high", "eth_feeHistory", "0x2", "latest", [101]);
}
