import type { Any } from "cosmjs-types/google/protobuf/any";
import { addressOfModule } from "../../modules/auth/pubkey-addresses.js";
import { WITHDRAWING } from "./distribution-messages.js";
import { VOTING } from "./gov-messages.js";
import { messageGenerators } from "./messages.js";
import type { Random } from "./random.js";
import { MOVING_STAKE } from "./staking-messages.js";
import { SimKey, signTx, type TxOptions, type TxSigner } from "./wallet.js";
import type { MessageWorld } from "./world.js";

const STAKING = [...MOVING_STAKE, ...WITHDRAWING];

/** What the traffic needs to know of an account before it signs. */
export interface KnownAccount {
  readonly accountNumber: bigint;
  /** The next sequence number, those of transactions in the mempool counted in. */
  readonly sequence: bigint;
}

export interface TrafficState {
  readonly chainId: string;
  readonly timeNanos: bigint;
  readonly height: bigint;
  /** Proposals that wait for deposits or votes. */
  readonly proposals: readonly bigint[];
  /** What a unit of gas costs at least in the next block, in aec. */
  readonly baseFee: bigint;
  account(address: Uint8Array): Promise<KnownAccount | undefined>;
  format(address: Uint8Array): string;
  formatOperator(address: Uint8Array): string;
}

/** A transaction of the simulation; `kind` names what is wrong with it, or `valid`. */
export interface SimTx {
  readonly bytes: Uint8Array;
  readonly kind: string;
  readonly sender: string;
}

type Fault = (tx: Draft, random: Random) => Draft;

interface Draft {
  readonly messages: readonly Any[];
  readonly signers: readonly TxSigner[];
  readonly options: TxOptions;
}

/** What can be wrong with a transaction whose bytes are well formed. */
const faults: Readonly<Record<string, Fault>> = {
  sequence: (tx, random) => withSigner(tx, { sequence: tx.signers[0]!.sequence + BigInt(1 + random.below(3)) }),
  accountNumber: (tx) => withSigner(tx, { accountNumber: tx.signers[0]!.accountNumber + 1n }),
  stranger: (tx, random) => withSigner(tx, { key: new SimKey(`stranger ${random.below(1000)}`) }),
  chainId: (tx) => withOptions(tx, { chainId: "another-chain" }),
  fee: (tx) => withOptions(tx, { fee: [{ denom: "aec", amount: (1n << 200n).toString() }] }),
  feeDenom: (tx) => withOptions(tx, { fee: [{ denom: "nothing", amount: "1" }] }),
  gas: (tx, random) => withOptions(tx, { gasLimit: BigInt(random.below(150_000)) }),
  baseFee: (tx) => withOptions(tx, { fee: [{ denom: "aec", amount: (1n + tx.options.gasLimit).toString() }] }),
  noGas: (tx) => withOptions(tx, { gasLimit: 0n }),
  timeout: (tx) => withOptions(tx, { timeoutHeight: 1n }),
  memo: (tx) => withOptions(tx, { memo: "m".repeat(300) }),
  granter: (tx, random) => withOptions(tx, { granter: random.pick(tx.signers).key.name }),
};

/** What can be wrong with the bytes themselves. */
const corruptions: Readonly<Record<string, (bytes: Uint8Array, random: Random) => Uint8Array>> = {
  truncated: (bytes, random) => bytes.slice(0, random.below(bytes.length)),
  flipped: (bytes, random) => {
    const copy = Uint8Array.from(bytes);
    copy[random.below(copy.length)]! ^= 1 << random.below(8);
    return copy;
  },
  unknownField: (bytes) => Uint8Array.from([...bytes, 0x7a, 0x01, 0x00]),
  noise: (_bytes, random) => random.bytes(random.below(200)),
};

/** Draws transactions of every message, three in four of them sound in form. */
export class Traffic {
  constructor(
    private readonly random: Random,
    private readonly keys: readonly SimKey[],
    private readonly holdings: Pick<MessageWorld, "denoms" | "wealth" | "size">,
  ) {}

  async next(state: TrafficState): Promise<SimTx | undefined> {
    const { random } = this;
    const key = random.pick(this.keys);
    const account = await state.account(key.address);
    if (account === undefined) return undefined;
    const sender = state.format(key.address);
    const draft: Draft = {
      messages: this.messages(state, sender),
      signers: [{ key, ...account }],
      options: this.options(state),
    };
    if (random.oneIn(8)) {
      const kind = random.pick(Object.keys(corruptions));
      return { bytes: corruptions[kind]!(finish(draft), random), kind, sender };
    }
    if (random.oneIn(8)) {
      const kind = random.pick(Object.keys(faults));
      return { bytes: finish(faults[kind]!(draft, random)), kind, sender };
    }
    return { bytes: finish(draft), kind: "valid", sender };
  }

  private messages(state: TrafficState, sender: string): Any[] {
    const { random } = this;
    const world: MessageWorld = {
      random,
      sender,
      accounts: this.keys.map(({ address }) => state.format(address)),
      operators: this.keys.map(({ address }) => state.formatOperator(address)),
      gov: state.format(addressOfModule("gov")),
      proposals: state.proposals,
      anyone: () => {
        const key = random.oneIn(8) ? new SimKey(`new ${random.uint32()}`) : random.pick(this.keys);
        return state.format(key.address);
      },
      ...this.holdings,
      timeSeconds: state.timeNanos / 1_000_000_000n,
      height: state.height,
    };
    const count = random.oneIn(4) ? 1 + random.below(4) : 1;
    const typeUrl = (): string => {
      if (state.proposals.length > 0 && random.oneIn(3)) return random.pick(VOTING);
      return random.pick(random.oneIn(4) ? STAKING : Object.keys(messageGenerators));
    };
    return Array.from({ length: count }, () => messageGenerators[typeUrl()]!(world));
  }

  private options(state: TrafficState): TxOptions {
    const { random } = this;
    const gasLimit = 2_000_000n;
    const least = state.baseFee * gasLimit;
    const options: TxOptions = {
      chainId: state.chainId,
      fee: [{ denom: "aec", amount: (1n + least + random.amount(1_000_000n)).toString() }],
      gasLimit,
    };
    if (!random.oneIn(10)) return options;
    return { ...options, unorderedUntilNanos: state.timeNanos + BigInt(random.below(700)) * 1_000_000_000n };
  }
}

function finish({ messages, signers, options }: Draft): Uint8Array {
  return signTx(messages, signers, options);
}

function withSigner(tx: Draft, change: Partial<TxSigner>): Draft {
  return { ...tx, signers: tx.signers.map((signer, index) => (index === 0 ? { ...signer, ...change } : signer)) };
}

function withOptions(tx: Draft, change: Partial<TxOptions>): Draft {
  return { ...tx, options: { ...tx.options, ...change } };
}
