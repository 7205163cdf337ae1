import { parseArgs } from "node:util";
import { simulate } from "./simulation.js";
import { ALL_SEATS, FEW_SEATS } from "./world.js";

/** Every so many seeds, the network has as many seats as the chain has by default. */
const ALL_SEATS_EVERY = 5;

/** `make sim SEEDS=n BLOCKS=n`: seeds 1 to n, or the one of --seed, each over so many blocks. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seeds: { type: "string", default: "10" },
      blocks: { type: "string", default: "200" },
      seed: { type: "string" },
    },
  });
  const blocks = Number(values.blocks);
  const seeds =
    values.seed !== undefined ? [Number(values.seed)] : Array.from({ length: Number(values.seeds) }, (_, i) => i + 1);
  for (const seed of seeds) {
    const started = Date.now();
    const report = await simulate({ seed, blocks, size: seed % ALL_SEATS_EVERY === 0 ? ALL_SEATS : FEW_SEATS });
    const { validators, submitted, accepted, executed, succeeded, appHash } = report;
    const left = report.events.get("validator left") ?? 0;
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    console.log(
      `seed ${seed}: ${blocks} blocks in ${seconds} s; up to ${validators} validators, ${left} left; ${submitted} transactions offered, ${accepted} accepted, ` +
        `${executed} executed, ${succeeded} succeeded; stores and answers identical, invariants hold; app hash ${appHash}`,
    );
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
