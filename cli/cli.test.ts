import { execFileSync } from "node:child_process";
import { createServer } from "node:net";
import type { Command } from "commander";
import { didYouMean, editDistance, nearest } from "./nearest.js";
import { hostAndPort, requireFreePorts } from "./ports.js";
import { buildProgram } from "./program.js";
import { processTerminal } from "./terminal.js";
import { Sandbox } from "./testing/run.js";
import { toYaml } from "./yaml.js";

let box: Sandbox;
beforeEach(() => (box = new Sandbox()));
afterEach(() => box.remove());

const program = (): Command => buildProgram({ terminal: processTerminal(), root: ".", version: "0.0.0" });

const tree = (command: Command): string[] =>
  command.commands
    .flatMap((inner) => [inner, ...inner.commands.flatMap((deeper) => [deeper, ...deeper.commands])])
    .map(pathOf);

const pathOf = (command: Command): string =>
  command.parent === null ? "" : `${pathOf(command.parent)} ${command.name()}`.trim();

describe("the command tree", () => {
  test("has simd's commands", () => {
    const commands = tree(program());
    for (const path of [
      "init",
      "config get",
      "keys add",
      "keys export",
      "genesis add-genesis-account",
      "genesis validate",
      "start",
      "status",
      "query auth account",
      "query bank balances",
      "query authz grants",
      "query feegrant grant",
      "query consensus params",
      "query upgrade plan",
      "query tx",
      "query txs",
      "query block",
      "query blocks",
      "query block-results",
      "query wait-tx",
      "tx bank send",
      "tx bank multi-send",
      "tx authz exec",
      "tx feegrant grant",
      "tx vesting create-vesting-account",
      "tx sign",
      "tx sign-batch",
      "tx multisign",
      "tx encode",
      "tx decode",
      "tx broadcast",
      "tx simulate",
      "tx validate-signatures",
      "export",
      "rollback",
      "snapshots restore",
      "prune",
      "comet show-node-id",
      "comet unsafe-reset-all",
      "version",
      "completion",
    ]) {
      expect(commands).toContain(path);
    }
  });

  test("every command and flag says what it does", () => {
    const check = (command: Command): void => {
      expect([pathOf(command), command.description().length > 5]).toEqual([pathOf(command), true]);
      for (const option of command.options)
        expect([option.flags, option.description.length > 3]).toEqual([option.flags, true]);
      command.commands.forEach(check);
    };
    program().commands.forEach(check);
  });

  test("no command has two flags of one name", () => {
    const check = (command: Command): void => {
      const names = command.options.map((option) => option.attributeName() + String(option.negate));
      expect([pathOf(command), new Set(names).size]).toEqual([pathOf(command), names.length]);
      command.commands.forEach(check);
    };
    check(program());
  });

  test.each([
    [["keyz"], "Did you mean keys?"],
    [["keys", "shwo"], "Did you mean show?"],
    [["keys", "list", "--keyring-backnd", "test"], "Did you mean --keyring-backend?"],
    [["start", "--api.enabel=false"], "Did you mean --api.enable?"],
    [["query", "bank", "balancs", "x"], "balance"],
    [["tx", "bank", "send", "a"], "missing required argument"],
    [["keys", "list", "--keyring-backend", "os"], "Allowed choices are file, test"],
  ])("%j is told what would be right", async (args, expected) => {
    const ran = await box.run(args);
    expect(ran.code).not.toBe(0);
    expect(ran.stdout).toBe("");
    expect(ran.stderr).toContain(expected);
  });

  test("flags of simd's kind: --flag=false, and values from the environment", async () => {
    const env = { ECHOIND_UNARMORED_HEX: "true", ECHOIND_UNSAFE: "1" };
    const named = await box.run(["keys", "export", "nobody", "--keyring-backend=test"], { env });
    expect(named.stderr).toContain('no key named "nobody"');
    const off = await box.run(["keys", "export", "nobody", "--unsafe=false"], { env });
    expect(off.stderr).toContain("go together");
    expect((await box.run(["keys", "list"], { env: { ECHOIND_LIST_NAMES: "perhaps" } })).stderr).toContain(
      "neither true nor false",
    );
  });

  test("a variable that is no setting is told, with the nearest one", async () => {
    const env = { ECHOIND_API_ENABEL: "false", ECHOIND_API_ENABLE: "false", ECHOIND_BECH32_PREFIX: "echo", OTHER: "1" };
    const { stderr } = await box.run(["keys", "mnemonic"], { env });
    expect(stderr).toBe('ECHOIND_API_ENABEL in the environment is no setting; did you mean "ECHOIND_API_ENABLE"?\n');
  });

  test("completion scripts know the tree, and bash accepts them", async () => {
    const { stdout } = await box.run(["completion", "bash"]);
    const script = `${stdout}\nCOMP_WORDS=(echoind tx bank m)\nCOMP_CWORD=3\n_echoind\necho "\${COMPREPLY[@]}"`;
    expect(execFileSync("bash", ["-c", script], { encoding: "utf8" }).trim()).toBe("multi-send");
    expect((await box.run(["completion", "fish"])).stdout).toContain("-a multi-send");
    expect((await box.run(["completion", "tcsh"])).stderr).toContain("bash, zsh or fish");
  });
});

test("a node that is not there is told with the next step", async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port)),
  );
  await new Promise((resolve) => server.close(resolve));
  const ran = await box.run(["status", "--node", `tcp://127.0.0.1:${port}`]);
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain(`no node answers at http://127.0.0.1:${port}: ECONNREFUSED`);
  expect(ran.stderr).toContain("--node");
});

describe("ports", () => {
  test("one in use is named with its setting", async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) =>
      server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port)),
    );
    const wanted = requireFreePorts([{ address: `tcp://127.0.0.1:${port}`, setting: "api.address in app.toml" }]);
    await expect(wanted).rejects.toThrow(`port ${port} is in use (api.address in app.toml)`);
    await new Promise((resolve) => server.close(resolve));
  });

  test("one given twice is named with both settings", async () => {
    const both = [
      { address: "127.0.0.1:39017", setting: "one" },
      { address: "tcp://127.0.0.1:39017", setting: "two" },
    ];
    await expect(requireFreePorts(both)).rejects.toThrow("by one and by two");
  });

  test("addresses", () => {
    expect(hostAndPort("tcp://0.0.0.0:1")).toEqual({ host: "0.0.0.0", port: 1 });
    expect(hostAndPort("[::1]:90")).toEqual({ host: "::1", port: 90 });
    expect(hostAndPort("unix:///x")).toBeUndefined();
  });
});

test("nearest words", () => {
  expect(editDistance("abc", "acb")).toBe(1);
  expect(nearest("enabel", ["enable", "address"])).toBe("enable");
  expect(nearest("halt_height", ["halt-height"])).toBe("halt-height");
  expect(didYouMean("nothing-like-it", ["api.enable"])).toBe("");
});

test("readable text is YAML", () => {
  const value = { a: [{ b: "1", c: [] }, "x: y"], d: { e: null, f: true }, g: 'say "hi"', h: "" };
  expect(toYaml(value)).toBe('a:\n- b: "1"\n  c: []\n- "x: y"\nd:\n  e: null\n  f: true\ng: \'say "hi"\'\nh: ""\n');
});
