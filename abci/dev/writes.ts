import { Address } from "@ethereumjs/util";
import { EvmState } from "../../modules/evm/state.js";
import { MODULE_NAME as MINT } from "../../modules/mint/types.js";
import type { Echoin } from "../app/echoin.js";
import type { WriteContext } from "../state/context.js";

/** What a dev node's owner may set without a transaction. */
export type DevWrite = { readonly address: Uint8Array } & (
  | { readonly kind: "balance"; readonly value: bigint }
  | { readonly kind: "nonce"; readonly value: bigint }
  | { readonly kind: "code"; readonly code: Uint8Array }
  | { readonly kind: "storage"; readonly slot: Uint8Array; readonly value: Uint8Array }
);

interface Waiting {
  readonly write: DevWrite;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Writes that the next block begins with: they are part of its state, and what it pays for with a height. */
export class DevWrites {
  private waiting: Waiting[] = [];

  /** Resolves when a block has made the write; rejects when the state does not take it. */
  add(write: DevWrite): Promise<void> {
    return new Promise((resolve, reject) => this.waiting.push({ write, resolve, reject }));
  }

  /** To be called before everything else in a block. */
  async apply(ctx: WriteContext, keepers: Echoin["keepers"]): Promise<void> {
    for (const { write, resolve, reject } of this.waiting.splice(0)) {
      await ctx.branch((inner) => make(inner, keepers, write)).then(resolve, reject);
    }
  }
}

async function make(ctx: WriteContext, { evm, bank, chain }: Echoin["keepers"], write: DevWrite): Promise<void> {
  const { baseDenom: denom } = await chain.info(ctx);
  const { address } = write;
  if (write.kind === "balance") {
    const held = (await bank.peekBalance(ctx, address, denom)) ?? 0n;
    const change = write.value - held;
    if (change > 0n) {
      await bank.mint(ctx, MINT, [{ denom, amount: change }]);
      await bank.moveFromModule(ctx, MINT, address, [{ denom, amount: change }]);
    } else if (change < 0n) {
      bank.setBalance(ctx, address, { denom, before: held, after: write.value });
      await bank.retire(ctx, { denom, amount: -change });
    }
    return;
  }
  const state = new EvmState(evm);
  state.attach(ctx, denom);
  const at = new Address(address);
  if (write.kind === "nonce") await evm.accounts.setSequence(ctx, address, write.value);
  else if (write.kind === "code") await state.putCode(at, write.code);
  else await state.putStorage(at, write.slot, write.value);
}
