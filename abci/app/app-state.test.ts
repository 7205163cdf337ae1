import { AddressCodec } from "../state/addresses.js";
import { createEchoin } from "./echoin.js";
import { defaultAppState, initGenesis, rehearseGenesis } from "./genesis.js";
import { withValidators } from "./testing/validators.js";

const chain = createEchoin();
const addresses = new AddressCodec("echo");
const block = { chainId: "test-1", height: 0n, timeNanos: 0n, proposer: new Uint8Array(0) };

type State = Record<string, Record<string, unknown>>;

const text = (index: number): string => addresses.format(new Uint8Array(20).fill(index));

const account = (index: number, number = index): object => ({
  "@type": "/cosmos.auth.v1beta1.BaseAccount",
  address: text(index),
  pub_key: null,
  account_number: `${number}`,
  sequence: "0",
});

const balance = (index: number, amount = "5"): object => ({ address: text(index), coins: [{ denom: "aec", amount }] });

/** A genesis of three accounts with one thing changed. */
function genesis(change: (state: State) => void): State {
  const state = structuredClone(defaultAppState(chain)) as State;
  state["auth"]!["accounts"] = [account(1), account(2), account(3)];
  state["bank"]!["balances"] = [balance(1), balance(2), balance(3)];
  change(state);
  return state;
}

const init = (appState: Uint8Array) =>
  initGenesis(chain, block, { appState, consensusParams: undefined, initialHeight: 1n });

const messageOf = async (work: () => Promise<unknown>): Promise<string> =>
  work().then(
    () => "",
    (error: Error) => error.message,
  );

const faults: readonly [string, (state: State) => void][] = [
  ['genesis app_state has no module "bnak"', (state) => (state["bnak"] = {})],
  ["genesis of bank: 5 is not an object", (state) => ((state as Record<string, unknown>)["bank"] = 5)],
  ['genesis of bank: unknown field "balance"', (state) => (state["bank"]!["balance"] = [])],
  ["genesis of auth: accounts: ", (state) => (state["auth"]!["accounts"] = {})],
  ["genesis of auth: accounts[1]", (state) => (state["auth"]!["accounts"] = [account(1), { ...account(2), foo: 1 }])],
  ["duplicate account", (state) => (state["auth"]!["accounts"] = [account(1), account(2), account(1, 7)])],
  [
    "accounts[0]: ",
    (state) => (state["auth"]!["accounts"] = [{ ...account(1), "@type": "/cosmos.bank.v1beta1.MsgSend" }]),
  ],
  [
    "genesis of bank: balances[2].coins[0]",
    (state) => (state["bank"]!["balances"] = [balance(1), balance(2), balance(3, "x")]),
  ],
  ["duplicate balance", (state) => (state["bank"]!["balances"] = [balance(1), balance(1)])],
  ["balance 1 (", (state) => (state["bank"]!["balances"] = [balance(1), { address: "echo1x", coins: [] }])],
  ["genesis supply is incorrect", (state) => (state["bank"]!["supply"] = [{ denom: "aec", amount: "14" }])],
  [
    "genesis of staking: delegations[0]: ",
    (state) => (state["staking"]!["delegations"] = [{ delegator_addres: text(1) }]),
  ],
  [
    "genesis of staking: delegation 0: there is no validator ",
    (state) =>
      (state["staking"]!["delegations"] = [
        {
          delegator_address: text(1),
          validator_address: addresses.formatOperator(new Uint8Array(20).fill(2)),
          shares: "1.0",
        },
      ]),
  ],
  [
    "genesis of distribution: delegator_starting_infos[0]: ",
    (state) => (state["distribution"]!["delegator_starting_infos"] = [{ validator_address: "echo1x" }]),
  ],
  [
    "add up to more than 256 bits",
    (state) => (state["bank"]!["balances"] = [1, 2].map((at) => balance(at, `${2n ** 256n - 1n}`))),
  ],
];

test.each(faults)(
  "a genesis file with a fault is refused with %j, as text and as an object",
  async (expected, change) => {
    const state = genesis(change);
    const message = await messageOf(() => init(Buffer.from(JSON.stringify(state, undefined, 1))));
    expect(message).toContain(expected);
    expect(message).toBe(await messageOf(() => rehearseGenesis(chain, state as never, block)));
  },
);

test("a state that would halt the chain some day is refused before it starts", async () => {
  const candidate = {
    operator: new Uint8Array(20).fill(7),
    consensusKey: new Uint8Array(32).fill(7),
    tokens: 10n ** 18n,
  };
  const good = withValidators(
    genesis(() => {}),
    addresses,
    [candidate],
  );
  expect(await rehearseGenesis(chain, good as never, block)).toHaveLength(1);
  // Said to be exported, so that the records of its rewards should be there.
  const bad = { ...good, staking: { ...good["staking"], exported: true } };
  expect(await messageOf(() => rehearseGenesis(chain, bad as never, block))).toContain(
    "the state that genesis makes is wrong: invariant broken: DISTRIBUTION-3: ",
  );
});

test.each([
  ["", "genesis app_state: no JSON: Unexpected end of JSON input"],
  ["[]", "genesis app_state has to be an object of module names"],
  ["{", "genesis app_state: no JSON: it ends early"],
  ['{"auth":{"accounts":[]}', "genesis app_state: no JSON: it ends early"],
  ['{"auth":{}} x', "genesis app_state: no JSON: something follows its end"],
  ['{"auth":{"params":nul}}', "genesis app_state: auth.params: no JSON: Unexpected"],
])("an app_state of %j is refused, and says where it is wrong", async (appState, expected) => {
  expect(await messageOf(() => init(Buffer.from(appState)))).toContain(expected);
});

test.each([
  ['[{"@type" 1}]', "genesis of auth: accounts: no JSON: "],
  ["[{},]", 'genesis of auth: accounts: no JSON: unexpected "]" at byte '],
])("accounts of %j are refused when they are walked", async (list, expected) => {
  const state = genesis(({ auth }) => (auth!["accounts"] = "@accounts"));
  expect(await messageOf(() => init(Buffer.from(JSON.stringify(state).replace('"@accounts"', list))))).toContain(
    expected,
  );
});

test("the state is the same from text in any form, with names of either kind", async () => {
  const state = genesis(() => {});
  const entries = async (form: string): Promise<string> => {
    const { overlay } = await init(Buffer.from(form));
    return JSON.stringify(
      [...overlay.netWrites()].map(([store, writes]) => [store, writes.map(([key, value]) => [key, [...value!]])]),
    );
  };
  const compact = await entries(JSON.stringify(state));
  expect(await entries(JSON.stringify(state, undefined, 2))).toBe(compact);
  const camelCase = JSON.stringify(state).replaceAll("account_number", "accountNumber");
  expect(await entries(camelCase)).toBe(compact);
});
