import type { WriteContext } from "../state/context.js";
import { sdk } from "../state/errors.js";
import { runAnte } from "./ante/ante.js";
import type { AnteKeepers } from "./ante/types.js";
import type { Router } from "./router.js";
import { decodeTransaction } from "./transaction.js";

/**
 * Runs a transaction of a genesis file: signed with account number 0, without a limit of gas; its events reach nobody.
 * @throws AppError, and then nothing of it is kept
 */
export async function deliverGenesisTransaction(
  ctx: WriteContext,
  bytes: Uint8Array,
  { router, keepers }: { readonly router: Router; readonly keepers: AnteKeepers },
): Promise<void> {
  const tx = decodeTransaction(bytes);
  await ctx.branch(async (inner) => {
    await runAnte(inner, tx, keepers, []);
    for (const { typeUrl, value } of tx.messages) {
      if (!router.handles(typeUrl)) throw sdk.unknownRequest(`no message handler found for ${typeUrl}`);
      await router.run(inner, typeUrl, value);
    }
  });
}
