import { Grant } from "cosmjs-types/cosmos/feegrant/v1beta1/feegrant";
import type { ModuleStore } from "../../abci/state/collections.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { sdk } from "../../abci/state/errors.js";
import { addressKey, lengthPrefixedAddressKey, pair, triple } from "../../abci/state/keys.js";
import { timeKey } from "../../abci/state/time.js";
import { protoValue } from "../../abci/state/values.js";
import {
  type Allowance,
  expiryOf,
  packAllowance,
  unpackAllowance,
  useAllowance,
  validateAllowance,
} from "./allowances.js";
import { events } from "./events.js";
import type { BlockedRecipients, FeeUse, GranteeAccounts } from "./types.js";

export interface FeegrantParts {
  readonly store: ModuleStore;
  readonly accounts: GranteeAccounts;
  readonly recipients: BlockedRecipients;
}

/** Who pays fees for whom. */
export interface GrantPair {
  readonly granter: Uint8Array;
  readonly grantee: Uint8Array;
}

/** Who pays fees for whom, up to which limit and until when. */
export class FeegrantKeeper {
  /** (grantee, granter) → the allowance, with the names of both sides. */
  readonly allowances;
  /** (expiry, grantee, granter): allowances in the order in which they expire. FEEGRANT-1 */
  readonly expiries;
  /** (granter, grantee): so that a granter's allowances are found without a walk over all. FEEGRANT-2 */
  readonly byGranter;

  private readonly accounts: GranteeAccounts;
  private readonly recipients: BlockedRecipients;

  constructor({ store, accounts, recipients }: FeegrantParts) {
    const pairKey = pair(addressKey, lengthPrefixedAddressKey);
    this.allowances = store.map(0x00, "allowances", pairKey, protoValue(Grant));
    this.expiries = store.set(0x01, "expiries", triple(timeKey, addressKey, lengthPrefixedAddressKey));
    this.byGranter = store.set(0x02, "byGranter", pairKey);
    this.accounts = accounts;
    this.recipients = recipients;
  }

  /** @throws sdk.notFound */
  async get(ctx: ReadContext, { granter, grantee }: GrantPair): Promise<Allowance> {
    const grant = await this.allowances.get(ctx, [grantee, granter]);
    if (grant === undefined) throw sdk.notFound("fee-grant not found");
    return unpackAllowance(grant.allowance);
  }

  /**
   * Gives an allowance to a grantee who has none from this granter; makes an account for a grantee without one.
   * @throws sdk.invalidRequest when there is one already, or it has expired; the allowance's own faults
   */
  async grant(ctx: WriteContext, parties: GrantPair, allowance: Allowance, age: "new" | "used" = "new"): Promise<void> {
    const { granter, grantee } = parties;
    if (await this.allowances.has(ctx, [grantee, granter])) {
      throw sdk.invalidRequest("fee allowance already exists");
    }
    validateAllowance(allowance, age);
    await this.ensureAccount(ctx, grantee);
    const expiry = expiryOf(allowance);
    if (expiry !== undefined) {
      if (expiry < ctx.block.timeNanos) throw sdk.invalidRequest("expiration is before current block time");
      await this.expiries.add(ctx, [expiry, grantee, granter]);
    }
    await this.byGranter.add(ctx, [granter, grantee]);
    await this.set(ctx, parties, allowance);
    ctx.emit(events.set(namesOf(ctx, parties)));
  }

  /** Takes an allowance back. @throws sdk.notFound */
  async revoke(ctx: WriteContext, parties: GrantPair): Promise<void> {
    const expiry = expiryOf(await this.get(ctx, parties));
    const { granter, grantee } = parties;
    if (expiry !== undefined) await this.expiries.delete(ctx, [expiry, grantee, granter]);
    await this.remove(ctx, parties);
    ctx.emit(events.revoke(namesOf(ctx, parties)));
  }

  /**
   * Takes a fee out of the granter's allowance; the caller then takes it from the granter's account.
   * @throws sdk.notFound, errors.limitExpired, errors.limitExceeded, errors.messageNotAllowed
   */
  async useGrantedFees(ctx: WriteContext, use: FeeUse): Promise<void> {
    const result = useAllowance(ctx, await this.get(ctx, use), use);
    const names = namesOf(ctx, use);
    if (result === "exhausted") {
      await this.revoke(ctx, use);
      ctx.emit(events.use(names));
      return;
    }
    ctx.emit(events.use(names));
    await this.set(ctx, use, result.left);
    ctx.emit(events.update(names));
  }

  /** Removes up to `limit` allowances that expired before this block, the oldest first. Returns how many. */
  async prune(ctx: WriteContext, limit: number): Promise<number> {
    const none = new Uint8Array(0);
    let removed = 0;
    for await (const at of this.expiries.range(ctx, { to: [ctx.block.timeNanos, none, none] })) {
      if (removed === limit) break;
      const [, grantee, granter] = at;
      await this.expiries.delete(ctx, at);
      await this.remove(ctx, { granter, grantee });
      removed++;
    }
    return removed;
  }

  private async set(ctx: WriteContext, parties: GrantPair, allowance: Allowance): Promise<void> {
    const grant = { ...namesOf(ctx, parties), allowance: packAllowance(allowance) };
    await this.allowances.set(ctx, [parties.grantee, parties.granter], grant);
  }

  private async remove(ctx: WriteContext, { granter, grantee }: GrantPair): Promise<void> {
    await this.allowances.delete(ctx, [grantee, granter]);
    await this.byGranter.delete(ctx, [granter, grantee]);
  }

  private async ensureAccount(ctx: WriteContext, grantee: Uint8Array): Promise<void> {
    if (await this.accounts.exists(ctx, grantee)) return;
    if (await this.recipients.isBlocked(ctx, grantee)) {
      throw sdk.unauthorized(`${ctx.addresses.format(grantee)} is not allowed to receive funds`);
    }
    await this.accounts.create(ctx, grantee);
  }
}

function namesOf(ctx: ReadContext, { granter, grantee }: GrantPair): { granter: string; grantee: string } {
  return { granter: ctx.addresses.format(granter), grantee: ctx.addresses.format(grantee) };
}
