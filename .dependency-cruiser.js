/**
 * The import law. Imports go one way:
 * main → modules → formats ← linter → (reads files of) policies/dist; cli → linter | certificates | endpoint | account → formats.
 * @type {import("dependency-cruiser").IConfiguration}
 */
const framework = "(^|node_modules/)(cdktf|constructs|@cdktf)(/|$)";
const part = "^(modules|formats|linter|cli|certificates|endpoint|account)/";

/** Stages of the linter from top to bottom, each with its task. A stage imports only the stages below it. */
const stages = {
  run: "joins the stages into one run",
  report: "renders a finished report",
  graph: "makes the picture of a stack from its model and its facts",
  facts: "turns the model into rows; it decides nothing and prints nothing",
  settings: "reads the user's settings and applies them to findings",
  rules: "evaluates rows; it knows neither where they come from nor how results are printed",
  access: "decides who may do what from policies; it knows no rows but their leaves",
  read: "turns bytes into models",
  model: "holds resources and their values; it knows neither files nor rules",
  rows: "is the contract between facts and rules: types only",
};

const order = Object.keys(stages);
/** The types of a report and the spelling of paths are below every stage. */
const shared = "^linter/report/(finding|path)\\.ts$";

const stageRules = order.slice(1).map((stage, index) => ({
  name: `stage-${stage}`,
  severity: "error",
  comment: `linter/${stage}/ ${stages[stage]}. What it needs of ${order.slice(0, index + 1).join(", ")} must be passed to it, or belongs further down.`,
  from: { path: `^linter/${stage}/` },
  to: { path: `^linter/(${order.slice(0, index + 1).join("|")})/`, pathNot: shared },
}));

/** Subjects of facts, each with the files that the rest of the linter may import: its face. */
const faces = {
  configuration: "rows|property-rows|change-rows|encryption-places",
  cluster: "rows|node-traits|vpc-domains|started-clusters|configuration-of|configuration-clusters|release",
  iam: "resource-names|roles|read-only-role",
  key: "index|apply-order|required-access|request-context|may-use",
  s3: "object-rows",
  bundle: "index|locate|open|bundle-facts",
  provider: "rows",
};

const faceRules = Object.entries(faces).map(([subject, files]) => ({
  name: `face-of-${subject}`,
  severity: "error",
  comment: `Outside of linter/facts/${subject}/ import only its face (${files.replaceAll("|", ", ")}). If another subject needs more, move that to the face, to facts/ itself, or below.`,
  from: { path: "^(linter|cli)/", pathNot: `^linter/facts/${subject}/` },
  to: { path: `^linter/facts/${subject}/`, pathNot: `^linter/facts/${subject}/(${files})\\.ts$` },
}));

/** Subjects from top to bottom: one imports only those after it, so no two of them form a circle. */
const subjects = ["provider", "s3", "key", "bundle", "configuration", "cluster", "iam"];
const subjectRules = subjects.slice(1).map((subject, index) => ({
  name: `subject-${subject}`,
  severity: "error",
  comment: `linter/facts/${subject}/ is below ${subjects.slice(0, index + 1).join(", ")}: what two subjects need of each other belongs in facts/ itself, or in the lower one.`,
  from: { path: `^linter/facts/${subject}/` },
  to: { path: `^linter/facts/(${subjects.slice(0, index + 1).join("|")})/` },
}));

module.exports = {
  forbidden: [
    ...stageRules,
    ...faceRules,
    ...subjectRules,
    {
      name: "values-below-expressions",
      severity: "error",
      comment:
        "linter/model/values/ holds plain and symbolic values; it knows neither expressions nor Terraform's blocks.",
      from: { path: "^linter/model/values/" },
      to: { path: "^linter/model/(expressions|terraform)/" },
    },
    {
      name: "expressions-below-terraform",
      severity: "error",
      comment:
        "linter/model/expressions/ evaluates expressions; resources, providers and modules belong in linter/model/terraform/.",
      from: { path: "^linter/model/expressions/" },
      to: { path: "^linter/model/terraform/" },
    },
    {
      name: "linter-root-is-the-face",
      severity: "error",
      comment: "linter/index.ts is what the package publishes; inside the linter import the file itself.",
      from: { path: "^linter/.+/" },
      to: { path: "^linter/index\\.ts$" },
    },
    {
      name: "formats-stand-alone",
      severity: "error",
      comment:
        "formats/ holds pure documents that both the constructs and the linter read. What it needs from another part of the house belongs in formats/ itself, or is an argument.",
      from: { path: "^formats/" },
      to: { path: "^(modules|linter|cli|certificates|endpoint|account|policies|main\\.ts)" },
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
      name: "files-through-the-guard",
      severity: "error",
      comment:
        "Every file is opened by linter/read/guarded-files.ts, which refuses devices, pipes and links out of the checkout, and written by linter/run/write-report.ts or certificates/folder.ts. The package's own files are linter/package.ts's; streams are cli/terminal.ts's; cli/init.ts writes into an empty folder.",
      from: {
        path: "^(linter|cli|certificates|endpoint|account)/",
        pathNot:
          "^(linter/(read/guarded-files|run/write-report|package)|certificates/folder|cli/(terminal|init))\\.ts$",
      },
      to: { path: "^(node:)?fs(/promises)?$", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "linter-without-constructs",
      severity: "error",
      comment:
        "The linter judges plans that others wrote and starts without loading the constructs. Share the document through formats/.",
      from: { path: "^linter/" },
      to: { path: "^(modules|cli|certificates|endpoint|account|main\\.ts)" },
    },
    {
      name: "constructs-without-linter",
      severity: "error",
      comment:
        "Constructs refuse only what cannot be built; what a rule can say comes from the rules. The one door is modules/policy-check, which calls the linter's published entry (linter/index.ts).",
      from: { path: "^modules/", pathNot: "^modules/policy-check" },
      to: { path: "^(linter|cli|certificates|endpoint|account|main\\.ts)" },
    },
    {
      name: "policy-check-by-the-front-door",
      severity: "error",
      comment: "modules/policy-check may call the linter, but only what it publishes: import from linter/index.ts.",
      from: { path: "^modules/policy-check" },
      to: { path: "^(linter|cli|certificates|endpoint|account|main\\.ts)", pathNot: "^linter/index\\.ts$" },
    },
    {
      name: "certificates-on-formats",
      severity: "error",
      comment:
        "certificates/ makes and reads bundles with formats/ alone, through the linter's guarded reader; words for people belong in cli/, verdicts in the linter.",
      from: { path: "^certificates/" },
      to: { path: "^(modules|linter/(?!(errors|read/(guarded-files|refusal))\\.ts$)|cli|endpoint|account|main\\.ts)" },
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
      name: "account-on-formats",
      severity: "error",
      comment:
        "account/ reads what AWS holds and writes it down as a document, on formats/ alone. The linter reads the document and checks it; the command line joins the two.",
      from: { path: "^account/" },
      to: { path: "^(modules|linter|cli|certificates|endpoint|main\\.ts)" },
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
      from: { path: "^(formats|linter|cli|certificates|endpoint|account)/" },
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
        "AWS's SDK is an optional peer of those who publish bundles, ask AWS Private CA or audit an account: certificates/ and account/ only, loaded when used.",
      from: { path: part, pathNot: "^(certificates|account)/" },
      to: { path: "(^|node_modules/)@aws-sdk/" },
    },
    {
      name: "nothing-needs-tests-or-scripts",
      severity: "error",
      comment: "test/, scripts/ and examples/ are not published. What the product needs lives in the product.",
      from: { path: "^(modules|formats|linter|cli|certificates|endpoint|account|bin)/" },
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
