import { PubKey } from "cosmjs-types/cosmos/crypto/ed25519/keys";
import { addressOfModule } from "../../../modules/auth/pubkey-addresses.js";
import { NOT_BONDED_POOL } from "../../../modules/staking/types.js";
import { formatDecimal, toDecimal } from "../../state/decimals.js";
import type { AddressCodec } from "../../state/addresses.js";

/** A candidate that has staked before the chain starts. */
export interface GenesisCandidate {
  readonly operator: Uint8Array;
  /** 32 bytes of an ed25519 key. */
  readonly consensusKey: Uint8Array;
  /** Base units; they are made beside the balances of the file. */
  readonly tokens: bigint;
  readonly moniker?: string;
}

type AppState = Record<string, Record<string, unknown>>;

/** An app state with these candidates in staking's part, for tests that sign no genesis transactions. */
export function withValidators(
  state: AppState,
  addresses: AddressCodec,
  candidates: readonly GenesisCandidate[],
): AppState {
  const pool = addresses.format(addressOfModule(NOT_BONDED_POOL));
  const total = candidates.reduce((sum, { tokens }) => sum + tokens, 0n);
  const denom = (state["staking"]?.["params"] as { readonly bond_denom: string }).bond_denom;
  const balance = { address: pool, coins: [{ denom, amount: total.toString() }] };
  return {
    ...state,
    bank: { ...state["bank"], balances: [...((state["bank"]?.["balances"] as object[] | undefined) ?? []), balance] },
    staking: {
      ...state["staking"],
      validators: candidates.map((candidate) => validatorJson(addresses, candidate)),
      delegations: candidates.map(({ operator, tokens }) => ({
        delegator_address: addresses.format(operator),
        validator_address: addresses.formatOperator(operator),
        shares: formatDecimal(toDecimal(tokens)),
      })),
    },
  };
}

/** Not bonded yet: genesis picks the active set as the end of a block does. */
function validatorJson(
  addresses: AddressCodec,
  { operator, consensusKey, tokens, moniker = "test" }: GenesisCandidate,
) {
  return {
    operator_address: addresses.formatOperator(operator),
    consensus_pubkey: { "@type": PubKey.typeUrl, key: Buffer.from(consensusKey).toString("base64") },
    jailed: false,
    status: "BOND_STATUS_UNBONDED",
    tokens: tokens.toString(),
    delegator_shares: formatDecimal(toDecimal(tokens)),
    description: { moniker, identity: "", website: "", security_contact: "", details: "" },
    unbonding_height: "0",
    unbonding_time: "1970-01-01T00:00:00Z",
    commission: {
      commission_rates: { rate: "0.05", max_rate: "0.2", max_change_rate: "0.01" },
      update_time: "1970-01-01T00:00:00Z",
    },
    min_self_delegation: "1",
    unbonding_on_hold_ref_count: "0",
    unbonding_ids: [],
  };
}
