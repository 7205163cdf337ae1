import type { Schema } from "./schema.js";

const oneOf =
  (...choices: string[]) =>
  (value: unknown): string | undefined =>
    choices.includes(value as string)
      ? undefined
      : `must be one of ${choices.map((choice) => choice || '""').join(", ")}`;

/** config/client.toml: defaults of the commands that sign, send and ask. */
export const clientSchema: Schema = {
  file: "client.toml",
  heading:
    "Defaults of echoind's client commands. A flag (--node) wins over the environment (ECHOIND_NODE), and that over this\nfile.",
  sections: {},
  fields: [
    { key: "chain-id", default: "", comment: "The network's chain id, signed into every transaction." },
    {
      key: "keyring-backend",
      default: "file",
      comment: "Where keys are kept: file (encrypted with a passphrase) or test (plain files; for development only).",
      check: oneOf("file", "test"),
    },
    { key: "keyring-default-keyname", default: "", comment: "The key that signs when --from is not given." },
    {
      key: "output",
      default: "",
      comment: "json or text for every command; empty leaves it to each: keys print text, queries print json.",
      check: oneOf("", "json", "text"),
    },
    { key: "node", default: "tcp://localhost:26657", comment: "CometBFT's RPC, as tcp://, http:// or https://." },
    {
      key: "broadcast-mode",
      default: "sync",
      comment:
        "sync waits for the node's first check of a transaction, async for nothing; queue is sync, and the node keeps a\ntransaction that cannot go in now and offers it again later.",
      check: oneOf("sync", "async", "queue"),
    },
    { key: "gas", default: "", comment: "Gas limit of a transaction: a number, or auto to simulate first." },
    {
      key: "gas-prices",
      default: "",
      comment:
        "Price per unit of gas, for example 0.025aec, from which the fee is computed; auto asks the chain, and adds a quarter.",
    },
    { key: "gas-adjustment", default: "", comment: "Factor on the simulated gas; empty is 1.3." },
    { key: "fees", default: "", comment: "Fee of a transaction, instead of gas-prices, for example 5000aec." },
    {
      key: "bech32-prefix",
      default: "",
      comment: "Prefix of addresses; empty takes it from config/genesis.json, else echo.",
    },
    {
      key: "coin-type",
      default: "",
      comment: "BIP-44 coin type of new keys (m/44'/coin-type'/0'/0/0); empty is 118, which Cosmos wallets use.",
      check: (value) =>
        value === "" || /^\d{1,9}$/.test(value as string) ? undefined : "must be a whole number below 2^31",
    },
  ],
};
