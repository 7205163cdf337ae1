import { VoteOption, type WeightedVoteOption } from "cosmjs-types/cosmos/gov/v1/gov";
import { ONE, formatDecimal, parseDecimal } from "../../abci/state/decimals.js";
import { assert } from "../../abci/state/errors.js";
import type { ValueCodec } from "../../abci/state/values.js";
import type { Split } from "./types.js";

export const NOTHING: Split = { yes: 0n, abstain: 0n, no: 0n, veto: 0n };

/** Sum of all options. */
export const total = ({ yes, abstain, no, veto }: Split): bigint => yes + abstain + no + veto;

/** Each option changed by the same function. */
export const mapSplit = (split: Split, change: (amount: bigint, option: keyof Split) => bigint): Split => ({
  yes: change(split.yes, "yes"),
  abstain: change(split.abstain, "abstain"),
  no: change(split.no, "no"),
  veto: change(split.veto, "veto"),
});

const names: Readonly<Partial<Record<VoteOption, keyof Split>>> = {
  [VoteOption.VOTE_OPTION_YES]: "yes",
  [VoteOption.VOTE_OPTION_ABSTAIN]: "abstain",
  [VoteOption.VOTE_OPTION_NO]: "no",
  [VoteOption.VOTE_OPTION_NO_WITH_VETO]: "veto",
};

/** Whether an option can be voted for. */
export const isVoteOption = (option: VoteOption): boolean => names[option] !== undefined;

/** The one option, as a vote with weights. */
export const wholeVote = (option: VoteOption): WeightedVoteOption[] => [{ option, weight: formatDecimal(ONE) }];

/** The weights of a valid vote: decimals that add up to one. */
export function weightsOf(options: readonly WeightedVoteOption[]): Split {
  const weights = { ...NOTHING };
  for (const { option, weight } of options) {
    const name = names[option];
    assert(name !== undefined, "a vote that was taken has options that exist");
    weights[name] += parseDecimal(weight);
  }
  return weights;
}

/** Decimal texts of yes, abstain, no and veto, with commas between. */
export const splitValue: ValueCodec<Split> = {
  name: "yes,abstain,no,veto",
  encode: ({ yes, abstain, no, veto }) => Buffer.from(`${yes},${abstain},${no},${veto}`, "latin1"),
  decode(bytes) {
    const [yes = 0n, abstain = 0n, no = 0n, veto = 0n] = Buffer.from(bytes).toString("latin1").split(",").map(BigInt);
    return { yes, abstain, no, veto };
  },
};
