import { exportWhole } from "../../abci/state/testing/export-whole.js";
import type { Contract } from "../../proto/generated/echoin/evm/v1/evm.js";
import { keccak256 } from "./crypto.js";
import { evmGenesis } from "./genesis.js";
import { hexOf } from "./hex.js";
import { evmInvariants } from "./invariants.js";
import { evmQueries } from "./queries.js";
import { DEFAULT_PARAMS } from "./params.js";
import { HISTORY_ADDRESS, ROOTS_ADDRESS } from "./system-contracts.js";
import { alice, bytes, deploying, evmFixture, word } from "./testing/fixture.js";

const address = `0x${"aa".repeat(20)}`;
const contract = (change: Partial<Contract> = {}): Contract => ({
  address,
  code: bytes("5f5f5500"),
  storage: [{ key: bytes(word(1n)), value: Uint8Array.of(5) }],
  ...change,
});

test("the contracts of a new chain are those that Ethereum's tools know", async () => {
  const { contracts } = evmGenesis((await evmFixture()).keeper).defaults();
  const hashes = contracts.map((each) => [each.address, hexOf(keccak256(each.code))]);
  expect(hashes).toEqual([
    [hexOf(HISTORY_ADDRESS), "0x6e49e66782037c0555897870e29fa5e552daf4719552131a0abce779daec0a5d"],
    [hexOf(ROOTS_ADDRESS), "0xf57acd40259872606d76197ef052f3d35588dadf919ee1f0e3cb9b62d3f4b02c"],
    [
      "0x4e59b44847b379578588920ca78fbf26c0b4956c",
      "0x2fa86add0aed31f33a762c9d88e807c475bd51d0f52bd0955754b2608f7e4989",
    ],
  ]);
});

test("an export is a genesis again", async () => {
  const test = await evmFixture();
  const { contractAddress } = await test.run(test.sign({ data: deploying("60055f5500"), gasLimit: 200_000n }));
  await test.run(test.sign({ nonce: 1n, to: contractAddress!, gasLimit: 100_000n }));
  const exported = await exportWhole(evmGenesis(test.keeper), test.ctx);
  expect(exported.contracts.map((each) => each.address)).toContain(hexOf(contractAddress!));

  const fresh = await evmFixture();
  const genesis = evmGenesis(fresh.keeper);
  genesis.validate(exported, "echo");
  await genesis.init(fresh.ctx, exported);
  expect(await exportWhole(genesis, fresh.ctx)).toEqual(exported);
  expect(await fresh.nonce(contractAddress!)).toBe(1n);
  await fresh.holds();
});

/** Which contracts have code, and which storage: those of both come from two lists of the store. */
test.each([
  ["code alone", ["c", "c", "c"]],
  ["storage alone", ["s", "s"]],
  ["storage before, between and behind", ["s", "c", "s", "s", "cs", "c", "s"]],
  ["code before, between and behind", ["c", "cs", "s", "c", "c", "cs", "c"]],
  ["nothing", []],
])("contracts are exported by address: %s", async (_name, parts) => {
  const contracts = parts.map((has, at) => ({
    address: `0x${String(at + 10).repeat(20)}`,
    code: has.includes("c") ? bytes("6001") : new Uint8Array(0),
    storage: has.includes("s") ? [1n, 2n].map((key) => ({ key: bytes(word(key)), value: bytes("07") })) : [],
  }));
  const fresh = await evmFixture();
  const genesis = evmGenesis(fresh.keeper);
  const before = await exportWhole(genesis, fresh.ctx);
  await genesis.init(fresh.ctx, { ...before, contracts });
  const known = new Set(before.contracts.map((each) => each.address));
  const { contracts: after } = await exportWhole(genesis, fresh.ctx);
  expect(after.filter((each) => !known.has(each.address))).toEqual(contracts);
  expect(after.map((each) => each.address)).toEqual(after.map((each) => each.address).sort());
});

const faulty: [string, object, RegExp][] = [
  ["no params", { params: undefined }, /params are missing/],
  ["a chain number of zero", { params: { ...DEFAULT_PARAMS, chainId: 0n } }, /chain_id lies between 1 and/],
  ["an unknown fork", { params: { ...DEFAULT_PARAMS, fork: "london" } }, /fork is one of prague, osaka, not "london"/],
  ["an address that is none", { contracts: [contract({ address: "echo1xyz" })] }, /no address of a contract/],
  [
    "a contract twice",
    { contracts: [contract(), contract({ address: address.toUpperCase().replace("0X", "0x") })] },
    /twice/,
  ],
  [
    "a contract of nothing",
    { contracts: [contract({ code: new Uint8Array(0), storage: [] })] },
    /neither code nor storage/,
  ],
  ["too much code", { contracts: [contract({ code: new Uint8Array(24_577) })] }, /at most 24576/],
  ["code that begins with 0xef", { contracts: [contract({ code: bytes("ef00") })] }, /begins with 0xef/],
  [
    "a short key",
    { contracts: [contract({ storage: [{ key: new Uint8Array(31), value: Uint8Array.of(1) }] })] },
    /32 bytes, not 31/,
  ],
  [
    "a slot twice",
    { contracts: [contract({ storage: [...contract().storage, ...contract().storage] })] },
    /not sorted at 0x0*1, or has it twice/,
  ],
  [
    "a zero",
    { contracts: [contract({ storage: [{ key: bytes(word(1n)), value: Uint8Array.of(0) }] })] },
    /without leading zeros/,
  ],
  ["a hash too short", { lastHeader: { rlp: new Uint8Array(1), hash: new Uint8Array(31) } }, /32 bytes, not 31/],
];

test.each(faulty)("a genesis with %s is refused", async (_name, change, words) => {
  const genesis = evmGenesis((await evmFixture()).keeper);
  expect(() => genesis.validate({ ...genesis.defaults(), ...change }, "echo")).toThrow(words);
});

test("each invariant notices what breaks it", async () => {
  const broken: [string, (test: Awaited<ReturnType<typeof evmFixture>>) => Promise<void>][] = [
    ["EVM-1", ({ keeper, ctx }) => keeper.codes.set(ctx, new Uint8Array(32), bytes("00"))],
    ["EVM-1", ({ keeper, ctx }) => keeper.codeHashes.set(ctx, alice.address, new Uint8Array(32))],
    ["EVM-2", ({ keeper, ctx }) => keeper.codeHashes.set(ctx, new Uint8Array(20), keccak256(bytes("00")))],
    ["EVM-3", ({ keeper, ctx }) => keeper.storage.set(ctx, [HISTORY_ADDRESS, bytes(word(1n))], Uint8Array.of(0))],
    ["EVM-4", ({ keeper, ctx }) => keeper.storage.set(ctx, [alice.address, bytes(word(1n))], Uint8Array.of(1))],
    ["EVM-5", ({ keeper, ctx }) => keeper.lastHeader.set(ctx, { rlp: bytes("c0"), hash: new Uint8Array(32) })],
  ];
  for (const [id, breakIt] of broken) {
    const test = await evmFixture();
    await test.holds();
    await breakIt(test);
    const invariant = evmInvariants(test.keeper).find((each) => each.id === id)!;
    await expect(invariant.check(test.ctx)).rejects.toThrow(id);
  }
});

test("queries know accounts by both spellings, code and storage", async () => {
  const test = await evmFixture();
  const { contractAddress } = await test.run(
    test.sign({ data: deploying("60055f5500"), gasLimit: 200_000n, value: 3n }),
  );
  await test.run(test.sign({ nonce: 1n, to: contractAddress!, gasLimit: 100_000n }));
  const queries = evmQueries(test.keeper);
  const { ctx } = test;
  const hex = hexOf(contractAddress!);
  const bech32 = ctx.addresses.format(contractAddress!);
  for (const each of [hex, bech32]) {
    const account = await queries.Account(ctx, { address: each });
    expect(account).toMatchObject({ address: bech32, balance: "3", nonce: 1n });
    expect(account.hexAddress.toLowerCase()).toBe(hex);
    expect(hexOf(account.codeHash)).toBe(hexOf(keccak256(bytes("60055f5500"))));
    expect(hexOf((await queries.Code(ctx, { address: each })).code)).toBe("0x60055f5500");
    expect(hexOf((await queries.Storage(ctx, { address: each, key: "0x0" })).value)).toBe(`0x${word(5n)}`);
  }
  const { slots } = await queries.StorageSlots(ctx, { address: hex, pagination: undefined });
  expect(slots).toEqual([{ key: bytes(word(0n)), value: Uint8Array.of(5) }]);
  expect(await queries.Account(ctx, { address: `0x${"00".repeat(20)}` })).toMatchObject({ balance: "0", nonce: 0n });
  expect(await queries.Params(ctx, {})).toEqual({ params: DEFAULT_PARAMS, baseFee: "1000000000" });
  await expect(queries.Account(ctx, { address: "" })).rejects.toThrow("address is empty");
  await expect(queries.Code(ctx, { address: "0x12" })).rejects.toThrow("40 hexadecimal digits");
  await expect(queries.Storage(ctx, { address: hex, key: "zero" })).rejects.toThrow("hexadecimal digits");
});
