import { type Event, event } from "../../abci/state/events.js";
import { type Declaration, Role, SeatOption, type SeatTally } from "../../proto/generated/echoin/council/v1/council.js";

const optionNames: Readonly<Record<number, string>> = {
  [SeatOption.SEAT_OPTION_YES]: "yes",
  [SeatOption.SEAT_OPTION_NO]: "no",
  [SeatOption.SEAT_OPTION_ABSTAIN]: "abstain",
};

const roleNames: Readonly<Record<number, string>> = {
  [Role.ROLE_AUDITOR]: "auditor",
  [Role.ROLE_ORACLE_OPERATOR]: "oracle_operator",
  [Role.ROLE_SECRETARY]: "secretary",
};

export const events = {
  declared: ({ operator, organisation, region }: Declaration): Event =>
    event("council_declaration", { operator, organisation, region }),
  ruled: ({ operator, organisation, region, reason }: Declaration): Event =>
    event("council_ruling", { operator, organisation, region, reason }),
  voted: (id: bigint, operator: string, option: SeatOption): Event =>
    event("council_vote", { operator, option: optionNames[option] ?? "", proposal_id: id.toString() }),
  counted: (id: bigint, { seats, yes, no, abstain, needed }: SeatTally): Event =>
    event("council_tally", {
      proposal_id: id.toString(),
      seats: seats.toString(),
      yes: yes.toString(),
      no: no.toString(),
      abstain: abstain.toString(),
      needed: needed.toString(),
    }),
  granted: (role: Role, address: string): Event =>
    event("council_role_granted", { role: roleNames[role] ?? "", address }),
  revoked: (role: Role, address: string): Event =>
    event("council_role_revoked", { role: roleNames[role] ?? "", address }),
};
