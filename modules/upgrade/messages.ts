import type { Msg } from "cosmjs-types/cosmos/upgrade/v1beta1/tx";
import type { ReadContext } from "../../abci/state/context.js";
import type { MessageService } from "../../abci/state/module.js";
import { errors } from "./errors.js";
import type { UpgradeKeeper } from "./keeper.js";

/** `cosmos.upgrade.v1beta1.Msg`. */
export const upgradeMessages = (upgrade: UpgradeKeeper): MessageService<Msg> => ({
  async SoftwareUpgrade(ctx, { authority, plan }) {
    assertAuthority(ctx, upgrade, authority);
    await upgrade.schedule(ctx, plan);
    return {};
  },

  async CancelUpgrade(ctx, { authority }) {
    assertAuthority(ctx, upgrade, authority);
    await upgrade.clear(ctx);
    return {};
  },
});

function assertAuthority(ctx: ReadContext, { authority }: UpgradeKeeper, signer: string): void {
  const expected = ctx.addresses.format(authority);
  if (signer !== expected) throw errors.invalidSigner(`expected ${expected} got ${signer}`);
}
