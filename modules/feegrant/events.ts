import { type Event, event } from "../../abci/state/events.js";

interface Parties {
  readonly granter: string;
  readonly grantee: string;
}

const between =
  (type: string) =>
  ({ granter, grantee }: Parties): Event =>
    event(type, { granter, grantee });

export const events = {
  use: between("use_feegrant"),
  set: between("set_feegrant"),
  update: between("update_feegrant"),
  revoke: between("revoke_feegrant"),
  prune: (pruner: string): Event => event("prune_feegrant", { pruner }),
};
