import { freeGas } from "../../abci/app/testing/fee-market.js";
import { withValidators } from "../../abci/app/testing/validators.js";
import { createEchoin } from "../../abci/app/echoin.js";
import { defaultAppState } from "../../abci/app/genesis.js";
import { AddressCodec } from "../../abci/state/addresses.js";
import { idleAddressAt } from "../workload/accounts.js";
import { INNER_NAMES } from "./chain.js";

const addresses = new AddressCodec(INNER_NAMES.prefix);
const candidate = { operator: idleAddressAt(-1), consensusKey: new Uint8Array(32).fill(7), tokens: 10n ** 20n };
const MARKS = { accounts: "@accounts", balances: "@balances" };
const [EACH, AT_ONCE] = ["1000000000000000", 10_000];

/** app_state of a genesis with one validator and so many accounts, each with a balance; UTF-8, made piece by piece. */
export function appState(accounts: number, addressAt: (index: number) => Uint8Array): Buffer {
  const state = structuredClone(defaultAppState(createEchoin())) as Record<string, Record<string, unknown>>;
  // Fees far under a gwei are enough, as in `make bench`.
  state["feemarket"] = freeGas(state["feemarket"]!);
  const staked = withValidators(state, addresses, [candidate]);
  const balances = staked["bank"]!["balances"] as object[];
  staked["auth"] = { ...staked["auth"], accounts: [MARKS.accounts] };
  staked["bank"] = { ...staked["bank"], balances: [...balances, MARKS.balances] };
  const text = JSON.stringify(staked);
  const pieces: Buffer[] = [];
  const list = (entryAt: (address: string, index: number) => string): void => {
    for (let from = 0; from < accounts; from += AT_ONCE) {
      const entries = Array.from({ length: Math.min(AT_ONCE, accounts - from) }, (_, at) =>
        entryAt(addresses.format(addressAt(from + at)), from + at),
      );
      pieces.push(Buffer.from(`${from === 0 ? "" : ","}${entries.join(",")}`));
    }
  };
  const [first, second] = [text.indexOf(`"${MARKS.accounts}"`), text.indexOf(`"${MARKS.balances}"`)];
  pieces.push(Buffer.from(text.slice(0, first)));
  list(
    (address, index) =>
      `{"@type":"/cosmos.auth.v1beta1.BaseAccount","address":"${address}","pub_key":null,"account_number":"${index}","sequence":"0"}`,
  );
  pieces.push(Buffer.from(text.slice(first + MARKS.accounts.length + 2, second)));
  list((address) => `{"address":"${address}","coins":[{"denom":"${INNER_NAMES.denom}","amount":"${EACH}"}]}`);
  pieces.push(Buffer.from(text.slice(second + MARKS.balances.length + 2)));
  return Buffer.concat(pieces);
}
