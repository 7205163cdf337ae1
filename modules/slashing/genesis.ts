import type { MissedBlock } from "cosmjs-types/cosmos/slashing/v1beta1/genesis";
import { AddressCodec } from "../../abci/state/addresses.js";
import type { ReadContext } from "../../abci/state/context.js";
import { sdk } from "../../abci/state/errors.js";
import type { GenesisHandler } from "../../abci/state/module.js";
import { timestampToNanos } from "../../abci/state/time.js";
import { GenesisState } from "../../proto/generated/echoin/slashing/v1/genesis.js";
import { bitAt, CHUNK_BITS } from "./bitmap.js";
import type { SlashingKeeper } from "./keeper.js";
import { isOutdated, newWindow } from "./liveness.js";
import { DEFAULT_PARAMS, DEFAULT_PROPOSAL_PARAMS, validateGenesisParams, validateProposalParams } from "./params.js";
import { MAX_TURNS } from "./types.js";

/**
 * Parameters, and how validators signed and proposed so far. The validator set is not part of it: CometBFT begins a new
 * chain with new priorities.
 */
export const slashingGenesis = (slashing: SlashingKeeper): GenesisHandler<GenesisState> => ({
  codec: GenesisState,
  defaults: () => ({
    params: DEFAULT_PARAMS,
    signingInfos: [],
    missedBlocks: [],
    proposals: DEFAULT_PROPOSAL_PARAMS,
    turns: [],
  }),

  validate(state, prefix) {
    const addresses = new AddressCodec(prefix);
    validateGenesisParams(state.params);
    validateProposalParams(state.proposals);
    validateInfos(addresses, state);
    const seen = new Set<string>();
    for (const { address, turns } of state.turns) {
      requireNew(seen, addresses.formatConsensus(addresses.parseConsensus(address)), "turns");
      const { missed = 0n, count = 0 } = turns ?? {};
      if (count > MAX_TURNS || missed >> BigInt(count) !== 0n) {
        throw sdk.invalidRequest(`turns of ${address}: at most ${MAX_TURNS}, and none missed beyond their count`);
      }
    }
  },

  async init(ctx, state) {
    await slashing.setParams(ctx, state.params);
    await slashing.setProposalParams(ctx, state.proposals);
    // Staking's genesis comes before, and tells of no validator of a chain that was exported.
    for await (const { consAddress, consPubkey } of slashing.staking.validators(ctx)) {
      await slashing.pubkeys.set(ctx, consAddress, consPubkey);
    }
    for (const { address, validatorSigningInfo } of state.signingInfos) {
      await slashing.infos.set(ctx, ctx.addresses.parseConsensus(address), validatorSigningInfo);
    }
    for (const { address, missedBlocks } of state.missedBlocks) {
      const consAddress = ctx.addresses.parseConsensus(address);
      for (const { index, missed } of missedBlocks) await slashing.setMissedAt(ctx, consAddress, index, missed);
    }
    for (const { address, turns } of state.turns) {
      if (turns !== undefined) await slashing.turns.set(ctx, ctx.addresses.parseConsensus(address), turns);
    }
  },

  async export(ctx) {
    const state: GenesisState = {
      params: await slashing.params(ctx),
      signingInfos: [],
      missedBlocks: [],
      proposals: await slashing.proposalParams(ctx),
      turns: [],
    };
    for await (const [consAddress, info] of slashing.infos.range(ctx)) {
      const address = ctx.addresses.formatConsensus(consAddress);
      const isOld = await isOutdated(ctx, slashing, info);
      state.signingInfos.push({ address, validatorSigningInfo: isOld ? { ...info, ...newWindow(ctx) } : info });
      const missedBlocks = isOld ? [] : await missedBlocksOf(ctx, slashing, consAddress);
      state.missedBlocks.push({ address, missedBlocks });
    }
    for await (const [address, turns] of slashing.turns.range(ctx)) {
      state.turns.push({ address: ctx.addresses.formatConsensus(address), turns });
    }
    return state;
  },
});

/** The indexes of a validator's window whose votes are missing. */
async function missedBlocksOf(ctx: ReadContext, slashing: SlashingKeeper, consAddress: Uint8Array) {
  const missed: MissedBlock[] = [];
  for await (const [[, chunk], bits] of slashing.missedBlocks.range(ctx, { prefix: consAddress })) {
    for (let bit = 0; bit < CHUNK_BITS; bit++) {
      if (bitAt(bits, bit)) missed.push({ index: chunk * BigInt(CHUNK_BITS) + BigInt(bit), missed: true });
    }
  }
  return missed;
}

function validateInfos(addresses: AddressCodec, { params, signingInfos, missedBlocks }: GenesisState): void {
  const counters = new Map<string, bigint>();
  for (const { address, validatorSigningInfo: info } of signingInfos) {
    const canonical = addresses.formatConsensus(addresses.parseConsensus(address));
    if (counters.has(canonical)) throw sdk.invalidRequest(`signing_infos has ${address} twice`);
    counters.set(canonical, info.missedBlocksCounter);
    if (info.startHeight < 0n || info.indexOffset < 0n || info.missedBlocksCounter < 0n) {
      throw sdk.invalidRequest(`the signing info of ${address} has a negative number`);
    }
    timestampToNanos(info.jailedUntil);
  }
  const seen = new Set<string>();
  for (const { address, missedBlocks: blocks } of missedBlocks) {
    const canonical = addresses.formatConsensus(addresses.parseConsensus(address));
    requireNew(seen, canonical, "missed_blocks");
    const missed = new Set(blocks.filter((block) => block.missed).map(({ index }) => index));
    const outside = blocks.find(({ index }) => index < 0n || index >= params.signedBlocksWindow);
    if (outside !== undefined) throw sdk.invalidRequest(`missed_blocks of ${address}: ${outside.index} is no index`);
    if (!counters.has(canonical)) throw sdk.invalidRequest(`missed_blocks of ${address}, which has no signing info`);
    requireCount(address, BigInt(missed.size), counters.get(canonical)!);
    counters.delete(canonical);
  }
  for (const [address, counter] of counters) requireCount(address, 0n, counter);
}

function requireNew(seen: Set<string>, address: string, list: string): void {
  if (seen.has(address)) throw sdk.invalidRequest(`${list} has ${address} twice`);
  seen.add(address);
}

function requireCount(address: string, missed: bigint, counter: bigint): void {
  if (missed === counter) return;
  throw sdk.invalidRequest(`${address} has ${missed} missed_blocks, but missed_blocks_counter says ${counter}`);
}
