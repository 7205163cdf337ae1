import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Contract,
  ContractFactory,
  hexlify,
  Interface,
  type InterfaceAbi,
  JsonRpcProvider,
  type TransactionReceipt,
  type TransactionRequest,
  Wallet,
} from "ethers";
import type { LocalNode } from "../local-node.js";
import { devAccounts, newDevnet, projectRoot } from "./devnet.js";

// One real node (echoind with CometBFT); the company is alice, and users have keys and nothing else. ethers is unmodified.
jest.setTimeout(180_000);

const VOUCHERS = "0x000000000000000000000000000000000000ec06";
const counter = JSON.parse(readFileSync(join(projectRoot, "testnet", "e2e", "contracts", "counter.json"), "utf8")) as {
  readonly abi: InterfaceAbi;
  readonly bytecode: string;
};
const [alice] = devAccounts as [(typeof devAccounts)[0]];
let node: LocalNode;
let provider: JsonRpcProvider;
let contract: Contract;

beforeAll(async () => {
  node = await newDevnet();
  await node.start();
  provider = new JsonRpcProvider(node.ethereum, undefined, { pollingInterval: 200 });
  const deployer = new Wallet(alice.ethereum.privateKey, provider);
  const deployed = await new ContractFactory(counter.abi, counter.bytecode, deployer).deploy();
  contract = (await deployed.waitForDeployment()) as Contract;
});
afterAll(async () => {
  provider.destroy();
  await node.destroy();
});

const selector = (name: string): string => contract.interface.getFunction(name)!.selector;
const newUser = (): Wallet => new Wallet(Wallet.createRandom().privateKey, provider);
const count = (step: number): string => contract.interface.encodeFunctionData("count", [step]);

/** Sends a transaction of the company, and waits until it is in a block. */
async function company(...args: string[]): Promise<void> {
  const sent = JSON.parse(
    await node.echoind(["tx", "sponsor", ...args, "--from", "alice", "--fees", "300000000000000aec", "-y"]),
  ) as { txhash: string; code: number };
  expect(sent.code).toBe(0);
  const { tx_result } = JSON.parse(await node.echoind(["query", "wait-tx", sent.txhash, "--output", "json"])) as {
    tx_result?: { code: number };
  };
  expect(tx_result?.code ?? 0).toBe(0);
}

async function query<T>(...args: string[]): Promise<T> {
  return JSON.parse(await node.echoind(["query", "sponsor", ...args])) as T;
}

async function open(...flags: string[]): Promise<string> {
  const address = await contract.getAddress();
  await company("create", address, "5000000000000000000aec", ...flags);
  const { sponsorships } = await query<{ sponsorships: { sponsorship: { id: string } }[] }>(
    "sponsorships",
    "--contract",
    address,
  );
  return sponsorships.at(-1)!.sponsorship.id;
}

async function send(user: Wallet, request: TransactionRequest): Promise<TransactionReceipt> {
  const sent = await user.sendTransaction({ to: await contract.getAddress(), ...request });
  return (await sent.wait())!;
}

const depositOf = async (id: string): Promise<bigint> =>
  BigInt((await query<{ sponsorship: { deposit: string } }>("sponsorship", id)).sponsorship.deposit);

test("a user without EC calls a sponsored contract with price 0, within the limits", async () => {
  const limits = ["--gas-limit", "200000", "--user-daily-calls", "3"];
  const id = await open("--selectors", selector("count"), ...limits);
  const user = newUser();
  const unpaid = contract.connect(user) as Contract;
  const gas = await unpaid.getFunction("count").estimateGas(5, { gasPrice: 0 });
  expect(gas).toBeGreaterThan(21_000n);
  expect(await query("would-pay", await contract.getAddress(), user.address, "--data", count(5))).toMatchObject({
    paid: true,
  });

  const offers: TransactionRequest[] = [
    { type: 0, gasPrice: 0 },
    { gasPrice: 0 },
    { maxFeePerGas: 0, maxPriorityFeePerGas: 0 },
  ];
  for (const offer of offers) {
    const before = await depositOf(id);
    const receipt = await send(user, { ...offer, data: count(5) });
    expect(receipt.status).toBe(1);
    expect(receipt.gasPrice).toBeGreaterThan(0n);
    expect(before - (await depositOf(id))).toBe(receipt.fee);
    const raw = (await provider.send("eth_getTransactionReceipt", [receipt.hash])) as Record<string, string>;
    const account = JSON.parse(await node.echoind(["query", "evm", "account", "alice"])) as { hex_address: string };
    expect(raw).toMatchObject({
      feePayer: account.hex_address.toLowerCase(),
      sponsorship: `0x${BigInt(id).toString(16)}`,
      effectiveGasPrice: `0x${receipt.gasPrice.toString(16)}`,
    });
    const trace: unknown = await provider.send("debug_traceTransaction", [receipt.hash, { tracer: "callTracer" }]);
    expect(trace).toMatchObject({
      from: user.address.toLowerCase(),
      feePayer: raw["feePayer"],
      gasUsed: raw["gasUsed"],
    });
    const mined = (await provider.getTransaction(receipt.hash))!;
    expect(mined).toMatchObject({ from: user.address, type: offer.type ?? 2 });
    expect(mined.gasPrice).toBe(offer.type === 0 ? 0n : receipt.gasPrice);
  }
  expect(await contract.getFunction("total")()).toBe(15n);
  expect(await provider.getBalance(user.address)).toBe(0n);
  expect(await user.getNonce()).toBe(3);

  await expect(send(user, { gasPrice: 0, data: count(5) })).rejects.toThrow(
    /this user has had the 3 calls of today's limit user_daily_calls/,
  );
  const other = newUser();
  await expect(send(other, { gasPrice: 0, gasLimit: 200_001, data: count(5) })).rejects.toThrow(
    /the gas limit 200001 is over its limit gas, 200000/,
  );
  const hashOf = contract.interface.encodeFunctionData("hashOf", [1]);
  await expect(send(other, { gasPrice: 0, gasLimit: 100_000, data: hashOf })).rejects.toThrow(
    `it does not pay for calls with the selector ${selector("hashOf")}`,
  );
  await expect(send(other, { to: user.address, gasPrice: 0, gasLimit: 21_000 })).rejects.toThrow(
    /max fee per gas less than block base fee/,
  );
  await expect(send(other, { gasLimit: 100_000, data: count(5) })).rejects.toMatchObject({
    code: "INSUFFICIENT_FUNDS",
  });
  await company("close", id);
  await expect(send(other, { gasPrice: 0, gasLimit: 100_000, data: count(5) })).rejects.toThrow(/max fee per gas less/);
});

test("a user without EC redeems a voucher that the company signed off the chain", async () => {
  const signer = Wallet.createRandom();
  const id = await open("--members", "--voucher-signer", signer.address);
  const user = newUser();
  await expect(send(user, { gasPrice: 0, gasLimit: 100_000, data: count(5) })).rejects.toThrow();
  const { chainId } = await provider.getNetwork();
  const voucher = { sponsorship: BigInt(id), user: user.address, expires: 4_000_000_000n };
  const signature = await signer.signTypedData(
    { name: "Echoin Sponsor", version: "1", chainId, verifyingContract: VOUCHERS },
    {
      Voucher: [
        { name: "sponsorship", type: "uint64" },
        { name: "user", type: "address" },
        { name: "expires", type: "uint64" },
      ],
    },
    voucher,
  );
  const vouchers = new Interface([
    "function redeem(uint64 sponsorship, address user, uint64 expires, bytes signature)",
  ]);
  const data = vouchers.encodeFunctionData("redeem", [id, user.address, voucher.expires, signature]);
  await expect(send(newUser(), { to: VOUCHERS, gasPrice: 0, data })).rejects.toThrow(/invalid voucher: it is for 0x/);
  expect((await send(user, { to: VOUCHERS, gasPrice: 0, data })).status).toBe(1);
  expect((await send(user, { gasPrice: 0, data: count(7) })).status).toBe(1);
  const { members } = await query<{ members: { user: string }[] }>("members", id);
  expect(members.map((member) => member.user)).toEqual([hexlify(user.address)]);

  await company("remove-users", id, user.address);
  await expect(send(user, { gasPrice: 0, gasLimit: 100_000, data: count(7) })).rejects.toThrow();
});
