import { MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { TxRaw } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import type { Any } from "cosmjs-types/google/protobuf/any";
import { RequestPrepareProposal, RequestProcessProposal, ResponseCheckTx } from "cosmjs-types/tendermint/abci/types";
import { decodeMessage } from "../../proto/reader.js";
import { encodeMessage } from "../../proto/writer.js";
import { SimKey, signTx, type TxOptions, type TxSigner } from "../sim/wallet.js";
import { AddressCodec } from "../state/addresses.js";
import { openMultiStore } from "../store/open.js";
import { EchoinApplication } from "./application.js";
import { defaultSettings } from "./config.js";
import { createEchoin } from "./echoin.js";
import { defaultAppState } from "./genesis.js";
import { silentLogger } from "./logger.js";
import { freeGas } from "./testing/fee-market.js";
import { withValidators } from "./testing/validators.js";

// One application over a real store in memory, at height 1; each transaction is offered to its mempool.
const addresses = new AddressCodec("echo");
const [alice, bob, stranger] = ["alice", "bob", "stranger"].map((name) => new SimKey(name)) as [SimKey, SimKey, SimKey];
const validator = { operator: alice.address, consensusKey: new Uint8Array(32).fill(7), tokens: 10n ** 18n };
const text = (key: SimKey): string => addresses.format(key.address);
let app: EchoinApplication;

beforeAll(async () => {
  const chain = createEchoin();
  const store = await openMultiStore({ file: ":memory:", storeNames: chain.storeNames, synchronous: "OFF" });
  app = new EchoinApplication({
    chain,
    store,
    settings: { ...defaultSettings, minGasPrices: [{ denom: "aec", amount18: 10n ** 16n }] },
    queries: { query: () => Promise.reject(new Error("not here")), onVersion() {} },
    snapshots: {} as never,
    logger: silentLogger,
    version: "test",
  });
  await app.load();
  const state = structuredClone(defaultAppState(chain)) as Record<string, Record<string, unknown>>;
  state["bank"]!["balances"] = [alice, bob].map((key) => ({
    address: text(key),
    coins: [{ denom: "aec", amount: "1000000" }],
  }));
  state["auth"]!["accounts"] = [alice, bob].map((key, index) => ({
    "@type": "/cosmos.auth.v1beta1.BaseAccount",
    address: text(key),
    account_number: `${index}`,
  }));
  state["feemarket"] = freeGas(state["feemarket"]!);
  const time = { seconds: 1_700_000_000n, nanos: 0 };
  await app.initChain({
    chainId: "test-1",
    time,
    appStateBytes: Buffer.from(JSON.stringify(withValidators(state, addresses, [validator]))),
    initialHeight: 1n,
    validators: [],
    consensusParams: undefined,
  });
  await app.finalizeBlock({
    txs: [],
    decidedLastCommit: { round: 0, votes: [] },
    misbehavior: [],
    hash: new Uint8Array(32),
    height: 1n,
    time,
    nextValidatorsHash: new Uint8Array(32),
    proposerAddress: new Uint8Array(20),
  });
  await store.commit();
  await app.load();
});

const send = (change: Partial<MsgSend> = {}): Any => ({
  typeUrl: MsgSend.typeUrl,
  value: encodeMessage(MsgSend, {
    fromAddress: text(alice),
    toAddress: text(bob),
    amount: [{ denom: "aec", amount: "5" }],
    ...change,
  }),
});

const signer = (change: Partial<TxSigner> = {}): TxSigner => ({
  key: alice,
  accountNumber: 0n,
  sequence: 0n,
  ...change,
});

const options = (change: Partial<TxOptions> = {}): TxOptions => ({
  chainId: "test-1",
  fee: [{ denom: "aec", amount: "2000" }],
  gasLimit: 200_000n,
  ...change,
});

const good = (change: Partial<TxOptions> = {}): Uint8Array => signTx([send()], [signer()], options(change));

const rebuilt = (change: (raw: TxRaw) => void): Uint8Array => {
  const raw = { ...decodeMessage(TxRaw, good()) };
  change(raw);
  return encodeMessage(TxRaw, raw);
};

async function check(bytes: Uint8Array): Promise<ResponseCheckTx> {
  return ResponseCheckTx.decode(await app.checkTx({ tx: bytes, type: 0 }));
}

const hugeFee = [{ denom: "aec", amount: "9999999999" }];

test.each<[string, () => Uint8Array, number, RegExp]>([
  ["no bytes", () => new Uint8Array(0), 2, /tx parse error|TxRaw/],
  ["noise", () => Uint8Array.of(1, 2, 3, 4), 2, /./],
  ["bytes cut short", () => good().slice(0, 60), 2, /./],
  ["an unknown field in TxRaw", () => Uint8Array.from([...good(), 0x7a, 0x00]), 2, /no field|canonical/],
  [
    "an unknown field in the body",
    () => rebuilt((raw) => (raw.bodyBytes = Buffer.concat([raw.bodyBytes, Buffer.of(0x7a, 0x00)]))),
    2,
    /no field 15/,
  ],
  [
    "fields out of order",
    () => {
      const raw = good();
      return Uint8Array.from([...raw, ...raw.slice(0, 0), 0x0a, 0x00]);
    },
    2,
    /./,
  ],
  [
    "a message of unknown type",
    () => signTx([{ typeUrl: "/no.such.Msg", value: new Uint8Array(0) }], [signer()], options()),
    2,
    /no\.such\.Msg/,
  ],
  ["no messages", () => signTx([], [signer()], options()), 18, /at least one message/],
  [
    "another chain's signature",
    () => good({ chainId: "test-2" }),
    4,
    /verify account number \(0\) and chain-id \(test-1\)/,
  ],
  ["a wrong sequence", () => signTx([send()], [signer({ sequence: 3n })], options()), 32, /expected 0, got 3/],
  [
    "a wrong account number",
    () => signTx([send()], [signer({ accountNumber: 9n })], options()),
    4,
    /verification failed/,
  ],
  [
    "a stranger's key",
    () => signTx([send()], [signer({ key: stranger })], options()),
    8,
    /does not match signer address/,
  ],
  [
    "a spoilt signature",
    () => rebuilt((raw) => (raw.signatures = [raw.signatures[0]!.map((byte) => byte ^ 1)])),
    4,
    /verification failed/,
  ],
  ["no signature", () => rebuilt((raw) => (raw.signatures = [])), 15, /no signatures/],
  [
    "two signatures of one signer",
    () => signTx([send()], [signer(), signer()], options()),
    4,
    /wrong number of signers/,
  ],
  [
    "a fee under the floor",
    () => good({ fee: [{ denom: "aec", amount: "1999" }] }),
    13,
    /got: 1999aec required: 2000aec/,
  ],
  ["a fee nobody can pay", () => good({ fee: hugeFee }), 5, /insufficient funds/],
  [
    "a fee in unsorted coins",
    () =>
      good({
        fee: [
          { denom: "b00", amount: "1" },
          { denom: "aec", amount: "2000" },
        ],
      }),
    13,
    /not sorted/,
  ],
  ["a negative fee", () => good({ fee: [{ denom: "aec", amount: "-5" }] }), 10, /negative/],
  ["a fee with leading zeros", () => good({ fee: [{ denom: "aec", amount: "02000" }] }), 10, /plain decimal/],
  ["a fee over 256 bits", () => good({ fee: [{ denom: "aec", amount: (1n << 256n).toString() }] }), 10, /256 bits/],
  ["a fee of no denomination", () => good({ fee: [{ denom: "!", amount: "1" }] }), 10, /invalid denom/],
  ["no gas", () => good({ gasLimit: 0n }), 11, /out of gas/],
  ["gas over 63 bits", () => good({ gasLimit: 1n << 63n }), 18, /invalid gas supplied/],
  ["too little gas", () => good({ gasLimit: 2000n }), 11, /out of gas/],
  ["a long memo", () => good({ memo: "m".repeat(257) }), 12, /maximum number of characters is 256 but received 257/],
  ["a fee granter who granted nothing", () => good({ granter: text(bob) }), 38, /does not allow to pay fees/],
  [
    "an unordered transaction too far ahead",
    () => good({ unorderedUntilNanos: 1_700_000_700n * 10n ** 9n }),
    18,
    /exceeds 10m0s/,
  ],
  [
    "an unordered transaction in the past",
    () => good({ unorderedUntilNanos: 1_699_999_999n * 10n ** 9n }),
    42,
    /timeout/,
  ],
  [
    "a sender without an account",
    () => signTx([send({ fromAddress: text(stranger) })], [signer({ key: stranger })], options()),
    9,
    /does not exist/,
  ],
  [
    "another chain's address",
    () => signTx([send({ fromAddress: new AddressCodec("cosmos").format(alice.address) })], [signer()], options()),
    7,
    /expected echo, got cosmos/,
  ],
])("CheckTx refuses %s", async (_what, bytes, code, log) => {
  const result = await check(bytes());
  expect({ code: result.code, codespace: result.codespace }).toEqual({ code, codespace: "sdk" });
  expect(result.log).toMatch(log);
});

test("a refused transaction leaves no trace, and a good one uses up its sequence", async () => {
  expect((await check(good())).code).toBe(0);
  expect((await check(good())).log).toMatch("account sequence mismatch, expected 1, got 0");
  expect((await check(signTx([send()], [signer({ sequence: 1n })], options()))).code).toBe(0);
});

test("a proposal holds what can be decoded, within its byte limit, and is refused otherwise", async () => {
  const one = good();
  const two = signTx([send()], [signer({ sequence: 1n })], options());
  const offered = [Uint8Array.of(9), one, two];
  const prepare = RequestPrepareProposal.fromPartial({
    txs: offered,
    maxTxBytes: BigInt(one.length + 10),
    height: 2n,
  });
  expect((await app.prepareProposal(prepare)).txs).toEqual([one]);
  const statusOf = async (txs: Uint8Array[]) =>
    (await app.processProposal(RequestProcessProposal.fromPartial({ txs, height: 2n }))).status;
  expect(await statusOf([one, two])).toBe(1);
  expect(await statusOf([one, Uint8Array.of(9)])).toBe(2);
});
