import { fileURLToPath } from "node:url";
import { bundle } from "./bundle.js";

// Part of `make build`: from dist/cli/bundle/, the project's folder is three up.
bundle(fileURLToPath(new URL("../../..", import.meta.url)));
