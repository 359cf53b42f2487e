/** Runs `lint` from `lib/cli/entry.js`, and keeps what V8 compiled for it beside the file; `bin/emr-encryption.js` starts with that. */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire, wrap } from "node:module";
import { dirname, resolve } from "node:path";
import { Script } from "node:vm";

const entry = resolve("lib/cli/entry.js");
const script = new Script(wrap(readFileSync(entry, "utf8")), { filename: entry });
process.on("exit", (code) => {
  if (code > 1) return;
  writeFileSync(`${entry}.compiled`, script.createCachedData());
  process.exitCode = 0;
});
script.runInThisContext()({}, createRequire(entry), { exports: {} }, entry, dirname(entry));
