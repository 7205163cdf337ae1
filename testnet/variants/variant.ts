import { cpSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { bundle } from "../../cli/bundle/bundle.js";

/** One export of the built program that another function is put around. Paths are below dist/, without `.js`. */
export interface Wrap {
  /** Where the export is, such as `abci/app/echoin`. */
  readonly file: string;
  readonly name: string;
  /** The file with the function: it takes the export and returns what stands in its place. */
  readonly by: string;
  readonly wrapper: string;
}

export interface VariantOptions {
  /** The project's folder, built. */
  readonly root: string;
  /** Where the variant is made; it must not be there yet. */
  readonly folder: string;
  /** What `echoind version` says of it. */
  readonly version: string;
  readonly wraps: readonly Wrap[];
}

/**
 * A program that differs from the project's in some of its exports: a copy of `dist/` in which those files pass on what
 * they exported, wrapped. So the next version, or one that misbehaves, is a whole program of its own, and the real one
 * has no switch for either. Returns the folder, for `program` in a manifest.
 */
export function makeVariant({ root, folder, version, wraps }: VariantOptions): string {
  mkdirSync(folder, { recursive: true });
  // Not what is bundled: that is made anew, of what is wrapped.
  const filter = (path: string): boolean => path !== join(root, "dist", "bundle");
  for (const part of ["bin", "dist"]) {
    cpSync(join(root, part), join(folder, part), { recursive: true, errorOnExist: true, force: false, filter });
  }
  for (const part of ["node_modules", ".cache"]) symlinkSync(join(root, part), join(folder, part));
  const description = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as object;
  writeFileSync(join(folder, "package.json"), JSON.stringify({ ...description, version }));
  for (const wrap of wraps) put(join(folder, "dist"), wrap);
  bundle(folder);
  return folder;
}

function put(dist: string, { file, name, by, wrapper }: Wrap): void {
  const path = join(dist, `${file}.js`);
  const original = join(dist, `${file}.original.js`);
  renameSync(path, original);
  const from = (target: string): string => {
    const way = relative(dirname(path), target);
    return way.startsWith(".") ? way : `./${way}`;
  };
  const lines = [
    `export * from "${from(original)}";`,
    `import { ${name} as original } from "${from(original)}";`,
    `import { ${wrapper} } from "${from(join(dist, `${by}.js`))}";`,
    `export const ${name} = ${wrapper}(original);`,
  ];
  writeFileSync(path, `${lines.join("\n")}\n`);
}
