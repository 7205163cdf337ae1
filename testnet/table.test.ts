import { renderTable } from "./table.js";

test("columns are as wide as their widest text; what is not known is a dash", () => {
  const lines = renderTable([
    {
      name: "validator0",
      state: "running",
      height: 1042n,
      peers: 3,
      power: 100000n,
      missed: 0n,
      rpc: "http://127.0.0.1:26657",
    },
    { name: "full0", state: "stopped", rpc: "http://127.0.0.1:26757" },
  ]);
  expect(lines).toEqual([
    "node        height  peers   power  missed  state    RPC",
    "validator0    1042      3  100000       0  running  http://127.0.0.1:26657",
    "full0            –      –       –       –  stopped  http://127.0.0.1:26757",
  ]);
});
