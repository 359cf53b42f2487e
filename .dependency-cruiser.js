/**
 * The import law. Imports go one way:
 * main → modules → formats ← linter → (reads files of) policies/dist; cli → linter | certificates | endpoint → formats.
 * @type {import("dependency-cruiser").IConfiguration}
 */
const framework = "(^|node_modules/)(cdktf|constructs|@cdktf)(/|$)";
const part = "^(modules|formats|linter|cli|certificates|endpoint)/";

module.exports = {
  forbidden: [
    {
      name: "formats-stand-alone",
      severity: "error",
      comment:
        "formats/ holds pure documents that both the constructs and the linter read. What it needs from another part of the house belongs in formats/ itself, or is an argument.",
      from: { path: "^formats/" },
      to: { path: "^(modules|linter|cli|certificates|endpoint|policies|main\\.ts)" },
    },
    {
      name: "formats-without-files",
      severity: "error",
      comment:
        "formats/ turns bytes into documents and back, without I/O. Read the file in the caller (modules/, linter/read/, certificates/) and pass its bytes.",
      from: { path: "^formats/" },
      to: { path: "^(node:)?(fs|fs/promises|child_process|net|tls|http|https|worker_threads)$" },
    },
    {
      name: "linter-without-constructs",
      severity: "error",
      comment:
        "The linter judges plans that others wrote and starts without loading the constructs. Share the document through formats/.",
      from: { path: "^linter/" },
      to: { path: "^(modules|cli|certificates|endpoint|main\\.ts)" },
    },
    {
      name: "constructs-without-linter",
      severity: "error",
      comment:
        "Constructs refuse only what cannot be built; what a rule can say comes from the rules. The one door is modules/policy-check, which calls the linter's published entry (linter/index.ts).",
      from: { path: "^modules/", pathNot: "^modules/policy-check" },
      to: { path: "^(linter|cli|certificates|endpoint|main\\.ts)" },
    },
    {
      name: "policy-check-by-the-front-door",
      severity: "error",
      comment: "modules/policy-check may call the linter, but only what it publishes: import from linter/index.ts.",
      from: { path: "^modules/policy-check" },
      to: { path: "^(linter|cli|certificates|endpoint|main\\.ts)", pathNot: "^linter/index\\.ts$" },
    },
    {
      name: "certificates-on-formats",
      severity: "error",
      comment:
        "certificates/ makes and reads bundles with formats/ alone; words for people belong in cli/, verdicts in the linter.",
      from: { path: "^certificates/" },
      to: { path: "^(modules|linter/(?!errors\\.ts$)|cli|endpoint|main\\.ts)" },
    },
    {
      name: "endpoint-on-formats",
      severity: "error",
      comment:
        "endpoint/ looks at live TLS endpoints and compares them with a bundle, on formats/ alone; reading files and printing are the command line's.",
      from: { path: "^endpoint/" },
      to: { path: "^(modules|linter|cli|certificates|main\\.ts)" },
    },
    {
      name: "cli-without-constructs",
      severity: "error",
      comment:
        "The command line has to start in milliseconds and without cdktf installed; it never loads the constructs.",
      from: { path: "^cli/" },
      to: { path: "^(modules|main\\.ts)" },
    },
    {
      name: "cli-is-the-outside",
      severity: "error",
      comment:
        "cli/ is where streams, arguments and exit codes are; nothing else knows it. Return a value, and let the command print it.",
      from: { path: part, pathNot: "^cli/" },
      to: { path: "^cli/" },
    },
    {
      name: "framework-in-modules-only",
      severity: "error",
      comment:
        "Only modules/, main.ts and examples/ may load cdktf: its successor takes the same code with the imports swapped, and the linter must not pay for it.",
      from: { path: "^(formats|linter|cli|certificates|endpoint)/" },
      to: { path: framework },
    },
    {
      name: "provider-by-subpath",
      severity: "error",
      comment:
        "The provider's barrel takes 9.7 s and 576 MB to load. Import the resource: @cdktf/provider-aws/lib/kms-key.",
      from: { path: "^(modules|examples|main\\.ts)" },
      to: { path: "@cdktf/provider-aws/(lib/index\\.(js|d\\.ts)$|package\\.json$)|^@cdktf/provider-aws(/lib)?$" },
    },
    {
      name: "one-engine",
      severity: "error",
      comment:
        "One file wraps OPA's WASM runtime: linter/rules/engine. Slices, the check on what was made and traps are its business.",
      from: { path: part, pathNot: "^linter/rules/engine" },
      to: { path: "@open-policy-agent/opa-wasm" },
    },
    {
      name: "forge-makes-certificates",
      severity: "error",
      comment:
        "node-forge makes development certificates and decides nothing (it cannot read EC): certificates/ only. Inspect with node:crypto.",
      from: { path: part, pathNot: "^certificates/" },
      to: { path: "(^|node_modules/)(@types/)?node-forge(/|$)" },
    },
    {
      name: "sdk-where-aws-is-asked",
      severity: "error",
      comment:
        "AWS's SDK is an optional peer of those who publish bundles or ask AWS Private CA: certificates/ only, loaded when used.",
      from: { path: part, pathNot: "^certificates/" },
      to: { path: "(^|node_modules/)@aws-sdk/" },
    },
    {
      name: "nothing-needs-tests-or-scripts",
      severity: "error",
      comment: "test/, scripts/ and examples/ are not published. What the product needs lives in the product.",
      from: { path: "^(modules|formats|linter|cli|certificates|endpoint|bin)/" },
      to: { path: "^(test|scripts|examples)/" },
    },
    {
      name: "shipped-needs-are-declared",
      severity: "error",
      comment:
        "What is published may only load dependencies and (optional) peers of package.json; a dev dependency is not there at the user's.",
      from: { path: part },
      to: {
        dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"],
        dependencyTypesNot: ["npm-peer", "npm", "type-only"],
      },
    },
    {
      name: "no-cycles",
      severity: "error",
      comment:
        "Two files that need each other, be it for a type, are one idea or three: merge them, or move what they share to a third.",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-dead-ends",
      severity: "error",
      comment:
        "The file imported does not exist, or its package is not installed: correct the path or add the package.",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(lib|coverage)/|(^|/)cdktf\\.out/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["require", "node", "types", "default"] },
  },
};
