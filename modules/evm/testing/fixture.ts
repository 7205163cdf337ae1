import { ModuleStore } from "../../../abci/state/collections.js";
import type { StateContext } from "../../../abci/state/context.js";
import { inBlock } from "../../../abci/state/testing/memory.js";
import { EthereumKey, type TransactionFields } from "../../../abci/sim/ethereum.js";
import type { AccountKeeper } from "../../auth/keeper.js";
import { addressOfModule } from "../../auth/pubkey-addresses.js";
import type { BankKeeper } from "../../bank/keeper.js";
import { AUTHORITY, type BankFixture, bankFixture } from "../../bank/testing/fixture.js";
import { admit, type Applied, apply, type Where } from "../apply.js";
import { environmentOf, rulesOf } from "../environment.js";
import { NO_SPONSORS } from "../no-sponsors.js";
import { evmGenesis } from "../genesis.js";
import { bytesOfHex } from "../hex.js";
import { evmInvariants } from "../invariants.js";
import { EvmKeeper } from "../keeper.js";
import type { EthereumTransaction } from "../transaction.js";
import { type FeeMarket, TRANSIENT_STORE } from "../types.js";
import { Engines, type Observe } from "../vm.js";

export const DENOM = "aec";
export const CHAIN_ID = 3_264n;
export const alice = new EthereumKey("alice");
export const bob = new EthereumKey("bob");
export const EC = 10n ** 18n;
export const BASE_FEE = 1_000_000_000n;

/** Where tests send base fees when they are not burnt. */
export const COINBASE = new Uint8Array(20).fill(0xcb);

/** Real keepers, and a context of theirs to work in. */
export interface EvmFixture {
  readonly ctx: StateContext;
  readonly accounts: AccountKeeper;
  readonly bank: BankKeeper;
  readonly keeper: EvmKeeper;
  readonly engines: Engines;
  /** Rules, and the block that `ctx` is in. */
  where(): Promise<Where>;
  /** Runs a transaction as a block would: ante handler, then message. */
  run(tx: EthereumTransaction): Promise<Applied>;
  /** Signs with the chain's number and a price that suffices; from alice unless said otherwise. */
  sign(fields: TransactionFields, key?: EthereumKey): EthereumTransaction;
  balance(address: Uint8Array): Promise<bigint>;
  nonce(address: Uint8Array): Promise<bigint>;
  /** Checks all invariants of bank, auth and EVM. */
  holds(): Promise<void>;
  /** The same keepers in a branch that is dropped. */
  dropped(work: (inner: EvmFixture) => Promise<void>): Promise<void>;
}

/** Real keepers over memory in block 2; alice and bob have ten EC each. */
export async function evmFixture({
  baseFeeRecipient,
  observe,
}: { baseFeeRecipient?: Uint8Array; observe?: Observe } = {}): Promise<EvmFixture> {
  const base = await bankFixture();
  const { accounts, bank } = base;
  const fees: FeeMarket = {
    baseFee: async () => BASE_FEE,
    coinbase: async () => COINBASE,
    tipRecipient: async () => COINBASE,
    baseFeeRecipient: async () => baseFeeRecipient,
    record: async () => {},
    blockGas: async () => ({ used: 0n }),
  };
  const keeper = new EvmKeeper({
    store: new ModuleStore("evm"),
    transient: new ModuleStore(TRANSIENT_STORE),
    accounts,
    bank,
    chain: { info: async () => ({ baseDenom: DENOM }) },
    fees,
    sponsors: NO_SPONSORS,
    maxBlockGas: async () => 30_000_000n,
    authority: AUTHORITY,
    escrow: addressOfModule("fee_collector"),
  });
  for (const { address } of [alice, bob]) {
    await accounts.create(base.ctx, address);
    await bank.endow(base.ctx, address, [{ denom: DENOM, amount: 10n * EC }]);
  }
  await bank.supplies.set(base.ctx, DENOM, 20n * EC);
  const genesis = evmGenesis(keeper);
  await genesis.init(base.ctx, genesis.defaults());
  const ctx = inBlock(base.ctx, { height: 2n }, { mode: "deliver" });
  return bound(ctx, { keeper, engines: new Engines(keeper, observe), base });
}

function bound(ctx: StateContext, parts: { keeper: EvmKeeper; engines: Engines; base: BankFixture }): EvmFixture {
  const { keeper, engines, base } = parts;
  const { accounts, bank } = base;
  const where = async () => ({ rules: await rulesOf(ctx, keeper), environment: await environmentOf(ctx, keeper) });
  return {
    ctx,
    accounts,
    bank,
    keeper,
    engines,
    where,
    sign: (fields, key = alice) =>
      key.signTransaction({ chainId: CHAIN_ID, maxFeePerGas: 2n * BASE_FEE, maxPriorityFeePerGas: 7n, ...fields }),
    async run(tx) {
      const at = await where();
      const purchase = await ctx.branch((ante) => admit(ante, keeper, tx, at));
      return ctx.branch((message) => apply(message, { keeper, engines }, tx, { ...at, ...purchase }));
    },
    balance: (address) => bank.balance(ctx, address, DENOM),
    nonce: async (address) => (await accounts.getOrUndefined(ctx, address))?.sequence ?? 0n,
    async holds() {
      for (const invariant of [...base.module.invariants!, ...base.auth.invariants!, ...evmInvariants(keeper)]) {
        await invariant.check(ctx);
      }
    },
    async dropped(work) {
      const signal = new Error("dropped on purpose");
      const branch = ctx.branch(async (inner) => {
        await work(bound(inner as StateContext, parts));
        throw signal;
      });
      await expect(branch).rejects.toBe(signal);
    },
  };
}

/** Bytes from hexadecimal digits. */
export const bytes = (hex: string): Uint8Array => bytesOfHex(`0x${hex}`)!;

/** Init code that leaves `runtime` (up to 255 bytes) as the contract's code. */
export const deploying = (runtime: string): Uint8Array =>
  bytes(`60${(runtime.length / 2).toString(16).padStart(2, "0")}80600b6000396000f3${runtime}`);

/** A number as a word. */
export const word = (value: bigint): string => value.toString(16).padStart(64, "0");
