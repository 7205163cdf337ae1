/**
 * jest's environment of Node, which lets go of what would make each test file slower than the one before it in its worker:
 * up to Node 22 every promise is noted down for every AsyncLocalStorage that was ever used, and each file brings new ones,
 * jest's own and the API's. After sixty files a test of many promises took six times as long.
 */
const { AsyncLocalStorage } = require("node:async_hooks");
const { TestEnvironment } = require("jest-environment-node");

const used = new Set();
for (const method of ["run", "enterWith"]) {
  const original = AsyncLocalStorage.prototype[method];
  AsyncLocalStorage.prototype[method] = function (...args) {
    used.add(this);
    return original.apply(this, args);
  };
}

module.exports = class extends TestEnvironment {
  async teardown() {
    await super.teardown();
    for (const storage of used) storage.disable();
    used.clear();
  }
};
