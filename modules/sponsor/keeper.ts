import type { ModuleStore } from "../../abci/state/collections.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { addressKey, bytesKey, pair, triple, uint64Key } from "../../abci/state/keys.js";
import { bytesValue, integerValue, protoValue, remembered } from "../../abci/state/values.js";
import { bytesEqual } from "../../abci/store/bytes.js";
import { Member, Params, Sponsorship, Usage, UserUsage } from "../../proto/generated/echoin/sponsor/v1/sponsor.js";
import { charge, settle } from "./charge.js";
import { errors } from "./errors.js";
import { redeem } from "./members.js";
import {
  type GasPayer,
  MODULE_NAME,
  type SponsorBank,
  type SponsorChain,
  type UnpaidCall,
  VOUCHER_ADDRESS,
  type VoucherKeys,
} from "./types.js";
import { decodeRedemption } from "./vouchers.js";

export interface SponsorParts {
  readonly store: ModuleStore;
  /** The module account, which holds all deposits. */
  readonly account: Uint8Array;
  /** Who may change parameters: governance's module account. */
  readonly authority: Uint8Array;
  readonly bank: SponsorBank;
  readonly chain: SponsorChain;
  readonly keys: VoucherKeys;
}

/** Who pays for whose calls of which contracts, within which limits; what they deposited, and what they paid lately. */
export class SponsorKeeper {
  readonly parameters;
  readonly nextId;
  /** id → the sponsorship. SPONSOR-3 */
  readonly sponsorships;
  /** id → what is left of its deposit; absent means nothing. SPONSOR-1 */
  readonly deposits;
  /** The sum of all deposits. SPONSOR-1, SPONSOR-2 */
  readonly total;
  /** id → what it paid for lately. */
  readonly usages;
  /** (day since 1970, id, user) → what the user cost on that day. */
  readonly userUsages;
  /** (id, user) → how they became a member. SPONSOR-4 */
  readonly members;
  /** (contract, user, id): who may pay for calls of a contract; the user is empty where it is for everybody. SPONSOR-3, SPONSOR-4 */
  readonly candidates;
  /** (contract, id) and (sponsor, id), for queries. SPONSOR-3 */
  readonly byContract;
  readonly bySponsor;
  /** (Unix seconds, id, user) of members that expire. SPONSOR-4 */
  readonly expiries;
  /** id of a closed sponsorship whose members are to be removed yet → its contract. */
  readonly closed;

  readonly account: Uint8Array;
  readonly authority: Uint8Array;
  readonly bank: SponsorBank;
  readonly chain: SponsorChain;
  readonly keys: VoucherKeys;

  constructor({ store, account, authority, bank, chain, keys }: SponsorParts) {
    this.parameters = store.item(0x01, "params", remembered(protoValue(Params)));
    this.nextId = store.sequence(0x02, "nextId");
    this.sponsorships = store.map(0x03, "sponsorships", uint64Key, protoValue(Sponsorship));
    this.deposits = store.map(0x04, "deposits", uint64Key, integerValue);
    this.total = store.item(0x05, "total", integerValue);
    this.usages = store.map(0x06, "usages", uint64Key, protoValue(Usage));
    this.userUsages = store.map(0x07, "userUsages", triple(uint64Key, uint64Key, addressKey), protoValue(UserUsage));
    this.members = store.map(0x08, "members", pair(uint64Key, addressKey), protoValue(Member));
    this.candidates = store.set(0x09, "candidates", triple(addressKey, bytesKey, uint64Key));
    this.byContract = store.set(0x0a, "byContract", pair(addressKey, uint64Key));
    this.bySponsor = store.set(0x0b, "bySponsor", pair(addressKey, uint64Key));
    this.expiries = store.set(0x0c, "expiries", triple(uint64Key, uint64Key, addressKey));
    this.closed = store.map(0x0d, "closed", uint64Key, bytesValue);
    this.account = account;
    this.authority = authority;
    this.bank = bank;
    this.chain = chain;
    this.keys = keys;
  }

  params(ctx: ReadContext): Promise<Params> {
    return this.parameters.getSet(ctx);
  }

  /** @throws errors.unknown */
  async get(ctx: ReadContext, id: bigint): Promise<Sponsorship> {
    const sponsorship = await this.sponsorships.get(ctx, id);
    if (sponsorship === undefined) throw errors.unknown(id);
    return sponsorship;
  }

  /** The sponsorship, for its sponsor alone. @throws errors.unknown, errors.notSponsor */
  async owned(ctx: ReadContext, id: bigint, signer: string): Promise<Sponsorship> {
    const sponsorship = await this.get(ctx, id);
    const { sponsor } = sponsorship;
    const isOwner = bytesEqual(ctx.addresses.parse(signer), ctx.addresses.parse(sponsor));
    if (!isOwner) throw errors.notSponsor({ id, sponsor, got: signer });
    return sponsorship;
  }

  async deposit(ctx: ReadContext, id: bigint): Promise<bigint> {
    return (await this.deposits.get(ctx, id)) ?? 0n;
  }

  async totalDeposit(ctx: ReadContext): Promise<bigint> {
    return (await this.total.get(ctx)) ?? 0n;
  }

  /** Changes a deposit, and the sum of all. Whoever calls it moves as many coins to or from the module account. SPONSOR-2 */
  async changeDeposit(ctx: WriteContext, id: bigint, by: bigint): Promise<void> {
    if (by === 0n) return;
    const after = (await this.deposit(ctx, id)) + by;
    if (after === 0n) await this.deposits.delete(ctx, id);
    else await this.deposits.set(ctx, id, after);
    await this.total.set(ctx, (await this.totalDeposit(ctx)) + by);
  }

  /** Moves coins into a deposit. @throws sdk.insufficientFunds */
  async payIn(ctx: WriteContext, id: bigint, { from, amount }: { from: Uint8Array; amount: bigint }): Promise<void> {
    const { baseDenom: denom } = await this.chain.info(ctx);
    await this.bank.moveToModule(ctx, from, MODULE_NAME, [{ denom, amount }]);
    await this.changeDeposit(ctx, id, amount);
  }

  /** Moves coins out of a deposit, which has as many. */
  async payOut(ctx: WriteContext, id: bigint, { to, amount }: { to: Uint8Array; amount: bigint }): Promise<void> {
    if (amount === 0n) return;
    const { baseDenom: denom } = await this.chain.info(ctx);
    await this.bank.move(ctx, { from: this.account, to, coins: [{ denom, amount }] });
    await this.changeDeposit(ctx, id, -amount);
  }

  // --- what the EVM asks

  /** Whether calls of this address redeem vouchers. */
  isVoucherAddress(to: Uint8Array | undefined): boolean {
    return to !== undefined && bytesEqual(to, VOUCHER_ADDRESS);
  }

  /** Redeems the voucher in a call of the voucher address. @throws errors.invalidVoucher, and what `redeem` throws */
  async redeem(ctx: WriteContext, { sender, value, data }: UnpaidCall): Promise<void> {
    if (value > 0n) throw errors.invalidVoucher("coins sent with it would be lost");
    await redeem(ctx, this, decodeRedemption(data), sender);
  }

  /** @see charge */
  charge(ctx: WriteContext, call: UnpaidCall, baseFee: bigint): Promise<GasPayer | undefined> {
    return charge(ctx, this, call, baseFee);
  }

  /** @see settle */
  settle(
    ctx: WriteContext,
    payer: GasPayer,
    left: { readonly sender: Uint8Array; readonly gas: bigint; readonly fee: bigint },
  ): Promise<void> {
    return settle(ctx, this, payer, left);
  }
}
