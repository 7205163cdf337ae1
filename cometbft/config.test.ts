import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configKeys } from "./config-keys.js";
import { patchConfig, renderConfig, unknownKeys } from "./config.js";
import { makeKey, nodeIdOf, publicKeyJson } from "./keys.js";
import { makeTestHome } from "./testing/home.js";
import { testBinary, testBinaryTimeout } from "./testing/binary.js";
import { parseToml } from "./toml.js";

const profiles = ["devnet", "production"] as const;

test.each(profiles)(
  "%s: every setting is there, with what it is for, and a reason where it is not the default",
  (profile) => {
    const text = renderConfig({ moniker: "m", profile });
    const values = parseToml(text);
    expect([...values.keys()]).toEqual(configKeys.map(([key]) => key));
    for (const [key, defaultValue, comment] of configKeys) {
      const at = text.indexOf(
        `\n${key.split(".").at(-1)} = `,
        key.includes(".") ? text.indexOf(`[${key.split(".")[0]}]`) : 0,
      );
      const block = text.slice(text.lastIndexOf("\n\n", at), at).replaceAll("\n# ", " ");
      expect(block).toContain(comment.split(" ").slice(0, 5).join(" "));
      const same = JSON.stringify(values.get(key)) === JSON.stringify(defaultValue) || key === "moniker";
      if (!same && !/laddr$/.test(key)) expect(`${key}:${block}`).toContain("Why not ");
      if (same) expect(`${key}:${block}`).not.toContain("Why not ");
    }
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(140);
  },
);

test("RPC, metrics and ABCI listen on loopback in both profiles, and no web page may call a production node", () => {
  for (const profile of profiles) {
    const values = parseToml(renderConfig({ moniker: "m", profile }));
    expect(values.get("rpc.laddr")).toBe("tcp://127.0.0.1:26657");
    expect(values.get("proxy_app")).toBe("tcp://127.0.0.1:26658");
    expect(values.get("instrumentation.prometheus_listen_addr")).toBe("127.0.0.1:26660");
    expect(values.get("rpc.unsafe")).toBe(false);
  }
  expect(parseToml(renderConfig({ moniker: "m", profile: "production" })).get("rpc.cors_allowed_origins")).toEqual([]);
});

test("another database than CometBFT's default is there with its reason", () => {
  expect(renderConfig({ moniker: "m", profile: "production", database: "pebbledb" })).toContain(
    '# Why not "goleveldb": its index of transactions costs half as much CPU under load.\ndb_backend = "pebbledb"',
  );
});

test("ports and other values go where they belong", () => {
  const ports = { p2p: 1, rpc: 2, abci: 3, metrics: 4 };
  const changes = { "p2p.persistent_peers": "a@b:1", "consensus.timeout_commit": "1s" };
  const values = parseToml(renderConfig({ moniker: 'with "quotes"', profile: "devnet", ports, changes }));
  expect(values.get("moniker")).toBe('with "quotes"');
  expect(values.get("p2p.laddr")).toBe("tcp://127.0.0.1:1");
  expect(values.get("rpc.laddr")).toBe("tcp://127.0.0.1:2");
  expect(values.get("proxy_app")).toBe("tcp://127.0.0.1:3");
  expect(values.get("instrumentation.prometheus_listen_addr")).toBe("127.0.0.1:4");
  expect(values.get("p2p.persistent_peers")).toBe("a@b:1");
  expect(values.get("consensus.timeout_commit")).toBe("1s");
});

test("a setting that CometBFT does not have is refused, with the nearest that it has", () => {
  const wrong = { "p2p.persistant_peers": "x" };
  const reason = 'CometBFT has no setting p2p.persistant_peers; did you mean "p2p.persistent_peers"?';
  expect(() => renderConfig({ moniker: "m", profile: "devnet", changes: wrong })).toThrow(reason);
  expect(() => patchConfig("", wrong)).toThrow(reason);
  expect(unknownKeys("[mempool]\nsizes = 1\nsize = 2\n[p2p]\nlibp2p = 1\n")).toEqual([
    'mempool.sizes; did you mean "mempool.size"?',
    expect.stringContaining("p2p.libp2p") as string,
  ]);
});

describe("with the real binary", () => {
  let binary = "";
  let version = "";
  beforeAll(async () => {
    ({ path: binary, version } = await testBinary());
  }, testBinaryTimeout);
  const homes: string[] = [];
  afterEach(() => {
    for (const home of homes.splice(0)) rmSync(home, { recursive: true });
  });
  const comet = (...args: string[]): string => execFileSync(binary, args, { encoding: "utf8" });

  test("the table of settings is what the pinned version writes, and its defaults are its own", () => {
    const home = mkdtempSync(join(tmpdir(), "comet-init-"));
    homes.push(home);
    comet("init", "--home", home);
    const written = parseToml(readFileSync(join(home, "config", "config.toml"), "utf8"));
    const table = new Map(configKeys.map(([key, value]) => [key, value]));
    // A later version may have more settings, and other defaults.
    if (version === "v0.38.26") {
      for (const [key, value] of written) if (key !== "moniker") expect([key, table.get(key)]).toEqual([key, value]);
      expect([...written.keys()]).toEqual([...table.keys()]);
    } else for (const key of table.keys()) expect([...written.keys()]).toContain(key);
  });

  test("keys and configuration are taken as they are", async () => {
    const { path } = await makeTestHome();
    homes.push(path);
    const key = JSON.parse(readFileSync(join(path, "config", "priv_validator_key.json"), "utf8")) as {
      pub_key: unknown;
    };
    expect(JSON.parse(comet("show-validator", "--home", path))).toEqual(key.pub_key);
    const node = JSON.parse(readFileSync(join(path, "config", "node_key.json"), "utf8")) as {
      priv_key: { value: string };
    };
    const seed = Buffer.from(node.priv_key.value, "base64").subarray(0, 32);
    expect(comet("show-node-id", "--home", path).trim()).toBe(nodeIdOf(makeKey(seed).publicKey));
    expect(publicKeyJson(makeKey(seed).publicKey).value).toHaveLength(44);
  });
});
