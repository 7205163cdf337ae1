import type { Proposal } from "cosmjs-types/cosmos/gov/v1/gov";
import type { WriteContext } from "../../abci/state/context.js";
import { AppError, AssertionError, internalError, sdk } from "../../abci/state/errors.js";
import { GasMeter } from "../../abci/state/gas.js";
import type { GovKeeper } from "./keeper.js";
import { EXECUTION_GAS, MAX_REASON_BYTES } from "./types.js";

/** What became of a passed proposal's messages: all took effect, or none did, for this reason. */
export type Execution = { readonly ok: true } | { readonly ok: false; readonly reason: string; readonly log: string };

/**
 * Runs a passed proposal's messages in gov's name, all or none. Nothing that a message does can be thrown from here, but
 * for a broken invariant. A proposal that spends what gov owes depositors fails.
 */
export async function execute(ctx: WriteContext, gov: GovKeeper, { messages }: Proposal): Promise<Execution> {
  let at = 0;
  try {
    await ctx.withGas(new GasMeter(EXECUTION_GAS)).branch(async (inner) => {
      for (const [index, message] of messages.entries()) {
        at = index;
        await gov.router.execute(inner, message);
      }
      await requireEscrow(inner, gov);
    });
    return { ok: true };
  } catch (error) {
    if (error instanceof AssertionError) throw error;
    // Whatever else is thrown may differ between nodes in its words: it gets the fixed text that transactions give it.
    const reason = shortened((error instanceof AppError ? error : internalError()).message);
    const typeUrl = messages[at]?.typeUrl ?? "";
    return { ok: false, reason, log: `passed, but msg ${at} (${typeUrl}) failed on execution: ${reason}` };
  }
}

/** GOV-1, before it is too late. @throws sdk.insufficientFunds */
async function requireEscrow(ctx: WriteContext, gov: GovKeeper): Promise<void> {
  for (const { denom, amount } of await gov.owed(ctx)) {
    const held = await gov.bank.balance(ctx, gov.address, denom);
    if (held < amount) {
      throw sdk.insufficientFunds(`gov owes depositors ${amount}${denom}, and would have ${held}${denom} left`);
    }
  }
}

/** At most MAX_REASON_BYTES of UTF-8, cut between characters. */
function shortened(text: string): string {
  if (Buffer.byteLength(text) <= MAX_REASON_BYTES) return text;
  const cut = Buffer.from(text).subarray(0, MAX_REASON_BYTES).toString("utf8");
  // A character that was cut through decodes to the replacement character.
  return cut.replace(/\uFFFD+$/, "");
}
