import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Sandbox } from "../testing/run.js";
import type { TxJson } from "../tx/document.js";
import type { GenesisDocument } from "./genesis.js";

const STAKE = `${10n ** 20n}aec`;
const TEST = ["--keyring-backend", "test"];

let boxes: Sandbox[];
beforeEach(() => (boxes = []));
afterEach(() => boxes.forEach((box) => box.remove()));

const genesisPath = (box: Sandbox): string => join(box.home, "config", "genesis.json");
const genesis = (box: Sandbox): GenesisDocument =>
  JSON.parse(readFileSync(genesisPath(box), "utf8")) as GenesisDocument;

async function ok(box: Sandbox, ...args: string[]): Promise<string> {
  const ran = await box.run(args);
  if (ran.code !== 0) throw new Error(`echoind ${args.join(" ")}: ${ran.stderr}`);
  return ran.stdout;
}

/** A home with an operator's key, whose account has coins in the genesis. */
async function node(moniker: string): Promise<Sandbox> {
  const box = new Sandbox();
  boxes.push(box);
  await ok(box, "init", moniker, "--chain-id", "gentx-1");
  await ok(box, "keys", "add", "operator", ...TEST);
  await ok(box, "genesis", "add-genesis-account", "operator", STAKE, ...TEST);
  return box;
}

const gentxs = (box: Sandbox): string[] => readdirSync(join(box.home, "config", "gentx"));

test("two operators' transactions make a genesis with both as validators, and their nodes as peers", async () => {
  const [first, second] = [await node("first"), await node("second")];
  const address = (await ok(second, "keys", "show", "operator", "--address", ...TEST)).trim();
  await ok(first, "genesis", "add-genesis-account", address, STAKE);
  const options = ["--commission-rate", "0.07", "--details", "solar", "--ip", "10.0.0.2"];
  await ok(second, "gentx", "operator", STAKE, ...options, ...TEST);
  await ok(first, "genesis", "gentx", "operator", STAKE, "--ip", "10.0.0.1", ...TEST);

  const [name] = gentxs(second);
  const file = join(second.home, "config", "gentx", name!);
  const tx = JSON.parse(readFileSync(file, "utf8")) as TxJson;
  const id = (await ok(second, "comet", "show-node-id")).trim();
  expect(tx.body.memo).toBe(`${id}@10.0.0.2:26656`);
  expect(tx.body.messages[0]).toMatchObject({
    "@type": "/cosmos.staking.v1beta1.MsgCreateValidator",
    description: { moniker: "second", details: "solar" },
    commission: { rate: "0.07", max_rate: "0.2", max_change_rate: "0.01" },
    min_self_delegation: "1",
    value: { denom: "aec", amount: (10n ** 20n).toString() },
  });

  copyFileSync(file, join(first.home, "config", "gentx", name!));
  const collected = JSON.parse(await ok(first, "collect-gentxs")) as { gentxs: number; persistent_peers: string[] };
  expect(collected).toMatchObject({ gentxs: 2, persistent_peers: [`${id}@10.0.0.2:26656`] });
  expect(readFileSync(join(first.home, "config", "config.toml"), "utf8")).toContain(
    `persistent_peers = "${id}@10.0.0.2`,
  );
  expect(genesis(first)).toMatchObject({ validators: [], app_state: { genutil: { gen_txs: [{}, {}] } } });
  expect((await first.run(["genesis", "validate"])).stderr).toContain("with 2 validators");

  const path = join(first.home, "config", "genesis.json");
  const listed = {
    power: "1",
    name: "",
    pub_key: { type: "tendermint/PubKeyEd25519", value: Buffer.alloc(32).toString("base64") },
  };
  writeFileSync(path, JSON.stringify({ ...genesis(first), validators: [listed] }));
  const other = await first.run(["genesis", "validate"]);
  expect([other.code, other.stderr]).toEqual([1, expect.stringContaining("leave the file's list empty")]);
});

test("without validators a genesis is valid, and says that it starts no chain", async () => {
  const box = await node("alone");
  const ran = await box.run(["genesis", "validate"]);
  expect([ran.code, ran.stderr]).toEqual([0, expect.stringContaining("echoind genesis gentx")]);
});

test("candidates without a seat are told, and what they declare gives them one", async () => {
  const box = await node("organiser");
  const operators = Array.from({ length: 9 }, (_, index) => `operator${index}`);
  for (const [index, name] of operators.entries()) {
    await ok(box, "keys", "add", name, ...TEST);
    await ok(box, "genesis", "add-genesis-account", name, STAKE, ...TEST);
    const key = Buffer.alloc(32, index + 1).toString("base64");
    const pubkey = JSON.stringify({ "@type": "/cosmos.crypto.ed25519.PubKey", key });
    const whose = ["--pubkey", pubkey, "--node-id", `${index}`.repeat(40), "--ip", "10.0.0.1"];
    await ok(box, "genesis", "gentx", name, STAKE, ...whose, ...TEST);
  }
  const collected = await box.run(["genesis", "collect-gentxs"]);
  expect([collected.code, collected.stderr]).toEqual([0, expect.stringContaining("1 of 9 candidates get no seat")]);

  const declare = ["genesis", "add-declaration", "operator3", "grid.example", "nl", ...TEST];
  await ok(box, ...declare);
  const checked = await box.run(["genesis", "validate"]);
  expect(checked.stderr).toContain("with 9 validators");
  expect(checked.stderr).not.toContain("no seat");
  expect((await box.run(declare)).stderr).toContain('has declared "grid.example" already');
  await ok(box, ...declare, "--replace");
  expect(genesis(box).app_state["council"]).toMatchObject({ declarations: [{ organisation: "grid.example" }] });
  const wrong = await box.run(["genesis", "add-declaration", "operator4", "Grid Ltd", "nl", ...TEST]);
  expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining("lower-case letters")]);
});

test.each<[string, (box: Sandbox) => Promise<unknown>, string]>([
  [
    "an account that has nothing in the genesis",
    (box) => ok(box, "keys", "add", "poor", ...TEST).then(() => ok(box, "gentx", "poor", STAKE, ...TEST)),
    "has no coins in the genesis",
  ],
  [
    "more than the account has in the genesis",
    (box) => ok(box, "gentx", "operator", `1${STAKE}`, ...TEST),
    `less than the 1${STAKE} to stake`,
  ],
  ["a key that is not there", (box) => ok(box, "gentx", "nobody", STAKE, ...TEST), "nobody"],
  ["an amount that is none", (box) => ok(box, "gentx", "operator", "much", ...TEST), "is not a coin"],
  ["no transactions", (box) => ok(box, "collect-gentxs"), "holds no genesis transactions"],
])("%s is refused", async (_name, attempt, message) => {
  await expect(attempt(await node("one"))).rejects.toThrow(message);
});

test.each<[string, (tx: TxJson) => unknown, string]>([
  [
    "more than the account has",
    (tx) => set(tx, "value", { denom: "aec", amount: `${10n ** 21n}` }),
    "genesis transaction 0",
  ],
  [
    "another message",
    (tx) => ({ ...tx, body: { ...tx.body, messages: [{ "@type": "/cosmos.bank.v1beta1.MsgSend" }] } }),
    "its message is",
  ],
  [
    "two messages",
    (tx) => ({ ...tx, body: { ...tx.body, messages: [...tx.body.messages, ...tx.body.messages] } }),
    "not 2",
  ],
  ["no signature", (tx) => ({ ...tx, signatures: [] }), "sign it with the operator's key"],
  [
    "a text that was changed after signing",
    (tx) => ({ ...tx, body: { ...tx.body, memo: "other" } }),
    "signature verification failed",
  ],
])(
  "a transaction with %s is found when it is collected, and the genesis stays as it was",
  async (_name, change, message) => {
    const box = await node("one");
    await ok(box, "gentx", "operator", STAKE, ...TEST);
    const file = join(box.home, "config", "gentx", gentxs(box)[0]!);
    const tx = JSON.parse(readFileSync(file, "utf8")) as TxJson;
    writeFileSync(file, JSON.stringify(change(tx)));
    const before = readFileSync(genesisPath(box), "utf8");
    const ran = await box.run(["collect-gentxs"]);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain(message);
    expect(readFileSync(genesisPath(box), "utf8")).toBe(before);
  },
);

test("the same operator twice is found", async () => {
  const box = await node("one");
  await ok(box, "gentx", "operator", STAKE, ...TEST);
  const folder = join(box.home, "config", "gentx");
  copyFileSync(join(folder, gentxs(box)[0]!), join(folder, "again.json"));
  expect((await box.run(["collect-gentxs"])).stderr).toContain("has entered before");
  mkdirSync(join(box.home, "other"));
  expect((await box.run(["collect-gentxs", "--gentx-dir", join(box.home, "other")])).stderr).toContain("holds no");
});

function set(tx: TxJson, field: string, value: unknown): TxJson {
  const [message] = tx.body.messages;
  return { ...tx, body: { ...tx.body, messages: [{ ...message!, [field]: value }] } };
}
