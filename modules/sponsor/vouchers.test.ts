import { TypedDataEncoder, Interface } from "ethers";
import { EthereumKey } from "../../abci/sim/ethereum.js";
import type { ErrorFactory } from "../../abci/state/errors.js";
import { hexOf } from "../../abci/state/hex.js";
import { inBlock, testAddress } from "../../abci/state/testing/memory.js";
import { NANOS_PER_SECOND } from "../../abci/state/time.js";
import { UserScope } from "../../proto/generated/echoin/sponsor/v1/sponsor.js";
import { fails } from "../bank/testing/fixture.js";
import { endBlock } from "./blocks.js";
import { errors } from "./errors.js";
import { CHAIN_ID, callOf, sign, signer, sponsorFixture } from "./testing/fixture.js";
import { MAX_RIVALS, VOUCHER_ADDRESS } from "./types.js";
import { decodeRedemption, encodeRedemption, voucherDigest } from "./vouchers.js";

const { USER_SCOPE_MEMBERS: MEMBERS } = UserScope;
const user = testAddress(8);

async function setUp() {
  const test = await sponsorFixture();
  const now = test.ctx.block.timeNanos / NANOS_PER_SECOND;
  const terms = { voucherSigner: hexOf(signer.address) };
  const id = await test.open(test.ctx, { scope: MEMBERS, terms });
  const redeem = (voucher: ReturnType<typeof sign>, from = user) => {
    const call = callOf(0, { sender: from, to: VOUCHER_ADDRESS, data: encodeRedemption(voucher) });
    return test.ctx.branch((inner) => test.keeper.redeem(inner, call));
  };
  return { ...test, id, now, redeem, terms, good: { sponsorship: id, user, expires: now + 100n } };
}

test("what is signed is the typed data of ethers, and the call data is that of its interface", () => {
  const voucher = {
    sponsorship: 77n,
    user: Uint8Array.from(Buffer.from("52908400098527886e0f7030069857d2e4169ee7", "hex")),
    expires: 1_800_000_000n,
  };
  const domain = { name: "Echoin Sponsor", version: "1", chainId: CHAIN_ID, verifyingContract: hexOf(VOUCHER_ADDRESS) };
  const types = {
    Voucher: [
      { name: "sponsorship", type: "uint64" },
      { name: "user", type: "address" },
      { name: "expires", type: "uint64" },
    ],
  };
  const typed = { ...voucher, user: hexOf(voucher.user) };
  expect(hexOf(voucherDigest(voucher, CHAIN_ID))).toBe(TypedDataEncoder.hash(domain, types, typed));
  const signed = sign(voucher);
  const abi = new Interface(["function redeem(uint64 sponsorship, address user, uint64 expires, bytes signature)"]);
  const data = abi.encodeFunctionData("redeem", [77n, typed.user, voucher.expires, hexOf(signed.signature)]);
  expect(hexOf(encodeRedemption(signed))).toBe(data);
  expect(decodeRedemption(encodeRedemption(signed))).toEqual({
    ...signed,
    signature: Uint8Array.from(signed.signature),
  });
});

test("a voucher makes its user a member, until it expires", async () => {
  const { ctx, keeper, good, redeem, pay, now, holds } = await setUp();
  expect(await pay(ctx, callOf(8))).toBeUndefined();
  await redeem(sign(good));
  expect(await pay(ctx, callOf(8))).toBe(1000n);
  expect(await pay(ctx, callOf(9))).toBeUndefined();
  await holds(ctx);
  const at = (seconds: bigint) => inBlock(ctx, { timeNanos: seconds * NANOS_PER_SECOND });
  expect(await pay(at(now + 99n), callOf(8))).toBe(1000n);
  await fails(pay(at(now + 100n), callOf(8)), errors.notMember);
  await endBlock(at(now + 99n), keeper);
  expect(await keeper.members.has(ctx, [good.sponsorship, user])).toBe(true);
  await endBlock(at(now + 100n), keeper);
  expect(await keeper.members.has(ctx, [good.sponsorship, user])).toBe(false);
  await holds(ctx);
});

test("its redemption is paid for by whose voucher it is, within the limits, whatever the selectors", async () => {
  const { ctx, messages, company, id, terms, good, keeper } = await setUp();
  const limits = { gas: 0n, price: "", userDailyFee: "", userDailyCalls: 1n, dailyFee: "", blockGas: 0n };
  const narrow = { ...terms, selectors: [Uint8Array.of(1, 2, 3, 4)], tip: "", paused: false, limits };
  await messages.UpdateSponsorship(ctx, { sponsor: company, id, terms: narrow });
  const call = callOf(8, { to: VOUCHER_ADDRESS, data: encodeRedemption(sign(good)) });
  await fails(keeper.charge(ctx, call, 10n), errors.notMember);
  await keeper.redeem(ctx, call);
  expect(await keeper.charge(ctx, call, 10n)).toMatchObject({ sponsorshipId: id });
  await fails(keeper.charge(ctx, call, 10n), errors.userDailyCalls);
});

test("it can be redeemed by a Cosmos message too", async () => {
  const { ctx, messages, name, now, id, pay } = await setUp();
  const voucher = sign({ sponsorship: id, user: testAddress(3), expires: now + 5n });
  const message = { id, expires: voucher.expires, signature: voucher.signature };
  await fails(messages.RedeemVoucher(ctx, { ...message, user: name(2) }), errors.invalidVoucher);
  await messages.RedeemVoucher(ctx, { ...message, user: name(3) });
  expect(await pay(ctx, callOf(3))).toBe(1000n);
});

test("vouchers that are no good say why", async () => {
  const { ctx, redeem, good, now, keeper, open } = await setUp();
  const refused = async (work: Promise<void>, words: RegExp, kind: ErrorFactory<never> = errors.invalidVoucher) => {
    expect((await fails(work, kind)).message).toMatch(words);
  };
  await refused(redeem(sign(good), testAddress(9)), /it is for 0x0808.*, not for 0x0909/);
  await refused(redeem(sign({ ...good, expires: now })), /it expired at/);
  await refused(
    redeem(sign(good, new EthereumKey("another"))),
    /it is signed by 0x.* and sponsorship 1 takes those of/,
  );
  await refused(redeem({ ...sign(good), expires: good.expires + 1n }), /it is signed by 0x/);
  await refused(redeem({ ...sign(good), sponsorship: 9n }), /there is no sponsorship 9/, errors.unknown);
  const listed = await open(ctx, { scope: MEMBERS });
  await refused(redeem(sign({ ...good, sponsorship: listed })), /sponsorship 2 has none/);
  const bad = Uint8Array.from(sign(good).signature);
  bad[64] = 1;
  await refused(redeem({ ...sign(good), signature: bad }), /the last is 27 or 28/);
  await refused(redeem({ ...sign(good), signature: new Uint8Array(65).fill(27) }), /it is signed by/);
  await refused(
    redeem({ ...sign(good), signature: Buffer.concat([new Uint8Array(64), Buffer.of(27)]) }),
    /signed by nobody/,
  );
  const call = callOf(8, { to: VOUCHER_ADDRESS, data: encodeRedemption(sign(good)) });
  await refused(keeper.redeem(ctx, { ...call, value: 1n }), /coins sent with it would be lost/);
  for (const data of [
    new Uint8Array(0),
    call.data.subarray(1),
    call.data.subarray(0, 200),
    Buffer.concat([call.data, Buffer.of(0)]),
    encodeRedemption({ ...sign(good), signature: bad.subarray(1) }),
  ]) {
    await refused(keeper.redeem(ctx, { ...call, data }), /the call data is not that of redeem/);
  }
});

test("it can be redeemed once; a later one extends it", async () => {
  const { redeem, good, keeper, ctx, holds } = await setUp();
  await redeem(sign(good));
  await fails(redeem(sign(good)), errors.invalidVoucher);
  await fails(redeem(sign({ ...good, expires: good.expires - 1n })), errors.invalidVoucher);
  await redeem(sign({ ...good, expires: good.expires + 1n }));
  expect(await keeper.members.get(ctx, [good.sponsorship, user])).toMatchObject({ expires: good.expires + 1n });
  await holds(ctx);
});

test("who was removed is not let in by another voucher, but by the list", async () => {
  const { ctx, messages, company, redeem, good, pay, id, holds } = await setUp();
  const users = [hexOf(user)];
  await messages.RemoveUsers(ctx, { sponsor: company, id, users });
  await fails(redeem(sign(good)), errors.notMember);
  await messages.AddUsers(ctx, { sponsor: company, id, users });
  expect(await pay(ctx, callOf(8))).toBe(1000n);
  await messages.RemoveUsers(ctx, { sponsor: company, id, users });
  expect(await pay(ctx, callOf(8))).toBeUndefined();
  await fails(redeem(sign({ ...good, expires: good.expires + 5n })), errors.notMember);
  await holds(ctx);
});

test("a new signer makes vouchers of the old one void; members stay", async () => {
  const { ctx, messages, company, redeem, good, pay, id, terms } = await setUp();
  await redeem(sign(good));
  const changed = { ...terms, selectors: [], tip: "", paused: false, voucherSigner: hexOf(testAddress(7)) };
  await messages.UpdateSponsorship(ctx, { sponsor: company, id, terms: changed });
  await fails(redeem(sign({ ...good, expires: good.expires + 1n })), errors.invalidVoucher);
  expect(await pay(ctx, callOf(8))).toBe(1000n);
});

test("lists of others do not keep a user from redeeming; vouchers have a bound of their own", async () => {
  const { ctx, open, messages, company, redeem, good, terms, holds } = await setUp();
  for (let i = 0; i < MAX_RIVALS; i++) {
    const id = await open(ctx, { scope: MEMBERS });
    await messages.AddUsers(ctx, { sponsor: company, id, users: [hexOf(user)] });
  }
  await redeem(sign(good));
  for (let i = 1; i < MAX_RIVALS; i++) {
    await redeem(sign({ ...good, sponsorship: await open(ctx, { scope: MEMBERS, terms }) }));
  }
  const oneMore = await open(ctx, { scope: MEMBERS, terms });
  await fails(redeem(sign({ ...good, sponsorship: oneMore })), errors.crowded);
  await holds(ctx);
});
