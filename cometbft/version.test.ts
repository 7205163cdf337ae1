import { isVersion, PINNED_VERSION, SUPPORTED_VERSIONS, wantedVersion } from "./version.js";

test("the pinned version runs unless the environment names another supported one", () => {
  expect(wantedVersion({})).toBe(PINNED_VERSION);
  expect(wantedVersion({ ECHOIN_COMETBFT_VERSION: "" })).toBe("v0.38.26");
  expect(wantedVersion({ ECHOIN_COMETBFT_VERSION: "v0.40.0" })).toBe("v0.40.0");
  expect(wantedVersion({ ECHOIN_COMETBFT_VERSION: "0.40.0" })).toBe("v0.40.0");
  expect(() => wantedVersion({ ECHOIN_COMETBFT_VERSION: "v0.37.2" })).toThrow(
    `ECHOIN_COMETBFT_VERSION is "v0.37.2": the supported versions are ${SUPPORTED_VERSIONS.join(", ")}`,
  );
});

test.each([
  ["v0.38.26", "0.38.26\n", true],
  ["v0.38.26", "0.38.26+a1b2c3", true],
  ["v0.38.26", "0.38.25", false],
  ["v0.38.26", "0.39.0", false],
  ["v0.40.0", "0.39.0", true],
  ["v0.40.0", "0.40.0", true],
  ["v0.40.0", "0.38.26", false],
] as const)("%s, of a binary that says %j: %s", (version, reported, right) =>
  expect(isVersion(version, reported)).toBe(right),
);
