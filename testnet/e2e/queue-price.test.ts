import type { LocalNode } from "../local-node.js";
import { changeGenesis, devAccounts, newDevnet } from "./devnet.js";
import { KEEP, nameOf, type Queued, QueueUser } from "./testing/queue.js";

// A chain whose blocks hold two transfers, and whose price nearly doubles after a block that has one: it takes some
// blocks to come down again.
jest.setTimeout(120_000);

const GAS = 200_000n;
const GWEI = 10n ** 9n;
/** The fee of a transfer at a price in tenths of a gwei. */
const fee = (tenths: bigint): { readonly fee: string } => ({ fee: ((GAS * tenths * GWEI) / 10n).toString() });

const [alice, bob, carol] = devAccounts as [(typeof devAccounts)[0], (typeof devAccounts)[0], (typeof devAccounts)[0]];
let node: LocalNode;
let user: QueueUser;

beforeAll(async () => {
  node = await newDevnet();
  user = new QueueUser(node);
  changeGenesis(node, ({ consensus_params: consensus, app_state: { feemarket } }) => {
    consensus.block.max_gas = (2n * GAS).toString();
    feemarket.params = { ...feemarket.params, elasticity_multiplier: 100, min_base_fee: GWEI.toString() };
  });
  await node.echoind(["config", "set", "app", "queue.offer-again", "2"]);
  node.configure({ "consensus.timeout_commit": "2s" });
  await node.start();
}, 120_000);
afterAll(() => node.destroy());

async function baseFee(): Promise<bigint> {
  const { base_fee: coin } = await node.query<{ base_fee: { amount: string } }>("/echoin/feemarket/v1/base_fee");
  return BigInt(coin.amount);
}

/** Waits until gas has its least price again. */
const cheap = (): Promise<true> =>
  node.until(async () => ((await baseFee()) === GWEI ? true : undefined), { what: "the least price" });

/** Has a block that makes gas dearer than half as much again. */
async function makeDear(): Promise<void> {
  await cheap();
  const tx = await user.transfer(bob, 0, fee(100n));
  expect((await user.broadcast(tx)).code).toBe(0);
  await user.committed(nameOf(tx));
  expect(await baseFee()).toBeGreaterThan((3n * GWEI) / 2n);
}

test("under the price of the day it is kept, its owner sees why, and it goes in when the price has come down", async () => {
  await makeDear();
  const tx = await user.transfer(alice, 0, fee(12n));
  expect(await user.broadcast(tx)).toMatchObject({
    code: 13,
    raw_log: expect.stringMatching(/^insufficient fees; got: .* at a base fee of/) as string,
  });
  expect(await user.broadcast(tx, KEEP)).toMatchObject({
    code: 0,
    info: expect.stringContaining("at a base fee of") as string,
  });
  const waiting = {
    state: "QUEUE_STATE_WAITING",
    reason: "QUEUE_REASON_PRICE_TOO_LOW",
    code: 13,
    log: expect.stringContaining("insufficient fees; got:") as string,
  };
  expect(await user.queued(nameOf(tx))).toMatchObject(waiting);
  const told = JSON.parse(await node.echoind(["query", "queue", "list", "alice", "--open"])) as {
    transactions: Queued[];
  };
  expect(told.transactions).toMatchObject([waiting]);

  const { height, code } = await user.committed(nameOf(tx));
  expect(code).toBe(0);
  const { block } = await node.call<{ block: { data: { txs: string[] } } }>("block", { height });
  expect(block.data.txs).toEqual([Buffer.from(tx).toString("base64")]);
});

test("what a rising price drives out of the mempool waits, and goes in when it has come down", async () => {
  await cheap();
  const dear = [await user.transfer(bob, 0, fee(100n)), await user.transfer(carol, 0, fee(100n))];
  // Two in a block make gas three times as dear: more than this one pays, which then waits for some blocks.
  const tx = await user.transfer(alice, 0, fee(20n));
  // Right after a block there is time before the next, which has room for the first two.
  await node.waitForHeight((await node.height()) + 1n);
  for (const each of [...dear, tx]) expect(await user.broadcast(each)).toMatchObject({ code: 0, info: "" });
  for (const each of dear) expect((await user.committed(nameOf(each))).code).toBe(0);
  expect(await baseFee()).toBeGreaterThan(2n * GWEI);
  const { n_txs: left } = await node.call<{ n_txs: string }>("num_unconfirmed_txs");
  expect(left).toBe("0");

  const waits = await user.until(nameOf(tx), "QUEUE_STATE_WAITING");
  expect(waits).toMatchObject({ reason: "QUEUE_REASON_PRICE_TOO_LOW", code: 13 });
  const { attempts, code } = await user.committed(nameOf(tx));
  expect(code).toBe(0);
  expect(attempts).toBeGreaterThan(waits.attempts);
});

test("one whose price never comes expires, and its place is free", async () => {
  const { sequence } = await user.numbersOf(alice);
  const tx = await user.transfer(alice, 0, fee(5n));
  expect(await user.submit(tx, 5)).toMatchObject({
    state: "QUEUE_STATE_WAITING",
    reason: "QUEUE_REASON_PRICE_TOO_LOW",
  });
  const expired = await user.until(nameOf(tx), "QUEUE_STATE_EXPIRED");
  expect(expired).toMatchObject({ reason: "QUEUE_REASON_PRICE_TOO_LOW", height: "0" });
  expect(expired.log).toContain("insufficient fees; got:");
  const next = await user.transfer(alice, 0, fee(100n));
  expect((await user.broadcast(next)).code).toBe(0);
  expect((await user.committed(nameOf(next))).code).toBe(0);
  expect((await user.numbersOf(alice)).sequence).toBe(sequence + 1);
});
