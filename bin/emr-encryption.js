#!/usr/bin/env node

// Compiling takes longer than checking a plan, so what V8 compiled is kept beside the code at the first `lint`: whoever can write there can
// change the code itself, so the file needs no further protection. (Node's own cache is in the folder for temporary files, and leaves out
// what a run compiles after the start.)
const { accessSync, constants, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { createRequire, wrap } = require("node:module");
const { dirname, resolve } = require("node:path");
const { setFlagsFromString } = require("node:v8");
const { Script } = require("node:vm");

const entry = resolve(__dirname, "../lib/cli/entry.js");
const kept = `${entry}.compiled`;

// By default, V8 optimizes code that a short run does not call any more. What it compiled is valid only for the flags that it had.
setFlagsFromString(lateOptimization());

const script = new Script(wrap(readFileSync(entry, "latin1")), { filename: entry, cachedData: compiled() });
script.runInThisContext()(exports, createRequire(entry), module, entry, dirname(entry));
if (script.cachedDataRejected !== false && process.argv[2] === "lint") process.once("exit", () => keep(script));
module.exports.run();

/** Makes V8 optimize later, JavaScript by the names that its versions have for it; V8 prints an error for a flag that it does not know. */
function lateOptimization() {
  const version = Number.parseInt(process.versions.v8, 10);
  if (version === 11) return "--wasm-tiering-budget=180000000 --interrupt-budget=270000";
  if (version > 13) return "";
  return "--wasm-tiering-budget=180000000 --invocation-count-for-turbofan=12000 --invocation-count-for-osr=3200";
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
