import type { GenesisState } from "cosmjs-types/cosmos/staking/v1beta1/genesis";
import type { AddressCodec } from "../../abci/state/addresses.js";
import { parseInteger } from "../../abci/state/coins.js";
import { formatDecimal } from "../../abci/state/decimals.js";
import { AppError, sdk } from "../../abci/state/errors.js";
import { KeySet } from "../../abci/state/key-set.js";
import type { Walked } from "../../abci/state/module.js";
import { numbered } from "../../abci/state/numbered.js";
import { keyFromBytes } from "../../abci/store/bytes.js";
import { paramsFromRecord, redelegationFromRecord, unbondingFromRecord, validatorFromRecord } from "./records.js";
import type { Delegation, Redelegation, StakingParams, Unbonding, Validator } from "./types.js";
import {
  parseCommission,
  parseMinSelfDelegation,
  parseWireDecimal,
  requireConsensusKey,
  requireParams,
} from "./validation.js";

/** Staking's part of a genesis file, in which a chain's delegations are by far the longest list. */
export type StakingFile = Walked<GenesisState, "delegations">;

/** A genesis file's part, checked as far as it can be alone. */
export interface StakingGenesis {
  readonly params: StakingParams;
  readonly lastTotalPower: bigint;
  readonly lastPowers: readonly { readonly operator: Uint8Array; readonly power: bigint }[];
  readonly validators: readonly Validator[];
  /**
   * Read and checked as they are walked: to the end, which finds validators whose shares are not those of their delegations
   * (STAKING-2 before there is state). Walking throws sdk.invalidRequest.
   */
  readonly delegations: Iterable<Delegation>;
  readonly unbondings: readonly Unbonding[];
  readonly redelegations: readonly Redelegation[];
  readonly exported: boolean;
}

/** @throws sdk.invalidRequest that names the entry and the fault */
export function readGenesis(addresses: AddressCodec, state: StakingFile): StakingGenesis {
  const params = paramsFromRecord(state.params);
  requireParams(params);
  const validators = each(state.validators, "validator", (record) => readValidator(addresses, record));
  requireUnique(validators, "validators have one operator", ({ operator }) => operator);
  requireUnique(validators, "validators have one consensus key", ({ consAddress }) => consAddress);
  const known = new Map(validators.map((validator) => [keyFromBytes(validator.operator), validator]));
  const operatorOf = (text: string): Uint8Array => operatorIn(addresses, known, text);

  return {
    params,
    validators,
    delegations: { [Symbol.iterator]: () => walkDelegations(addresses, known, state.delegations) },
    lastTotalPower: readTotal(state.lastTotalPower),
    lastPowers: each(state.lastValidatorPowers, "last power", ({ address, power }) =>
      readPower(operatorOf(address), power),
    ),
    unbondings: each(state.unbondingDelegations, "unbonding delegation", (record) =>
      requireEntries(
        unbondingFromRecord(
          addresses.parse(record.delegatorAddress),
          addresses.parseOperator(record.validatorAddress),
          record,
        ),
        record.entries,
      ),
    ),
    redelegations: each(state.redelegations, "redelegation", (record) => {
      const from = addresses.parseOperator(record.validatorSrcAddress);
      const to = operatorOf(record.validatorDstAddress);
      const redelegation = redelegationFromRecord([addresses.parse(record.delegatorAddress), from, to], record);
      return requireEntries(redelegation, record.entries);
    }),
    exported: state.exported,
  };
}

type ValidatorRecord = GenesisState["validators"][number];

function readValidator(addresses: AddressCodec, record: ValidatorRecord): Validator {
  const operator = addresses.parseOperator(record.operatorAddress);
  requireConsensusKey(record.consensusPubkey, undefined);
  parseCommission(record.commission.commissionRates);
  parseMinSelfDelegation(record.minSelfDelegation);
  if (![1, 2, 3].includes(record.status)) throw sdk.invalidRequest(`${record.status} is no status of a validator`);
  if (parseInteger(record.tokens) < 0n) throw sdk.invalidRequest("tokens are negative");
  if (parseWireDecimal(record.delegatorShares, "delegator_shares") < 0n)
    throw sdk.invalidRequest("shares are negative");
  const validator = validatorFromRecord(operator, record);
  // An exported chain may have had nobody else: then a jailed validator goes on (STAKING-7).
  if (validator.shares === 0n && validator.status === "unbonded") {
    throw sdk.invalidRequest("an unbonded validator has delegations: leave it out");
  }
  if (validator.tokens > 0n && validator.shares === 0n) throw sdk.invalidRequest("it has tokens and no shares");
  return validator;
}

/** Decimal text in bytes, as Go programs keep it; none means zero. */
function readTotal(bytes: Uint8Array): bigint {
  const text = Buffer.from(bytes).toString("latin1");
  return text === "" ? 0n : parseInteger(text);
}

function readPower(operator: Uint8Array, power: bigint) {
  if (power <= 0n) throw sdk.invalidRequest(`a power of ${power} is not positive`);
  return { operator, power };
}

function requireEntries<T>(pair: T, entries: readonly { readonly unbondingOnHoldRefCount: bigint }[]): T {
  if (entries.length === 0) throw sdk.invalidRequest("it has no entries: leave it out");
  if (entries.some(({ unbondingOnHoldRefCount }) => unbondingOnHoldRefCount !== 0n)) {
    throw sdk.invalidRequest("an entry is on hold, which is of interchain security and not known here");
  }
  return pair;
}

type Validators = ReadonlyMap<string, Validator>;

function* walkDelegations(
  addresses: AddressCodec,
  validators: Validators,
  records: Iterable<GenesisState["delegations"][number]>,
): Generator<Delegation> {
  const seen = new KeySet();
  const sums = new Map<string, bigint>();
  for (const [index, record] of numbered(records)) {
    const delegation = entry(index, "delegation", () => readDelegation(addresses, validators, record));
    const { delegator, operator, shares } = delegation;
    const key = keyFromBytes(operator);
    if (!seen.add(key + keyFromBytes(delegator))) {
      const [of, to] = [record.delegatorAddress, record.validatorAddress];
      throw sdk.invalidRequest(`delegation ${index}: delegations are of one delegator to one validator: ${of}, ${to}`);
    }
    sums.set(key, (sums.get(key) ?? 0n) + shares);
    yield delegation;
  }
  requireShares(addresses, validators, sums);
}

function readDelegation(
  addresses: AddressCodec,
  validators: Validators,
  { delegatorAddress, validatorAddress, ...record }: GenesisState["delegations"][number],
): Delegation {
  const shares = parseWireDecimal(record.shares, "shares");
  if (shares <= 0n) throw sdk.invalidRequest("shares have to be positive");
  const delegator = addresses.parse(delegatorAddress);
  return { delegator, operator: operatorIn(addresses, validators, validatorAddress), shares };
}

function operatorIn(addresses: AddressCodec, validators: Validators, text: string): Uint8Array {
  const operator = addresses.parseOperator(text);
  if (!validators.has(keyFromBytes(operator))) throw sdk.invalidRequest(`there is no validator ${text}`);
  return operator;
}

function requireShares(addresses: AddressCodec, validators: Validators, sums: ReadonlyMap<string, bigint>): void {
  for (const [key, { operator, shares }] of validators) {
    const sum = sums.get(key) ?? 0n;
    if (sum === shares) continue;
    const name = addresses.formatOperator(operator);
    throw sdk.invalidRequest(
      `validator ${name} has ${formatDecimal(shares)} shares, its delegations ${formatDecimal(sum)}`,
    );
  }
}

function each<Record, T>(records: readonly Record[], what: string, read: (record: Record) => T): T[] {
  return records.map((record, index) => entry(index, what, () => read(record)));
}

function entry<T>(index: number, what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw sdk.invalidRequest(`${what} ${index}: ${error.message}`);
  }
}

function requireUnique<T>(items: readonly T[], fault: string, keyOf: (item: T) => Uint8Array): void {
  const seen = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    const key = keyFromBytes(keyOf(item));
    const before = seen.get(key);
    if (before !== undefined) throw sdk.invalidRequest(`entries ${before} and ${index}: ${fault}`);
    seen.set(key, index);
  }
}
