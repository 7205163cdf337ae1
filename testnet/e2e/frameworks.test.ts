import { join } from "node:path";
import type { LocalNode } from "../local-node.js";
import { clientsProject, lacksClients, runClient } from "./clients.js";
import { devAccounts, newDevnet } from "./devnet.js";
import { describeWith } from "./testing/needs.js";

// hardhat and viem as their users have them, over both kinds of node.
jest.setTimeout(600_000);

const hardhat = join("node_modules", "hardhat", "internal", "cli", "bootstrap.js");
const accounts = devAccounts.slice(0, 3).map(({ ethereum }) => ethereum);
const keys = accounts.map(({ privateKey }) => privateKey);
const devFlags = ["--json-rpc.dev", `--json-rpc.dev-accounts=${accounts.map(({ address }) => address).join()}`];

/** Runs `work` over a node that was started with the flags. */
async function over(flags: readonly string[], work: (node: LocalNode) => Promise<void>): Promise<void> {
  const node = await newDevnet(flags);
  try {
    await node.start();
    await work(node);
  } finally {
    await node.destroy();
  }
}

describeWith(lacksClients())("Ethereum's frameworks", () => {
  let project: string;

  beforeAll(async () => {
    project = await clientsProject();
  });

  const suite = (node: LocalNode, environment: Readonly<Record<string, string>> = {}): Promise<string> =>
    runClient(project, [hardhat, "test"], { ECHOIN_URL: node.ethereum, ...environment });

  test("over a node with CometBFT: a hardhat project's suite, and viem", async () => {
    await over([], async (node) => {
      const said = await suite(node, { ECHOIN_KEYS: keys.join() });
      expect(said).toMatch(/\b5 passing/);
      expect(said).toMatch(/\b3 pending/);
      const artifact = join("artifacts", "contracts", "Token.sol", "Token.json");
      expect(await runClient(project, ["viem.mjs", node.ethereum, keys[0]!, artifact])).toBe("viem: all holds\n");
    });
  });

  test("what contracts say to console.log is in a dev node's log, word for word as hardhat's own network shows it", async () => {
    const file = join("test", "console.test.cjs");
    const between = (said: string): string[] => {
      const lines = said.split("\n");
      return lines.slice(lines.indexOf("-- begin") + 1, lines.indexOf("-- end"));
    };
    // Each network has accounts of its own.
    const anyones = (line: string): string => line.replace(/0x[0-9a-f]{40}\b/, "0x…");
    await over(devFlags, async (node) => {
      const own = between(
        await runClient(project, [hardhat, "test", "--network", "hardhat", file], { ECHOIN_URL: node.ethereum }),
      );
      expect(own.length).toBeGreaterThan(10);
      const said = await runClient(project, [hardhat, "test", file], { ECHOIN_URL: node.ethereum });
      expect(between(said)).toEqual([]);
      await node.untilLogged(/fails at 4/);
      const shown = node
        .logTail(Infinity)
        .split("\n")
        .filter((line) => line.includes('"console.log"'))
        .map((line) => (JSON.parse(line) as { message: string }).message);
      expect(shown.map(anyones)).toEqual(own.map(anyones));
    });
  });

  test("over a dev node: the same suite, and what needs time, snapshots and others' accounts", async () => {
    await over(devFlags, async (node) => {
      expect(await suite(node)).toMatch(/\b8 passing/);
    });
  });
});
