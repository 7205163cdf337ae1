import { buildOpenApi } from "./document.js";
import { page } from "./page.js";

let made: { readonly key: string; readonly text: string } | undefined;

/** The document as JSON text; made at the first call, since most nodes are never asked. */
export function openApiDocument(paths: readonly string[], version: string): string {
  const key = `${version}\n${paths.join("\n")}`;
  if (made?.key !== key) made = { key, text: JSON.stringify(buildOpenApi(paths, version)) };
  return made.text;
}

/** The page that lists the operations and lets them be tried; it loads nothing but /openapi.json. */
export const docsPage = (): string => page;
