import type { Command } from "commander";
import type { Host } from "../invocation.js";
import { registerConfig } from "./config.js";
import { registerKeys } from "./keys.js";
import { registerVersion } from "./version.js";

/** The command groups, in the order in which help lists them. */
export function registerCommands(program: Command, host: Host): void {
  registerConfig(program, host);
  registerKeys(program, host);
  registerVersion(program, host);
}
