import { KECCAK256_NULL } from "@ethereumjs/util";
import type { ReadContext } from "../../abci/state/context.js";
import { invalidArgument, type QueryService } from "../../abci/state/module.js";
import { paginate } from "../../abci/state/pagination.js";
import type { Query } from "../../proto/generated/echoin/evm/v1/query.js";
import { keccak256 } from "./crypto.js";
import { bytesOfHex, checksumAddress } from "./hex.js";
import type { EvmKeeper } from "./keeper.js";
import { accountAt } from "./state.js";
import { ADDRESS_LENGTH } from "./types.js";

/** `echoin.evm.v1.Query`. */
export const evmQueries = (keeper: EvmKeeper): QueryService<Query> => ({
  async Params(ctx) {
    return { params: await keeper.params(ctx), baseFee: (await keeper.fees.baseFee(ctx)).toString() };
  },

  async Account(ctx, request) {
    const address = parseAddress(ctx, request.address);
    const account = await accountAt(ctx, keeper, address);
    return {
      address: ctx.addresses.format(address),
      hexAddress: checksumAddress(address, keccak256),
      balance: (account?.balance ?? 0n).toString(),
      nonce: account?.nonce ?? 0n,
      codeHash: account?.codeHash ?? KECCAK256_NULL,
    };
  },

  async Code(ctx, request) {
    return { code: await keeper.code(ctx, parseAddress(ctx, request.address)) };
  },

  async Storage(ctx, { address, key }) {
    const value = new Uint8Array(32);
    const stored = await keeper.storage.get(ctx, [parseAddress(ctx, address), parseWord(key)]);
    if (stored !== undefined) value.set(stored, 32 - stored.length);
    return { value };
  },

  async StorageSlots(ctx, { address, pagination }) {
    const pages = keeper.storage.pages(parseAddress(ctx, address));
    const page = await paginate(ctx, pages, pagination);
    return { slots: page.items.map(([[, key], value]) => ({ key, value })), pagination: page.pagination };
  },
});

/** An address in either spelling: 20 bytes. @throws QueryError */
function parseAddress(ctx: ReadContext, text: string): Uint8Array {
  if (text === "") throw invalidArgument("address is empty");
  if (!text.startsWith("0x")) {
    const address = ctx.addresses.parse(text);
    if (address.length !== ADDRESS_LENGTH) throw invalidArgument(`${text} is no address of 20 bytes`);
    return address;
  }
  const bytes = bytesOfHex(text);
  if (bytes?.length !== ADDRESS_LENGTH)
    throw invalidArgument(`${text.slice(0, 100)} is no 0x and 40 hexadecimal digits`);
  return bytes;
}

/** A word from 0x text of up to 64 digits. @throws QueryError */
function parseWord(text: string): Uint8Array {
  const digits = /^0x([0-9a-fA-F]{1,64})$/.exec(text)?.[1];
  if (digits === undefined)
    throw invalidArgument(`key is 0x and 1 to 64 hexadecimal digits, not ${text.slice(0, 100)}`);
  return Uint8Array.from(Buffer.from(digits.padStart(64, "0"), "hex"));
}
