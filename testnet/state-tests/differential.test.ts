import { createBlock } from "@ethereumjs/block";
import { createCustomCommon, Hardfork, Mainnet } from "@ethereumjs/common";
import { MerkleStateManager } from "@ethereumjs/statemanager";
import { createTxFromRLP } from "@ethereumjs/tx";
import { Account, Address } from "@ethereumjs/util";
import { createVM, runTx, type VM } from "@ethereumjs/vm";
import { EthereumKey, type TransactionFields } from "../../abci/sim/ethereum.js";
import { AppError } from "../../abci/state/errors.js";
import { keccak256 } from "../../modules/evm/crypto.js";
import { bytesOfHex, hexOf } from "../../modules/evm/hex.js";
import { program, Random } from "../../modules/evm/interpreter/testing/programs.js";
import { kzg } from "../../modules/evm/interpreter/curves/curves.js";
import type { Authorization } from "../../modules/evm/transaction.js";
import { type FixtureAccount, type FixtureTest, logsHash, StateTestRunner } from "./case.js";

/*
 * Random transactions over random contracts, through the chain's keepers and through the stock @ethereumjs/vm over a trie:
 * both have to refuse the same, and to agree on gas, logs and state root after each.
 */
const SEEDS = 150;
const CHAIN_ID = 1n;
const BASE_FEE = 10n;

const keys = [0, 1, 2].map((index) => new EthereumKey(`differential ${index}`));
const contracts = [0, 1, 2, 3].map((index) => new Uint8Array(20).fill(0xa0 + index));
const DELEGATED = new Uint8Array(20).fill(0xb0);

interface World extends Pick<FixtureTest, "env" | "pre"> {
  readonly random: Random;
  readonly coinbase: Uint8Array;
}

function worldOf(seed: number): World {
  const random = new Random(seed);
  const coinbase = random.of([new Uint8Array(20).fill(0xcc), keys[2]!.address, contracts[0]!]);
  const pre: Record<string, FixtureAccount> = {};
  for (const { address } of keys) pre[hexOf(address)] = account({ balance: hex(random.of([10n ** 18n, 10n ** 7n])) });
  for (const address of contracts) {
    pre[hexOf(address)] = account({
      nonce: "0x1",
      balance: hex(BigInt(random.below(1000))),
      code: hexOf(program(random, 5 + random.below(40))),
      storage: Object.fromEntries([0, 1, 2].map((slot) => [hex(BigInt(slot)), hex(BigInt(random.below(3)))])),
    });
  }
  pre[hexOf(DELEGATED)] = account({ nonce: "0x1", code: `0xef0100${hexOf(contracts[1]!).slice(2)}` });
  return {
    random,
    coinbase,
    pre,
    env: {
      currentCoinbase: hexOf(coinbase),
      currentGasLimit: hex(30_000_000n),
      currentNumber: "0x5",
      currentTimestamp: "0x3e8",
      currentRandom: hex(BigInt(seed)),
      currentDifficulty: "0x0",
      currentBaseFee: hex(BASE_FEE),
      currentExcessBlobGas: "0x0",
    },
  };
}

const hex = (value: bigint): string => `0x${value.toString(16)}`;
const account = (change: Partial<FixtureAccount>): FixtureAccount => ({
  nonce: "0x0",
  balance: "0x0",
  code: "0x",
  storage: {},
  ...change,
});

/** A transaction of any type, most of them sound. */
function draw({ random }: World, nonces: Map<string, bigint>): Uint8Array {
  const key = random.of(keys);
  const nonce = nonces.get(key.name) ?? 0n;
  const type = random.of([0, 1, 2, 2, 4] as const);
  const creates = type !== 4 && random.chance(20);
  const maxFeePerGas = BASE_FEE + BigInt(random.below(10)) - (random.chance(5) ? 5n : 0n);
  const fields: TransactionFields = {
    type,
    ...(type === 0 && random.chance(30) ? {} : { chainId: random.chance(3) ? 2n : CHAIN_ID }),
    nonce: nonce + (random.chance(4) ? 1n : 0n),
    gasLimit: BigInt(random.of([20_000, 30_000, 60_000, 100_000, 400_000]) + random.below(60_000)),
    maxFeePerGas,
    maxPriorityFeePerGas: random.chance(4) ? maxFeePerGas + 1n : BigInt(random.below(5)),
    ...(creates ? {} : { to: recipient(random) }),
    value: random.chance(50) ? 0n : random.chance(5) ? 10n ** 19n : BigInt(random.below(2000)),
    data: creates ? program(random, 5 + random.below(30)) : random.bytes(random.below(random.chance(10) ? 2000 : 70)),
    accessList: random.chance(40)
      ? [{ address: random.of(contracts), storageKeys: [new Uint8Array(32), random.bytes(32)] }]
      : [],
    authorizations: type === 4 ? authorizations(random, nonces) : [],
  };
  return key.signTransaction(fields).raw;
}

const recipient = (random: Random): Uint8Array =>
  random.of([
    ...contracts,
    ...contracts,
    DELEGATED,
    random.of(keys).address,
    random.bytes(20),
    Uint8Array.from({ length: 20 }, (_, at) => (at === 19 ? 1 + random.below(10) : 0)),
  ]);

function authorizations(random: Random, nonces: Map<string, bigint>): Authorization[] {
  return Array.from({ length: random.below(4) }, () => {
    const key = random.chance(70) ? random.of(keys) : new EthereumKey(`authority ${random.below(3)}`);
    const signed = key.authorize({
      chainId: random.of([0n, CHAIN_ID, CHAIN_ID, 2n]),
      address: random.of([...contracts, DELEGATED, new Uint8Array(20), new Uint8Array(20).fill(4)]),
      nonce: (nonces.get(key.name) ?? 0n) + BigInt(random.below(3)),
    });
    return random.chance(10) ? { ...signed, r: signed.r + 1n } : signed;
  });
}

async function stockState({ pre, env }: World): Promise<{ vm: VM; apply: (raw: Uint8Array) => Promise<Stock> }> {
  const common = createCustomCommon({ chainId: Number(CHAIN_ID) }, Mainnet, {
    hardfork: Hardfork.Osaka,
    customCrypto: { kzg },
  });
  const stateManager = new MerkleStateManager({ common });
  // The hashes that state tests agree on.
  const getBlock = async (number: number) => ({ hash: () => keccak256(Buffer.from(number.toString())) });
  const blockchain = { getBlock, putBlock: async () => {}, shallowCopy: () => blockchain };
  const vm = await createVM({ common, stateManager, blockchain: blockchain });
  for (const [text, { nonce, balance, code, storage }] of Object.entries(pre)) {
    const address = new Address(bytesOfHex(text)!);
    await stateManager.putAccount(address, new Account(BigInt(nonce), BigInt(balance)));
    if (code !== "0x") await stateManager.putCode(address, bytesOfHex(code)!);
    for (const [slot, value] of Object.entries(storage)) {
      const number = BigInt(value);
      if (number === 0n) continue;
      await stateManager.putStorage(
        address,
        word(BigInt(slot)),
        bytesOfHex(`0x${number.toString(16).padStart(2, "0")}`)!,
      );
    }
  }
  const block = createBlock(
    {
      header: {
        number: BigInt(env["currentNumber"]!),
        coinbase: new Address(bytesOfHex(env["currentCoinbase"]!)!),
        gasLimit: BigInt(env["currentGasLimit"]!),
        timestamp: BigInt(env["currentTimestamp"]!),
        mixHash: word(BigInt(env["currentRandom"]!)),
        baseFeePerGas: BASE_FEE,
        excessBlobGas: 0n,
      },
    },
    { common, skipConsensusFormatValidation: true },
  );
  const apply = async (raw: Uint8Array): Promise<Stock> => {
    let tx;
    try {
      tx = createTxFromRLP(raw, { common });
      const result = await runTx(vm, { tx, block, skipHardForkValidation: true });
      const logs = (result.execResult.logs ?? []).map(([address, topics, data]) => ({ address, topics, data }));
      return {
        gasUsed: result.totalGasSpent,
        logs: logsHash(logs),
        failed: result.execResult.exceptionError !== undefined,
      };
    } catch (error) {
      return { refused: error instanceof Error ? error.message : String(error) };
    }
  };
  return { vm, apply };
}

type Stock = { gasUsed: bigint; logs: string; failed: boolean } | { refused: string };

const word = (value: bigint): Uint8Array => bytesOfHex(`0x${value.toString(16).padStart(64, "0")}`)!;

test("the transition does what the stock VM does, transaction after transaction", async () => {
  const runner = new StateTestRunner();
  let executed = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const world = worldOf(seed);
    const own = await runner.begin(world);
    const stock = await stockState(world);
    expect(hexOf(await own.root())).toBe(hexOf(await stock.vm.stateManager.getStateRoot()));
    const nonces = new Map<string, bigint>();
    for (let step = 0; step < 4; step++) {
      const raw = draw(world, nonces);
      const ours = await own.apply(raw);
      const theirs = await stock.apply(raw);
      const where = `seed ${seed}, step ${step}, ${hexOf(raw)}`;
      if (ours instanceof AppError) {
        expect({ where, theirs, ours: ours.message }).toMatchObject({
          theirs: { refused: expect.any(String) as string },
        });
      } else {
        executed++;
        const { gasUsed, vmError } = ours;
        expect({ where, gasUsed, logs: logsHash(ours.logs), failed: vmError !== undefined }).toEqual({
          where,
          ...theirs,
        });
      }
      expect({ where, root: hexOf(await own.root()) }).toEqual({
        where,
        root: hexOf(await stock.vm.stateManager.getStateRoot()),
      });
      for (const key of keys) {
        const known = await stock.vm.stateManager.getAccount(new Address(key.address));
        nonces.set(key.name, known?.nonce ?? 0n);
      }
    }
  }
  // Most of what is drawn has to run for this to say something.
  expect(executed).toBeGreaterThan(SEEDS * 2);
}, 300_000);
