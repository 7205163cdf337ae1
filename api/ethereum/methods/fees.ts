import { parseGasPrices } from "../../../abci/app/config.js";
import { roundUp } from "../../../abci/state/decimals.js";
import type { Deadline } from "../../deadline.js";
import type { BlockRecord } from "../store/reader.js";
import { failed } from "../errors.js";
import { Misfit, quantity, readCount, readList, readNumber } from "../values.js";
import type { MethodParts, Methods } from "./types.js";

/** As go-ethereum's oracle: the tip that this share of recent transactions did not exceed, in hundredths. */
const TIP_PERCENTILE = 60;
const TIP_BLOCKS = 20;
/** The most that one history may be over. */
const MAX_HISTORY_BLOCKS = 1024;
const MAX_PERCENTILES = 100;

/** Prices of gas, past and next. */
export const feeMethods = (parts: MethodParts): Methods => {
  const { chain } = parts;
  const nextBaseFee = async (): Promise<bigint> => chain.echoin.keepers.evm.fees.baseFee(await chain.latest());

  /** Of one block: all who ask between two blocks are told the same. */
  let usual: { readonly height: number; readonly tip: Promise<bigint> } | undefined;
  const usualTip = (): Promise<bigint> => {
    const { height } = chain;
    if (usual?.height !== height) usual = { height, tip: tipAt(parts, height) };
    return usual.tip;
  };

  /** A tip with which a transaction is likely to be among the next: what others gave, and what this node asks for. */
  const suggested = async (baseFee: bigint): Promise<bigint> => {
    const tip = await usualTip();
    const floor = await nodeFloor(parts);
    return floor > baseFee + tip ? floor - baseFee : tip;
  };

  return {
    async eth_gasPrice() {
      const baseFee = await nextBaseFee();
      return quantity(baseFee + (await suggested(baseFee)));
    },
    async eth_maxPriorityFeePerGas() {
      return quantity(await suggested(await nextBaseFee()));
    },
    async eth_blobBaseFee() {
      return "0x1";
    },
    async eth_feeHistory(params, { deadline }) {
      const count = Math.min(params.required(0, readCount), MAX_HISTORY_BLOCKS);
      const reference = params.required(1, readNumber);
      const percentiles = params.optional(2, readPercentiles);
      if (count === 0) return { oldestBlock: "0x0", gasUsedRatio: [] };
      const last = await chain.block(reference);
      if (last === undefined) {
        const asked = reference.kind === "number" ? reference.number : 0;
        throw failed(`request beyond head block: requested ${asked}, head ${chain.height}`);
      }
      const blocks = await chain.index.reader.blocks(Math.max(1, last.height - count + 1), last.height);
      const next = await chain.block({ kind: "number", number: last.height + 1 });
      const baseFees = [...blocks.map(({ header }) => header.baseFeePerGas)];
      baseFees.push(next?.header.baseFeePerGas ?? (await nextBaseFee()));
      return {
        oldestBlock: quantity(blocks[0]!.height),
        ...(percentiles && { reward: await rewards(parts, blocks, { percentiles, deadline }) }),
        baseFeePerGas: baseFees.map(quantity),
        // Of all transactions, Ethereum's or not: it is what moves the base fee.
        gasUsedRatio: blocks.map(({ header }) => Number(header.totalGasUsed) / Number(header.gasLimit)),
        baseFeePerBlobGas: baseFees.map(() => "0x1"),
        blobGasUsedRatio: blocks.map(() => 0),
      };
    },
  };
};

/** The tip for a transaction that is filled now. */
export async function suggestedTip(parts: MethodParts, baseFee: bigint): Promise<bigint> {
  const [tip, floor] = [await tipAt(parts, parts.chain.height), await nodeFloor(parts)];
  return floor > baseFee + tip ? floor - baseFee : tip;
}

async function tipAt({ chain }: MethodParts, height: number): Promise<bigint> {
  const first = Math.max(1, height - TIP_BLOCKS + 1);
  const paid = (await chain.index.reader.prices(first, height)).map(({ tip }) => tip).sort(ascending);
  return paid[Math.floor(((paid.length - 1) * TIP_PERCENTILE) / 100)] ?? 0n;
}

const ascending = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

function readPercentiles(value: unknown): number[] {
  const percentiles = readList(value, (each) => {
    if (typeof each !== "number") throw new Misfit("a reward percentile is a number");
    return each;
  });
  if (percentiles.length > MAX_PERCENTILES)
    throw failed(`invalid reward percentile: over the query limit ${MAX_PERCENTILES}`);
  for (const [index, each] of percentiles.entries()) {
    if (!(each >= 0 && each <= 100)) throw failed(`invalid reward percentile: ${each.toFixed(6)}`);
    const before = percentiles[index - 1];
    if (before !== undefined && before >= each) {
      throw failed(`invalid reward percentile: #${index - 1}:${before.toFixed(6)} >= #${index}:${each.toFixed(6)}`);
    }
  }
  return percentiles;
}

/** For each block the tips at these percentiles of its gas; zeros for one without transactions. */
async function rewards(
  { chain }: MethodParts,
  blocks: readonly BlockRecord[],
  { percentiles, deadline }: { readonly percentiles: readonly number[]; readonly deadline: Deadline },
): Promise<string[][]> {
  const all: string[][] = [];
  for (const { height, header } of blocks) {
    deadline.check();
    const paid = (await chain.index.reader.prices(height, height)).sort((a, b) => ascending(a.tip, b.tip));
    let place = 0;
    let gas = paid[0]?.gasUsed ?? 0;
    const tips = percentiles.map((percentile) => {
      const threshold = (Number(header.gasUsed) * percentile) / 100;
      while (gas < threshold && place < paid.length - 1) gas += paid[++place]!.gasUsed;
      return quantity(paid[place]?.tip ?? 0n);
    });
    all.push(tips);
  }
  return all;
}

/** The least price that this node takes into its mempool, in base units, rounded up. */
async function nodeFloor({ chain, node }: MethodParts): Promise<bigint> {
  const { denom } = await chain.facts();
  return roundUp(parseGasPrices(node.minimumGasPrices).find((price) => price.denom === denom)?.amount18 ?? 0n);
}
