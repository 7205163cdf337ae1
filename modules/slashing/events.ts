import type { AddressCodec } from "../../abci/state/addresses.js";
import { type Event, event } from "../../abci/state/events.js";
import type { Reason } from "./types.js";

interface Slashed {
  readonly consAddress: Uint8Array;
  readonly power: bigint;
  readonly reason: Reason;
  /** Whether the same event says that the validator was jailed. */
  readonly jailed: boolean;
  readonly amount: bigint;
}

/** The first three are the SDK's: names, attributes and order. */
export const events = {
  slash(addresses: AddressCodec, { consAddress, power, reason, jailed, amount }: Slashed): Event {
    const address = addresses.formatConsensus(consAddress);
    return event("slash", {
      address,
      power: power.toString(),
      reason,
      ...(jailed && { jailed: address }),
      burned_coins: amount.toString(),
    });
  },

  jail: (addresses: AddressCodec, consAddress: Uint8Array): Event =>
    event("slash", { jailed: addresses.formatConsensus(consAddress) }),

  liveness: (addresses: AddressCodec, at: { consAddress: Uint8Array; missed: bigint; height: bigint }): Event =>
    event("liveness", {
      address: addresses.formatConsensus(at.consAddress),
      missed_blocks: at.missed.toString(),
      height: at.height.toString(),
    }),

  /** A round that passed without the block of the validator whose turn it was. */
  missedTurn: (addresses: AddressCodec, at: { consAddress: Uint8Array; height: bigint; missed: number }): Event =>
    event("missed_turn", {
      address: addresses.formatConsensus(at.consAddress),
      height: at.height.toString(),
      missed_turns: at.missed.toString(),
    }),

  /** The block names a proposer whose turn it was not, or its votes are of another validator set than this chain's. */
  rotationMismatch: (height: bigint, what: "proposer" | "validators"): Event =>
    event("rotation_mismatch", { height: height.toString(), what }),
};
