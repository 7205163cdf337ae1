import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toBech32 } from "@cosmjs/encoding";
import { DirectSecp256k1HdWallet } from "@cosmjs/proto-signing";
import { GasPrice, SigningStargateClient, StargateClient } from "@cosmjs/stargate";
import { LocalNode } from "../local-node.js";
import { CHAIN_ID, devAccounts, newDevnet, projectRoot } from "./devnet.js";

// What an operator does with a chain over real nodes: each test takes some seconds for starts and blocks.
jest.setTimeout(240_000);

const [alice, bob] = devAccounts as [(typeof devAccounts)[0], (typeof devAccounts)[0]];
const nodes: LocalNode[] = [];

afterEach(async () => {
  for (const node of nodes.splice(0)) await node.destroy();
});

async function devnet(flags: readonly string[] = []): Promise<LocalNode> {
  const node = await newDevnet(flags);
  nodes.push(node);
  return node;
}

async function emptyNode(flags: readonly string[] = []): Promise<LocalNode> {
  const node = await LocalNode.create({ root: projectRoot, flags });
  nodes.push(node);
  return node;
}

async function send(node: LocalNode, amount: string): Promise<bigint> {
  const wallet = await DirectSecp256k1HdWallet.fromMnemonic(alice.mnemonic, { prefix: "echo" });
  const gasPrice = GasPrice.fromString("1000000000aec");
  const client = await SigningStargateClient.connectWithSigner(node.rpc, wallet, { gasPrice });
  const sent = await client.sendTokens(alice.address, bob.address, [{ denom: "aec", amount }], "auto");
  client.disconnect();
  expect(sent.code).toBe(0);
  return BigInt(sent.height);
}

interface GenesisState {
  readonly auth: { readonly accounts: object[] };
  readonly bank: { readonly balances: object[]; supply: object[] };
}

function manyAddresses(count: number): string[] {
  return Array.from({ length: count }, (_, at) => {
    const bytes = Buffer.alloc(20, 0xaa);
    bytes.writeUInt32BE(at);
    return toBech32("echo", bytes);
  });
}

async function balance(node: LocalNode, address: string, denom = "aec"): Promise<bigint> {
  const client = await StargateClient.connect(node.rpc);
  const { amount } = await client.getBalance(address, denom);
  client.disconnect();
  return BigInt(amount);
}

test("a chain with prefix cosmos and six decimals is one too", async () => {
  const node = await emptyNode();
  const names = [
    "--prefix",
    "cosmos",
    "--default-denom",
    "uatom",
    "--display-denom",
    "atom",
    "--display-exponent",
    "6",
  ];
  await node.echoind(["init", "other", "--chain-id", "other-1", "--profile", "devnet", ...names]);
  const wallet = await DirectSecp256k1HdWallet.fromMnemonic(alice.mnemonic, { prefix: "cosmos" });
  const address = (await wallet.getAccounts())[0]!.address;
  await node.echoind(["genesis", "add-genesis-account", address, "5000000uatom"]);
  await node.echoind(["keys", "add", "operator", "--keyring-backend", "test"]);
  await node.echoind(["genesis", "add-genesis-account", "operator", "9000000uatom", "--keyring-backend", "test"]);
  await node.echoind(["genesis", "gentx", "operator", "9000000uatom", "--keyring-backend", "test"]);
  await node.echoind(["genesis", "collect-gentxs"]);
  await node.start();
  const client = await SigningStargateClient.connectWithSigner(node.rpc, wallet, {
    gasPrice: GasPrice.fromString("0.01uatom"),
  });
  const target = (await (await DirectSecp256k1HdWallet.generate(12, { prefix: "cosmos" })).getAccounts())[0]!.address;
  const sent = await client.sendTokens(address, target, [{ denom: "uatom", amount: "1000000" }], "auto");
  expect(sent.code).toBe(0);
  expect((await client.getBalance(target, "uatom")).amount).toBe("1000000");
  await expect(client.sendTokens(address, bob.address, [{ denom: "uatom", amount: "1" }], "auto")).rejects.toThrow(
    "Bech32 prefix",
  );
  client.disconnect();
  const metadata = (await (await fetch(`${node.rest}/cosmos/bank/v1beta1/denoms_metadata/uatom`)).json()) as object;
  expect(metadata).toMatchObject({ metadata: { base: "uatom", display: "atom" } });
});

test("an exported state starts a new chain, and a rolled-back node makes its block again", async () => {
  const old = await devnet();
  await old.start();
  const height = await send(old, "424242");
  await old.waitForHeight(height + 2n);
  expect(await old.stop()).toBe(0);

  await old.echoind(["rollback"]);
  await old.start();
  await old.waitForHeight(height + 3n);
  const held = await balance(old, bob.address);
  expect(await old.stop()).toBe(0);

  // Its genesis is longer than the longest block, as that of a chain with many users is.
  const next = await emptyNode(["--abci.max-frame-bytes=1048576"]);
  await next.echoind(["init", "next", "--chain-id", "next-1", "--profile", "devnet"]);
  const genesis = JSON.parse(await old.echoind(["export", "--for-zero-height"])) as { app_state: GenesisState };
  const { auth, bank } = genesis.app_state;
  for (const address of manyAddresses(8_000)) {
    auth.accounts.push({ "@type": "/cosmos.auth.v1beta1.BaseAccount", address });
    bank.balances.push({ address, coins: [{ denom: "aec", amount: "7" }] });
  }
  bank.supply = [];
  const own = JSON.parse(readFileSync(join(next.home, "config", "genesis.json"), "utf8")) as Record<string, unknown>;
  writeFileSync(
    join(next.home, "config", "genesis.json"),
    JSON.stringify({ ...own, app_state: genesis.app_state, validators: [] }),
  );
  // The exported chain goes on with its own validators: their keys come along.
  const key = join("config", "priv_validator_key.json");
  copyFileSync(join(old.home, key), join(next.home, key));
  await next.echoind(["genesis", "validate"]);
  await next.start();
  expect(await balance(next, manyAddresses(1)[0]!)).toBe(7n);
  expect(await balance(next, bob.address)).toBe(held);
  await send(next, "1");
  expect(await balance(next, bob.address)).toBe(held + 1n);
});

test("a new node starts from a snapshot by state sync and follows the chain", async () => {
  // All are kept: at half a second a block, a snapshot of a few would be gone before it was fetched.
  const source = await devnet([
    "--state-sync.snapshot-interval=4",
    "--state-sync.snapshot-keep-recent=0",
    "--pruning=nothing",
  ]);
  await source.start();
  await send(source, "1000");
  // Two snapshots, and the blocks that light clients need above them.
  await source.waitForHeight(12n);
  await send(source, "1000");

  const { node_info: info } = await source.call<{ node_info: { id: string } }>("status");
  const { block_id: trusted } = await source.call<{ block_id: { hash: string } }>("block", { height: "3" });
  const copy = await emptyNode();
  await copy.echoind(["init", "copy", "--chain-id", CHAIN_ID, "--profile", "devnet"]);
  copyFileSync(join(source.home, "config", "genesis.json"), join(copy.home, "config", "genesis.json"));
  copy.configure({
    "statesync.enable": true,
    "statesync.rpc_servers": `${source.rpc},${source.rpc}`,
    "statesync.trust_height": 3,
    "statesync.trust_hash": trusted.hash,
    "statesync.discovery_time": "5s",
    "p2p.persistent_peers": `${info.id}@127.0.0.1:${source.ports.p2p}`,
  });
  await copy.start();
  const target = (await source.height()) + 2n;
  await copy.waitForHeight(target);

  const { sync_info: sync } = await copy.call<{ sync_info: { earliest_block_height: string } }>("status");
  expect(Number(sync.earliest_block_height)).toBeGreaterThan(3);
  expect(await balance(copy, bob.address)).toBe(await balance(source, bob.address));
  const hashAt = async (node: LocalNode): Promise<string> =>
    (await node.call<{ block: { header: { app_hash: string } } }>("block", { height: target.toString() })).block.header
      .app_hash;
  expect(await hashAt(copy)).toBe(await hashAt(source));
  // It goes on by itself after a restart.
  expect(await copy.stop()).toBe(0);
  await copy.start();
  await copy.waitForHeight((await source.height()) + 1n);
});
