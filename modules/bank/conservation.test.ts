import { Overlay } from "../../abci/state/overlay.js";
import { GasMeter } from "../../abci/state/gas.js";
import { StateContext } from "../../abci/state/context.js";
import { inBlock, testAddress } from "../../abci/state/testing/memory.js";
import type { Entry, Key, KeyRange } from "../../abci/store/types.js";
import { addressOfModule } from "../auth/pubkey-addresses.js";
import { bankFixture, coins } from "./testing/fixture.js";

/** A block over the state of the fixture, whose own writes can be taken. */
async function blockOver(holders: Record<number, string>) {
  const all = await bankFixture(holders);
  const committed = {
    get: (store: string, key: Key) => all.ctx.read(store, key),
    iterate: (store: string, range: KeyRange): AsyncIterable<Entry> => all.ctx.scan(store, range),
  };
  const overlay = new Overlay(committed);
  const { block, addresses } = inBlock(all.ctx, {});
  const ctx = new StateContext({ overlay, block, addresses, mode: "block", gas: GasMeter.unlimited() });
  return { ...all, ctx, check: () => all.module.checkWrites!(overlay.netWrites(), committed) };
}

test("holds after sends, mints, burns, and balances that appear or disappear", async () => {
  const { ctx, bank, check } = await blockOver({ 1: "100aec,5uusd" });
  await bank.move(ctx, { from: testAddress(1), to: testAddress(2), coins: coins("100aec,2uusd") });
  await bank.mint(ctx, "mint", coins("7aec,1new"));
  await bank.moveFromModule(ctx, "mint", testAddress(1), coins("7aec"));
  await bank.moveToModule(ctx, testAddress(1), "gov", coins("3uusd"));
  await bank.burn(ctx, "gov", coins("3uusd"));
  await check();
});

test.each<[string, (fixture: Awaited<ReturnType<typeof blockOver>>) => Promise<void>, string]>([
  [
    "a balance out of nothing",
    ({ ctx, bank }) => bank.balances.set(ctx, [testAddress(9), "aec"], 5n),
    "balances of aec grew by 5 more",
  ],
  [
    "a balance that vanishes",
    ({ ctx, bank }) => bank.balances.delete(ctx, [testAddress(1), "aec"]),
    "grew by -100 more",
  ],
  ["a supply of its own", ({ ctx, bank }) => bank.supplies.set(ctx, "aec", 101n), "grew by -1 more"],
  [
    "one denomination for another",
    async ({ ctx, bank }) => {
      await bank.balances.set(ctx, [testAddress(1), "aec"], 99n);
      await bank.balances.set(ctx, [addressOfModule("gov"), "uusd"], 1n);
    },
    "grew by",
  ],
])("%s is found", async (_name, damage, message) => {
  const fixture = await blockOver({ 1: "100aec,5uusd" });
  await damage(fixture);
  await expect(fixture.check()).rejects.toThrow(message);
});
