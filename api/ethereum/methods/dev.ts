import { bytesToNumber } from "../../../modules/evm/crypto.js";
import { decodeEthereumTransaction, type EthereumTransaction, UNSIGNED_R } from "../../../modules/evm/transaction.js";
import type { DevNode } from "../dev-node.js";
import { invalidParams } from "../errors.js";
import { unsignedTransaction } from "../unsigned.js";
import {
  data,
  Misfit,
  type Params,
  quantity,
  readAddress,
  readBoolean,
  readBytes,
  readQuantity,
  readSlot,
} from "../values.js";
import { type AskedCall, readCall } from "./call-request.js";
import { filledIn, pricesOf } from "./fill.js";
import type { Method, MethodParts, Methods } from "./types.js";

/** Blocks that one call may make. */
const MAX_BLOCKS = 10_000n;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/**
 * What hardhat's and anvil's own networks have, for test suites that ask for it: a dev node alone serves it. Setting state
 * makes a block, since state is what blocks make.
 */
export function devMethods(parts: MethodParts, dev: DevNode): Methods {
  const shared = {
    ...stateSetters(dev),
    impersonateAccount: async (params) => dev.impersonate(params.required(0, readAddress), true),
    stopImpersonatingAccount: async (params) => dev.impersonate(params.required(0, readAddress), false),
    autoImpersonateAccount: async (params) => {
      dev.autoImpersonate = params.required(0, readBoolean);
      return null;
    },
    mine: async (params) => {
      await mine(dev, params.optional(0, readWhole) ?? 1n, params.optional(1, readWhole));
      return true;
    },
    reset: async () => {
      await dev.reset();
      return true;
    },
    getAutomine: async () => (await dev.ask<{ enabled: boolean }>("automine")).enabled,
  } satisfies Methods;
  return {
    ...prefixed("hardhat_", shared),
    ...prefixed("anvil_", shared),
    ...evmMethods(dev),
    ...accountMethods(parts, dev),
  };
}

const prefixed = (prefix: string, methods: Methods): Methods =>
  Object.fromEntries(Object.entries(methods).map(([name, method]): [string, Method] => [`${prefix}${name}`, method]));

const stateSetters = (dev: DevNode) =>
  ({
    async setBalance(params) {
      return set(dev, "balance", params, { value: `${params.required(1, readWhole)}` });
    },
    async setNonce(params) {
      return set(dev, "nonce", params, { value: `${params.required(1, readWhole)}` });
    },
    async setCode(params) {
      return set(dev, "code", params, { code: hex(params.required(1, readBytes)) });
    },
    async setStorageAt(params) {
      const slot = hex(params.required(1, readSlot));
      return set(dev, "storage", params, { slot, value: hex(params.required(2, readSlot)) });
    },
  }) satisfies Methods;

async function set(dev: DevNode, kind: string, params: Params, change: Record<string, string>): Promise<boolean> {
  await dev.act("set", { kind, address: hex(params.required(0, readAddress)), ...change });
  return true;
}

/** @param interval seconds between the blocks */
async function mine(dev: DevNode, blocks: bigint, interval: bigint | undefined): Promise<void> {
  if (blocks > MAX_BLOCKS) throw invalidParams(`at most ${MAX_BLOCKS} blocks at once`);
  for (let block = 0n; block < blocks; block++) {
    if (block === 0n || interval === undefined) await dev.act("mine");
    else {
      const { seconds } = await dev.ask<{ seconds: string }>("state");
      await dev.act("mine", { seconds: `${BigInt(seconds) + interval}` });
    }
  }
}

const evmMethods = (dev: DevNode): Methods => ({
  async evm_snapshot() {
    return quantity(await dev.snapshot());
  },
  async evm_revert(params) {
    return dev.revert(Number(params.required(0, readWhole)));
  },
  async evm_mine(params) {
    const seconds = params.optional(0, readTimestamp);
    await dev.act("mine", seconds === undefined ? {} : { seconds: `${seconds}` });
    return "0x0";
  },
  async evm_increaseTime(params) {
    const { offset } = await dev.ask<{ offset: string }>("increaseTime", {
      seconds: `${params.required(0, readWhole)}`,
    });
    return offset;
  },
  async evm_setNextBlockTimestamp(params) {
    const seconds = params.required(0, readWhole);
    await dev.ask("nextTime", { seconds: `${seconds}` });
    return seconds.toString();
  },
  async evm_setAutomine(params) {
    await dev.ask("automine", { enabled: params.required(0, readBoolean) });
    return true;
  },
  async evm_setIntervalMining(params) {
    await dev.ask("interval", { milliseconds: Number(params.required(0, readWhole)) });
    return true;
  },
});

const accountMethods = (parts: MethodParts, dev: DevNode): Methods => ({
  async eth_accounts() {
    return dev.accounts.map(data);
  },
  async eth_sendTransaction(params) {
    const tx = await inTheNameOf(parts, dev, params.required(0, readCall));
    await parts.sender.send(tx);
    await dev.settled();
    return data(tx.hash);
  },
  // Tools that change state look here for a network that allows it.
  async web3_clientVersion() {
    return `anvil/Echoin/v${parts.node.version}`;
  },
});

/** The transaction that is asked for, in the name of its sender, with what is left out filled in. */
async function inTheNameOf(parts: MethodParts, dev: DevNode, asked: AskedCall): Promise<EthereumTransaction> {
  const { from } = asked;
  if (from === undefined) throw invalidParams("missing from");
  dev.requireSender(from);
  // A price of nothing is what a sponsor pays for.
  const prices = asked.maxFeePerGas === 0n ? FREE : await pricesOf(parts, asked);
  // Of a type whose signature may be another's: that of the oldest one tells the chain too.
  const fields = { ...(await filledIn(parts, asked, prices)), hasGasPrice: false };
  return decodeEthereumTransaction(unsignedTransaction(fields, { r: UNSIGNED_R, s: bytesToNumber(from) }).raw);
}

const FREE = { maxFeePerGas: 0n, maxPriorityFeePerGas: 0n };

/** A whole number, as a number, decimal or hexadecimal text: tools write all of these. @throws Misfit */
function readWhole(value: unknown): bigint {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return BigInt(value);
  if (typeof value === "string" && /^\d+$/.test(value)) return BigInt(value);
  if (typeof value === "string" && /^0x0*[0-9a-f]+$/i.test(value)) return readQuantity(quantity(BigInt(value)));
  throw new Misfit("it is no whole number");
}

/** The time of a block: anvil takes it in an object too. @throws Misfit */
function readTimestamp(value: unknown): bigint {
  const inside = typeof value === "object" && value !== null ? (value as { timestamp?: unknown }).timestamp : value;
  return readWhole(inside);
}
