/** The package's fallback in JavaScript, which has no types of its own. */
declare module "secp256k1/elliptic.js" {
  import type secp256k1 from "secp256k1";
  const api: typeof secp256k1;
  export = api;
}
