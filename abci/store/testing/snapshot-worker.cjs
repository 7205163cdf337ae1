/** Runs snapshots/worker.ts in a thread of a test: Node loads the sources through swc, as Jest does. */
const { readFileSync } = require("node:fs");
const Module = require("node:module");
const { transformSync } = require("@swc/core");

const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, parent, ...rest) {
  const source = /^\.{1,2}\/.*\.js$/.test(request) && parent?.filename?.endsWith(".ts");
  return resolve.call(this, source ? request.replace(/\.js$/, ".ts") : request, parent, ...rest);
};
Module._extensions[".ts"] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, "utf8"), {
    filename,
    jsc: { parser: { syntax: "typescript" }, target: "es2022" },
    module: { type: "commonjs" },
    sourceMaps: false,
  });
  module._compile(code, filename);
};

require("../snapshots/worker.ts");
