import type { AddressCodec } from "../../abci/state/addresses.js";
import { bytesOfHex } from "../../abci/state/hex.js";
import { errors } from "./errors.js";
import { ADDRESS_LENGTH } from "./types.js";

/** An address of 20 bytes in either spelling, 0x or bech32. @throws errors.invalidAddress, sdk.invalidAddress */
export function parseAddress(addresses: AddressCodec, text: string): Uint8Array {
  const address = text.startsWith("0x") ? bytesOfHex(text) : addresses.parse(text);
  if (address?.length === ADDRESS_LENGTH) return address;
  throw errors.invalidAddress(
    `${text.slice(0, 100)} is no address of 20 bytes: 0x and 40 digits, or ${addresses.prefix}1…`,
  );
}
