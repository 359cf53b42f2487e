#!/usr/bin/env node

// Compiling takes longer than checking a plan. Node 22 and later keep what they compiled themselves. For Node 20, what V8 compiled is kept
// beside the code at the first `lint`: whoever can write there can change the code itself, so the file needs no further protection.
const { accessSync, constants, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { createRequire, enableCompileCache, wrap } = require("node:module");
const { dirname, resolve } = require("node:path");
const { Script } = require("node:vm");

const entry = resolve(__dirname, "../lib/cli/entry.js");
const kept = `${entry}.compiled`;

if (enableCompileCache) {
  enableCompileCache();
  require(entry).run();
} else {
  const script = new Script(wrap(readFileSync(entry, "utf8")), { filename: entry, cachedData: compiled() });
  script.runInThisContext()(exports, createRequire(entry), module, entry, dirname(entry));
  if (script.cachedDataRejected !== false && process.argv[2] === "lint") process.once("exit", () => keep(script));
  module.exports.run();
}

/** Without it the start is slower, and nothing else. */
function compiled() {
  try {
    return readFileSync(kept);
  } catch {
    return undefined;
  }
}

/** Keeps what V8 compiled for the next run, if the folder of the package can be written. */
function keep(script) {
  try {
    accessSync(dirname(entry), constants.W_OK);
    const partial = `${kept}.${process.pid}`;
    writeFileSync(partial, script.createCachedData());
    renameSync(partial, kept);
  } catch {
    // The next run compiles again.
  }
}
