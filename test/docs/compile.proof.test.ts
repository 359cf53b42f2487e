import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { globSync } from "tinyglobby";
import ts from "typescript";

/**
 * Every TypeScript block of the pages is compiled, and every example of the constructs' TSDoc. A page is read from the top: a block may use what
 * a block above it has declared, and a page may use what the quick start has: an app and a stack.
 */
const root = resolve(__dirname, "../..");
const pages = globSync(["README.md", "docs/*.md", "examples/*/README.md"], { cwd: root }).sort();
const folder = mkdtempSync(join(tmpdir(), "emr-encryption-pages-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const common = `
import { EmrCluster as Cluster } from "@cdktf/provider-aws/lib/emr-cluster";
import * as cdktf from "cdktf";
import * as emr from "cdktf-emr-encryption";
declare global {
  const app: cdktf.App;
  const stack: cdktf.TerraformStack;
  const bucket: emr.BundleBucket;
  const artifacts: emr.BundleBucket;
  const [bundle, first, second]: emr.ICertificateBundle[];
  const [s3Key, diskKey, primary]: emr.EncryptionKey[];
  const analysts: { readonly arn: string };
  const west: cdktf.TerraformProvider;
  const EmrCluster: typeof Cluster;
  const clusterConfig: { readonly name: string; readonly releaseLabel: string; readonly serviceRole: string };
${"App TerraformStack"
  .split(" ")
  .map((name) => `  const ${name}: typeof cdktf.${name};`)
  .join("\n")}
`;

/** The blocks of a page, joined: imports first, each name once, so that later blocks see what earlier ones declare. */
function moduleOf(blocks: readonly string[]): string {
  const imports = new Set(blocks.flatMap((block) => block.match(/^import [^;]+;$/gm) ?? []));
  const names = new Map<string, Set<string>>();
  for (const line of imports) {
    const [, list = "", from = ""] = /^import \{([^}]+)} from "([^"]+)";$/.exec(line.replace(/\s+/g, " ")) ?? [];
    const known = names.get(from) ?? new Set<string>();
    for (const name of list.split(",")) if (name.trim() !== "") known.add(name.trim());
    names.set(from, known);
  }
  const head = [...names].map(([from, list]) => `import { ${[...list].join(", ")} } from "${from}";`);
  // A block of its own, for pages that declare one name twice.
  const bodies = blocks.map((block) => block.replace(/^import [^;]+;$/gm, ""));
  let open = "";
  const nested = bodies.map((body) => {
    open += "}\n";
    return `{\n${body}`;
  });
  return `${head.join("\n")}\nfunction page(this: import("cdktf").TerraformStack) {\n${nested.join("\n")}\n${open}}\nvoid page;\nexport {};\n`;
}

const exported = Object.keys(require("../../modules"));

/** A module that may use every export without importing it, as an example in TSDoc does. */
function example(text: string): string {
  return `import { ${exported.join(", ")} } from "cdktf-emr-encryption";\nfunction example(this: import("cdktf").TerraformStack) {\n${text}\n}\nvoid [example, ${exported.join(", ")}];\n`;
}

const files = new Map<string, string>();
for (const page of pages) {
  const text = readFileSync(join(root, page), "utf8");
  const blocks = [...text.matchAll(/^ *```ts\n(.*?)^ *```$/gms)].map(([, block = ""]) =>
    block.replace(/^ {3}(?=\S| {2})/gm, ""),
  );
  if (blocks.length > 0) files.set(`${page.replace(/\W/g, "-")}.ts`, moduleOf(blocks));
}
for (const source of globSync("modules/**/*.ts", { cwd: root }).sort()) {
  const text = readFileSync(join(root, source), "utf8");
  const examples = [...text.matchAll(/^ *\* @example\n(.*?)(?=^ *\* @|^ *\*\/)/gms)].map(([, lines = ""]) =>
    lines.replace(/^ *\* ?/gm, ""),
  );
  for (const [index, lines] of examples.entries()) {
    files.set(`${source.replace(/\W/g, "-")}-${index}.ts`, example(lines));
  }
}

test("pages and constructs with TypeScript are found", () => {
  expect([...files.keys()]).toEqual(
    expect.arrayContaining(["README-md.ts", "docs-quick-start-md.ts", "docs-importing-md.ts"]),
  );
  expect(files.size).toBeGreaterThan(15);
});

test("all of it compiles strictly", () => {
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "common.ts"), `${common}}\n`);
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
  const program = ts.createProgram(
    [join(folder, "common.ts"), ...[...files.keys()].map((name) => join(folder, name))],
    {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.CommonJS,
      moduleResolution: ts.ModuleResolutionKind.Node10,
      types: ["node", "jest"],
      typeRoots: [join(root, "node_modules/@types")],
      baseUrl: root,
      paths: {
        "cdktf-emr-encryption": ["modules/index.ts"],
        "cdktf-emr-encryption/linter": ["linter/index.ts"],
        "cdktf-emr-encryption/formats": ["formats/index.ts"],
      },
      esModuleInterop: true,
      resolveJsonModule: true,
    },
  );
  const problems = ts.getPreEmitDiagnostics(program).flatMap(({ file, start = 0, messageText }) => {
    if (!file?.fileName.startsWith(folder)) return [];
    const { line } = file.getLineAndCharacterOfPosition(start);
    const source = file.text.split("\n")[line]?.trim();
    return [
      `${file.fileName.slice(folder.length + 1)}: ${ts.flattenDiagnosticMessageText(messageText, " ")} | ${source}`,
    ];
  });
  expect(problems).toEqual([]);
}, 900_000);
