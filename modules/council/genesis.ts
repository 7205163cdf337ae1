import { AddressCodec } from "../../abci/state/addresses.js";
import { AppError, sdk } from "../../abci/state/errors.js";
import type { GenesisHandler } from "../../abci/state/module.js";
import { keyFromBytes } from "../../abci/store/bytes.js";
import type { Declaration, RoleHolder, SeatResult, SeatVote } from "../../proto/generated/echoin/council/v1/council.js";
import { GenesisState } from "../../proto/generated/echoin/council/v1/genesis.js";
import { requireHome } from "./declarations.js";
import { errors } from "./errors.js";
import { type CouncilKeeper, isOption, requireRole } from "./keeper.js";
import { DEFAULT_PARAMS, readParams } from "./params.js";

/** Genesis of the council: its rules, what candidates declared, roles, and votes of a chain that goes on. */
export const councilGenesis = (council: CouncilKeeper): GenesisHandler<GenesisState> => ({
  codec: GenesisState,
  defaults: () => ({ params: DEFAULT_PARAMS, declarations: [], votes: [], results: [], roles: [] }),

  validate({ params, declarations, votes, results, roles }, prefix) {
    const addresses = new AddressCodec(prefix);
    const keyOf = (address: string): string => keyFromBytes(addresses.parse(address));
    readParams(params);
    each("declaration", declarations, ({ operator }) => keyOf(operator), requireHome);
    each("vote", votes, ({ proposalId, operator }) => `${proposalId}/${keyOf(operator)}`, requireVote);
    each("result", results, ({ proposalId }) => proposalId.toString(), requireTally);
    each(
      "role",
      roles,
      ({ role, address }) => `${role}/${keyOf(address)}`,
      ({ role }) => requireRole(role),
    );
  },

  async init(ctx, { params, declarations, votes, results, roles }) {
    await council.parameters.set(ctx, params ?? DEFAULT_PARAMS);
    for (const declaration of declarations) {
      await council.declarations.set(ctx, ctx.addresses.parse(declaration.operator), declaration);
    }
    for (const vote of votes) {
      await council.votes.set(ctx, [vote.proposalId, ctx.addresses.parse(vote.operator)], vote);
    }
    for (const { proposalId, tally } of results) if (tally) await council.results.set(ctx, proposalId, tally);
    for (const holder of roles) {
      await council.roles.set(ctx, [BigInt(holder.role), ctx.addresses.parse(holder.address)], holder);
    }
  },

  async export(ctx) {
    const declarations: Declaration[] = [];
    for await (const [, declaration] of council.declarations.range(ctx)) declarations.push(declaration);
    const votes: SeatVote[] = [];
    for await (const [[id], vote] of council.votes.range(ctx)) {
      if (await council.proposals.votable(ctx, id)) votes.push(vote);
    }
    const results: SeatResult[] = [];
    for await (const [proposalId, tally] of council.results.range(ctx)) results.push({ proposalId, tally });
    const roles: RoleHolder[] = [];
    for await (const [, holder] of council.roles.range(ctx)) roles.push(holder);
    return { params: await council.params(ctx), declarations, votes, results, roles };
  },
});

function requireVote({ option }: SeatVote): void {
  if (!isOption(option)) throw errors.invalidVote(`${option} is no option`);
}

function requireTally({ tally }: SeatResult): void {
  if (tally === undefined) throw sdk.invalidRequest("it has no tally");
}

/** Checks entries one by one, and that none is there twice. @throws AppError that names the entry */
function each<T>(kind: string, entries: readonly T[], keyOf: (entry: T) => string, check: (entry: T) => void): void {
  const seen = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    try {
      const key = keyOf(entry);
      if (seen.has(key)) throw sdk.invalidRequest("it is there twice");
      seen.add(key);
      check(entry);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      throw new AppError(error.codespace, error.code, `${kind} ${index}: ${error.message}`);
    }
  }
}
