import { Common, Hardfork, Mainnet } from "@ethereumjs/common";
import { EVM, EVMMockBlockchain, NobleBN254 } from "@ethereumjs/evm";
import { SimpleStateManager } from "@ethereumjs/statemanager";
import { Account, Address } from "@ethereumjs/util";
import { FastEVM } from "./evm.js";
import { observe, type Scenario, type Variant } from "./testing/differential.js";
import { scenario } from "./testing/programs.js";

const CALLER = new Address(new Uint8Array(20).fill(0xee));
const CONTRACT = new Address(new Uint8Array(20).fill(0xc0));
const code = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(" ", ""), "hex"));

/** A call of a contract with this code. */
const calling = (hex: string, given: Partial<Scenario> = {}): Scenario => ({
  fork: Hardfork.Osaka,
  accounts: [
    { address: CALLER, balance: 1000n, nonce: 0n },
    { address: CONTRACT, balance: 1000n, nonce: 1n, code: code(hex) },
  ],
  caller: CALLER,
  to: CONTRACT,
  value: 0n,
  data: new Uint8Array(0),
  gas: 1_000_000n,
  ...given,
});

async function expectSame(given: Scenario): Promise<void> {
  const stock = await observe(given, "stock");
  for (const variant of ["direct", "promises"] satisfies Variant[]) {
    expect([variant, ...(await observe(given, variant)).text]).toEqual([variant, ...stock.text]);
  }
}

describe("the interpreter does as the stock one", () => {
  // Calls itself with all gas, adds the result to slot 0, and returns what the call returned plus one.
  const recursion = "60205f5f5f5f305af15f51015f5260205ff3";

  test("at a depth of 1024 frames", () => expectSame(calling(recursion, { gas: 2n ** 42n })), 60_000);

  test("with more gas than numbers hold exactly", () => expectSame(calling(recursion, { gas: 2n ** 50n })), 60_000);

  test.each([Hardfork.London, Hardfork.Shanghai])("under %s, by running it there", (fork) =>
    expectSame({ ...scenario(11), fork }),
  );

  test.each([
    ["a jump past the code", "6103e856"],
    ["a jump to 2^255", "7f80000000000000000000000000000000000000000000000000000000000000 00 56"],
    ["a jump into the data of a PUSH", "600456 605b 00"],
    ["memory at 2^64", "5f 68010000000000000000 52"],
    ["memory at 2^256 − 1", `5f 7f${"ff".repeat(32)} 52`],
    ["returned data past its end", "6001 5f 5f 3e"],
    ["a call with an endless input", `5f 5f 7f${"ff".repeat(32)} 5f 5f 30 5a f1`],
    ["an unknown opcode", "0c"],
    ["a stack of 1025", "5b 5f 5f 56"],
    ["code that ends in a PUSH", "7f0102"],
    ["initcode of 49,153 bytes", "61c001 5f 5f f0"],
    ["a creation with more value than there is", "5f 5f 611000 f0 5f52 60205ff3"],
    ["the point evaluation precompile with nothing", "5f 5f 5f 5f 600a 5a fa 5f52 60205ff3"],
    ["a self-destruction to itself", "30ff"],
    ["BLOCKHASH of the block before and of one too old", "6103e7 40 5f52 6102e7 40 602052 60405ff3"],
  ])("with %s", (_, hex) => expectSame(calling(hex)));
});

describe("where go-ethereum and the stock interpreter differ, it does as go-ethereum", () => {
  test("initcode that begins with 0xef00 runs, and fails with its gas", async () => {
    // CREATE of the two bytes, then the gas that is left.
    const given = calling("61ef00 5f 52 6002 601e 5f f0 5a 5f 52 602052 60405ff3");
    const { text } = await observe(given, "direct");
    const left = BigInt(`0x${text.find((line) => line.startsWith("returns"))!.slice("returns 0x".length, 74)}`);
    expect(left).toBeLessThan(20_000n);
    // The creation used up a nonce.
    expect(text).toContainEqual(expect.stringMatching(/^0xc0c0.* nonce 2 /));
  });
});

describe("the machinery", () => {
  test("runs of several EVMs at a time do not disturb one another", async () => {
    const seeds = Array.from({ length: 12 }, (_, index) => index + 500);
    const alone = [];
    for (const seed of seeds) alone.push(await observe(scenario(seed), "promises"));
    const together = await Promise.all(seeds.map((seed) => observe(scenario(seed), "promises")));
    expect(together).toEqual(alone);
  });

  const prepare = async (make: typeof EVM, hex: string): Promise<EVM> => {
    const common = new Common({ chain: Mainnet, hardfork: Hardfork.Osaka });
    const stateManager = new SimpleStateManager({ common });
    await stateManager.putAccount(CONTRACT, new Account(1n, 5n));
    await stateManager.putCode(CONTRACT, code(hex));
    return new make({ common, stateManager, blockchain: new EVMMockBlockchain(), bn254: new NobleBN254() });
  };

  test.each([
    ["in the first frame", "5f54"],
    // Where there is call data, reads storage; otherwise calls itself with some.
    ["in a frame below", "36600e57 5f5f60205f5f305af1 00 5b 5f54"],
  ])("what fails outside the code, %s, is thrown, and is no result", async (_, hex) => {
    const evm = await prepare(FastEVM, hex);
    evm.stateManager.getStorage = () => Promise.reject(new Error("the disk is gone"));
    await expect(evm.runCall({ caller: CALLER, to: CONTRACT, gasLimit: 100_000n })).rejects.toThrow("the disk is gone");
  });

  test("listeners hear of the same messages, in the same order", async () => {
    const heard = async (make: typeof EVM): Promise<string[]> => {
      const evm = await prepare(make, "5f5f5f5f5f30 60025a04 f1 50");
      const lines: string[] = [];
      evm.events.on("beforeMessage", ({ depth, gasLimit, to }) => lines.push(`${depth} ${gasLimit} ${String(to)}`));
      evm.events.on("afterMessage", ({ execResult }) => lines.push(`${execResult.executionGasUsed}`));
      await evm.runCall({ caller: CALLER, to: CONTRACT, gasLimit: 40_000n });
      return lines;
    };
    const stock = await heard(EVM);
    expect(stock.length).toBeGreaterThan(2);
    expect(await heard(FastEVM)).toEqual(stock);
  });
});
