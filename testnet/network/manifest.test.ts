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
  ["namespaces without links", { ...network(validator), namespaces: true }, "links: true"],
  ["links and seeds", { ...network(validator, { name: "s", kind: "seed" }), links: true }, "exclude each other"],
])("refused: %s", (_, manifest, words) => {
  expect(() => checkManifest(manifest)).toThrow(words);
});

const fault = { kind: "delay", victims: ["v0"], afterSeconds: 1, forSeconds: 2 };
const withFault = (change: object): NetworkManifest =>
  ({ ...network(validator), links: true, faults: [{ ...fault, ...change }] }) as NetworkManifest;

test.each([
  ["of an unknown kind", { kind: "flood" }, "kill, stop, pause, upgrade, disconnect, partition, delay, loss"],
  ["for nobody", { victims: [] }, "victims has to list nodes"],
  ["for a node that is not there", { victims: ["v7"] }, "there is no node v7"],
  ["in the past", { afterSeconds: -1 }, "afterSeconds has to be 0 or more"],
  ["without an end", { forSeconds: undefined }, "forSeconds has to be 0 or more"],
  ["that loses all", { kind: "loss", loss: 1 }, "loss has to be 0 to below 1"],
  ["to no program", { kind: "upgrade" }, "program has to name a folder"],
])("refused: a fault %s", (_, change, words) => {
  expect(() => checkManifest(withFault(change))).toThrow(words);
});

test("refused: an upgrade of what cosmovisor runs", () => {
  const manifest = { ...network({ ...validator, cosmovisor: {} }), links: true };
  const faults = [{ ...fault, kind: "upgrade" as const, program: "next" }];
  expect(() => checkManifest({ ...manifest, faults })).toThrow("v0 is under cosmovisor");
});

test("programs are found from where the file is", () => {
  const { faults } = readManifest(join(folder, "rolling-upgrade.json"));
  for (const { program } of faults!) expect(program).toBe(process.cwd());
});

test("faults on links need links, others none", () => {
  expect(checkManifest(withFault({}))).toEqual(withFault({}));
  expect(() => checkManifest({ ...withFault({}), links: false })).toThrow("needs links: true");
  expect(() => checkManifest({ ...withFault({ kind: "kill" }), links: false })).not.toThrow();
});

test("a fault in a file is told with its path", () => {
  expect(() => readManifest(join(process.cwd(), "package.json"))).toThrow(/package\.json: chainId is missing/);
});
