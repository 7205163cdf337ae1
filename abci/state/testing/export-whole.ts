import type { ReadContext } from "../context.js";
import type { GenesisHandler } from "../module.js";

/** A module's state as an export writes it, its long lists gathered. */
export async function exportWhole<State, Lists extends keyof State>(
  handler: GenesisHandler<State, Lists>,
  ctx: ReadContext,
): Promise<State> {
  const state: Record<string, unknown> = { ...(await handler.export(ctx)) };
  for (const [name, read] of Object.entries(handler.lists ?? {})) {
    const list: unknown[] = [];
    for await (const element of (read as (ctx: ReadContext) => AsyncIterable<unknown>)(ctx)) list.push(element);
    state[name] = list;
  }
  return state as State;
}
