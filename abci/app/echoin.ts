import { AccountKeeper } from "../../modules/auth/keeper.js";
import { authModule } from "../../modules/auth/module.js";
import { addressOfModule } from "../../modules/auth/pubkey-addresses.js";
import { FEE_COLLECTOR, type ModulePermissions } from "../../modules/auth/types.js";
import { AuthzKeeper } from "../../modules/authz/keeper.js";
import { authzModule } from "../../modules/authz/module.js";
import { BankKeeper } from "../../modules/bank/keeper.js";
import { bankModule } from "../../modules/bank/module.js";
import { ChainKeeper } from "../../modules/chain/keeper.js";
import { chainModule } from "../../modules/chain/module.js";
import { DEFAULT_INFO } from "../../modules/chain/types.js";
import { ConsensusKeeper } from "../../modules/consensus/keeper.js";
import { consensusModule } from "../../modules/consensus/module.js";
import { CouncilKeeper } from "../../modules/council/keeper.js";
import { councilModule } from "../../modules/council/module.js";
import { distributionHooks } from "../../modules/distribution/hooks.js";
import { DistributionKeeper } from "../../modules/distribution/keeper.js";
import { distributionModule } from "../../modules/distribution/module.js";
import { rewardValidator } from "../../modules/distribution/allocation.js";
import { MODULE_NAME as DISTRIBUTION } from "../../modules/distribution/types.js";
import { EvidenceKeeper } from "../../modules/evidence/keeper.js";
import { evidenceModule } from "../../modules/evidence/module.js";
import { EvmCalls } from "../../modules/evm/calls.js";
import { recoverSigner } from "../../modules/evm/crypto.js";
import { EvmKeeper } from "../../modules/evm/keeper.js";
import { evmModule } from "../../modules/evm/module.js";
import { TRANSIENT_STORE } from "../../modules/evm/types.js";
import { Engines, type Observe } from "../../modules/evm/vm.js";
import { FeegrantKeeper } from "../../modules/feegrant/keeper.js";
import { feegrantModule } from "../../modules/feegrant/module.js";
import { FeeMarketKeeper } from "../../modules/feemarket/keeper.js";
import { feeMarketModule } from "../../modules/feemarket/module.js";
import { MODULE_NAME as FEE_MARKET, TRANSIENT_STORE as TRANSIENT_FEES } from "../../modules/feemarket/types.js";
import { genutilModule } from "../../modules/genutil/module.js";
import { govHooks } from "../../modules/gov/hooks.js";
import { GovKeeper } from "../../modules/gov/keeper.js";
import { govModule } from "../../modules/gov/module.js";
import { MODULE_NAME as GOV } from "../../modules/gov/types.js";
import { MintKeeper } from "../../modules/mint/keeper.js";
import { mintModule } from "../../modules/mint/module.js";
import { MODULE_NAME as MINT } from "../../modules/mint/types.js";
import { afterGenesis as followFirstValidators } from "../../modules/slashing/blocks.js";
import { slashingHooks } from "../../modules/slashing/hooks.js";
import { SlashingKeeper } from "../../modules/slashing/keeper.js";
import { slashingModule } from "../../modules/slashing/module.js";
import { SponsorKeeper } from "../../modules/sponsor/keeper.js";
import { sponsorModule } from "../../modules/sponsor/module.js";
import { MODULE_NAME as SPONSOR, VOUCHER_ADDRESS } from "../../modules/sponsor/types.js";
import { StakingKeeper } from "../../modules/staking/keeper.js";
import { stakingModule } from "../../modules/staking/module.js";
import { BONDED_POOL, NOT_BONDED_POOL, type StakingHooks } from "../../modules/staking/types.js";
import { preBlock } from "../../modules/upgrade/blocks.js";
import { UpgradeKeeper } from "../../modules/upgrade/keeper.js";
import { upgradeModule } from "../../modules/upgrade/module.js";
import type { PreBlockResult, UpgradeTable } from "../../modules/upgrade/types.js";
import { vestingModule } from "../../modules/vesting/module.js";
import { MsgVoteExtensions } from "../../proto/generated/echoin/votes/v1/votes.js";
import { AddressCodec } from "../state/addresses.js";
import { ModuleStore } from "../state/collections.js";
import { type BlockInfo, QueryContext, type ReadContext, type WriteContext } from "../state/context.js";
import type { Invariant, ModuleDefinition, ReadAhead } from "../state/module.js";
import type { StateReader } from "../state/overlay.js";
import { MsgEthereumTx } from "../../proto/generated/echoin/evm/v1/tx.js";
import type { MaybePromise, StoreKey } from "../store/types.js";
import { deliverGenesisTransaction } from "./genesis-transactions.js";
import { Router } from "./router.js";
import type { Transaction } from "./transaction.js";

/** Module accounts, and what each may do with money. */
const moduleAccounts: ModulePermissions = {
  [FEE_COLLECTOR]: [],
  [DISTRIBUTION]: [],
  [MINT]: ["minter"],
  [BONDED_POOL]: ["burner", "staking"],
  [NOT_BONDED_POOL]: ["burner", "staking"],
  [GOV]: ["burner"],
  [SPONSOR]: [],
  [FEE_MARKET]: ["burner"],
};

/** What the wiring needs to know of the node that it is for. */
export interface EchoinOptions {
  /** Planned upgrades that this program can carry out. */
  readonly upgrades?: UpgradeTable;
  /** Heights at which a planned upgrade is skipped. */
  readonly skipUpgradeHeights?: readonly bigint[];
  /** Sees the EVM run: for traces, which replay blocks on a thread of their own, and for dev nodes. */
  readonly observeEvm?: Observe;
  /** Whether contracts may be of any size: for dev nodes. */
  readonly unlimitedCode?: boolean;
  /** What a block begins with: for dev nodes, whose owner sets state. */
  readonly beforeBlock?: (ctx: WriteContext) => Promise<void>;
}

/** What the chain calls itself at one version, and the block that wrote it. */
export interface ChainIdentity {
  readonly bech32Prefix: string;
  readonly lastBlock: BlockInfo;
}

export type Echoin = ReturnType<typeof createEchoin>;

/**
 * The chain, put together: keepers, then modules, then their order. Nothing here has state; the consensus thread and each
 * worker make their own.
 */
export function createEchoin(options: EchoinOptions = {}) {
  const { upgrades = {}, skipUpgradeHeights = [], observeEvm, unlimitedCode, beforeBlock } = options;
  const authority = addressOfModule(GOV);
  const router = new Router();
  /**
   * What never runs inside another message, nor in gov's name: Ethereum's transactions, which have their own signatures,
   * and votes, which only a block's proposer carries.
   */
  const isRefused = (typeUrl: string): boolean =>
    typeUrl === MsgEthereumTx.typeUrl || typeUrl === MsgVoteExtensions.typeUrl;

  const chain = new ChainKeeper(new ModuleStore("chain"));
  const consensus = new ConsensusKeeper(new ModuleStore("consensus"), authority);
  const accounts = new AccountKeeper(new ModuleStore("acc"), { authority, modules: moduleAccounts });
  // Nobody has the key of the voucher address: what is sent there is lost.
  const blocked = [...Object.keys(moduleAccounts).map(addressOfModule), VOUCHER_ADDRESS];
  const bank = new BankKeeper(new ModuleStore("bank"), accounts, { authority, blocked });
  // Staking asks the council who may have a seat; the council asks staking who has one, and gov what is voted on.
  const council = new CouncilKeeper({
    store: new ModuleStore("council"),
    authority,
    staking: { activeSet: (ctx) => staking.activeSet(ctx) },
    proposals: {
      votable: async (ctx, id) => (await gov.votable(ctx, id))?.messages,
      messagesOf: (ctx, id) => gov.messagesOf(ctx, id),
    },
  });
  // Who hears of changes of stake, in this order.
  const stakingHooks: StakingHooks[] = [];
  const staking: StakingKeeper = new StakingKeeper({
    store: new ModuleStore("staking"),
    bank,
    accounts,
    consensus,
    seats: council,
    authority,
    slashSink: (ctx, pool, coins) => distribution.fundCommunityPool(ctx, coins, pool),
    hooks: stakingHooks,
  });
  const distribution = new DistributionKeeper({
    store: new ModuleStore("distribution"),
    authority,
    account: addressOfModule(DISTRIBUTION),
    feeCollector: addressOfModule(FEE_COLLECTOR),
    bank,
    staking,
  });
  const slashing = new SlashingKeeper({
    store: new ModuleStore("slashing"),
    staking,
    chain,
    communityPool: (ctx, pool, coins) => distribution.fundCommunityPool(ctx, coins, pool),
    authority,
  });
  const evidence = new EvidenceKeeper({ store: new ModuleStore("evidence"), staking, slashing, consensus });
  stakingHooks.push(distributionHooks(distribution), slashingHooks(slashing));
  const gov: GovKeeper = new GovKeeper({
    store: new ModuleStore("gov"),
    address: authority,
    router,
    isRefused,
    bank,
    staking,
    pool: {
      address: addressOfModule(DISTRIBUTION),
      fundCommunityPool: (ctx, coins, sender) => distribution.fundCommunityPool(ctx, coins, sender),
    },
    council,
  });
  stakingHooks.push(govHooks(gov));
  const mint = new MintKeeper({ store: new ModuleStore("mint"), authority, bank, staking });
  const feeGrants = new FeegrantKeeper({ store: new ModuleStore("feegrant"), accounts, recipients: bank });
  const authz = new AuthzKeeper({ store: new ModuleStore("authz"), router, accounts, recipients: bank, isRefused });
  const upgrade = new UpgradeKeeper({
    store: new ModuleStore("upgrade"),
    authority,
    table: upgrades,
    skipHeights: skipUpgradeHeights,
  });

  const maxBlockGas = (ctx: ReadContext): MaybePromise<bigint> => consensus.maxBlockGas(ctx);
  const feeMarket = new FeeMarketKeeper({
    store: new ModuleStore("feemarket"),
    transient: new ModuleStore(TRANSIENT_FEES),
    bank,
    chain,
    recipients: {
      fundCommunityPool: (ctx, coins, from) => distribution.fundCommunityPool(ctx, coins, from),
      rewardValidator: (ctx, reward) => rewardValidator(ctx, distribution, reward),
    },
    validators: { operatorOf: (ctx, consAddress) => staking.byConsAddress.read(ctx, consAddress) },
    maxBlockGas,
    collector: accounts.moduleAddress(FEE_COLLECTOR),
    authority,
  });
  const sponsors = new SponsorKeeper({
    store: new ModuleStore("sponsor"),
    account: addressOfModule(SPONSOR),
    authority,
    bank,
    chain,
    keys: { chainId: async (ctx) => (await evm.params(ctx)).chainId, recover: recoverSigner },
  });
  const evm: EvmKeeper = new EvmKeeper({
    store: new ModuleStore("evm"),
    transient: new ModuleStore(TRANSIENT_STORE),
    accounts,
    bank,
    chain,
    fees: feeMarket,
    sponsors,
    maxBlockGas,
    authority,
    escrow: accounts.moduleAddress(FEE_COLLECTOR),
    unlimitedCode,
  });
  const engines = new Engines(evm, observeEvm);

  const modules = {
    chain: chainModule(chain),
    consensus: consensusModule(consensus),
    auth: authModule(accounts),
    bank: bankModule(bank),
    distribution: distributionModule(distribution),
    staking: stakingModule(staking),
    slashing: slashingModule(slashing),
    evidence: evidenceModule(evidence),
    mint: mintModule(mint, DEFAULT_INFO.baseDenom),
    council: councilModule(council),
    gov: govModule(gov),
    vesting: vestingModule(accounts, bank),
    feegrant: feegrantModule(feeGrants),
    authz: authzModule(authz),
    feeMarket: feeMarketModule(feeMarket),
    evm: evmModule({ keeper: evm, engines }),
    sponsor: sponsorModule(sponsors, evm.fees),
    upgrade: upgradeModule(upgrade),
    genutil: genutilModule({
      deliver: (ctx, tx) =>
        deliverGenesisTransaction(ctx, tx, { router, keepers: { accounts, bank, feeGrants, feeMarket, evm } }),
      settleValidators: (ctx) => staking.settleValidators(ctx),
    }),
  };
  const allModules: readonly ModuleDefinition[] = Object.values(modules);
  router.mount(allModules);

  // The chain module comes first: every address in a genesis file depends on its prefix. The council's rules decide who
  // is in staking's first set, and gov counts votes by what staking knows.
  const genesisOrder = [
    modules.chain,
    modules.auth,
    modules.bank,
    modules.distribution,
    modules.council,
    modules.staking,
    modules.slashing,
    modules.gov,
    modules.mint,
    modules.evidence,
    modules.feegrant,
    modules.authz,
    modules.feeMarket,
    modules.evm,
    modules.sponsor,
    modules.genutil,
  ];
  const beginBlockOrder = [
    modules.evm,
    modules.auth,
    modules.mint,
    modules.distribution,
    modules.slashing,
    modules.evidence,
    modules.staking,
    modules.authz,
  ];
  // Slashing follows what staking changes in CometBFT's validator set. The EVM closes its header over all of the block, and
  // tells the base fee that it had: that of the next comes after it.
  const endBlockOrder = [
    modules.gov,
    modules.staking,
    modules.feegrant,
    modules.slashing,
    modules.sponsor,
    modules.evm,
    modules.feeMarket,
  ];

  const hints = new Map<string, ReadAhead[]>();
  for (const [typeUrl, hint] of allModules.flatMap(({ readAhead = {} }) => Object.entries(readAhead))) {
    hints.set(typeUrl, [...(hints.get(typeUrl) ?? []), hint]);
  }

  const signerKeys = (tx: Transaction, addresses: AddressCodec, keys: StoreKey[]): void => {
    for (const signer of tx.signers) keys.push(accounts.locate(addresses.parse(signer)));
  };

  return {
    modules,
    allModules,
    router,
    keepers: {
      accounts,
      bank,
      distribution,
      staking,
      slashing,
      evidence,
      gov,
      council,
      mint,
      feeGrants,
      authz,
      consensus,
      chain,
      feeMarket,
      evm,
      sponsors,
      upgrade,
    },
    /** Ethereum calls over committed state, for JSON-RPC. */
    evmCalls: new EvmCalls({ keeper: evm, engines }),
    genesisOrder,
    beginBlockOrder,
    endBlockOrder,
    storeNames: allModules.flatMap(({ stores }) => stores).sort(),
    invariants: allModules.flatMap(({ invariants = [] }): readonly Invariant[] => invariants),

    /** Runs before everything else in a block. @throws UpgradeHalt when another program has to run it */
    async preBlock(ctx: WriteContext): Promise<PreBlockResult> {
      await beforeBlock?.(ctx);
      return preBlock(ctx, upgrade, allModules);
    },

    /** Runs after the modules' genesis: what the file cannot hold. `height` is that of the first block. */
    async afterGenesis(ctx: WriteContext, height: bigint): Promise<void> {
      for (const name of Object.keys(moduleAccounts)) await accounts.ensureModuleAccount(ctx, name);
      await upgrade.initVersions(ctx, allModules);
      await followFirstValidators(ctx, slashing, height);
    },

    /** Adds the keys of the accounts of a transaction's signers. */
    signerKeys,

    /** Adds the keys that a transaction is about to touch. */
    readAhead(tx: Transaction, addresses: AddressCodec, keys: StoreKey[]): void {
      const parse = (text: string): Uint8Array => addresses.parse(text);
      const parseOperator = (text: string): Uint8Array => addresses.parseOperator(text);
      signerKeys(tx, addresses, keys);
      const payer = parse(tx.fee.granter === "" ? tx.feePayer : tx.fee.granter);
      for (const { denom } of tx.feeCoins) keys.push(bank.balances.locate([payer, denom]));
      for (const { typeUrl, value } of tx.messages) {
        for (const hint of hints.get(typeUrl) ?? [])
          for (const key of hint(value, parse, parseOperator)) keys.push(key);
      }
    },

    /** What a committed version says of itself. */
    async identityOf(reader: StateReader): Promise<ChainIdentity> {
      const ctx = new QueryContext(reader, noBlock, noAddresses);
      const { bech32Prefix } = await chain.info(ctx);
      return { bech32Prefix, lastBlock: (await chain.lastBlock(ctx)) ?? noBlock };
    },

    /** Gas that a block's transactions may want together; negative: no limit. */
    maxBlockGas: (reader: StateReader): MaybePromise<bigint> =>
      maxBlockGas(new QueryContext(reader, noBlock, noAddresses)),
  };
}

/** For reads that need neither: what the chain says of itself comes before both are known. */
const noBlock: BlockInfo = { chainId: "", height: 0n, timeNanos: 0n, proposer: new Uint8Array(0) };
const noAddresses = new AddressCodec("");
