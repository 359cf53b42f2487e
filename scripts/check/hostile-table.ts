import { readFileSync } from "node:fs";

/** Prints one line about the table that `HOSTILE_TABLE=FILE npm run test:hostile` wrote; a row is test, command, exit code, seconds, MiB and canaries. */
const rows = readFileSync(process.env.HOSTILE_TABLE ?? "hostile.tsv", "utf8")
  .trim()
  .split("\n")
  .map((line) => line.split("\t"));
const most = (column: number) => rows.reduce((worst, row) => Math.max(worst, Number(row[column])), 0);
const canaries = rows.reduce((sum, row) => sum + Number(row[5]), 0);
const tests = new Set(rows.map(([test]) => test)).size;
console.log(
  `${rows.length} runs of ${tests} tests: at most ${most(3).toFixed(2)} s of processor time and ${most(4)} MiB, ${canaries} canaries`,
);
