import { mkdtempSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NetworkManifest } from "../network/manifest.js";
import { Network } from "../network/network.js";
import { type Lie, liarVersion } from "../variants/liar/liar.js";
import { makeVariant } from "../variants/variant.js";
import { projectRoot } from "./devnet.js";

// One network; each joiner hears of one lie before it hears of anyone honest: the two honest validators' links to it are
// held until it has refused what the liar offers.
jest.setTimeout(150_000);

const folder = mkdtempSync(join(tmpdir(), "echoin-lying-snapshots-"));
const liarProgram = join(folder, "liar");

const INTERVAL = 20n;
// Ten are offered to each joiner, so those that the liar offered first are among them when the honest are heard.
const app = {
  "state-sync.snapshot-interval": Number(INTERVAL),
  "state-sync.snapshot-keep-recent": 0,
  pruning: "nothing",
};
const config = { "statesync.chunk_request_timeout": "5s" };

const manifest: NetworkManifest = {
  chainId: "echoin-lying-snapshots-1",
  config: { "consensus.timeout_commit": "300ms" },
  links: true,
  nodes: [
    { name: "validator0", kind: "validator", app },
    { name: "validator1", kind: "validator", app },
    { name: "liar", kind: "validator", stake: 1000, app, program: liarProgram },
    { name: "states", kind: "full", join: "state-sync", config },
    { name: "contents", kind: "full", join: "state-sync", config },
    { name: "chunks", kind: "full", join: "state-sync", config },
  ],
};

const HONEST = ["validator0", "validator1"];

let network: Network;

beforeAll(async () => {
  makeVariant({ root: projectRoot, folder: liarProgram, version: "0.0.0-liar", wraps: liarVersion });
  network = await Network.temporary(manifest, projectRoot);
  await network.start();
  await network.waitForHeight(INTERVAL + 1n);
}, 150_000);
afterAll(async () => {
  await network.destroy();
  rmSync(folder, { recursive: true, force: true });
});

/** Its joiner has the lie's name. */
async function joinDespite(lie: Lie, refusal: RegExp): Promise<void> {
  const joiner = network.node(lie);
  writeFileSync(join(liarProgram, lie), "");
  for (const name of HONEST) network.hold(joiner.name, name);
  const refused = async (): Promise<void> => {
    await joiner.untilLogged(refusal);
    expect(await joiner.height()).toBe(0n);
    expect(joiner.logTail(Infinity)).not.toContain("the snapshot is restored");
    network.heal();
  };
  await Promise.all([network.join(joiner.name), refused()]);
  unlinkSync(join(liarProgram, lie));

  const log = joiner.logTail(Infinity);
  expect(log.match(new RegExp(refusal, "g"))).toHaveLength(1);
  const { earliest_block_height: first } = (await joiner.status()).sync_info;
  expect(BigInt(first) % INTERVAL).toBe(1n);
  const height = (await network.node("validator0").height()) + 2n;
  await network.agreedHashes(height);
  expect(await joiner.stop()).toBe(0);
}

test("who offers another state than the chain's is refused before anything is fetched, and asked for nothing more", async () => {
  await joinDespite("states", /app hash is not the one that the chain has.*a snapshot that was offered is refused/);
  expect(network.node("states").logTail(Infinity)).toContain("Snapshot sender rejected");
  expect(network.node("states").logTail(Infinity)).not.toContain("a chunk is not taken");
});

test("who offers the chain's app hash with other contents is refused when they do not lead to it; nothing of them stays", () =>
  joinDespite("contents", /the store bank does not have the root that it should.*a chunk is not taken/));

test("who sends a damaged chunk of a true snapshot is left, and another sends it", () =>
  joinDespite("chunks", /chunk 0 does not have the hash that the manifest names.*a chunk is not taken/));
