import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { runSchedule } from "../network/faults.js";
import { type NetworkManifest, validatorsManifest } from "../network/manifest.js";
import { Network } from "../network/network.js";
import type { NetworkNode } from "../network/node.js";
import { projectRoot } from "./devnet.js";
import { describeWith, lacksNamespaces } from "./testing/needs.js";

jest.setTimeout(120_000);

const execute = promisify(execFile);

const manifest: NetworkManifest = {
  ...validatorsManifest(4, "echoin-partition-1"),
  config: { "consensus.timeout_commit": "300ms" },
  links: true,
  namespaces: true,
  genesis: { consensus_params: { abci: { vote_extensions_enable_height: "1" } } },
};

describeWith(lacksNamespaces())("four validators in network namespaces of their own", () => {
  let network: Network;

  beforeAll(async () => {
    network = await Network.temporary(manifest, projectRoot);
    await network.start();
  }, 120_000);
  afterAll(() => network.destroy());

  const highest = async (nodes: readonly NetworkNode[]): Promise<bigint> =>
    (await Promise.all(nodes.map((node) => node.height()))).reduce((most, each) => (each > most ? each : most));

  /** That none of these has a new block for so long, beside one whose votes were under way. */
  async function expectStandstill(nodes: readonly NetworkNode[], ms: number): Promise<void> {
    const height = (await highest(nodes)) + 1n;
    const waits = nodes.map((node) => node.waitForHeight(height + 1n, ms));
    for (const { status } of await Promise.allSettled(waits)) expect(status).toBe("rejected");
  }

  test("a node reaches the links of its own, and no other node past them", async () => {
    const [one, two] = network.record.nodes as [(typeof network.record.nodes)[0], (typeof network.record.nodes)[0]];
    const dial = (host: string, port: number): Promise<unknown> => {
      const program = `require("node:net").connect(${port}, "${host}").on("connect", () => process.exit(0)).on("error", (e) => { console.error(e.code); process.exit(1); })`;
      return execute("ip", [
        "netns",
        "exec",
        network.node(one.manifest.name).namespace!,
        process.execPath,
        "-e",
        program,
      ]);
    };
    const link = network.record.links.find(({ from }) => from === one.manifest.name)!;
    await dial(link.host, link.port);
    await expect(dial(two.address.host, two.address.ports.p2p)).rejects.toThrow("ENETUNREACH");
  });

  test("while faults of a schedule delay and lose what is sent, blocks are made and are the same", async () => {
    const before = await highest(network.nodes);
    const all = { victims: network.nodes.map(({ name }) => name), afterSeconds: 0, forSeconds: 5 };
    const told: string[] = [];
    const schedule = [
      { ...all, kind: "delay", delayMs: 100 },
      { ...all, kind: "loss", loss: 0.05 },
    ] as const;
    await runSchedule(network, schedule, { tell: (line) => told.push(line.split(" ")[0]!) });
    expect(told).toEqual(["delay", "loss", "end", "end"]);
    expect(await highest(network.nodes)).toBeGreaterThan(before + 1n);
    await network.agreedHashes((await highest(network.nodes)) + 1n);
  });

  test("cut in halves the chain stands on both sides, and goes on when they hear each other", async () => {
    network.partition(["validator0", "validator1"]);
    await expectStandstill(network.nodes, 4000);
    network.heal();
    await network.agreedHashes((await highest(network.nodes)) + 3n);
  });

  test("one that is alone stands still while three go on, and catches up", async () => {
    const [alone, ...others] = network.nodes as [NetworkNode, ...NetworkNode[]];
    network.partition([alone.name]);
    const [before] = await Promise.all([alone.height(), expectStandstill([alone], 4000)]);
    await network.waitForHeight(before + 4n, others);
    expect(await alone.height()).toBeLessThanOrEqual(before + 1n);
    network.heal();
    await network.agreedHashes((await highest(others)) + 2n);
  });
});
