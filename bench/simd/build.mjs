/** Builds simd into .cache/bench, once: `node bench/simd/build.mjs`. It takes some minutes and says how far it is. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildGoProgram } from "../../.ci/go-program.mjs";

const source = dirname(fileURLToPath(import.meta.url));
buildGoProgram({
  name: "simd",
  source,
  target: ".",
  binary: join(source, "..", "..", ".cache", "bench", "simd"),
  purpose: "which Echoin is compared with",
});
