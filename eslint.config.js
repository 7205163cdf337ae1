import tseslint from "typescript-eslint";

/** What would make one node differ from the others, or is not in the hands of the state machine. */
const nondeterminism = {
  "no-restricted-globals": [
    "error",
    { name: "Date", message: "Time comes from the context (block.timeNanos)." },
    { name: "Intl", message: "Locales differ between nodes." },
    { name: "setTimeout", message: "No timers in the state machine." },
    { name: "setInterval", message: "No timers in the state machine." },
    { name: "setImmediate", message: "No timers in the state machine." },
    { name: "process", message: "The state machine does not see its process." },
    { name: "fetch", message: "No I/O in the state machine." },
    { name: "parseFloat", message: "No floats in the state machine." },
  ],
  "no-restricted-properties": [
    "error",
    { object: "Math", property: "random", message: "Nodes would differ." },
    { object: "Promise", property: "all", message: "Order of completion must not matter: await one after the other." },
    { object: "Promise", property: "race", message: "Order of completion must not matter." },
    { property: "localeCompare", message: "Sort by bytes: compareKeys or compareBytes." },
  ],
};

const noIo = {
  regex: "^node:(fs|net|http|https|http2|child_process|os|worker_threads)(/.*)?$",
  message: "No I/O in the state machine.",
};

const oneWay = (regex) => ({ regex, message: "Imports point one way: see ARCHITECTURE.md, Layers." });

/** `\.\./x/` for a file of a module's folder, `\.\./\.\./x/` for one of a folder in it. */
const otherModule = (up) => ({
  regex: `^${up.replaceAll(".", "\\.")}(?!\\.|abci/|proto/)`,
  message: "A module imports no other: it declares what it needs in types.ts, and abci/app/echoin.ts passes it in.",
});

const imports = (...patterns) => ({ "no-restricted-imports": ["error", { patterns }] });

export default tseslint.config(
  {
    ignores: [
      "dist/**",
      ".ci/**",
      "node_modules/**",
      ".cache/**",
      "proto/generated/**",
      "**/*.cjs",
      "coverage/**",
      "testnet/clients/**",
      "testnet/foundry/**",
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ["*.js", "examples/*.mjs"] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "no-restricted-syntax": [
        "error",
        { selector: "ExportDefaultDeclaration", message: "Named exports only." },
        { selector: "TSEnumDeclaration", message: "A union of literals or a const table instead of an enum." },
      ],
      eqeqeq: "error",
    },
  },
  {
    files: ["*.config.js", "**/*.mjs"],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { "no-restricted-syntax": "off" },
  },
  { files: ["abci/store/**/*.ts"], rules: imports(oneWay("/(state|app|server|modules|api|cli)/")) },
  {
    files: ["abci/state/**/*.ts"],
    ignores: ["**/*.test.ts", "**/testing/**"],
    rules: { ...nondeterminism, ...imports(noIo, oneWay("/(app|server|modules|cli)/")) },
  },
  {
    files: ["modules/*/*.ts"],
    ignores: ["**/*.test.ts"],
    rules: { ...nondeterminism, ...imports(noIo, oneWay("/(app|server|sim|cli)/"), otherModule("../")) },
  },
  {
    files: ["modules/*/*/**/*.ts"],
    ignores: ["**/*.test.ts", "**/testing/**"],
    rules: { ...nondeterminism, ...imports(noIo, oneWay("/(app|server|sim|cli)/"), otherModule("../../")) },
  },
  {
    files: ["abci/app/**/*.ts", "abci/server/**/*.ts"],
    ignores: ["**/*.test.ts", "**/testing/**"],
    rules: imports(oneWay("^(\\.\\./)+(cli|api|testnet|bench)/")),
  },
);
