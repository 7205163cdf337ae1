import { Account, Address } from "@ethereumjs/util";
import { GAS } from "./gas.js";
import { authorityOf, type Authorization, MAX_NONCE } from "./transaction.js";
import type { Engine } from "./vm.js";

/** An account whose code begins so runs the code of the address behind it (EIP-7702). */
const DELEGATION = Uint8Array.of(0xef, 0x01, 0x00);

/** The account whose code this code stands for, or undefined when it is code of its own. */
export function delegationOf(code: Uint8Array): Uint8Array | undefined {
  const isDelegation = code.length === 23 && code[0] === 0xef && code[1] === 0x01 && code[2] === 0x00;
  return isDelegation ? code.subarray(3) : undefined;
}

/** Carries out the authorizations that are valid, and passes over the others. Returns the gas to be refunded. */
export async function applyAuthorizations(engine: Engine, list: readonly Authorization[]): Promise<bigint> {
  let refund = 0n;
  for (const authorization of list) refund += await applyOne(engine, authorization);
  return refund;
}

async function applyOne({ evm, state, rules }: Engine, authorization: Authorization): Promise<bigint> {
  const { chainId, nonce, address: target } = authorization;
  if (chainId !== 0n && chainId !== rules.chainId) return 0n;
  if (nonce >= MAX_NONCE) return 0n;
  const authority = authorityOf(authorization);
  if (authority === undefined) return 0n;

  const address = new Address(authority);
  evm.journal.addAlwaysWarmAddress(address.toString());
  const code = await state.getCode(address);
  if (code.length > 0 && delegationOf(code) === undefined) return 0n;
  const known = await state.getAccount(address);
  const account = known ?? new Account();
  if (account.nonce !== nonce) return 0n;

  account.nonce = nonce + 1n;
  await evm.journal.putAccount(address, account);
  const clears = target.every((byte) => byte === 0);
  await state.putCode(address, clears ? new Uint8Array(0) : Uint8Array.from([...DELEGATION, ...target]));
  return known === undefined ? 0n : GAS.newAccount - GAS.authorization;
}
