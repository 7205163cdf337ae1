import fc from "fast-check";
import { MAX_AMOUNT, addCoins, formatCoins, subtractCoins } from "../../abci/state/coins.js";
import { AppError, sdk } from "../../abci/state/errors.js";
import { inBlock, memoryContext, testAddress } from "../../abci/state/testing/memory.js";
import { NANOS_PER_SECOND } from "../../abci/state/time.js";
import { keyToBytes } from "../../abci/store/bytes.js";
import { addressOfModule } from "../auth/pubkey-addresses.js";
import { bankFixture, coins, fails, holds, linesOf } from "./testing/fixture.js";

const [alice, bob, carol] = [testAddress(1), testAddress(2), testAddress(3)];

describe("move", () => {
  test("takes and gives, and tells it in the SDK's events and order", async () => {
    const { ctx, bank, name } = await bankFixture({ 1: "100aec,7uusd", 2: "1aec" });
    await bank.move(ctx, { from: alice, to: bob, coins: coins("40aec,7uusd") });
    expect(formatCoins(await bank.allBalances(ctx, alice))).toBe("60aec");
    expect(formatCoins(await bank.allBalances(ctx, bob))).toBe("41aec,7uusd");
    expect(linesOf(ctx)).toEqual([
      `coin_spent spender=${name(1)} amount=40aec,7uusd`,
      `coin_received receiver=${name(2)} amount=40aec,7uusd`,
      `transfer recipient=${name(2)} sender=${name(1)} amount=40aec,7uusd`,
      `message sender=${name(1)}`,
    ]);
  });

  test("a recipient without an account gets one, with the next number; one that has it keeps it", async () => {
    const fixture = await bankFixture({ 1: "100aec" });
    const { ctx, bank, accounts } = fixture;
    const next = await accounts.nextNumber.peek(ctx);
    await bank.move(ctx, { from: alice, to: bob, coins: coins("1aec") });
    await bank.move(ctx, { from: alice, to: bob, coins: coins("1aec") });
    expect((await accounts.get(ctx, bob)).accountNumber).toBe(next);
    expect(await accounts.nextNumber.peek(ctx)).toBe(next + 1n);
    await holds(ctx, fixture);
  });

  test("more than is held is refused, in the SDK's words", async () => {
    const { ctx, bank } = await bankFixture({ 1: "5aec" });
    const move = (text: string) =>
      ctx.branch((inner) => bank.move(inner, { from: alice, to: bob, coins: coins(text) }));
    expect((await fails(move("6aec"), sdk.insufficientFunds)).message).toBe(
      "spendable balance 5aec is smaller than 6aec: insufficient funds",
    );
    expect((await fails(move("5aec,1uusd"), sdk.insufficientFunds)).message).toBe(
      "spendable balance 0uusd is smaller than 1uusd: insufficient funds",
    );
    expect(await bank.balance(ctx, alice, "aec")).toBe(5n);
  });

  test("to oneself changes nothing", async () => {
    const fixture = await bankFixture({ 1: "5aec" });
    await fixture.bank.move(fixture.ctx, { from: alice, to: alice, coins: coins("5aec") });
    expect(await fixture.bank.balance(fixture.ctx, alice, "aec")).toBe(5n);
    await holds(fixture.ctx, fixture);
  });

  test("the stored form is the SDK's: a spent balance leaves neither an entry nor an index entry", async () => {
    const { ctx, bank } = await bankFixture({ 1: "120aec" });
    const hex = (key: string) => Buffer.from(keyToBytes(key)).toString("hex");
    const balance = bank.balances.locate([alice, "aec"]);
    const owner = bank.owners.locate(["aec", alice]);
    expect([hex(balance.key), hex(owner.key)]).toEqual([
      `0214${"01".repeat(20)}616563`,
      `0361656300${`14${"01".repeat(20)}`}`,
    ]);
    expect(await ctx.read("bank", balance.key)).toEqual(Buffer.from("120"));
    expect(await ctx.read("bank", owner.key)).toEqual(new Uint8Array(0));
    await bank.move(ctx, { from: alice, to: bob, coins: coins("120aec") });
    expect(await ctx.read("bank", balance.key)).toBeUndefined();
    expect(await ctx.read("bank", owner.key)).toBeUndefined();
  });

  test("between accounts that hold some before and after, writes two balances and nothing else", async () => {
    const { ctx, bank } = await bankFixture({ 1: "9aec", 2: "9aec" });
    const written: string[] = [];
    const write = ctx.write.bind(ctx);
    ctx.write = (store, key, value) => {
      written.push(`${store} ${key.charCodeAt(0)}`);
      write(store, key, value);
    };
    await bank.move(ctx, { from: alice, to: bob, coins: coins("1aec") });
    expect(written).toEqual(["bank 2", "bank 2"]);
  });
});

describe("vesting accounts", () => {
  const start = memoryContext().block.timeNanos / NANOS_PER_SECOND;

  async function vesting(kind: "delayed" | "continuous") {
    const fixture = await bankFixture({ 1: "1000aec" });
    const { ctx, accounts, bank } = fixture;
    const plan = { original: coins("100aec"), endTime: start + 100n };
    await accounts.createVesting(
      ctx,
      carol,
      kind === "delayed" ? { kind, ...plan } : { kind, ...plan, startTime: start },
    );
    await bank.move(ctx, { from: alice, to: carol, coins: coins("150aec") });
    const after = (seconds: bigint) => inBlock(ctx, { timeNanos: (start + seconds) * NANOS_PER_SECOND });
    return { ...fixture, after };
  }

  test("spend what has vested and what they got besides, and no more", async () => {
    const { bank, after } = await vesting("continuous");
    const ctx = after(30n);
    expect(await bank.spendable(ctx, carol, "aec")).toBe(80n);
    const move = (text: string) =>
      ctx.branch((inner) => bank.move(inner, { from: carol, to: bob, coins: coins(text) }));
    expect((await fails(move("81aec"), sdk.insufficientFunds)).message).toBe(
      "spendable balance 80aec is smaller than 81aec: insufficient funds",
    );
    await move("80aec");
    expect(await bank.spendable(after(100n), carol, "aec")).toBe(70n);
  });

  test("can delegate what they cannot spend, and get it back as locked as it was", async () => {
    const { ctx, bank, accounts, after, name } = await vesting("delayed");
    ctx.events.length = 0;
    await bank.delegate(ctx, carol, "pool", coins("120aec"));
    const pool = ctx.addresses.format(addressOfModule("pool"));
    expect(linesOf(ctx)).toEqual([
      `coin_spent spender=${name(3)} amount=120aec`,
      `coin_received receiver=${pool} amount=120aec`,
    ]);
    expect(await accounts.get(ctx, carol)).toMatchObject({
      vesting: { delegatedVesting: coins("100aec"), delegatedFree: coins("20aec") },
    });
    expect(await bank.spendable(ctx, carol, "aec")).toBe(30n);
    await bank.undelegate(ctx, "pool", carol, coins("50aec"));
    expect(await accounts.get(ctx, carol)).toMatchObject({
      vesting: { delegatedVesting: coins("70aec"), delegatedFree: [] },
    });
    expect(await bank.spendable(ctx, carol, "aec")).toBe(50n);
    expect(await bank.spendable(after(100n), carol, "aec")).toBe(80n);
  });

  test("what comes back to an address without an account makes one", async () => {
    const { ctx, bank, accounts } = await bankFixture({ 1: "10aec" });
    await bank.delegate(ctx, alice, "pool", coins("10aec"));
    await bank.undelegate(ctx, "pool", testAddress(77), coins("10aec"));
    expect([await bank.balance(ctx, testAddress(77), "aec"), await accounts.exists(ctx, testAddress(77))]).toEqual([
      10n,
      true,
    ]);
  });

  test("whose balance fell below what is locked can spend nothing, and say why", async () => {
    const { ctx, bank, accounts } = await bankFixture({ 1: "10aec" });
    await accounts.createVesting(ctx, carol, { kind: "permanentLocked", original: coins("100aec") });
    await bank.move(ctx, { from: alice, to: carol, coins: coins("10aec") });
    expect(await bank.spendable(ctx, carol, "aec")).toBe(0n);
    const error = await fails(bank.move(ctx, { from: carol, to: bob, coins: coins("1aec") }), sdk.insufficientFunds);
    expect(error.message).toBe("locked amount exceeds account balance funds: 100aec > 10aec: insufficient funds");
  });

  test("more than is held cannot be delegated", async () => {
    const { ctx, bank } = await bankFixture({ 1: "10aec" });
    const error = await fails(bank.delegate(ctx, alice, "pool", coins("11aec")), sdk.insufficientFunds);
    expect(error.message).toContain("failed to delegate; 10aec is smaller than 11aec");
  });
});

describe("mint and burn", () => {
  test("change supply and the module's balance alike, with the SDK's events", async () => {
    const fixture = await bankFixture({ 1: "10aec" });
    const { ctx, bank } = fixture;
    const [mint, gov] = ["mint", "gov"].map((module) => ctx.addresses.format(addressOfModule(module)));
    await bank.mint(ctx, "mint", coins("5aec,3new"));
    await bank.moveBetweenModules(ctx, { from: "mint", to: "gov", coins: coins("3new") });
    ctx.events.splice(2, 4);
    await bank.burn(ctx, "gov", coins("3new"));
    expect([await bank.supply(ctx, "aec"), await bank.supply(ctx, "new")]).toEqual([15n, 0n]);
    expect(await bank.supplies.has(ctx, "new")).toBe(false);
    expect(linesOf(ctx)).toEqual([
      `coin_received receiver=${mint} amount=5aec,3new`,
      `coinbase minter=${mint} amount=5aec,3new`,
      `coin_spent spender=${gov} amount=3new`,
      `burn burner=${gov} amount=3new`,
    ]);
    await holds(ctx, fixture);
  });

  test("need the permission that the wiring gives", async () => {
    const { ctx, bank } = await bankFixture();
    await expect(bank.mint(ctx, "gov", coins("1aec"))).rejects.toThrow("BANK-5: module gov is allowed to mint");
    await expect(bank.burn(ctx, "mint", coins("1aec"))).rejects.toThrow("BANK-5: module mint is allowed to burn");
    await expect(bank.delegate(ctx, alice, "gov", coins("1aec"))).rejects.toThrow("BANK-5");
    await expect(bank.mint(ctx, "nobody", coins("1aec"))).rejects.toThrow("module account nobody is not in the wiring");
  });

  test("a supply over 256 bits is refused", async () => {
    const { ctx, bank } = await bankFixture({ 1: `${MAX_AMOUNT}aec` });
    await fails(bank.mint(ctx, "mint", coins("1aec")), sdk.invalidCoins);
  });
});

test("a module account that is blocked gets coins from modules alone", async () => {
  const { ctx, bank } = await bankFixture({ 1: "10aec" });
  const mint = addressOfModule("mint");
  await bank.moveToModule(ctx, alice, "mint", coins("2aec"));
  await fails(bank.moveFromModule(ctx, "mint", addressOfModule("pool"), coins("1aec")), sdk.unauthorized);
  await bank.moveFromModule(ctx, "mint", bob, coins("1aec"));
  expect([await bank.balance(ctx, mint, "aec"), await bank.balance(ctx, bob, "aec")]).toEqual([1n, 1n]);
});

test("coins come from nowhere at genesis alone", async () => {
  const { ctx, bank } = await bankFixture();
  await expect(bank.endow(inBlock(ctx, {}, { mode: "deliver" }), alice, coins("1aec"))).rejects.toThrow("BANK-1");
});

const people = fc.integer({ min: 1, max: 4 });
const amount = fc.record({ aec: fc.nat(60), uusd: fc.nat(30) }).map(({ aec, uusd }) =>
  addCoins([
    { denom: "aec", amount: BigInt(aec) },
    { denom: "uusd", amount: BigInt(uusd) },
  ]),
);
const operation = fc.oneof(
  fc.record({ do: fc.constant("move" as const), from: people, to: people, amount }),
  fc.record({ do: fc.constant("pay" as const), from: people, to: people, second: people, amount }),
  fc.record({ do: fc.constant("mint" as const), amount }),
  fc.record({ do: fc.constant("burn" as const), amount }),
  fc.record({ do: fc.constant("drop" as const), from: people, to: people, amount }),
);

test("BANK-1 to BANK-3: no sequence of operations breaks an invariant, and balances are those of a naive ledger", () =>
  fc.assert(
    fc.asyncProperty(fc.array(operation, { maxLength: 25 }), async (operations) => {
      const fixture = await bankFixture({ 1: "100aec,50uusd", 2: "100aec" });
      const { ctx, bank } = fixture;
      const ledger = new Map([
        [1, coins("100aec,50uusd")],
        [2, coins("100aec")],
      ]);
      const held = (who: number) => ledger.get(who) ?? [];
      const give = (who: number, set: ReturnType<typeof coins>) => ledger.set(who, addCoins(held(who), set));
      for (const step of operations) {
        const set = step.amount;
        const attempt = (work: Parameters<typeof ctx.branch<void>>[0]) =>
          ctx.branch(work).then(
            () => true,
            (error: unknown) => {
              if (error instanceof AppError && error.is(sdk.insufficientFunds)) return false;
              throw error;
            },
          );
        if (step.do === "move") {
          const left = subtractCoins(held(step.from), set);
          const done = await attempt((inner) =>
            bank.move(inner, { from: testAddress(step.from), to: testAddress(step.to), coins: set }),
          );
          expect(done).toBe(left !== undefined);
          if (left === undefined) continue;
          ledger.set(step.from, left);
          give(step.to, set);
        } else if (step.do === "pay") {
          const total = addCoins(set, set);
          const left = subtractCoins(held(step.from), total);
          const payments = [step.to, step.second].map((who) => ({ to: testAddress(who), coins: set }));
          const done = await attempt((inner) => bank.pay(inner, { from: testAddress(step.from), total, payments }));
          expect(done).toBe(left !== undefined);
          if (left === undefined) continue;
          ledger.set(step.from, left);
          give(step.to, set);
          give(step.second, set);
        } else if (step.do === "mint") {
          await bank.mint(ctx, "mint", set);
          await bank.moveFromModule(ctx, "mint", alice, set);
          give(1, set);
        } else if (step.do === "burn") {
          const left = subtractCoins(held(1), set);
          const done = await attempt(async (inner) => {
            await bank.moveToModule(inner, alice, "gov", set);
            await bank.burn(inner, "gov", set);
          });
          expect(done).toBe(left !== undefined);
          if (left !== undefined) ledger.set(1, left);
        } else {
          const work = ctx.branch(async (inner) => {
            await bank.move(inner, { from: testAddress(step.from), to: testAddress(step.to), coins: set });
            throw sdk.insufficientFunds("dropped");
          });
          await fails(work, sdk.insufficientFunds);
        }
      }
      for (const who of [1, 2, 3, 4]) expect(await bank.allBalances(ctx, testAddress(who))).toEqual(held(who));
      await holds(ctx, fixture);
    }),
    { numRuns: 40 },
  ));
