import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderConfig } from "../../cometbft/config.js";
import { CliError } from "../errors.js";
import { Home } from "../home.js";
import { checkDatabase } from "./comet-database.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "comet-home-"));
  for (const each of ["config", "data"]) mkdirSync(join(folder, each));
  writeFileSync(join(folder, "with"), "\ndep\tgithub.com/cockroachdb/pebble\tv1.1.1\n");
  writeFileSync(join(folder, "without"), "");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What the check says of a home with this setting, over blocks that are in `blocks`. */
async function check(setting: string, binary: "with" | "without", blocks?: "goleveldb" | "pebbledb"): Promise<string> {
  const text = renderConfig({ moniker: "m", profile: "devnet", changes: { db_backend: setting } });
  writeFileSync(join(folder, "config", "config.toml"), text);
  if (blocks !== undefined) {
    const at = join(folder, "data", "blockstore.db");
    mkdirSync(at);
    writeFileSync(join(at, "CURRENT"), "");
    if (blocks === "pebbledb") writeFileSync(join(at, "OPTIONS-000003"), "");
  }
  try {
    await checkDatabase(new Home(folder), join(folder, binary), {});
    return "fine";
  } catch (error) {
    expect(error).toBeInstanceOf(CliError);
    const { message, hint } = error as CliError;
    return `${message} -> ${hint}`.replaceAll(`${folder}/`, "").replaceAll(folder, "HOME");
  }
}

const install = "go install -tags pebbledb github.com/cometbft/cometbft/cmd/cometbft@v0.38.26";

test.each([
  ["goleveldb", "without", undefined],
  ["goleveldb", "with", "goleveldb"],
  ["pebbledb", "with", undefined],
  ["pebbledb", "with", "pebbledb"],
  ["rocksdb", "without", "goleveldb"],
] as const)("%s with a binary %s Pebble over %s starts", async (setting, binary, blocks) => {
  expect(await check(setting, binary, blocks)).toBe("fine");
});

test.each([
  ["pebbledb", "goleveldb"],
  ["goleveldb", "pebbledb"],
] as const)("%s over blocks in %s is refused, with the setting that is right", async (setting, blocks) => {
  expect(await check(setting, "with", blocks)).toBe(
    `config/config.toml has db_backend = "${setting}", and the blocks of this home are in ${blocks} -> ` +
      `echoind config set config db_backend ${blocks} --home HOME`,
  );
});

test("a binary without Pebble is refused: before the first block there are two ways out, later one", async () => {
  const refused = 'config/config.toml has db_backend = "pebbledb", and without was built without it -> ';
  expect(await check("pebbledb", "without")).toBe(
    `${refused}there are no blocks yet: echoind config set config db_backend goleveldb --home HOME; or ${install}`,
  );
  expect(await check("pebbledb", "without", "pebbledb")).toBe(
    `${refused}name a CometBFT with it in COMETBFT_BIN: ${install}`,
  );
});
