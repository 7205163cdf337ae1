import { EthereumKey } from "../../abci/sim/ethereum.js";
import { CallFailed, EvmCalls } from "./calls.js";
import { errors } from "./errors.js";
import { keccak256 } from "./crypto.js";
import { checksumAddress, hexOf } from "./hex.js";
import { alice, BASE_FEE, bytes, deploying, type EvmFixture, evmFixture, word } from "./testing/fixture.js";

const stranger = new EthereumKey("stranger").address;
const gasCap = 50_000_000n;

async function setUp(runtime = "5f546001015f555f545f5260205ff3") {
  const test = await evmFixture();
  const { contractAddress } = await test.run(test.sign({ data: deploying(runtime), gasLimit: 1_000_000n }));
  return { test, calls: new EvmCalls(test), to: contractAddress! };
}

const stored = ({ keeper, ctx }: EvmFixture, contract: Uint8Array) =>
  keeper.storage.get(ctx, [contract, bytes(word(0n))]);

test("a call answers what a transaction would have done, and leaves no trace", async () => {
  const { test, calls, to } = await setUp();
  for (let i = 0; i < 2; i++) {
    const outcome = await calls.call(test.ctx, { from: alice.address, to }, { gasCap });
    expect([hexOf(outcome.returnData), outcome.vmError]).toEqual([`0x${word(1n)}`, undefined]);
  }
  expect(await stored(test, to)).toBeUndefined();
  expect(await test.nonce(alice.address)).toBe(1n);
});

test("calls see the state as it was changed for them", async () => {
  const { test, calls, to } = await setUp();
  await test.dropped(async ({ ctx, keeper }) => {
    await keeper.storage.set(ctx, [to, bytes(word(0n))], Uint8Array.of(9));
    const { returnData } = await calls.call(ctx, { to }, { gasCap });
    expect(hexOf(returnData)).toBe(`0x${word(10n)}`);
  });
});

test("who pays nothing needs nothing; who sends coins or pays has to have them", async () => {
  const { test, calls, to } = await setUp();
  const call = (request: object) => calls.call(test.ctx, { to, from: stranger, ...request }, { gasCap });
  expect((await call({})).vmError).toBeUndefined();
  await expect(call({ value: 1n })).rejects.toMatchObject({
    code: errors.callFunds.code,
    message: `insufficient funds for gas * price + value: address ${checksumAddress(stranger, keccak256)} have 0 want 1`,
  });
  await expect(call({ maxFeePerGas: BASE_FEE, gas: 100_000n })).rejects.toMatchObject({ code: errors.callFunds.code });
  await expect(call({ maxFeePerGas: 1n })).rejects.toMatchObject({ code: errors.feeCapTooLow.code });
  await expect(call({ gas: 20_000n })).rejects.toMatchObject({ code: errors.intrinsicGas.code });
  await expect(call({ to: undefined, data: new Uint8Array(49_153) })).rejects.toMatchObject({
    code: errors.initCodeTooLarge.code,
  });
  // A price of nothing sees a base fee of nothing: BASEFEE PUSH0 MSTORE PUSH1 32 PUSH0 RETURN.
  const baseFee = await setUp("485f5260205ff3");
  const asked = async (maxFeePerGas: bigint) =>
    (
      await baseFee.calls.call(
        baseFee.test.ctx,
        { from: alice.address, to: baseFee.to, maxFeePerGas, gas: 50_000n },
        { gasCap },
      )
    ).returnData;
  expect(hexOf(await asked(0n))).toBe(`0x${word(0n)}`);
  expect(hexOf(await asked(BASE_FEE))).toBe(`0x${word(BASE_FEE)}`);
});

test("an estimate is enough, and hardly more than that", async () => {
  const { test, calls, to } = await setUp();
  expect(await calls.estimateGas(test.ctx, { from: alice.address, to: stranger, value: 5n }, { gasCap })).toBe(21_000n);
  const gas = await calls.estimateGas(test.ctx, { from: alice.address, to }, { gasCap });
  const { gasUsed, vmError } = await test.run(test.sign({ nonce: 1n, to, gasLimit: gas }));
  expect(vmError).toBeUndefined();
  expect(gas * 1000n).toBeLessThanOrEqual(gasUsed * 1100n);

  // 63 of 64 parts are handed on: what is used is not enough.
  const inner = Buffer.from(to).toString("hex");
  const outer = await test.run(
    test.sign({
      nonce: 2n,
      data: deploying(`5f5f5f5f5f73${inner}5af1602057fe5b00`),
      gasLimit: 1_000_000n,
    }),
  );
  const nested = { from: alice.address, to: outer.contractAddress! };
  const estimate = await calls.estimateGas(test.ctx, nested, { gasCap });
  const ran = await test.run(test.sign({ nonce: 3n, to: nested.to, gasLimit: estimate }));
  expect(ran.vmError).toBeUndefined();
});

test("an estimate of what fails says how it fails", async () => {
  // Reverts with a word: PUSH1 7 PUSH0 MSTORE PUSH1 32 PUSH0 REVERT.
  const { test, calls, to } = await setUp("60075f5260205ffd");
  const failing = calls.estimateGas(test.ctx, { from: alice.address, to }, { gasCap });
  await expect(failing).rejects.toThrow(CallFailed);
  const outcome = await failing.catch((error: CallFailed) => error.outcome);
  expect(outcome).toMatchObject({ vmError: "execution reverted" });
  expect(hexOf((outcome as { returnData: Uint8Array }).returnData)).toBe(`0x${word(7n)}`);
  await expect(
    calls.estimateGas(test.ctx, { from: stranger, to: alice.address, value: 1n }, { gasCap }),
  ).rejects.toThrow(/insufficient funds/);
  const loop = await setUp("5b5f56");
  await expect(
    loop.calls.estimateGas(loop.test.ctx, { from: alice.address, to: loop.to, gas: 100_000n }, { gasCap }),
  ).rejects.toThrow("gas required exceeds allowance (100000)");
});
