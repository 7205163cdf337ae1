import type { Coin } from "../../abci/state/coins.js";
import type { ModuleStore } from "../../abci/state/collections.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { GasMeter } from "../../abci/state/gas.js";
import { andThen } from "../../abci/state/maybe.js";
import { remembered, uint64Value } from "../../abci/state/values.js";
import type { MaybePromise } from "../../abci/store/types.js";
import type { BlockGas } from "./base-fee.js";
import type { Rules } from "./params.js";
import type { MarketBank, MarketChain, MarketRecipients, MarketValidators, Paid } from "./types.js";
import { paidValue, priceValue, rulesValue } from "./values.js";

export interface FeeMarketParts {
  readonly store: ModuleStore;
  /** Under TRANSIENT_STORE: what a block gathers. */
  readonly transient: ModuleStore;
  readonly bank: MarketBank;
  readonly chain: MarketChain;
  readonly recipients: MarketRecipients;
  readonly validators: MarketValidators;
  /** The most gas of a block; zero or less: no limit. */
  readonly maxBlockGas: (ctx: ReadContext) => MaybePromise<bigint>;
  /** Where fees are paid to. */
  readonly collector: Uint8Array;
  /** Who may change parameters: governance's module account. */
  readonly authority: Uint8Array;
}

/** The length of every address that the EVM knows. */
const ADDRESS_LENGTH = 20;
const NOBODY = new Uint8Array(ADDRESS_LENGTH);

/** What a unit of gas costs, for all transactions alike, and what becomes of what is paid for it. */
export class FeeMarketKeeper {
  readonly parameters;
  /** The base fee of the next block, in the chain's coin; during a block, of this one. FEEMARKET-1 */
  readonly prices;
  /** In this block: gas that its transactions used. */
  readonly gasUsed;
  /** In this block: what its transactions paid for gas. */
  readonly paid;

  readonly bank: MarketBank;
  readonly chain: MarketChain;
  readonly recipients: MarketRecipients;
  readonly validators: MarketValidators;
  readonly maxBlockGas: (ctx: ReadContext) => MaybePromise<bigint>;
  readonly collector: Uint8Array;
  readonly authority: Uint8Array;

  constructor(parts: FeeMarketParts) {
    const { store, transient, bank, chain, recipients, validators, maxBlockGas, collector, authority } = parts;
    this.parameters = store.item(0x01, "params", remembered(rulesValue));
    this.prices = store.item(0x02, "price", remembered(priceValue));
    this.gasUsed = transient.item(0x01, "gasUsed", uint64Value);
    this.paid = transient.item(0x02, "paid", paidValue);
    this.bank = bank;
    this.chain = chain;
    this.recipients = recipients;
    this.validators = validators;
    this.maxBlockGas = maxBlockGas;
    this.collector = collector;
    this.authority = authority;
  }

  rules(ctx: ReadContext): Promise<Rules> {
    return this.parameters.getSet(ctx);
  }

  /** What a unit of gas costs at least: in a block its own base fee, otherwise that of the next. At once when in memory. */
  price(ctx: ReadContext): MaybePromise<Coin> {
    return this.prices.readSet(ctx);
  }

  /** The same in base units of the chain's coin. */
  baseFee(ctx: ReadContext): MaybePromise<bigint> {
    return andThen(this.price(ctx), ({ amount }) => amount);
  }

  /**
   * Whose the block is: the account of the validator's operator that proposed it, so that what contracts send there is
   * somebody's. 20 bytes, zeros when there is no such validator, or its operator has an address that the EVM does not know.
   */
  coinbase(ctx: ReadContext): MaybePromise<Uint8Array> {
    const operator = this.validators.operatorOf(ctx, ctx.block.proposer);
    return andThen(operator, (found) => (found?.length === ADDRESS_LENGTH ? found : NOBODY));
  }

  /** All is paid to the collector, and divided when the block ends. */
  tipRecipient(): Uint8Array {
    return this.collector;
  }

  baseFeeRecipient(): Uint8Array {
    return this.collector;
  }

  /**
   * Counts what a transaction of a block paid for its gas, once the collector has it; of what is only checked or
   * simulated, nothing. Costs no gas.
   */
  record(ctx: WriteContext, { baseFee, tip }: Paid): MaybePromise<void> {
    if (ctx.mode !== "deliver" || (baseFee === 0n && tip === 0n)) return;
    const free = ctx.withGas(GasMeter.unlimited());
    return andThen(this.paid.read(free), (before) => {
      this.paid.write(free, { baseFee: baseFee + (before?.baseFee ?? 0n), tip: tip + (before?.tip ?? 0n) });
    });
  }

  /** Notes how much gas the block's transactions used; to be called once, before the block ends. */
  async countGas(ctx: WriteContext, used: bigint): Promise<void> {
    await this.gasUsed.set(ctx, used);
  }

  /** Gas of the block at hand, as far as it was noted, and its limit. */
  async blockGas(ctx: ReadContext): Promise<BlockGas> {
    return { used: (await this.gasUsed.get(ctx)) ?? 0n, limit: await this.maxBlockGas(ctx) };
  }

  /** Sets the price of gas from here on. */
  async setBaseFee(ctx: WriteContext, amount: bigint): Promise<void> {
    const { denom } = (await this.prices.get(ctx)) ?? { denom: (await this.chain.info(ctx)).baseDenom };
    await this.prices.set(ctx, { denom, amount });
  }
}
