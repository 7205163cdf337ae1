const { availableParallelism } = require("node:os");

/**
 * Jest runs the TypeScript sources through swc as CommonJS: its runtime cannot load ESM-only packages on Node 20, which
 * cosmjs pulls in, so those packages are compiled too (transformIgnorePatterns).
 * @type {import("jest").Config}
 */
const compileToCommonJs = { "^.+\\.[mc]?[tj]s$": ["@swc/jest", { swcrc: true }] };

/**
 * Jest leaves one core to itself, and so would take a single worker on two. It sleeps nearly always, and tests that run
 * nodes wait for blocks half of their time: two files beside each other take little more than one.
 */
const workers = Math.max(2, availableParallelism() - 1);

module.exports = {
  maxWorkers: workers,
  testSequencer: "<rootDir>/.ci/sequencer.cjs",
  testEnvironment: "<rootDir>/.ci/environment.cjs",
  testMatch: ["<rootDir>/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/dist/", "<rootDir>/.cache/"],
  modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/.cache/"],
  transform: compileToCommonJs,
  transformIgnorePatterns: ["/node_modules/(?!(@noble|@scure|@cosmjs|@bufbuild|@ethereumjs|smol-toml|commander)/)"],
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
  testTimeout: 30_000,
};
