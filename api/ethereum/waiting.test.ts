import { EthereumKey } from "../../abci/sim/ethereum.js";
import { alice } from "./testing/blocks.js";
import { Waiting } from "./waiting.js";

const sign = (nonce: bigint, maxFeePerGas = 100n, maxPriorityFeePerGas = 10n, key = alice) =>
  key.signTransaction({ chainId: 3264n, nonce, maxFeePerGas, maxPriorityFeePerGas });

test("transactions wait by sender and nonce, and are taken once", () => {
  const waiting = new Waiting();
  const [five, six] = [sign(5n), sign(6n)];
  waiting.add(five);
  waiting.add(six);
  expect(waiting.find(six.hash)).toBe(six);
  expect(waiting.take(alice.address, 4n)).toBeUndefined();
  expect(waiting.take(alice.address, 5n)).toBe(five);
  expect(waiting.take(alice.address, 5n)).toBeUndefined();
  expect(waiting.has(alice.address)).toBe(true);
  expect(waiting.take(alice.address, 6n)).toBe(six);
  expect([waiting.has(alice.address), waiting.size]).toEqual([false, 0]);
});

test("a place is taken over for a tenth more of both prices, and not for less", () => {
  const waiting = new Waiting();
  waiting.add(sign(5n));
  const underpriced = "replacement transaction underpriced";
  expect(() => waiting.add(sign(5n))).toThrow(underpriced);
  expect(() => waiting.add(sign(5n, 109n, 11n))).toThrow(underpriced);
  expect(() => waiting.add(sign(5n, 110n, 10n))).toThrow(underpriced);
  const dearer = sign(5n, 110n, 11n);
  waiting.add(dearer);
  expect([waiting.size, waiting.take(alice.address, 5n)]).toEqual([1, dearer]);
});

test("a sender has 64 places", () => {
  const waiting = new Waiting();
  for (let nonce = 1n; nonce <= 64n; nonce++) waiting.add(sign(nonce));
  expect(() => waiting.add(sign(65n))).toThrow("account limit exceeded");
  waiting.add(sign(1n, 100n, 10n, new EthereumKey("bob")));
  expect(waiting.size).toBe(65);
});
