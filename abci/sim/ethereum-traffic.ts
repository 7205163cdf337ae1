import { generateAddress } from "@ethereumjs/util";
import { MsgEthereumTx, MsgUpdateParams } from "../../proto/generated/echoin/evm/v1/tx.js";
import { bytesOfHex } from "../../modules/evm/hex.js";
import { minimal } from "../../modules/evm/crypto.js";
import { type EthereumTransaction } from "../../modules/evm/transaction.js";
import { wrapEthereumTransaction } from "../../modules/evm/wrapper.js";
import { VOUCHER_ADDRESS } from "../../modules/sponsor/types.js";
import { encodeRedemption, voucherDigest } from "../../modules/sponsor/vouchers.js";
import { AddressCodec } from "../state/addresses.js";
import { EthereumKey, type TransactionFields } from "./ethereum.js";
import type { Random } from "./random.js";
import { VOUCHER_KEY } from "./sponsor-messages.js";
import { authority, type Generator, pack } from "./world.js";

/** The number that the simulation's Ethereum transactions are signed for. */
export const SIM_EVM_CHAIN_ID = 3_264n;

const denom = "aec";

/** The messages by themselves, where they are refused: the one has no option, the other no authority. */
export const evmGenerators: Readonly<Record<string, Generator>> = {
  [MsgEthereumTx.typeUrl]: (world) =>
    pack(MsgEthereumTx, {
      raw: new EthereumKey("stray").signTransaction({ chainId: SIM_EVM_CHAIN_ID }).raw,
      from: world.sender,
    }),
  [MsgUpdateParams.typeUrl]: (world) =>
    pack(MsgUpdateParams, {
      authority: authority(world),
      params: { chainId: 1n, fork: "prague" },
    }),
};

const bytes = (hex: string): Uint8Array => bytesOfHex(`0x${hex}`)!;

/** Init code that leaves `runtime` as the contract's code. */
const deploying = (runtime: string): Uint8Array =>
  bytes(`60${(runtime.length / 2).toString(16).padStart(2, "0")}80600b6000396000f3${runtime}`);

/** Counts its calls in slot 0, and logs the count. */
const COUNTER = deploying("5f546001018080" + "5f55" + "5f52" + "60205fa1" + "00");

/** Sends what it is sent to the address in its first word, and reverts when the second is not zero. */
const FORWARDER = deploying("5f5f5f5f345f355af1" + "602035601057" + "00" + "5b5f5ffd");

/** Destroy themselves while they are made: to the caller, and to nobody, which burns what came with it. */
const GIVES_BACK = bytes("33ff");
const BURNS = bytes("30ff");

/** What Ethereum transactions are drawn from. */
export interface EthereumWorld {
  /** Committed nonces, with those in the mempool counted in. */
  nonce(address: Uint8Array): Promise<bigint | undefined>;
  /** Addresses of all kinds to send to. */
  readonly recipients: readonly Uint8Array[];
  /** Those of them whose calls may be sponsored. */
  readonly sponsored: readonly Uint8Array[];
  readonly timeSeconds: bigint;
  readonly wealth: bigint;
  /** What a unit of gas costs at least in the next block. */
  readonly baseFee: bigint;
}

type Draw = (traffic: EthereumTraffic, world: EthereumWorld, sender: EthereumKey) => TransactionFields;

const draws: Readonly<Record<string, Draw>> = {
  transfer: ({ random }, world) => ({ to: anyone(random, world), value: random.amount(world.wealth / 50n) }),
  poor: ({ random }, world) => ({ to: anyone(random, world), value: world.wealth * 2n }),
  counter: () => ({ data: COUNTER, gasLimit: 200_000n }),
  forwarder: () => ({ data: FORWARDER, gasLimit: 200_000n }),
  givesBack: ({ random }) => ({ data: GIVES_BACK, gasLimit: 120_000n, value: random.amount(1000n) }),
  burns: ({ random }) => ({ data: BURNS, gasLimit: 120_000n, value: random.amount(1000n) }),
  call: (traffic) => ({ to: traffic.contract(), gasLimit: 60_000n + BigInt(traffic.random.below(60_000)) }),
  forward: (traffic, world) => ({
    to: traffic.contract(),
    value: traffic.random.amount(1000n),
    gasLimit: 120_000n,
    data: Buffer.concat([word(anyone(traffic.random, world)), word(minimal(BigInt(traffic.random.below(2))))]),
  }),
  starved: (traffic) => ({ to: traffic.contract(), gasLimit: 21_100n + BigInt(traffic.random.below(30_000)) }),
  delegate: (traffic) => {
    const authorized = traffic.random.pick(traffic.keys);
    const address = traffic.contract() ?? new Uint8Array(20);
    const nonce = BigInt(traffic.random.below(6));
    const authorizations = [authorized.authorize({ chainId: SIM_EVM_CHAIN_ID, address, nonce })];
    return { type: 4, to: authorized.address, gasLimit: 150_000n, authorizations };
  },
  nonce: ({ random }) => ({ nonce: BigInt(random.below(100)) }),
  otherChain: () => ({ chainId: 1n }),
  sponsored: ({ random }, { sponsored }) => ({
    ...unpaid,
    to: random.pick([...sponsored]),
    gasLimit: 21_000n + BigInt(random.below(15_000)),
  }),
  redeem: ({ random }, { timeSeconds }, { address: user }) => {
    const voucher = {
      sponsorship: BigInt(1 + random.below(12)),
      user,
      expires: timeSeconds + BigInt(random.below(40)),
    };
    const signature = VOUCHER_KEY.signHash(voucherDigest(voucher, SIM_EVM_CHAIN_ID));
    const price = random.oneIn(3) ? {} : unpaid;
    return { ...price, to: VOUCHER_ADDRESS, data: encodeRedemption({ ...voucher, signature }), gasLimit: 30_000n };
  },
  cheap: () => ({ maxFeePerGas: 1n, maxPriorityFeePerGas: 0n }),
  littleGas: ({ random }) => ({ gasLimit: BigInt(random.below(21_000)) }),
};

const unpaid = { maxFeePerGas: 0n, maxPriorityFeePerGas: 0n };

const word = (value: Uint8Array): Uint8Array => Buffer.concat([Buffer.alloc(32 - value.length), value]);

const anyone = (random: Random, { recipients }: EthereumWorld): Uint8Array =>
  random.oneIn(8) ? new EthereumKey(`new ${random.uint32()}`).address : random.pick([...recipients]);

/** Draws Ethereum transactions of every type: transfers, contracts made, called, starved and destroyed, and faults. */
export class EthereumTraffic {
  private readonly addresses = new AddressCodec("echo");
  /** Where contracts have been made, or would have been. */
  private readonly contracts: Uint8Array[] = [];

  constructor(
    readonly random: Random,
    readonly keys: readonly EthereumKey[],
  ) {}

  contract(): Uint8Array {
    const { random, contracts } = this;
    return contracts.length === 0 ? random.pick(this.keys).address : random.pick(contracts);
  }

  /** The bytes to submit, and whose they are. */
  async next(world: EthereumWorld): Promise<{ bytes: Uint8Array; sender: string } | undefined> {
    const { random } = this;
    const key = random.pick(this.keys);
    const nonce = await world.nonce(key.address);
    if (nonce === undefined) return undefined;
    const fields = draws[random.pick(Object.keys(draws))]!(this, world, key);
    const type = random.pick([0, 1, 2] as const);
    const price = 1n + world.baseFee + BigInt(random.below(5));
    const tx = key.signTransaction({
      type,
      chainId: SIM_EVM_CHAIN_ID,
      nonce,
      maxFeePerGas: price,
      maxPriorityFeePerGas: BigInt(random.below(Number(price))),
      ...fields,
    });
    if (tx.to === undefined) this.contracts.push(generateAddress(key.address, minimal(tx.nonce)));
    const bytes = this.wrap(tx);
    // Mostly no transaction any more; some are another one, of somebody who does not exist.
    if (random.oneIn(10)) bytes[random.below(bytes.length)]! ^= 1 << random.below(8);
    return { bytes, sender: this.addresses.format(key.address) };
  }

  private wrap(tx: EthereumTransaction): Uint8Array {
    return Uint8Array.from(wrapEthereumTransaction(tx, { addresses: this.addresses, denom }));
  }
}
