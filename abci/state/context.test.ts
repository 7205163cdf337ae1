import { annotateEvents } from "./annotate.js";
import { ModuleStore } from "./collections.js";
import { AppError, AssertionError, assert, defineErrors, internalError, sdk } from "./errors.js";
import { event, withAttribute } from "./events.js";
import { GasMeter, MAX_GAS } from "./gas.js";
import { addressKey, pair, stringKey, uint64Key } from "./keys.js";
import { memoryContext, testAddress } from "./testing/memory.js";
import { boolValue, bytesValue, integerValue, remembered, stringValue, uint64Value } from "./values.js";

const ping = (n: number) => event("ping", { n: String(n) });
const numbersOf = (events: readonly { attributes: readonly { value: string }[] }[]) =>
  events.map(({ attributes }) => Number(attributes[0]!.value));

function fixture(gas?: GasMeter) {
  const ctx = memoryContext({ gas });
  const map = new ModuleStore("s").map(1, "texts", uint64Key, stringValue);
  return { ctx, map };
}

describe("branches", () => {
  test("what returns is kept, what throws is dropped: state and events, at every depth", async () => {
    const { ctx, map } = fixture();
    ctx.emit(ping(0));
    const result = await ctx.branch(async (outer) => {
      await map.set(outer, 1n, "outer");
      outer.emit(ping(1));
      await expect(
        outer.branch(async (inner) => {
          await map.set(inner, 1n, "inner");
          inner.emit(ping(2));
          await inner.branch((innermost) => map.set(innermost, 2n, "innermost"));
          throw sdk.logic("no");
        }),
      ).rejects.toThrow("no: internal logic error");
      outer.emit(ping(3));
      return "done";
    });
    expect(result).toBe("done");
    expect([await map.get(ctx, 1n), await map.get(ctx, 2n)]).toEqual(["outer", undefined]);
    expect(numbersOf(ctx.events)).toEqual([0, 1, 3]);
  });

  test("gas stays consumed when a branch is dropped", async () => {
    const { ctx, map } = fixture();
    const before = ctx.gas.consumed;
    await ctx
      .branch(async (inner) => {
        await map.set(inner, 1n, "x");
        throw new Error("no");
      })
      .catch(() => undefined);
    expect(ctx.gas.consumed).toBeGreaterThan(before);
  });

  test("a context cannot be written while a branch of it is open", async () => {
    const { ctx, map } = fixture();
    await ctx.branch(async () => {
      await expect(map.set(ctx, 1n, "x")).rejects.toThrow("STATE-3");
      await expect(map.delete(ctx, 1n)).rejects.toThrow("STATE-3");
      expect(() => ctx.emit(ping(0))).toThrow(AssertionError);
      await expect(ctx.branch(() => Promise.resolve())).rejects.toThrow("STATE-3");
    });
  });
});

describe("gas", () => {
  test("accesses cost what they cost in the Cosmos SDK", async () => {
    const { ctx, map } = fixture();
    const cost = async (work: () => Promise<unknown>) => {
      const before = ctx.gas.consumed;
      await work();
      return Number(ctx.gas.consumed - before);
    };
    // Keys have 9 bytes: a prefix and eight of the number.
    expect(await cost(() => map.set(ctx, 1n, "four"))).toBe(2000 + 30 * (9 + 4));
    expect(await cost(() => map.get(ctx, 1n))).toBe(1000 + 3 * (9 + 4));
    expect(await cost(() => map.get(ctx, 2n))).toBe(1000 + 3 * 9);
    expect(await cost(() => map.has(ctx, 2n))).toBe(1000);
    expect(await cost(() => map.delete(ctx, 2n))).toBe(1000);
    expect(
      await cost(async () => {
        for await (const _ of map.range(ctx));
      }),
    ).toBe(30 + 3 * (9 + 4));
  });

  test("the step that passes the limit fails, and says so as clients expect", () => {
    const gas = new GasMeter(10n);
    gas.consume(10, "first");
    expect(() => gas.consume(1, "second")).toThrow(
      "out of gas in location: second; gasWanted: 10, gasUsed: 11: out of gas",
    );
    expect([gas.consumed, gas.remaining]).toEqual([11n, 0n]);
    gas.refund(100);
    expect([gas.consumed, gas.remaining]).toEqual([0n, 10n]);
  });

  test("no limit is as good as the largest", () => {
    expect(new GasMeter(1n << 64n).remaining).toBe(MAX_GAS);
    expect(GasMeter.unlimited().limit).toBe(MAX_GAS);
  });

  test("the same state can be used under another meter", async () => {
    const { ctx, map } = fixture(new GasMeter(2500n));
    await map.set(ctx.withGas(GasMeter.unlimited()), 1n, "long enough to be over the limit");
    await expect(map.set(ctx, 2n, "long enough to be over the limit")).rejects.toMatchObject({ code: 11 });
    expect(await map.has(ctx.withGas(GasMeter.unlimited()), 2n)).toBe(false);
  });
});

describe("collections", () => {
  test("a store refuses two collections whose prefixes overlap", () => {
    const store = new ModuleStore("s");
    store.map("ab", "first", uint64Key, stringValue);
    expect(() => store.item("a", "second", stringValue)).toThrow("collections first and second share a prefix");
    expect(() => store.set("abc", "third", uint64Key)).toThrow("share a prefix");
    store.sequence(0x61 + 1, "fourth");
    expect(store.collections.map(({ name }) => name)).toEqual(["first", "fourth"]);
  });

  test("ranges are cut by prefix, start and end, and run both ways", async () => {
    const ctx = memoryContext();
    const map = new ModuleStore("s").map(1, "balances", pair(addressKey, stringKey), uint64Value);
    for (const [owner, denom] of [
      [1, "a"],
      [1, "b"],
      [1, "c"],
      [2, "a"],
    ] as const)
      await map.set(ctx, [testAddress(owner), denom], 1n);
    const denoms = async (options: Parameters<typeof map.range>[1]) => {
      const found: string[] = [];
      for await (const [[owner, denom]] of map.range(ctx, options)) found.push(`${owner[0]}${denom}`);
      return found;
    };
    expect(await denoms({})).toEqual(["1a", "1b", "1c", "2a"]);
    expect(await denoms({ prefix: testAddress(1), reverse: true })).toEqual(["1c", "1b", "1a"]);
    expect(await denoms({ from: [testAddress(1), "b"], to: [testAddress(2), "a"] })).toEqual(["1b", "1c"]);
    expect(await denoms({ prefix: testAddress(3) })).toEqual([]);
  });

  test("sets, items and sequences", async () => {
    const ctx = memoryContext();
    const store = new ModuleStore("s");
    const set = store.set(1, "set", stringKey);
    const item = store.item(2, "item", stringValue);
    const sequence = store.sequence(3, "sequence");
    await set.add(ctx, "x");
    expect([await set.has(ctx, "x"), await set.has(ctx, "y")]).toEqual([true, false]);
    await set.delete(ctx, "x");
    expect(await set.has(ctx, "x")).toBe(false);
    await expect(item.getSet(ctx)).rejects.toThrow(AssertionError);
    await item.set(ctx, "here");
    expect(await item.getSet(ctx)).toBe("here");
    await item.delete(ctx);
    expect(await item.get(ctx)).toBeUndefined();
    expect([await sequence.next(ctx), await sequence.next(ctx), await sequence.peek(ctx)]).toEqual([0n, 1n, 2n]);
  });

  test("the same entries can be read by another codec", async () => {
    const { ctx, map } = fixture();
    await map.set(ctx, 1n, "é");
    expect(await map.as(bytesValue).get(ctx, 1n)).toEqual(Buffer.from("c3a9", "hex"));
  });
});

describe("values", () => {
  test("have the SDK's forms", () => {
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
    expect(hex(integerValue.encode(-120n))).toBe(Buffer.from("-120").toString("hex"));
    expect(integerValue.decode(Buffer.from("340282366920938463463374607431768211456"))).toBe(1n << 128n);
    expect([hex(boolValue.encode(true)), hex(boolValue.encode(false))]).toEqual(["0801", ""]);
    expect([boolValue.decode(boolValue.encode(true)), boolValue.decode(boolValue.encode(false))]).toEqual([
      true,
      false,
    ]);
    expect(hex(uint64Value.encode(258n))).toBe("0000000000000102");
  });

  test("a remembered value is decoded once, until its bytes are others", () => {
    let decodings = 0;
    const codec = remembered({
      ...stringValue,
      decode: (bytes: Uint8Array) => (decodings++, stringValue.decode(bytes)),
    });
    const [a, b] = [Buffer.from("a"), Buffer.from("b")];
    expect([codec.decode(a), codec.decode(a), codec.decode(b), codec.decode(a)]).toEqual(["a", "a", "b", "a"]);
    expect(decodings).toBe(3);
  });
});

describe("errors and events", () => {
  test("an error table gives typed errors with the codespace, and refuses a code twice", () => {
    const errors = defineErrors("test", { tooFew: [2, ({ needed }: { needed: number }) => `needs ${needed}`] });
    const error = errors.tooFew({ needed: 3 });
    expect([error.codespace, error.code, error.message]).toEqual(["test", 2, "needs 3"]);
    expect(error.is(errors.tooFew)).toBe(true);
    expect(error.is(sdk.txDecode)).toBe(false);
    expect(() => defineErrors("test", { a: [1, () => ""], b: [1, () => ""] })).toThrow(
      "error code test/1 is used twice",
    );
  });

  test("shared errors end with the SDK's words, with or without a reason", () => {
    expect(sdk.wrongSequence("account sequence mismatch, expected 1, got 2").message).toBe(
      "account sequence mismatch, expected 1, got 2: incorrect account sequence",
    );
    expect(sdk.unauthorized("").message).toBe("unauthorized");
    expect(internalError()).toBeInstanceOf(AppError);
    expect(() => assert(false, "X-1: holds")).toThrow("invariant broken: X-1: holds");
  });

  test("events keep the order of their attributes, and annotated contexts add theirs at the end", async () => {
    expect(event("t", { b: "1", a: "2" }).attributes).toEqual([
      { key: "b", value: "1" },
      { key: "a", value: "2" },
    ]);
    expect(withAttribute(ping(1), "k", "v").attributes).toHaveLength(2);
    const { ctx, map } = fixture();
    const annotated = annotateEvents(annotateEvents(ctx, "outer", "1"), "inner", "2");
    await annotated.branch(async (inner) => {
      inner.emit(ping(7));
      await map.set(inner, 1n, "x");
    });
    expect(ctx.events[0]!.attributes.map(({ key }) => key)).toEqual(["n", "inner", "outer"]);
    expect(await map.get(annotated, 1n)).toBe("x");
  });
});

describe("stacks", () => {
  test("branches opened by hand are kept or dropped, the innermost first, with what native code did in them", async () => {
    const { ctx, map } = fixture();
    await ctx.stack(async (stack) => {
      await map.set(stack, 1n, "kept");
      stack.open();
      await map.set(stack, 1n, "dropped");
      stack.emit(ping(1));
      stack.open();
      await stack.branch((inner) => map.set(inner, 2n, "dropped with its parent"));
      stack.keep();
      expect(await map.get(stack, 2n)).toBe("dropped with its parent");
      stack.drop();
      stack.open();
      stack.emit(ping(2));
      await map.set(stack, 3n, "kept");
      stack.keep();
    });
    expect([await map.get(ctx, 1n), await map.get(ctx, 2n), await map.get(ctx, 3n)]).toEqual([
      "kept",
      undefined,
      "kept",
    ]);
    expect(numbersOf(ctx.events)).toEqual([2]);
  });

  test("all of a stack is dropped when its work throws, whatever is open", async () => {
    const { ctx, map } = fixture();
    const failing = ctx.stack(async (stack) => {
      await map.set(stack, 1n, "x");
      stack.open();
      stack.open();
      await map.set(stack, 2n, "x");
      throw sdk.logic("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect([await map.get(ctx, 1n), await map.get(ctx, 2n)]).toEqual([undefined, undefined]);
    await map.set(ctx, 1n, "the context can be written again");
  });

  test("a branch left open at the end is a fault", async () => {
    const { ctx } = fixture();
    await expect(ctx.stack(async (stack) => stack.open())).rejects.toThrow("STATE-4");
  });

  test("annotated contexts annotate what a stack emits", async () => {
    const { ctx } = fixture();
    await annotateEvents(ctx, "outer", "1").stack(async (stack) => {
      stack.open();
      stack.emit(ping(1));
      stack.keep();
      stack.open();
      stack.emit(ping(2));
      stack.drop();
    });
    expect(ctx.events).toEqual([withAttribute(ping(1), "outer", "1")]);
  });
});
