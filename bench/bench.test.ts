import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Secp256k1Wallet } from "@cosmjs/amino";
import { DirectSecp256k1HdWallet } from "@cosmjs/proto-signing";
import { MsgWithdrawDelegatorReward } from "cosmjs-types/cosmos/distribution/v1beta1/tx";
import { MsgDelegate } from "cosmjs-types/cosmos/staking/v1beta1/tx";
import { SignDoc, TxBody, TxRaw } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import secp256k1 from "secp256k1";
import { encodeMessage } from "../proto/writer.js";
import { addAccounts, EACH } from "./chains/genesis.js";
import { genesisBook, payments } from "./fill.js";
import { HelpWanted, parseOptions, UsageError } from "./options.js";
import { AccountBook, senderAt } from "./workload/accounts.js";
import { packTransactions, readTransactions, workloadPath, writeTransactions } from "./workload/file.js";
import { operatorMnemonic } from "./workload/operators.js";
import { planSends } from "./workload/plan.js";
import { seededRandom } from "./workload/random.js";
import { lengthOf, signRange, type WorkloadSpec } from "./workload/workload.js";

const spec: WorkloadSpec = {
  names: { chainId: "bench-test", prefix: "echo", denom: "aec" },
  phases: [
    { name: "burst", senders: 4, each: 1 },
    { name: "paced", senders: 2, each: 1 },
    { name: "sustained", senders: 4, each: 2 },
  ],
  accounts: 10,
  fee: 5,
  seed: "1",
};

const folder = mkdtempSync(join(tmpdir(), "bench-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("filling pays every account that does not send, once", () => {
  const book = new AccountBook("echo", 3, 4500);
  const all = [...payments(book, "aec")];
  expect(all.map(({ outputs }) => outputs.length)).toEqual([2000, 2000, 497]);
  const paid = all.flatMap(({ outputs }) => outputs.map(({ address }) => address));
  expect(paid).toEqual(Array.from({ length: 4497 }, (_, index) => book.textAt(3 + index)));
  const address = genesisBook(book).textAt(3);
  expect(paid).not.toContain(address);
  for (const { inputs, outputs } of all) {
    const sum = outputs.reduce((total, { coins }) => total + BigInt(coins[0]!.amount), 0n);
    expect(inputs).toEqual([{ address, coins: [{ denom: "aec", amount: String(sum) }] }]);
  }
});

describe("workload", () => {
  test("each account's sequences count from 0 without gaps, over all phases", () => {
    const seen = new Map<number, number[]>();
    for (const { sender, sequence } of planSends(spec.phases, spec.accounts, "1"))
      seen.set(sender, [...(seen.get(sender) ?? []), sequence]);
    expect(Object.fromEntries(seen)).toEqual({ 0: [0, 1, 2, 3], 1: [0, 1, 2, 3], 2: [0, 1, 2], 3: [0, 1, 2] });
  });

  test("nobody sends to himself, and every other account of the state can be drawn", () => {
    const phases = [{ name: "burst", senders: 3, each: 200 }];
    const pairs = [...planSends(phases, 6, "x")];
    expect(pairs.some(({ sender, recipient }) => sender === recipient)).toBe(false);
    expect(new Set(pairs.map(({ sender, recipient }) => `${sender}>${recipient}`)).size).toBe(3 * 5);
    expect(pairs.every(({ amount }) => amount >= 1 && amount <= 1000)).toBe(true);
  });

  test("the bytes are the same in one piece and in two, and on every machine", () => {
    const length = lengthOf(spec);
    const whole = Buffer.concat([...signRange(spec, 0, length)]);
    const halves = Buffer.concat([...signRange(spec, 0, 5), ...signRange(spec, 5, length)]);
    expect(halves.equals(whole)).toBe(true);
    expect(createHash("sha256").update(whole).digest("hex")).toBe(
      "3e85c3685cd4d6905a957c920353785dba6bf0386971422322fc4369fd960c71",
    );
  });

  test("every transaction is a send signed by its account, under its number and sequence", () => {
    const sends = [...planSends(spec.phases, spec.accounts, spec.seed)];
    for (const [index, tx] of [...signRange(spec, 0, sends.length)].entries()) {
      const { bodyBytes, authInfoBytes, signatures } = TxRaw.decode(tx);
      const sender = sends[index]?.sender ?? -1;
      const signed = encodeMessage(SignDoc, {
        bodyBytes,
        authInfoBytes,
        chainId: "bench-test",
        accountNumber: BigInt(sender),
      });
      const digest = createHash("sha256").update(signed).digest();
      const signature = signatures[0] ?? new Uint8Array(64);
      expect(secp256k1.ecdsaVerify(signature, digest, senderAt(sender).publicKey)).toBe(true);
    }
  });

  test("stake's transactions are with the validator whose operator has the published words", async () => {
    const phases = (["delegate", "withdraw"] as const).map((action) => ({ name: action, senders: 2, each: 1, action }));
    const messages = [...signRange({ ...spec, phases }, 0, 4)].map((tx) => TxBody.decode(TxRaw.decode(tx).bodyBytes));
    expect(messages.map(({ messages: [message] }) => message?.typeUrl)).toEqual([
      MsgDelegate.typeUrl,
      MsgDelegate.typeUrl,
      MsgWithdrawDelegatorReward.typeUrl,
      MsgWithdrawDelegatorReward.typeUrl,
    ]);
    const { validatorAddress: named, delegatorAddress } = MsgDelegate.decode(messages[1]!.messages[0]!.value);
    expect(delegatorAddress).toBe(new AccountBook("echo", 2, 10).textAt(1));
    const wallet = await DirectSecp256k1HdWallet.fromMnemonic(operatorMnemonic(0), { prefix: "echovaloper" });
    expect(named).toBe((await wallet.getAccounts())[0]?.address);
    expect(operatorMnemonic(1)).not.toBe(operatorMnemonic(0));
  });

  test("addresses are those that cosmjs derives from the key", async () => {
    const { privateKey, address, publicKey } = senderAt(3);
    expect(new AccountBook("echo", 4, 10).textAt(3)).toBe(await cosmjsAddress(privateKey));
    expect(address.length).toBe(20);
    expect(publicKey.length).toBe(33);
  });

  test("a file gives back what was written, in parts or whole, and says when it is damaged", () => {
    const transactions = [...signRange(spec, 0, lengthOf(spec))];
    const path = workloadPath(folder, spec);
    writeTransactions(path, [packTransactions(transactions.slice(0, 5)), packTransactions(transactions.slice(5))]);
    expect(readTransactions(path)).toEqual(packTransactions(transactions));
    writeFileSync(path, readFileSync(path).subarray(0, -1));
    expect(() => readTransactions(path)).toThrow("damaged");
    expect(readTransactions(join(folder, "other"))).toBeUndefined();
    expect(workloadPath(folder, { ...spec, fee: 6 })).not.toBe(path);
  });

  test("random numbers are even enough, and the seed's own", () => {
    const random = seededRandom("a");
    const counts = new Uint32Array(10);
    for (let draw = 0; draw < 10_000; draw++) counts[random(10)]!++;
    expect(Math.min(...counts)).toBeGreaterThan(880);
    expect(Math.max(...counts)).toBeLessThan(1120);
    expect(seededRandom("b")(2 ** 32)).not.toBe(seededRandom("a")(2 ** 32));
  });
});

async function cosmjsAddress(privateKey: Uint8Array): Promise<string> {
  const wallet = await Secp256k1Wallet.fromKey(privateKey, "echo");
  return (await wallet.getAccounts())[0]?.address ?? "";
}

describe("genesis", () => {
  test("holds every account once, with the book's numbers before those that were there", () => {
    const path = join(folder, "genesis.json");
    const validator = { "@type": "/cosmos.auth.v1beta1.BaseAccount", address: "echo1v", account_number: "0" };
    const balances = [{ address: "echo1v", coins: [{ denom: "aec", amount: "7" }] }];
    const bank = { params: {}, balances, supply: [{ denom: "aec", amount: "7" }] };
    const auth = { params: {}, accounts: [validator] };
    writeFileSync(path, JSON.stringify({ chain_id: "x", app_state: { auth, bank, mint: { a: 1 } }, other: [1] }));
    const book = new AccountBook("echo", 2, 5);
    addAccounts(path, book, "aec");
    const document = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown> & {
      app_state: { auth: { accounts: Record<string, unknown>[] }; bank: typeof bank; mint: unknown };
    };
    expect(document).toMatchObject({ chain_id: "x", other: [1], app_state: { mint: { a: 1 } } });
    const { accounts } = document.app_state.auth;
    expect(accounts.map(({ account_number: number }) => number)).toEqual(["0", "1", "2", "3", "4", "5"]);
    expect(accounts[1]).toMatchObject({ address: book.textAt(1), sequence: "0", pub_key: null });
    expect(accounts[5]).toMatchObject({ address: "echo1v" });
    const { balances: all, supply } = document.app_state.bank;
    expect(all).toHaveLength(6);
    const sum = all.reduce((total, { coins }) => total + BigInt(coins[0]?.amount ?? 0), 0n);
    expect(supply).toEqual([{ denom: "aec", amount: String(sum) }]);
    expect(sum).toBe(5n * EACH + 7n);
  });
});

describe("options", () => {
  const table = { count: [3, "how many"], name: ["x", "which"], keep: [false, "whether"] } as const;

  test("both forms, numbers with underscores, and yes or no", () => {
    expect(parseOptions(["--count", "1_000", "--name=a=b", "--keep"], table)).toEqual({
      count: 1000,
      name: "a=b",
      keep: true,
    });
  });

  test("what is wrong is named", () => {
    expect(() => parseOptions(["--cuont", "1"], table)).toThrow(/--cuont is no option here[^]*--count/);
    expect(() => parseOptions(["--count", "many"], table)).toThrow('--count is a whole number from 0 on, not "many"');
    expect(() => parseOptions(["--count"], table)).toThrow(new UsageError("--count needs a value"));
    expect(() => parseOptions(["--help"], table)).toThrow(HelpWanted);
  });
});
