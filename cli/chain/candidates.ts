import type { Invocation } from "../invocation.js";
import type { Seats } from "../seams.js";

/** Says so when a genesis has more candidates than validators, and what may be done. */
export function noteSeats(call: Invocation, { candidates, validators }: Seats): void {
  if (candidates <= validators || validators === 0) return;
  call.note(`${candidates - validators} of ${candidates} candidates get no seat, and stand by:`);
  call.note(
    "an organisation has one seat, a region a third of them, and all who declared no region are of the same one: " +
      "echoind genesis add-declaration <operator> <organisation> <region>",
  );
}
