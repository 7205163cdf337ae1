import type { Command } from "commander";
import type { Host } from "../invocation.js";
import { registerComet } from "./comet.js";
import { registerCompletion } from "./completion.js";
import { registerConfig } from "./config.js";
import { registerDebug } from "./debug.js";
import { registerGenesis } from "./genesis.js";
import { registerGentx } from "./gentx.js";
import { registerInit } from "./init.js";
import { registerKeys } from "./keys.js";
import { registerQuery } from "./query.js";
import { registerStart } from "./start.js";
import { registerState } from "./state.js";
import { registerStatus } from "./status.js";
import { registerTx } from "./tx.js";
import { registerVersion } from "./version.js";

/** The command groups, in the order in which help lists them. */
export function registerCommands(program: Command, host: Host): void {
  registerInit(program, host);
  registerConfig(program, host);
  registerKeys(program, host);
  registerGenesis(program, host);
  registerGentx(program, host, { hidden: true });
  registerStart(program, host);
  registerStatus(program, host);
  registerQuery(program, host);
  registerTx(program, host);
  registerState(program, host);
  registerComet(program, host);
  registerDebug(program, host);
  registerCompletion(program, host);
  registerVersion(program, host);
}
