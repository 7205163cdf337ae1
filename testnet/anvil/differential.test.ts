import { startEthereumFixture, type EthereumFixture } from "../../api/ethereum/testing/fixture.js";
import { describeWith } from "../e2e/testing/needs.js";
import { Judge } from "../geth/compare.js";
import type { Reference } from "../geth/node.js";
import { calls, fills, mined, type Request, simulations, state } from "../geth/requests.js";
import { type Chains, setUp } from "../geth/script.js";
import { allowed, leftOut } from "./allowed.js";
import { installAnvil, lacksAnvil, startAnvil } from "./node.js";
import { asGeth } from "./translate.js";

// Replies to the script of testnet/geth, from this node and from anvil, field by field. What is asked wrongly is not
// compared: there anvil is laxer, and go-ethereum's words are the ones that count.
jest.setTimeout(120_000);
const INSTALL_MS = 600_000;

const CHAIN_ID = 1337n;

function* requests(chains: Chains): Generator<Request> {
  yield* mined(chains);
  yield* state(chains);
  yield* calls(chains);
  yield* simulations();
  yield* fills();
}

describeWith(lacksAnvil())("replies are anvil's", () => {
  let anvil: Reference;
  let ours: EthereumFixture;
  let chains: Chains;
  const judge = new Judge(allowed);

  beforeAll(async () => {
    await installAnvil();
    anvil = await startAnvil(CHAIN_ID);
    ours = await startEthereumFixture({ gasCap: 50_000_000n }, { chainId: CHAIN_ID });
    chains = await setUp({ reference: anvil, ours, chainId: CHAIN_ID });
  }, INSTALL_MS);
  afterAll(async () => {
    await anvil?.close();
    await ours?.close();
  });

  test("but for what is listed", async () => {
    const asked = [...requests(chains)];
    const compared = asked.filter(({ name }) => !leftOut.some(({ request }) => request.test(name)));
    const { found, count } = await judge.compare(compared, {
      ours: async (...call) => {
        const { result, error } = await ours.call(...call);
        return { result, error };
      },
      theirs: async (...call) => asGeth(await anvil.call(...call)),
    });
    expect(found).toEqual([]);
    expect(judge.unused()).toEqual([]);
    expect(leftOut.filter(({ request }) => !asked.some(({ name }) => request.test(name)))).toEqual([]);
    expect(count).toBeGreaterThan(500);
  });
});
