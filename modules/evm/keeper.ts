import type { ModuleStore } from "../../abci/state/collections.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { addressKey, bytesKey, pair, uint64Key } from "../../abci/state/keys.js";
import { bytesValue, protoValue, remembered, uint64Value } from "../../abci/state/values.js";
import { andThen } from "../../abci/state/maybe.js";
import type { MaybePromise, StoreKey } from "../../abci/store/types.js";
import { BlockHeader, GasPayer, Params, TransactionResult } from "../../proto/generated/echoin/evm/v1/evm.js";
import type { EvmAccounts, EvmBank, EvmChain, FeeMarket, GasSponsors } from "./types.js";

export interface EvmKeeperParts {
  readonly store: ModuleStore;
  /** Under TRANSIENT_STORE: what a block gathers. */
  readonly transient: ModuleStore;
  readonly accounts: EvmAccounts;
  readonly bank: EvmBank;
  readonly chain: EvmChain;
  readonly fees: FeeMarket;
  readonly sponsors: GasSponsors;
  /** The most gas of a block; negative: no limit. */
  readonly maxBlockGas: (ctx: ReadContext) => MaybePromise<bigint>;
  /** Whether contracts may be of any size: in dev nodes alone. */
  readonly unlimitedCode?: boolean | undefined;
  /** Who may change parameters: governance's module account. */
  readonly authority: Uint8Array;
  /** Where the cost of a transaction's gas waits until it has run: the fee collector's account. */
  readonly escrow: Uint8Array;
}

/** What contracts are: their code and storage. Balances are the bank's, nonces the accounts' sequence numbers. */
export class EvmKeeper {
  readonly parameters;
  /** address → keccak-256 of its code; absent means no code. EVM-1, EVM-2 */
  readonly codeHashes;
  /** keccak-256 → code. Kept for ever: others may have the same. */
  readonly codes;
  /** (address, slot of 32 bytes) → value without leading zeros; absent means zero. EVM-3, EVM-4 */
  readonly storage;
  /** The Ethereum header of the last block. EVM-5 */
  readonly lastHeader;
  /** In this block: number from zero → what the transaction did. */
  readonly results;
  /** In this block: how many there are. */
  readonly resultCount;
  /** In this block: gas that they used, all together. */
  readonly gasUsed;
  /** In this block: of the transaction whose ante handler has run and whose message has not, its hash and what its gas cost. */
  readonly admitted;
  /** In this block: hash of an admitted transaction → who pays for it, when it is not its sender. */
  readonly payers;
  /** In this block: whose it is. Noted when it begins, for its proposer may be no validator any more when it ends. */
  private readonly beneficiary;

  readonly accounts: EvmAccounts;
  readonly bank: EvmBank;
  readonly chain: EvmChain;
  readonly fees: FeeMarket;
  readonly sponsors: GasSponsors;
  readonly authority: Uint8Array;
  readonly escrow: Uint8Array;
  readonly unlimitedCode: boolean;
  readonly maxBlockGas: (ctx: ReadContext) => MaybePromise<bigint>;

  constructor(parts: EvmKeeperParts) {
    const { store, transient, accounts, bank, chain, fees, sponsors, maxBlockGas, authority, escrow } = parts;
    this.unlimitedCode = parts.unlimitedCode ?? false;
    this.parameters = store.item(0x01, "params", remembered(protoValue(Params)));
    this.codeHashes = store.map(0x02, "codeHashes", addressKey, bytesValue);
    this.codes = store.map(0x03, "codes", bytesKey, bytesValue);
    this.storage = store.map(0x04, "storage", pair(addressKey, bytesKey), bytesValue);
    this.lastHeader = store.item(0x05, "lastHeader", remembered(protoValue(BlockHeader)));
    this.results = transient.map(0x01, "results", uint64Key, protoValue(TransactionResult));
    this.resultCount = transient.sequence(0x03, "resultCount");
    this.admitted = transient.item(0x02, "admitted", bytesValue);
    this.gasUsed = transient.item(0x05, "gasUsed", uint64Value);
    this.payers = transient.map(0x04, "payers", bytesKey, protoValue(GasPayer));
    this.beneficiary = transient.item(0x06, "beneficiary", bytesValue);
    this.accounts = accounts;
    this.bank = bank;
    this.chain = chain;
    this.fees = fees;
    this.sponsors = sponsors;
    this.maxBlockGas = maxBlockGas;
    this.authority = authority;
    this.escrow = escrow;
  }

  params(ctx: ReadContext): MaybePromise<Params> {
    return this.parameters.readSet(ctx);
  }

  /** @param params checked by the caller, see `validateParams` */
  setParams(ctx: WriteContext, params: Params): Promise<void> {
    return this.parameters.set(ctx, params);
  }

  /** Keeps whose the block is by the validators that there are now; to be called before anything else in it. */
  async noteBeneficiary(ctx: WriteContext): Promise<void> {
    this.beneficiary.write(ctx, await this.fees.coinbase(ctx));
  }

  /**
   * COINBASE and the beneficiary of the header: whose the block was when it began; where none has begun (checks, calls
   * before the first block), by the validators that there are. 20 bytes.
   */
  coinbase(ctx: ReadContext): MaybePromise<Uint8Array> {
    return andThen(this.beneficiary.read(ctx), (noted) => noted ?? this.fees.coinbase(ctx));
  }

  /** A contract's code, at once when it is in memory; empty when there is none. */
  code(ctx: ReadContext, address: Uint8Array): MaybePromise<Uint8Array> {
    const hash = this.codeHashes.read(ctx, address);
    return hash instanceof Promise ? hash.then((found) => this.codeOf(ctx, found)) : this.codeOf(ctx, hash);
  }

  private codeOf(ctx: ReadContext, hash: Uint8Array | undefined): MaybePromise<Uint8Array> {
    if (hash === undefined) return NO_CODE;
    const code = this.codes.read(ctx, hash);
    return code instanceof Promise ? code.then((found) => found ?? NO_CODE) : (code ?? NO_CODE);
  }

  /** Where a contract's code is found: for read-ahead hints. */
  locateCodeHash(address: Uint8Array): StoreKey {
    return this.codeHashes.locate(address);
  }
}

const NO_CODE = new Uint8Array(0);
