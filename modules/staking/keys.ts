import { uint64ToKey } from "../../abci/store/bytes.js";
import { type KeyCodec, addressKey, lengthPrefixedAddressKey, pair, triple, uint64Key } from "../../abci/state/keys.js";
import { timeKey } from "../../abci/state/time.js";

function invert(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => ~byte & 0xff);
}

/** An address whose bits are turned, behind its length: walked in reverse, the lower address comes first. */
const invertedAddressKey: KeyCodec<Uint8Array> = {
  name: "inverted address",
  encodeLast: (value) => lengthPrefixedAddressKey.encodeLast(invert(value)),
  encodeInner: (value) => lengthPrefixedAddressKey.encodeInner(invert(value)),
  decodeLast: (key, at) => invert(lengthPrefixedAddressKey.decodeLast(key, at)),
  decodeInner(key, at) {
    const [value, next] = lengthPrefixedAddressKey.decodeInner(key, at);
    return [invert(value), next];
  },
};

/** (power, operator): in reverse from the strongest on, among equals from the lowest address on. */
export const powerKey = pair(uint64Key, invertedAddressKey);

/** (delegator, operator) or the other way round, both behind their lengths. */
export const partiesKey = pair(addressKey, lengthPrefixedAddressKey);

/** (operator, delegator), the last without its length. */
export const delegatorsKey = pair(addressKey, addressKey);

/** (delegator, source, destination) or (source, delegator, destination). */
export const redelegationKey = triple(addressKey, addressKey, lengthPrefixedAddressKey);

/** ((destination, delegator), source): whether a delegator's stake came from elsewhere is one range. */
export const receivedKey = pair(pair(addressKey, addressKey), lengthPrefixedAddressKey);

/** (completion time, who): walked in the order in which entries are due. */
export const dueKey = pair(timeKey, partiesKey);
export const dueRedelegationKey = pair(timeKey, redelegationKey);
export const dueValidatorKey = pair(timeKey, lengthPrefixedAddressKey);

/** (operator, number): a validator's slashes in their order. */
export const slashKey = pair(addressKey, uint64Key);

export const heightKey: KeyCodec<bigint> = { ...uint64Key, name: "height", encodeLast: uint64ToKey };
