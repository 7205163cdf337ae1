import { Address } from "@ethereumjs/util";
import { sdk } from "../../abci/state/errors.js";
import { EthereumKey } from "../../abci/sim/ethereum.js";
import { addressOfModule } from "../auth/pubkey-addresses.js";
import { admit, applyFailure } from "./apply.js";
import { errors } from "./errors.js";
import { hexOf } from "./hex.js";
import { stateRoot } from "../../testnet/state-tests/root.js";
import {
  alice,
  BASE_FEE,
  bob,
  bytes,
  COINBASE,
  DENOM,
  deploying,
  EC,
  type EvmFixture,
  evmFixture,
  word,
} from "./testing/fixture.js";

const stranger = new EthereumKey("stranger").address;
const PRICE = BASE_FEE + 7n;

/** The state as one hash: what a call that fails must not change. */
const rootOf = async ({ ctx, accounts, bank, keeper }: EvmFixture): Promise<string> =>
  hexOf(await stateRoot(ctx, { accounts, bank, keeper, denom: DENOM }));

async function deploy(test: EvmFixture, runtime: string, value = 0n): Promise<Uint8Array> {
  const nonce = await test.nonce(alice.address);
  const outcome = await test.run(test.sign({ nonce, data: deploying(runtime), gasLimit: 1_000_000n, value }));
  expect(outcome.vmError).toBeUndefined();
  return outcome.contractAddress!;
}

describe("fees", () => {
  test("the base fee is burnt, the tip is the recipient's, the rest comes back", async () => {
    const test = await evmFixture();
    const supply = await test.bank.supply(test.ctx, DENOM);
    await test.run(test.sign({ to: stranger, value: 5n, gasLimit: 100_000n }));
    expect(await test.balance(alice.address)).toBe(10n * EC - 5n - 21_000n * PRICE);
    expect(await test.balance(COINBASE)).toBe(21_000n * 7n);
    expect(await test.bank.supply(test.ctx, DENOM)).toBe(supply - 21_000n * BASE_FEE);
    expect(await test.balance(addressOfModule("fee_collector"))).toBe(0n);
    await test.holds();
  });

  test("the base fee goes to its recipient when there is one", async () => {
    const recipient = new Uint8Array(20).fill(0xbf);
    const test = await evmFixture({ baseFeeRecipient: recipient });
    await test.run(test.sign({ to: stranger, gasLimit: 21_000n }));
    expect(await test.balance(recipient)).toBe(21_000n * BASE_FEE);
    await test.holds();
  });

  test("what a contract burns by destroying itself leaves the supply", async () => {
    const test = await evmFixture({ baseFeeRecipient: COINBASE });
    const supply = await test.bank.supply(test.ctx, DENOM);
    // ADDRESS SELFDESTRUCT, in the constructor.
    const { vmError } = await test.run(test.sign({ data: bytes("30ff"), value: 1234n, gasLimit: 200_000n }));
    expect(vmError).toBeUndefined();
    expect(await test.bank.supply(test.ctx, DENOM)).toBe(supply - 1234n);
    await test.holds();
  });

  test("a fault of the EVM takes all gas, and nothing else happens", async () => {
    const test = await evmFixture();
    const tx = test.sign({ to: stranger, value: 5n, gasLimit: 100_000n });
    const where = await test.where();
    const purchase = await admit(test.ctx, test.keeper, tx, where);
    const outcome = await applyFailure(test.ctx, test, tx, { ...where, ...purchase });
    expect(outcome).toMatchObject({ vmError: "internal error", gasUsed: 100_000n });
    expect(await test.balance(stranger)).toBe(0n);
    expect(await test.balance(alice.address)).toBe(10n * EC - 100_000n * PRICE);
    await test.holds();
  });
});

describe("one journal", () => {
  test("an EVM revert takes native balances and accounts back", async () => {
    const test = await evmFixture();
    const before = await rootOf(test);
    const number = await test.accounts.nextNumber.peek(test.ctx);
    await test.engines.run(test.ctx, await test.where(), async ({ state }) => {
      await state.checkpoint();
      await state.putStorage(new Address(bob.address), bytes(word(1n)), bytes("05"));
      const coins = [{ denom: DENOM, amount: 3n }];
      await test.bank.move(state.context, { from: alice.address, to: stranger, coins });
      await state.checkpoint();
      await test.bank.move(state.context, { from: alice.address, to: bob.address, coins });
      await state.commit();
      expect((await state.getAccount(new Address(stranger)))?.balance).toBe(3n);
      await state.revert();
      expect(await state.getAccount(new Address(stranger))).toBeUndefined();
    });
    expect(await rootOf(test)).toBe(before);
    expect(await test.accounts.exists(test.ctx, stranger)).toBe(false);
    expect(await test.accounts.nextNumber.peek(test.ctx)).toBe(number);
    await test.holds();
  });

  test("a native failure takes back what the EVM wrote, events too", async () => {
    const test = await evmFixture();
    const contract = await deploy(test, "5f546001015f5500");
    const before = await rootOf(test);
    const events = test.ctx.events.length;
    const failing = test.ctx.branch(async (inner) => {
      await test.engines.run(inner, await test.where(), async ({ evm, state }) => {
        const called = await evm.runCall({
          caller: new Address(alice.address),
          to: new Address(contract),
          value: 9n,
          gasLimit: 100_000n,
        });
        expect(called.execResult.exceptionError).toBeUndefined();
        expect((await state.getStorage(new Address(contract), bytes(word(0n)))).length).toBe(1);
      });
      await test.bank.move(inner, { from: stranger, to: bob.address, coins: [{ denom: DENOM, amount: 1n }] });
    });
    await expect(failing).rejects.toMatchObject({ code: sdk.insufficientFunds.code });
    expect(await rootOf(test)).toBe(before);
    expect(test.ctx.events).toHaveLength(events);
  });
});

test("wherever gas ends, a call does all of it or leaves the fee and the nonce alone", async () => {
  const heir = new Uint8Array(20).fill(0xde);
  const runtime = [
    "60015f55", // SSTORE(0, 1)
    `5f5f5f5f600573${"de".repeat(20)}5af150`, // CALL the heir, who is new, with 5
    "6133ff5f526002601e6007f050", // CREATE, with 7, what gives it back and destroys itself
    "5f5fa000", // LOG0, STOP
  ].join("");
  const test = await evmFixture();
  const contract = await deploy(test, runtime, 1000n);
  const before = await rootOf(test);
  const rich = await test.balance(alice.address);
  let succeeded = 0;
  // In steps that are small against the price of any one access to state.
  for (let gasLimit = 21_000n; gasLimit <= 130_000n; gasLimit += 97n) {
    await test.dropped(async (inner) => {
      const { vmError, gasUsed } = await inner.run(test.sign({ nonce: 1n, to: contract, gasLimit }));
      await inner.holds();
      expect(await inner.nonce(alice.address)).toBe(2n);
      expect(await inner.balance(alice.address)).toBe(rich - gasUsed * PRICE);
      const stored = await inner.keeper.storage.get(inner.ctx, [contract, bytes(word(0n))]);
      const paid = await inner.balance(heir);
      if (vmError === undefined) {
        succeeded++;
        expect([stored, paid, await inner.balance(contract)]).toEqual([Uint8Array.of(1), 5n, 995n]);
      } else {
        expect(gasUsed).toBe(gasLimit);
        expect([stored, paid, await inner.balance(contract)]).toEqual([undefined, 0n, 1000n]);
      }
    });
  }
  expect(succeeded).toBeGreaterThan(10);
  expect(await rootOf(test)).toBe(before);
});

describe("what belongs to modules, or is locked", () => {
  const module = addressOfModule("pool");

  test("a module's account gets nothing: from a transaction, a contract, or one that destroys itself", async () => {
    const test = await evmFixture();
    const direct = await test.run(test.sign({ to: module, value: 5n, gasLimit: 50_000n }));
    expect(direct.vmError).toBe("module account cannot be sent coins");
    const pays = await deploy(test, `5f5f5f5f6005${"73" + Buffer.from(module).toString("hex")}5af15f5260205ff3`, 100n);
    const paid = await test.run(test.sign({ nonce: 2n, to: pays, gasLimit: 100_000n }));
    // The inner call fails, the outer goes on.
    expect([paid.vmError, hexOf(paid.returnData)]).toEqual([undefined, `0x${word(0n)}`]);
    const dies = bytes(`73${Buffer.from(module).toString("hex")}ff`);
    const died = await test.run(test.sign({ nonce: 3n, data: dies, value: 3n, gasLimit: 100_000n }));
    expect(died.vmError).toBe("module account cannot be sent coins");
    expect(await test.balance(module)).toBe(0n);
    await test.holds();
  });

  test("a call without value reaches a module's address", async () => {
    const test = await evmFixture();
    expect((await test.run(test.sign({ to: module, gasLimit: 50_000n }))).vmError).toBeUndefined();
  });

  test("coins that vest are no balance: they pay no gas and cannot be sent", async () => {
    const test = await evmFixture();
    const key = new EthereumKey("vesting");
    const original = [{ denom: DENOM, amount: EC }];
    await test.accounts.createVesting(test.ctx, key.address, { kind: "permanentLocked", original });
    await test.bank.move(test.ctx, { from: bob.address, to: key.address, coins: [{ denom: DENOM, amount: EC }] });
    await expect(test.run(test.sign({ to: bob.address }, key))).rejects.toMatchObject({
      code: errors.insufficientFunds.code,
    });
    const free = 21_000n * 2n * BASE_FEE + 10n;
    await test.bank.move(test.ctx, { from: bob.address, to: key.address, coins: [{ denom: DENOM, amount: free }] });
    await test.run(test.sign({ to: stranger, value: 10n, gasLimit: 21_000n }, key));
    expect(await test.balance(key.address)).toBe(EC + free - 10n - 21_000n * PRICE);
    await test.holds();
  });
});

describe("EIP-7702", () => {
  test("an account runs another's code as its own, and can still send", async () => {
    const test = await evmFixture();
    const counter = await deploy(test, "5f546001015f5500");
    const authorizations = [bob.authorize({ chainId: 3264n, address: counter, nonce: 0n })];
    await test.run(test.sign({ type: 4, nonce: 1n, to: bob.address, authorizations, gasLimit: 200_000n }));
    expect(await test.keeper.storage.get(test.ctx, [bob.address, bytes(word(0n))])).toEqual(Uint8Array.of(1));
    expect(await test.nonce(bob.address)).toBe(1n);
    await test.run(test.sign({ nonce: 1n, to: stranger, value: 1n, gasLimit: 21_000n }, bob));
    const clear = [bob.authorize({ chainId: 0n, address: new Uint8Array(20), nonce: 2n })];
    await test.run(test.sign({ type: 4, nonce: 2n, to: stranger, authorizations: clear, gasLimit: 200_000n }));
    expect((await test.keeper.code(test.ctx, bob.address)).length).toBe(0);
    await test.holds();
  });

  test("a contract is no sender", async () => {
    const test = await evmFixture();
    await test.keeper.codes.set(test.ctx, new Uint8Array(32), bytes("00"));
    await test.keeper.codeHashes.set(test.ctx, bob.address, new Uint8Array(32));
    await expect(test.run(test.sign({ to: stranger }, bob))).rejects.toMatchObject({ code: errors.senderNotEoa.code });
  });
});

test("an observer sees each step, the state before, and the state after all is paid", async () => {
  const seen: string[] = [];
  const test = await evmFixture({
    observe({ evm, state }) {
      const sender = new Address(alice.address);
      void state.getAccount(sender).then((account) => seen.push(`before ${account!.nonce}`));
      evm.events.on("step", ({ opcode }) => void seen.push(opcode.name));
      return async () => {
        const { balance } = (await state.getAccount(sender))!;
        seen.push(`after ${balance}`);
      };
    },
  });
  const { gasUsed } = await test.run(test.sign({ data: bytes("60005ff3"), gasLimit: 100_000n }));
  const left = 10n * EC - gasUsed * PRICE;
  expect(seen).toEqual(["before 1", "PUSH1", "PUSH0", "RETURN", `after ${left}`]);
  // The engine is used again, without the listener of the transaction before.
  seen.length = 0;
  await test.run(test.sign({ nonce: 1n, to: stranger, gasLimit: 21_000n }));
  expect(seen.filter((each) => each.startsWith("PUSH"))).toEqual([]);
});
