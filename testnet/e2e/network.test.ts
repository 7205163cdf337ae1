import type { SigningStargateClient } from "@cosmjs/stargate";
import type { NetworkManifest } from "../network/manifest.js";
import { Network } from "../network/network.js";
import type { NetworkNode } from "../network/node.js";
import { devAccounts, projectRoot } from "./devnet.js";
import { clientOf } from "./testing/client.js";

// One network of real validators lives through all of this in order. There are five, since one stays in jail: its term is a
// minute at the least, and four others are needed. How one comes back is in liar.test.ts, where a term is shorter.
jest.setTimeout(180_000);

const SNAPSHOTS = { "state-sync.snapshot-interval": 5, "state-sync.snapshot-keep-recent": 0, pruning: "nothing" };

const manifest: NetworkManifest = {
  chainId: "echoin-net-1",
  config: { "consensus.timeout_commit": "300ms", "consensus.timeout_propose": "1500ms" },
  genesis: {
    consensus_params: { abci: { vote_extensions_enable_height: "1" } },
    app_state: {
      // Jailed at the 19th missed block of 30: a node that is killed and started again misses fewer, and one that stays away
      // has by then missed fewer turns to propose than it would be jailed for.
      slashing: {
        params: {
          signed_blocks_window: "30",
          min_signed_per_window: "0.400000000000000000",
          downtime_jail_duration: "60s",
        },
        // A busy machine takes as many turns from a node that starts again as would jail it.
        proposals: { max_missed_turns: 15 },
      },
    },
  },
  nodes: [
    { name: "validator0", kind: "validator", app: SNAPSHOTS },
    { name: "validator1", kind: "validator", app: SNAPSHOTS },
    { name: "validator2", kind: "validator" },
    // Its transactions stay with it, and so do its twin's: the two propose different blocks.
    { name: "validator3", kind: "validator", config: { "mempool.broadcast": false } },
    { name: "validator4", kind: "validator" },
    { name: "late-block", kind: "full", join: "block-sync" },
    { name: "late-state", kind: "full", join: "state-sync" },
    { name: "twin", kind: "full", join: "block-sync", keyOf: "validator3", config: { "mempool.broadcast": false } },
  ],
};

let network: Network;
let [first, second, third, fourth, fifth]: NetworkNode[] = [];

beforeAll(async () => {
  network = await Network.temporary(manifest, projectRoot);
  [first, second, third, fourth, fifth] = network.nodes;
  await network.start();
}, 120_000);
afterAll(() => network.destroy());

interface ValidatorJson {
  readonly operator_address: string;
  readonly jailed: boolean;
  readonly tokens: string;
  readonly status: string;
  readonly description: { readonly moniker: string };
}

async function validator(moniker: string): Promise<ValidatorJson> {
  const { validators } = await first!.query<{ validators: ValidatorJson[] }>("/cosmos/staking/v1beta1/validators");
  const found = validators.find(({ description }) => description.moniker === moniker);
  if (found === undefined) throw new Error(`no validator ${moniker}`);
  return found;
}

/** Validators that are jailed for good. */
async function tombstoned(): Promise<number> {
  const { info } = await first!.query<{ info: { tombstoned: boolean }[] }>("/cosmos/slashing/v1beta1/signing_infos");
  return info.filter((each) => each.tombstoned).length;
}

const whether = (holds: boolean): true | undefined => (holds ? true : undefined);

test("the validators make blocks, and agree on each", async () => {
  await network.waitForHeight(4n);
  await network.agreedHashes(4n);
  const { validators } = await first!.call<{ validators: unknown[] }>("validators");
  expect(validators).toHaveLength(5);
});

test("one is killed: the others go on; it comes back and agrees", async () => {
  await second!.kill();
  const height = await first!.height();
  await network.waitForHeight(height + 3n);
  await second!.start();
  await network.agreedHashes(height + 4n);
});

test("one that stays away misses blocks, is slashed and jailed", async () => {
  const before = await validator("validator4");
  expect(await fifth!.stop()).toBe(0);
  await first!.until(async () => whether((await validator("validator4")).jailed), { what: "jailing" });
  const after = await validator("validator4");
  expect(BigInt(after.tokens)).toBe((BigInt(before.tokens) * 99n) / 100n);
  await fifth!.start();
  const gone = async () => whether((await fifth!.status()).validator_info.voting_power === "0");
  await fifth!.until(gone, { what: "leaving the active validators" });
});

test("late joiners, by blocks and by a snapshot, reach the same state", async () => {
  const byBlocks = await network.join("late-block");
  expect((await byBlocks.status()).sync_info.earliest_block_height).toBe("1");
  const byState = await network.join("late-state");
  expect(Number((await byState.status()).sync_info.earliest_block_height)).toBeGreaterThan(3);
  await network.agreedHashes((await first!.height()) + 1n);
});

test("with more than a third away the chain stands, and goes on when they are back", async () => {
  await Promise.all([second!.kill(), third!.stop()]);
  const height = await first!.height();
  // A block whose votes were under way may still come.
  const another = async () => whether((await first!.height()) > height + 1n);
  await expect(first!.until(another, { what: "a block", timeoutMs: 4000 })).rejects.toThrow("not within 4 s");
  await Promise.all([second!.start(), third!.start()]);
  await network.agreedHashes(height + 4n);
});

test("two nodes with one key are found out: slashed, jailed for good", async () => {
  const before = await validator("validator3");
  const twin = await network.join("twin");
  const [alice, bob] = devAccounts as [(typeof devAccounts)[0], (typeof devAccounts)[0]];
  const [[one, oneAddress], [other, otherAddress]] = await Promise.all([
    clientOf(alice.mnemonic, fourth!),
    clientOf(bob.mnemonic, twin),
  ]);
  const proposeDifferently = async (): Promise<void> => {
    const dust = [{ denom: "aec", amount: "1" }];
    const fee = { amount: [{ denom: "aec", amount: "200000000000000" }], gas: "200000" };
    const send = async (client: SigningStargateClient, from: string): Promise<unknown> =>
      client.signAndBroadcastSync(
        from,
        [{ typeUrl: "/cosmos.bank.v1beta1.MsgSend", value: { fromAddress: from, toAddress: from, amount: dust } }],
        fee,
      );
    // A sequence that is taken while the last one waits is no matter: one that waits is enough.
    await Promise.allSettled([send(one, oneAddress), send(other, otherAddress)]);
  };
  const found = async (): Promise<true | undefined> => {
    await proposeDifferently();
    return whether((await tombstoned()) === 1);
  };
  await first!.until(found, { what: "evidence of double signing", timeoutMs: 150_000 });
  one.disconnect();
  other.disconnect();
  const after = await validator("validator3");
  expect([after.jailed, after.status === "BOND_STATUS_BONDED"]).toEqual([true, false]);
  expect(BigInt(after.tokens)).toBe((BigInt(before.tokens) * 95n) / 100n);
  const { evidence } = await first!.query<{ evidence: object[] }>("/cosmos/evidence/v1beta1/evidence");
  expect(evidence).toMatchObject([{ "@type": "/cosmos.evidence.v1beta1.Equivocation" }]);
  await network.agreedHashes((await first!.height()) + 2n);
});
