import { resolve } from "node:path";
import type { Command } from "commander";
import {
  addGenesisAccount,
  addGenesisDeclaration,
  readGenesisFile,
  readGenesisDocument,
  writeGenesisDocument,
  type GenesisDocument,
  type Vesting,
} from "../chain/genesis.js";
import { CliError } from "../errors.js";
import { parseJson, readNeeded } from "../files.js";
import { flag, keyringFlags, unsigned, withFlags } from "../flags.js";
import { action, type Host, type Invocation } from "../invocation.js";
import { addressOfNameOrAddress } from "../keys/open.js";
import { noteSeats } from "../chain/candidates.js";
import { requireDeclaration, checkGenesis } from "../seams.js";
import { parseCoins, type CoinJson } from "../tx/coins.js";
import { registerGentx } from "./gentx.js";

/** `echoind genesis`: edits config/genesis.json before a chain starts. */
export function registerGenesis(program: Command, host: Host): void {
  const genesis = program.command("genesis").description("prepare the genesis of a new chain");

  const add = genesis
    .command("add-genesis-account <address_or_key> <coins>")
    .description("an account that holds coins from the start");
  withFlags(add, keyringFlags(), [
    flag("--vesting-amount <coins>", "how much of them vests"),
    flag("--vesting-start-time <seconds>", "Unix time from which on it vests evenly", {
      default: "0",
      parse: unsigned,
    }),
    flag("--vesting-end-time <seconds>", "Unix time at which all has vested", { default: "0", parse: unsigned }),
    flag("--append", "add to an account that is there already"),
  ]);
  action(add, host, addAccount);

  const bulk = genesis
    .command("bulk-add-genesis-account [file]")
    .description("many accounts from a JSON file, or standard input");
  action(withFlags(bulk, keyringFlags(), flag("--append", "add to accounts that are there already")), host, bulkAdd);

  const declare = genesis
    .command("add-declaration <address_or_key> <organisation> <region>")
    .description("whom a candidate belongs to and where it is at home, on which its seat depends");
  withFlags(declare, keyringFlags(), flag("--replace", "in place of what was declared"));
  action(declare, host, addDeclaration);

  registerGentx(genesis, host, { hidden: false });

  const validate = genesis.command("validate [file]").alias("validate-genesis").description("check a genesis file");
  action(validate, host, validateFile);
}

function edit(call: Invocation, change: (document: GenesisDocument) => void): void {
  call.home.requireInitialized();
  const document = readGenesisDocument(call.home);
  change(document);
  writeGenesisDocument(call.home, document);
}

async function addAccount(call: Invocation, nameOrAddress: string, text: string): Promise<void> {
  const address = await addressOfNameOrAddress(call, nameOrAddress);
  const coins = parseCoins(text);
  const amount = call.string("vesting-amount");
  const start = call.string("vesting-start-time") ?? "0";
  const end = call.string("vesting-end-time") ?? "0";
  if (amount === undefined && (start !== "0" || end !== "0")) throw new CliError("vesting times need --vesting-amount");
  const vesting = amount === undefined ? {} : { vesting: { amount: parseCoins(amount), start, end } };
  edit(call, (document) => addGenesisAccount(document, { address, coins, ...vesting, append: call.boolean("append") }));
}

async function addDeclaration(call: Invocation, name: string, organisation: string, region: string): Promise<void> {
  const operator = await addressOfNameOrAddress(call, name);
  await requireDeclaration({ organisation, region });
  const replace = call.boolean("replace");
  edit(call, (document) => addGenesisDeclaration(document, { operator, organisation, region, replace }));
}

interface BulkEntry {
  readonly address?: string;
  readonly coins?: readonly CoinJson[];
  readonly vesting_amt?: readonly CoinJson[];
  readonly vesting_start?: number | string;
  readonly vesting_end?: number | string;
}

async function bulkAdd(call: Invocation, file?: string): Promise<void> {
  const text =
    file === undefined || file === "-"
      ? await call.prompter.rest()
      : readNeeded(resolve(call.host.terminal.cwd, file), "name the file with the accounts");
  const entries = parseJson(text, file ?? "standard input");
  if (!Array.isArray(entries)) {
    throw new CliError("the accounts have to be a list", {
      hint: '[{"address":"echo1…","coins":[{"denom":"aec","amount":"1"}]}]',
    });
  }
  const accounts: Parameters<typeof addGenesisAccount>[1][] = [];
  for (const [index, entry] of (entries as BulkEntry[]).entries()) accounts.push(await bulkAccount(call, entry, index));
  edit(call, (document) => {
    for (const account of accounts) addGenesisAccount(document, { ...account, append: call.boolean("append") });
  });
  call.note(`added ${accounts.length} accounts`);
}

async function bulkAccount(
  call: Invocation,
  entry: BulkEntry,
  index: number,
): Promise<Parameters<typeof addGenesisAccount>[1]> {
  if (typeof entry.address !== "string" || !Array.isArray(entry.coins))
    throw new CliError(`account ${index + 1} has no address or no coins`);
  const address = await addressOfNameOrAddress(call, entry.address);
  const coins = coinsOf(entry.coins);
  const vesting: Vesting | undefined =
    entry.vesting_amt === undefined || entry.vesting_amt.length === 0
      ? undefined
      : {
          amount: coinsOf(entry.vesting_amt),
          start: String(entry.vesting_start ?? 0),
          end: String(entry.vesting_end ?? 0),
        };
  return { address, coins, ...(vesting === undefined ? {} : { vesting }) };
}

const coinsOf = (coins: readonly CoinJson[]): CoinJson[] =>
  parseCoins(coins.map(({ amount, denom }) => `${amount}${denom}`).join(","));

async function validateFile(call: Invocation, file?: string): Promise<void> {
  const path = file === undefined ? call.home.genesis : resolve(call.host.terminal.cwd, file);
  const genesis = readGenesisFile(path, "echoind init <moniker> makes one");
  const megabytes = Math.round(genesis.app_state.length / 1e6);
  if (megabytes > 50) call.note(`checking ${megabytes} MB, for which a minute or more is needed`);
  const seats = await checkGenesis(genesis, path);
  call.note(`${path} is a valid genesis with ${seats.validators} validators`);
  noteSeats(call, seats);
  if (seats.validators === 0)
    call.note("it starts no chain yet: echoind genesis gentx, then echoind genesis collect-gentxs");
}
