/**
 * Makes the homes of a network whose nodes run in containers of their own, each reached by its name:
 * `node dist/testnet/docker/make.js --manifest testnet/manifests/docker.json --folder /net`. A network that is there stays.
 */
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { containerAddresses } from "../network/addresses.js";
import { makeNetwork, readNetwork } from "../network/homes.js";
import { readManifest } from "../network/manifest.js";

const { values: flags } = parseArgs({ options: { manifest: { type: "string" }, folder: { type: "string" } } });

async function main(): Promise<void> {
  const { manifest: file, folder } = flags;
  if (file === undefined || folder === undefined) throw new Error("--manifest and --folder are needed");
  if (readNetwork(folder) !== undefined) {
    process.stdout.write(`the network in ${folder} is there already\n`);
    return;
  }
  const manifest = readManifest(file);
  const root = dirname(dirname(dirname(dirname(process.argv[1] ?? ""))));
  const addresses = containerAddresses(manifest.nodes.map(({ name }) => name));
  const { nodes } = await makeNetwork({ root, folder, manifest, addresses });
  process.stdout.write(`made the homes of ${nodes.map((node) => node.manifest.name).join(", ")} in ${folder}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`Error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
