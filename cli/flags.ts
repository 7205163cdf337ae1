import { InvalidArgumentError, Option, type Command } from "commander";
import { CliError } from "./errors.js";

/** What a flag may have besides its name and words. */
interface FlagOptions {
  readonly default?: string | boolean | readonly string[];
  readonly choices?: readonly string[];
  readonly parse?: (text: string, before: unknown) => unknown;
  readonly hidden?: boolean;
}

/** A flag with commander's syntax (`-o, --output <format>`). Values stay strings unless `parse` is given. */
export function flag(flags: string, description: string, options: FlagOptions = {}): Option {
  const option = new Option(flags, description);
  if (options.default !== undefined) option.default(options.default);
  if (options.choices !== undefined) option.choices(options.choices);
  if (options.parse !== undefined) option.argParser(options.parse);
  if (options.hidden === true) option.hideHelp();
  return option;
}

/** Adds flags to a command, in order, and gives the command back. */
export function withFlags(command: Command, ...groups: readonly (readonly Option[] | Option)[]): Command {
  for (const group of groups) for (const option of group instanceof Option ? [group] : group) command.addOption(option);
  return command;
}

/** Whole, not negative, up to 64 bits; kept as text so that nothing is rounded. */
export const unsigned = (text: string): string => {
  if (!/^\d{1,20}$/.test(text) || BigInt(text) >= 1n << 64n)
    throw new InvalidArgumentError("Give a whole number from 0 on.");
  return BigInt(text).toString();
};

/** The same for an argument of a command. @throws CliError */
export function wholeNumber(text: string): string {
  try {
    return unsigned(text);
  } catch {
    throw new CliError(`"${text}" is not a whole number`);
  }
}

/** A decimal number from 0 on. */
export const decimal = (text: string): string => {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError("Give a number such as 1.3.");
  return text;
};

/** Names separated by commas; the flag may be repeated. */
export const commaList = (text: string, before: unknown): string[] => [
  ...(Array.isArray(before) ? (before as string[]) : []),
  ...text.split(",").map((item) => item.trim()),
];

export const outputFlag = (normally: "json" | "text"): Option =>
  flag("-o, --output <format>", `json or text (default: ${normally})`, { choices: ["json", "text"] });

export const nodeFlag = (): Option => flag("--node <url>", "CometBFT's RPC (default: tcp://localhost:26657)");

/** Where the application is asked over gRPC instead. */
export const grpcFlags = (): Option[] => [
  flag("--grpc-addr <address>", "ask the application over gRPC there (host:port), not through CometBFT's RPC"),
  flag("--grpc-insecure", "gRPC without TLS"),
];

export const keyringFlags = (): Option[] => [
  flag("--keyring-backend <kind>", "file (encrypted) or test (plain, for development)", { choices: ["file", "test"] }),
  flag("--keyring-dir <folder>", "folder of the keyring (default: the home)"),
];

export const queryFlags = (): Option[] => [
  nodeFlag(),
  ...grpcFlags(),
  flag("--height <n>", "state at this height; 0 is the latest", { parse: unsigned }),
  outputFlag("json"),
];

export const pageFlags = (): Option[] => [
  flag("--page-limit <n>", "entries of a page (default: 100)", { parse: unsigned }),
  flag("--page-key <base64>", "next_key of the page before"),
  flag("--page-offset <n>", "entries to pass over", { parse: unsigned }),
  flag("--page-count-total", "count all entries"),
  flag("--page-reverse", "last entries first"),
  flag("--limit <n>", "same as --page-limit", { parse: unsigned, hidden: true }),
  flag("--offset <n>", "same as --page-offset", { parse: unsigned, hidden: true }),
  flag("--count-total", "same as --page-count-total", { hidden: true }),
  flag("--reverse", "same as --page-reverse", { hidden: true }),
];

export const broadcastModeFlag = (): Option =>
  flag("-b, --broadcast-mode <mode>", "sync, async, or queue: the node keeps it when it cannot go in now", {
    choices: ["sync", "async", "queue"],
  });

/** What every command that makes or signs a transaction takes. */
export const txFlags = (): Option[] => [
  nodeFlag(),
  ...grpcFlags(),
  flag("--chain-id <id>", "the network's chain id"),
  ...keyringFlags(),
  flag("--from <key>", "name or address of the signing key"),
  flag("-a, --account-number <n>", "account number; asked from the node unless --offline", { parse: unsigned }),
  flag("-s, --sequence <n>", "sequence; asked from the node unless --offline", { parse: unsigned }),
  flag("--note <text>", "memo in the transaction"),
  flag("--fees <coins>", "fee, for example 5000aec"),
  flag("--gas-prices <prices>", 'price per unit of gas, for example 0.025aec, or "auto", instead of --fees'),
  flag("--gas <limit>", 'gas limit, or "auto" to simulate first (default: 200000)'),
  flag("--gas-adjustment <factor>", "factor on the simulated gas (default: 1.3)", { parse: decimal }),
  flag("--timeout-height <n>", "height after which the transaction is void", { parse: unsigned }),
  flag("--timeout-duration <time>", "time after which the transaction is void, for example 2m"),
  flag("--unordered", "send without a sequence; needs --timeout-duration of at most 10m"),
  flag("--fee-granter <address>", "account whose allowance pays the fee"),
  flag("--fee-payer <address>", "account that pays the fee and signs too"),
  flag("--sign-mode <mode>", "direct or amino-json", { choices: ["direct", "amino-json"] }),
  broadcastModeFlag(),
  flag("--offline", "ask nothing from a node"),
  flag("--generate-only", "print the unsigned transaction instead of sending it"),
  flag("--dry-run", "simulate only, and print the gas"),
  flag("-y, --yes", "do not ask before sending"),
  outputFlag("json"),
];
