import { join } from "node:path";
import { type CometBftBinary, findCometBft } from "../binary.js";

/** The CometBFT that tests run: as `echoind` finds it, made once when it is nowhere. To be awaited in a beforeAll. */
export function testBinary(): Promise<CometBftBinary> {
  return findCometBft({
    env: process.env,
    cacheDir: join(process.cwd(), ".cache", "cometbft"),
    onProgress: (line) => process.stderr.write(`${line}\n`),
  });
}

/** How long a beforeAll that awaits `testBinary` may take, in milliseconds: it may have to build. */
export const testBinaryTimeout = 900_000;
