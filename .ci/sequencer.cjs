/**
 * The order in which jest starts test files. Where it has records of earlier runs it starts the longest first, and this
 * leaves that be. On a clean clone it would start the largest files first, which are not the longest: those that run nodes
 * or simulate a network are short and last a minute, and one that is started last leaves all workers but its own idle.
 */
const { relative, sep } = require("node:path");
const Sequencer = require("@jest/test-sequencer").default;

/** Folders below the project's whose tests run nodes, or simulate some. */
const LONG = ["testnet", ["abci", "sim"].join(sep)].map((folder) => folder + sep);

const isLong = ({ path, context }) => LONG.some((folder) => relative(context.config.rootDir, path).startsWith(folder));

module.exports = class extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
};
