import { join } from "node:path";

/** What Node is told to run: the program, and the threads that a node starts. Modules as the compiler leaves them in dist/. */
export const ENTRIES = ["cli/main", "api/worker", "abci/app/signatures/worker", "abci/store/snapshots/worker"] as const;

export type Entry = (typeof ENTRIES)[number];

/** The file of an entry with all that it imports, which `bundle` makes. @param root folder of package.json */
export const entryFile = (root: string, entry: Entry): string => join(root, "dist", "bundle", `${entry}.js`);
