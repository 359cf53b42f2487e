import { FAILED, type Result } from "../result";

/** One field with what ends it; a quote inside a quoted field stands twice. */
const FIELD = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

/** Objects of a text of CSV (RFC 4180), whose first line names their attributes. */
export function decodeCsv(text: string): Result {
  const [names, ...rows] = recordsOf(text) ?? [];
  if (!names || new Set(names).size < names.length || rows.some(({ length }) => length !== names.length)) return FAILED;
  return rows.map((row) => Object.fromEntries(row.map((value, at) => [names[at], value])));
}

/** The fields of each line that is not empty; undefined for what is not CSV. */
function recordsOf(text: string): readonly (readonly string[])[] | undefined {
  const records: string[][] = [];
  let record: string[] = [];
  for (FIELD.lastIndex = 0; FIELD.lastIndex < text.length || record.length > 0; ) {
    const field = FIELD.exec(text);
    if (!field) return undefined;
    const [whole, quoted, plain = "", end] = field;
    const isEmptyLine = record.length === 0 && end !== "," && whole === end;
    if (!isEmptyLine) record.push(quoted?.replaceAll('""', '"').replaceAll("\r\n", "\n") ?? plain);
    if (end === ",") continue;
    if (record.length > 0) records.push(record);
    record = [];
  }
  return records;
}
