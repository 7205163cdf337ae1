import type { Plan } from "cosmjs-types/cosmos/upgrade/v1beta1/upgrade";
import { defineErrors } from "../../abci/state/errors.js";

const because =
  (kind: string) =>
  (reason: string): string =>
    reason === "" ? kind : `${reason}: ${kind}`;

/** Codes as in the Cosmos SDK's x/upgrade. */
export const errors = defineErrors("upgrade", {
  noModuleVersion: [2, because("module version not found")],
  noPlan: [3, because("upgrade plan not found")],
  noUpgradedClient: [4, because("upgraded client not found")],
  noUpgradedConsensusState: [5, because("upgraded consensus state not found")],
  invalidSigner: [6, because("expected authority account as only signer for proposal message")],
});

/** This binary cannot run the block at hand: the node stops, on purpose, before it changes anything. */
export class UpgradeHalt extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UpgradeHalt";
  }
}

/**
 * The block of a planned upgrade that this binary does not know. The application writes `upgrade-info.json`, which
 * cosmovisor waits for, and logs the message as it is.
 */
export class UpgradeNeeded extends UpgradeHalt {
  constructor(
    readonly plan: Plan,
    readonly height: bigint,
  ) {
    super(`UPGRADE "${plan.name}" NEEDED at height: ${plan.height}: ${plan.info}`);
    this.name = "UpgradeNeeded";
  }
}

export const halts = {
  tooEarly: (name: string): UpgradeHalt =>
    new UpgradeHalt(
      `BINARY UPDATED BEFORE TRIGGER! UPGRADE "${name}" - in binary but not executed on chain. Downgrade your binary`,
    ),
  handlerMissing: ({ name, appVersion }: { name: string; appVersion: bigint }): UpgradeHalt =>
    new UpgradeHalt(
      `wrong app version ${appVersion}, upgrade handler is missing for ${name} upgrade plan: this binary is older than the state`,
    ),
  moduleTooNew: ({ name, stored, known }: { name: string; stored: bigint; known: bigint }): UpgradeHalt =>
    new UpgradeHalt(
      `module ${name} is stored in version ${stored}, but this binary knows only ${known}: use a newer binary`,
    ),
  migrationMissing: ({ name, version }: { name: string; version: bigint }): UpgradeHalt =>
    new UpgradeHalt(`module ${name} has no migration from version ${version} to ${version + 1n}`),
};
