import { MAX_AMOUNT } from "../../abci/state/coins.js";
import type { ModuleStore } from "../../abci/state/collections.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { assert } from "../../abci/state/errors.js";
import { events } from "./events.js";
import { annualProvisions, blockProvision, nextInflation } from "./inflation.js";
import { type MintParams, minterValue, paramsValue } from "./params.js";
import { FEE_COLLECTOR, MODULE_NAME, type MintBank, type MintStaking } from "./types.js";

export interface MintParts {
  readonly store: ModuleStore;
  /** Who may change parameters: governance's module account. */
  readonly authority: Uint8Array;
  readonly bank: MintBank;
  readonly staking: MintStaking;
}

/** Makes the chain's new coins, at the beginning of each block, by the parameters. */
export class MintKeeper {
  /** What the last block minted by. MINT-1 */
  readonly minter;
  readonly parameters;

  readonly authority: Uint8Array;
  private readonly bank: MintBank;
  private readonly staking: MintStaking;

  constructor({ store, authority, bank, staking }: MintParts) {
    this.minter = store.item(0x00, "minter", minterValue);
    this.parameters = store.item(0x01, "params", paramsValue);
    this.authority = authority;
    this.bank = bank;
    this.staking = staking;
  }

  params(ctx: ReadContext): Promise<MintParams> {
    return this.parameters.getSet(ctx);
  }

  /** Makes one block's coins, which go to the fee collector; no more than a supply of 256 bits has room for. */
  async mintBlock(ctx: WriteContext): Promise<void> {
    const params = await this.params(ctx);
    const bondedRatio = await this.staking.bondedRatio(ctx);
    const stakedSupply = await this.bank.supply(ctx, await this.staking.bondDenom(ctx));
    const inflation = nextInflation((await this.minter.getSet(ctx)).inflation, bondedRatio, params);
    const annual = annualProvisions(inflation, stakedSupply);
    await this.minter.set(ctx, { inflation, annualProvisions: annual });

    const before = await this.bank.supply(ctx, params.mintDenom);
    const room = MAX_AMOUNT - before;
    const provision = blockProvision(annual, params.blocksPerYear);
    const amount = provision < room ? provision : room;
    if (amount > 0n) {
      const coins = [{ denom: params.mintDenom, amount }];
      await this.bank.mint(ctx, MODULE_NAME, coins);
      await this.bank.moveBetweenModules(ctx, { from: MODULE_NAME, to: FEE_COLLECTOR, coins });
      const made = (await this.bank.supply(ctx, params.mintDenom)) - before;
      assert(made === amount, `MINT-2: a block makes ${amount}${params.mintDenom}, and the supply grew by ${made}`);
    }
    ctx.emit(events.mint({ bondedRatio, inflation, annualProvisions: annual, amount }));
  }
}
