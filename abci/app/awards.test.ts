import { createHash } from "node:crypto";
import {
  MsgFundCommunityPool,
  MsgWithdrawDelegatorReward,
  MsgWithdrawValidatorCommission,
} from "cosmjs-types/cosmos/distribution/v1beta1/tx";
import { MsgBeginRedelegate, MsgDelegate, MsgUndelegate } from "cosmjs-types/cosmos/staking/v1beta1/tx";
import type { ResponseFinalizeBlock, VoteInfo } from "cosmjs-types/tendermint/abci/types";
import { BlockIDFlag } from "cosmjs-types/tendermint/types/validator";
import type { Any } from "cosmjs-types/google/protobuf/any";
import type { Codec } from "../../proto/codecs.js";
import { jsonPieces } from "../../proto/json-pieces.js";
import { encodeMessage } from "../../proto/writer.js";
import { SimKey, signTx } from "../sim/wallet.js";
import { AddressCodec } from "../state/addresses.js";
import { amountOf } from "../state/coins.js";
import { QueryContext } from "../state/context.js";
import { ONE } from "../state/decimals.js";
import type { Event } from "../state/events.js";
import { createEchoin, type Echoin } from "./echoin.js";
import { exportAppState, initGenesis } from "./genesis.js";
import { startTestChain, type TestChain } from "./testing/chain.js";

const EC = 10n ** 18n;
const FEE = 3_000_000_000_000_007n;
const addresses = new AddressCodec("echo");
const keys = ["one", "two", "three", "delegator"].map((name) => new SimKey(name));
const [one, two, , delegator] = keys as [SimKey, SimKey, SimKey, SimKey];
const consensusKey = (index: number): Uint8Array => createHash("sha256").update(`key ${index}`).digest();

const votes = [7n, 5n, 1n].map((power, index): VoteInfo => ({
  validator: { address: createHash("sha256").update(consensusKey(index)).digest().subarray(0, 20), power },
  blockIdFlag: BlockIDFlag.BLOCK_ID_FLAG_COMMIT,
}));

/** Three validators with 1,000 EC each, and four accounts with as much. */
const start = (): Promise<TestChain> => {
  const candidates = keys.slice(0, 3).map(({ address }, index) => ({
    operator: address,
    consensusKey: consensusKey(index),
    tokens: 1000n * EC,
  }));
  return startTestChain(
    (state) => {
      state["bank"]!["balances"] = keys.map(({ address }) => ({
        address: addresses.format(address),
        coins: [{ denom: "aec", amount: (1000n * EC).toString() }],
      }));
      state["auth"]!["accounts"] = keys.map(({ address }, index) => ({
        "@type": "/cosmos.auth.v1beta1.BaseAccount",
        address: addresses.format(address),
        account_number: `${index}`,
      }));
    },
    {},
    -1n,
    candidates,
  );
};

const pack = <T>(codec: Codec<T>, message: T): Any => ({
  typeUrl: codec.typeUrl,
  value: encodeMessage(codec, message),
});

const text = ({ address }: SimKey): string => addresses.format(address);
const operator = ({ address }: SimKey): string => addresses.formatOperator(address);
const aec = (amount: bigint) => ({ denom: "aec", amount: amount.toString() });
const parties = (validator: SimKey) => ({ delegatorAddress: text(delegator), validatorAddress: operator(validator) });

/** What an account does, block by block; an empty list leaves the block empty. */
const plan: readonly (readonly [SimKey, Any][])[] = [
  [[delegator, pack(MsgDelegate, { ...parties(one), amount: aec(321n * EC + 17n) })]],
  [],
  [[delegator, pack(MsgDelegate, { ...parties(two), amount: aec(5n) })]],
  [[delegator, pack(MsgWithdrawDelegatorReward, parties(one))]],
  [],
  [
    [one, pack(MsgWithdrawValidatorCommission, { validatorAddress: operator(one) })],
    [delegator, pack(MsgFundCommunityPool, { depositor: text(delegator), amount: [aec(11n)] })],
  ],
  [
    [
      delegator,
      pack(MsgBeginRedelegate, {
        delegatorAddress: text(delegator),
        validatorSrcAddress: operator(one),
        validatorDstAddress: operator(two),
        amount: aec(100n * EC),
      }),
    ],
  ],
  [],
  [[delegator, pack(MsgUndelegate, { ...parties(two), amount: aec(50n * EC) })]],
  [[delegator, pack(MsgDelegate, { ...parties(two), amount: aec(5000n * EC) })]],
  [],
];

/** Amounts of aec in the events of a type, in units of 10⁻¹⁸. */
function sumOf(events: readonly Event[], type: string, key = "amount"): bigint {
  let sum = 0n;
  for (const event of events) {
    if (event.type !== type) continue;
    const amount = event.attributes.find((each) => each.key === key)?.value ?? "";
    const [, whole = "0", places = ""] = /^(\d+)(?:\.(\d{18}))?(?:aec)?$/.exec(amount) ?? [];
    sum += BigInt(whole) * ONE + BigInt(places || "0");
  }
  return sum;
}

const allEvents = ({ events, txResults }: ResponseFinalizeBlock): Event[] =>
  [...events, ...txResults.flatMap((result) => result.events)].map((event) => ({ ...event }));

test("awards and remainder are exactly what was minted and paid in fees, and all of it is still there or was paid out", async () => {
  const network = await start();
  const { chain, store } = network;
  const { bank, distribution } = chain.keepers;
  const sequences = new Map<SimKey, bigint>();
  let [minted, fees, given, paid] = [0n, 0n, 0n, 0n];
  let before = { pool: 0n, collected: 0n };

  for (const [index, actions] of plan.entries()) {
    const txs = actions.map(([key, message]) => {
      const sequence = sequences.get(key) ?? 0n;
      sequences.set(key, sequence + 1n);
      const signer = { key, accountNumber: BigInt(keys.indexOf(key)), sequence };
      return signTx([message], [signer], { chainId: "test-1", fee: [aec(FEE)], gasLimit: 1_000_000n });
    });
    const answer = await network.block(txs, index === 0 ? [] : votes);
    // The last one delegates more than there is: its fee is shared out all the same.
    const failed = answer.txResults.filter(({ code }) => code !== 0).length;
    expect(failed).toBe(index === plan.length - 2 ? 1 : 0);

    const events = allEvents(answer);
    const mintedNow = sumOf(events, "mint");
    minted += mintedNow;
    expect(sumOf(events, "tx", "fee")).toBe(BigInt(actions.length) * FEE * ONE);
    fees += sumOf(events, "tx", "fee");
    paid += sumOf(events, "withdraw_rewards") + sumOf(events, "withdraw_commission");
    if (index === 5) given += 11n * ONE;

    const header = { chainId: "test-1", height: BigInt(index + 1), timeNanos: 0n, proposer: new Uint8Array(0) };
    const ctx = new QueryContext(store.latest(), header, addresses);
    const pool = amountOf(await distribution.communityPool(ctx), "aec");
    let outstanding = 0n;
    for await (const [, rewards] of distribution.outstanding.range(ctx)) outstanding += amountOf(rewards, "aec");
    const collected = (await bank.balance(ctx, distribution.feeCollector, "aec")) * ONE;
    expect(outstanding + pool + collected + paid).toBe(minted + fees + given);
    expect((await bank.balance(ctx, distribution.account, "aec")) * ONE).toBe(outstanding + pool);
    if (actions.length === 0) {
      // Nothing but the block itself: what the pool gained is the remainder.
      expect(sumOf(events, "rewards") + (pool - before.pool)).toBe(mintedNow + before.collected);
      expect(mintedNow).toBeGreaterThan(0n);
    }
    before = { pool, collected };
    for (const invariant of chain.invariants) await invariant.check(ctx);
  }
  expect(paid).toBeGreaterThan(0n);
  await expectSameAgain(network, BigInt(plan.length));
});

async function exportText(chain: Echoin, ctx: QueryContext): Promise<string> {
  let text = "";
  for await (const piece of jsonPieces(await exportAppState(chain, ctx))) text += piece;
  return text;
}

/** An exported chain starts again as the same: stakes, rewards and what was minted by. */
async function expectSameAgain({ chain, store }: TestChain, height: bigint): Promise<void> {
  const block = { chainId: "test-2", height, timeNanos: 0n, proposer: new Uint8Array(0) };
  const exported = await exportText(chain, new QueryContext(store.latest(), block, addresses));
  const fresh = createEchoin();
  const { overlay } = await initGenesis(fresh, block, {
    appState: Buffer.from(exported),
    consensusParams: undefined,
    initialHeight: height,
  });
  const ctx = new QueryContext(overlay, block, addresses);
  expect(await exportText(fresh, ctx)).toBe(exported);
  for (const { invariants = [] } of [fresh.modules.staking, fresh.modules.distribution, fresh.modules.mint]) {
    for (const invariant of invariants) await invariant.check(ctx);
  }
}
