import type { WriteContext } from "../../abci/state/context.js";
import type { Declaration } from "../../proto/generated/echoin/council/v1/council.js";
import { errors } from "./errors.js";
import { events } from "./events.js";
import type { CouncilKeeper } from "./keeper.js";
import { MAX_REASON_BYTES } from "./types.js";

const ORGANISATION = /^[a-z0-9](?:[a-z0-9.-]{1,62})[a-z0-9]$/;
const REGION = /^[a-z](?:[a-z0-9-]{0,30})[a-z0-9]$/;

/** Whom a candidate belongs to and where it is at home. */
export interface Home {
  readonly organisation: string;
  readonly region: string;
}

/** @throws errors.invalidDeclaration that says what a name looks like */
export function requireHome({ organisation, region }: Home): void {
  if (!ORGANISATION.test(organisation)) {
    throw errors.invalidDeclaration(
      `organisation ${JSON.stringify(organisation.slice(0, 100))}: 3 to 64 lower-case letters, digits, dots and dashes, such as a domain name`,
    );
  }
  if (!REGION.test(region)) {
    throw errors.invalidDeclaration(
      `region ${JSON.stringify(region.slice(0, 100))}: 2 to 32 lower-case letters, digits and dashes, a letter first, such as a country's code`,
    );
  }
}

/** An operator's own word. @throws errors.invalidDeclaration, errors.ruled once the council has decided */
export async function declare(
  ctx: WriteContext,
  council: CouncilKeeper,
  { operator, home }: { operator: Uint8Array; home: Home },
): Promise<void> {
  requireHome(home);
  const earlier = await council.declarations.get(ctx, operator);
  if (earlier?.ruled === true) throw errors.ruled(`since height ${earlier.height}`);
  const declaration = declarationOf(ctx, operator, home, { ruled: false, reason: "" });
  await council.declarations.set(ctx, operator, declaration);
  ctx.emit(events.declared(declaration));
}

/**
 * The council's word after a challenge, which the operator cannot change; empty names remove it, and whatever was declared.
 * @throws errors.invalidDeclaration
 */
export async function rule(
  ctx: WriteContext,
  council: CouncilKeeper,
  { operator, home, reason }: { operator: Uint8Array; home: Home; reason: string },
): Promise<void> {
  if (Buffer.byteLength(reason) > MAX_REASON_BYTES) {
    throw errors.invalidDeclaration(`a reason has at most ${MAX_REASON_BYTES} bytes`);
  }
  const declaration = declarationOf(ctx, operator, home, { ruled: true, reason });
  if (home.organisation === "" && home.region === "") await council.declarations.delete(ctx, operator);
  else {
    requireHome(home);
    await council.declarations.set(ctx, operator, declaration);
  }
  ctx.emit(events.ruled(declaration));
}

const declarationOf = (
  ctx: WriteContext,
  operator: Uint8Array,
  { organisation, region }: Home,
  ruling: Pick<Declaration, "ruled" | "reason">,
): Declaration => ({
  operator: ctx.addresses.format(operator),
  organisation,
  region,
  height: ctx.block.height,
  ...ruling,
});
