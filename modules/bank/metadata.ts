import type { DenomUnit, Metadata } from "cosmjs-types/cosmos/bank/v1beta1/bank";
import { isValidDenom } from "../../abci/state/coins.js";
import { sdk } from "../../abci/state/errors.js";

/** What people call a unit: like a denomination, but it may be as short as EC, since no balance is kept under it. */
const UNIT_NAME = /^[a-zA-Z][a-zA-Z0-9/:._-]{0,127}$/;

/**
 * Checks how people are to write a denomination: units sorted by exponent, the base unit first and with exponent 0, the
 * display unit among them, nothing twice.
 * @throws sdk.invalidRequest that names the denomination and the fault
 */
export function validateMetadata({ name, symbol, base, display, denomUnits }: Metadata): void {
  const fault = (reason: string) => sdk.invalidRequest(`metadata of ${JSON.stringify(base)}: ${reason}`);
  if (name.trim() === "") throw fault("name field cannot be blank");
  if (symbol.trim() === "") throw fault("symbol field cannot be blank");
  if (!isValidDenom(base)) throw fault(`invalid metadata base denom: ${base}`);
  if (!UNIT_NAME.test(display)) throw fault(`invalid metadata display denom: ${display}`);

  const seen = new Set<string>();
  for (const [index, unit] of denomUnits.entries()) {
    const before = denomUnits[index - 1];
    if (before === undefined && unit.denom !== base) throw fault(`the first denomination unit must be ${base}`);
    if (before === undefined && unit.exponent !== 0) throw fault("the exponent for base denomination unit must be 0");
    if (before !== undefined && before.exponent >= unit.exponent) {
      throw fault(`denom units should be sorted asc by exponent: ${unit.denom} follows ${before.denom}`);
    }
    if (seen.has(unit.denom)) throw fault(`duplicate denomination unit ${unit.denom}`);
    seen.add(unit.denom);
    validateUnit(unit, fault);
  }
  if (!seen.has(display)) throw fault(`there is no denomination unit of the display denom ${display}`);
}

function validateUnit({ denom, aliases }: DenomUnit, fault: (reason: string) => Error): void {
  if (!UNIT_NAME.test(denom)) throw fault(`invalid denom unit: ${denom}`);
  const seen = new Set<string>();
  for (const alias of aliases) {
    if (alias.trim() === "") throw fault(`alias for denom unit ${denom} cannot be blank`);
    if (seen.has(alias)) throw fault(`duplicate denomination unit alias ${alias}`);
    seen.add(alias);
  }
}
