import { MsgExec } from "cosmjs-types/cosmos/authz/v1beta1/tx";
import { annotateEvents } from "../../abci/state/annotate.js";
import type { WriteContext } from "../../abci/state/context.js";
import { AppError, sdk } from "../../abci/state/errors.js";
import type { PackedMessage } from "../../abci/state/module.js";
import { bytesEqual } from "../../abci/store/bytes.js";
import { decodeMessage } from "../../proto/reader.js";
import { errors } from "./errors.js";
import { MESSAGE_INDEX_ATTRIBUTE } from "./events.js";
import type { AuthzKeeper } from "./keeper.js";
import { type InnerMessageFilter, MAX_EXEC_DEPTH } from "./types.js";

/**
 * Runs messages in the name of their signers, who allowed it to the grantee (or are the grantee). Returns the encoded
 * response of each. All or nothing: the caller's branch is dropped when one fails.
 * @throws errors.numberOfSigners, sdk.unauthorized for a message that never runs inside another, what `use` throws, and
 * the inner message's own error under its own code
 */
export async function executeAll(
  ctx: WriteContext,
  authz: AuthzKeeper,
  { grantee, messages }: { grantee: Uint8Array; messages: readonly PackedMessage[] },
): Promise<Uint8Array[]> {
  assertMayRun(messages, authz.isRefused, 1);
  const results: Uint8Array[] = [];
  for (const [index, message] of messages.entries()) {
    const [granter, ...others] = authz.router.signersOf(ctx, message);
    if (granter === undefined || others.length > 0) throw errors.numberOfSigners("");
    if (!bytesEqual(granter, grantee)) await authz.use(ctx, { granter, grantee, message });
    results.push(await execute(annotateEvents(ctx, MESSAGE_INDEX_ATTRIBUTE, index.toString()), authz, message));
  }
  return results;
}

async function execute(ctx: WriteContext, { router }: AuthzKeeper, message: PackedMessage): Promise<Uint8Array> {
  if (!router.handles(message.typeUrl)) throw sdk.unknownRequest(`unrecognized message route: ${message.typeUrl}`);
  try {
    return (await router.execute(ctx, message)).value;
  } catch (error) {
    // Running out of gas is the whole transaction's failure, not this message's.
    if (!(error instanceof AppError) || error.is(sdk.outOfGas)) throw error;
    throw new AppError(
      error.codespace,
      error.code,
      `failed to execute message; message ${message.typeUrl}: ${error.message}`,
    );
  }
}

/** Looks into nested `MsgExec` before anything runs: how deep they go, and that nothing refused is inside. */
function assertMayRun(messages: readonly PackedMessage[], isRefused: InnerMessageFilter, depth: number): void {
  if (depth > MAX_EXEC_DEPTH) {
    throw sdk.invalidRequest(`messages are nested in MsgExec more than ${MAX_EXEC_DEPTH} deep`);
  }
  for (const { typeUrl, value } of messages) {
    if (isRefused(typeUrl)) throw sdk.unauthorized(`${typeUrl} cannot be run inside another message`);
    if (typeUrl === MsgExec.typeUrl) assertMayRun(decodeMessage(MsgExec, value).msgs, isRefused, depth + 1);
  }
}
