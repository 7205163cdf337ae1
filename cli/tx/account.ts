import { ask } from "../chain/ask.js";
import { applicationOf } from "../chain/grpc.js";
import { type Application, NodeError, nodeOf } from "../chain/node.js";
import { CliError } from "../errors.js";
import type { Invocation } from "../invocation.js";

/** What a signature counts: which account, and which of its transactions. */
export interface AccountNumbers {
  readonly accountNumber: bigint;
  readonly sequence: bigint;
}

/** From --account-number and --sequence, and what is not given from the node. @throws CliError when offline and not given */
export async function accountNumbers(call: Invocation, address: string): Promise<AccountNumbers> {
  const number = call.string("account-number");
  const sequence = call.boolean("unordered") ? "0" : call.string("sequence");
  if (call.boolean("offline")) {
    if (number === undefined || sequence === undefined) {
      throw new CliError("offline, --account-number and --sequence are needed", {
        hint: `online they are shown by: echoind query auth account-info ${address}`,
      });
    }
    return { accountNumber: BigInt(number), sequence: BigInt(sequence) };
  }
  if (number !== undefined && sequence !== undefined)
    return { accountNumber: BigInt(number), sequence: BigInt(sequence) };
  const known = await askAccount(applicationOf(call), address);
  return {
    accountNumber: number === undefined ? known.accountNumber : BigInt(number),
    sequence: sequence === undefined ? known.sequence : BigInt(sequence),
  };
}

async function askAccount(application: Application, address: string): Promise<AccountNumbers> {
  try {
    const path = "/cosmos.auth.v1beta1.Query/Account";
    const { account } = await ask<{ account: Record<string, unknown> }>(application, { path, request: { address } });
    const base = baseOf(account);
    return { accountNumber: BigInt(base.account_number as string), sequence: BigInt(base.sequence as string) };
  } catch (error) {
    if (!(error instanceof NodeError) || !/not found/i.test(error.details)) throw error;
    throw new CliError(`${address} has no account on this chain yet`, {
      hint: "an account begins with the first coins sent to its address",
    });
  }
}

/** Vesting and module accounts wrap a base account. */
function baseOf(account: Record<string, unknown>): Record<string, unknown> {
  for (let current = account; ;) {
    if ("sequence" in current) return current;
    const inner = current.base_account ?? current.base_vesting_account;
    if (typeof inner !== "object" || inner === null)
      throw new CliError("the node answers an account of an unknown form");
    current = inner as Record<string, unknown>;
  }
}

/** The chain id from flag, environment or client.toml, else from the node. @throws CliError when offline and not given */
export async function chainIdOf(call: Invocation): Promise<string> {
  const given = call.string("chain-id");
  if (given !== undefined && given !== "") return given;
  if (call.boolean("offline")) return call.needed("chain-id", "<id>");
  const status = await nodeOf(call).call<{ node_info: { network: string } }>("status");
  return status.node_info.network;
}
