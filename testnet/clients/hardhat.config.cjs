/** Hardhat over a node of Echoin: `ECHOIN_URL` is its Ethereum endpoint, `ECHOIN_KEYS` are private keys of
 * funded accounts, or left out where the node sends in their name. */
require("@nomicfoundation/hardhat-ethers");
require("@nomicfoundation/hardhat-chai-matchers");
require("@nomicfoundation/hardhat-network-helpers");
const { TASK_COMPILE_SOLIDITY_GET_SOLC_BUILD } = require("hardhat/builtin-tasks/task-names");
const { subtask } = require("hardhat/config");

const version = "0.8.26";

// The compiler that npm brought, instead of one from the web.
subtask(TASK_COMPILE_SOLIDITY_GET_SOLC_BUILD).setAction(async () => ({
  version,
  longVersion: require("solc").version(),
  compilerPath: require.resolve("solc/soljson.js"),
  isSolcJs: true,
}));

module.exports = {
  solidity: { version, settings: { evmVersion: "cancun", optimizer: { enabled: true } } },
  defaultNetwork: "echoin",
  networks: {
    // A dev node has accounts of its own.
    echoin: { url: process.env.ECHOIN_URL, accounts: process.env.ECHOIN_KEYS?.split(",") ?? "remote" },
  },
  mocha: { timeout: 60_000 },
};
