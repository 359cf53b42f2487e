#!/usr/bin/env node

// Compiling takes longer than checking a plan. What V8 compiled when the package was built serves the same version of V8; from
// Node 22 on, Node keeps what it compiled itself.
const { readFileSync } = require("node:fs");
const { createRequire, enableCompileCache, wrap } = require("node:module");
const { dirname, resolve } = require("node:path");
const { Script } = require("node:vm");

const entry = resolve(__dirname, "../lib/cli/entry.js");

if (enableCompileCache) {
  enableCompileCache();
  require(entry);
} else {
  const script = new Script(wrap(readFileSync(entry, "utf8")), { filename: entry, cachedData: compiled() });
  script.runInThisContext()(exports, createRequire(entry), module, entry, dirname(entry));
}

/** Without it the start is slower, and nothing else. */
function compiled() {
  try {
    return readFileSync(`${entry}.compiled`);
  } catch {
    return undefined;
  }
}
