import type { Reply } from "../geth/node.js";

type Step = Record<string, unknown>;

/** anvil's reply with its steps written as go-ethereum writes them: what is nothing left out, words without 0x. */
export function asGeth({ result, error }: Reply): Reply {
  const steps = (result as { structLogs?: Step[] } | null | undefined)?.structLogs;
  if (!Array.isArray(steps)) return { result, error };
  return { result: { ...(result as object), structLogs: steps.map(stepAsGeth) }, error };
}

function stepAsGeth({ refund, returnData, memory, storage, error: _error, ...step }: Step): Step {
  const out = step;
  if (refund !== 0) out["refund"] = refund;
  if (returnData !== "0x") out["returnData"] = returnData;
  if (Array.isArray(memory) && memory.length > 0) out["memory"] = memory.map(bare);
  if (storage !== undefined) {
    out["storage"] = Object.fromEntries(
      Object.entries(storage as object).map(([key, value]) => [bare(key), bare(value)]),
    );
  }
  return out;
}

const bare = (word: unknown): string => String(word).replace(/^0x/, "");
