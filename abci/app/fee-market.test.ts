import { createHash } from "node:crypto";
import { MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { BasicAllowance } from "cosmjs-types/cosmos/feegrant/v1beta1/feegrant";
import { MsgGrantAllowance } from "cosmjs-types/cosmos/feegrant/v1beta1/tx";
import { ResponseCheckTx, type ResponseFinalizeBlock } from "cosmjs-types/tendermint/abci/types";
import { nextBaseFee } from "../../modules/feemarket/base-fee.js";
import { errors as evm } from "../../modules/evm/errors.js";
import { decodeHeader } from "../../modules/evm/header.js";
import { bytesOfHex } from "../../modules/evm/hex.js";
import { DEFAULT_PARAMS } from "../../modules/evm/params.js";
import { wrapEthereumTransaction } from "../../modules/evm/wrapper.js";
import { type Codec } from "../../proto/codecs.js";
import { decodeMessage } from "../../proto/reader.js";
import { encodeMessage } from "../../proto/writer.js";
import { EthereumKey, type TransactionFields } from "../sim/ethereum.js";
import { SimKey, signTx, type TxOptions } from "../sim/wallet.js";
import { AddressCodec } from "../state/addresses.js";
import { QueryContext } from "../state/context.js";
import { ONE } from "../state/decimals.js";
import { startTestChain, type TestChain, VALIDATOR } from "./testing/chain.js";

// A whole chain whose market prices gas at a gwei, with a target of half a million.
const addresses = new AddressCodec("echo");
const GWEI = 10n ** 9n;
const EC = 10n ** 18n;
const MAX_GAS = 1_000_000n;
const carol = new SimKey("carol");
const dave = new SimKey("dave");
const alice = new EthereumKey("alice");
const owners = [carol, dave, alice];
const text = ({ address }: { address: Uint8Array }): string => addresses.format(address);
/** The consensus address of the chain's one validator. */
const PROPOSER = createHash("sha256").update(VALIDATOR.consensusKey).digest().subarray(0, 20);

const start = (params: Record<string, unknown> = {}, settings = {}): Promise<TestChain> =>
  startTestChain(
    (state) => {
      state["bank"]!["balances"] = owners.map((owner) => ({
        address: text(owner),
        coins: [
          { denom: "aec", amount: (10n * EC).toString() },
          { denom: "uusd", amount: "1000" },
        ],
      }));
      state["auth"]!["accounts"] = owners.map((owner, index) => ({
        "@type": "/cosmos.auth.v1beta1.BaseAccount",
        address: text(owner),
        account_number: `${index}`,
      }));
      const { params: free } = state["feemarket"]!;
      state["feemarket"]!["params"] = { ...(free as object), enabled: true, min_base_fee: `${GWEI}`, ...params };
    },
    settings,
    MAX_GAS,
  );

const pack = <T>(codec: Codec<T>, message: T) => ({ typeUrl: codec.typeUrl, value: encodeMessage(codec, message) });
const sendOf = (from: SimKey, amount = "1") =>
  pack(MsgSend, { fromAddress: text(from), toAddress: text(dave), amount: [{ denom: "aec", amount }] });

/** A transfer at this price of gas, by carol unless said otherwise. */
function transfer(price: bigint, { sequence = 0n, key = carol, gas = 100_000n, ...more }: Transfer = {}): Uint8Array {
  const fee = price === 0n ? [] : [{ denom: "aec", amount: (price * gas).toString() }];
  const options = { chainId: "test-1", fee, gasLimit: gas, ...more };
  return signTx([sendOf(key)], [{ key, accountNumber: BigInt(owners.indexOf(key)), sequence }], options);
}
type Transfer = { sequence?: bigint; key?: SimKey; gas?: bigint } & Partial<TxOptions>;

const ethereum = (fields: TransactionFields): Uint8Array => {
  const tx = alice.signTransaction({ chainId: DEFAULT_PARAMS.chainId, to: carol.address, ...fields });
  return Uint8Array.from(wrapEthereumTransaction(tx, { addresses, denom: "aec" }));
};

const contextOf = ({ store }: TestChain): QueryContext => {
  const block = { chainId: "test-1", height: store.lastCommit.version, timeNanos: 0n, proposer: new Uint8Array(20) };
  return new QueryContext(store.latest(), block, addresses);
};
const baseFeeOf = async (test: TestChain): Promise<bigint> => test.chain.keepers.feeMarket.baseFee(contextOf(test));
const recheck = async ({ app }: TestChain, tx: Uint8Array): Promise<ResponseCheckTx> =>
  decodeMessage(ResponseCheckTx, await app.checkTx({ tx, type: 1 }));

/** An attribute of the block's own event of this type. */
const valueOf = ({ events }: ResponseFinalizeBlock, type: string, name: string): string =>
  events.find((event) => event.type === type)!.attributes.find(({ key }) => key === name)!.value;

/** Transfers that use more gas than is aimed at: so that the price of the next block is higher. */
const busy = (from: bigint): Uint8Array[] =>
  Array.from({ length: 20 }, (_, index) => transfer(100n * GWEI, { sequence: from + BigInt(index) }));

test("a fee under the base fee is refused in the SDK's words, in CheckTx and in a block, and nothing is taken", async () => {
  const test = await start();
  await test.block([]);
  const low = transfer(GWEI - 1n);
  const words =
    "insufficient fees; got: 99999999900000aec required: 100000000000000aec, at a base fee of 1000000000aec: insufficient fee";
  expect(await test.check(low)).toMatchObject({ code: 13, codespace: "sdk", log: words });
  for (const refused of [low, transfer(0n), transfer(0n, { fee: [{ denom: "uusd", amount: "1000" }] })]) {
    const { txResults } = await test.block([refused]);
    expect(txResults[0]).toMatchObject({ code: 13, codespace: "sdk", events: [] });
  }
  const { bank } = test.chain.keepers;
  expect(await bank.balance(contextOf(test), carol.address, "aec")).toBe(10n * EC);
  // The same sequence is still good: the refused ones were no part of the account's history.
  expect((await test.block([transfer(GWEI)])).txResults[0]).toMatchObject({ code: 0 });
});

test("the node's own price comes on top of it", async () => {
  const test = await start({}, { minGasPrices: [{ denom: "aec", amount18: 3n * GWEI * ONE }] });
  await test.block([]);
  expect((await test.check(transfer(2n * GWEI))).log).toContain("required: 300000000000000aec: insufficient fee");
  expect((await test.check(transfer(3n * GWEI))).code).toBe(0);
  expect((await test.block([transfer(2n * GWEI)])).txResults[0]!.code).toBe(0);
});

test("Cosmos and Ethereum transactions raise one price, and a header and the parameters give the next", async () => {
  const test = await start();
  await test.block([]);
  const blocks = [[...busy(0n)], [...busy(20n), ethereum({ maxFeePerGas: 9n * GWEI, maxPriorityFeePerGas: 1n })], []];
  for (const txs of blocks) {
    const before = await baseFeeOf(test);
    const answer = await test.block(txs);
    expect(answer.txResults.filter(({ code }) => code !== 0)).toEqual([]);
    const used = answer.txResults.reduce((sum, { gasUsed }) => sum + gasUsed, 0n);
    const header = decodeHeader(bytesOfHex(valueOf(answer, "ethereum_block", "header"))!);
    expect(header).toMatchObject({ baseFeePerGas: before, totalGasUsed: used, gasLimit: MAX_GAS });
    const rules = await test.chain.keepers.feeMarket.rules(contextOf(test));
    const next = nextBaseFee(header.baseFeePerGas, { used: header.totalGasUsed, limit: header.gasLimit }, rules);
    expect(await baseFeeOf(test)).toBe(next);
    if (txs.length > 0) expect(next).toBeGreaterThan(before);
    else expect(next).toBeLessThan(before);
    for (const invariant of test.chain.invariants) await invariant.check(contextOf(test));
  }
});

test("what was admitted fails once the price has risen, and leaves the mempool", async () => {
  const test = await start();
  await test.block([]);
  const waiting = transfer(GWEI, { key: dave });
  const waitingToo = ethereum({ maxFeePerGas: GWEI });
  for (const tx of [waiting, waitingToo]) expect((await test.check(tx)).code).toBe(0);
  await test.block(busy(0n));
  expect(await recheck(test, waiting)).toMatchObject({ code: 13, codespace: "sdk" });
  expect(await recheck(test, waitingToo)).toMatchObject({ code: evm.feeCapTooLow.code, codespace: "evm" });
  const { txResults } = await test.block([waiting, waitingToo]);
  expect(txResults.map(({ code }) => code)).toEqual([13, evm.feeCapTooLow.code]);
  expect(txResults[1]!.log).toMatch(
    /^max fee per gas less than block base fee: address 0x\w+, maxFeePerGas: 1000000000, /,
  );
  const { bank } = test.chain.keepers;
  expect(await bank.balance(contextOf(test), alice.address, "aec")).toBe(10n * EC);
  // It has fallen again: the same bytes are good.
  while ((await baseFeeOf(test)) > GWEI) await test.block([]);
  expect((await test.block([waiting])).txResults[0]!.code).toBe(0);
});

test("the base fee is burnt, tips are the proposer's, other coins all stakers', and no coin is made or lost", async () => {
  const test = await start();
  const { bank, distribution } = test.chain.keepers;
  await test.block([]);
  const fee = [
    { denom: "aec", amount: (3n * GWEI * 100_000n).toString() },
    { denom: "uusd", amount: "7" },
  ];
  const supply = await bank.supply(contextOf(test), "aec");
  const txs = [transfer(GWEI, { fee }), ethereum({ maxFeePerGas: 5n * GWEI, maxPriorityFeePerGas: GWEI })];
  const answer = await test.block(txs, [], PROPOSER);
  expect(answer.txResults.map(({ code }) => code)).toEqual([0, 0]);
  // Cosmos: all gas that was asked for; Ethereum: what was used.
  const burnt = 100_000n * GWEI + 21_000n * GWEI;
  const tips = 200_000n * GWEI + 21_000n * GWEI;
  expect(valueOf(answer, "fee_market", "base_fees_paid")).toBe(burnt.toString());
  expect(valueOf(answer, "fee_market", "tips_paid")).toBe(tips.toString());
  const minted = BigInt(valueOf(answer, "mint", "amount"));
  expect(await bank.supply(contextOf(test), "aec")).toBe(supply + minted - burnt);
  const outstanding = await distribution.outstanding.get(contextOf(test), VALIDATOR.operator);
  expect(outstanding).toEqual([{ denom: "aec", amount: tips * ONE }]);
  const collected = await bank.allBalances(contextOf(test), distribution.feeCollector);
  expect(collected).toEqual([{ denom: "uusd", amount: 7n }]);
  for (const invariant of test.chain.invariants) await invariant.check(contextOf(test));
});

test("an allowance pays the base fee for somebody with nothing", async () => {
  const test = await start();
  const poor = new SimKey("poor");
  const allowance = pack(BasicAllowance, BasicAllowance.fromPartial({}));
  const grant = pack(MsgGrantAllowance, { granter: text(carol), grantee: text(poor), allowance });
  const fee = [{ denom: "aec", amount: (GWEI * 200_000n).toString() }];
  const signer = { key: carol, accountNumber: 0n, sequence: 0n };
  const options = { chainId: "test-1", fee, gasLimit: 200_000n };
  expect((await test.block([signTx([grant], [signer], options)])).txResults[0]!.code).toBe(0);
  const account = await test.chain.keepers.accounts.get(contextOf(test), poor.address);
  const send = pack(MsgSend, {
    fromAddress: text(poor),
    toAddress: text(dave),
    amount: [{ denom: "aec", amount: "1" }],
  });
  const sender = { key: poor, accountNumber: account.accountNumber, sequence: 0n };
  const paid = await test.block([signTx([send], [sender], { ...options, granter: text(carol) })]);
  // The fee was paid; the transfer itself was not possible.
  expect(paid.txResults[0]).toMatchObject({ code: 5, codespace: "sdk" });
  expect(paid.txResults[0]!.events.find(({ type }) => type === "tx")!.attributes).toContainEqual(
    expect.objectContaining({ key: "fee_payer", value: text(carol) }),
  );
});

test("with the market off and no least price, gas is free, and fees are all stakers' as in the SDK", async () => {
  const test = await start({ enabled: false, min_base_fee: "0" });
  await test.block([]);
  const { txResults } = await test.block([
    transfer(0n),
    transfer(1n, { sequence: 1n }),
    ethereum({ maxFeePerGas: 0n }),
  ]);
  expect(txResults.map(({ code }) => code)).toEqual([0, 0, 0]);
  const { bank, distribution } = test.chain.keepers;
  expect(await bank.balance(contextOf(test), distribution.feeCollector, "aec")).toBe(100_000n);
  expect(await baseFeeOf(test)).toBe(0n);
});
