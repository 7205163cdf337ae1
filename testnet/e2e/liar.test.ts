import { mkdtempSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromBech32, toBech32 } from "@cosmjs/encoding";
import { MsgUnjail } from "cosmjs-types/cosmos/slashing/v1beta1/tx";
import type { NetworkManifest } from "../network/manifest.js";
import { Network } from "../network/network.js";
import type { NetworkNode } from "../network/node.js";
import { type Lie, liarVersion } from "../variants/liar/liar.js";
import { makeVariant } from "../variants/variant.js";
import { projectRoot } from "./devnet.js";
import { clientOf } from "./testing/client.js";

// One network, in order: validator2 is stopped, validator3 lies. Who has to come back among the four does so before the
// next one goes: the other three have just enough power.
jest.setTimeout(180_000);

const folder = mkdtempSync(join(tmpdir(), "echoin-liar-"));
const liarProgram = join(folder, "liar");

const manifest: NetworkManifest = {
  chainId: "echoin-liar-1",
  config: { "consensus.timeout_commit": "300ms", "consensus.timeout_propose": "2s" },
  genesis: {
    consensus_params: { abci: { vote_extensions_enable_height: "1" } },
    app_state: {
      slashing: {
        params: { signed_blocks_window: "1000" },
        proposals: { turns_window: 12, max_missed_turns: 2, delay_jail_duration: "10s" },
      },
    },
  },
  nodes: [
    { name: "validator0", kind: "validator" },
    { name: "validator1", kind: "validator" },
    { name: "validator2", kind: "validator" },
    { name: "validator3", kind: "validator", program: liarProgram },
  ],
};

let network: Network;
let first: NetworkNode, second: NetworkNode, third: NetworkNode;

beforeAll(async () => {
  makeVariant({ root: projectRoot, folder: liarProgram, version: "0.0.0-liar", wraps: liarVersion });
  network = await Network.temporary(manifest, projectRoot);
  [first, second, third] = network.nodes as [NetworkNode, NetworkNode, NetworkNode];
  await network.start();
}, 120_000);
afterAll(async () => {
  await network.destroy();
  rmSync(folder, { recursive: true, force: true });
});

interface ValidatorJson {
  readonly jailed: boolean;
  readonly tokens: string;
  readonly description: { readonly moniker: string };
}

/** Stake and jail of all four, in the nodes' order. */
async function stakes(): Promise<{ tokens: bigint; jailed: boolean }[]> {
  const { validators } = await first.query<{ validators: ValidatorJson[] }>("/cosmos/staking/v1beta1/validators");
  return [0, 1, 2, 3].map((index) => {
    const { tokens, jailed } = validators.find(({ description }) => description.moniker === `validator${index}`)!;
    return { tokens: BigInt(tokens), jailed };
  });
}

const STAKE = 100_000n * 10n ** 18n;
const untouched = { tokens: STAKE, jailed: false };
const whether = (holds: boolean): true | undefined => (holds ? true : undefined);
const lie = (what: Lie): void => writeFileSync(join(liarProgram, what), "");
const stopLying = (what: Lie): void => unlinkSync(join(liarProgram, what));

interface BlockEvent {
  readonly type: string;
  readonly attributes: readonly { readonly key: string; readonly value: string }[];
}

/** Why validators were slashed, by the events of all blocks so far: those of votes stand with the transaction that carries them. */
async function reasons(): Promise<string[]> {
  const found: string[] = [];
  const last = await first.height();
  for (let height = 1n; height <= last; height++) {
    const { finalize_block_events: own, txs_results: txs } = await first.call<{
      finalize_block_events: BlockEvent[] | null;
      txs_results: { events: BlockEvent[] }[] | null;
    }>("block_results", { height: height.toString() });
    for (const { type, attributes } of [...(own ?? []), ...(txs ?? []).flatMap(({ events }) => events)]) {
      const reason = attributes.find(({ key }) => key === "reason");
      if (type === "slash" && reason !== undefined) found.push(reason.value);
    }
  }
  return found;
}

test("a proposer that is stopped is slashed for the turns that pass, and jailed", async () => {
  await third.stop();
  await first.until(async () => whether((await stakes())[2]!.jailed), { what: "the jail for missed turns" });
  expect(await stakes()).toEqual([untouched, untouched, { tokens: (STAKE * 9999n) / 10000n, jailed: true }, untouched]);
});

test("it unjails itself through cosmjs when its term is over, and votes again", async () => {
  const [client, operator] = await clientOf(network.recordOf("validator2").operator!.mnemonic, first);
  client.registry.register("/cosmos.slashing.v1beta1.MsgUnjail", MsgUnjail);
  const { data } = fromBech32(operator);
  const unjail = {
    typeUrl: "/cosmos.slashing.v1beta1.MsgUnjail",
    value: { validatorAddr: toBech32("echovaloper", data) },
  };
  await expect(client.simulate(operator, [unjail], "")).rejects.toThrow("jailed");
  await third.start();
  const { info } = await first.query<{ info: { jailed_until: string }[] }>("/cosmos/slashing/v1beta1/signing_infos");
  const until = Math.max(...info.map(({ jailed_until }) => Date.parse(jailed_until)));
  const over = async () => whether(Date.parse((await first.status()).sync_info.latest_block_time) > until);
  await first.until(over, { what: "the end of the jail term" });
  const sent = await client.signAndBroadcast(operator, [unjail], "auto");
  client.disconnect();
  expect([sent.code, sent.rawLog]).toEqual([0, ""]);
  const votes = async () => whether((await third.status()).validator_info.voting_power !== "0");
  await third.until(votes, { what: "voting again" });
});

test("a validator that proposes what is no block is refused, reported by the others and slashed; the chain goes on", async () => {
  lie("proposals");
  await first.until(async () => whether((await stakes())[3]!.jailed), { what: "the jail for invalid proposals" });
  stopLying("proposals");
  const [one, two, , last] = await stakes();
  expect([one, two]).toEqual([untouched, untouched]);
  expect(last).toEqual({ tokens: (STAKE * 99n) / 100n, jailed: true });
  for (const node of [first, second, third]) expect(node.logTail(100_000)).toContain("refusing a proposal");
  expect(await reasons()).toEqual(["missed_proposals", "invalid_proposal"]);
  // Its node follows as before: what it proposed is nowhere in the chain.
  const height = (await first.height()) + 3n;
  await network.agreedHashes(height);
  const { validators } = await first.call<{ validators: unknown[] }>("validators");
  expect(validators).toHaveLength(3);
});
