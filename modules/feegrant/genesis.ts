import { GenesisState } from "cosmjs-types/cosmos/feegrant/v1beta1/genesis";
import { AddressCodec } from "../../abci/state/addresses.js";
import { sdk } from "../../abci/state/errors.js";
import { KeySet } from "../../abci/state/key-set.js";
import type { GenesisHandler } from "../../abci/state/module.js";
import { numbered } from "../../abci/state/numbered.js";
import { expiryOf, unpackAllowance, validateAllowance } from "./allowances.js";
import type { FeegrantKeeper } from "./keeper.js";

/** Genesis of feegrant: the allowances. Those that have expired by the genesis time are left out. */
export const feegrantGenesis = (feegrant: FeegrantKeeper): GenesisHandler<GenesisState, "allowances"> => ({
  codec: GenesisState,
  defaults: () => ({ allowances: [] }),

  validate({ allowances }, prefix) {
    const addresses = new AddressCodec(prefix);
    const seen = new KeySet();
    for (const [index, { granter, grantee, allowance }] of numbered(allowances)) {
      const from = addresses.format(addresses.parse(granter));
      const to = addresses.format(addresses.parse(grantee));
      if (from === to) throw sdk.invalidAddress(`allowance ${index}: ${from} cannot self-grant fee authorization`);
      validateAllowance(unpackAllowance(allowance), "used");
      const parties = `${from} to ${to}`;
      const known = !seen.add(parties);
      if (known) throw sdk.invalidRequest(`allowance ${index}: there are two of ${parties}`);
    }
  },

  async init(ctx, { allowances }) {
    for (const { granter, grantee, allowance } of allowances) {
      const unpacked = unpackAllowance(allowance);
      const expiry = expiryOf(unpacked);
      if (expiry !== undefined && expiry < ctx.block.timeNanos) continue;
      const parties = { granter: ctx.addresses.parse(granter), grantee: ctx.addresses.parse(grantee) };
      await feegrant.grant(ctx, parties, unpacked, "used");
    }
  },

  export: async () => ({}),
  lists: {
    async *allowances(ctx) {
      for await (const [, grant] of feegrant.allowances.range(ctx)) yield grant;
    },
  },
});
