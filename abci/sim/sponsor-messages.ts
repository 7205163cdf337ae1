import {
  MsgAddUsers,
  MsgCloseSponsorship,
  MsgCreateSponsorship,
  MsgDeposit,
  MsgRedeemVoucher,
  MsgRemoveUsers,
  MsgUpdateParams,
  MsgUpdateSponsorship,
  MsgWithdraw,
} from "../../proto/generated/echoin/sponsor/v1/tx.js";
import { GenesisState } from "../../proto/generated/echoin/sponsor/v1/genesis.js";
import { Terms, UserScope } from "../../proto/generated/echoin/sponsor/v1/sponsor.js";
import { hexOf } from "../state/hex.js";
import { EthereumKey } from "./ethereum.js";
import { authority, type Generator, type MessageWorld, pack } from "./world.js";

/** Signs the simulation's vouchers. */
export const VOUCHER_KEY = new EthereumKey("vouchers");

/** The accounts whose calls are sponsored: so few that calls meet sponsorships. */
export const SPONSORED_ACCOUNTS = 3;

const denom = "aec";

/** Sponsorships are numbered from 1 on; most of these are there. */
const someId = ({ random }: MessageWorld): bigint => BigInt(1 + random.below(12));

const amount = ({ random, wealth }: MessageWorld) => ({
  denom,
  amount: (1n + random.amount(wealth / 50n)).toString(),
});

const someUsers = ({ random }: MessageWorld): string[] => [
  hexOf(new EthereumKey(`account ${random.below(4)}`).address),
];

/** Limits that a few calls of 21,000 gas at the simulation's price reach. */
function terms({ random, timeSeconds }: MessageWorld, scope: UserScope): Terms {
  const limit = (): string => (random.oneIn(3) ? (200_000 + random.below(2_000_000)).toString() : "");
  return Terms.fromPartial({
    selectors: random.oneIn(6) ? [Uint8Array.of(1, 2, 3, 4)] : [],
    voucherSigner: scope === UserScope.USER_SCOPE_MEMBERS && random.oneIn(2) ? hexOf(VOUCHER_KEY.address) : "",
    limits: {
      gas: random.oneIn(3) ? 30_000n : 0n,
      price: random.oneIn(4) ? random.below(60).toString().replace(/^0$/, "") : "",
      userDailyFee: limit(),
      userDailyCalls: BigInt(random.below(4)),
      dailyFee: limit(),
      blockGas: random.oneIn(3) ? 70_000n : 0n,
    },
    tip: random.oneIn(3) ? "2" : "",
    expiration: random.oneIn(4) ? { seconds: timeSeconds + BigInt(random.below(60)), nanos: 0 } : undefined,
    paused: random.oneIn(10),
  });
}

/**
 * Sponsorships that a chain is born with, so that calls without a price are paid for from the first block on: one for
 * everybody, one for who redeems a voucher. The deposits are in the bank's genesis, too.
 */
export function simSponsors(owner: string, contracts: readonly Uint8Array[]): GenesisState {
  const limits = { userDailyCalls: 50n, blockGas: 70_000n };
  const signed = { voucherSigner: hexOf(VOUCHER_KEY.address), tip: "2" };
  const sponsorships = [
    { id: 1n, scope: UserScope.USER_SCOPE_ALL, contract: contracts[0]!, terms: { limits } },
    { id: 2n, scope: UserScope.USER_SCOPE_MEMBERS, contract: contracts[1]!, terms: signed },
  ].map(({ contract, ...rest }) => ({
    sponsorship: { ...rest, sponsor: owner, contract: hexOf(contract) },
    deposit: SIM_SPONSOR_DEPOSIT.toString(),
  }));
  return GenesisState.fromPartial({ params: { minDeposit: "1000" }, sponsorships, nextId: 3n });
}

/** Of each of them. */
export const SIM_SPONSOR_DEPOSIT = 1_000_000_000n;

export const sponsorGenerators: Readonly<Record<string, Generator>> = {
  [MsgCreateSponsorship.typeUrl]: (world) => {
    const { random, accounts, sender } = world;
    const scope = random.pick([UserScope.USER_SCOPE_ALL, UserScope.USER_SCOPE_MEMBERS]);
    const contract = random.pick(accounts.slice(0, SPONSORED_ACCOUNTS));
    return pack(MsgCreateSponsorship, {
      sponsor: sender,
      contract,
      scope,
      terms: terms(world, scope),
      deposit: amount(world),
    });
  },
  [MsgUpdateSponsorship.typeUrl]: (world) =>
    pack(MsgUpdateSponsorship, {
      sponsor: world.sender,
      id: someId(world),
      terms: terms(world, UserScope.USER_SCOPE_MEMBERS),
    }),
  [MsgCloseSponsorship.typeUrl]: (world) => pack(MsgCloseSponsorship, { sponsor: world.sender, id: someId(world) }),
  [MsgDeposit.typeUrl]: (world) =>
    pack(MsgDeposit, { depositor: world.sender, id: someId(world), amount: amount(world) }),
  [MsgWithdraw.typeUrl]: (world) =>
    pack(MsgWithdraw, { sponsor: world.sender, id: someId(world), amount: amount(world) }),
  [MsgAddUsers.typeUrl]: (world) =>
    pack(MsgAddUsers, { sponsor: world.sender, id: someId(world), users: someUsers(world) }),
  [MsgRemoveUsers.typeUrl]: (world) =>
    pack(MsgRemoveUsers, { sponsor: world.sender, id: someId(world), users: someUsers(world) }),
  // Of somebody else: those that are good come as Ethereum transactions.
  [MsgRedeemVoucher.typeUrl]: (world) =>
    pack(MsgRedeemVoucher, {
      user: world.sender,
      id: someId(world),
      expires: world.timeSeconds + 100n,
      signature: VOUCHER_KEY.signHash(new Uint8Array(32)),
    }),
  [MsgUpdateParams.typeUrl]: (world) =>
    pack(MsgUpdateParams, { authority: authority(world), params: { minDeposit: "1", paused: true } }),
};
