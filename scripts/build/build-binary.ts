/**
 * Bundles the command line into `lib/cli/entry.js`, with the libraries that every `lint` loads, since a cold start is mostly
 * finding and reading files. Other packages stay outside and load when they are used. The linter as a library is the same file,
 * so that the package does not have its code twice.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { build, type Plugin } from "esbuild";
import { globSync } from "tinyglobby";
import ts from "typescript";

const root = resolve(__dirname, "../..");
const entry = join(root, "lib/cli/entry.js");
const inlined = ["@open-policy-agent/opa-wasm", "commander", "jsonc-parser", "picocolors", "sprintf-js"];

/** OPA's YAML builtins bring a parser that costs more to load than a policy to check: it loads when one is called. */
const lazyYaml: Plugin = {
  name: "lazy-yaml",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^yaml$/ }, ({ importer }) =>
      importer.includes("opa-wasm") ? { path: "yaml", namespace: "lazy" } : { path: "yaml", external: true },
    );
    // It is opa-wasm's own version of yaml, not ours.
    onLoad({ filter: /.*/, namespace: "lazy" }, () => ({
      contents: `
        const { createRequire } = require("node:module");
        const ofOpa = () => createRequire(require.resolve(["@open-policy-agent", "opa-wasm"].join("/")));
        module.exports = new Proxy({}, { get: (_, name) => ofOpa()("yaml")[name] });`,
    }));
  },
};

/** Parts of Node that most runs do without, and that bring sockets and streams along: they load at the first use. */
const lazyBuiltins: Plugin = {
  name: "lazy-builtins",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:(child_process|crypto|module|net|os|tls|zlib)$/ }, ({ path, namespace }) =>
      namespace === "lazy-builtin" ? { path, external: true } : { path, namespace: "lazy-builtin" },
    );
    onLoad({ filter: /.*/, namespace: "lazy-builtin" }, ({ path }) => ({
      contents: `
        for (const name of ${JSON.stringify(Object.keys(require(path)))}) {
          Object.defineProperty(exports, name, { enumerable: true, get: () => require(${JSON.stringify(path)})[name] });
        }`,
    }));
  },
};

/** opa-wasm searches the end of a result byte by byte, which takes a fifth of the time of an evaluation. */
const nativeSearch: Plugin = {
  name: "native-search",
  setup({ onLoad }) {
    onLoad({ filter: /opa-wasm\/src\/opa\.js$/ }, ({ path }) => ({
      contents: replacedOnce(
        readFileSync(path, "utf8"),
        /let idx = addr;\s*while \(buf\[idx\] !== 0\) \{\s*idx\+\+;\s*\}/,
        "const idx = buf.indexOf(0, addr);",
      ),
    }));
  },
};

const outside: Plugin = {
  name: "outside",
  setup({ onResolve }) {
    onResolve({ filter: /^[@a-z]/ }, ({ path }) =>
      inlined.some((name) => path === name || path.startsWith(`${name}/`)) ? undefined : { path, external: true },
    );
  },
};

/** The list of published keys is larger than the code that asks it: it stays a file of its own, which the library has as well. */
const lists: Plugin = {
  name: "lists",
  setup({ onResolve }) {
    onResolve({ filter: /\/published-keys\.json$/ }, () => ({
      path: "../formats/x509/published-keys.json",
      external: true,
    }));
  },
};

async function main(): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: ["cli/entry.ts"],
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    outfile: entry,
    allowOverwrite: true,
    minify: true,
    // An error that nothing catches prints the line that threw it.
    lineLimit: 500,
    legalComments: "none",
    logLevel: "warning",
    alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
    plugins: [lazyYaml, lazyBuiltins, nativeSearch, lists, outside],
  });
  writeFileSync(entry, ascii(withSharedShapes(withKeptModules(readFileSync(entry, "utf8")))));
  writeFileSync(join(root, "lib/cli/THIRD-PARTY-NOTICES.txt"), notices());
  shareLinter();
  // The first `lint` keeps what V8 compiled for it (bin/emr-encryption.js).
  const inputs = ["json-syntax/plan.json", "objects/bundle.zip"].map((name) => join("test/fixtures/plans", name));
  spawnSync(process.execPath, ["bin/emr-encryption.js", "lint", ...inputs], { cwd: root, stdio: "ignore" });
}

/** Escapes what esbuild leaves in regular expressions and templates: V8 stores text that is not ASCII in twice the space, and reads it more slowly. */
function ascii(code: string): string {
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Has each `require` of a module return the same object, as it does in Node. esbuild makes a copy for each call. */
function withKeptModules(code: string): string {
  const copy = /([\w$]+)=([\w$]+)=>([\w$]+\([\w$]+\(\{\},"__esModule",\{value:!0\}\),\2\))/;
  return replacedOnce(code, copy, "$1=(k=>$2=>{let c=k.get($2);return c||k.set($2,c=$3),c})(new WeakMap)");
}

/** A new version of a tool may write something else, which must not go unnoticed. */
function replacedOnce(code: string, pattern: RegExp, replacement: string): string {
  if (!pattern.test(code)) throw new Error(`nothing matches ${pattern}`);
  return code.replace(pattern, replacement);
}

/**
 * Has V8 of Node 20 give all objects of a literal such as `{ ...row, id }` the same hidden class. Where the literal starts with a
 * spread, each object gets one of its own, which is larger than most objects and takes ten times as long. `...null` adds nothing.
 */
function withSharedShapes(code: string): string {
  const file = ts.createSourceFile("entry.js", code, ts.ScriptTarget.Latest);
  const places: number[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node) && node.properties.length > 1) {
      const [first] = node.properties;
      if (first && ts.isSpreadAssignment(first)) places.push(first.getStart(file));
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  places.sort((a, b) => a - b);
  return [0, ...places].map((start, at) => code.slice(start, places[at])).join("...null,");
}

/** Leaves of `lib/linter` the entry, which loads the bundle, and the declarations that the entries lead to. */
function shareLinter(): void {
  const lib = join(root, "lib");
  const names = Object.keys(require(join(lib, "linter/index.js")));
  const entries = ["linter", "modules", "cdktn", "formats"];
  const needed = reachableDeclarations(entries.map((name) => join(lib, name, "index.d.ts")));
  for (const file of globSync(["linter/**/*.{js,json}", "**/*.d.ts"], { cwd: lib, absolute: true })) {
    if (!needed.has(resolve(file))) rmSync(file);
  }
  writeFileSync(
    join(lib, "linter/index.js"),
    `"use strict";
module.exports = require("../cli/entry.js").linter();
// Never runs; it shows the names to "import".
0 && (module.exports = { ${names.join(", ")} });
`,
  );
}

/** The declaration files that some of them refer to, with themselves. */
function reachableDeclarations(entries: readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const queue = [...entries];
  for (let file = queue.pop(); file; file = queue.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    for (const [, path = ""] of readFileSync(file, "utf8").matchAll(/(?:from |import ?\(?)"(\.[^"]*)"/g)) {
      const target = resolve(dirname(file), path);
      const found = [`${target}.d.ts`, join(target, "index.d.ts")].find((each) => existsSync(each));
      if (found) queue.push(found);
    }
  }
  return reached;
}

/** The licences of what is inlined. */
function notices(): string {
  return inlined
    .map((name) => {
      const folder = join(root, "node_modules", name);
      const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
      const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      if (!file) throw new Error(`${name} ${version} has no licence file; say in the notices where its licence stands`);
      return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
    })
    .join(`\n${"-".repeat(80)}\n\n`);
}

void main();
