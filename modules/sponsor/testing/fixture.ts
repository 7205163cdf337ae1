import { EthereumKey } from "../../../abci/sim/ethereum.js";
import { ModuleStore } from "../../../abci/state/collections.js";
import type { StateContext } from "../../../abci/state/context.js";
import { hexOf } from "../../../abci/state/hex.js";
import { inBlock, memoryContext, testAddress } from "../../../abci/state/testing/memory.js";
import { type Limits, Terms, UserScope } from "../../../proto/generated/echoin/sponsor/v1/sponsor.js";
import { AccountKeeper } from "../../auth/keeper.js";
import { authModule } from "../../auth/module.js";
import { addressOfModule } from "../../auth/pubkey-addresses.js";
import { bankInvariants } from "../../bank/invariants.js";
import { BankKeeper } from "../../bank/keeper.js";
import { bankModule } from "../../bank/module.js";
import { recoverSigner } from "../../evm/crypto.js";
import { sponsorGenesis } from "../genesis.js";
import { sponsorInvariants } from "../invariants.js";
import { SponsorKeeper } from "../keeper.js";
import { sponsorMessages } from "../messages.js";
import { sponsorQueries } from "../queries.js";
import { MODULE_NAME, type UnpaidCall } from "../types.js";
import { voucherDigest } from "../vouchers.js";

export const DENOM = "aec";
export const CHAIN_ID = 3_264n;
export const BASE_FEE = 10n;
export const EC = 10n ** 18n;
export const AUTHORITY = addressOfModule("gov");
/** Signs vouchers. */
export const signer = new EthereumKey("voucher signer");
export const contract = testAddress(0xc0);
export const SELECTOR = Uint8Array.of(0xa9, 0x05, 0x9c, 0xbb);

const company = testAddress(1);
const collector = addressOfModule("fee_collector");

export type SponsorFixture = Awaited<ReturnType<typeof sponsorFixture>>;

/** What a sponsorship may have; without it, the defaults are terms without limits and a deposit of one EC. */
interface Opening {
  readonly scope?: UserScope;
  readonly terms?: Partial<Omit<Terms, "limits">> & { readonly limits?: Partial<Limits> };
  readonly deposit?: bigint;
  readonly sponsor?: string;
}

/** Real keepers over memory; the accounts of bytes 1 to 3 have a thousand EC each. */
export async function sponsorFixture() {
  const ctx = memoryContext({ mode: "genesis" });
  const modules = { fee_collector: [], gov: [], [MODULE_NAME]: [] };
  const accounts = new AccountKeeper(new ModuleStore("acc"), { authority: AUTHORITY, modules });
  const blocked = Object.keys(modules).map(addressOfModule);
  const bank = new BankKeeper(new ModuleStore("bank"), accounts, { authority: AUTHORITY, blocked });
  const auth = authModule(accounts);
  await auth.genesis!.init(ctx, auth.genesis!.defaults());
  const banking = bankModule(bank);
  const name = (byte: number): string => ctx.addresses.format(testAddress(byte));
  const coins = [{ denom: DENOM, amount: (1000n * EC).toString() }];
  const balances = [1, 2, 3].map((byte) => ({ address: name(byte), coins }));
  await banking.genesis!.init(ctx, { ...(banking.genesis!.defaults() as object), balances });
  for (const byte of [1, 2, 3]) await accounts.create(ctx, testAddress(byte));
  const keeper = new SponsorKeeper({
    store: new ModuleStore(MODULE_NAME),
    account: addressOfModule(MODULE_NAME),
    authority: AUTHORITY,
    bank,
    chain: { info: async () => ({ baseDenom: DENOM }) },
    keys: { chainId: async () => CHAIN_ID, recover: recoverSigner },
  });
  const genesis = sponsorGenesis(keeper);
  await genesis.init(ctx, genesis.defaults());
  const messages = sponsorMessages(keeper);
  const queries = sponsorQueries(keeper, { baseFee: async () => BASE_FEE });

  return {
    ctx: inBlock(ctx, { height: 2n }, { mode: "deliver" }),
    bank,
    keeper,
    genesis,
    messages,
    queries,
    name,
    company: name(1),
    /** Opens a sponsorship of `contract`; returns its number. */
    open: async (at: StateContext, opening: Opening = {}): Promise<bigint> => {
      const { scope = UserScope.USER_SCOPE_ALL, terms = {}, deposit = EC, sponsor = name(1) } = opening;
      const { id } = await messages.CreateSponsorship(at, {
        sponsor,
        contract: hexOf(contract),
        scope,
        terms: Terms.fromPartial(terms),
        deposit: { denom: DENOM, amount: deposit.toString() },
      });
      return id;
    },
    /** Charges and settles as the EVM does. Returns what it cost, or undefined when nobody pays. */
    pay: (at: StateContext, call: UnpaidCall, gasUsed = call.gasLimit): Promise<bigint | undefined> =>
      at.branch(async (inner) => {
        const payer = await keeper.charge(inner, call, BASE_FEE);
        if (payer === undefined) return undefined;
        const fee = gasUsed * payer.gasPrice;
        await bank.move(inner, { from: keeper.account, to: collector, coins: [{ denom: DENOM, amount: fee }] });
        const left = call.gasLimit - gasUsed;
        await keeper.settle(inner, payer, { sender: call.sender, gas: left, fee: left * payer.gasPrice });
        return fee;
      }),
    /** The invariants of this module and of the bank. */
    holds: async (at: StateContext): Promise<void> => {
      for (const invariant of [...sponsorInvariants(keeper), ...bankInvariants(bank)]) await invariant.check(at);
    },
    balance: (at: StateContext, address = company) => bank.balance(at, address, DENOM),
  };
}

/** A call of `contract` from the account of one byte value. */
export const callOf = (user: number, change: Partial<UnpaidCall> = {}): UnpaidCall => ({
  sender: testAddress(user),
  type: 2,
  to: contract,
  value: 0n,
  data: new Uint8Array(0),
  gasLimit: 100n,
  ...change,
});

/** A voucher with its signature. */
export function sign(voucher: { sponsorship: bigint; user: Uint8Array; expires: bigint }, key = signer) {
  return { ...voucher, signature: key.signHash(voucherDigest(voucher, CHAIN_ID)) };
}
