import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runSchedule } from "../network/faults.js";
import { readManifest } from "../network/manifest.js";
import { Network } from "../network/network.js";
import { makeVariant } from "../variants/variant.js";
import { projectRoot } from "./devnet.js";

jest.setTimeout(120_000);

const OTHER = "0.0.0-other";

const manifest = {
  chainId: "echoin-schedule-1",
  config: { "consensus.timeout_commit": "300ms" },
  nodes: [
    { name: "validator0", kind: "validator" },
    { name: "full0", kind: "full" },
  ],
  faults: [
    { kind: "upgrade", victims: ["full0"], program: "other", afterSeconds: 0, forSeconds: 0 },
    { kind: "pause", victims: ["validator0"], afterSeconds: 0, forSeconds: 1 },
  ],
};

const folder = mkdtempSync(join(tmpdir(), "echoin-schedule-"));
let network: Network;

beforeAll(async () => {
  makeVariant({ root: projectRoot, folder: join(folder, "other"), version: OTHER, wraps: [] });
  const file = join(folder, "manifest.json");
  writeFileSync(file, JSON.stringify(manifest));
  network = await Network.temporary(readManifest(file), projectRoot);
  await network.start();
}, 120_000);
afterAll(async () => {
  await network.destroy();
  rmSync(folder, { recursive: true, force: true });
});

test("a file's schedule is played: a node goes on with the program beside the file, and keeps it when it starts again", async () => {
  const full = network.node("full0");
  const version = async (): Promise<string> => {
    const path = "/cosmos/base/tendermint/v1beta1/node_info";
    return (await full.query<{ application_version: { version: string } }>(path)).application_version.version;
  };
  expect(await version()).not.toBe(OTHER);
  const told: string[] = [];
  await runSchedule(network, network.record.manifest.faults!, { tell: (line) => told.push(line) });
  expect(told.sort()).toEqual(["end of pause validator0", "end of upgrade full0", "pause validator0", "upgrade full0"]);
  await full.answers();
  expect(await version()).toBe(OTHER);
  await full.restart();
  expect(await version()).toBe(OTHER);
  await network.agreedHashes((await network.node("validator0").height()) + 2n);
});

test("what is to join after the network has ended is not started", async () => {
  await network.stop();
  await expect(network.join("full0")).rejects.toThrow("full0 is not started: the network has ended");
});
