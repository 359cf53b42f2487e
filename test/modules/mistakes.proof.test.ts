import { join, resolve } from "node:path";
import ts from "typescript";
import { preamble } from "./attempts/mistake";
import { mistakes as known } from "./attempts/mistakes";
import { valueMistakes } from "./attempts/value-mistakes";

const mistakes = [...known, ...valueMistakes];
const root = resolve(__dirname, "../..");

/** One function for each mistake, each on one line, so that a diagnostic leads to its mistake. */
const head = `import { ${Object.keys(require("../../modules")).join(", ")} } from "./modules";
import { Fn, TerraformIterator, TerraformStack, TerraformVariable } from "cdktf";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
declare const certificates: string, jar: string, users: { readonly instanceRole: string; readonly serviceRole: string };
`;
const source =
  head +
  mistakes.map(({ code }, index) => `function mistake${index}(this: TerraformStack) { ${preamble}${code} }`).join("\n");

test("the compiler refuses what types can express, and nothing else on the list", () => {
  const file = join(root, "mistakes.ts");
  const options: ts.CompilerOptions = {
    ...ts.parseJsonConfigFileContent(
      ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile).config,
      ts.sys,
      root,
    ).options,
    noEmit: true,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, version) =>
    name === file ? ts.createSourceFile(name, source, version) : getSourceFile(name, version);
  const program = ts.createProgram([file], options, host);
  const own = program.getSourceFile(file);
  const refused = new Set(
    program.getSemanticDiagnostics(own).map(({ start = 0 }) => {
      const line = own?.getLineAndCharacterOfPosition(start).line ?? 0;
      return mistakes[line - head.split("\n").length + 1]?.did;
    }),
  );
  expect([...refused].sort()).toEqual(
    mistakes
      .filter(({ compile }) => compile)
      .map(({ did }) => did)
      .sort(),
  );
}, 900_000);
