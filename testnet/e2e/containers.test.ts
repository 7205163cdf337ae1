import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { readNetwork } from "../network/homes.js";
import { readManifest } from "../network/manifest.js";
import { Network } from "../network/network.js";
import { projectRoot } from "./devnet.js";

// The network of testnet/docker/compose.yaml, in processes instead of containers, made and joined by the same scripts.
jest.setTimeout(120_000);

const execute = promisify(execFile);
const manifestFile = join(projectRoot, "testnet", "manifests", "docker.json");
const script = (name: string): string => join(projectRoot, "dist", "testnet", "docker", name);

test("the homes are made for nodes that are reached by name, once", async () => {
  const folder = mkdtempSync(join(tmpdir(), "echoin-docker-"));
  try {
    const make = [script("make.js"), "--manifest", manifestFile, "--folder", folder];
    expect((await execute(process.execPath, make)).stdout).toContain("made the homes of validator0");
    const { nodes } = readNetwork(folder)!;
    const config = readFileSync(join(folder, "full0", "config", "config.toml"), "utf8");
    const seed = nodes.find(({ manifest }) => manifest.kind === "seed")!;
    expect(config).toContain(`seeds = "${seed.id}@seed0:26656"`);
    expect(config).toContain('laddr = "tcp://0.0.0.0:26657"');
    expect((await execute(process.execPath, make)).stdout).toContain("is there already");
    expect(readFileSync(join(folder, "full0", "config", "config.toml"), "utf8")).toBe(config);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("a node finds its peers through the seed, starts from a snapshot, and is healthy", async () => {
  const config = { "consensus.timeout_commit": "300ms" };
  const network = await Network.temporary({ ...readManifest(manifestFile), config }, projectRoot);
  try {
    await network.start();
    const [first, second] = network.nodes;
    // The first snapshot, and the blocks above it that CometBFT checks it with.
    await network.waitForHeight(13n, [first!, second!]);
    const full = network.node("full0");
    await execute(process.execPath, [script("state-sync.js"), "--home", full.home, first!.rpc, second!.rpc]);
    await full.start();
    const caughtUp = async (): Promise<true | undefined> =>
      (await full.status()).sync_info.catching_up ? undefined : true;
    await full.until(caughtUp, { what: "the end of catching up" });
    expect(Number((await full.status()).sync_info.earliest_block_height)).toBeGreaterThan(5);
    await network.agreedHashes((await first!.height()) + 1n, [first!, second!, full]);

    const health = (node: { ports: { metrics: number } }, path: string): Promise<{ stdout: string }> => {
      const file = join(projectRoot, "testnet", "docker", "health.mjs");
      return execute(process.execPath, [file, path, String(node.ports.metrics)]);
    };
    expect((await health(full, "/ready")).stdout).toMatch(/^200/);
    expect((await health(network.node("seed0"), "/health")).stdout).toMatch(/^200/);
    await full.stop();
    await expect(health(full, "/ready")).rejects.toThrow();
  } finally {
    await network.destroy();
  }
});
