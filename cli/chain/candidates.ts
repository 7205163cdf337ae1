import type { Invocation } from "../invocation.js";
import type { GenesisDocument } from "./genesis.js";

/** Says so when a genesis has more candidates than validators, and what may be done. */
export function noteSeats(call: Invocation, { app_state: state }: GenesisDocument, validators: number): void {
  const listOf = (module: string, name: string): readonly unknown[] => {
    const found = (state[module] as Readonly<Record<string, unknown>> | undefined)?.[name];
    return Array.isArray(found) ? found : [];
  };
  const candidates = listOf("staking", "validators").length + listOf("genutil", "gen_txs").length;
  if (candidates <= validators || validators === 0) return;
  call.note(`${candidates - validators} of ${candidates} candidates get no seat, and stand by:`);
  call.note(
    "an organisation has one seat, a region a third of them, and all who declared no region are of the same one: " +
      "echoind genesis add-declaration <operator> <organisation> <region>",
  );
}
