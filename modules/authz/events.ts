import { type Event, event } from "../../abci/state/events.js";

interface GrantNames {
  readonly granter: string;
  readonly grantee: string;
  readonly messageType: string;
}

/** The attribute that events of a message inside `MsgExec` carry: its place in the list. */
export const MESSAGE_INDEX_ATTRIBUTE = "authz_msg_index";

/** Typed events carry their fields as JSON, in the order of their names. */
function typedEvent(type: string, { granter, grantee, messageType }: GrantNames): Event {
  return event(type, {
    grantee: JSON.stringify(grantee),
    granter: JSON.stringify(granter),
    msg_type_url: JSON.stringify(messageType),
  });
}

export const events = {
  grant: (names: GrantNames): Event => typedEvent("cosmos.authz.v1beta1.EventGrant", names),
  revoke: (names: GrantNames): Event => typedEvent("cosmos.authz.v1beta1.EventRevoke", names),
};
