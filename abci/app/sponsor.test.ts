import type { Any } from "cosmjs-types/google/protobuf/any";
import { MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { TxMsgData } from "cosmjs-types/cosmos/base/abci/v1beta1/abci";
import { AllowedMsgAllowance, BasicAllowance } from "cosmjs-types/cosmos/feegrant/v1beta1/feegrant";
import { MsgGrantAllowance } from "cosmjs-types/cosmos/feegrant/v1beta1/tx";
import type { ExecTxResult } from "cosmjs-types/tendermint/abci/types";
import { errors as evm } from "../../modules/evm/errors.js";
import { bytesOfHex, hexOf } from "../../modules/evm/hex.js";
import { DEFAULT_PARAMS } from "../../modules/evm/params.js";
import { GWEI } from "../../modules/evm/types.js";
import { wrapEthereumTransaction } from "../../modules/evm/wrapper.js";
import { errors } from "../../modules/sponsor/errors.js";
import { VOUCHER_ADDRESS } from "../../modules/sponsor/types.js";
import { encodeRedemption, voucherDigest } from "../../modules/sponsor/vouchers.js";
import { MsgEthereumTxResponse } from "../../proto/generated/echoin/evm/v1/tx.js";
import { Terms, UserScope } from "../../proto/generated/echoin/sponsor/v1/sponsor.js";
import { MsgCreateSponsorship } from "../../proto/generated/echoin/sponsor/v1/tx.js";
import type { Codec } from "../../proto/codecs.js";
import { decodeMessage } from "../../proto/reader.js";
import { encodeMessage } from "../../proto/writer.js";
import { EthereumKey, type TransactionFields } from "../sim/ethereum.js";
import { SimKey, signTx } from "../sim/wallet.js";
import { AddressCodec } from "../state/addresses.js";
import { QueryContext } from "../state/context.js";
import type { NodeSettings } from "./config.js";
import { startTestChain, type TestChain } from "./testing/chain.js";

const addresses = new AddressCodec("echo");
const company = new SimKey("company");
/** Has no EC, and no account. */
const user = new EthereumKey("user");
const signer = new EthereumKey("voucher signer");
const contract = new Uint8Array(20).fill(0xc0);
const EC = 10n ** 18n;
const { chainId } = DEFAULT_PARAMS;
const BASE_FEE = GWEI;

/** Stores the caller in slot 0, and reverts when there are less than 4 bytes of call data. */
const CODE = "60043610600c57335f55005b5f5ffd";

/** A chain with a company of 100 EC, whose contract is at `contract`, in its second block. */
async function start(settings: Partial<NodeSettings> = {}): Promise<TestChain> {
  const address = addresses.format(company.address);
  const test = await startTestChain(
    (state) => {
      state["bank"]!["balances"] = [{ address, coins: [{ denom: "aec", amount: (100n * EC).toString() }] }];
      const { params } = state["feemarket"]!;
      state["feemarket"]!["params"] = {
        ...(params as object),
        enabled: true,
        min_base_fee: `${BASE_FEE}`,
        base_fee_use: "BASE_FEE_USE_AWARDS",
      };
      state["auth"]!["accounts"] = [
        { "@type": "/cosmos.auth.v1beta1.BaseAccount", address, account_number: "0" },
        {
          "@type": "/cosmos.auth.v1beta1.BaseAccount",
          address: addresses.format(contract),
          account_number: "1",
          sequence: "1",
        },
      ];
      const contracts = state["evm"]!["contracts"] as unknown[];
      contracts.push({ address: hexOf(contract), code: Buffer.from(CODE, "hex").toString("base64"), storage: [] });
    },
    settings,
    30_000_000n,
  );
  await test.block([]);
  return test;
}

const pack = <T>(codec: Codec<T>, message: T): Any => ({
  typeUrl: codec.typeUrl,
  value: encodeMessage(codec, message),
});

const FEE = 300_000n * BASE_FEE;
const fee = { chainId: "test-1", fee: [{ denom: "aec", amount: `${FEE}` }], gasLimit: 300_000n };

/** Opens a sponsorship with 10 EC in a block of its own. */
async function open(
  test: TestChain,
  {
    scope = UserScope.USER_SCOPE_ALL,
    terms = {},
    sequence = 0n,
  }: Partial<{ scope: UserScope; terms: object; sequence: bigint }> = {},
): Promise<void> {
  const message = pack(MsgCreateSponsorship, {
    sponsor: addresses.format(company.address),
    contract: hexOf(contract),
    scope,
    terms: Terms.fromPartial(terms),
    deposit: { denom: "aec", amount: (10n * EC).toString() },
  });
  const { txResults } = await test.block([signTx([message], [{ key: company, accountNumber: 0n, sequence }], fee)]);
  expect(txResults[0]).toMatchObject({ code: 0, log: "" });
}

const free = { maxFeePerGas: 0n, maxPriorityFeePerGas: 0n };
const CALL = bytesOfHex("0x12345678")!;

/** A call of the contract by the user, who offers nothing. */
const call = (fields: TransactionFields = {}, key = user): Uint8Array => {
  const tx = key.signTransaction({ chainId, ...free, to: contract, data: CALL, gasLimit: 100_000n, ...fields });
  return wrapEthereumTransaction(tx, { addresses, denom: "aec" });
};

const responseOf = ({ data }: ExecTxResult): MsgEthereumTxResponse =>
  decodeMessage(MsgEthereumTxResponse, decodeMessage(TxMsgData, data).msgResponses[0]!.value);

function contextOf({ store }: TestChain): QueryContext {
  const block = { chainId: "test-1", height: 1n, timeNanos: 0n, proposer: new Uint8Array(20) };
  return new QueryContext(store.latest(), block, addresses);
}

const deposit = (test: TestChain, id = 1n): Promise<bigint> => test.chain.keepers.sponsors.deposit(contextOf(test), id);
const held = (test: TestChain, address: Uint8Array): Promise<bigint> =>
  test.chain.keepers.bank.balance(contextOf(test), address, "aec");
const nonceOf = async (test: TestChain): Promise<bigint | undefined> =>
  (await test.chain.keepers.accounts.getOrUndefined(contextOf(test), user.address))?.sequence;
const attributesOf = (result: ExecTxResult, type: string): Record<string, string> =>
  Object.fromEntries(
    result.events
      .filter((each) => each.type === type)
      .flatMap(({ attributes }) => attributes.map(({ key, value }) => [key, value])),
  );

test.each([
  ["a legacy transaction", { type: 0 }],
  ["one of type 1", { type: 1 }],
  ["one of type 2", { type: 2 }],
] as const)("who has nothing calls a sponsored contract: %s", async (_name, fields) => {
  const test = await start();
  await open(test, { terms: { tip: "5" } });
  const collector = test.chain.keepers.accounts.moduleAddress("fee_collector");
  const tx = call(fields);
  expect(await test.check(tx)).toMatchObject({ code: 0, log: "" });
  const { txResults } = await test.block([tx]);
  const [result] = txResults;
  const { success, gasUsed, payer } = responseOf(result!);
  expect(success).toBe(true);
  expect(payer).toEqual({
    sponsorshipId: 1n,
    sponsor: Buffer.from(company.address),
    gasPrice: (BASE_FEE + 5n).toString(),
  });
  const cost = gasUsed * (BASE_FEE + 5n);
  expect(await deposit(test)).toBe(10n * EC - cost);
  // What came before was shared out when the block began.
  expect(await held(test, collector)).toBe(cost);
  expect(await held(test, user.address)).toBe(0n);
  expect(await nonceOf(test)).toBe(1n);
  const sponsor = addresses.format(company.address);
  expect(attributesOf(result!, "tx")).toEqual({ fee: `${100_000n * (BASE_FEE + 5n)}aec`, fee_payer: sponsor });
  expect(attributesOf(result!, "ethereum_tx")).toMatchObject({
    gas_price: (BASE_FEE + 5n).toString(),
    sponsorship: "1",
    sponsor: hexOf(company.address),
  });
});

test("a call that fails is paid for all the same", async () => {
  const test = await start();
  await open(test);
  const { txResults } = await test.block([call({ data: new Uint8Array(3) })]);
  const { success, gasUsed, payer } = responseOf(txResults[0]!);
  expect([success, payer?.sponsorshipId]).toEqual([false, 1n]);
  expect(await deposit(test)).toBe(10n * EC - gasUsed * BASE_FEE);
});

test("who offers a price pays it, and an offer under the base fee is no offer", async () => {
  const test = await start();
  await open(test);
  const checked = await test.check(call({ maxFeePerGas: 1n }));
  expect(checked).toMatchObject({ codespace: "evm", code: evm.feeCapTooLow.code });
  const tip = await test.check(call({ maxPriorityFeePerGas: 1n }));
  expect(tip).toMatchObject({ codespace: "evm", code: evm.tipAboveFeeCap.code });
  const own = await test.check(call({ maxFeePerGas: BASE_FEE }));
  expect(own).toMatchObject({ codespace: "evm", code: evm.insufficientFunds.code });
});

const refused: readonly [string, object, TransactionFields, { codespace: string; code: number }, RegExp][] = [
  ["nobody sponsors", {}, { to: user.address }, evm.feeCapTooLow, /max fee per gas less than block base fee/],
  ["a new contract", {}, { to: undefined, data: bytesOfHex("0x00")! }, evm.feeCapTooLow, /max fee per gas less than/],
  ["another selector", { selectors: [Uint8Array.of(1, 2, 3, 4)] }, {}, errors.selector, /the selector 0x12345678/],
  ["too much gas", { limits: { gas: 99_999n } }, {}, errors.gas, /the gas limit 100000 is over its limit gas, 99999/],
  ["too high a base fee", { limits: { price: "999" } }, {}, errors.price, /over its limit price, 999/],
  [
    "authorizations",
    {},
    { type: 4, authorizations: [user.authorize({ chainId, address: contract, nonce: 1n })] },
    errors.kind,
    /does not pay for authorizations/,
  ],
  [
    "value that the user does not have",
    {},
    { value: 1n },
    evm.insufficientFunds,
    /insufficient funds for gas \* price \+ value/,
  ],
];

test.each(refused)("CheckTx and blocks refuse %s, which costs nothing", async (_name, terms, fields, kind, words) => {
  const test = await start();
  await open(test, { terms });
  const expected = { codespace: kind.codespace, code: kind.code, log: expect.stringMatching(words) as string };
  expect(await test.check(call(fields))).toMatchObject(expected);
  const { txResults } = await test.block([call(fields)]);
  expect(txResults[0]).toMatchObject(expected);
  expect(await deposit(test)).toBe(10n * EC);
  expect(await nonceOf(test)).toBeUndefined();
});

test("what is in the mempool counts against the limits; when it is in a block, what it used counts", async () => {
  const test = await start();
  // Room for two calls at their gas limits.
  const dailyFee = (200_000n * BASE_FEE).toString();
  await open(test, { terms: { limits: { dailyFee } } });
  const [first, second, third] = [0n, 1n, 2n].map((nonce) => call({ nonce }));
  expect((await test.check(first!)).code).toBe(0);
  expect((await test.check(second!)).code).toBe(0);
  expect(await test.check(third!)).toMatchObject({
    codespace: "sponsor",
    code: errors.dailyFee.code,
    log: `sponsorship 1: its users would cost ${300_000n * BASE_FEE} today, over its limit daily_fee, ${dailyFee}`,
  });
  // Another user's call would cost the same day.
  expect((await test.check(call({}, new EthereumKey("another")))).code).toBe(errors.dailyFee.code);
  await test.block([first!, second!]);
  expect((await test.check(third!)).code).toBe(0);
});

test("the mempool takes as much as one block may hold", async () => {
  const test = await start();
  await open(test, { terms: { limits: { blockGas: 250_000n } } });
  const calls = [0n, 1n, 2n].map((nonce) => call({ nonce }));
  const codes = [];
  for (const each of calls) codes.push((await test.check(each)).code);
  expect(codes).toEqual([0, 0, errors.blockGas.code]);
  // The block before used less than that; it counts no more.
  await test.block(calls.slice(0, 2));
  expect((await test.check(calls[2]!)).code).toBe(0);
});

test("a limit that is reached within a block refuses the rest, at no cost for anybody", async () => {
  const test = await start();
  await open(test, { terms: { limits: { userDailyCalls: 2n } } });
  const { txResults } = await test.block([0n, 1n, 2n].map((nonce) => call({ nonce })));
  expect(txResults.map(({ code, codespace }) => [codespace, code])).toEqual([
    ["", 0],
    ["", 0],
    ["sponsor", errors.userDailyCalls.code],
  ]);
  expect(await nonceOf(test)).toBe(2n);
  const used = txResults.slice(0, 2).reduce((sum, { gasUsed }) => sum + gasUsed, 0n);
  expect(await deposit(test)).toBe(10n * EC - used * BASE_FEE);
});

test("a node's own least price is held against what the sponsor pays", async () => {
  const test = await start({ minGasPrices: [{ denom: "aec", amount18: 2n * GWEI * EC }] });
  await open(test);
  expect(await test.check(call())).toMatchObject({ codespace: "evm", code: evm.underpriced.code });
  await open(test, { terms: { tip: GWEI.toString() }, sequence: 1n });
  // The first sponsorship would pay, and too little; the second is not asked.
  expect((await test.check(call())).code).toBe(evm.underpriced.code);
});

test("who has nothing redeems a voucher, and calls in the same block", async () => {
  const test = await start();
  const terms = { voucherSigner: hexOf(signer.address), selectors: [CALL] };
  await open(test, { scope: UserScope.USER_SCOPE_MEMBERS, terms });
  const voucher = { sponsorship: 1n, user: user.address, expires: 1_800_000_000n };
  const redemption = (by: EthereumKey, key: EthereumKey) => {
    const signature = key.signHash(voucherDigest(voucher, chainId));
    return call({ to: VOUCHER_ADDRESS, data: encodeRedemption({ ...voucher, signature }) }, by);
  };
  expect((await test.check(call())).code).toBe(evm.feeCapTooLow.code);
  const thief = new EthereumKey("thief");
  expect((await test.check(redemption(thief, signer))).code).toBe(errors.invalidVoucher.code);
  expect((await test.check(redemption(user, thief))).code).toBe(errors.invalidVoucher.code);

  const txs = [redemption(user, signer), call({ nonce: 1n })];
  for (const tx of txs) expect(await test.check(tx)).toMatchObject({ code: 0, log: "" });
  const { txResults } = await test.block(txs);
  expect(txResults.map(({ code }) => code)).toEqual([0, 0]);
  expect(attributesOf(txResults[0]!, "redeem_voucher")).toMatchObject({ sponsorship: "1" });
  const used = txResults.reduce((sum, { gasUsed }) => sum + gasUsed, 0n);
  expect(await deposit(test)).toBe(10n * EC - used * BASE_FEE);
  expect(txResults.map((result) => responseOf(result).payer?.sponsorshipId)).toEqual([1n, 1n]);
});

test("a voucher can be redeemed by who pays for it", async () => {
  const test = await start();
  await open(test, { scope: UserScope.USER_SCOPE_MEMBERS, terms: { voucherSigner: hexOf(signer.address) } });
  const rich = new EthereumKey("rich");
  const send = pack(MsgSend, {
    fromAddress: addresses.format(company.address),
    toAddress: addresses.format(rich.address),
    amount: [{ denom: "aec", amount: EC.toString() }],
  });
  const voucher = { sponsorship: 1n, user: rich.address, expires: 1_800_000_000n };
  const data = encodeRedemption({ ...voucher, signature: signer.signHash(voucherDigest(voucher, chainId)) });
  const { txResults } = await test.block([
    signTx([send], [{ key: company, accountNumber: 0n, sequence: 1n }], fee),
    call({ to: VOUCHER_ADDRESS, data, maxFeePerGas: BASE_FEE }, rich),
    call({ to: VOUCHER_ADDRESS, data, maxFeePerGas: BASE_FEE, nonce: 1n, value: 1n }, rich),
    call({ nonce: 1n }, rich),
  ]);
  expect(txResults.map(({ code }) => code)).toEqual([0, 0, errors.invalidVoucher.code, 0]);
  const lost = pack(MsgSend, {
    fromAddress: addresses.format(company.address),
    toAddress: addresses.format(VOUCHER_ADDRESS),
    amount: [{ denom: "aec", amount: "1" }],
  });
  const third = await test.block([signTx([lost], [{ key: company, accountNumber: 0n, sequence: 2n }], fee)]);
  expect(third.txResults[0]!.log).toMatch(/is not allowed to receive funds/);
  expect(await held(test, rich.address)).toBe(EC - txResults[1]!.gasUsed * BASE_FEE);
});

test("Cosmos messages: a fee grant makes an account for who has none, and pays for what it allows", async () => {
  const test = await start();
  const newcomer = new SimKey("newcomer");
  const [granter, grantee] = [company.address, newcomer.address].map((address) => addresses.format(address)) as [
    string,
    string,
  ];
  const send = (amount: string) =>
    pack(MsgSend, { fromAddress: grantee, toAddress: granter, amount: [{ denom: "aec", amount }] });
  const paid = { ...fee, granter };
  // Without an account there is nothing to sign for.
  const early = signTx([send("1")], [{ key: newcomer, accountNumber: 2n, sequence: 0n }], paid);
  expect((await test.check(early)).log).toMatch(/does not exist|fee-grant not found/);

  const allowance = pack(AllowedMsgAllowance, {
    allowance: pack(BasicAllowance, { spendLimit: [{ denom: "aec", amount: `${(FEE * 3n) / 2n}` }] }),
    allowedMessages: [MsgSend.typeUrl],
  });
  const grant = pack(MsgGrantAllowance, { granter, grantee, allowance });
  await test.block([signTx([grant], [{ key: company, accountNumber: 0n, sequence: 0n }], fee)]);
  const account = await test.chain.keepers.accounts.get(contextOf(test), newcomer.address);
  const signed = (sequence: bigint) =>
    signTx([send("1")], [{ key: newcomer, accountNumber: account.accountNumber, sequence }], paid);
  const before = await held(test, company.address);
  const { txResults } = await test.block([signed(0n), signed(1n)]);
  // The send itself fails, for the newcomer has nothing; its fee is the granter's. The second is over the allowance.
  expect(txResults.map(({ code, codespace }) => [codespace, code])).toEqual([
    ["sdk", 5],
    ["feegrant", 2],
  ]);
  expect(attributesOf(txResults[0]!, "tx")).toMatchObject({ fee: `${FEE}aec`, fee_payer: granter });
  expect(await held(test, company.address)).toBe(before - FEE);
});
