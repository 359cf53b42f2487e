import { relative, resolve } from "node:path";
import ts from "typescript";

const root = resolve(__dirname, "..");
const entries = ["modules", "linter", "formats"].map((folder) => resolve(root, folder, "index.ts"));

/** Everything that users can import, by name, and the checker that knows it. */
function publicApi(): {
  readonly checker: ts.TypeChecker;
  readonly declarations: readonly (readonly [name: string, declaration: ts.Declaration])[];
} {
  const config = ts.readConfigFile(resolve(root, "tsconfig.json"), ts.sys.readFile).config;
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram(entries, { ...options, noEmit: true, skipLibCheck: true });
  const checker = program.getTypeChecker();
  const declarations = entries.flatMap((entry) => {
    const file = program.getSourceFile(entry);
    const module = file && checker.getSymbolAtLocation(file);
    if (!module) throw new Error(`${entry} exports nothing`);
    return checker.getExportsOfModule(module).flatMap((symbol) => {
      const real = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      return (real.declarations ?? [])
        .filter((declaration) => !declaration.getSourceFile().fileName.includes("node_modules"))
        .map((declaration) => [symbol.name, declaration] as const);
    });
  });
  return { checker, declarations };
}

const { checker, declarations } = publicApi();

/** Where a declaration stands, for people. */
function place(name: string, node: ts.Node): string {
  const file = node.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(node.getStart());
  return `${relative(root, file.fileName)}:${line + 1} ${name}`;
}

/** A const carries its comment on the statement. */
const documented = (node: ts.Node): ts.Node => (ts.isVariableDeclaration(node) ? node.parent.parent : node);
const tags = (node: ts.Node): readonly ts.JSDocTag[] => ts.getJSDocTags(documented(node));
const hasTag = (node: ts.Node, name: string): boolean => tags(node).some(({ tagName }) => tagName.text === name);

function summary(node: ts.Node): string {
  const comments = ts.getJSDocCommentsAndTags(documented(node)).filter(ts.isJSDoc);
  return comments
    .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "")
    .join(" ")
    .trim();
}

const isHidden = (node: ts.Node): boolean =>
  (ts.canHaveModifiers(node) &&
    (ts.getModifiers(node) ?? []).some(({ kind }) =>
      [ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.ProtectedKeyword].includes(kind),
    )) ||
  hasTag(node, "internal");

type Member =
  | ts.PropertySignature
  | ts.PropertyDeclaration
  | ts.MethodDeclaration
  | ts.MethodSignature
  | ts.AccessorDeclaration;

/** What users see of a class, an interface, or an object type wherever it stands in a type. */
function members(node: ts.Node): readonly (readonly [string, Member])[] {
  const found: (readonly [string, Member])[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isBlock(child) || ts.isParameter(child)) return;
    const isMember =
      ts.isPropertySignature(child) ||
      ts.isPropertyDeclaration(child) ||
      ts.isMethodDeclaration(child) ||
      ts.isMethodSignature(child) ||
      ts.isAccessor(child);
    if (isMember) {
      if (isHidden(child)) return;
      found.push([child.name.getText(), child]);
    }
    ts.forEachChild(child, visit);
  };
  ts.forEachChild(node, visit);
  return found;
}

const known = new Map<ts.Node, boolean>();

/** Whether a function throws, by itself or by one of ours that it calls; what it catches does not count. */
function throws(body: ts.Node | undefined): boolean {
  if (body === undefined) return false;
  const told = known.get(body);
  if (told !== undefined) return told;
  known.set(body, false);
  let found = false;
  const visit = (node: ts.Node): void => {
    if (found || ts.isFunctionLike(node)) return;
    if (ts.isTryStatement(node) && node.catchClause) {
      visit(node.catchClause);
      return;
    }
    if (ts.isThrowStatement(node)) found = true;
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const called = checker.getResolvedSignature(node)?.declaration;
      const ours = called && !called.getSourceFile().fileName.includes("node_modules") && "body" in called;
      if (ours && throws(called.body as ts.Node | undefined)) found = true;
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
  known.set(body, found);
  return found;
}

const structured = declarations.filter(
  ([, node]) => ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node),
);

test("every entry has exports", () => {
  expect(declarations.length).toBeGreaterThan(80);
  expect(structured.flatMap(([, node]) => members(node)).length).toBeGreaterThan(300);
});

test("every public export is documented", () => {
  /** Users cannot call the implementation behind overloads. */
  const isImplementation = (node: ts.Node) =>
    ts.isFunctionDeclaration(node) &&
    node.body !== undefined &&
    declarations.some(
      ([, other]) => other !== node && ts.isFunctionDeclaration(other) && other.name?.text === node.name?.text,
    );
  const silent = declarations.filter(([, node]) => summary(node) === "" && !isImplementation(node));
  expect(silent.map(([name, node]) => place(name, node))).toEqual([]);
});

test("every optional property documents its default, or what its absence means", () => {
  const optional = structured.flatMap(([name, node]) =>
    members(node)
      .filter(([, member]) => "questionToken" in member && member.questionToken !== undefined)
      .map(([property, member]) => [`${name}.${property}`, member] as const),
  );
  expect(optional.length).toBeGreaterThan(60);
  const silent = optional.filter(
    ([, member]) => !hasTag(member, "default") && !/\b(where|undefined|absent|unless|only|if)\b/i.test(summary(member)),
  );
  expect(silent.map(([name, member]) => place(name, member))).toEqual([]);
});

test("every function that throws documents when", () => {
  type Callable = ts.FunctionDeclaration | ts.MethodDeclaration | ts.ConstructorDeclaration;
  const callables = declarations.flatMap(([name, node]): readonly (readonly [string, Callable])[] => {
    if (ts.isFunctionDeclaration(node)) return [[name, node]];
    if (!ts.isClassDeclaration(node)) return [];
    return node.members
      .filter((member) => ts.isConstructorDeclaration(member) || ts.isMethodDeclaration(member))
      .filter((member) => !isHidden(member))
      .map((member) => [`${name}.${member.name?.getText() ?? "constructor"}`, member]);
  });
  const throwing = callables.filter(([, { body }]) => throws(body));
  expect(throwing.length).toBeGreaterThan(10);
  // Editors show the text of the class for a constructor without a comment of its own.
  const texts = (node: ts.Node) => (ts.isConstructorDeclaration(node) ? [node, node.parent] : [node]);
  const told = (node: ts.Node) =>
    texts(node).some((each) => hasTag(each, "throws") || /never throws/i.test(summary(each)));
  expect(throwing.filter(([, node]) => !told(node)).map(([name, node]) => place(name, node))).toEqual([]);
});
