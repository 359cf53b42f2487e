/**
 * Bundles the constructs into one file for each framework, `lib/modules/index.js` and `lib/cdktn/index.js`: an app starts sooner with one file than
 * with a hundred. The framework and everything else that is installed stay outside; bindings of resources load when they are used. Declarations
 * stay as the compiler wrote them.
 */
import { readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { build, type Plugin } from "esbuild";
import { globSync } from "tinyglobby";
import { forCdktn } from "./build-cdktn";

const root = resolve(__dirname, "../..");

type Framework = "cdktf" | "cdktn";

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

/** Installed packages, under the names of the framework, and the linter, which loads when a policy check runs. */
const outside = (framework: Framework): Plugin => ({
  name: "outside",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(@?[a-z]|\.\.\/linter$)/ }, ({ path }) => ({
      path: path.replace(/^(@?)cdktf(?=\/|$)/, `$1${framework}`),
      external: true,
    }));
    onLoad({ filter: /framework-names\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      return { contents: framework === "cdktn" ? forCdktn(path, text) : text, loader: "ts" };
    });
  },
});

async function main(): Promise<void> {
  for (const [framework, folder] of [
    ["cdktf", "modules"],
    ["cdktn", "cdktn"],
  ] as const) {
    const outfile = join(root, "lib", folder, "index.js");
    await build({
      absWorkingDir: root,
      entryPoints: ["modules/index.ts"],
      bundle: true,
      platform: "node",
      target: "node20",
      format: "cjs",
      outfile,
      allowOverwrite: true,
      minify: true,
      // An error that nothing catches prints the line that threw it.
      lineLimit: 160,
      legalComments: "none",
      logLevel: "warning",
      plugins: [lazy, outside(framework)],
    });
    const parts = globSync(`lib/${folder}/**/*.js`, { cwd: root, absolute: true });
    for (const file of parts) if (resolve(file) !== outfile) rmSync(file);
  }
}

void main();
