import { Database } from "./database.js";

let database: Database;

beforeEach(async () => {
  database = await Database.open(":memory:");
});

afterEach(() => database.close());

test("a statement that cannot be prepared fails each call of it, and no other", async () => {
  await database.exec("CREATE TABLE numbers (n INTEGER)");
  const calls = [
    database.run("INSERT INTO numbers VALUES (?)", [1]),
    database.all("SELECT n FROM absent"),
    database.run("INSERT INTO numbers VALUES (?)", [2]),
    database.get("SELECT n FROM absent"),
    database.all("SELECT n FROM numbers"),
  ];
  const results = await Promise.allSettled(calls);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "rejected", "fulfilled"]);
  await expect(calls[1]).rejects.toThrow("no such table");
  expect(await database.all("SELECT n FROM numbers ORDER BY n")).toEqual([{ n: 1 }, { n: 2 }]);
});

test("a statement can be prepared later, when what it lacked is there", async () => {
  await expect(database.all("SELECT n FROM numbers")).rejects.toThrow("no such table");
  await database.exec("CREATE TABLE numbers (n INTEGER)");
  expect(await database.all("SELECT n FROM numbers")).toEqual([]);
});
