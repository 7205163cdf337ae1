import { GenericAuthorization } from "cosmjs-types/cosmos/authz/v1beta1/authz";
import { MsgExec, MsgGrant } from "cosmjs-types/cosmos/authz/v1beta1/tx";
import { MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { MsgUndelegate } from "cosmjs-types/cosmos/staking/v1beta1/tx";
import { TxMsgData } from "cosmjs-types/cosmos/base/abci/v1beta1/abci";
import { AuthInfo, TxBody, TxRaw } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import type { ExecTxResult, ResponseFinalizeBlock } from "cosmjs-types/tendermint/abci/types";
import { addressOfEd25519 } from "../../modules/auth/pubkey-addresses.js";
import { errors } from "../../modules/evm/errors.js";
import { bytesOfHex, hexOf } from "../../modules/evm/hex.js";
import { decodeHeader } from "../../modules/evm/header.js";
import { DEFAULT_PARAMS } from "../../modules/evm/params.js";
import { encodeReceipt, listRoot } from "../../modules/evm/receipts.js";
import type { EthereumTransaction } from "../../modules/evm/transaction.js";
import { GWEI } from "../../modules/evm/types.js";
import { wrapEthereumTransaction, wrappingOf } from "../../modules/evm/wrapper.js";
import {
  ExtensionOptionsEthereumTx,
  MsgEthereumTx,
  MsgEthereumTxResponse,
} from "../../proto/generated/echoin/evm/v1/tx.js";
import { decodeMessage } from "../../proto/reader.js";
import { encodeMessage } from "../../proto/writer.js";
import { EthereumKey, type TransactionFields } from "../sim/ethereum.js";
import { SimKey, signTx } from "../sim/wallet.js";
import { AddressCodec } from "../state/addresses.js";
import { QueryContext } from "../state/context.js";
import type { NodeSettings } from "./config.js";
import { eip712Bytes } from "./eip712.js";
import { startTestChain, type TestChain, VALIDATOR } from "./testing/chain.js";
import type { GenesisCandidate } from "./testing/validators.js";

const addresses = new AddressCodec("echo");
const alice = new EthereumKey("alice");
const bob = new EthereumKey("bob");
const carol = new SimKey("carol");
const EC = 10n ** 18n;
const { chainId } = DEFAULT_PARAMS;
const MAX_GAS = 30_000_000n;

async function start(
  settings: Partial<NodeSettings> = {},
  candidates: readonly GenesisCandidate[] = [VALIDATOR],
): Promise<TestChain> {
  const owners = [alice.address, carol.address].map((address) => addresses.format(address));
  return startTestChain(
    (state) => {
      state["bank"]!["balances"] = owners.map((address) => ({
        address,
        coins: [{ denom: "aec", amount: (10n * EC).toString() }],
      }));
      // As a new chain's: a gwei for a unit of gas.
      const { params } = state["feemarket"]!;
      state["feemarket"] = {
        params: { ...(params as object), enabled: true, min_base_fee: `${GWEI}`, base_fee_use: "BASE_FEE_USE_AWARDS" },
      };
      state["auth"]!["accounts"] = owners.map((address, index) => ({
        "@type": "/cosmos.auth.v1beta1.BaseAccount",
        address,
        account_number: `${index}`,
      }));
      state["staking"]!["params"] = { ...(state["staking"]!["params"] as object), max_validators: 1 };
    },
    settings,
    MAX_GAS,
    candidates,
  );
}

const sign = (fields: TransactionFields = {}, key = alice): EthereumTransaction =>
  key.signTransaction({ chainId, maxFeePerGas: 2n * GWEI, maxPriorityFeePerGas: GWEI, to: bob.address, ...fields });

const wrap = (tx: EthereumTransaction): Uint8Array => wrapEthereumTransaction(tx, { addresses, denom: "aec" });

const responseOf = ({ data }: ExecTxResult): MsgEthereumTxResponse =>
  decodeMessage(MsgEthereumTxResponse, decodeMessage(TxMsgData, data).msgResponses[0]!.value);

function contextOf({ store }: TestChain): QueryContext {
  const block = { chainId: "test-1", height: 1n, timeNanos: 0n, proposer: new Uint8Array(20) };
  return new QueryContext(store.latest(), block, addresses);
}

async function balance(test: TestChain, address: Uint8Array): Promise<bigint> {
  return test.chain.keepers.bank.balance(contextOf(test), address, "aec");
}

/** Returns 42 from its constructor's code: PUSH1 42 PUSH1 0 MSTORE PUSH1 32 PUSH1 0 RETURN. */
const ANSWER = "602a60005260206000f3";
/** Init code that deploys `runtime` (up to 255 bytes). */
const deploying = (runtime: string): Uint8Array =>
  bytesOfHex(`0x60${(runtime.length / 2).toString(16).padStart(2, "0")}80600b6000396000f3${runtime}`)!;

test("a transfer: exact gas, the fee to the collector, a new account", async () => {
  const test = await start();
  await test.block([]);
  const tx = sign({ value: EC });
  expect((await test.check(wrap(tx))).code).toBe(0);
  const { txResults } = await test.block([wrap(tx)]);
  expect(txResults[0]).toMatchObject({ code: 0, gasWanted: 21_000n, gasUsed: 21_000n });
  expect(responseOf(txResults[0]!)).toMatchObject({ success: true, gasUsed: 21_000n, hash: Buffer.from(tx.hash) });
  expect(await balance(test, bob.address)).toBe(EC);
  expect(await balance(test, alice.address)).toBe(9n * EC - 21_000n * 2n * GWEI);
  expect(await balance(test, test.chain.keepers.accounts.moduleAddress("fee_collector"))).toBe(21_000n * 2n * GWEI);
  expect(await test.chain.keepers.accounts.get(contextOf(test), alice.address)).toMatchObject({ sequence: 1n });
  const event = txResults[0]!.events.find(({ type }) => type === "ethereum_tx");
  const attributes = Object.fromEntries(event!.attributes.map(({ key, value }) => [key, value]));
  expect(attributes).toEqual({ hash: hexOf(tx.hash), to: hexOf(bob.address), msg_index: "0" });
});

test("contracts: deployed, called, reverting; headers recompute from what they did and link", async () => {
  const test = await start();
  const deploy = sign({ to: undefined, data: deploying(ANSWER), gasLimit: 200_000n });
  const first = await test.block([wrap(deploy)]);
  const { contractAddress, success } = responseOf(first.txResults[0]!);
  expect(success).toBe(true);

  const call = sign({ nonce: 1n, to: contractAddress, gasLimit: 100_000n });
  // PUSH0 PUSH0 REVERT
  const reverting = sign({ nonce: 2n, to: undefined, data: bytesOfHex("0x5f5ffd")!, gasLimit: 100_000n, value: 5n });
  const second = await test.block([wrap(call), wrap(reverting)]);
  expect(BigInt(hexOf(responseOf(second.txResults[0]!).returnData))).toBe(42n);
  const failed = responseOf(second.txResults[1]!);
  expect(failed).toMatchObject({ success: false, vmError: "execution reverted" });
  expect(second.txResults[1]!.code).toBe(0);

  const headerOf = (block: typeof first) => {
    const event = block.events.find(({ type }) => type === "ethereum_block")!;
    const value = (key: string): string => event.attributes.find((attribute) => attribute.key === key)!.value;
    return { hash: value("hash"), header: decodeHeader(bytesOfHex(value("header"))!) };
  };
  const [one, two] = [headerOf(first), headerOf(second)];
  expect(hexOf(two.header.parentHash)).toBe(one.hash);
  const responses = second.txResults.map(responseOf);
  let cumulativeGasUsed = 0n;
  const receipts = responses.map(({ success, gasUsed, logs }) => {
    cumulativeGasUsed += gasUsed;
    return encodeReceipt({ type: 2, success, cumulativeGasUsed, logs });
  });
  expect(hexOf(two.header.receiptsRoot)).toBe(hexOf(listRoot(receipts)));
  expect(hexOf(two.header.transactionsRoot)).toBe(hexOf(listRoot([call.raw, reverting.raw])));
  expect(two.header.gasUsed).toBe(cumulativeGasUsed);
});

test("COINBASE and the header's beneficiary are the proposer's operator, who has what contracts send there", async () => {
  const test = await start();
  const proposer = addressOfEd25519(VALIDATOR.consensusKey);
  // PUSH0 PUSH0 PUSH0 PUSH0 CALLVALUE COINBASE GAS CALL STOP
  const pay = bytesOfHex("0x5f5f5f5f34415af100")!;
  const before = await balance(test, VALIDATOR.operator);
  const paid = await test.block(
    [wrap(sign({ to: undefined, data: pay, value: 5n, gasLimit: 200_000n }))],
    [],
    proposer,
  );
  expect(responseOf(paid.txResults[0]!).success).toBe(true);
  expect((await balance(test, VALIDATOR.operator)) - before).toBe(5n);
  expect(beneficiaryOf(paid)).toEqual(Buffer.from(VALIDATOR.operator));
  // A proposer that is no validator any more.
  expect(beneficiaryOf(await test.block([], [], new Uint8Array(20).fill(3)))).toEqual(Buffer.alloc(20));
});

test("a block stays its proposer's when the validator is removed in it", async () => {
  const tokens = 10n ** 6n;
  // There is one seat, so carol's own is removed with its last share.
  const leaving = { operator: carol.address, consensusKey: new Uint8Array(32).fill(9), tokens };
  const test = await start({}, [VALIDATOR, leaving]);
  const proposer = addressOfEd25519(leaving.consensusKey);
  const undelegate = {
    typeUrl: MsgUndelegate.typeUrl,
    value: encodeMessage(MsgUndelegate, {
      delegatorAddress: addresses.format(carol.address),
      validatorAddress: addresses.formatOperator(carol.address),
      amount: { denom: "aec", amount: `${tokens}` },
    }),
  };
  const fee = [{ denom: "aec", amount: `${1_000_000n * GWEI}` }];
  const signer = { key: carol, accountNumber: 1n, sequence: 0n };
  // COINBASE PUSH0 MSTORE PUSH1 32 PUSH0 RETURN.
  const asking = "415f5260205ff3";
  const first = await test.block([wrap(sign({ to: undefined, data: deploying(asking), gasLimit: 200_000n }))]);
  const to = responseOf(first.txResults[0]!).contractAddress;
  const ask = (nonce: bigint): Uint8Array => wrap(sign({ nonce, to, gasLimit: 100_000n }));
  const leave = signTx([undelegate], [signer], { chainId: "test-1", fee, gasLimit: 1_000_000n });
  const block = await test.block([ask(1n), leave, ask(2n)], [], proposer);
  expect(block.txResults.map(({ log }) => log)).toEqual(["", "", ""]);
  const { byConsAddress } = test.chain.keepers.staking;
  expect(await byConsAddress.get(contextOf(test), proposer)).toBeUndefined();
  for (const result of [block.txResults[0]!, block.txResults[2]!]) {
    expect(hexOf(responseOf(result).returnData.subarray(12))).toBe(hexOf(carol.address));
  }
  expect(beneficiaryOf(block)).toEqual(Buffer.from(carol.address));
  // Whom nobody stands for any more has none.
  expect(beneficiaryOf(await test.block([], [], proposer))).toEqual(Buffer.alloc(20));
});

function beneficiaryOf({ events }: ResponseFinalizeBlock): Uint8Array {
  const event = events.find(({ type }) => type === "ethereum_block");
  return decodeHeader(bytesOfHex(event!.attributes.find(({ key }) => key === "header")!.value)!).beneficiary;
}

test("a result holds the first 1024 bytes of what was returned", async () => {
  const test = await start();
  // PUSH1 1 PUSH0 MSTORE PUSH3 1000000 PUSH0 RETURN: a megabyte.
  const deploy = sign({ to: undefined, data: deploying("60015f52620f42405ff3"), gasLimit: 200_000n });
  const first = await test.block([wrap(deploy)]);
  const call = sign({ nonce: 1n, to: responseOf(first.txResults[0]!).contractAddress, gasLimit: 5_000_000n });
  const { txResults } = await test.block([wrap(call)]);
  const { success, returnData } = responseOf(txResults[0]!);
  expect([success, returnData.length, returnData[31]]).toEqual([true, 1024, 1]);
});

test("BLOCKHASH and the history contract know the last block's hash", async () => {
  const test = await start();
  const first = await test.block([]);
  const hash = first.events.find(({ type }) => type === "ethereum_block")!.attributes[0]!.value;
  // NUMBER PUSH1 1 SWAP1 SUB BLOCKHASH PUSH0 MSTORE PUSH1 32 PUSH0 RETURN
  const deploy = sign({ to: undefined, data: deploying("4360019003405f5260205ff3"), gasLimit: 200_000n });
  // What EIP-2935's contract answers for block 1, asked in block 2.
  const history = bytesOfHex("0x0000f90827f1c53a10cb7a02335b175320002935")!;
  const ask = sign({ nonce: 1n, to: history, data: bytesOfHex(`0x${"1".padStart(64, "0")}`)!, gasLimit: 100_000n });
  const second = await test.block([wrap(deploy), wrap(ask)]);
  expect(hexOf(responseOf(second.txResults[1]!).returnData)).toBe(hash);
  const { contractAddress } = responseOf(second.txResults[0]!);
  const call = sign({ nonce: 2n, to: contractAddress, gasLimit: 100_000n });
  const third = await test.block([wrap(call)]);
  const secondHash = second.events.find(({ type }) => type === "ethereum_block")!.attributes[0]!.value;
  expect(hexOf(responseOf(third.txResults[0]!).returnData)).toBe(secondHash);
});

const invalid: [string, TransactionFields, number, RegExp][] = [
  ["a nonce too high", { nonce: 5n }, errors.nonceTooHigh.code, /nonce too high: tx nonce 5, gapped nonce 0/],
  ["the highest nonce", { nonce: (1n << 64n) - 1n }, errors.nonceMax.code, /nonce has max value/],
  ["another chain's number", { chainId: 1n }, errors.chainId.code, /invalid chain id for signer: have 1 want 3264/],
  [
    "too little gas",
    { gasLimit: 20_999n },
    errors.intrinsicGas.code,
    /intrinsic gas too low: gas 20999, minimum needed 21000/,
  ],
  [
    "less gas than the floor of its data",
    { gasLimit: 53_000n, data: new Uint8Array(1000).fill(1) },
    errors.floorDataGas.code,
    /insufficient gas for floor data gas cost/,
  ],
  [
    "more gas than Osaka allows",
    { gasLimit: 16_777_217n },
    errors.gasLimitTooHigh.code,
    /transaction gas limit too high/,
  ],
  [
    "a tip above its cap",
    { maxPriorityFeePerGas: 3n * GWEI },
    errors.tipAboveFeeCap.code,
    /max priority fee per gas higher/,
  ],
  [
    "a price under the base fee",
    { maxFeePerGas: 1n, maxPriorityFeePerGas: 0n },
    errors.feeCapTooLow.code,
    /max fee per gas less than block base fee/,
  ],
  [
    "more value than there is",
    { value: 11n * EC },
    errors.insufficientFunds.code,
    /insufficient funds for gas \* price \+ value/,
  ],
  [
    "init code too large",
    { to: undefined, data: new Uint8Array(49_153), gasLimit: 10_000_000n },
    errors.initCodeTooLarge.code,
    /max initcode size exceeded: code size 49153, limit 49152/,
  ],
  [
    "no authorizations in a type 4",
    { type: 4, gasLimit: 100_000n },
    errors.setCodeEmpty.code,
    /at least one authorization/,
  ],
];

test.each(invalid)("CheckTx and blocks refuse %s", async (_name, fields, code, words) => {
  const test = await start();
  await test.block([]);
  const tx = wrap(sign(fields));
  const checked = await test.check(tx);
  expect(checked).toMatchObject({ code, codespace: "evm" });
  expect(checked.log).toMatch(words);
  const { txResults } = await test.block([tx]);
  expect(txResults[0]).toMatchObject({ code, codespace: "evm" });
  expect(await balance(test, alice.address)).toBe(10n * EC);
});

test("the mempool takes no transaction over 128 KB, and none under the node's own price", async () => {
  const test = await start();
  await test.block([]);
  const large = wrap(sign({ data: new Uint8Array(131_072), gasLimit: 10_000_000n }));
  const checked = await test.check(large);
  expect(checked).toMatchObject({ code: errors.oversized.code, codespace: "evm" });
  expect(checked.log).toMatch(/oversized data: transaction size \d+, limit 131072/);
  expect((await test.block([large])).txResults[0]!.code).toBe(0);

  const dear = await start({ minGasPrices: [{ denom: "aec", amount18: 3n * GWEI * EC }] });
  await dear.block([]);
  expect((await dear.check(wrap(sign()))).log).toBe(
    "transaction underpriced: gas price 2000000000, minimum needed 3000000000",
  );
  expect((await dear.block([wrap(sign())])).txResults[0]!.code).toBe(0);
});

test("a transaction that has run is refused the next time", async () => {
  const test = await start();
  const tx = wrap(sign());
  const { txResults } = await test.block([tx, tx]);
  expect(txResults.map(({ code }) => code)).toEqual([0, errors.nonceTooLow.code]);
  expect((await test.check(tx)).log).toBe("nonce too low: next nonce 1, tx nonce 0");
});

test("the mempool takes a sender's transactions in a row", async () => {
  const test = await start();
  await test.block([]);
  for (let nonce = 0n; nonce < 5n; nonce++) expect((await test.check(wrap(sign({ nonce })))).code).toBe(0);
  expect((await test.check(wrap(sign({ nonce: 6n })))).code).toBe(errors.nonceTooHigh.code);
});

test("what does not fit the rest of the block is left out of it, and costs nothing", async () => {
  const test = await start();
  const gasLimit = 16_000_000n;
  const fields = { to: undefined, data: bytesOfHex("0xfe")!, gasLimit };
  const { txResults } = await test.block([wrap(sign(fields)), wrap(sign({ ...fields, nonce: 1n }))]);
  expect(txResults.map(({ code, codespace }) => [code, codespace])).toEqual([
    [0, ""],
    [errors.gasLimitReached.code, "evm"],
  ]);
  expect(responseOf(txResults[0]!)).toMatchObject({ success: false, gasUsed: gasLimit });
  expect(await test.chain.keepers.accounts.get(contextOf(test), alice.address)).toMatchObject({ sequence: 1n });
});

describe("the transaction around it", () => {
  const tx = sign();
  const good = wrappingOf(tx, { addresses, denom: "aec" });
  const rebuilt = (change: {
    body?: Partial<TxBody>;
    authInfo?: Partial<AuthInfo>;
    signatures?: Uint8Array[];
  }): Uint8Array => {
    const body = { ...decodeMessage(TxBody, good.bodyBytes), ...change.body };
    const authInfo = { ...decodeMessage(AuthInfo, good.authInfoBytes), ...change.authInfo };
    return encodeMessage(TxRaw, {
      bodyBytes: encodeMessage(TxBody, body),
      authInfoBytes: encodeMessage(AuthInfo, authInfo),
      signatures: change.signatures ?? [],
    });
  };
  const message = (from: Uint8Array) => ({
    typeUrl: MsgEthereumTx.typeUrl,
    value: encodeMessage(MsgEthereumTx, { raw: tx.raw, from: addresses.format(from) }),
  });
  const option = { typeUrl: ExtensionOptionsEthereumTx.typeUrl, value: new Uint8Array(0) };
  const cases: [string, Uint8Array, number][] = [
    ["no option", rebuilt({ body: { extensionOptions: [] } }), errors.misplaced.code],
    ["the option twice", rebuilt({ body: { extensionOptions: [option, option] } }), errors.wrapper.code],
    ["a memo", rebuilt({ body: { memo: "hello" } }), errors.wrapper.code],
    ["a time-out", rebuilt({ body: { timeoutHeight: 100n } }), errors.wrapper.code],
    [
      "two messages",
      rebuilt({ body: { messages: [message(alice.address), message(alice.address)] } }),
      errors.misplaced.code,
    ],
    ["another sender", rebuilt({ body: { messages: [message(bob.address)] } }), errors.wrapper.code],
    ["a signature", rebuilt({ signatures: [new Uint8Array(64)] }), errors.wrapper.code],
    [
      "another gas limit",
      rebuilt({ authInfo: { fee: { ...decodeMessage(AuthInfo, good.authInfoBytes).fee!, gasLimit: 22_000n } } }),
      errors.wrapper.code,
    ],
    [
      "a granter",
      rebuilt({
        authInfo: {
          fee: { ...decodeMessage(AuthInfo, good.authInfoBytes).fee!, granter: addresses.format(bob.address) },
        },
      }),
      errors.wrapper.code,
    ],
  ];

  test.each(cases)("is refused with %s", async (_name, bytes, code) => {
    const test = await start();
    const { txResults } = await test.block([bytes]);
    expect(txResults[0]).toMatchObject({ code, codespace: "evm" });
    expect(await balance(test, alice.address)).toBe(10n * EC);
  });

  test("is refused for a blob transaction, which is named", async () => {
    const test = await start();
    // Type 3 is refused before anything is read of it but its form.
    const raw = Uint8Array.of(3, ...tx.raw.subarray(1));
    const body = {
      messages: [{ typeUrl: MsgEthereumTx.typeUrl, value: encodeMessage(MsgEthereumTx, { raw, from: "" }) }],
    };
    const { txResults } = await test.block([rebuilt({ body })]);
    expect(txResults[0]).toMatchObject({ codespace: "evm", code: errors.typeNotSupported.code });
    expect(txResults[0]!.log).toMatch(/blob/);
  });

  test("is refused for bytes that are no transaction", async () => {
    const test = await start();
    for (const raw of [
      new Uint8Array(0),
      Uint8Array.of(0x02),
      Uint8Array.of(0x7f),
      Uint8Array.of(0xc0),
      tx.raw.subarray(0, 40),
    ]) {
      const body = {
        messages: [{ typeUrl: MsgEthereumTx.typeUrl, value: encodeMessage(MsgEthereumTx, { raw, from: "" }) }],
      };
      const { txResults } = await test.block([rebuilt({ body })]);
      expect(txResults[0]!.codespace).toBe("evm");
    }
  });
});

test("an Ethereum transaction runs inside no other message", async () => {
  const test = await start();
  const tx = sign();
  const inner = {
    typeUrl: MsgEthereumTx.typeUrl,
    value: encodeMessage(MsgEthereumTx, { raw: tx.raw, from: addresses.format(alice.address) }),
  };
  const signer = { key: carol, accountNumber: 1n, sequence: 0n };
  const options = { chainId: "test-1", fee: [{ denom: "aec", amount: "1000000000000000" }], gasLimit: 1_000_000n };
  const grantee = addresses.format(carol.address);
  const exec = (msgs: (typeof inner)[]) => ({
    typeUrl: MsgExec.typeUrl,
    value: encodeMessage(MsgExec, { grantee, msgs }),
  });
  const grant = {
    typeUrl: MsgGrant.typeUrl,
    value: encodeMessage(
      MsgGrant,
      MsgGrant.fromPartial({
        granter: grantee,
        grantee: addresses.format(bob.address),
        grant: {
          authorization: {
            typeUrl: GenericAuthorization.typeUrl,
            value: encodeMessage(GenericAuthorization, { msg: MsgEthereumTx.typeUrl }),
          },
        },
      }),
    ),
  };
  const { txResults } = await test.block([
    signTx([exec([inner])], [signer], options),
    signTx([exec([exec([inner])])], [{ ...signer, sequence: 1n }], options),
    signTx([grant], [{ ...signer, sequence: 2n }], options),
  ]);
  for (const { code, log } of txResults) {
    expect(code).not.toBe(0);
    expect(log).toMatch(/MsgEthereumTx/);
  }
  expect(await balance(test, bob.address)).toBe(0n);
});

test("an Ethereum key signs Cosmos messages too, and both kinds share one sequence", async () => {
  const test = await start();
  const from = addresses.format(alice.address);
  const message = {
    typeUrl: MsgSend.typeUrl,
    value: encodeMessage(MsgSend, {
      fromAddress: from,
      toAddress: addresses.format(bob.address),
      amount: [{ denom: "aec", amount: "7" }],
    }),
  };
  const options = { chainId: "test-1", fee: [{ denom: "aec", amount: "1000000000000000" }], gasLimit: 200_000n };
  const { txResults } = await test.block([
    wrap(sign({ value: 1n })),
    signTx([message], [{ key: alice, accountNumber: 0n, sequence: 1n }], options),
    wrap(sign({ value: 2n, nonce: 2n })),
  ]);
  expect(txResults.map(({ code, log }) => [code, log])).toEqual([
    [0, ""],
    [0, ""],
    [0, ""],
  ]);
  expect(await balance(test, bob.address)).toBe(10n);
  const account = await test.chain.keepers.accounts.get(contextOf(test), alice.address);
  expect(account).toMatchObject({ sequence: 3n, pubKey: { typeUrl: alice.anyPublicKey.typeUrl } });
});

test("an Ethereum wallet signs a Cosmos message as typed data (EIP-712)", async () => {
  const test = await start();
  const from = addresses.format(alice.address);
  const to = addresses.format(bob.address);
  const amount = [{ denom: "aec", amount: "7" }];
  const message = {
    typeUrl: MsgSend.typeUrl,
    value: encodeMessage(MsgSend, { fromAddress: from, toAddress: to, amount }),
  };
  const options = { chainId: "test-1", fee: [{ denom: "aec", amount: "1000000000000000" }], gasLimit: 200_000n };
  const document = (sequence: number, memo = "") =>
    Buffer.from(
      `{"account_number":"0","chain_id":"test-1","fee":{"amount":[{"amount":"1000000000000000","denom":"aec"}],"gas":"200000"},` +
        `"memo":"${memo}","msgs":[{"type":"cosmos-sdk/MsgSend","value":{"amount":[{"amount":"7","denom":"aec"}],` +
        `"from_address":"${from}","to_address":"${to}"}}],"sequence":"${sequence}"}`,
    );
  const signedAs = (typed: Uint8Array, sequence: bigint) => {
    const wallet = { ...alice, anyPublicKey: alice.anyPublicKey, sign: () => alice.sign(typed) };
    return signTx([message], [{ key: wallet, accountNumber: 0n, sequence }], options);
  };
  const { txResults } = await test.block([
    signedAs(eip712Bytes(document(0), chainId)!, 0n),
    signedAs(eip712Bytes(document(1, "another memo"), chainId)!, 1n),
    signedAs(eip712Bytes(document(1), 1n)!, 1n),
  ]);
  expect(txResults.map(({ code }) => code)).toEqual([0, 4, 4]);
  expect(await balance(test, bob.address)).toBe(7n);
});
