import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { startEthereumFixture, type EthereumFixture } from "../../api/ethereum/testing/fixture.js";
import { describeWith, lacksGeth } from "../e2e/testing/needs.js";
import { allowed } from "./allowed.js";
import { Judge } from "./compare.js";
import { isGethBuilt, type Reference, type Reply, startGeth } from "./node.js";
import { requests } from "./requests.js";
import { type Chains, setUp } from "./script.js";

// Replies to one script of deployments, calls and mistakes, from this node and from go-ethereum, field by field.
jest.setTimeout(120_000);
/** In which geth is built where it has to be, on a slow machine. */
const BUILD_MS = 1_200_000;

const CHAIN_ID = 1337n;

/** Lists that go-ethereum makes in no order are put into one. */
function plain({ result, error }: Reply): Reply {
  const list = (result as { accessList?: { address: string }[] } | null | undefined)?.accessList;
  if (Array.isArray(list)) list.sort((a, b) => (a.address < b.address ? -1 : 1));
  return { result, error };
}

describeWith(lacksGeth())("replies are go-ethereum's", () => {
  let geth: Reference;
  let ours: EthereumFixture;
  let chains: Chains;
  const judge = new Judge(allowed);

  beforeAll(async () => {
    if (!isGethBuilt()) await promisify(execFile)(process.execPath, [join("testnet", "geth", "build.mjs")]);
    [geth, ours] = await Promise.all([
      startGeth(),
      startEthereumFixture({ gasCap: 50_000_000n }, { chainId: CHAIN_ID }),
    ]);
    chains = await setUp({ reference: geth, ours, chainId: CHAIN_ID });
  }, BUILD_MS);
  afterAll(async () => {
    await geth?.close();
    await ours?.close();
  });

  test("but for what is listed", async () => {
    const { found, count } = await judge.compare(requests(chains), {
      ours: async (...call) => plain(await ours.call(...call)),
      theirs: async (...call) => chains.translate(plain(await geth.call(...call))),
    });
    expect(found).toEqual([]);
    expect(judge.unused()).toEqual([]);
    expect(count).toBeGreaterThan(300);
  });
});
