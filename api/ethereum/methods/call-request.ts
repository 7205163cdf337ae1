import type { CallRequest } from "../../../modules/evm/calls.js";
import type { AccessListItem, Authorization } from "../../../modules/evm/transaction.js";
import { failed } from "../errors.js";
import { Misfit, readAddress, readBytes, readHash, readList, readObject, readQuantity } from "../values.js";

/** A call as clients write it. */
export interface AskedCall extends CallRequest {
  readonly nonce: bigint | undefined;
  readonly chainId: bigint | undefined;
  readonly hasGasPrice: boolean;
}

/** The object that calls and estimates take. @throws Misfit, JsonRpcError */
export function readCall(value: unknown): AskedCall {
  const fields = readObject(value);
  const read = <T>(name: string, reader: (field: unknown) => T): T | undefined => {
    const field = fields[name];
    if (field === undefined || field === null) return undefined;
    try {
      return reader(field);
    } catch (error) {
      throw error instanceof Misfit ? new Misfit(`${name}: ${error.message}`) : error;
    }
  };
  if ((fields["blobVersionedHashes"] ?? fields["blobs"] ?? fields["maxFeePerBlobGas"] ?? null) !== null) {
    throw new Misfit("this chain has no blob transactions");
  }
  return {
    from: read("from", readAddress),
    to: read("to", readAddress),
    gas: read("gas", (gas) => readQuantity(gas, 64)),
    value: read("value", readQuantity),
    data: read("input", readBytes) ?? read("data", readBytes),
    ...pricesOf({
      gasPrice: read("gasPrice", readQuantity),
      maxFeePerGas: read("maxFeePerGas", readQuantity),
      maxPriorityFeePerGas: read("maxPriorityFeePerGas", readQuantity),
    }),
    accessList: read("accessList", readAccessList),
    authorizations: read("authorizationList", (list) => readList(list, readAuthorization)),
    nonce: read("nonce", (nonce) => readQuantity(nonce, 64)),
    chainId: read("chainId", readQuantity),
    hasGasPrice: (fields["gasPrice"] ?? null) !== null,
  };
}

function pricesOf(prices: {
  readonly gasPrice: bigint | undefined;
  readonly maxFeePerGas: bigint | undefined;
  readonly maxPriorityFeePerGas: bigint | undefined;
}): Pick<CallRequest, "maxFeePerGas" | "maxPriorityFeePerGas"> {
  const { gasPrice, maxFeePerGas, maxPriorityFeePerGas } = prices;
  if (gasPrice === undefined) return { maxFeePerGas, maxPriorityFeePerGas };
  if (maxFeePerGas !== undefined || maxPriorityFeePerGas !== undefined) {
    throw failed("both gasPrice and (maxFeePerGas or maxPriorityFeePerGas) specified");
  }
  return { maxFeePerGas: gasPrice, maxPriorityFeePerGas: gasPrice };
}

function readAccessList(value: unknown): AccessListItem[] {
  return readList(value, (item) => {
    const { address, storageKeys } = readObject(item);
    return { address: readAddress(address), storageKeys: readList(storageKeys ?? [], readHash) };
  });
}

function readAuthorization(value: unknown): Authorization {
  const { chainId, address, nonce, yParity, r, s } = readObject(value);
  return {
    chainId: readQuantity(chainId),
    address: readAddress(address),
    nonce: readQuantity(nonce, 64),
    yParity: readQuantity(yParity, 8),
    r: readQuantity(r),
    s: readQuantity(s),
  };
}
