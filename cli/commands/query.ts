import type { Command } from "commander";
import { askNode } from "../chain/ask.js";
import { pageFlags, queryFlags, withFlags } from "../flags.js";
import { action, type Host } from "../invocation.js";
import { registerChainQueries } from "./query-chain.js";
import { queryGroups, requestOf } from "./query-modules.js";

/** `echoind query`: what the chain says, as JSON. */
export function registerQuery(program: Command, host: Host): void {
  const query = program.command("query").alias("q").description("ask the chain");
  registerChainQueries(query, host);
  for (const group of queryGroups) {
    const parent = query.command(group.name).description(group.description);
    for (const spec of group.commands) {
      const command = parent.command(spec.usage).description(spec.description);
      if (spec.alias !== undefined) command.alias(spec.alias);
      withFlags(command, queryFlags(), spec.flags?.() ?? [], spec.paged === true ? pageFlags() : []);
      action(command, host, async (call, ...args) => {
        const path = `/${group.service}/${spec.method}`;
        const request = await requestOf(spec, call, args);
        call.result(await askNode(call, { path, request, ...(spec.types === undefined ? {} : { types: spec.types }) }));
      });
    }
  }
}
