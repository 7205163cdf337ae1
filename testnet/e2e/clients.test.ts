import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { DirectSecp256k1HdWallet } from "@cosmjs/proto-signing";
import { GasPrice, SigningStargateClient, StargateClient } from "@cosmjs/stargate";
import type { LocalNode } from "../local-node.js";
import { cosmjsTransfer } from "../network/first-transfer.js";
import { CHAIN_ID, devAccounts, newDevnet, projectRoot } from "./devnet.js";

// One real node (echoind with CometBFT) serves all tests of this file; each is a client as users run it.
jest.setTimeout(180_000);

const execute = promisify(execFile);
const [alice, bob] = devAccounts as [(typeof devAccounts)[0], (typeof devAccounts)[0]];
let node: LocalNode;

beforeAll(async () => {
  node = await newDevnet();
  await node.start();
});
afterAll(() => node.destroy());

async function signer(): Promise<SigningStargateClient> {
  const wallet = await DirectSecp256k1HdWallet.fromMnemonic(alice.mnemonic, { prefix: "echo" });
  return SigningStargateClient.connectWithSigner(node.rpc, wallet, { gasPrice: GasPrice.fromString("1000000000aec") });
}

const rest = async (path: string): Promise<{ status: number; body: Record<string, unknown> }> => {
  const response = await fetch(node.rest + path);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

test.each(["transfer", "query", "multisig", "delegate", "subscribe"])(
  "examples/%s.mjs runs against the devnet",
  async (name) => {
    const { stdout } = await execute(process.execPath, [join(projectRoot, "examples", `${name}.mjs`)], {
      env: { ...process.env, RPC: node.rpc, BLOCKS: "2" },
    });
    expect(stdout).toMatch(/committed in block|transactions sent by|block \d+ at/);
  },
);

test("what make devnet prints for cosmjs is a transfer", async () => {
  const before = BigInt((await (await signer()).getBalance(bob.address, "aec")).amount);
  const pasted = cosmjsTransfer({ rpc: node.rpc, from: alice, to: bob.address, amount: 21n });
  const script = [
    `import { DirectSecp256k1HdWallet } from "@cosmjs/proto-signing";`,
    `import { GasPrice, SigningStargateClient } from "@cosmjs/stargate";`,
    ...pasted,
    "client.disconnect();",
  ];
  await execute(process.execPath, ["--input-type=module", "--eval", script.join("\n")], { cwd: projectRoot });
  expect(BigInt((await (await signer()).getBalance(bob.address, "aec")).amount) - before).toBe(21n);
});

test("cosmjs sends, finds and reads a transfer; the gas estimate holds", async () => {
  const client = await signer();
  const before = BigInt((await client.getBalance(bob.address, "aec")).amount);
  const message = {
    typeUrl: "/cosmos.bank.v1beta1.MsgSend",
    value: { fromAddress: alice.address, toAddress: bob.address, amount: [{ denom: "aec", amount: "12345" }] },
  };
  const estimate = await client.simulate(alice.address, [message], "hello");
  const sent = await client.signAndBroadcast(alice.address, [message], "auto", "hello");
  expect(sent.code).toBe(0);
  expect(Number(sent.gasUsed)).toBeLessThan(estimate * 1.1);
  expect(Number(sent.gasUsed)).toBeGreaterThan(estimate * 0.9);
  expect(BigInt((await client.getBalance(bob.address, "aec")).amount) - before).toBe(12345n);

  const byHash = await client.getTx(sent.transactionHash);
  expect(byHash?.height).toBe(sent.height);
  const byEvent = await client.searchTx([{ key: "transfer.recipient", value: bob.address }]);
  expect(byEvent.map(({ hash }) => hash)).toContain(sent.transactionHash);
  const transfer = sent.events.filter(({ type }) => type === "transfer").at(-1);
  expect(Object.fromEntries(transfer!.attributes.map(({ key, value }) => [key, value]))).toMatchObject({
    sender: alice.address,
    recipient: bob.address,
    amount: "12345aec",
    msg_index: "0",
  });
  client.disconnect();
});

test("cosmjs asks the chain for the price of gas", async () => {
  const wallet = await DirectSecp256k1HdWallet.fromMnemonic(alice.mnemonic, { prefix: "echo" });
  // The least price is one that the chain refuses: cosmjs falls back to it when the query fails.
  const gasPrice = { minGasPrice: GasPrice.fromString("1aec"), denom: "aec", multiplier: 1.3 };
  const client = await SigningStargateClient.connectWithSigner(node.rpc, wallet, { gasPrice });
  const sent = await client.sendTokens(alice.address, bob.address, [{ denom: "aec", amount: "3" }], "auto");
  expect(sent.code).toBe(0);
  const fee = sent.events.find(({ type, attributes }) => type === "tx" && attributes[0]?.key === "fee")!;
  expect(fee.attributes[0]!.value).toBe(`${sent.gasWanted * 1_300_000_000n}aec`);
  client.disconnect();

  const cheap = await SigningStargateClient.connectWithSigner(node.rpc, wallet, {
    gasPrice: GasPrice.fromString("1aec"),
  });
  const refused = cheap.sendTokens(alice.address, bob.address, [{ denom: "aec", amount: "3" }], "auto");
  await expect(refused).rejects.toThrow(
    /insufficient fees; got: \d+aec required: \d+aec, at a base fee of 1000000000aec/,
  );
  cheap.disconnect();
  expect(await rest("/feemarket/v1/gas_prices")).toMatchObject({
    body: { prices: [{ denom: "aec", amount: "1000000000.000000000000000000" }] },
  });
  expect((await rest("/feemarket/v1/gas_price/uusd")).status).toBe(404);
});

test("cosmjs gets the errors that it knows", async () => {
  const client = await signer();
  const { accountNumber, sequence } = await client.getSequence(alice.address);
  const transfer = (amount: string) => [
    {
      typeUrl: "/cosmos.bank.v1beta1.MsgSend",
      value: { fromAddress: alice.address, toAddress: bob.address, amount: [{ denom: "aec", amount }] },
    },
  ];
  const fee = { amount: [{ denom: "aec", amount: "200000000000000" }], gas: "200000" };
  const { TxRaw } = await import("cosmjs-types/cosmos/tx/v1beta1/tx");
  const wrong = await client.sign(alice.address, transfer("1"), fee, "", {
    accountNumber,
    sequence: sequence + 7,
    chainId: CHAIN_ID,
  });
  // Not broadcastTx: when the node refuses, cosmjs leaves that one's timer of a minute running.
  await expect(client.broadcastTxSync(TxRaw.encode(wrong).finish())).rejects.toThrow(
    `account sequence mismatch, expected ${sequence}, got ${sequence + 7}`,
  );
  const foreign = await client.sign(alice.address, transfer("1"), fee, "", {
    accountNumber,
    sequence,
    chainId: "another-1",
  });
  await expect(client.broadcastTxSync(TxRaw.encode(foreign).finish())).rejects.toThrow("signature verification failed");
  const rich = await client.signAndBroadcast(alice.address, transfer((10n ** 30n).toString()), fee);
  expect(rich.code).toBe(5);
  expect(rich.rawLog).toMatch(/spendable balance .* is smaller than .*insufficient funds/);
  await expect(client.getBalance("echo1nonsense", "aec")).rejects.toThrow();
  client.disconnect();
});

test("REST and gRPC's answers agree with cosmjs", async () => {
  const client = await StargateClient.connect(node.rpc);
  const balance = await client.getBalance(bob.address, "aec");
  expect((await rest(`/cosmos/bank/v1beta1/balances/${bob.address}`)).body["balances"]).toEqual([balance]);
  const account = (await rest(`/cosmos/auth/v1beta1/accounts/${alice.address}`)).body["account"];
  expect(account).toMatchObject({ "@type": "/cosmos.auth.v1beta1.BaseAccount", address: alice.address });
  expect((await rest("/cosmos/nothing/v1/here")).status).toBe(501);
  const missing = await rest(`/cosmos/tx/v1beta1/txs/${"0".repeat(64)}`);
  expect(missing).toMatchObject({ status: 404, body: { code: 5 } });
  const info = (await rest("/cosmos/base/tendermint/v1beta1/node_info")).body;
  expect(info).toMatchObject({ default_node_info: { network: CHAIN_ID } });
  client.disconnect();
});

test("the command line sends, waits and queries", async () => {
  const sent = JSON.parse(
    await node.echoind([
      "tx",
      "bank",
      "send",
      "alice",
      bob.address,
      "5aec",
      "--gas",
      "auto",
      "--gas-prices",
      "auto",
      "-y",
      "--output",
      "json",
    ]),
  ) as { txhash: string; code: number };
  expect(sent.code).toBe(0);
  const found = JSON.parse(await node.echoind(["query", "wait-tx", sent.txhash, "--output", "json"])) as {
    code: number;
  };
  expect(found.code).toBe(0);
  await expect(node.echoind(["tx", "bank", "send", "alice", "cosmos1abc", "5aec", "-y"])).rejects.toThrow(
    /echo|address/,
  );
});

test("a node ended by SIGTERM resumes, and one killed loses no commit", async () => {
  const before = await node.height();
  expect(await node.stop("SIGTERM")).toBe(0);
  await node.start();
  await node.waitForHeight(before + 1n);
  const client = await signer();
  const sent = await client.sendTokens(alice.address, bob.address, [{ denom: "aec", amount: "77" }], "auto");
  client.disconnect();
  await node.stop("SIGKILL");
  await node.start();
  await node.waitForHeight(BigInt(sent.height) + 2n);
  const again = await StargateClient.connect(node.rpc);
  expect((await again.getTx(sent.transactionHash))?.code).toBe(0);
  again.disconnect();
});
