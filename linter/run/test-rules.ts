import { join, resolve } from "node:path";
import { syntaxProblem } from "../../formats/json-syntax";
import { count, list, map, matching, object, record, shapePath, text } from "../../formats/shape";
import { UsageError } from "../errors";
import { GuardedFiles } from "../read/guarded-files";
import { readNamed } from "../read/refusal";
import { readCatalogue } from "../rules/catalogue";
import { type Engine, openEngine } from "../rules/engine";
import { type Example, type Examples, exampleFacts } from "../rules/example-facts";
import { PolicyTime } from "../rules/policy-time";
import { fill, plainParams } from "../rules/template";
import { policyWasm } from "../rules/wasm-bundle";

const MOST_FILES = 1_000;
const MOST_FOLDERS = 10_000;
const UNSEARCHED: ReadonlySet<string> = new Set([".git", "node_modules"]);
const LARGEST_EXAMPLES = 1024 * 1024;
/** Time that the examples of a folder may take in total, in milliseconds. */
const MOST_POLICY_TIME = 8_000;
const LARGEST_POLICY = 64 * 1024 * 1024;

/** One example of a user's rule, and how the result differs from what it states; no fault if it does not. */
export interface ExampleResult {
  readonly rule: string;
  readonly title: string;
  readonly fault?: string;
}

/** Input of {@link testRules}. */
export interface RuleTestOptions {
  readonly cwd: string;
  /** The compiled policy; by default the only `*.tar.gz` or `*.wasm` of the folder. */
  readonly policy?: string;
}

/**
 * Evaluates the `examples.json` of own rules, wherever they are in a folder, with the policy that was compiled from the rules.
 *
 * @throws UsageError for a folder without examples or without one policy, and for examples that cannot be read
 */
export function testRules(folder: string, { cwd, policy }: RuleTestOptions): readonly ExampleResult[] {
  const files = new GuardedFiles({ cwd });
  const found = filesIn(resolve(cwd, folder), folder, files);
  const examples = found.filter((file) => file.endsWith("/examples.json"));
  if (examples.length === 0) throw new UsageError(`'${folder}' has no examples.json; docs/own-rules.md shows one`);
  const path = policy === undefined ? onlyPolicy(folder, found) : resolve(cwd, policy);
  files.admit(path);
  const engine = openPolicy(path, policy ?? path.slice(resolve(cwd).length + 1), files);
  return examples.flatMap((file) => resultsOf(file, engine, files));
}

function filesIn(top: string, shown: string, files: GuardedFiles): readonly string[] {
  if (files.status(top).kind !== "folder") throw new UsageError(`'${shown}' is not a folder`);
  const found: string[] = [];
  const folders = [top];
  for (const folder of folders) {
    for (const entry of files.entries(folder)) {
      if (entry.isDirectory() && !UNSEARCHED.has(entry.name)) folders.push(join(folder, entry.name));
      // A link is read as what it leads to, or refused there.
      else if (!entry.isDirectory() && /^examples\.json$|\.tar\.gz$|\.wasm$/.test(entry.name))
        found.push(join(folder, entry.name));
    }
    requireFew(folders, MOST_FOLDERS, `'${shown}' has more than ${MOST_FOLDERS} folders`);
    requireFew(found, MOST_FILES, `'${shown}' has more than ${MOST_FILES} examples.json and compiled policies`);
  }
  return found;
}

/** Refused, since files beyond a limit would not be tested. */
function requireFew(list: readonly string[], most: number, problem: string): void {
  if (list.length > most) throw new UsageError(problem);
}

function onlyPolicy(folder: string, found: readonly string[]): string {
  const [only, ...others] = found.filter((file) => !file.endsWith(".json"));
  if (only !== undefined && others.length === 0) return only;
  throw new UsageError(
    `'${folder}' has ${only === undefined ? "no compiled policy" : "several compiled policies"}; name one with --policy`,
  );
}

function openPolicy(path: string, shown: string, files: GuardedFiles): Engine {
  const name = `--policy '${shown}'`;
  const bytes = readNamed(name, () => files.bytes(path, LARGEST_POLICY));
  return openEngine(policyWasm(bytes, name), [], {
    name,
    reserved: new Set(readCatalogue().keys()),
    time: new PolicyTime(MOST_POLICY_TIME),
  });
}

type Kind = "bad" | "good" | "unknown";

/** The examples of one rule; METADATA is not in WASM, so the file names the rule and its kind of rows. */
interface OwnExamples extends Partial<Examples> {
  readonly rule: string;
  readonly rowKind: string;
}

const example = object<Example>(
  { title: text, row: record, environment: text, thresholds: map(count(0)), evaluatedAt: count(0), says: list(text) },
  ["title", "row"],
);
const ownExamples = object<OwnExamples>(
  {
    rule: matching(/^\w+\.\w+$/, "the id of the rule, as acme.key_account"),
    rowKind: matching(/^\w+$/, "a kind of rows, as configurations"),
    bad: list(example),
    good: list(example),
    unknown: list(example),
  },
  ["rule", "rowKind"],
);

function resultsOf(file: string, engine: Engine, files: GuardedFiles): readonly ExampleResult[] {
  const { rule, rowKind, ...examples } = readExamples(file, files);
  const cases = (["bad", "good", "unknown"] as const).flatMap((kind) =>
    (examples[kind] ?? []).map((example) => ({ kind, example })),
  );
  if (cases.length === 0) throw new UsageError(`${file}: it has no examples in bad, good or unknown`);
  return cases.map(({ kind, example }) => {
    const { violated, unknown } = engine.evaluate(exampleFacts(rowKind, example));
    const said = violated
      .filter((each) => each.rule === rule)
      .map(({ message = "", params }) => fill(message, plainParams(params)));
    const open = unknown.filter((each) => each.rule === rule).flatMap(({ gaps }) => gaps.map(({ reason }) => reason));
    const fault = faultOf(kind, example, said, open);
    return { rule, title: `${kind}: ${example.title}`, ...(fault === undefined ? {} : { fault }) };
  });
}

function readExamples(file: string, files: GuardedFiles): OwnExamples {
  const content = readNamed(file, () => files.bytes(file, LARGEST_EXAMPLES)).toString("utf8");
  let given: unknown;
  try {
    given = JSON.parse(content);
  } catch {
    throw new UsageError(`${files.place(file)}: it is not JSON: ${syntaxProblem(content)}`);
  }
  const fault = ownExamples.fault(given);
  if (!fault) return given as OwnExamples;
  throw new UsageError(`${files.place(file)}: ${shapePath(fault.path) || "it"} ${fault.problem}`);
}

function faultOf(kind: Kind, { says }: Example, said: readonly string[], open: readonly string[]): string | undefined {
  if (kind === "bad" && said.length === 0) return `it is not reported${open.length > 0 ? `: ${open[0]}` : ""}`;
  if (kind !== "bad" && said.length > 0) return `it is reported: ${said[0]}`;
  if (kind === "good" && open.length > 0) return `it is not evaluated: ${open[0]}`;
  if (kind === "unknown" && open.length === 0) return "it is evaluated, although it is not known";
  if (kind === "bad" && says !== undefined && JSON.stringify(says) !== JSON.stringify(said)) {
    return `it reads ${said.map((each) => `"${each}"`).join(" and ")}`;
  }
  return undefined;
}
