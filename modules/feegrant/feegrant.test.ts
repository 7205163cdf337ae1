import { AllowedMsgAllowance, BasicAllowance, PeriodicAllowance } from "cosmjs-types/cosmos/feegrant/v1beta1/feegrant";
import type { Any } from "cosmjs-types/google/protobuf/any";
import fc from "fast-check";
import { ModuleStore } from "../../abci/state/collections.js";
import { parseCoins } from "../../abci/state/coins.js";
import type { StateContext, WriteContext } from "../../abci/state/context.js";
import { AppError, type ErrorFactory, sdk } from "../../abci/state/errors.js";
import { addressKey } from "../../abci/state/keys.js";
import { inBlock, memoryContext, testAddress } from "../../abci/state/testing/memory.js";
import { NANOS_PER_SECOND, nanosToDuration, nanosToTimestamp, timestampToNanos } from "../../abci/state/time.js";
import { keyToBytes } from "../../abci/store/bytes.js";
import { exportWhole } from "../../abci/state/testing/export-whole.js";
import type { Codec } from "../../proto/codecs.js";
import { decodeMessage } from "../../proto/reader.js";
import { encodeMessage } from "../../proto/writer.js";
import { errors } from "./errors.js";
import { feegrantGenesis } from "./genesis.js";
import { feegrantInvariants } from "./invariants.js";
import { FeegrantKeeper } from "./keeper.js";
import { feegrantMessages } from "./messages.js";
import { feegrantModule } from "./module.js";
import { feegrantQueries } from "./queries.js";
import { MAX_ALLOWANCE_DEPTH, PRUNED_PER_BLOCK, PRUNED_PER_MESSAGE } from "./types.js";

const names = memoryContext().addresses;
const addresses = [1, 2, 3].map(testAddress) as [Uint8Array, Uint8Array, Uint8Array];
const [alice, bob, carol] = addresses.map((address) => names.format(address)) as [string, string, string];
const now = memoryContext().block.timeNanos;
const hour = 3600n * NANOS_PER_SECOND;
const SEND = "/cosmos.bank.v1beta1.MsgSend";

function pack<T>(codec: Codec<T>, message: T): Any {
  return { typeUrl: codec.typeUrl, value: encodeMessage(codec, message) };
}

/** `5aec,7foo` as the wire has it. */
function wire(text: string): { denom: string; amount: string }[] {
  if (text === "") return [];
  return text.split(",").map((coin) => {
    const [, amount, denom] = /^(-?\d+)(\w+)$/.exec(coin)!;
    return { denom: denom!, amount: amount! };
  });
}

const at = (expiryNanos: bigint | undefined) =>
  expiryNanos === undefined ? {} : { expiration: nanosToTimestamp(expiryNanos) };

const basicOf = (limit: string, expiryNanos?: bigint): BasicAllowance => ({
  spendLimit: wire(limit),
  ...at(expiryNanos),
});

const basic = (limit: string, expiryNanos?: bigint): Any => pack(BasicAllowance, basicOf(limit, expiryNanos));

interface Period {
  readonly limit: string;
  readonly period: string;
  readonly canSpend: string;
  readonly length: bigint;
  readonly reset: bigint;
  readonly expiry?: bigint;
}

const periodic = ({ limit, period, canSpend, length, reset, expiry }: Period): Any =>
  pack(PeriodicAllowance, {
    basic: basicOf(limit, expiry),
    period: nanosToDuration(length),
    periodSpendLimit: wire(period),
    periodCanSpend: wire(canSpend),
    periodReset: nanosToTimestamp(reset),
  });

const filtered = (allowance: Any, allowedMessages = [SEND]): Any =>
  pack(AllowedMsgAllowance, { allowance, allowedMessages });

function fixture() {
  const created = new ModuleStore("acc").set(0x01, "accounts", addressKey);
  const blocked: Uint8Array[] = [];
  const feegrant = new FeegrantKeeper({
    store: new ModuleStore("feegrant"),
    accounts: {
      exists: (ctx, address) => created.has(ctx, address),
      create: (ctx, address) => created.add(ctx, address),
    },
    recipients: { isBlocked: (_ctx, address) => blocked.some((each) => Buffer.compare(each, address) === 0) },
  });
  const messages = feegrantMessages(feegrant);
  const grant = (ctx: WriteContext, allowance: Any, granter = alice, grantee = bob) =>
    messages.GrantAllowance(ctx, { granter, grantee, allowance });
  const use = (ctx: WriteContext, fee: string, types = [SEND]) =>
    feegrant.useGrantedFees(ctx, {
      granter: addresses[0],
      grantee: addresses[1],
      fee: parseCoins(wire(fee)),
      messages: types.map((typeUrl) => ({ typeUrl })),
    });
  return { feegrant, messages, grant, use, created, blocked };
}

async function fails(work: Promise<unknown>, factory: ErrorFactory<never>): Promise<void> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error("expected an AppError", { cause: error });
  expect([error.codespace, error.code]).toEqual([factory.codespace, factory.code]);
}

async function holds(ctx: StateContext, feegrant: FeegrantKeeper): Promise<void> {
  for (const invariant of feegrantInvariants(feegrant)) await invariant.check(ctx);
}

const typesOf = (ctx: StateContext) => ctx.events.map(({ type }) => type);

describe("GrantAllowance", () => {
  test("stores the allowance in the SDK's layout, makes the grantee's account and emits set_feegrant", async () => {
    const ctx = memoryContext();
    const { feegrant, grant, created } = fixture();
    await grant(ctx, basic("5aec", now + hour));
    expect(await created.has(ctx, addresses[1])).toBe(true);
    expect(ctx.events).toEqual([
      {
        type: "set_feegrant",
        attributes: [
          { key: "granter", value: alice },
          { key: "grantee", value: bob },
        ],
      },
    ]);
    const key = feegrant.allowances.locate([addresses[1], addresses[0]]).key;
    expect(Buffer.from(keyToBytes(key)).toString("hex")).toBe(`0014${"02".repeat(20)}14${"01".repeat(20)}`);
    const queued = feegrant.expiries.locate([0n, addresses[1], addresses[0]]).key;
    const time = Buffer.from("1970-01-01T00:00:00.000000000").toString("hex");
    expect(Buffer.from(keyToBytes(queued)).toString("hex")).toBe(`01${time}14${"02".repeat(20)}14${"01".repeat(20)}`);
    await holds(ctx, feegrant);
  });

  const period: Period = { limit: "9aec", period: "2aec", canSpend: "", length: hour, reset: now };
  const nested = (depth: number): Any => (depth === 1 ? basic("1aec") : filtered(nested(depth - 1)));
  test.each<[string, Any, ErrorFactory<never>]>([
    ["no allowance's type", { typeUrl: SEND, value: new Uint8Array(0) }, errors.noAllowance],
    ["malformed bytes", { typeUrl: BasicAllowance.typeUrl, value: Uint8Array.of(0xff) }, sdk.unpackAny],
    ["a limit of zero", basic("0aec"), sdk.invalidCoins],
    ["a negative limit", basic("-1aec"), sdk.invalidCoins],
    ["unsorted coins", basic("1foo,1aec"), sdk.invalidCoins],
    ["an expiry before 1970", basic("1aec", -1n), errors.invalidDuration],
    ["an expiry in the past", basic("1aec", now - 1n), sdk.invalidRequest],
    ["a period without a limit", periodic({ ...period, period: "" }), sdk.invalidCoins],
    ["a period of another denomination", periodic({ ...period, period: "2foo" }), sdk.invalidCoins],
    ["a negative period", periodic({ ...period, length: -NANOS_PER_SECOND }), errors.invalidDuration],
    ["a zero left to spend", periodic({ ...period, canSpend: "0aec" }), sdk.invalidCoins],
    ["no allowed messages", filtered(basic("1aec"), []), errors.noMessages],
    ["nothing inside", pack(AllowedMsgAllowance, { allowedMessages: [SEND] }), errors.noAllowance],
    ["a fault inside", filtered(filtered(basic("0aec"))), sdk.invalidCoins],
    ["too many levels", nested(MAX_ALLOWANCE_DEPTH + 1), sdk.invalidRequest],
  ])("refuses %s", async (_, allowance, factory) => {
    await fails(fixture().grant(memoryContext(), allowance), factory);
  });

  test("takes an unlimited one, one that expires now, and the deepest allowed", async () => {
    for (const allowance of [basic(""), basic("1aec", now), nested(MAX_ALLOWANCE_DEPTH), periodic(period)]) {
      await fixture().grant(memoryContext(), allowance);
    }
  });

  test("refuses a second one, oneself, a blocked grantee and a bad address", async () => {
    const ctx = memoryContext();
    const { grant, blocked } = fixture();
    await grant(ctx, basic(""));
    await fails(grant(ctx, basic("1aec")), sdk.invalidRequest);
    await fails(grant(ctx, basic(""), alice, alice.toUpperCase()), sdk.invalidAddress);
    await fails(grant(ctx, basic(""), alice, "bob"), sdk.invalidAddress);
    blocked.push(addresses[2]);
    await fails(grant(ctx, basic(""), alice, carol), sdk.unauthorized);
  });
});

describe("useGrantedFees", () => {
  test("spends a basic allowance to the end", async () => {
    const ctx = memoryContext();
    const { feegrant, grant, use } = fixture();
    await grant(ctx, basic("5aec,3foo", now + hour));
    ctx.events.length = 0;
    await use(ctx, "2aec,3foo");
    expect(typesOf(ctx)).toEqual(["use_feegrant", "update_feegrant"]);
    await fails(use(ctx, "4aec"), errors.limitExceeded);
    await fails(use(ctx, "1foo"), errors.limitExceeded);
    ctx.events.length = 0;
    await use(ctx, "3aec");
    expect(typesOf(ctx)).toEqual(["revoke_feegrant", "use_feegrant"]);
    await fails(use(ctx, "1aec"), sdk.notFound);
    await holds(ctx, feegrant);
  });

  test("has no limit without one, but an end", async () => {
    const ctx = memoryContext();
    const { grant, use } = fixture();
    await grant(ctx, basic("", now + hour));
    await use(ctx, "1000000000000000000000000aec");
    await use(inBlock(ctx, { timeNanos: now + hour }), "1aec");
    await fails(use(inBlock(ctx, { timeNanos: now + hour + 1n }), "1aec"), errors.limitExpired);
  });

  test("only pays for allowed messages, at any depth", async () => {
    const ctx = memoryContext();
    const { grant, use } = fixture();
    await grant(ctx, filtered(filtered(basic("10aec"), [SEND, "/a"]), [SEND, "/b"]));
    await use(ctx, "1aec", [SEND, SEND]);
    await fails(use(ctx, "1aec", [SEND, "/a"]), errors.messageNotAllowed);
    await fails(use(ctx, "1aec", [SEND, "/b"]), errors.messageNotAllowed);
    await fails(use(ctx, "10aec"), errors.limitExceeded);
    await use(ctx, "9aec");
    await fails(use(ctx, ""), sdk.notFound);
  });

  async function read(ctx: StateContext, feegrant: FeegrantKeeper): Promise<PeriodicAllowance> {
    const { allowance } = await feegrantQueries(feegrant).Allowance(ctx, { granter: alice, grantee: bob });
    return decodeMessage(PeriodicAllowance, allowance!.allowance!.value);
  }

  test("a period's limit comes back when it is over, in step while it is used, and from now after a pause", async () => {
    const ctx = memoryContext();
    const { feegrant, grant, use } = fixture();
    await grant(ctx, periodic({ limit: "100aec", period: "10aec", canSpend: "4aec", length: hour, reset: now + hour }));
    await use(ctx, "4aec");
    await fails(use(ctx, "1aec"), errors.limitExceeded);

    const second = inBlock(ctx, { timeNanos: now + hour + 5n });
    await use(second, "9aec");
    expect(timestampToNanos((await read(second, feegrant)).periodReset)).toBe(now + 2n * hour);
    await fails(use(second, "2aec"), errors.limitExceeded);

    const later = inBlock(ctx, { timeNanos: now + 7n * hour });
    await use(later, "10aec");
    expect(timestampToNanos((await read(later, feegrant)).periodReset)).toBe(now + 8n * hour);
    expect((await read(later, feegrant)).basic.spendLimit).toEqual(wire("77aec"));
  });

  test("a period never has more than the whole limit, and the whole limit ends it", async () => {
    const ctx = memoryContext();
    const { feegrant, grant, use } = fixture();
    await grant(
      ctx,
      periodic({ limit: "12aec", period: "10aec", canSpend: "", length: hour, reset: now, expiry: now + 9n * hour }),
    );
    await use(ctx, "10aec");
    const second = inBlock(ctx, { timeNanos: now + hour });
    await fails(use(second, "3aec"), errors.limitExceeded);
    await use(second, "2aec");
    await fails(feegrant.get(second, { granter: addresses[0], grantee: addresses[1] }), sdk.notFound);
    await holds(second, feegrant);
    await grant(
      second,
      periodic({ limit: "", period: "1aec", canSpend: "", length: 0n, reset: 0n, expiry: now + hour }),
    );
    await use(second, "1aec");
    await fails(use(inBlock(second, { timeNanos: now + hour + 1n }), "1aec"), errors.limitExpired);
  });

  test("what is paid is never more than the limit (naive model)", async () => {
    const coins = fc.bigInt({ min: 0n, max: 9n });
    await fc.assert(
      fc.asyncProperty(
        fc.bigInt({ min: 1n, max: 30n }),
        fc.bigInt({ min: 1n, max: 9n }),
        fc.array(fc.tuple(coins, fc.bigInt({ min: 0n, max: 2n * hour })), { maxLength: 20 }),
        async (limit, period, uses) => {
          let ctx = memoryContext();
          const { feegrant, grant, use } = fixture();
          await grant(
            ctx,
            periodic({ limit: `${limit}aec`, period: `${period}aec`, canSpend: "", length: hour, reset: now }),
          );
          let paid = 0n;
          let paidInPeriod = 0n;
          let reset = now;
          for (const [fee, pause] of uses) {
            ctx = inBlock(ctx, { timeNanos: ctx.block.timeNanos + pause });
            const time = ctx.block.timeNanos;
            const isReset = time >= reset;
            const spent = isReset ? 0n : paidInPeriod;
            const may = spent + fee <= period && paid + fee <= limit && paid < limit;
            const did = await use(ctx, fee === 0n ? "" : `${fee}aec`).then(
              () => true,
              (error: unknown) => (error instanceof AppError ? false : Promise.reject(error as Error)),
            );
            expect(did).toBe(may);
            if (!did) continue;
            if (isReset) reset = time > reset + hour ? time + hour : reset + hour;
            paid += fee;
            paidInPeriod = spent + fee;
            await holds(ctx, feegrant);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});

test("RevokeAllowance removes the allowance and its expiry, so that a later one lives on", async () => {
  const ctx = memoryContext();
  const { feegrant, messages, grant, use } = fixture();
  await grant(ctx, basic("", now + hour));
  ctx.events.length = 0;
  await messages.RevokeAllowance(ctx, { granter: alice, grantee: bob });
  expect(typesOf(ctx)).toEqual(["revoke_feegrant"]);
  await fails(messages.RevokeAllowance(ctx, { granter: alice, grantee: bob }), sdk.notFound);
  await fails(messages.RevokeAllowance(ctx, { granter: alice, grantee: alice }), sdk.invalidAddress);

  await grant(ctx, basic("", now + 3n * hour));
  const later = inBlock(ctx, { timeNanos: now + 2n * hour }, { mode: "block" });
  await feegrantModule(feegrant).endBlock!(later);
  await use(later, "1aec");
  await holds(later, feegrant);
});

test("end-block and PruneAllowances remove expired allowances in bounded batches, and no others", async () => {
  const ctx = memoryContext();
  const { feegrant, messages } = fixture();
  const total = PRUNED_PER_BLOCK + PRUNED_PER_MESSAGE + 10;
  for (let i = 0; i < total; i++) {
    const grantee = new Uint8Array(20).fill(9);
    new DataView(grantee.buffer).setUint32(0, i);
    const allowance = { kind: "basic", value: basicOf("", now + BigInt(i)) } as const;
    await feegrant.grant(ctx, { granter: addresses[0], grantee }, allowance);
  }
  const later = inBlock(ctx, { timeNanos: now + hour });
  const keep = { kind: "basic", value: basicOf("", now + hour) } as const;
  await feegrant.grant(later, { granter: addresses[0], grantee: addresses[1] }, keep);
  const left = async () =>
    (await feegrantQueries(feegrant).AllowancesByGranter(later, { granter: alice })).pagination!.total;

  await feegrantModule(feegrant).endBlock!(later);
  expect(await left()).toBe(BigInt(PRUNED_PER_MESSAGE) + 11n);
  await messages.PruneAllowances(later, { pruner: carol });
  expect(later.events.at(-1)).toEqual({ type: "prune_feegrant", attributes: [{ key: "pruner", value: carol }] });
  expect(await left()).toBe(11n);
  await messages.PruneAllowances(later, { pruner: carol });
  expect(await left()).toBe(1n);
  await holds(later, feegrant);
});

test("queries page through a grantee's and a granter's allowances", async () => {
  const ctx = memoryContext();
  const { feegrant, grant } = fixture();
  const queries = feegrantQueries(feegrant);
  await grant(ctx, basic("1aec"), alice, bob);
  await grant(ctx, basic("2aec"), alice, carol);
  await grant(ctx, basic("3aec"), carol, bob);
  const page = { key: new Uint8Array(0), offset: 0n, limit: 1n, countTotal: true, reverse: false };
  const first = await queries.Allowances(ctx, { grantee: bob, pagination: page });
  expect(first.allowances.map(({ granter }) => granter)).toEqual([alice]);
  expect(first.pagination!.total).toBe(2n);
  const second = await queries.Allowances(ctx, {
    grantee: bob,
    pagination: { ...page, key: first.pagination!.nextKey },
  });
  expect(second.allowances.map(({ granter }) => granter)).toEqual([carol]);
  const byGranter = await queries.AllowancesByGranter(ctx, { granter: alice });
  expect(byGranter.allowances.map(({ grantee }) => grantee)).toEqual([bob, carol]);
  const { allowance } = await queries.Allowance(ctx, { granter: carol, grantee: bob });
  expect(allowance).toEqual({ granter: carol, grantee: bob, allowance: basic("3aec") });
  await expect(queries.Allowance(ctx, { granter: bob, grantee: carol })).rejects.toThrow("fee-grant not found");
});

describe("genesis", () => {
  test("export and import give the same allowances, also half-spent ones; expired ones are left out", async () => {
    const ctx = memoryContext();
    const { feegrant, grant, use } = fixture();
    await grant(ctx, periodic({ limit: "5aec,5foo", period: "5aec,5foo", canSpend: "", length: hour, reset: now }));
    await use(ctx, "5foo");
    await grant(ctx, basic("", now + hour), alice, carol);
    const state = await exportWhole(feegrantGenesis(feegrant), ctx);
    expect(state.allowances).toHaveLength(2);

    const other = fixture();
    const genesis = feegrantGenesis(other.feegrant);
    genesis.validate(state, "echo");
    const fresh = memoryContext();
    await genesis.init(fresh, state);
    await holds(fresh, other.feegrant);
    expect(await exportWhole(genesis, fresh)).toEqual(state);
    const late = memoryContext({ block: { timeNanos: now + 2n * hour } });
    await genesis.init(late, state);
    expect((await exportWhole(genesis, late)).allowances.map(({ grantee }) => grantee)).toEqual([bob]);
  });

  test("names what is wrong", () => {
    const genesis = feegrantGenesis(fixture().feegrant);
    const entry = { granter: alice, grantee: bob, allowance: basic("1aec") };
    const validate =
      (...allowances: (typeof entry)[]) =>
      () =>
        genesis.validate({ allowances }, "echo");
    expect(validate({ ...entry, granter: "" })).toThrow("empty address");
    expect(validate(entry, entry)).toThrow("allowance 1: there are two of");
    expect(validate({ ...entry, granter: bob })).toThrow("cannot self-grant");
    expect(validate({ ...entry, allowance: basic("0aec") })).toThrow("invalid coins");
    expect(() => genesis.validate({ allowances: [entry] }, "cosmos")).toThrow("expected cosmos, got echo");
  });
});
