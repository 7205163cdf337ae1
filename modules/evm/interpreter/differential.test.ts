import { observe } from "./testing/differential.js";
import { scenario } from "./testing/programs.js";

/** `FUZZ_FROM` and `FUZZ_SEEDS` run others, or many more, of the random programs. */
const first = Number(process.env["FUZZ_FROM"] ?? 1);
const seeds = Number(process.env["FUZZ_SEEDS"] ?? 150);

describe("the interpreter and the stock one", () => {
  test(`do the same with random programs, seeds ${first} to ${first + seeds - 1}`, async () => {
    for (let seed = first; seed < first + seeds; seed++) {
      const stock = await observe(scenario(seed), "stock");
      for (const variant of ["direct", "promises"] as const) {
        const fast = await observe(scenario(seed), variant);
        expect([seed, variant, ...fast.text]).toEqual([seed, variant, ...stock.text]);
      }
    }
  }, 3_600_000);

  test("run out of gas at the same steps, with the same result", async () => {
    for (let seed = first; seed < first + Math.ceil(seeds / 15); seed++) {
      const whole = scenario(seed);
      const { gasUsed, steps } = await observe(whole, "stock", true);
      const cuts = new Set<bigint>();
      for (const step of steps.slice(0, 60)) cuts.add(whole.gas - BigInt(step.split(" ")[7]!));
      for (const cut of cuts) {
        for (const gas of [cut - 1n, cut, cut + 1n]) {
          if (gas < 0n || gas > gasUsed + 1n) continue;
          const stock = await observe({ ...whole, gas }, "stock");
          const fast = await observe({ ...whole, gas }, "direct");
          expect([seed, gas, ...fast.text]).toEqual([seed, gas, ...stock.text]);
        }
      }
    }
  }, 3_600_000);

  test("emit the same steps", async () => {
    for (let seed = first; seed < first + Math.ceil(seeds / 5); seed++) {
      const stock = await observe(scenario(seed), "stock", true);
      const fast = await observe(scenario(seed), "promises", true);
      expect([seed, ...fast.steps]).toEqual([seed, ...stock.steps]);
      expect([seed, ...fast.text]).toEqual([seed, ...stock.text]);
    }
  }, 3_600_000);
});
