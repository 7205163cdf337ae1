/** The devnet from the outside: the built program, a real CometBFT, and the client commands against both. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TxJson } from "./tx/document.js";
import { Sandbox } from "./testing/run.js";

const root = process.cwd();
const devnet = join(root, "dist", "testnet", "devnet.js");
/**
 * Away from a devnet and a network that may run already, from other runs of this test, and from the ports that tests beside
 * this one look for (testnet/network/addresses.ts): all but Comet's stay below 10,000, and those above 25,999.
 */
const offset = 500 + (process.pid % 400);
const node = `tcp://127.0.0.1:${26657 + offset}`;
const CHAIN = "echoin-devnet-1";

interface Sent {
  readonly txhash: string;
  readonly code: number;
  readonly height: string;
  readonly gas_used: string;
  readonly raw_log: string;
}

let box: Sandbox;
let running: ChildProcess;

/** Starts the devnet and waits for its banner. */
async function startDevnet(): Promise<ChildProcess> {
  if (!existsSync(devnet)) throw new Error(`${devnet} is missing: make build`);
  const args = [devnet, "--home", box.home, "--port-offset", String(offset)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  let heard = "";
  await new Promise<void>((resolve, reject) => {
    const onText = (text: Buffer): void => {
      heard += text.toString();
      if (heard.includes("Ctrl-C ends it")) resolve();
    };
    child.stdout.on("data", onText);
    child.stderr.on("data", onText);
    child.once("exit", (code) => reject(new Error(`the devnet ended with ${code}:\n${heard}`)));
  });
  return child;
}

async function stopDevnet(child: ChildProcess, signal: "SIGTERM" | "SIGINT"): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  child.kill(signal);
  return ended;
}

/** Sends, waits for the block, and gives what became of it. */
async function send(args: readonly string[]): Promise<Sent> {
  const { txhash } = await box.json<Sent>(["tx", ...args, "-y"]);
  return box.json<Sent>(["query", "wait-tx", txhash, "--timeout", "60s"]);
}

const balance = async (name: string): Promise<bigint> => {
  const answer = await box.json<{ balance: { amount: string } }>(["query", "bank", "balance", name, "aec"]);
  return BigInt(answer.balance.amount);
};

const height = async (): Promise<bigint> => {
  const status = await box.json<{ sync_info: { latest_block_height: string } }>(["status"]);
  return BigInt(status.sync_info.latest_block_height);
};

beforeAll(async () => {
  box = new Sandbox();
  running = await startDevnet();
}, 180_000);

afterAll(async () => {
  if (running.exitCode === null) await stopDevnet(running, "SIGTERM");
  box.remove();
}, 60_000);

jest.setTimeout(120_000);

test("a transfer with simulated gas, in either sign mode, moves exactly what it says", async () => {
  for (const mode of ["direct", "amino-json"]) {
    const before = await balance("bob");
    const gas = [
      "--gas",
      "auto",
      "--gas-prices",
      mode === "direct" ? "auto" : "2000000000.001aec",
      "--sign-mode",
      mode,
      "--note",
      "for <you> & me",
    ];
    const sent = await send(["bank", "send", "alice", "bob", "1000aec", ...gas]);
    expect([sent.code, BigInt(sent.gas_used) > 10_000n]).toEqual([0, true]);
    expect((await balance("bob")) - before).toBe(1000n);
  }
});

test("refusals end with 1, the node's words and the next step", async () => {
  const refused = async (...flags: string[]): Promise<string> => {
    const ran = await box.run(["tx", "bank", "send", "alice", "bob", "1aec", "-y", ...flags]);
    expect([ran.code, (JSON.parse(ran.stdout) as Sent).code > 0]).toEqual([1, true]);
    return ran.stderr;
  };
  expect(await refused("-s", "9999")).toMatch(/account sequence mismatch, expected \d+, got 9999.*\n.*--sequence/);
  expect(await refused("--chain-id", "wrong")).toContain("check --chain-id");
  const unsure = await box.run(["tx", "bank", "send", "alice", "bob", "1aec"], { input: "n\n" });
  expect([unsure.code, unsure.stdout]).toEqual([1, ""]);
});

test("a block is found by its height, whichever way that is given; one to come is not", async () => {
  const heightOf = async (...args: string[]) =>
    (await box.json<{ block: { header: { height: string } } }>(["query", "block", ...args])).block.header.height;
  expect([await heightOf("2"), await heightOf("--height", "2")]).toEqual(["2", "2"]);
  const ahead = await box.run(["query", "block", "--height", "99999999"]);
  expect([ahead.code, ahead.stdout]).toEqual([1, ""]);
  expect(ahead.stderr).toContain("must be less than or equal to the current blockchain height");
});

test("an unordered transaction needs no sequence", async () => {
  const sent = await send(["bank", "send", "dave", "bob", "3aec", "--unordered", "--timeout-duration", "2m"]);
  expect(sent.code).toBe(0);
  const { info } = await box.json<{ info: { sequence: string } }>(["query", "auth", "account-info", "dave"]);
  expect(info.sequence).toBe("0");
});

test("two of three sign a multisig's transfer, away from the node", async () => {
  await box.run(["keys", "add", "m", "--multisig", "alice,bob,carol", "--multisig-threshold", "2"]);
  const address = (await box.run(["keys", "show", "m", "-a"])).stdout.trim();
  expect((await send(["bank", "send", "alice", address, "1000000000000000aec"])).code).toBe(0);

  const file = (name: string, text: string): string => {
    writeFileSync(join(box.folder, name), text);
    return name;
  };
  const made = await box.run(["tx", "bank", "send", address, "erin", "7aec", "--generate-only"]);
  const unsigned = file("unsigned.json", made.stdout);
  const { info } = await box.json<{ info: { account_number: string } }>(["query", "auth", "account-info", address]);
  const offline = ["--offline", "-a", info.account_number, "-s", "0", "--chain-id", CHAIN];
  const sign = async (name: string): Promise<string> => {
    const signed = await box.run(["tx", "sign", unsigned, "--from", name, "--multisig", "m", ...offline]);
    expect(signed.stderr).toBe("");
    return file(`${name}.json`, signed.stdout);
  };
  const parts = [await sign("carol"), await sign("alice")];
  const stranger = await box.run(["tx", "sign", unsigned, "--from", "dave", "--multisig", "m", ...offline]);
  expect(stranger.stderr).toContain('"dave" is no member of "m"');
  const few = await box.run(["tx", "multisign", unsigned, "m", parts[0] ?? "", ...offline]);
  expect(few.stderr).toContain("1 of the 2 signatures");

  const joined = await box.run(["tx", "multisign", unsigned, "m", ...parts, ...offline]);
  const signed = file("signed.json", joined.stdout);
  expect(await box.json(["tx", "validate-signatures", signed])).toMatchObject({ valid: true });
  const tampered = JSON.parse(joined.stdout) as TxJson & { body: { memo: string } };
  tampered.body.memo = "changed";
  expect((await box.run(["tx", "validate-signatures", file("tampered.json", JSON.stringify(tampered))])).code).toBe(1);

  const before = await balance("erin");
  const { txhash } = await box.json<Sent>(["tx", "broadcast", signed]);
  expect((await box.json<Sent>(["query", "wait-tx", txhash, "--timeout", "60s"])).code).toBe(0);
  expect((await balance("erin")) - before).toBe(7n);
  const encoded = (await box.run(["tx", "encode", signed])).stdout.trim();
  expect((await box.json<TxJson>(["tx", "decode", encoded])).signatures).toEqual(
    (JSON.parse(joined.stdout) as TxJson).signatures,
  );
});

test("grants, allowances and vesting accounts, as queries show them", async () => {
  expect((await send(["authz", "grant", "bob", "send", "--spend-limit", "100aec", "--from", "alice"])).code).toBe(0);
  expect(await box.json(["query", "authz", "grants", "alice", "bob"])).toMatchObject({
    grants: [{ authorization: { "@type": "/cosmos.bank.v1beta1.SendAuthorization" } }],
  });
  const made = await box.run(["tx", "bank", "send", "alice", "erin", "5aec", "--generate-only", "--offline"]);
  writeFileSync(join(box.folder, "inner.json"), made.stdout);
  expect((await send(["authz", "exec", "inner.json", "--from", "bob"])).code).toBe(0);
  expect((await send(["feegrant", "grant", "alice", "carol", "--spend-limit", "1000000000000000aec"])).code).toBe(0);
  const paid = ["--fees", "400000000000000aec", "--fee-granter", "alice"];
  const before = await balance("carol");
  expect((await send(["bank", "send", "carol", "bob", "1aec", ...paid])).code).toBe(0);
  expect(before - (await balance("carol"))).toBe(1n);

  const someone = "echo1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5yw5uln";
  const vest = ["vesting", "create-vesting-account", someone, "50aec", "1900000000", "--from", "erin"];
  expect((await send(vest)).code).toBe(0);
  expect(await box.json(["query", "auth", "account", someone])).toMatchObject({
    account: { "@type": "/cosmos.vesting.v1beta1.ContinuousVestingAccount" },
  });
});

test("transactions are found by hash, by account and sequence, and by event", async () => {
  const sent = await send(["bank", "send", "erin", "bob", "11aec"]);
  const { account } = await box.json<{ account: { address: string; sequence: string } }>([
    "query",
    "auth",
    "account",
    "erin",
  ]);
  const sequence = BigInt(account.sequence) - 1n;
  const byAccount = await box.json<Sent>(["query", "tx", "--type", "acc_seq", `${account.address}/${sequence}`]);
  expect(byAccount.txhash).toBe(sent.txhash);
  const found = await box.json<{ txs: Sent[] }>(["query", "txs", "--query", `tx.height=${sent.height}`]);
  expect(found.txs.map(({ txhash }) => txhash)).toContain(sent.txhash);
  const past = await box.json<{ balance: { amount: string } }>([
    "query",
    "bank",
    "balance",
    "bob",
    "aec",
    "--height",
    "1",
  ]);
  expect(past.balance.amount).toBe((10n ** 24n).toString());
});

test("a second node over the same home is refused, and so is a port in use", async () => {
  const second = await box.run(["start"]);
  expect(second.code).toBe(1);
  expect(second.stderr).toMatch(/port \d+ is in use \(.*\.toml\)/);
});

test("ends cleanly on either signal, goes on where it was, exports, rolls back", async () => {
  const before = await height();
  expect(await stopDevnet(running, "SIGTERM")).toBe(0);
  const exported = await box.run(["export"]);
  expect(exported.code).toBe(0);
  writeFileSync(join(box.folder, "exported.json"), exported.stdout);
  expect((await box.run(["genesis", "validate", "exported.json"])).stderr).toContain("is a valid genesis");
  const { initial_height: next } = JSON.parse(exported.stdout) as { initial_height: string };
  expect(BigInt(next) > before).toBe(true);

  const back = await box.json<{ height: string }>(["rollback"]);
  expect(BigInt(back.height)).toBe(BigInt(next) - 2n);
  const pruned = await box.json<{ earliest_height: string; latest_height: string }>(["prune", "everything"]);
  expect(BigInt(pruned.latest_height) - BigInt(pruned.earliest_height)).toBeLessThan(12n);

  const made = await box.json<{ height: string; hash: string }>(["snapshots", "export"]);
  expect(made.height).toBe(back.height);
  expect((await box.run(["snapshots", "dump", made.height, "1", "--output-file", "state.snapshot"])).code).toBe(0);
  expect((await box.run(["snapshots", "delete", made.height, "1"])).code).toBe(0);
  expect(await box.json(["snapshots", "list"])).toEqual([]);
  expect(await box.json(["snapshots", "load", "state.snapshot"])).toEqual(made);
  expect(await box.json(["snapshots", "restore", made.height, "1"])).toEqual(made);
  expect((await box.run(["snapshots", "restore", "1", "1"])).stderr).toContain("snapshots list");

  running = await startDevnet();
  expect(await height()).toBeGreaterThan(BigInt(back.height));
  expect((await send(["bank", "send", "alice", "bob", "1aec"])).code).toBe(0);
  expect(await stopDevnet(running, "SIGINT")).toBe(0);
  expect(readFileSync(join(box.home, "node.log"), "utf8")).not.toContain('"level":"fatal"');
});

test("what it needs is told when no node runs", async () => {
  const ran = await box.run(["query", "bank", "balances", "bob", "--node", node]);
  expect(ran.stderr).toContain("no node answers");
});
