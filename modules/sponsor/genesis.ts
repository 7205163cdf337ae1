import { AddressCodec } from "../../abci/state/addresses.js";
import { parseInteger } from "../../abci/state/coins.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { AppError } from "../../abci/state/errors.js";
import { hexOf } from "../../abci/state/hex.js";
import type { GenesisHandler } from "../../abci/state/module.js";
import {
  type GenesisMember,
  type GenesisSponsorship,
  GenesisState,
  type GenesisUserUsage,
} from "../../proto/generated/echoin/sponsor/v1/genesis.js";
import { type Sponsorship, UserScope } from "../../proto/generated/echoin/sponsor/v1/sponsor.js";
import { parseAddress } from "./addresses.js";
import { errors } from "./errors.js";
import type { SponsorKeeper } from "./keeper.js";
import { store } from "./lifecycle.js";
import { isActive } from "./members.js";
import { DEFAULT_PARAMS, validateParams } from "./params.js";
import { acceptTerms } from "./terms.js";
import { dayOf } from "./usage.js";

/** Sponsorships of a chain that goes on; a new one has none. Deposits are in the bank's genesis, too. */
export const sponsorGenesis = (keeper: SponsorKeeper): GenesisHandler<GenesisState> => ({
  codec: GenesisState,
  defaults: () => ({ params: DEFAULT_PARAMS, sponsorships: [], nextId: 1n }),

  validate({ params, sponsorships, nextId }, prefix) {
    const addresses = new AddressCodec(prefix);
    validateParams(params);
    if (nextId === 0n) throw errors.invalidGenesis("next_id begins with 1");
    const seen = new Set<bigint>();
    for (const [index, entry] of sponsorships.entries()) {
      explained(`sponsorship ${index}`, () => {
        const sponsorship = requireSponsorship(addresses, entry);
        if (seen.has(sponsorship.id)) throw errors.invalidGenesis(`${sponsorship.id} is there twice`);
        if (sponsorship.id >= nextId) throw errors.invalidGenesis(`${sponsorship.id} is not below next_id`);
        seen.add(sponsorship.id);
      });
    }
  },

  async init(ctx, { params, sponsorships, nextId }) {
    await keeper.parameters.set(ctx, params ?? DEFAULT_PARAMS);
    await keeper.nextId.set(ctx, nextId);
    for (const entry of sponsorships) await initSponsorship(ctx, keeper, entry);
  },

  async export(ctx) {
    const sponsorships = [];
    for await (const [, sponsorship] of keeper.sponsorships.range(ctx)) {
      sponsorships.push(await exportSponsorship(ctx, keeper, sponsorship));
    }
    await addUserUsages(ctx, keeper, sponsorships);
    return { params: await keeper.params(ctx), sponsorships, nextId: await keeper.nextId.peek(ctx) };
  },
});

function requireSponsorship(addresses: AddressCodec, entry: GenesisSponsorship): Sponsorship {
  const { sponsorship, deposit, usage, members, users } = entry;
  if (sponsorship === undefined) throw errors.invalidGenesis("it is missing");
  const { scope } = sponsorship;
  addresses.parse(sponsorship.sponsor);
  parseAddress(addresses, sponsorship.contract);
  if (scope !== UserScope.USER_SCOPE_ALL && scope !== UserScope.USER_SCOPE_MEMBERS) {
    throw errors.invalidGenesis(`it has no scope`);
  }
  acceptTerms(addresses, scope, sponsorship.terms);
  notNegative("deposit", deposit);
  if (usage !== undefined) notNegative("usage.day_fee", usage.dayFee);
  if (members.length > 0 && scope === UserScope.USER_SCOPE_ALL) throw errors.invalidGenesis("it takes no members");
  requireOnce(
    "member",
    members.map(({ user }) => hexOf(parseAddress(addresses, user))),
  );
  for (const { user, member } of members) {
    if (member === undefined) throw errors.invalidGenesis(`member ${user} is empty`);
    // Only who redeemed a voucher, and is not removed, expires.
    const expires = member.byVoucher && !member.removed;
    if (expires !== member.expires > 0n) throw errors.invalidGenesis(`member ${user} has expires ${member.expires}`);
  }
  requireOnce(
    "user",
    users.map(({ day, user }) => `${day} ${hexOf(parseAddress(addresses, user))}`),
  );
  for (const { user, usage: spent } of users) notNegative(`the fee of user ${user}`, spent?.fee ?? "");
  return sponsorship;
}

async function initSponsorship(ctx: WriteContext, keeper: SponsorKeeper, entry: GenesisSponsorship): Promise<void> {
  const { sponsorship: given, deposit, usage, members, users } = entry;
  const contract = parseAddress(ctx.addresses, given!.contract);
  const terms = acceptTerms(ctx.addresses, given!.scope, given!.terms);
  const sponsorship = { ...given!, contract: hexOf(contract), terms };
  const { id } = sponsorship;
  await store(ctx, keeper, sponsorship);
  await keeper.changeDeposit(ctx, id, parseInteger(deposit));
  if (usage !== undefined) await keeper.usages.set(ctx, id, usage);
  for (const { user: text, member } of members) {
    const user = parseAddress(ctx.addresses, text);
    await keeper.members.set(ctx, [id, user], member!);
    if (isActive(member)) await keeper.candidates.add(ctx, [contract, user, id]);
    if (member!.expires > 0n) await keeper.expiries.add(ctx, [member!.expires, id, user]);
  }
  for (const { day, user, usage: spent } of users) {
    await keeper.userUsages.set(ctx, [day, id, parseAddress(ctx.addresses, user)], spent!);
  }
}

async function exportSponsorship(
  ctx: ReadContext,
  keeper: SponsorKeeper,
  sponsorship: Sponsorship,
): Promise<GenesisSponsorship> {
  const { id } = sponsorship;
  const members: GenesisMember[] = [];
  for await (const [[, user], member] of keeper.members.range(ctx, { prefix: id })) {
    members.push({ user: hexOf(user), member });
  }
  const deposit = (await keeper.deposit(ctx, id)).toString();
  return { sponsorship, deposit, usage: await keeper.usages.get(ctx, id), members, users: [] };
}

/** What users cost today; older counters, and those of closed sponsorships, count no more. */
async function addUserUsages(
  ctx: ReadContext,
  keeper: SponsorKeeper,
  sponsorships: readonly GenesisSponsorship[],
): Promise<void> {
  const usersOf = new Map<bigint, GenesisUserUsage[]>();
  for (const { sponsorship, users } of sponsorships) usersOf.set(sponsorship!.id, users);
  for await (const [[day, id, user], usage] of keeper.userUsages.range(ctx, { prefix: dayOf(ctx) })) {
    usersOf.get(id)?.push({ day, user: hexOf(user), usage });
  }
}

function notNegative(name: string, text: string): void {
  if (parseInteger(text) < 0n) throw errors.invalidGenesis(`${name} is negative: ${text}`);
}

function requireOnce(kind: string, names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw errors.invalidGenesis(`${kind} ${name} is there twice`);
    seen.add(name);
  }
}

function explained(name: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.codespace, error.code, `${name}: ${error.message}`);
  }
}
