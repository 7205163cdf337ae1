import { Hardfork } from "@ethereumjs/common";
import { Address } from "@ethereumjs/util";
import type { Before, Scenario } from "./differential.js";

/** A small generator of pseudo-random numbers: the same seed, the same programs. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed * 2654435761 + 0x9e3779b9) >>> 0 || 1;
  }

  /** 0 to bound − 1. */
  below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  }

  of<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!;
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256));
  }
}

const contract = (index: number): Address => new Address(new Uint8Array(20).fill(0xa0 + index));
const CALLER = new Address(new Uint8Array(20).fill(0xee));
const CONTRACTS = [0, 1, 2, 3].map(contract);
/** An account that stands for the second contract (EIP-7702), and one whose delegation leads nowhere. */
const DELEGATED = contract(8);
const ASTRAY = contract(9);

const address = (last: number): Address =>
  new Address(Uint8Array.from({ length: 20 }, (_, at) => (at === 19 ? last : 0)));

const CALLABLE = [
  ...CONTRACTS,
  ...CONTRACTS,
  DELEGATED,
  ASTRAY,
  CALLER,
  contract(12),
  ...[0, 1, 2, 3, 4, 5].map(address),
];

/** Values at which representations and rules change. */
export const EDGES: readonly bigint[] = [
  0n,
  1n,
  2n,
  3n,
  7n,
  31n,
  32n,
  33n,
  63n,
  64n,
  127n,
  128n,
  255n,
  256n,
  257n,
  ...[31n, 32n, 33n, 47n, 48n, 52n, 53n, 54n, 64n, 96n, 128n, 160n, 203n, 224n, 254n, 255n].flatMap((bits) => [
    (1n << bits) - 1n,
    1n << bits,
    (1n << bits) + 1n,
  ]),
  (1n << 256n) - 1n,
  (1n << 256n) - 2n,
];

/** Operands and results; weights are how often an opcode is drawn. */
const SIMPLE: readonly Drawn[] = [
  ...range<Drawn>(0x01, 0x07, (op) => [op, 2, 1, 4]),
  [0x08, 3, 1, 4],
  [0x09, 3, 1, 4],
  [0x0a, 2, 1, 2],
  [0x0b, 2, 1, 4],
  ...range<Drawn>(0x10, 0x14, (op) => [op, 2, 1, 3]),
  [0x15, 1, 1, 3],
  ...range<Drawn>(0x16, 0x18, (op) => [op, 2, 1, 4]),
  [0x19, 1, 1, 3],
  ...range<Drawn>(0x1a, 0x1d, (op) => [op, 2, 1, 4]),
  [0x1e, 1, 1, 3],
  ...[0x30, 0x32, 0x33, 0x34, 0x36, 0x38, 0x3a, 0x3d].map((op) => [op, 0, 1, 1] as const),
  ...range<Drawn>(0x41, 0x48, (op) => [op, 0, 1, 1]),
  [0x4a, 0, 1, 1],
  ...[0x58, 0x59, 0x5a].map((op) => [op, 0, 1, 3] as const),
  [0x35, 1, 1, 2],
  [0x40, 1, 1, 1],
  [0x49, 1, 1, 1],
  [0x50, 1, 0, 2],
  [0x5b, 0, 0, 3],
  [0x5f, 0, 1, 3],
  ...range<Drawn>(0x80, 0x8f, (op) => [op, op - 0x7f, op - 0x7e, 1]),
  ...range<Drawn>(0x90, 0x9f, (op) => [op, op - 0x8e, op - 0x8e, 1]),
];

type Drawn = readonly [op: number, pops: number, pushes: number, weight: number];

function range<T>(first: number, last: number, make: (op: number) => T): T[] {
  return Array.from({ length: last - first + 1 }, (_, index) => make(first + index));
}

const DRAWN = SIMPLE.flatMap((entry) => Array.from({ length: entry[3] }, () => entry));

/** Writes one random program. */
class Writer {
  readonly #random: Random;
  readonly #code: number[] = [];
  readonly #landings: number[] = [];
  readonly #forward: number[] = [];
  #height = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  write(operations: number): Uint8Array {
    for (let count = 0; count < operations; count++) this.#operation();
    this.#end();
    for (const at of this.#forward) {
      const target = this.#random.of(this.#landings.filter((landing) => landing > at)) ?? this.#code.length;
      this.#code[at] = target >> 8;
      this.#code[at + 1] = target & 0xff;
    }
    return Uint8Array.from(this.#code);
  }

  #operation(): void {
    const random = this.#random;
    const kind = random.below(100);
    if (kind < 50) this.#simple();
    else if (kind < 60) this.#push(random.of(EDGES));
    else if (kind < 72) this.#memory();
    else if (kind < 82) this.#storage();
    else if (kind < 90) this.#call();
    else if (kind < 92) this.#create();
    else if (kind < 95) this.#jump();
    else if (kind < 98) this.#account();
    else if (kind < 99) this.#log();
    else if (random.chance(15)) this.#emit(random.below(256));
  }

  #emit(...bytes: number[]): void {
    this.#code.push(...bytes);
  }

  /** The value, in as many bytes as it needs or more. */
  #push(value: bigint): void {
    const hex = value.toString(16);
    const least = Math.max(1, Math.ceil(hex.length / 2));
    const size = this.#random.chance(80) ? least : least + this.#random.below(33 - least);
    this.#emit(0x5f + size, ...Buffer.from(hex.padStart(size * 2, "0"), "hex"));
    this.#height++;
  }

  #pushSmall(bound: number): void {
    this.#push(BigInt(this.#random.below(bound)));
  }

  /** Offset or length: nearly always small, sometimes absurd. */
  #pushOffset(): void {
    if (this.#random.chance(2)) this.#push(this.#random.of(EDGES));
    else this.#pushSmall(this.#random.chance(90) ? 200 : 3000);
  }

  #simple(): void {
    const [op, pops, pushes] = this.#random.of(DRAWN);
    // Now and then too few operands, or too many results.
    if (!this.#random.chance(1)) {
      while (this.#height < pops) {
        if (this.#random.chance(50)) this.#push(this.#random.of(EDGES));
        else this.#pushSmall(300);
      }
    }
    if (op === 0x5b) this.#landings.push(this.#code.length);
    this.#emit(op);
    this.#height = Math.max(0, this.#height - pops) + pushes;
  }

  #do(op: number, pops: number, pushes: number): void {
    this.#emit(op);
    this.#height += pushes - pops;
  }

  #memory(): void {
    switch (this.#random.below(8)) {
      case 0:
        this.#pushOffset();
        return this.#do(0x51, 1, 1);
      case 1:
      case 2:
        this.#push(this.#random.of(EDGES));
        this.#pushOffset();
        return this.#do(0x52, 2, 0);
      case 3:
        this.#push(this.#random.of(EDGES));
        this.#pushOffset();
        return this.#do(0x53, 2, 0);
      case 4:
        this.#pushOffset();
        this.#pushOffset();
        return this.#do(0x20, 2, 1);
      case 5:
        this.#pushOffset();
        this.#pushOffset();
        this.#pushOffset();
        return this.#do(0x5e, 3, 0);
      case 6:
        this.#pushSmall(40);
        this.#pushSmall(40);
        this.#pushOffset();
        return this.#do(this.#random.chance(70) ? 0x37 : 0x3e, 3, 0);
      default:
        this.#pushOffset();
        this.#pushOffset();
        this.#pushOffset();
        return this.#do(0x39, 3, 0);
    }
  }

  #storage(): void {
    const transient = this.#random.chance(25);
    if (this.#random.chance(60)) this.#push(this.#random.of([0n, 0n, 1n, 2n, this.#random.of(EDGES)]));
    if (this.#height === 0) this.#push(0n);
    if (this.#random.chance(50)) {
      this.#pushSmall(4);
      return this.#do(transient ? 0x5d : 0x55, 2, 0);
    }
    this.#pushSmall(4);
    return this.#do(transient ? 0x5c : 0x54, 1, 1);
  }

  #pushAddress(): void {
    const [first, ...rest] = this.#random.of(CALLABLE).bytes;
    if (this.#random.chance(5)) this.#emit(0x7f, ...this.#random.bytes(12), first!, ...rest);
    else this.#emit(0x73, first!, ...rest);
    this.#height++;
  }

  #call(): void {
    const op = this.#random.of([0xf1, 0xf1, 0xf2, 0xf4, 0xfa]);
    const carriesValue = op === 0xf1 || op === 0xf2;
    for (let count = 0; count < 4; count++) this.#pushOffset();
    if (carriesValue) this.#push(this.#random.of([0n, 0n, 1n, 5n, 1n << 200n]));
    this.#pushAddress();
    if (this.#random.chance(60)) this.#emit(0x5a);
    else this.#push(BigInt(this.#random.below(60_000)));
    this.#height += this.#code.at(-1) === 0x5a ? 1 : 0;
    this.#height = Math.max(this.#height, carriesValue ? 7 : 6);
    this.#do(op, carriesValue ? 7 : 6, 1);
  }

  #create(): void {
    const salted = this.#random.chance(50);
    // Initcode that returns some bytes of itself, or junk.
    const initcode = this.#random.chance(70)
      ? Buffer.from([0x60, this.#random.below(40), 0x5f, 0x5f, 0x39, 0x60, this.#random.below(40), 0x5f, 0xf3])
      : Buffer.from(this.#random.bytes(9));
    if (initcode[0] === 0xef) initcode[0] = 0;
    this.#emit(0x68, ...initcode, 0x5f, 0x52);
    if (salted) this.#pushSmall(2);
    this.#pushSmall(12);
    this.#emit(0x60, 23);
    this.#height++;
    this.#push(this.#random.of([0n, 0n, 1n, 1n << 200n]));
    this.#do(salted ? 0xf5 : 0xf0, salted ? 4 : 3, 1);
  }

  #jump(): void {
    const back = this.#random.chance(30) && this.#landings.length > 0;
    const conditional = this.#random.chance(60);
    if (conditional) this.#pushSmall(2);
    this.#emit(0x61, 0, 0);
    const at = this.#code.length - 2;
    if (back) {
      const target = this.#random.of(this.#landings);
      this.#code[at] = target >> 8;
      this.#code[at + 1] = target & 0xff;
    } else this.#forward.push(at);
    this.#emit(conditional ? 0x57 : 0x56);
    this.#height -= conditional ? 1 : 0;
    this.#landings.push(this.#code.length);
    this.#emit(0x5b);
  }

  #account(): void {
    const op = this.#random.of([0x31, 0x3b, 0x3f, 0x47, 0x3c]);
    if (op === 0x47) return this.#do(op, 0, 1);
    if (op === 0x3c) for (let count = 0; count < 3; count++) this.#pushOffset();
    this.#pushAddress();
    return this.#do(op, op === 0x3c ? 4 : 1, op === 0x3c ? 0 : 1);
  }

  #log(): void {
    const topics = this.#random.below(5);
    for (let count = 0; count < topics; count++) this.#push(this.#random.of(EDGES));
    this.#pushOffset();
    this.#pushOffset();
    this.#do(0xa0 + topics, topics + 2, 0);
  }

  #end(): void {
    const kind = this.#random.below(10);
    this.#landings.push(this.#code.length);
    this.#emit(0x5b);
    if (kind < 4) {
      this.#pushSmall(100);
      this.#pushSmall(100);
      this.#emit(0xf3);
    } else if (kind < 6) {
      this.#pushSmall(100);
      this.#pushSmall(100);
      this.#emit(0xfd);
    } else if (kind < 7) {
      this.#pushAddress();
      this.#emit(0xff);
    } else if (kind < 8) this.#emit(this.#random.of([0xfe, 0x00, 0x60, 0x7f]));
  }
}

/** A random program of so many operations. */
export function program(random: Random, operations: number): Uint8Array {
  return new Writer(random).write(operations);
}

/** Contracts that call one another, with storage and balances, and a call or creation that sets them off. */
export function scenario(seed: number): Scenario {
  const random = new Random(seed);
  const fork = random.of([Hardfork.Cancun, Hardfork.Prague, Hardfork.Osaka, Hardfork.Osaka, Hardfork.Osaka]);
  const slot = (key: number): Uint8Array => Uint8Array.from({ length: 32 }, (_, at) => (at === 31 ? key : 0));
  const accounts: Before[] = CONTRACTS.map((address, index) => ({
    address,
    balance: BigInt(random.below(20)),
    nonce: 1n,
    code: program(random, index === 0 ? 5 + random.below(80) : 3 + random.below(25)),
    storage: [0, 1, 2].filter(() => random.chance(50)).map((key) => [slot(key), Uint8Array.of(1 + random.below(3))]),
  }));
  accounts.push({ address: CALLER, balance: 1_000_000n, nonce: 5n });
  for (const [address, target] of [
    [DELEGATED, CONTRACTS[1]!],
    [ASTRAY, contract(13)],
  ] as const) {
    accounts.push({ address, balance: 3n, nonce: 1n, code: Uint8Array.of(0xef, 0x01, 0x00, ...target.bytes) });
  }
  const creates = random.chance(10);
  return {
    fork,
    accounts,
    caller: CALLER,
    to: creates ? undefined : random.of([CONTRACTS[0]!, CONTRACTS[0]!, CONTRACTS[0]!, DELEGATED]),
    value: BigInt(random.of([0, 0, 1, 17])),
    data: creates ? program(random, 20 + random.below(20)) : random.bytes(random.below(70)),
    gas: BigInt(random.of([30_000, 100_000, 400_000])),
    isStatic: !creates && random.chance(5),
  };
}
