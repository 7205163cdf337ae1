import type { SendEnabled } from "cosmjs-types/cosmos/bank/v1beta1/bank";
import { type Balance, GenesisState } from "cosmjs-types/cosmos/bank/v1beta1/genesis";
import { AddressCodec } from "../../abci/state/addresses.js";
import { type Coin, MAX_AMOUNT, coinsToWire, formatCoins, isValidDenom, parseCoins } from "../../abci/state/coins.js";
import type { ReadContext } from "../../abci/state/context.js";
import { AppError, sdk } from "../../abci/state/errors.js";
import { KeySet } from "../../abci/state/key-set.js";
import type { GenesisHandler, Walked } from "../../abci/state/module.js";
import { numbered } from "../../abci/state/numbered.js";
import { keyFromBytes } from "../../abci/store/bytes.js";
import type { BankKeeper } from "./keeper.js";
import { validateMetadata } from "./metadata.js";

type BankGenesis = Walked<GenesisState, "balances">;

/** Genesis of the bank: balances, their sums, metadata, what may be sent. */
export const bankGenesis = (bank: BankKeeper): GenesisHandler<GenesisState, "balances"> => ({
  codec: GenesisState,
  defaults: () => ({
    params: { sendEnabled: [], defaultSendEnabled: true },
    balances: [],
    supply: [],
    denomMetadata: [],
    sendEnabled: [],
  }),

  validate(state, prefix) {
    validateSendEnabled(state);
    validateMetadatas(state);
    const totals = new Totals();
    for (const [, coins] of readBalances(new AddressCodec(prefix), state.balances)) totals.add(coins);
    requireSupply(state, totals.coins());
  },

  async init(ctx, state) {
    await bank.parameters.set(ctx, { sendEnabled: [], defaultSendEnabled: state.params.defaultSendEnabled });
    for (const { denom, enabled } of allSendEnabled(state)) await bank.sendEnabled.set(ctx, denom, enabled);
    const totals = new Totals();
    for (const [address, coins] of readBalances(ctx.addresses, state.balances)) {
      totals.add(coins);
      await bank.endow(ctx, address, coins);
    }
    const supply = totals.coins();
    requireSupply(state, supply);
    for (const { denom, amount } of supply) await bank.supplies.set(ctx, denom, amount);
    for (const metadata of state.denomMetadata) await bank.metadata.set(ctx, metadata.base, metadata);
  },

  async export(ctx) {
    const supply: Coin[] = [];
    for await (const [denom, amount] of bank.supplies.range(ctx)) supply.push({ denom, amount });
    const denomMetadata = [];
    for await (const [, metadata] of bank.metadata.range(ctx)) denomMetadata.push(metadata);
    const sendEnabled: SendEnabled[] = [];
    for await (const [denom, enabled] of bank.sendEnabled.range(ctx)) sendEnabled.push({ denom, enabled });
    return {
      params: await bank.params(ctx),
      supply: coinsToWire(supply),
      denomMetadata,
      sendEnabled,
    };
  },
  lists: { balances: (ctx) => exportBalances(ctx, bank) },
});

/** All balances, one entry for each account: entries of one account follow each other in the store. */
async function* exportBalances(ctx: ReadContext, bank: BankKeeper): AsyncGenerator<Balance> {
  let last: Balance | undefined;
  for await (const [[owner, denom], amount] of bank.balances.range(ctx)) {
    const address = ctx.addresses.format(owner);
    if (last?.address !== address) {
      if (last !== undefined) yield last;
      last = { address, coins: [] };
    }
    last.coins.push({ denom, amount: amount.toString() });
  }
  if (last !== undefined) yield last;
}

/** The balances by address, in the file's order, which leaves no trace. @throws sdk.invalidRequest that names the entry */
function* readBalances(
  addresses: AddressCodec,
  balances: Iterable<Balance>,
): Generator<readonly [address: Uint8Array, coins: Coin[]]> {
  const seen = new KeySet();
  for (const [index, balance] of numbered(balances)) yield readBalance(addresses, seen, { ...balance, index });
}

function readBalance(
  addresses: AddressCodec,
  seen: KeySet,
  { address, coins, index }: Balance & { readonly index: number },
): readonly [address: Uint8Array, coins: Coin[]] {
  try {
    const bytes = addresses.parse(address);
    if (!seen.add(keyFromBytes(bytes))) throw sdk.invalidRequest(`duplicate balance for address ${address}`);
    return [bytes, parseCoins(coins)];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw sdk.invalidRequest(`balance ${index} (${address.slice(0, 100)}): ${error.message}`);
  }
}

/** Sums by denomination. */
class Totals {
  private readonly sums = new Map<string, bigint>();

  add(coins: readonly Coin[]): void {
    for (const { denom, amount } of coins) this.sums.set(denom, (this.sums.get(denom) ?? 0n) + amount);
  }

  /** The sums by denomination's name. @throws sdk.invalidCoins when one does not fit 256 bits */
  coins(): Coin[] {
    const coins = [...this.sums]
      .map(([denom, amount]) => ({ denom, amount }))
      .sort((a, b) => (a.denom < b.denom ? -1 : 1));
    const over = coins.find(({ amount }) => amount > MAX_AMOUNT);
    if (over !== undefined) throw sdk.invalidCoins(`the balances of ${over.denom} add up to more than 256 bits`);
    return coins;
  }
}

/** A supply that is given has to be the balances' sum; one that is left out is computed. */
function requireSupply({ supply }: BankGenesis, totals: readonly Coin[]): void {
  if (supply.length === 0) return;
  const given = formatCoins(parseCoins(supply));
  if (given !== formatCoins(totals)) {
    throw sdk.invalidRequest(`genesis supply is incorrect, expected ${given}, got ${formatCoins(totals)}`);
  }
}

function validateSendEnabled(state: BankGenesis): void {
  if (state.params.sendEnabled.length > 0 && state.sendEnabled.length > 0) {
    throw sdk.invalidRequest("send_enabled defined in both the send_enabled field and in params (deprecated)");
  }
  const seen = new Set<string>();
  for (const { denom } of allSendEnabled(state)) {
    if (seen.has(denom)) throw sdk.invalidRequest(`duplicate send enabled found: '${denom}'`);
    if (!isValidDenom(denom)) throw sdk.invalidRequest(`send_enabled: invalid denom: ${denom}`);
    seen.add(denom);
  }
}

function validateMetadatas({ denomMetadata }: BankGenesis): void {
  const seen = new Set<string>();
  for (const metadata of denomMetadata) {
    if (seen.has(metadata.base)) {
      throw sdk.invalidRequest(`duplicate client metadata for denom ${metadata.base}`);
    }
    validateMetadata(metadata);
    seen.add(metadata.base);
  }
}

/** Older genesis files have these entries in the parameters. */
function allSendEnabled({ params, sendEnabled }: BankGenesis): readonly SendEnabled[] {
  return sendEnabled.length > 0 ? sendEnabled : params.sendEnabled;
}
