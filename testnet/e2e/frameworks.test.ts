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
      expect(said).toMatch(/\b4 passing/);
      expect(said).toMatch(/\b3 pending/);
      const artifact = join("artifacts", "contracts", "Token.sol", "Token.json");
      expect(await runClient(project, ["viem.mjs", node.ethereum, keys[0]!, artifact])).toBe("viem: all holds\n");
    });
  });

  test("over a dev node: the same suite, and what needs time, snapshots and others' accounts", async () => {
    await over(devFlags, async (node) => {
      expect(await suite(node)).toMatch(/\b7 passing/);
    });
  });
});
