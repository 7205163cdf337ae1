import {
  addressOf,
  freshValidatorState,
  makeKey,
  nodeIdOf,
  nodeKeyFile,
  parseKeyFile,
  publicKeyAny,
  validatorKeyFile,
} from "./keys.js";

/** What CometBFT writes for the seed of 32 sevens; cometbft/config.test.ts shows such files to the real binary. */
const sevens = `{
  "address": "FE812C12F3AB4CE6AC5DB69AC352F906CB1B11EF",
  "pub_key": {
    "type": "tendermint/PubKeyEd25519",
    "value": "6kpsY+KcUgq+9VB7Ey7F+ZVHdq6+vnuSQh7qaRRG0iw="
  },
  "priv_key": {
    "type": "tendermint/PrivKeyEd25519",
    "value": "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwfqSmxj4pxSCr71UHsTLsX5lUd2rr6+e5JCHuppFEbSLA=="
  }
}
`;

test("a validator key is read and written as it is", () => {
  const key = parseKeyFile(sevens, "priv_validator_key.json");
  expect(validatorKeyFile(key)).toBe(sevens);
  expect(Buffer.from(addressOf(key.publicKey)).toString("hex")).toBe("fe812c12f3ab4ce6ac5db69ac352f906cb1b11ef");
  expect(publicKeyAny(key.publicKey)).toEqual({
    "@type": "/cosmos.crypto.ed25519.PubKey",
    key: "6kpsY+KcUgq+9VB7Ey7F+ZVHdq6+vnuSQh7qaRRG0iw=",
  });
});

test("new keys differ, and a seed gives the same key", () => {
  expect(makeKey().publicKey).not.toEqual(makeKey().publicKey);
  const seed = new Uint8Array(32).fill(7);
  expect(parseKeyFile(nodeKeyFile(makeKey(seed)), "n")).toEqual(makeKey(seed));
  expect(nodeIdOf(makeKey(seed).publicKey)).toMatch(/^[0-9a-f]{40}$/);
  expect(JSON.parse(freshValidatorState())).toEqual({ height: "0", round: 0, step: 0 });
  expect(() => makeKey(new Uint8Array(31))).toThrow("has 32 bytes, not 31");
});

test("a damaged file is refused without showing the key", () => {
  const secret = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH";
  const faults = [
    sevens.slice(0, -20),
    "[]",
    sevens.replace("PrivKeyEd25519", "PrivKeySecp256k1"),
    sevens.replace("FEbSLA==", "AAAAAA=="),
    sevens.replace(secret, "AAAA"),
  ];
  for (const text of faults) {
    const read = (): unknown => parseKeyFile(text, "key.json");
    expect(read).toThrow(/^key\.json/);
    expect(read).not.toThrow(secret.slice(0, 8));
  }
});
