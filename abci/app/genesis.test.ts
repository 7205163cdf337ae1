import type { ValidatorUpdate } from "cosmjs-types/tendermint/abci/types";
import { startingValidators } from "./genesis.js";
import { startTestChain } from "./testing/chain.js";

const validator = (byte: number, power: bigint): ValidatorUpdate => ({
  pubKey: { ed25519: new Uint8Array(32).fill(byte) },
  power,
});

const two = [validator(1, 5n), validator(2, 7n)];

test("a chain in whose genesis nobody has staked a unit does not start, and is told what makes one", async () => {
  const refused = { codespace: "sdk", code: 18 };
  const poor = { operator: new Uint8Array(20).fill(1), consensusKey: new Uint8Array(32).fill(1), tokens: 10n ** 17n };
  const starting = startTestChain(() => {}, {}, -1n, [poor]);
  await expect(starting).rejects.toMatchObject(refused);
  await expect(starting).rejects.toThrow("echoind genesis gentx");
});

test("CometBFT's part of the file names the validators of app_state, in any order, or none", () => {
  expect(startingValidators(two, [])).toEqual(two);
  expect(startingValidators(two, [...two].reverse())).toEqual(two);
});

test.each([
  ["another power", [validator(1, 5n), validator(2, 8n)]],
  ["another key", [validator(1, 5n), validator(3, 7n)]],
  ["one of two", [validator(1, 5n)]],
])("a file that names %s contradicts itself", (_what, listed) => {
  expect(() => startingValidators(two, listed)).toThrow("leave the file's list empty");
});
