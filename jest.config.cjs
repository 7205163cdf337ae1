/**
 * Jest runs the TypeScript sources through swc as CommonJS: its runtime cannot load ESM-only packages on Node 20, which
 * cosmjs pulls in, so those packages are compiled too (transformIgnorePatterns).
 * @type {import("jest").Config}
 */
const compileToCommonJs = { "^.+\\.[mc]?[tj]s$": ["@swc/jest", { swcrc: true }] };

module.exports = {
  testEnvironment: "<rootDir>/.ci/environment.cjs",
  testMatch: ["<rootDir>/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/dist/", "<rootDir>/.cache/"],
  modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/.cache/"],
  transform: compileToCommonJs,
  transformIgnorePatterns: ["/node_modules/(?!(@noble|@scure|@cosmjs|@bufbuild|@ethereumjs|smol-toml|commander)/)"],
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
  testTimeout: 30_000,
};
