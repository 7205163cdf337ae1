import { readdirSync } from "node:fs";
import { join } from "node:path";
import {
  checkManifest,
  type NetworkManifest,
  type NodeManifest,
  readManifest,
  validatorsManifest,
} from "./manifest.js";

const folder = join(process.cwd(), "testnet", "manifests");

test.each(readdirSync(folder))("manifests/%s describes a network", (name) => {
  expect(readManifest(join(folder, name)).nodes.length).toBeGreaterThan(0);
});

test("validators alone make a network of 1 to 25", () => {
  expect(
    checkManifest(validatorsManifest(25, "c-1"))
      .nodes.map(({ name }) => name)
      .at(-1),
  ).toBe("validator24");
  for (const count of [0, 26, 1.5, Number.NaN]) expect(() => validatorsManifest(count, "c-1")).toThrow("1 to 25");
});

const validator: NodeManifest = { name: "v0", kind: "validator" };
const network = (...nodes: object[]): NetworkManifest => ({ chainId: "c-1", nodes: nodes as NodeManifest[] });

test.each([
  ["no nodes", network(), "1 to 100"],
  ["two of one name", network(validator, validator), "two nodes are named v0"],
  ["a path as a name", network({ name: "../v", kind: "validator" }), "small letters"],
  ["an unknown kind", network({ name: "v0", kind: "miner" }), "validator, full, seed"],
  ["an unknown way to join", network(validator, { name: "f", kind: "full", join: "luck" }), "block-sync"],
  [
    "a validator that comes later",
    network(validator, { ...validator, name: "v1", join: "block-sync" }),
    "create-validator",
  ],
  ["no validator", network({ name: "f", kind: "full" }), "no validator"],
  ["a stake of parts", network({ ...validator, stake: 0.5 }), "whole number"],
  ["the key of nobody", network(validator, { name: "f", kind: "full", keyOf: "v7" }), "names a validator"],
  ["links and seeds", { ...network(validator, { name: "s", kind: "seed" }), links: true }, "exclude each other"],
])("refused: %s", (_, manifest, words) => {
  expect(() => checkManifest(manifest)).toThrow(words);
});

test("a fault in a file is told with its path", () => {
  expect(() => readManifest(join(process.cwd(), "package.json"))).toThrow(/package\.json: chainId is missing/);
});
