import { CliError } from "../errors.js";
import { parseJson } from "../files.js";
import { wholeNumber } from "../flags.js";
import type { Invocation } from "../invocation.js";
import { addressPrefix } from "../keys/open.js";
import { addressBytes, fromBech32, fromPublicKeyJson, toBech32 } from "../keys/public-key.js";
import type { QueryGroup } from "./query-modules.js";

/** A consensus address, or that of a node's key, given as comet show-validator prints it. */
function consensusAddress(call: Invocation, text: string): string {
  const prefix = `${addressPrefix(call)}valcons`;
  if (text.trimStart().startsWith("{")) {
    return toBech32(prefix, addressBytes(fromPublicKeyJson(parseJson(text, "the public key"))));
  }
  if (!text.startsWith(`${prefix}1`)) {
    throw new CliError(`${JSON.stringify(text)} is no consensus address: here they start with ${prefix}1`, {
      hint: "comet show-address prints a node's own",
    });
  }
  fromBech32(text);
  return text;
}

export const slashing: QueryGroup = {
  name: "slashing",
  description: "how validators sign, and what missing votes costs",
  service: "cosmos.slashing.v1beta1.Query",
  commands: [
    { usage: "params", description: "the module's parameters", method: "Params" },
    {
      usage: "signing-info <address-or-key>",
      description: "how a validator signs; named by its consensus address, or its public key as JSON",
      method: "SigningInfo",
      request: (call, text = "") => ({ cons_address: consensusAddress(call, text) }),
    },
    { usage: "signing-infos", description: "how all validators sign", method: "SigningInfos", paged: true },
  ],
};

export const rotation: QueryGroup = {
  name: "rotation",
  description: "whose turn it is to propose, and who let turns pass",
  service: "echoin.slashing.v1.Query",
  commands: [
    { usage: "params", description: "what delayed and invalid proposals cost, and who gets it", method: "Params" },
    {
      usage: "proposers [rounds]",
      description: "whose turns the first rounds of the next height are: 10, or as many as you say",
      method: "Proposers",
      request: (_call, rounds) => ({ rounds: rounds === undefined ? 0 : Number(wholeNumber(rounds)) }),
    },
    { usage: "turns", description: "how each validator used its last turns", method: "Turns", paged: true },
    { usage: "failed-rounds", description: "rounds of the last heights that decided nothing", method: "FailedRounds" },
  ],
};

export const evidence: QueryGroup = {
  name: "evidence",
  description: "proof of validators that signed twice",
  service: "cosmos.evidence.v1beta1.Query",
  commands: [
    {
      usage: "evidence <hash>",
      description: "a piece of evidence, by its hash in hex",
      method: "Evidence",
      request: (_call, hash) => ({ hash }),
    },
    { usage: "list", alias: "all", description: "all evidence", method: "AllEvidence", paged: true },
  ],
};
