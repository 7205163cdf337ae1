import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LocalNode } from "../local-node.js";
import { CHAIN_ID, devAccounts, freeGas, newDevnet } from "./devnet.js";
import { KEEP, nameOf, type Queued, QueueUser } from "./testing/queue.js";

// One real node, whose blocks are slow enough that a transaction can be caught in the mempool.
jest.setTimeout(240_000);

const [alice, bob] = devAccounts as [(typeof devAccounts)[0], (typeof devAccounts)[0]];
let node: LocalNode;
let user: QueueUser;

beforeAll(async () => {
  node = await newDevnet();
  user = new QueueUser(node);
  freeGas(node);
  node.configure({ "consensus.timeout_commit": "2s" });
  await node.start();
});
afterAll(() => node.destroy());

const numbersOf = (account: { address: string }) => user.numbersOf(account);
const transfer = (from: typeof alice, ahead: number) => user.transfer(from, ahead, { to: bob.address });
const broadcast = (tx: Uint8Array, headers?: Record<string, string>) => user.broadcast(tx, headers);
const queued = (hash: string) => user.queued(hash);
const committed = (hash: string) => user.committed(hash);

test("sent before the one that it follows, it goes in after it, though the node is killed between", async () => {
  const [first, second, third] = [await transfer(alice, 0), await transfer(alice, 1), await transfer(alice, 2)];
  expect((await broadcast(second, KEEP)).code).toBe(0);
  // A client that does not ask for it hears what it always heard.
  const refused = await broadcast(third);
  expect(refused).toMatchObject({ code: 32, raw_log: expect.stringContaining("account sequence mismatch") as string });

  await node.kill();
  await node.start();
  expect(await queued(nameOf(second))).toMatchObject({
    state: "QUEUE_STATE_WAITING",
    reason: "QUEUE_REASON_FUTURE_SEQUENCE",
  });
  await expect(queued(nameOf(third))).rejects.toThrow("404");

  // By another door than the queue's.
  await node.call("broadcast_tx_sync", { tx: Buffer.from(first).toString("base64") });
  const { height, code } = await committed(nameOf(second));
  expect(code).toBe(0);
  const { tx_response: before } = await node.query<{ tx_response: { height: string } }>(
    `/cosmos/tx/v1beta1/txs/${nameOf(first)}`,
  );
  expect(BigInt(height)).toBeGreaterThanOrEqual(BigInt(before.height));
});

test("what was in the mempool when the node died goes in after its start", async () => {
  const tx = await transfer(alice, 0);
  // Right after a block there is time before the next.
  await node.waitForHeight((await node.height()) + 1n);
  // What the mempool takes is watched for every client; for one that asks to keep, the answer waits until that is written.
  expect(await broadcast(tx, KEEP)).toMatchObject({ code: 0, info: "" });
  await node.kill();
  await node.start();
  const { attempts, code } = await committed(nameOf(tx));
  expect(code).toBe(0);
  expect(attempts).toBeGreaterThan(1);
});

test("below the node's price it waits until the price comes down, and the command line tells of it", async () => {
  await node.stop();
  await node.echoind(["config", "set", "app", "minimum-gas-prices", "0.5aec"]);
  await node.start();
  const send = ["tx", "bank", "send", "alice", bob.address, "1aec", "--broadcast-mode", "queue", "-y"];
  const { txhash, code, info } = JSON.parse(await node.echoind(send)) as { txhash: string; code: number; info: string };
  expect([code, info]).toEqual([0, expect.stringContaining("insufficient fees; got:")]);
  const told = JSON.parse(await node.echoind(["query", "queue", "tx", txhash])) as { transaction: Queued };
  expect(told.transaction).toMatchObject({ state: "QUEUE_STATE_WAITING", reason: "QUEUE_REASON_PRICE_TOO_LOW" });
  const list = JSON.parse(await node.echoind(["query", "queue", "list", "alice", "--open"])) as {
    transactions: Queued[];
  };
  expect(list.transactions).toHaveLength(1);
  expect(JSON.parse(await node.echoind(["query", "queue", "info"]))).toMatchObject({ waiting: "1" });

  await node.stop();
  await node.echoind(["config", "set", "app", "minimum-gas-prices", "0aec"]);
  await node.start();
  expect(await committed(txhash)).toMatchObject({ code: 0 });
});

test("its sender cancels it, and nobody else", async () => {
  const { sequence } = await numbersOf(alice);
  const place = ["--sequence", String(sequence + 1)];
  const send = ["tx", "bank", "send", "alice", bob.address, "1aec", "--broadcast-mode", "queue", "-y", ...place];
  const { txhash } = JSON.parse(await node.echoind(send)) as { txhash: string };
  await expect(node.echoind(["tx", "queue", "cancel", txhash, "--from", "bob"])).rejects.toThrow(
    "signature of its sender",
  );
  const { transaction } = JSON.parse(await node.echoind(["tx", "queue", "cancel", txhash, "--from", "alice"])) as {
    transaction: Queued;
  };
  expect(transaction.state).toBe("QUEUE_STATE_CANCELLED");
  const missing = await transfer(alice, 0);
  await broadcast(missing);
  await committed(nameOf(missing));
  await node.waitForHeight((await node.height()) + 2n);
  expect((await numbersOf(alice)).sequence).toBe(sequence + 1);
});

test("members of a multisig cancel what it sent, as many as it needs", async () => {
  const treasury = "treasury";
  await node.echoind(["keys", "add", treasury, "--multisig", "alice,bob,carol", "--multisig-threshold", "2"]);
  const address = (await node.echoind(["keys", "show", treasury, "-a"])).trim();
  const funding = await user.transfer(alice, 0, { to: address });
  await broadcast(funding);
  await committed(nameOf(funding));
  const { accountNumber, sequence } = await numbersOf({ address });

  const file = (name: string, text: string): string => {
    const path = join(node.home, name);
    writeFileSync(path, text);
    return path;
  };
  const unsigned = file(
    "unsigned.json",
    await node.echoind(["tx", "bank", "send", address, bob.address, "1aec", "--fees", "0aec", "--generate-only"]),
  );
  const place = ["-a", String(accountNumber), "-s", String(sequence + 1), "--chain-id", CHAIN_ID, "--offline"];
  const parts: string[] = [];
  for (const name of ["alice", "carol"]) {
    const part = await node.echoind(["tx", "sign", unsigned, "--from", name, "--multisig", treasury, ...place]);
    parts.push(file(`${name}.json`, part));
  }
  const signed = file("signed.json", await node.echoind(["tx", "multisign", unsigned, treasury, ...parts, ...place]));
  const sent = await node.echoind(["tx", "broadcast", signed, "--broadcast-mode", "queue"]);
  const { txhash } = JSON.parse(sent) as { txhash: string };
  expect(await queued(txhash)).toMatchObject({ state: "QUEUE_STATE_WAITING", sender: address });

  const cancel = (from: string): Promise<string> => node.echoind(["tx", "queue", "cancel", txhash, "--from", from]);
  await expect(cancel("alice")).rejects.toThrow("signature of its sender");
  const { transaction } = JSON.parse(await cancel(treasury)) as { transaction: Queued };
  expect(transaction.state).toBe("QUEUE_STATE_CANCELLED");
});

test("a full mempool takes it after the next block", async () => {
  await node.stop();
  node.configure({ "mempool.size": 1 });
  await node.start();
  const [first, second] = [await transfer(alice, 0), await transfer(bob, 0)];
  await node.waitForHeight((await node.height()) + 1n);
  expect((await broadcast(first)).code).toBe(0);
  expect(await broadcast(second)).toMatchObject({ code: 20 });
  expect(await broadcast(second, KEEP)).toMatchObject({
    code: 0,
    info: expect.stringContaining("mempool is full") as string,
  });
  const [{ height: before }, { height: after }] = [await committed(nameOf(first)), await committed(nameOf(second))];
  expect(BigInt(after)).toBeGreaterThan(BigInt(before));
});
