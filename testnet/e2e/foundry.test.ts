import { id, Wallet } from "ethers";
import type { LocalNode } from "../local-node.js";
import { devAccounts, newDevnet } from "./devnet.js";
import { foundry, foundryProject, lacksFoundry } from "./foundry.js";
import { describeWith } from "./testing/needs.js";

// foundry as its users have it, over a real node.
jest.setTimeout(600_000);

const { privateKey, address } = devAccounts[0]!.ethereum;

describeWith(lacksFoundry())("foundry", () => {
  let node: LocalNode;
  const signing = (): string[] => ["--rpc-url", node.ethereum, "--private-key", privateKey];
  const cast = async (...args: string[]): Promise<string> =>
    (await foundry("cast", [...args, "--rpc-url", node.ethereum])).trim();

  beforeAll(async () => {
    await foundryProject();
    node = await newDevnet();
    await node.start();
  });
  afterAll(() => node.destroy());

  const balanceOf = async (token: string, holder: string): Promise<bigint> =>
    BigInt((await cast("call", token, "balanceOf(address)(uint256)", holder)).split(" ")[0]!);

  test("a contract is created, called, sent to and traced", async () => {
    const created = await foundry("forge", [
      ...["create", "src/Token.sol:Token", ...signing(), "--broadcast", "--json"],
      ...["--constructor-args", "1000"],
    ]);
    const { deployedTo: token } = JSON.parse(created) as { deployedTo: string };
    expect(await cast("code", token)).toMatch(/^0x60/);
    expect(await balanceOf(token, address)).toBe(1000n);

    const to = Wallet.createRandom().address;
    const transfer = ["transfer(address,uint256)", to];
    const sent = await foundry("cast", ["send", token, ...transfer, "7", ...signing(), "--json"]);
    const receipt = JSON.parse(sent) as { status: string; transactionHash: string; logs: object[] };
    expect(receipt).toMatchObject({ status: "0x1", logs: [{ address: token.toLowerCase() }] });
    expect(await balanceOf(token, to)).toBe(7n);
    expect(await cast("run", receipt.transactionHash)).toMatch(/Transaction successfully executed/);
    // The token's own error, which foundry finds behind code 3.
    const short = id("Short(address,uint256,uint256)").slice(0, 10);
    await expect(cast("call", token, ...transfer, "7")).rejects.toThrow(
      new RegExp(`execution reverted, data: .*${short}`),
    );
    expect(await cast("balance", address)).toMatch(/^\d+$/);
    expect(await cast("chain-id")).toBe("3264");
  });

  test("a script sends many transactions at once, and tests run over a fork of the node", async () => {
    const to = Wallet.createRandom().address;
    const count = 60n;
    const script = ["script", "script/Many.s.sol", "--sig", "run(address,uint256)", to, `${count}`];
    const said = await foundry("forge", [...script, ...signing(), "--broadcast"]);
    expect(said).toMatch(/ONCHAIN EXECUTION COMPLETE & SUCCESSFUL/);
    const token = /address (0x[0-9a-fA-F]{40})/.exec(said)![1]!;
    const balance = (count * (count + 1n)) / 2n;
    expect(await balanceOf(token, to)).toBe(balance);

    const environment = { TOKEN: token, HOLDER: to, BALANCE: `${balance}` };
    const tested = await foundry("forge", ["test", "--fork-url", node.ethereum], environment);
    expect(tested).toMatch(/2 tests passed, 0 failed/);
    // A fork's changes are nobody else's.
    expect(await balanceOf(token, to)).toBe(balance);
  });
});
