import { rmSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { ENTRIES } from "./entries.js";

/**
 * Packages that stay files of their own: two load a compiled library that lies beside them, and pino names the file of a
 * thread.
 */
const APART = ["pino", "secp256k1", "sqlite3"];

/** CommonJS in the bundle asks for Node's modules by `require`, which ES modules have not. */
const BANNER = `import { createRequire as requireOf } from "node:module"; const require = requireOf(import.meta.url);`;

/**
 * Puts the 2,300 modules that a node's threads load into a few files: dist/bundle/, from what the compiler left in dist/. V8
 * keeps the text of every module for as long as its thread lives, and Node some 10 KB about each, in each thread that loads it:
 * measured on an idle node, 60 MB of 250, and 1.4 s of the 3 s that a restart takes. Names are kept, and lines are broken, so
 * that a stack says where; what shares code shares a file.
 *
 * @param root folder of package.json, compiled
 * @throws Error with what esbuild says of a module that it cannot find or read
 */
export function bundle(root: string): void {
  const dist = join(root, "dist");
  rmSync(join(dist, "bundle"), { recursive: true, force: true });
  buildSync({
    absWorkingDir: dist,
    entryPoints: ENTRIES.map((entry) => `${entry}.js`),
    outbase: ".",
    outdir: "bundle",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    // What Node itself goes by: without it, esbuild would prefer what packages have for bundlers.
    conditions: ["node"],
    external: APART,
    banner: { js: BANNER },
    minifyWhitespace: true,
    minifySyntax: true,
    lineLimit: 160,
    sourcemap: true,
    sourcesContent: false,
    legalComments: "linked",
    logLevel: "warning",
  });
}
