import { execFile } from "node:child_process";
import { copyFileSync, mkdtempSync, readlinkSync, rmSync, symlinkSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { installUpgrade } from "../network/cosmovisor.js";
import type { NetworkManifest } from "../network/manifest.js";
import { Network } from "../network/network.js";
import type { NetworkNode } from "../network/node.js";
import { HEARTBEAT } from "../variants/next/heartbeat.js";
import { NEXT_WINDOW, nextVersion, PLAN } from "../variants/next/next.js";
import { makeVariant } from "../variants/variant.js";
import { projectRoot } from "./devnet.js";
import { describeWith, lacksGo } from "./testing/needs.js";

jest.setTimeout(180_000);

const execute = promisify(execFile);

/**
 * For five commands on a machine with other work: with 20 s, votes once came too late. The plan's height comes after it, since blocks
 * take longer than a second.
 */
const VOTING_SECONDS = 32;

const manifest: NetworkManifest = {
  chainId: "echoin-upgrade-1",
  config: { "consensus.timeout_commit": "1s" },
  genesis: {
    consensus_params: { abci: { vote_extensions_enable_height: "1" } },
    app_state: {
      gov: { params: { voting_period: `${VOTING_SECONDS}s`, expedited_voting_period: `${VOTING_SECONDS / 2}s` } },
      council: { params: { region_share: "1.000000000000000000" } },
    },
  },
  nodes: [
    // The first one's program ends in order before the next one starts; the others' are killed, which is cosmovisor's way.
    { name: "validator0", kind: "validator", cosmovisor: { DAEMON_SHUTDOWN_GRACE: "30s" } },
    { name: "validator1", kind: "validator", cosmovisor: {} },
    { name: "validator2", kind: "validator", cosmovisor: {} },
    { name: "validator3", kind: "validator", cosmovisor: {} },
    { name: "newcomer", kind: "full", join: "block-sync", cosmovisor: {} },
  ],
};

describeWith(lacksGo())("a planned upgrade, under cosmovisor", () => {
  let folder: string;
  let next: string;
  let network: Network;
  let early: NetworkNode[];
  let late: NetworkNode;
  let height: bigint;

  beforeAll(async () => {
    await execute(process.execPath, [join(projectRoot, "testnet", "cosmovisor", "build.mjs")]);
    folder = mkdtempSync(join(tmpdir(), "echoin-next-"));
    const version = "0.0.0-next";
    next = makeVariant({ root: projectRoot, folder: join(folder, "next"), version, wraps: nextVersion });
    network = await Network.temporary(manifest, projectRoot);
    early = network.nodes.slice(0, 3);
    late = network.node("validator3");
    await network.start();
  }, 600_000);
  afterAll(async () => {
    await network.destroy();
    rmSync(folder, { recursive: true, force: true });
  });

  const window = async (node: NetworkNode): Promise<string> =>
    (await node.query<{ params: { signed_blocks_window: string } }>("/cosmos/slashing/v1beta1/params")).params
      .signed_blocks_window;

  /** What the new module has counted, from the state after this block. */
  async function heartbeats(node: NetworkNode, at: bigint): Promise<bigint> {
    const { response } = await node.call<{ response: { value: string } }>("abci_query", {
      path: `/store/${HEARTBEAT}/key`,
      data: "00",
      height: at.toString(),
    });
    return Buffer.from(response.value, "base64").readBigUInt64BE();
  }

  test("the council plans it, by the name of the next program", async () => {
    const [first] = early as [NetworkNode];
    height = (await first.height()) + BigInt(VOTING_SECONDS) + 8n;
    const send = ["-y", "--gas", "auto", "--gas-prices", "1000000000aec"];
    const plan = ["--upgrade-height", height.toString(), "--summary", "a new module", "--deposit", `${10n ** 19n}aec`];
    await first.echoind(["tx", "upgrade", "software-upgrade", PLAN, ...plan, "--from", "alice", ...send]);
    await first.until(async () => first.query("/cosmos/gov/v1/proposals/1"), { what: "the proposal" });
    const votes = ["tx", "council", "vote", "1", "yes", "--from", "operator", ...send];
    await Promise.all([...early, late].map((node) => node.echoind(votes)));
    const planned = async () => {
      const { plan: found } = await first.query<{ plan: { name: string } | null }>(
        "/cosmos/upgrade/v1beta1/current_plan",
      );
      return found ?? undefined;
    };
    expect(await first.until(planned, { what: "the plan" })).toMatchObject({ name: PLAN, height: height.toString() });
    expect(await window(first)).not.toBe(NEXT_WINDOW.toString());
  });

  test("three validators change programs by themselves and go on, with a new store and another parameter", async () => {
    for (const node of early) installUpgrade(node.home, PLAN, next);
    await Promise.all(early.map((node) => node.waitThroughRestart(height + 2n)));
    for (const node of early) {
      expect(readlinkSync(join(node.home, "cosmovisor", "current"))).toBe(`upgrades/${PLAN}`);
      expect(await window(node)).toBe(NEXT_WINDOW.toString());
      expect(await heartbeats(node, height + 1n)).toBe(2n);
    }
    expect(early[0]!.logTail(1000)).toContain("app exited normally");
    await network.agreedHashes(height + 2n, early);
    const { height: applied } = await early[0]!.query<{ height: string }>(
      `/cosmos/upgrade/v1beta1/applied_plan/${PLAN}`,
    );
    expect(applied).toBe(height.toString());
  });

  test("a validator without the next program stands still, and its operator brings it back", async () => {
    expect(await late.ended()).toBe(1);
    expect(late.logTail(200)).toContain(JSON.stringify(`UPGRADE "${PLAN}" NEEDED at height: ${height}`).slice(1, -1));
    installUpgrade(late.home, PLAN, next);
    // As docs/operate-a-node.md says.
    const cosmovisor = join(late.home, "cosmovisor");
    copyFileSync(join(late.home, "data", "upgrade-info.json"), join(cosmovisor, "upgrades", PLAN, "upgrade-info.json"));
    unlinkSync(join(cosmovisor, "current"));
    symlinkSync(join("upgrades", PLAN), join(cosmovisor, "current"));
    await late.start();
    await network.agreedHashes((await early[0]!.height()) + 1n);
    const votes = async () => ((await late.status()).validator_info.voting_power === "0" ? undefined : true);
    expect(await votes()).toBe(true);
    expect(await heartbeats(late, height + 1n)).toBe(2n);
  });

  test("a newcomer fetches all blocks, those before under the first program and those after under the next", async () => {
    const newcomer = network.node("newcomer");
    installUpgrade(newcomer.home, PLAN, next);
    newcomer.launch();
    await newcomer.waitThroughRestart((await early[0]!.height()) + 1n);
    await network.agreedHashes(await newcomer.height());
    await network.agreedHashes(height - 1n);
    expect(await heartbeats(newcomer, height + 1n)).toBe(2n);
  });
});
