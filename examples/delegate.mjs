// Delegates 10 EC to the strongest validator, waits for rewards, withdraws them, and takes 1 EC back.
import {
  GasPrice,
  QueryClient,
  SigningStargateClient,
  setupDistributionExtension,
  setupStakingExtension,
} from "@cosmjs/stargate";
import { connectComet } from "@cosmjs/tendermint-rpc";
import { devnetWallet, gasPrice, rpc } from "./devnet.mjs";

const wallet = await devnetWallet(1);
const [{ address }] = await wallet.getAccounts();
const client = await SigningStargateClient.connectWithSigner(rpc, wallet, { gasPrice: GasPrice.fromString(gasPrice) });
const comet = await connectComet(rpc);
const queries = QueryClient.withExtensions(comet, setupStakingExtension, setupDistributionExtension);

const aec = (ec) => ({ denom: "aec", amount: `${BigInt(ec) * 10n ** 18n}` });

function expectSuccess(what, { code, height, rawLog, gasUsed }) {
  if (code !== 0) throw new Error(`${what} failed: ${rawLog}`);
  console.log(`${what}: committed in block ${height}, gas ${gasUsed}`);
}

/** Waits for so many blocks more, which is how long rewards take. */
async function blocks(count) {
  const end = (await client.getHeight()) + count;
  while ((await client.getHeight()) < end) await new Promise((resolve) => setTimeout(resolve, 200));
}

const { validators } = await queries.staking.validators("BOND_STATUS_BONDED");
const [{ operatorAddress, description }] = validators.toSorted((a, b) =>
  BigInt(a.tokens) < BigInt(b.tokens) ? 1 : -1,
);
console.log(`validator ${description.moniker}, ${operatorAddress}`);

expectSuccess("delegate", await client.delegateTokens(address, operatorAddress, aec(10), "auto"));
await blocks(3);

const { rewards } = await queries.distribution.delegationRewards(address, operatorAddress);
// Rewards have 18 places more than coins: they are counted in fractions of aec.
console.log("earned", rewards.map(({ denom, amount }) => `${BigInt(amount) / 10n ** 18n}${denom}`).join(","));
expectSuccess("withdraw", await client.withdrawRewards(address, operatorAddress, "auto"));
expectSuccess("undelegate", await client.undelegateTokens(address, operatorAddress, aec(1), "auto"));

const { delegationResponse } = await queries.staking.delegation(address, operatorAddress);
console.log("delegated", delegationResponse.balance.amount, "aec");
client.disconnect();
comet.disconnect();
