import { ResponseCheckTx, ResponseFinalizeBlock, type VoteInfo } from "cosmjs-types/tendermint/abci/types";
import { decodeMessage } from "../../../proto/reader.js";
import { AddressCodec } from "../../state/addresses.js";
import { openMultiStore } from "../../store/open.js";
import type { MultiStore } from "../../store/types.js";
import { type ApplicationParts, EchoinApplication } from "../application.js";
import { defaultSettings, type NodeSettings } from "../config.js";
import { createEchoin, type Echoin } from "../echoin.js";
import { defaultAppState } from "../genesis.js";
import { silentLogger } from "../logger.js";
import { freeGas } from "./fee-market.js";
import { type GenesisCandidate, withValidators } from "./validators.js";

/** A whole application over a store in memory, which a test drives block by block. */
export interface TestChain {
  readonly app: EchoinApplication;
  readonly chain: Echoin;
  readonly store: MultiStore;
  /**
   * Runs a block and commits it; each block is a second later. Without `votes` nobody is known to have signed; without
   * `proposer`, a consensus address, it is nobody's.
   */
  block(txs: readonly Uint8Array[], votes?: readonly VoteInfo[], proposer?: Uint8Array): Promise<ResponseFinalizeBlock>;
  check(tx: Uint8Array): Promise<ResponseCheckTx>;
}

type GenesisParts = Record<string, Record<string, unknown>>;

/** Who validates where a test does not say it. */
export const VALIDATOR = {
  operator: new Uint8Array(20).fill(0xee),
  consensusKey: new Uint8Array(32).fill(7),
  tokens: 10n ** 18n,
};

const NOBODY = new Uint8Array(20).fill(7);

const GENESIS_SECONDS = 1_700_000_000n;

/**
 * Gas costs nothing, where `change` does not price it.
 * @param change what the genesis file has beside its defaults
 */
export async function startTestChain(
  change: (state: GenesisParts) => void,
  settings: Partial<NodeSettings> = {},
  maxGas = -1n,
  candidates: readonly GenesisCandidate[] = [VALIDATOR],
  parts: Partial<ApplicationParts> = {},
): Promise<TestChain> {
  const chain = createEchoin();
  const store = await openMultiStore({ file: ":memory:", storeNames: chain.storeNames, synchronous: "OFF" });
  const app = new EchoinApplication({
    chain,
    store,
    settings: { ...defaultSettings, ...settings },
    queries: { query: () => Promise.reject(new Error("not here")), onVersion() {} },
    snapshots: { onCommit() {} } as never,
    logger: silentLogger,
    version: "test",
    ...parts,
  });
  await app.load();
  const state = structuredClone(defaultAppState(chain)) as GenesisParts;
  state["feemarket"] = freeGas(state["feemarket"]!);
  change(state);
  const staked = withValidators(state, new AddressCodec("echo"), candidates);
  await app.initChain({
    chainId: "test-1",
    time: { seconds: GENESIS_SECONDS, nanos: 0 },
    appStateBytes: Buffer.from(JSON.stringify(staked)),
    initialHeight: 1n,
    validators: [],
    consensusParams:
      maxGas < 0n
        ? undefined
        : {
            block: { maxBytes: 1_000_000n, maxGas },
            evidence: { maxAgeNumBlocks: 100n, maxAgeDuration: { seconds: 100n, nanos: 0 }, maxBytes: 10_000n },
            validator: { pubKeyTypes: ["ed25519"] },
            version: { app: 0n },
            abci: { voteExtensionsEnableHeight: 0n },
          },
  });
  let height = 0n;
  const block: TestChain["block"] = async (txs, votes = [], proposer = NOBODY) => {
    height++;
    const pieces = await app.finalizeBlock({
      txs: [...txs],
      decidedLastCommit: { round: 0, votes: [...votes] },
      misbehavior: [],
      hash: new Uint8Array(32),
      height,
      time: { seconds: GENESIS_SECONDS + height, nanos: 0 },
      nextValidatorsHash: new Uint8Array(32),
      proposerAddress: proposer,
    });
    await app.commit();
    return decodeMessage(ResponseFinalizeBlock, Buffer.concat(pieces));
  };
  const check = async (tx: Uint8Array): Promise<ResponseCheckTx> =>
    decodeMessage(ResponseCheckTx, await app.checkTx({ tx, type: 0 }));
  return { app, chain, store, block, check };
}
