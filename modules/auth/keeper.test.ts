import { MsgUpdateParams } from "cosmjs-types/cosmos/auth/v1beta1/tx";
import { PubKey } from "cosmjs-types/cosmos/crypto/secp256k1/keys";
import { sdk } from "../../abci/state/errors.js";
import { GasMeter } from "../../abci/state/gas.js";
import { inBlock, memoryContext, testAddress } from "../../abci/state/testing/memory.js";
import { keyToBytes } from "../../abci/store/bytes.js";
import { encodeMessage } from "../../proto/writer.js";
import { plainAccount } from "./account.js";
import { beginBlock } from "./blocks.js";
import { authInvariants } from "./invariants.js";
import { authModule } from "./module.js";
import { defaultParams } from "./params.js";
import { addressOfModule } from "./pubkey-addresses.js";
import { addressOfPubKey } from "./pubkeys.js";
import { MODULES, authFixture, holds, newKeeper } from "./testing/fixture.js";
import { NONCES_REMOVED_PER_BLOCK } from "./types.js";

const hex = (key: string) => Buffer.from(keyToBytes(key)).toString("hex");
const publicKey = {
  typeUrl: PubKey.typeUrl,
  value: encodeMessage(PubKey, { key: Uint8Array.of(2, ...new Uint8Array(32).fill(7)) }),
};
const owner = addressOfPubKey(publicKey);

describe("accounts", () => {
  test("are made with the next number, found by address and by number, under the SDK's keys", async () => {
    const { ctx, accounts } = await authFixture();
    await accounts.create(ctx, testAddress(1));
    const account = await accounts.get(ctx, testAddress(1));
    expect(account).toEqual(plainAccount(ctx.addresses.format(testAddress(1)), 3n));
    expect(await accounts.byNumber.get(ctx, 3n)).toEqual(testAddress(1));
    expect(await accounts.exists(ctx, testAddress(1))).toBe(true);
    expect(hex(accounts.locate(testAddress(1)).key)).toBe(`01${"01".repeat(20)}`);
    expect(hex(accounts.byNumber.locate(3n).key)).toBe(
      `${Buffer.from("accountNumber").toString("hex")}0000000000000003`,
    );
    expect(await ctx.read("acc", "\x02")).toEqual(Buffer.from("0000000000000004", "hex"));
    await holds(ctx, accounts);
  });

  test("that do not exist are undefined, or unknown in the SDK's words", async () => {
    const { ctx, accounts } = await authFixture();
    expect(await accounts.getOrUndefined(ctx, testAddress(1))).toBeUndefined();
    await expect(accounts.get(ctx, testAddress(1))).rejects.toMatchObject({
      code: sdk.unknownAddress.code,
      message: `account ${ctx.addresses.format(testAddress(1))} does not exist: unknown address`,
    });
  });

  test("get their key and sequence from transactions, with one write", async () => {
    const { ctx, accounts } = await authFixture();
    await accounts.create(ctx, owner);
    const account = await accounts.get(ctx, owner);
    const before = ctx.gas.consumed;
    accounts.setSigner(ctx, account, { publicKey, sequence: 1n });
    const stored = await ctx.read("acc", accounts.locate(owner).key);
    expect(ctx.gas.consumed - before).toBe(
      BigInt(2000 + 30 * (21 + stored!.length) + 1000 + 3 * (21 + stored!.length)),
    );
    const changed = await accounts.get(ctx, owner);
    expect([changed.sequence, changed.pubKey?.typeUrl, changed.accountNumber]).toEqual([1n, PubKey.typeUrl, 3n]);
    await holds(ctx, accounts);
  });

  test("keep the index by number true when they are set, and numbers are never shared", async () => {
    const { ctx, accounts } = await authFixture();
    await accounts.create(ctx, testAddress(1));
    const account = await accounts.get(ctx, testAddress(1));
    await accounts.set(ctx, { ...account, accountNumber: 50n });
    await accounts.nextNumber.set(ctx, 51n);
    expect([await accounts.byNumber.has(ctx, 3n), await accounts.byNumber.has(ctx, 50n)]).toEqual([false, true]);
    await holds(ctx, accounts);
    await expect(accounts.set(ctx, { ...account, accountNumber: 0n })).rejects.toThrow("AUTH-2");
  });
});

describe("module accounts", () => {
  test("have the address of their name, and are all made at genesis", async () => {
    const { ctx, accounts } = await authFixture();
    expect(accounts.moduleAccountNames).toEqual(["fee_collector", "gov", "mint"]);
    expect(ctx.addresses.format(accounts.moduleAddress("gov"))).toMatch(/^echo1/);
    for (const name of accounts.moduleAccountNames) {
      const account = await accounts.get(ctx, accounts.moduleAddress(name));
      expect(account).toMatchObject({ kind: "module", name, permissions: MODULES[name as "gov"] });
    }
    expect(accounts.isModuleAccount(addressOfModule("mint"))).toBe(true);
    expect(accounts.isModuleAccount(testAddress(1))).toBe(false);
    expect(accounts.moduleNameOf(addressOfModule("mint"))).toBe("mint");
    expect([accounts.modulePermits("mint", "minter"), accounts.modulePermits("mint", "burner")]).toEqual([true, false]);
    expect(() => accounts.moduleAddress("nobody")).toThrow("module account nobody is not in the wiring");
  });

  test("take over what stands at their address, with its number: anyone can send there before the module exists", async () => {
    const ctx = memoryContext();
    const accounts = newKeeper();
    await accounts.create(ctx, addressOfModule("gov"));
    await accounts.ensureModuleAccount(ctx, "gov");
    await accounts.ensureModuleAccount(ctx, "gov");
    expect(await accounts.get(ctx, addressOfModule("gov"))).toMatchObject({ kind: "module", accountNumber: 0n });
    expect(await accounts.nextNumber.peek(ctx)).toBe(1n);
  });
});

describe("nonces of unordered transactions", () => {
  const now = memoryContext().block.timeNanos;

  test("are used once for each signer and time-out, under the SDK's key", async () => {
    const { ctx, accounts } = await authFixture();
    const nonce = { sender: testAddress(1), timeoutNanos: now + 5n };
    await accounts.addUnorderedNonce(ctx, nonce);
    await expect(accounts.addUnorderedNonce(ctx, nonce)).rejects.toMatchObject({
      code: sdk.invalidRequest.code,
      message: expect.stringContaining(`has already used timeout ${now + 5n}`) as string,
    });
    await accounts.addUnorderedNonce(ctx, { ...nonce, sender: testAddress(2) });
    await accounts.addUnorderedNonce(ctx, { ...nonce, timeoutNanos: now + 6n });
    expect(hex(accounts.nonces.locate([1n, testAddress(1)]).key)).toBe(`5a8000000000000001${"01".repeat(20)}`);
  });

  test("are forgotten after their time-out, not at it", async () => {
    const { ctx, accounts } = await authFixture();
    for (const timeoutNanos of [now + 1n, now + 2n, now + 3n]) {
      await accounts.addUnorderedNonce(ctx, { sender: testAddress(1), timeoutNanos });
    }
    await beginBlock(inBlock(ctx, { timeNanos: now + 2n }), accounts);
    const left: bigint[] = [];
    for await (const [timeoutNanos] of accounts.nonces.range(ctx)) left.push(timeoutNanos);
    expect(left).toEqual([now + 2n, now + 3n]);
  });

  test("many due at once are forgotten over several blocks", async () => {
    const { ctx, accounts } = await authFixture();
    const sender = (index: number) => Uint8Array.from({ length: 20 }, (_, i) => (i === 0 ? index >> 8 : index & 0xff));
    for (let i = 0; i < NONCES_REMOVED_PER_BLOCK + 5; i++) {
      await accounts.nonces.add(ctx, [now + 1n, Uint8Array.of(...sender(i), i & 0xff)]);
    }
    const later = inBlock(ctx, { timeNanos: now + 10n });
    expect(await accounts.removeExpiredNonces(later, NONCES_REMOVED_PER_BLOCK)).toBe(NONCES_REMOVED_PER_BLOCK);
    expect(await accounts.removeExpiredNonces(later, NONCES_REMOVED_PER_BLOCK)).toBe(5);
    expect(await accounts.removeExpiredNonces(later, NONCES_REMOVED_PER_BLOCK)).toBe(0);
  });
});

describe("parameters", () => {
  test("are changed by the authority alone, within what gas can count", async () => {
    const { ctx, accounts, messages } = await authFixture();
    const authority = ctx.addresses.format(addressOfModule("gov"));
    const update = (change: object, by = authority) =>
      messages.UpdateParams(
        ctx,
        MsgUpdateParams.fromPartial({ authority: by, params: { ...defaultParams(), ...change } }),
      );
    await update({ txSigLimit: 9n });
    expect((await accounts.params(ctx)).txSigLimit).toBe(9n);
    await expect(update({}, ctx.addresses.format(testAddress(1)))).rejects.toMatchObject({
      codespace: "gov",
      code: 13,
    });
    await expect(update({ txSigLimit: 0n })).rejects.toThrow("tx_sig_limit must be positive, not 0");
    await expect(update({ txSizeCostPerByte: 1n << 62n })).rejects.toThrow("tx_size_cost_per_byte must be at most");
  });
});

describe("invariants", () => {
  test("say what broke", async () => {
    const check = async (id: string, damage: (fixture: Awaited<ReturnType<typeof authFixture>>) => Promise<void>) => {
      const fixture = await authFixture();
      await fixture.accounts.create(fixture.ctx, testAddress(1));
      await damage(fixture);
      await authInvariants(fixture.accounts)
        .find((invariant) => invariant.id === id)!
        .check(fixture.ctx);
    };
    const account = plainAccount(memoryContext().addresses.format(testAddress(2)), 3n);
    await expect(
      check("AUTH-1", ({ ctx, accounts }) => accounts.accounts.set(ctx, testAddress(1), account)),
    ).rejects.toThrow("AUTH-1");
    await expect(check("AUTH-2", ({ ctx, accounts }) => accounts.byNumber.delete(ctx, 3n))).rejects.toThrow(
      "AUTH-2: there are 4 accounts, but 3 in the index",
    );
    await expect(check("AUTH-3", ({ ctx, accounts }) => accounts.nextNumber.set(ctx, 3n))).rejects.toThrow("AUTH-3");
    await expect(
      check("AUTH-5", ({ ctx, accounts }) => accounts.accounts.delete(ctx, addressOfModule("gov"))),
    ).rejects.toThrow("AUTH-5: module gov has its account");
  });
});

test("what costs gas stops when it runs out", async () => {
  const { ctx, accounts } = await authFixture();
  await expect(accounts.create(ctx.withGas(new GasMeter(100n)), testAddress(1))).rejects.toMatchObject({ code: 11 });
});

test("the module is what the SDK calls auth, in the store acc", () => {
  const { name, stores, messages, queries, invariants } = authModule(newKeeper());
  expect([name, stores]).toEqual(["auth", ["acc"]]);
  expect([messages![0]!.service, queries![0]!.service]).toEqual([
    "cosmos.auth.v1beta1.Msg",
    "cosmos.auth.v1beta1.Query",
  ]);
  expect(invariants!.map(({ id }) => id)).toEqual(["AUTH-1", "AUTH-2", "AUTH-3", "AUTH-4", "AUTH-5"]);
});
