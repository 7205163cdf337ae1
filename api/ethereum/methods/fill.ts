import { rulesOf } from "../../../modules/evm/environment.js";
import { HISTORY_ADDRESS, ROOTS_ADDRESS } from "../../../modules/evm/system-contracts.js";
import { keccak256 } from "../../../modules/evm/crypto.js";
import { precompilesOf } from "../../../modules/evm/vm.js";
import { failed } from "../errors.js";
import { unsignedJson } from "../json.js";
import { type UnsignedFields, unsignedTransaction } from "../unsigned.js";
import { data, type Params, quantity } from "../values.js";
import { type AskedCall, readCall } from "./call-request.js";
import { prepareState } from "./calls.js";
import { suggestedTip } from "./fees.js";
import type { MethodParts, Methods } from "./types.js";

/** What tools ask before they sign: the chain's rules, and a transaction with everything in it. */
export const fillMethods = (parts: MethodParts): Methods => ({
  eth_fillTransaction: (params) => fill(parts, params),
  eth_config: () => chainConfig(parts),
});

async function fill(parts: MethodParts, params: Params): Promise<unknown> {
  const asked = params.required(0, readCall);
  const tx = unsignedTransaction(await filledIn(parts, asked, await pricesOf(parts, asked)));
  return { raw: data(tx.raw), tx: unsignedJson(tx) };
}

type Prices = Pick<AskedCall, "maxFeePerGas" | "maxPriorityFeePerGas">;

/** What is asked for at these prices, with everything else that a transaction has. @throws JsonRpcError */
export async function filledIn(parts: MethodParts, asked: AskedCall, prices: Prices): Promise<UnsignedFields> {
  const { chain, pool } = parts;
  const from = asked.from ?? new Uint8Array(20);
  if (asked.to === undefined && (asked.data?.length ?? 0) === 0) {
    throw failed("contract creation without any data provided");
  }
  if (asked.to === undefined && asked.authorizations !== undefined) {
    throw failed(`missing "to" in set code transaction`);
  }
  const nonce = asked.nonce ?? pool.nextNonce(from, await chain.pendingNonce(from));
  const ctx = await chain.latest();
  const options = await prepareState(parts, ctx, asked, { accounts: undefined, block: undefined });
  const request = { ...asked, ...prices };
  const gas = asked.gas ?? (await chain.echoin.evmCalls.estimateGas(ctx, request, options));
  const { chainId } = await chain.facts();
  return { ...request, from, gas, nonce, chainId };
}

/** The prices that are asked for, or those that a transaction of now should have. @throws JsonRpcError */
export async function pricesOf(parts: MethodParts, asked: AskedCall): Promise<Prices> {
  const { chain } = parts;
  const { maxFeePerGas: cap, maxPriorityFeePerGas: tip, hasGasPrice } = asked;
  if (hasGasPrice) {
    if (cap === 0n) throw failed("gasPrice must be non-zero after london fork");
    return { maxFeePerGas: cap, maxPriorityFeePerGas: tip };
  }
  if (cap === 0n && tip !== undefined) throw failed("maxFeePerGas must be non-zero");
  const head = await chain.block({ kind: "latest" });
  const baseFee = head?.header.baseFeePerGas ?? 0n;
  const maxPriorityFeePerGas = tip ?? (await suggestedTip(parts, baseFee));
  const maxFeePerGas = cap ?? maxPriorityFeePerGas + 2n * baseFee;
  if (maxFeePerGas < maxPriorityFeePerGas) {
    throw failed(`maxFeePerGas (${quantity(maxFeePerGas)}) < maxPriorityFeePerGas (${quantity(maxPriorityFeePerGas)})`);
  }
  return { maxFeePerGas, maxPriorityFeePerGas };
}

/** EIP-7910. The rules are in force from genesis, and parameters change them at once: there is nothing to come. */
async function chainConfig({ chain }: MethodParts): Promise<unknown> {
  const ctx = await chain.latest();
  const rules = await rulesOf(ctx, chain.echoin.keepers.evm);
  const precompiles = precompilesOf(rules).map((address) => [nameOf(address), data(address)] as const);
  const current = {
    activationTime: 0,
    // There are no blobs.
    blobSchedule: null,
    chainId: quantity(rules.chainId),
    forkId: forkId(ctx.block.chainId),
    precompiles: Object.fromEntries(precompiles),
    systemContracts: { BEACON_ROOTS_ADDRESS: data(ROOTS_ADDRESS), HISTORY_STORAGE_ADDRESS: data(HISTORY_ADDRESS) },
  };
  return { current, next: null, last: null };
}

/** EIP-2124's, over the hash of the chain's name: there is no genesis block to have one. */
function forkId(name: string): string {
  let crc = 0xffffffff;
  for (const byte of keccak256(Buffer.from(name))) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return `0x${((crc ^ 0xffffffff) >>> 0).toString(16).padStart(8, "0")}`;
}

/** By the last two bytes of the address. */
const PRECOMPILES: Readonly<Record<number, string>> = {
  0x01: "ECREC",
  0x02: "SHA256",
  0x03: "RIPEMD160",
  0x04: "ID",
  0x05: "MODEXP",
  0x06: "BN254_ADD",
  0x07: "BN254_MUL",
  0x08: "BN254_PAIRING",
  0x09: "BLAKE2F",
  0x0a: "KZG_POINT_EVALUATION",
  0x0b: "BLS12_G1ADD",
  0x0c: "BLS12_G1MSM",
  0x0d: "BLS12_G2ADD",
  0x0e: "BLS12_G2MSM",
  0x0f: "BLS12_PAIRING_CHECK",
  0x10: "BLS12_MAP_FP_TO_G1",
  0x11: "BLS12_MAP_FP2_TO_G2",
  0x100: "P256VERIFY",
};

const nameOf = (address: Uint8Array): string => {
  const number = address.at(-2)! * 256 + address.at(-1)!;
  return PRECOMPILES[number] ?? data(address);
};
