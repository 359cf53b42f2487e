/**
 * Bundles the constructs into one file, `lib/modules/constructs.js`: an app starts sooner with one file than with a hundred. Both entries,
 * `lib/modules/index.js` and `lib/cdktn/index.js`, load it, each with the `require` of its framework, so that the package does not have the code
 * twice. Everything that is installed stays outside; bindings of resources load when they are used. Declarations stay as the compiler wrote them.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build, type Plugin, transformSync } from "esbuild";
import { globSync } from "tinyglobby";

const root = resolve(__dirname, "../..");

/** Modules that not every app uses: each export loads its module when it is read. */
const lazy: Plugin = {
  name: "lazy",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(fflate|@cdktf\/provider-aws\/lib\/.+)$/ }, ({ path, namespace }) =>
      namespace === "lazy" ? undefined : { path, namespace: "lazy" },
    );
    onLoad({ filter: /.*/, namespace: "lazy" }, ({ path }) => ({
      contents: Object.keys(require(path))
        .map((name) => `Object.defineProperty(exports, "${name}", { get: () => require("${path}").${name} });`)
        .join("\n"),
    }));
  },
};

/** Installed packages, and the linter, which loads when a policy check runs. The framework is a parameter of the bundle. */
const outside: Plugin = {
  name: "outside",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(@?[a-z]|\.\.\/linter$)/ }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /framework-names\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(/(export const framework: .+ = )"cdktf";/, "$1FRAMEWORK;"),
      loader: "ts",
    }));
  },
};

async function main(): Promise<void> {
  const lib = join(root, "lib");
  const entry = join(lib, "modules/index.js");
  const names = Object.keys(require(entry));
  for (const file of globSync("{modules,cdktn}/**/*.js", { cwd: lib, absolute: true })) rmSync(file);
  await build({
    absWorkingDir: root,
    entryPoints: ["modules/index.ts"],
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    outfile: join(lib, "modules/constructs.js"),
    banner: { js: "module.exports = (require, FRAMEWORK) => { const module = { exports: {} };" },
    footer: { js: "return module.exports; };" },
    // Short lines with their names: Node prints the line that threw an error which nothing catches.
    minifyWhitespace: true,
    lineLimit: 120,
    legalComments: "none",
    logLevel: "warning",
    plugins: [lazy, outside],
  });
  const shown = `// Never runs; it shows the names to "import".\n0 && (module.exports = { ${names.join(", ")} });\n`;
  writeFileSync(entry, `"use strict";\nmodule.exports = require("./constructs.js")(require, "cdktf");\n${shown}`);
  writeFileSync(
    join(lib, "cdktn/index.js"),
    `"use strict";
const ofTerrain = (name) => require(name.replace(/^(@?)cdktf(?=\\/|$)/, "$1cdktn"));
module.exports = require("../modules/constructs.js")(Object.assign(ofTerrain, require), "cdktn");
${shown}`,
  );
  // Their comments are in the declarations, too.
  for (const file of globSync("formats/**/*.js", { cwd: lib, absolute: true })) {
    const { code } = transformSync(readFileSync(file, "utf8"), { minifyWhitespace: true, lineLimit: 120 });
    writeFileSync(file, code);
  }
}

void main();
