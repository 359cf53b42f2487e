import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The golden text of that name; `GOLDEN=write` writes it again, to be read in the diff. */
export function golden(name: string, actual: string): string {
  const file = join(__dirname, "golden", name);
  if (process.env.GOLDEN === "write") writeFileSync(file, actual);
  if (!existsSync(file)) throw new Error(`${name} is not in golden/; run the test once with GOLDEN=write and read it`);
  return readFileSync(file, "utf8");
}
