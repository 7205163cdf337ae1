import { buildGenesis, defaultConsensusParams, GenesisError, parseGenesis } from "./genesis.js";
import { makeKey } from "./keys.js";

const validators = [{ publicKey: makeKey(new Uint8Array(32).fill(1)).publicKey, power: 10n, name: "one" }];
const build = () => buildGenesis({ chainId: "echoin-1", genesisTime: new Date(0), validators, appState: { bank: {} } });

test("what is built is read back", () => {
  const document = build();
  expect(document).toMatchObject({
    chain_id: "echoin-1",
    initial_height: "1",
    genesis_time: "1970-01-01T00:00:00.000Z",
  });
  expect(document.consensus_params.version.app).toBe("0");
  expect(document.validators[0]).toMatchObject({ power: "10", name: "one" });
  for (const indent of [0, 2]) {
    const { app_state: state, ...others } = parseGenesis(Buffer.from(JSON.stringify(document, undefined, indent)));
    expect({ ...others, app_state: JSON.parse(Buffer.from(state).toString()) as unknown }).toEqual(document);
  }
});

test("what may be left out gets CometBFT's defaults", () => {
  const text = JSON.stringify({ chain_id: "c", genesis_time: "2026-01-01T00:00:00Z", app_state: {} });
  const defaults = { initial_height: "1", validators: [], app_hash: "", consensus_params: defaultConsensusParams };
  expect(parseGenesis(Buffer.from(text))).toMatchObject(defaults);
});

/** The document with one value replaced; undefined removes it. */
function altered(path: string, value: unknown): string {
  const document = structuredClone(build()) as unknown as Record<string, unknown>;
  const names = path.split(".");
  const last = names.pop() as string;
  const at = names.reduce((object, name) => object[name] as Record<string, unknown>, document);
  if (value === undefined) delete at[last];
  else at[last] = value;
  return JSON.stringify(document);
}

test.each([
  ["chain_id", "", "chain_id is missing"],
  ["chain_id", "x".repeat(51), "longer than 50"],
  ["chain_ids", "x", 'chain_ids is not known; did you mean "chain_id"?'],
  ["genesis_time", "yesterday", 'genesis_time "yesterday" is not a time'],
  ["genesis_time", undefined, "genesis_time (missing) is not a time"],
  ["initial_height", 1, 'initial_height 1 is not a whole number in quotes, such as "1"'],
  ["initial_height", "-1", "initial_height is -1: it is to be 0 to"],
  ["app_hash", "xyz", "app_hash"],
  ["consensus_params", [], "consensus_params is not an object"],
  ["consensus_params.block", undefined, "consensus_params.block is missing"],
  ["consensus_params.block.max_bytes", "0", "max_bytes is 0"],
  ["consensus_params.block.max_bytes", "104857601", "it is to be -1 to 104857600"],
  ["consensus_params.evidence.max_bytes", "4194305", "it is to be 0 to 4194304"],
  ["consensus_params.evidence.max_age_duration", "0", "max_age_duration is 0: it is to be 1"],
  ["consensus_params.validator.pub_key_types", [], "pub_key_types"],
  ["consensus_params.blocks", {}, 'consensus_params.blocks is not known; did you mean "block"?'],
  ["validators", {}, "validators is not a list"],
  ["validators.0.power", "0", "validators[0].power is 0: it is to be 1"],
  ["validators.0.power", String(2n ** 62n), "power is 4611686018427387904 in all"],
  ["validators.0.address", "00", 'validators[0].address "00" is not its key\'s'],
  ["validators.0.pub_key.value", "AAAA", "32 bytes in base64"],
  ["validators.1", build().validators[0], "is there twice"],
])("%s = %j is refused: %s", (path, value, reason) => {
  expect(() => parseGenesis(Buffer.from(altered(path, value)))).toThrow(GenesisError);
  expect(() => parseGenesis(Buffer.from(altered(path, value)))).toThrow(reason);
});

test("text that is not JSON is refused, and so is a chain that CometBFT would not take", () => {
  for (const text of ["{", "", "{} {}", '{"chain_id": }', '{"chain_id": "a" "b"}', "nul"])
    expect(() => parseGenesis(Buffer.from(text))).toThrow(/^not valid JSON: /);
  expect(() => parseGenesis(Buffer.from("[]"))).toThrow("the document is not an object");
  expect(() => buildGenesis({ chainId: "", genesisTime: new Date(0), validators, appState: {} })).toThrow(GenesisError);
});
