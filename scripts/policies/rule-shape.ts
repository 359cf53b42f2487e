/** Syntax tree as `opa parse --format json` prints it: nodes with a type and a value, and lists and objects of them. */
type Tree = { readonly [name: string]: unknown };

/** Leaves whose values are a closed set, each with the names of its sets in `data.sets`. */
export type ClosedLeaves = ReadonlyMap<string, readonly string[]>;

/**
 * What makes a rule fall silent on a value that is not known, found in its syntax: a rule asks `lib` about whole leaves, and
 * never looks into them, negates or filters by itself. A value of a closed set is named by `data.sets`, where OPA refuses one that
 * does not exist.
 */
export function shapeFaults(file: string, module: Tree, closed: ClosedLeaves = new Map()): readonly string[] {
  const rules = (module.rules ?? []) as readonly Tree[];
  const faults = rules.flatMap((rule) => [
    ...expressions(rule).flatMap(expressionFaults),
    ...references(rule).flatMap(referenceFaults),
    ...parameterFaults(rule),
    ...comparisons(rule).flatMap(comparisonFaults),
    ...calls(rule).flatMap((call) => literalFaults(call, closed)),
  ]);
  return [...new Set(faults)].map((fault) => `${file}: ${fault}`);
}

/** The names that tell the three leaves apart. */
const insides = ["known", "reference", "unknown", "resolveWith", "gaps"];

/** Builtins that read rows past the type checker. */
const pastTypes = ["object.get", "object.keys", "object.filter", "object.remove", "json.filter", "json.remove", "walk"];

const comparingValues = ["value.is", "value.one_of", "value.other_than"];

const comparing = ["equal", "eq", "neq", "lt", "lte", "gt", "gte"];

/** What may be compared: it is plain, and there. */
const plainInput = ["environment", "environmentAssumed", "evaluatedAt", "thresholds"];

/** One expression of a body. */
function expressionFaults(expression: Tree): readonly string[] {
  const faults: string[] = [];
  if (expression.negated) faults.push("`not` is silent on what is not known; use logic.none");
  const terms = expression.terms;
  if (isTree(terms) && "domain" in terms) faults.push("`every` reads rows past the type checker; use logic.all");
  const called = Array.isArray(terms) && isTree(terms[0]) ? path(terms[0]) : undefined;
  if (called && /^(value|logic)\./.test(called))
    faults.push(`a bare ${called} lets gaps pass as true; put it into \`applies\` or \`violated\``);
  return faults;
}

function referenceFaults(reference: Tree): readonly string[] {
  const steps = stepsOf(reference);
  const inside = steps[0] === "value" ? undefined : steps.slice(1).find((step) => insides.includes(String(step)));
  if (inside) return [`.${inside} looks into a leaf, and is silent on the others; use value`];
  const name = steps.join(".");
  return pastTypes.includes(name) ? [`${name} reads rows past the type checker; name the leaf`] : [];
}

/** The schema of the facts says nothing about what a function is given. */
function parameterFaults(rule: Tree): readonly string[] {
  const head = isTree(rule.head) ? rule.head : {};
  const parameters = nodes(head.args)
    .filter((node) => node.type === "var")
    .map((node) => node.value);
  const rows = references(rule).filter(
    (reference) => stepsOf(reference).length > 1 && parameters.includes(stepsOf(reference)[0]),
  );
  return rows.map((row) => `${path(row)} reads a row past the type checker; give the function ${head.name} leaves`);
}

function comparisonFaults(operands: readonly unknown[]): readonly string[] {
  const leaves = operands.filter((operand) => isTree(operand) && operand.type === "ref" && !isPlain(operand));
  return leaves.map((leaf) => `comparing ${path(leaf as Tree)} compares a leaf, wrapper included; use value`);
}

/** A string where a rule compares a leaf of a closed set. */
function literalFaults([name, leaf, wanted]: readonly unknown[], closed: ClosedLeaves): readonly string[] {
  if (!isTree(name) || !isTree(leaf) || !comparingValues.includes(path(name))) return [];
  const steps = leaf.type === "var" ? [leaf.value] : stepsOf(leaf);
  const sets = closed.get(steps.slice(-2).join(".")) ?? closed.get(String(steps.at(-1)));
  const literals = nodes(wanted).filter((node) => node.type === "string" && !isStep(node, wanted));
  if (!sets || literals.length === 0) return [];
  return literals.map(
    ({ value }) => `"${value}" is not named by its set; write sets.${sets.join(" or sets.")} for ${steps.join(".")}`,
  );
}

/** Whether a string is a step of a reference, as in `sets.key_form.empty`. */
function isStep(node: Tree, within: unknown): boolean {
  return references(within).some((reference) => (reference.value as readonly unknown[]).includes(node));
}

function isPlain(reference: Tree): boolean {
  const [head, next] = stepsOf(reference);
  return head === "input" && plainInput.includes(String(next));
}

/** Every expression of every body, those of comprehensions among them. */
function expressions(tree: unknown): readonly Tree[] {
  return nodes(tree).filter((node) => "terms" in node && "index" in node);
}

function references(tree: unknown): readonly Tree[] {
  return nodes(tree).filter((node) => node.type === "ref");
}

/** Operands of every comparison, as an expression or as a term. */
function comparisons(tree: unknown): readonly (readonly unknown[])[] {
  return calls(tree)
    .filter(([name]) => isTree(name) && comparing.includes(path(name)))
    .map(([, ...operands]) => operands);
}

/** Name and operands of every call, as an expression or as a term. */
function calls(tree: unknown): readonly (readonly unknown[])[] {
  const called = nodes(tree).map((node) => (node.type === "call" ? node.value : node.terms));
  return called.filter((call): call is readonly unknown[] => Array.isArray(call));
}

function nodes(tree: unknown): readonly Tree[] {
  if (Array.isArray(tree)) return tree.flatMap(nodes);
  return isTree(tree) ? [tree, ...Object.values(tree).flatMap(nodes)] : [];
}

function stepsOf(reference: Tree): readonly unknown[] {
  return Array.isArray(reference.value) ? reference.value.map((step) => (isTree(step) ? step.value : step)) : [];
}

function path(reference: Tree): string {
  return stepsOf(reference).join(".");
}

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
