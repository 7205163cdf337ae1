import { readFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Sandbox } from "../testing/run.js";
import { appSchema, crossCheck } from "./app.js";
import { clientSchema } from "./client.js";
import { parseConfig, renderConfig } from "./schema.js";

describe.each([appSchema, clientSchema])("$file", (schema) => {
  test("what is rendered parses to the defaults", () => {
    const settings = parseConfig(schema, renderConfig(schema), schema.file);
    for (const field of schema.fields) expect([field.key, settings.get(field.key)]).toEqual([field.key, field.default]);
  });

  test("every default passes its own check, and every setting has its reason", () => {
    for (const field of schema.fields) {
      expect([field.key, field.check?.(field.default)]).toEqual([field.key, undefined]);
      expect(field.comment.length).toBeGreaterThan(10);
    }
  });
});

describe("faults are named, with what would be right", () => {
  const parseApp = (text: string): unknown => parseConfig(appSchema, text, "app.toml");

  test.each([
    ["[api]\nenabel = true", 'unknown setting "api.enabel"; did you mean "api.enable"?'],
    ['min-gas-prices = "1aec"', 'did you mean "minimum-gas-prices"?'],
    ["[api]\nmax_open_connections = 3", 'did you mean "api.max-open-connections"?'],
    ['[api]\nenable = "yes"', 'api.enable = "yes" is not true or false'],
    ['minimum-gas-prices = "aec"', '"aec" is not a price'],
    ['pruning = "some"', "must be one of default, nothing, everything, custom"],
    ["halt-height = -1", "must be at least 0"],
    ['index-events = ["transfer"]', '"transfer" is no attribute of an event; write for example transfer.recipient'],
    ['index-events = "transfer.recipient"', "is not a list of strings"],
    ["[api]\naddress = 7", 'address = "7"'],
    ["[api", "not valid TOML"],
  ])("%j", (text, expected) => {
    expect(() => parseApp(text)).toThrow(expected);
  });

  test("custom pruning needs its two numbers", () => {
    const settings = (text: string) => parseConfig(appSchema, text, "app.toml");
    expect(crossCheck((key) => settings('pruning = "custom"').get(key))).toContain("pruning-keep-recent");
    const complete = 'pruning = "custom"\npruning-keep-recent = "100"\npruning-interval = "10"';
    expect(crossCheck((key) => settings(complete).get(key))).toBeUndefined();
  });
});

describe("commands", () => {
  let box: Sandbox;
  beforeEach(() => {
    box = new Sandbox();
    mkdirSync(join(box.home, "config"), { recursive: true });
    writeFileSync(join(box.home, "config", "app.toml"), renderConfig(appSchema));
    writeFileSync(join(box.home, "config", "client.toml"), renderConfig(clientSchema));
  });
  afterEach(() => box.remove());

  test("set changes one line, get reads it, diff shows it", async () => {
    const path = join(box.home, "config", "app.toml");
    const before = readFileSync(path, "utf8");
    expect((await box.run(["config", "set", "app", "api.enable", "false"])).code).toBe(0);
    const lines = readFileSync(path, "utf8").split("\n");
    expect(lines.filter((line, index) => line !== before.split("\n")[index])).toEqual(["enable = false"]);
    expect(await box.json(["config", "get", "app", "api.enable"])).toBe(false);
    expect(await box.json(["config", "diff", "app"])).toEqual({ "api.enable": { value: false, default: true } });
    expect(await box.json(["config", "get", "app", "state-sync"])).toMatchObject({ "snapshot-interval": 0 });
  });

  test("a list is given by commas, or as the file has it", async () => {
    const listed = async (text: string) => {
      expect((await box.run(["config", "set", "app", "index-events", text])).code).toBe(0);
      return box.json(["config", "get", "app", "index-events"]);
    };
    expect(await listed("transfer.sender, transfer.recipient")).toEqual(["transfer.sender", "transfer.recipient"]);
    expect(await listed('["transfer.sender", "message.action"]')).toEqual(["transfer.sender", "message.action"]);
    expect(await listed("")).toEqual([]);
    expect((await box.run(["config", "set", "app", "index-events", '["a.b"'])).stderr).toContain(
      'is not a list such as a,b or ["a", "b"]',
    );
    expect((await box.run(["config", "set", "client", "output", "xml"])).stderr).toContain('one of "", json, text');
  });

  test("typos and wrong values change nothing", async () => {
    expect((await box.run(["config", "set", "app", "api.enabel", "false"])).stderr).toContain(
      'did you mean "api.enable"?',
    );
    expect((await box.run(["config", "set", "app", "halt-height", "soon"])).stderr).toContain("is not a whole number");
    expect((await box.run(["config", "get", "ap", "x"])).stderr).toContain('did you mean "app"?');
  });

  test("precedence: flag, then environment, then file, then default", async () => {
    const keys = async (args: string[], env: Record<string, string> = {}): Promise<string> =>
      (await box.run(["keys", "show", "nobody", ...args], { env })).stderr;
    expect(await keys([])).toContain("keyring-file");
    writeFileSync(join(box.home, "config", "client.toml"), 'keyring-backend = "test"\n');
    expect(await keys([])).toContain("keyring-test");
    expect(await keys([], { ECHOIND_KEYRING_BACKEND: "file" })).toContain("keyring-file");
    expect(await keys(["--keyring-backend", "test"], { ECHOIND_KEYRING_BACKEND: "file" })).toContain("keyring-test");
    expect(await keys([], { ECHOIND_KEYRING_BACKEND: "fille" })).toContain("is not one of file, test");
  });
});
