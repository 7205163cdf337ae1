import { GenesisState } from "cosmjs-types/cosmos/authz/v1beta1/genesis";
import { AddressCodec } from "../../abci/state/addresses.js";
import { sdk } from "../../abci/state/errors.js";
import type { GenesisHandler } from "../../abci/state/module.js";
import { numbered } from "../../abci/state/numbered.js";
import { errors } from "./errors.js";
import { type AuthzKeeper, expiryOf } from "./keeper.js";
import { grantAuthorization } from "./queries.js";

/** Genesis of authz: the grants. Those that have expired by the genesis time are left out. */
export const authzGenesis = (authz: AuthzKeeper): GenesisHandler<GenesisState, "authorization"> => ({
  codec: GenesisState,
  defaults: () => ({ authorization: [] }),

  validate({ authorization }, prefix) {
    const addresses = new AddressCodec(prefix);
    const seen = new Set<string>();
    for (const [index, entry] of numbered(authorization)) {
      const grant = `authorization ${index}`;
      if (entry.grantee === "") throw sdk.invalidRequest(`${grant}: missing grantee`);
      if (entry.granter === "") throw sdk.invalidRequest(`${grant}: missing granter`);
      const granter = addresses.format(addresses.parse(entry.granter));
      const grantee = addresses.format(addresses.parse(entry.grantee));
      if (granter === grantee) throw errors.granteeIsGranter(`${grant}: ${granter}`);
      authz.validate(addresses, entry.authorization);
      expiryOf(entry);
      const key = `${granter} ${grantee} ${authz.messageTypeOf(entry.authorization)}`;
      if (seen.has(key)) throw sdk.invalidRequest(`${grant}: ${key} is granted twice`);
      seen.add(key);
    }
  },

  async init(ctx, { authorization }) {
    for (const entry of authorization) {
      const expiry = expiryOf(entry);
      if (expiry !== undefined && expiry <= ctx.block.timeNanos) continue;
      const key = {
        granter: ctx.addresses.parse(entry.granter),
        grantee: ctx.addresses.parse(entry.grantee),
        messageType: authz.messageTypeOf(entry.authorization),
      };
      await authz.save(ctx, key, entry.authorization, expiry);
    }
  },

  export: async () => ({}),
  lists: {
    async *authorization(ctx) {
      for await (const [[granter, grantee], grant] of authz.grants.range(ctx)) {
        yield grantAuthorization(ctx, granter, grantee, grant);
      }
    },
  },
});
