import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commitOf } from "./commit.js";

test("the commit is what the build noted, and empty where it noted none", () => {
  const root = mkdtempSync(join(tmpdir(), "echoin-commit-"));
  try {
    expect(commitOf(root)).toBe("");
    mkdirSync(join(root, "dist"));
    writeFileSync(join(root, "dist", "commit"), "0123abc\n");
    expect(commitOf(root)).toBe("0123abc");
  } finally {
    rmSync(root, { recursive: true });
  }
});
