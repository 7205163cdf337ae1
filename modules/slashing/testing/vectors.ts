import { readFileSync } from "node:fs";
import { join } from "node:path";

interface RotationStep {
  readonly changes: readonly { readonly key: number; readonly power: string }[];
  readonly rounds: number;
  readonly proposer: number;
  readonly order: readonly number[];
  readonly priorities: readonly string[];
}

export type VectorLine =
  | { readonly kind: "keys"; readonly keys: readonly string[] }
  | { readonly kind: "rotation"; readonly seed: number; readonly steps: readonly RotationStep[] }
  | {
      readonly kind: "bitmap";
      readonly chunks: readonly { readonly bits: readonly number[]; readonly chunk: string }[];
    }
  | {
      readonly kind: "extension";
      readonly chainId: string;
      readonly height: string;
      readonly round: number;
      readonly extension: string;
      readonly pubKey: string;
      readonly signBytes: string;
      readonly signature: string;
    };

/** What CometBFT and the Cosmos SDK answered; `testing/reference` made it. */
export function vectors<Kind extends VectorLine["kind"]>(kind: Kind): Extract<VectorLine, { kind: Kind }>[] {
  const text = readFileSync(join(process.cwd(), "modules/slashing/testing/vectors.jsonl"), "utf8");
  const lines = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as VectorLine);
  return lines.filter((line): line is Extract<VectorLine, { kind: Kind }> => line.kind === kind);
}
