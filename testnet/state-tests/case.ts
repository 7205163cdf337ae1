import { RLP } from "@ethereumjs/rlp";
import { AddressCodec } from "../../abci/state/addresses.js";
import { ModuleStore } from "../../abci/state/collections.js";
import { StateContext } from "../../abci/state/context.js";
import { AppError } from "../../abci/state/errors.js";
import { GasMeter } from "../../abci/state/gas.js";
import { Overlay, type StateReader } from "../../abci/state/overlay.js";
import { AccountKeeper } from "../../modules/auth/keeper.js";
import { BankKeeper } from "../../modules/bank/keeper.js";
import { admit, apply, type Applied, type Where } from "../../modules/evm/apply.js";
import { keccak256, minimal, wordBytes } from "../../modules/evm/crypto.js";
import { NO_SPONSORS } from "../../modules/evm/no-sponsors.js";
import { hexOf } from "../../modules/evm/hex.js";
import { EvmKeeper } from "../../modules/evm/keeper.js";
import { decodeEthereumTransaction } from "../../modules/evm/transaction.js";
import type { EvmLog } from "../../modules/evm/transition.js";
import { TRANSIENT_STORE } from "../../modules/evm/types.js";
import { type BlockEnvironment, Engines } from "../../modules/evm/vm.js";
import { stateRoot } from "./root.js";

/** An account as fixtures write it: numbers and bytes are 0x text. */
export interface FixtureAccount {
  readonly nonce: string;
  readonly balance: string;
  readonly code: string;
  readonly storage: Readonly<Record<string, string>>;
}

/** One expected outcome of a state test. */
export interface FixtureOutcome {
  /** The root of the state afterwards. */
  readonly hash: string;
  /** Keccak-256 of the logs in RLP. */
  readonly logs: string;
  readonly txbytes: string;
  readonly expectException?: string;
}

/** A state test as ethereum/execution-spec-tests publishes it. */
export interface FixtureTest {
  readonly env: Readonly<Record<string, string>>;
  readonly pre: Readonly<Record<string, FixtureAccount>>;
  readonly post: Readonly<Record<string, readonly FixtureOutcome[]>>;
  readonly config?: { readonly chainid?: string };
}

const DENOM = "wei";
const nothing: StateReader = {
  get: () => undefined,
  async *iterate() {},
};

/** What came of one expected outcome; `fault` says what differs. */
export interface CaseResult {
  readonly name: string;
  readonly fault: string | undefined;
}

/** A state that transactions are applied to. */
export interface EthereumState {
  /** What it did, or why it was refused. */
  apply(raw: Uint8Array): Promise<Applied | AppError>;
  /** Ethereum's root of it. @throws Error when balances and supply changed by different amounts (BANK-1) */
  root(): Promise<Uint8Array>;
}

/** What state tests say of logs: keccak-256 of their RLP. */
export function logsHash(logs: readonly EvmLog[]): string {
  return hexOf(keccak256(RLP.encode(logs.map(logFields))));
}

/**
 * Runs state tests with the chain's own keepers over memory, and Ethereum's own use of fees: the tip is the coinbase's,
 * the base fee is burnt.
 */
export class StateTestRunner {
  private readonly accounts: AccountKeeper;
  private readonly bank: BankKeeper;
  private readonly keeper: EvmKeeper;
  private readonly engines: Engines;
  /** The block of the case that runs: cases run one after the other. */
  private environment: BlockEnvironment | undefined;

  constructor() {
    const authority = new Uint8Array(20);
    const coinbase = async (): Promise<Uint8Array> => this.environment!.coinbase;
    this.accounts = new AccountKeeper(new ModuleStore("acc"), { authority, modules: {} });
    this.bank = new BankKeeper(new ModuleStore("bank"), this.accounts, { authority, blocked: [] });
    this.keeper = new EvmKeeper({
      store: new ModuleStore("evm"),
      transient: new ModuleStore(TRANSIENT_STORE),
      accounts: this.accounts,
      bank: this.bank,
      chain: { info: async () => ({ baseDenom: DENOM }) },
      fees: {
        baseFee: async () => this.environment!.baseFee,
        coinbase,
        tipRecipient: coinbase,
        baseFeeRecipient: async () => undefined,
        record: async () => {},
        blockGas: async () => ({ used: 0n }),
      },
      sponsors: NO_SPONSORS,
      maxBlockGas: async () => this.environment!.gasLimit,
      authority,
      // An address that no fixture uses: it holds nothing before and after each transaction.
      escrow: keccak256(Buffer.from("escrow")).slice(12),
    });
    this.engines = new Engines(this.keeper);
  }

  /** Runs each outcome that the test expects under the rules of Osaka, each from the state that the test begins with. */
  async run(name: string, test: FixtureTest): Promise<CaseResult[]> {
    const results: CaseResult[] = [];
    for (const [index, expected] of (test.post["Osaka"] ?? []).entries()) {
      results.push({ name: `${name} #${index}`, fault: await this.outcome(test, expected) });
    }
    return results;
  }

  private async outcome(test: FixtureTest, expected: FixtureOutcome): Promise<string | undefined> {
    const state = await this.begin(test);
    const applied = await state.apply(bytesOf(expected.txbytes));
    const refused = applied instanceof AppError;
    if (expected.expectException !== undefined && !refused) return `should be refused: ${expected.expectException}`;
    if (expected.expectException === undefined && refused) return `should not be refused: ${applied.message}`;

    const logs = logsHash(refused ? [] : applied.logs);
    if (logs !== expected.logs) return `logs ${logs}, expected ${expected.logs}`;
    const root = hexOf(await state.root());
    if (root !== expected.hash) return `state root ${root}, expected ${expected.hash}`;
    return undefined;
  }

  /** The state that a test begins with, for one transaction after the other. */
  async begin(test: Pick<FixtureTest, "env" | "pre" | "config">): Promise<EthereumState> {
    const where = whereOf(test);
    this.environment = where.environment;
    const ctx = emptyContext(where.environment);
    await this.fill(ctx, test.pre);
    return {
      apply: (raw) => this.transact(ctx, where, raw),
      root: async () => {
        await this.assertConserved(ctx);
        return stateRoot(ctx, { accounts: this.accounts, bank: this.bank, keeper: this.keeper, denom: DENOM });
      },
    };
  }

  private async transact(ctx: StateContext, where: Where, raw: Uint8Array): Promise<Applied | AppError> {
    const parts = { keeper: this.keeper, engines: this.engines };
    try {
      return await ctx.branch(async (inner) => {
        const tx = decodeEthereumTransaction(raw);
        const purchase = await admit(inner, this.keeper, tx, where);
        return apply(inner, parts, tx, { ...where, ...purchase });
      });
    } catch (error) {
      if (error instanceof AppError) return error;
      throw error;
    }
  }

  private async fill(ctx: StateContext, pre: FixtureTest["pre"]): Promise<void> {
    let supply = 0n;
    for (const [text, account] of Object.entries(pre)) {
      const address = bytesOf(text);
      const balance = BigInt(account.balance);
      supply += balance;
      await this.accounts.setSequence(ctx, address, BigInt(account.nonce));
      this.bank.setBalance(ctx, address, { denom: DENOM, before: 0n, after: balance });
      const code = bytesOf(account.code);
      const slots = Object.entries(account.storage).filter(([, value]) => BigInt(value) !== 0n);
      if (code.length > 0) await this.keeper.codes.set(ctx, keccak256(code), code);
      // Storage without code does not come about on the chain; the mark tells the EVM that there is some.
      if (code.length > 0 || slots.length > 0) await this.keeper.codeHashes.set(ctx, address, keccak256(code));
      for (const [slot, value] of slots) {
        await this.keeper.storage.set(ctx, [address, wordBytes(BigInt(slot))], minimal(BigInt(value)));
      }
    }
    await this.bank.supplies.set(ctx, DENOM, supply);
  }

  /** BANK-1: what balances lost, the supply lost. */
  private async assertConserved(ctx: StateContext): Promise<void> {
    let sum = 0n;
    for await (const [, amount] of this.bank.balances.range(ctx)) sum += amount;
    const supply = await this.bank.supply(ctx, DENOM);
    if (sum !== supply) throw new Error(`balances add up to ${sum}, the supply is ${supply}`);
  }
}

function whereOf({ env, config }: Pick<FixtureTest, "env" | "config">): Where {
  const number = (name: string): bigint => BigInt(env[name] ?? "0x0");
  return {
    rules: { chainId: BigInt(config?.chainid ?? "0x1"), fork: "osaka" },
    environment: {
      number: number("currentNumber"),
      timestamp: number("currentTimestamp"),
      coinbase: bytesOf(env["currentCoinbase"]!),
      prevRandao: wordBytes(number("currentRandom")),
      gasLimit: number("currentGasLimit"),
      baseFee: number("currentBaseFee"),
      blobBaseFee: blobBaseFee(number("currentExcessBlobGas")),
      // What state tests agree on in place of a chain of blocks.
      blockHash: async (height) => keccak256(Buffer.from(height.toString())),
    },
  };
}

/** The price of blob gas by EIP-4844, with Osaka's update fraction. */
function blobBaseFee(excess: bigint): bigint {
  const fraction = 5_007_716n;
  let sum = 0n;
  for (let i = 1n, term = fraction; term > 0n; i++) {
    sum += term;
    term = (term * excess) / (fraction * i);
  }
  return sum / fraction;
}

function emptyContext({ number, timestamp }: BlockEnvironment): StateContext {
  return new StateContext({
    overlay: new Overlay(nothing),
    block: {
      chainId: "state-test",
      height: number,
      timeNanos: timestamp * 1_000_000_000n,
      proposer: new Uint8Array(0),
    },
    addresses: new AddressCodec("echo"),
    mode: "deliver",
    gas: GasMeter.unlimited(),
  });
}

const logFields = ({ address, topics, data }: EvmLog) => [address, [...topics], data];

/** Bytes of 0x text; fixtures leave out a leading zero digit of numbers, never of bytes. */
function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.slice(2), "hex"));
}
