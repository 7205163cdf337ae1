import { Minter, Params } from "cosmjs-types/cosmos/mint/v1beta1/mint";
import { isValidDenom } from "../../abci/state/coins.js";
import { type Decimal, ONE, formatDecimal, parseDecimal } from "../../abci/state/decimals.js";
import { sdk } from "../../abci/state/errors.js";
import { type ValueCodec, protoValue, remembered } from "../../abci/state/values.js";

/** How many coins are made; rates are per year. */
export interface MintParams {
  readonly mintDenom: string;
  /** How fast the inflation moves when nothing is staked. */
  readonly inflationRateChange: Decimal;
  readonly inflationMax: Decimal;
  readonly inflationMin: Decimal;
  /** The staked part of the supply at which the inflation stands still. */
  readonly goalBonded: Decimal;
  readonly blocksPerYear: bigint;
}

/** What the last block minted by. */
export interface MinterState {
  readonly inflation: Decimal;
  /** Coins to be made in a year at this inflation and the supply of the last block. */
  readonly annualProvisions: Decimal;
}

const SECONDS_PER_YEAR = 60n * 60n * 8766n;

/** Rates of the SDK. Blocks of one second, which is the pace that nodes are configured for. */
export const defaultParams = (mintDenom: string): MintParams => ({
  mintDenom,
  inflationRateChange: parseDecimal("0.13"),
  inflationMax: parseDecimal("0.20"),
  inflationMin: parseDecimal("0.07"),
  goalBonded: parseDecimal("0.67"),
  blocksPerYear: SECONDS_PER_YEAR,
});

export const DEFAULT_MINTER: MinterState = { inflation: parseDecimal("0.13"), annualProvisions: 0n };

export const paramsToWire = (params: MintParams): Params => ({
  mintDenom: params.mintDenom,
  inflationRateChange: params.inflationRateChange.toString(),
  inflationMax: params.inflationMax.toString(),
  inflationMin: params.inflationMin.toString(),
  goalBonded: params.goalBonded.toString(),
  blocksPerYear: params.blocksPerYear,
});

export const minterToWire = ({ inflation, annualProvisions }: MinterState): Minter => ({
  inflation: inflation.toString(),
  annualProvisions: annualProvisions.toString(),
});

/** Parameters of a message or a genesis file. @throws sdk.invalidRequest that names the parameter and its bounds */
export function parseParams(wire: Params): MintParams {
  const params: MintParams = {
    mintDenom: wire.mintDenom,
    inflationRateChange: rate("inflation_rate_change", wire.inflationRateChange),
    inflationMax: rate("inflation_max", wire.inflationMax),
    inflationMin: rate("inflation_min", wire.inflationMin),
    goalBonded: rate("goal_bonded", wire.goalBonded),
    blocksPerYear: wire.blocksPerYear,
  };
  if (!isValidDenom(params.mintDenom)) {
    throw sdk.invalidRequest(`mint_denom ${JSON.stringify(params.mintDenom.slice(0, 140))} is no denomination`);
  }
  if (params.goalBonded === 0n) throw sdk.invalidRequest("goal_bonded must be positive");
  if (params.blocksPerYear === 0n) throw sdk.invalidRequest("blocks_per_year must be positive");
  if (params.inflationMax < params.inflationMin) {
    throw sdk.invalidRequest(
      `max inflation (${formatDecimal(params.inflationMax)}) must be greater than or equal to ` +
        `min inflation (${formatDecimal(params.inflationMin)})`,
    );
  }
  return params;
}

/** The minter of a genesis file. @throws sdk.invalidRequest */
export function parseMinter({ inflation, annualProvisions }: Minter): MinterState {
  return {
    inflation: rate("inflation", inflation),
    annualProvisions: decimal("annual_provisions", annualProvisions),
  };
}

function decimal(name: string, wire: string): Decimal {
  if (!/^-?[0-9]{1,96}$/.test(wire)) throw sdk.invalidRequest(`${name} is not a decimal: ${wire.slice(0, 100)}`);
  const value = BigInt(wire);
  if (value < 0n) throw sdk.invalidRequest(`${name} cannot be negative, as ${formatDecimal(value)} is`);
  return value;
}

function rate(name: string, wire: string): Decimal {
  const value = decimal(name, wire);
  if (value > ONE) throw sdk.invalidRequest(`${name} is ${formatDecimal(value)}, and can be 1 at most`);
  return value;
}

const paramsWire = protoValue(Params);
const minterWire = protoValue(Minter);

/** As the SDK stores them; what is stored was checked. */
export const paramsValue: ValueCodec<MintParams> = remembered({
  name: paramsWire.name,
  encode: (params) => paramsWire.encode(paramsToWire(params)),
  decode: (bytes) => parseParams(paramsWire.decode(bytes)),
});

export const minterValue: ValueCodec<MinterState> = {
  name: minterWire.name,
  encode: (minter) => minterWire.encode(minterToWire(minter)),
  decode(bytes) {
    const { inflation, annualProvisions } = minterWire.decode(bytes);
    return { inflation: BigInt(inflation), annualProvisions: BigInt(annualProvisions) };
  },
};
