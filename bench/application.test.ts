import { execFileSync } from "node:child_process";
import { compiled, projectRoot } from "./root.js";

test("sends go through the application alone, in checks, proposals and blocks", () => {
  const program = compiled(projectRoot(), "application.js");
  const args = [program, "--accounts", "60", "--block", "50", "--rounds", "2"];
  const lines = execFileSync(process.execPath, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
    .trimEnd()
    .split("\n");
  expect(lines).toHaveLength(4);
  expect(lines[3]).toMatch(/^\| 2 +\|( +\d+ \|){6} +\d+ MB \|$/);
});
