import { join } from "node:path";
import { readIfThere } from "./files.js";

/** The commit that `make build` was run on; empty when it was not in a git checkout. */
export const commitOf = (root: string): string => (readIfThere(join(root, "dist", "commit")) ?? "").trim();
