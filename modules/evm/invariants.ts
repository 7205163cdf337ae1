import { KECCAK256_NULL_S } from "@ethereumjs/util";
import type { ReadContext } from "../../abci/state/context.js";
import { assert } from "../../abci/state/errors.js";
import type { Invariant } from "../../abci/state/module.js";
import { bytesEqual, keyFromBytes } from "../../abci/store/bytes.js";
import { keccak256 } from "./crypto.js";
import { hexOf } from "./hex.js";
import type { EvmKeeper } from "./keeper.js";

/** EVM-1 to EVM-5 of the README; EVM-6 and EVM-7 are assertions of the transition. */
export const evmInvariants = (keeper: EvmKeeper): readonly Invariant[] => [
  {
    id: "EVM-1",
    says: "each code is stored under its hash, and each contract's code is stored",
    cheap: false,
    check: (ctx) => checkCodes(ctx, keeper),
  },
  {
    id: "EVM-2",
    says: "each contract has an account whose nonce is not zero",
    cheap: false,
    check: (ctx) => checkAccounts(ctx, keeper),
  },
  {
    id: "EVM-3",
    says: "storage has keys of 32 bytes, and values of 1 to 32 bytes without leading zeros",
    cheap: false,
    check: (ctx) => checkStorage(ctx, keeper),
  },
  {
    id: "EVM-4",
    says: "storage is that of accounts with code, or whose nonce is not zero",
    cheap: false,
    check: (ctx) => checkOwners(ctx, keeper),
  },
  {
    id: "EVM-5",
    says: "the last Ethereum header is stored with its hash",
    cheap: true,
    async check(ctx) {
      const header = await keeper.lastHeader.get(ctx);
      if (header === undefined) return;
      assert(bytesEqual(keccak256(header.rlp), header.hash), `EVM-5: ${hexOf(header.hash)} is the last header's hash`);
    },
  },
];

async function checkCodes(ctx: ReadContext, keeper: EvmKeeper): Promise<void> {
  for await (const [hash, code] of keeper.codes.range(ctx)) {
    assert(bytesEqual(keccak256(code), hash), `EVM-1: the code under ${hexOf(hash)} has this hash`);
  }
  for await (const [address, hash] of keeper.codeHashes.range(ctx)) {
    assert(hexOf(hash) !== KECCAK256_NULL_S, `EVM-1: ${hexOf(address)} has code that is not empty`);
    assert(await keeper.codes.has(ctx, hash), `EVM-1: the code ${hexOf(hash)} of ${hexOf(address)} is stored`);
  }
}

async function checkAccounts(ctx: ReadContext, keeper: EvmKeeper): Promise<void> {
  for await (const [address] of keeper.codeHashes.range(ctx)) {
    const account = await keeper.accounts.peek(ctx, address);
    assert(account !== undefined && account.sequence > 0n, `EVM-2: contract ${hexOf(address)} has a nonce`);
  }
}

async function checkStorage(ctx: ReadContext, keeper: EvmKeeper): Promise<void> {
  for await (const [[address, key], value] of keeper.storage.range(ctx)) {
    assert(
      key.length === 32 && value.length > 0 && value.length <= 32 && value[0] !== 0,
      `EVM-3: slot ${hexOf(key)} of ${hexOf(address)} holds a number`,
    );
  }
}

async function checkOwners(ctx: ReadContext, keeper: EvmKeeper): Promise<void> {
  let last = "";
  for await (const [[address]] of keeper.storage.range(ctx)) {
    const key = keyFromBytes(address);
    if (key === last) continue;
    last = key;
    const account = await keeper.accounts.peek(ctx, address);
    assert(account !== undefined && account.sequence > 0n, `EVM-4: ${hexOf(address)}, which has storage, has a nonce`);
  }
}
