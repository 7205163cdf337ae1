import { MsgExec, MsgGrant } from "cosmjs-types/cosmos/authz/v1beta1/tx";
import { SendAuthorization } from "cosmjs-types/cosmos/bank/v1beta1/authz";
import { MsgMultiSend, MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import type { Any } from "cosmjs-types/google/protobuf/any";
import fc from "fast-check";
import type { StateContext } from "../../abci/state/context.js";
import { AppError, type ErrorFactory, sdk } from "../../abci/state/errors.js";
import { NANOS_PER_SECOND, nanosToTimestamp } from "../../abci/state/time.js";
import { inBlock, memoryContext, testAddress } from "../../abci/state/testing/memory.js";
import { keyToBytes } from "../../abci/store/bytes.js";
import { exportWhole } from "../../abci/state/testing/export-whole.js";
import { decodeMessage } from "../../proto/reader.js";
import { bankErrors, errors } from "./errors.js";
import { authzGenesis } from "./genesis.js";
import { authzInvariants } from "./invariants.js";
import type { AuthzKeeper } from "./keeper.js";
import { authzModule } from "./module.js";
import { authzQueries } from "./queries.js";
import { authzFixture, generic, grantMessage, pack, sendMessage, sendUpTo } from "./testing/fixture.js";
import { MAX_EXEC_DEPTH, PRUNED_PER_BLOCK } from "./types.js";

const names = memoryContext().addresses;
const [alice, bob, carol, dave] = [1, 2, 3, 4].map((byte) => names.format(testAddress(byte))) as [
  string,
  string,
  string,
  string,
];
const now = memoryContext().block.timeNanos;
const hour = 3600n * NANOS_PER_SECOND;

/** Holds when `work` fails with the error of this factory. */
async function fails(work: Promise<unknown>, factory: ErrorFactory<never>): Promise<AppError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error("expected an AppError", { cause: error });
  expect([error.codespace, error.code]).toEqual([factory.codespace, factory.code]);
  return error;
}

async function holds(ctx: StateContext, authz: AuthzKeeper): Promise<void> {
  for (const invariant of authzInvariants(authz)) await invariant.check(ctx);
}

describe("Grant", () => {
  test("stores the grant, makes an account for the grantee and emits the typed event", async () => {
    const ctx = memoryContext();
    const { authz, messages, created } = authzFixture();
    await messages.Grant(ctx, grantMessage(alice, bob, generic(MsgSend.typeUrl), now + hour));

    expect(await created.has(ctx, testAddress(2))).toBe(true);
    expect(ctx.events).toEqual([
      {
        type: "cosmos.authz.v1beta1.EventGrant",
        attributes: [
          { key: "grantee", value: `"${bob}"` },
          { key: "granter", value: `"${alice}"` },
          { key: "msg_type_url", value: `"${MsgSend.typeUrl}"` },
        ],
      },
    ]);
    await holds(ctx, authz);
  });

  test("keys and the queue have the SDK's layout", async () => {
    const { authz } = authzFixture();
    const grantKey = authz.grants.locate([testAddress(1), testAddress(2), "/x"]).key;
    expect(Buffer.from(keyToBytes(grantKey)).toString("hex")).toBe(`0114${"01".repeat(20)}14${"02".repeat(20)}2f78`);
    const queueKey = authz.expiries.locate([0n, testAddress(1), testAddress(2)]).key;
    const time = Buffer.from("1970-01-01T00:00:00.000000000").toString("hex");
    expect(Buffer.from(keyToBytes(queueKey)).toString("hex")).toBe(`02${time}14${"01".repeat(20)}14${"02".repeat(20)}`);
  });

  test("a second grant of the same type replaces the first, and its place in the queue", async () => {
    const ctx = memoryContext();
    const { authz, messages } = authzFixture();
    for (const expiry of [now + hour, now + 2n * hour, undefined, now + 3n * hour, now + 3n * hour]) {
      await messages.Grant(ctx, grantMessage(alice, bob, generic(MsgSend.typeUrl), expiry));
      await holds(ctx, authz);
    }
    await messages.Grant(ctx, grantMessage(alice, bob, generic(MsgGrant.typeUrl), now + 3n * hour));
    await holds(ctx, authz);
    const { grants } = await authzQueries(authz).Grants(ctx, { granter: alice, grantee: bob, msgTypeUrl: "" });
    expect(grants).toHaveLength(2);
  });

  const limit = [{ denom: "aec", amount: "5" }];
  test.each<[string, Any, ErrorFactory<never>]>([
    ["a message that the chain does not handle", generic("/cosmos.staking.v1beta1.MsgDelegate"), sdk.invalidType],
    ["no message type", generic(""), sdk.invalidRequest],
    ["an unknown kind", { typeUrl: "/cosmos.bank.v1beta1.MsgSend", value: new Uint8Array(0) }, sdk.invalidType],
    [
      "bytes that are no authorization",
      { typeUrl: SendAuthorization.typeUrl, value: Uint8Array.of(0xff) },
      sdk.unpackAny,
    ],
    ["no spend limit", pack(SendAuthorization, { spendLimit: [], allowList: [] }), sdk.invalidCoins],
    ["a spend limit of zero", sendUpTo(0n), sdk.invalidCoins],
    ["a bad address in the list", sendUpTo(5n, ["echo1x"]), sdk.invalidAddress],
    [
      "an address twice",
      pack(SendAuthorization, { spendLimit: limit, allowList: [carol, carol] }),
      bankErrors.duplicateEntry,
    ],
    [
      "an address twice in other letters",
      pack(SendAuthorization, { spendLimit: limit, allowList: [carol, carol.toUpperCase()] }),
      bankErrors.duplicateEntry,
    ],
  ])("refuses %s", async (_, authorization, factory) => {
    const { messages } = authzFixture();
    await fails(messages.Grant(memoryContext(), grantMessage(alice, bob, authorization)), factory);
  });

  test("refuses a past expiry, a time beyond the calendar, oneself and a blocked grantee", async () => {
    const ctx = memoryContext();
    const { messages, blocked } = authzFixture();
    const all = generic(MsgSend.typeUrl);
    const past = await fails(messages.Grant(ctx, grantMessage(alice, bob, all, now)), errors.invalidExpiration);
    expect(past.message).toContain("expiration must be after the current block time (2023-11-14T22:13:20Z)");
    const beyond = {
      granter: alice,
      grantee: bob,
      grant: { authorization: all, expiration: { seconds: 1n << 40n, nanos: 0 } },
    };
    await fails(messages.Grant(ctx, beyond), sdk.invalidRequest);
    await fails(messages.Grant(ctx, grantMessage(alice, alice.toUpperCase(), all)), errors.granteeIsGranter);
    await fails(messages.Grant(ctx, grantMessage("", bob, all)), sdk.invalidAddress);
    await fails(messages.Grant(ctx, { granter: alice, grantee: bob, grant: {} }), sdk.invalidType);
    blocked.push(testAddress(2));
    await fails(messages.Grant(memoryContext(), grantMessage(alice, bob, all)), sdk.unauthorized);
  });
});

describe("Exec", () => {
  test("spends a send authorization to the end, marks the events and returns the responses", async () => {
    const ctx = memoryContext();
    const { authz, messages } = authzFixture();
    await messages.Grant(ctx, grantMessage(alice, bob, sendUpTo(10n, [carol]), now + hour));
    ctx.events.length = 0;

    const { results } = await messages.Exec(ctx, {
      grantee: bob,
      msgs: [sendMessage(bob, dave, 1n), sendMessage(alice, carol, 4n)],
    });
    expect(results).toEqual([Uint8Array.of(7), Uint8Array.of(7)]);
    expect(ctx.events.map(({ attributes }) => attributes.at(-1))).toEqual([
      { key: "authz_msg_index", value: "0" },
      { key: "authz_msg_index", value: "1" },
    ]);
    const grant = await authz.grants.get(ctx, [testAddress(1), testAddress(2), MsgSend.typeUrl]);
    expect(decodeMessage(SendAuthorization, grant!.authorization!.value).spendLimit).toEqual([
      { denom: "aec", amount: "6" },
    ]);

    await fails(messages.Exec(ctx, { grantee: bob, msgs: [sendMessage(alice, carol, 7n)] }), sdk.insufficientFunds);
    await fails(messages.Exec(ctx, { grantee: bob, msgs: [sendMessage(alice, dave, 1n)] }), sdk.unauthorized);
    ctx.events.length = 0;
    await messages.Exec(ctx, { grantee: bob, msgs: [sendMessage(alice, carol.toUpperCase(), 6n)] });
    expect(ctx.events[0]!.type).toBe("cosmos.authz.v1beta1.EventRevoke");
    await fails(messages.Exec(ctx, { grantee: bob, msgs: [sendMessage(alice, carol, 1n)] }), errors.noAuthorization);
    await holds(ctx, authz);
  });

  test("a failing message takes everything back and keeps its own code", async () => {
    const ctx = memoryContext();
    const { authz, messages } = authzFixture();
    await messages.Grant(ctx, grantMessage(alice, bob, sendUpTo(100n)));
    const before = ctx.events.length;
    const msgs = [sendMessage(alice, carol, 1n), sendMessage(alice, carol, 13n)];
    const error = await fails(
      ctx.branch((inner) => messages.Exec(inner, { grantee: bob, msgs })),
      sdk.insufficientFunds,
    );
    expect(error.message).toBe(`failed to execute message; message ${MsgSend.typeUrl}: no luck: insufficient funds`);
    expect(ctx.events).toHaveLength(before);
    const grant = await authz.grants.get(ctx, [testAddress(1), testAddress(2), MsgSend.typeUrl]);
    expect(decodeMessage(SendAuthorization, grant!.authorization!.value).spendLimit[0]!.amount).toBe("100");
  });

  test("an expired grant is refused although it is not pruned yet; at its expiry it still holds", async () => {
    const ctx = memoryContext();
    const { messages } = authzFixture();
    await messages.Grant(ctx, grantMessage(alice, bob, generic(MsgSend.typeUrl), now + hour));
    const exec = { grantee: bob, msgs: [sendMessage(alice, carol, 1n)] };
    await messages.Exec(inBlock(ctx, { timeNanos: now + hour }), exec);
    await fails(messages.Exec(inBlock(ctx, { timeNanos: now + hour + 1n }), exec), errors.expired);
  });

  test("refuses several signers, no messages, and messages without a grant or a handler", async () => {
    const ctx = memoryContext();
    const { messages, router } = authzFixture();
    const coins = [{ denom: "aec", amount: "1" }];
    const multi = pack(MsgMultiSend, {
      inputs: [alice, carol].map((address) => ({ address, coins })),
      outputs: [{ address: dave, coins: [{ denom: "aec", amount: "2" }] }],
    });
    await fails(messages.Exec(ctx, { grantee: bob, msgs: [multi] }), errors.numberOfSigners);
    await fails(messages.Exec(ctx, { grantee: bob, msgs: [] }), sdk.invalidRequest);
    await fails(messages.Exec(ctx, { grantee: "", msgs: [] }), sdk.invalidAddress);
    await fails(messages.Exec(ctx, { grantee: bob, msgs: [sendMessage(alice, carol, 1n)] }), errors.noAuthorization);
    router.handlers = {};
    await fails(messages.Exec(ctx, { grantee: bob, msgs: [sendMessage(bob, carol, 1n)] }), sdk.unknownRequest);
  });

  const nested = (depth: number, inner: Any): Any =>
    depth === 0 ? inner : nested(depth - 1, pack(MsgExec, { grantee: bob, msgs: [inner] }));

  test("nests up to the limit, each level marking the events, and no deeper", async () => {
    const ctx = memoryContext();
    const { messages } = authzFixture();
    const inner = sendMessage(bob, carol, 1n);
    await messages.Exec(ctx, { grantee: bob, msgs: [nested(MAX_EXEC_DEPTH - 1, inner)] });
    const marks = ctx.events[0]!.attributes.filter(({ key }) => key === "authz_msg_index");
    expect(marks).toHaveLength(MAX_EXEC_DEPTH);
    await fails(messages.Exec(ctx, { grantee: bob, msgs: [nested(MAX_EXEC_DEPTH, inner)] }), sdk.invalidRequest);
  });

  test("a refused message is neither granted nor run, at any depth, even for oneself", async () => {
    const ctx = memoryContext();
    const { messages } = authzFixture({ isRefused: (typeUrl) => typeUrl === MsgSend.typeUrl });
    await fails(messages.Grant(ctx, grantMessage(alice, bob, generic(MsgSend.typeUrl))), sdk.unauthorized);
    for (let depth = 0; depth < MAX_EXEC_DEPTH; depth++) {
      const msgs = [nested(depth, sendMessage(bob, carol, 1n))];
      await fails(messages.Exec(ctx, { grantee: bob, msgs }), sdk.unauthorized);
    }
    expect(ctx.events).toEqual([]);
  });
});

test("Revoke removes the grant, its index and its place in the queue", async () => {
  const ctx = memoryContext();
  const { authz, messages } = authzFixture();
  await messages.Grant(ctx, grantMessage(alice, bob, generic(MsgSend.typeUrl), now + hour));
  await messages.Grant(ctx, grantMessage(alice, bob, generic(MsgGrant.typeUrl), now + hour));
  await messages.Revoke(ctx, { granter: alice, grantee: bob, msgTypeUrl: MsgSend.typeUrl });
  expect(ctx.events.at(-1)!.type).toBe("cosmos.authz.v1beta1.EventRevoke");
  await holds(ctx, authz);
  await fails(
    messages.Revoke(ctx, { granter: alice, grantee: bob, msgTypeUrl: MsgSend.typeUrl }),
    errors.noAuthorization,
  );
  await fails(messages.Revoke(ctx, { granter: alice, grantee: bob, msgTypeUrl: "" }), sdk.invalidRequest);
  await fails(messages.Revoke(ctx, { granter: alice, grantee: alice, msgTypeUrl: "/x" }), errors.granteeIsGranter);
});

test("begin-block prunes expired grants in bounded batches, the oldest first, and no others", async () => {
  const ctx = memoryContext();
  const { authz } = authzFixture();
  const total = PRUNED_PER_BLOCK + 50;
  for (let i = 0; i < total; i++) {
    const grantee = new Uint8Array(20).fill(9);
    new DataView(grantee.buffer).setUint32(0, i);
    const key = { granter: testAddress(1), grantee, messageType: MsgSend.typeUrl };
    await authz.save(ctx, key, generic(MsgSend.typeUrl), now + 1n + BigInt(i));
  }
  const keep = { granter: testAddress(1), grantee: testAddress(2), messageType: MsgSend.typeUrl };
  const later = inBlock(ctx, { timeNanos: now + hour }, { mode: "block" });
  await authz.save(ctx, keep, generic(MsgSend.typeUrl), later.block.timeNanos);

  const left = async () => (await authzQueries(authz).GranterGrants(ctx, { granter: alice })).pagination!.total;
  const module = authzModule(authz);
  for (const expected of [51n, 1n, 1n]) {
    await module.beginBlock!(later);
    expect(await left()).toBe(expected);
    await holds(ctx, authz);
  }
});

describe("queries", () => {
  test("page through a granter's and a grantee's grants", async () => {
    const ctx = memoryContext();
    const { authz, messages } = authzFixture();
    const queries = authzQueries(authz);
    for (const [granter, grantee] of [
      [alice, bob],
      [alice, carol],
      [dave, bob],
    ] as const) {
      for (const type of [MsgSend.typeUrl, MsgGrant.typeUrl]) {
        await messages.Grant(ctx, grantMessage(granter, grantee, generic(type), now + hour));
      }
    }
    const page = { key: new Uint8Array(0), offset: 0n, limit: 3n, countTotal: true, reverse: false };
    const first = await queries.GranteeGrants(ctx, { grantee: bob, pagination: page });
    expect(first.grants.map(({ granter, grantee }) => [granter, grantee])).toEqual([
      [alice, bob],
      [alice, bob],
      [dave, bob],
    ]);
    expect(first.pagination!.total).toBe(4n);
    const rest = await queries.GranteeGrants(ctx, {
      grantee: bob,
      pagination: { ...page, key: first.pagination!.nextKey },
    });
    expect(rest.grants.map(({ granter }) => granter)).toEqual([dave]);

    const { grants } = await queries.GranterGrants(ctx, { granter: alice });
    expect(grants.map(({ grantee }) => grantee)).toEqual([bob, bob, carol, carol]);
    expect(grants[0]!.expiration).toEqual(nanosToTimestamp(now + hour));
    const one = await queries.Grants(ctx, { granter: dave, grantee: bob, msgTypeUrl: MsgSend.typeUrl });
    expect(one.grants).toHaveLength(1);
    const missing = queries.Grants(ctx, { granter: bob, grantee: dave, msgTypeUrl: MsgSend.typeUrl });
    await expect(missing).rejects.toThrow(`authorization not found for ${MsgSend.typeUrl} type`);
    await fails(queries.GranterGrants(ctx, { granter: "cosmos1x" }), sdk.invalidAddress);
  });
});

describe("genesis", () => {
  test("export and import give the same grants; expired ones are left out", async () => {
    const ctx = memoryContext();
    const { authz, messages } = authzFixture();
    await messages.Grant(ctx, grantMessage(alice, bob, sendUpTo(5n), now + hour));
    await messages.Grant(ctx, grantMessage(bob, alice, generic(MsgSend.typeUrl)));
    const state = await exportWhole(authzGenesis(authz), ctx);
    expect(state.authorization).toHaveLength(2);

    const other = authzFixture();
    const genesis = authzGenesis(other.authz);
    genesis.validate(state, "echo");
    const fresh = memoryContext();
    await genesis.init(fresh, state);
    await holds(fresh, other.authz);
    expect(await exportWhole(genesis, fresh)).toEqual(state);

    const late = memoryContext({ block: { timeNanos: now + 2n * hour } });
    await genesis.init(late, state);
    expect((await exportWhole(genesis, late)).authorization.map(({ granter }) => granter)).toEqual([bob]);
  });

  test("names what is wrong", () => {
    const genesis = authzGenesis(authzFixture().authz);
    const entry = { granter: alice, grantee: bob, authorization: generic(MsgSend.typeUrl) };
    const validate =
      (...authorization: (typeof entry)[]) =>
      () =>
        genesis.validate({ authorization }, "echo");
    expect(validate({ ...entry, grantee: "" })).toThrow("authorization 0: missing grantee");
    expect(validate(entry, { ...entry, granter: "" })).toThrow("authorization 1: missing granter");
    expect(validate(entry, entry)).toThrow("granted twice");
    expect(validate({ ...entry, granter: bob })).toThrow("grantee and granter should be different");
    expect(validate({ ...entry, authorization: sendUpTo(0n) })).toThrow("invalid coins");
    expect(() => genesis.validate({ authorization: [entry] }, "cosmos")).toThrow("expected cosmos, got echo");
  });
});

test("AUTHZ-1, AUTHZ-2, AUTHZ-3 hold after any sequence of messages and blocks", async () => {
  const people = [alice, bob, carol];
  const types = [MsgSend.typeUrl, MsgGrant.typeUrl];
  const person = fc.constantFrom(...people);
  const step = fc.oneof(
    fc.record({
      do: fc.constant("grant" as const),
      granter: person,
      grantee: person,
      type: fc.constantFrom(...types),
      expiry: fc.option(fc.bigInt({ min: 0n, max: 5n }), { nil: undefined }),
    }),
    fc.record({
      do: fc.constant("revoke" as const),
      granter: person,
      grantee: person,
      type: fc.constantFrom(...types),
    }),
    fc.record({
      do: fc.constant("send" as const),
      granter: person,
      grantee: person,
      amount: fc.bigInt({ min: 1n, max: 12n }),
    }),
    fc.record({ do: fc.constant("block" as const), later: fc.bigInt({ min: 1n, max: 3n }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const { authz, messages } = authzFixture();
      let ctx = memoryContext();
      for (const each of steps) {
        try {
          await ctx.branch(async (inner) => {
            if (each.do === "grant") {
              const expiry = each.expiry === undefined ? undefined : ctx.block.timeNanos + each.expiry;
              const authorization = each.type === MsgSend.typeUrl ? sendUpTo(20n) : generic(each.type);
              await messages.Grant(inner, grantMessage(each.granter, each.grantee, authorization, expiry));
            } else if (each.do === "revoke") {
              await messages.Revoke(inner, { granter: each.granter, grantee: each.grantee, msgTypeUrl: each.type });
            } else if (each.do === "send") {
              await messages.Exec(inner, {
                grantee: each.grantee,
                msgs: [sendMessage(each.granter, carol, each.amount)],
              });
            } else {
              await authz.prune(inner, 1);
            }
          });
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
        }
        if (each.do === "block") ctx = inBlock(ctx, { timeNanos: ctx.block.timeNanos + each.later });
        await holds(ctx, authz);
      }
    }),
    { numRuns: 60 },
  );
});
