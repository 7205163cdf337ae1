import type { Database, Row, SqlValue } from "../../../abci/store/database.js";
import { decodeHeader } from "../../../modules/evm/header.js";
import { data, quantity } from "../values.js";
import { idOf, PER_BLOCK } from "./schema.js";

/** Which logs: each list is of alternatives, an empty one lets all pass. */
export interface LogFilter {
  readonly addresses: readonly Uint8Array[];
  /** By place; at most four. */
  readonly topics: readonly (readonly Uint8Array[])[];
}

/** Where to look, and how long. */
export interface LogRange {
  readonly first: number;
  readonly last: number;
  /** The most that are found. */
  readonly limit: number;
  /** Called between two statements; what it throws ends the search. */
  readonly check: () => void;
}

/** Heights that one statement looks through: between two the time is checked. */
const HEIGHTS_AT_ONCE = 1000;

/**
 * A log's JSON as far as the rows of the log and of its transaction tell it, without its end. SQLite writes it in its own
 * thread: to make an object of each row, and text of each object, took three times as long, and held up all other answers.
 */
const TEXT = `'{"address":' || ${bytes("logs.address")}
  || ',"topics":[' || ${topic(0)} || ${topic(1)} || ${topic(2)} || ${topic(3)} || '],"data":' || ${bytes("data")}
  || ',"blockNumber":' || ${number(`logs.id / ${PER_BLOCK}`)} || ',"transactionHash":' || ${bytes("transactions.hash")}
  || ',"transactionIndex":' || ${number("logs.position")} || ',"logIndex":' || ${number(`logs.id % ${PER_BLOCK}`)}`;

function topic(place: number): string {
  const comma = place > 0 ? "',' || " : "";
  return `iif(topic${place} IS NULL, '', ${comma}${bytes(`topic${place}`)})`;
}

function bytes(column: string): string {
  return `'"0x' || lower(hex(${column})) || '"'`;
}

function number(value: string): string {
  return `printf('"0x%x"', ${value})`;
}

/** See `IndexReader.findLogs`. */
export async function findLogs(database: Database, filter: LogFilter, range: LogRange): Promise<string[]> {
  const { where, values } = conditionOf(filter);
  const sql = `SELECT logs.id / ${PER_BLOCK} AS height, ${TEXT} AS text FROM logs ${indexFor(filter)}
    JOIN transactions ON transactions.id = logs.id - logs.id % ${PER_BLOCK} + logs.position
    WHERE logs.id BETWEEN ? AND ? ${where} ORDER BY logs.id LIMIT ?`;
  const found: string[] = [];
  for (let first = range.first; first <= range.last && found.length < range.limit; first += HEIGHTS_AT_ONCE) {
    range.check();
    const last = Math.min(first + HEIGHTS_AT_ONCE - 1, range.last);
    const bounds = [idOf(first, 0), idOf(last + 1, 0) - 1];
    const rows = await database.all(sql, [...bounds, ...values, range.limit - found.length]);
    const ends = await endsAt(database, rows);
    for (const { height, text } of rows) {
      const end = ends.get(height as number);
      // Without a block it was pruned since.
      if (end !== undefined) found.push(`${text as string}${end}`);
    }
  }
  return found;
}

/** What the JSON of logs ends with, by the height of their block. */
async function endsAt(database: Database, logs: readonly Row[]): Promise<Map<number, string>> {
  const heights = JSON.stringify([...new Set(logs.map(({ height }) => height))]);
  const sql = "SELECT height, hash, header FROM blocks WHERE height IN (SELECT value FROM json_each(?))";
  const ends = new Map<number, string>();
  for (const { height, hash, header } of await database.all(sql, [heights])) {
    const { timestamp } = decodeHeader(header as Uint8Array);
    const at = `"blockHash":"${data(hash as Uint8Array)}","blockTimestamp":"${quantity(timestamp)}"`;
    ends.set(height as number, `,${at},"removed":false}`);
  }
  return ends;
}

/** SQLite is told: by itself it may walk all logs of the range. */
function indexFor({ addresses, topics }: LogFilter): string {
  if (addresses.length > 0) return "INDEXED BY logs_by_address";
  return (topics[0]?.length ?? 0) > 0 ? "INDEXED BY logs_by_topic" : "NOT INDEXED";
}

function conditionOf({ addresses, topics }: LogFilter): { where: string; values: SqlValue[] } {
  const values: SqlValue[] = [];
  const conditions = [
    ["address", addresses] as const,
    ...topics.map((each, place) => [`topic${place}`, each] as const),
  ];
  let where = "";
  for (const [column, alternatives] of conditions) {
    if (alternatives.length === 0) continue;
    where += ` AND logs.${column} IN (${alternatives.map(() => "?").join(",")})`;
    values.push(...alternatives.map((bytes) => Buffer.from(bytes)));
  }
  // A place that lets every topic pass still has to be there, as with go-ethereum.
  const last = topics.length - 1;
  if (last >= 0 && topics[last]!.length === 0) where += ` AND logs.topic${last} IS NOT NULL`;
  return { where, values };
}
