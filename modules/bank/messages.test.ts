import { MsgMultiSend, MsgSend, MsgSetSendEnabled, MsgUpdateParams } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { MAX_AMOUNT, formatCoins } from "../../abci/state/coins.js";
import { sdk } from "../../abci/state/errors.js";
import { testAddress } from "../../abci/state/testing/memory.js";
import { addressOfModule } from "../auth/pubkey-addresses.js";
import { errors } from "./errors.js";
import { AUTHORITY, bankFixture, fails, holds, linesOf } from "./testing/fixture.js";

type Wire = { denom: string; amount: string }[];
const aec = (amount: string | number): Wire => [{ denom: "aec", amount: String(amount) }];

describe("Send", () => {
  test("moves coins", async () => {
    const { ctx, bank, messages, name } = await bankFixture({ 1: "10aec" });
    const message = MsgSend.fromPartial({ fromAddress: name(1), toAddress: name(2), amount: aec(4) });
    expect(await messages.Send(ctx, message)).toEqual({});
    expect(await bank.balance(ctx, testAddress(2), "aec")).toBe(4n);
  });

  test.each<[string, Wire, RegExp]>([
    ["a negative amount", aec(-1), /amount -1aec is negative/],
    ["zero", aec(0), /amount of aec is not positive/],
    ["nothing", [], /no coins are sent/],
    ["over 256 bits", aec(String(MAX_AMOUNT + 1n)), /is over 256 bits/],
    ["a thousand digits", aec("1".repeat(1000)), /is not an integer of at most 256 bits/],
    ["leading zeros", aec("01"), /is not an integer/],
    ["a plus sign", aec("+1"), /is not an integer/],
    ["a fraction", aec("1.5"), /is not an integer/],
    ["a bad denomination", [{ denom: "1", amount: "1" }], /invalid denom: 1/],
    ["the same denomination twice", [...aec(1), ...aec(1)], /duplicate denomination aec/],
    ["denominations out of order", [{ denom: "zzz", amount: "1" }, ...aec(1)], /denominations are not sorted/],
  ])("%s is refused with sdk/10", async (_name, amount, message) => {
    const { ctx, messages, name } = await bankFixture({ 1: "10aec,10zzz" });
    const send = messages.Send(ctx, MsgSend.fromPartial({ fromAddress: name(1), toAddress: name(2), amount }));
    expect((await fails(send, sdk.invalidCoins)).message).toMatch(message);
  });

  test.each([
    ["", "empty address string is not allowed"],
    ["echo1nonsense", "decoding bech32 failed"],
    ["cosmos1qyqszqgpqyqszqgpqyqszqgpqyqszqgpjnp7du", "invalid Bech32 prefix; expected echo, got cosmos"],
  ])("the recipient %p is refused with sdk/7", async (toAddress, message) => {
    const { ctx, messages, name } = await bankFixture({ 1: "10aec" });
    const send = messages.Send(ctx, MsgSend.fromPartial({ fromAddress: name(1), toAddress, amount: aec(1) }));
    expect((await fails(send, sdk.invalidAddress)).message).toContain(message);
  });

  test("module accounts that are blocked cannot be sent to", async () => {
    const { ctx, messages, name } = await bankFixture({ 1: "10aec" });
    const toAddress = ctx.addresses.format(addressOfModule("fee_collector"));
    const send = messages.Send(ctx, MsgSend.fromPartial({ fromAddress: name(1), toAddress, amount: aec(1) }));
    expect((await fails(send, sdk.unauthorized)).message).toBe(
      `${toAddress} is not allowed to receive funds: unauthorized`,
    );
  });
});

describe("MultiSend", () => {
  const multi = (from: string, total: Wire, ...outputs: [string, Wire][]) =>
    MsgMultiSend.fromPartial({
      inputs: [{ address: from, coins: total }],
      outputs: outputs.map(([address, coins]) => ({ address, coins })),
    });

  test("pays several, with the SDK's events in its order", async () => {
    const fixture = await bankFixture({ 1: "10aec" });
    const { ctx, bank, messages, name } = fixture;
    await messages.MultiSend(ctx, multi(name(1), aec(5), [name(2), aec(2)], [name(3), aec(3)]));
    expect(linesOf(ctx)).toEqual([
      `message sender=${name(1)}`,
      `coin_spent spender=${name(1)} amount=5aec`,
      `coin_received receiver=${name(2)} amount=2aec`,
      `transfer recipient=${name(2)} sender=${name(1)} amount=2aec`,
      `coin_received receiver=${name(3)} amount=3aec`,
      `transfer recipient=${name(3)} sender=${name(1)} amount=3aec`,
    ]);
    expect(formatCoins(await bank.allBalances(ctx, testAddress(1)))).toBe("5aec");
    await holds(ctx, fixture);
  });

  test("refuses what does not add up, or has not exactly one input", async () => {
    const { ctx, messages, name } = await bankFixture({ 1: "10aec" });
    const send = (message: MsgMultiSend) => messages.MultiSend(ctx, message);
    const { inputs, outputs } = multi(name(1), aec(5), [name(2), aec(5)]);
    await fails(send({ inputs: [], outputs }), errors.noInputs);
    await fails(send({ inputs: [...inputs, ...inputs], outputs }), errors.multipleSenders);
    await fails(send({ inputs, outputs: [] }), errors.noOutputs);
    const mismatch = send(multi(name(1), aec(5), [name(2), aec(2)], [name(3), aec(2)]));
    expect((await fails(mismatch, errors.inputOutputMismatch)).message).toContain("5aec in, 4aec out");
    const half = (MAX_AMOUNT + 1n) / 2n;
    const overflow = send(multi(name(1), aec(5), [name(2), aec(String(half))], [name(3), aec(String(half))]));
    await fails(overflow, errors.inputOutputMismatch);
    const blocked = ctx.addresses.format(addressOfModule("mint"));
    await fails(send(multi(name(1), aec(5), [name(2), aec(2)], [blocked, aec(3)])), sdk.unauthorized);
    await fails(send(multi(name(1), aec(50), [name(2), aec(50)])), sdk.insufficientFunds);
  });
});

describe("what the authority may do", () => {
  const gov = async () => {
    const fixture = await bankFixture({ 1: "10aec,10uusd" });
    return { ...fixture, authority: fixture.ctx.addresses.format(AUTHORITY) };
  };

  test("disable and enable denominations, one by one or by default", async () => {
    const { ctx, messages, name, authority } = await gov();
    const set = (fields: Partial<MsgSetSendEnabled>) =>
      messages.SetSendEnabled(ctx, { authority, sendEnabled: [], useDefaultFor: [], ...fields });
    const send = (denom: string) =>
      ctx.branch((inner) => {
        const amount = [{ denom, amount: "1" }];
        return messages.Send(inner, MsgSend.fromPartial({ fromAddress: name(1), toAddress: name(2), amount }));
      });
    await set({ sendEnabled: [{ denom: "aec", enabled: false }] });
    expect((await fails(send("aec"), errors.sendDisabled)).message).toBe(
      "aec transfers are currently disabled: send transactions are disabled",
    );
    await send("uusd");
    const params = { sendEnabled: [], defaultSendEnabled: false };
    await messages.UpdateParams(ctx, MsgUpdateParams.fromPartial({ authority, params }));
    await fails(send("uusd"), errors.sendDisabled);
    await set({ sendEnabled: [{ denom: "aec", enabled: true }] });
    await send("aec");
    await set({ useDefaultFor: ["aec"] });
    await fails(send("aec"), errors.sendDisabled);
    await fails(set({ sendEnabled: [{ denom: "1", enabled: true }] }), sdk.invalidRequest);
    await fails(set({ useDefaultFor: ["1"] }), sdk.invalidRequest);
    const twice = { denom: "aec", enabled: true };
    await fails(set({ sendEnabled: [twice, twice] }), sdk.invalidRequest);
  });

  test("nobody else may, and the old list in the parameters is refused", async () => {
    const { ctx, messages, name, authority } = await gov();
    const params = { sendEnabled: [], defaultSendEnabled: false };
    const other = messages.UpdateParams(ctx, MsgUpdateParams.fromPartial({ authority: name(1), params }));
    await expect(other).rejects.toMatchObject({ codespace: "gov", code: 13 });
    const enable = messages.SetSendEnabled(ctx, MsgSetSendEnabled.fromPartial({ authority: name(1) }));
    await expect(enable).rejects.toMatchObject({ codespace: "gov", code: 13 });
    const old = { sendEnabled: [{ denom: "aec", enabled: true }], defaultSendEnabled: true };
    await fails(
      messages.UpdateParams(ctx, MsgUpdateParams.fromPartial({ authority, params: old })),
      sdk.invalidRequest,
    );
  });
});

test("hints name the accounts and balances that a send touches", async () => {
  const { module, bank, accounts, ctx, name } = await bankFixture();
  const parse = (text: string) => ctx.addresses.parse(text);
  const [from, to] = [testAddress(1), testAddress(2)];
  const expected = [
    accounts.locate(from),
    bank.balances.locate([from, "aec"]),
    accounts.locate(to),
    bank.balances.locate([to, "aec"]),
  ];
  const send = MsgSend.fromPartial({ fromAddress: name(1), toAddress: name(2), amount: aec(1) });
  expect(module.readAhead!["/cosmos.bank.v1beta1.MsgSend"]!(send, parse, parse)).toEqual(expected);
  const multi = MsgMultiSend.fromPartial({
    inputs: [{ address: name(1), coins: aec(1) }],
    outputs: [{ address: name(2), coins: aec(1) }],
  });
  expect(module.readAhead!["/cosmos.bank.v1beta1.MsgMultiSend"]!(multi, parse, parse)).toEqual(expected);
});
