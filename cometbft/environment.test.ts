import { cometEnvironment } from "./environment.js";

test("Go has four processors at least, unless the operator says otherwise", () => {
  expect(cometEnvironment({}, 1)["GOMAXPROCS"]).toBe("4");
  expect(cometEnvironment({}, 3)["GOMAXPROCS"]).toBe("4");
  expect(cometEnvironment({}, 4)["GOMAXPROCS"]).toBeUndefined();
  expect(cometEnvironment({ GOMAXPROCS: "1" }, 2)["GOMAXPROCS"]).toBe("1");
});

test("homes that would win over the argument are taken out, all else stays", () => {
  const env = cometEnvironment({ CMTHOME: "/a", TMHOME: "/b", PATH: "/bin" }, 8);
  expect(env).toEqual({ CMTHOME: undefined, TMHOME: undefined, PATH: "/bin" });
});
