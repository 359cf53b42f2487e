import type { Expression, ForExpression, Step } from "./syntax";

/**
 * The references of an expression as a plan's `configuration` lists them: in order, repeats included, each followed by its
 * shorter forms (`aws_kms_key.a[0].arn`, `aws_kms_key.a[0]`, `aws_kms_key.a`).
 */
export function listReferences(expression: Expression): readonly string[] {
  const found: string[] = [];
  collect(expression, new Set(), found);
  return found;
}

function collect(expression: Expression, bound: ReadonlySet<string>, found: string[]): void {
  switch (expression.kind) {
    case "traversal":
      if (!bound.has(expression.root)) found.push(...forms(expression.root, literalSteps(expression.steps)));
      collectSteps(expression.steps, bound, found);
      break;
    case "for":
      collectLoop(expression, bound, found);
      break;
    default:
      for (const inner of childrenOf(expression)) collect(inner, bound, found);
  }
}

function childrenOf(expression: Exclude<Expression, { kind: "traversal" | "for" }>): readonly Expression[] {
  switch (expression.kind) {
    case "template":
      return expression.parts;
    case "access":
      return [expression.of, ...indexes(expression.steps)];
    case "call":
      return expression.args;
    case "tuple":
      return expression.items;
    case "object":
      return expression.items.flat();
    case "unary":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "conditional":
      return [expression.test, expression.then, expression.else];
    default:
      // Other kinds, such as the loops of templates, contain one expression.
      return "loop" in expression ? [expression.loop as Expression] : [];
  }
}

function collectLoop(loop: ForExpression, bound: ReadonlySet<string>, found: string[]): void {
  collect(loop.collection, bound, found);
  const inside = new Set([...bound, ...loop.names]);
  for (const inner of [loop.key, loop.value, loop.condition]) if (inner) collect(inner, inside, found);
}

function collectSteps(steps: readonly Step[], bound: ReadonlySet<string>, found: string[]): void {
  // After the first step that is not a literal, each index is an expression of its own.
  for (const index of indexes(steps)) if (index.kind !== "literal") collect(index, bound, found);
}

function indexes(steps: readonly Step[]): readonly Expression[] {
  return steps.flatMap((step) => ("index" in step ? [step.index] : []));
}

/** The first steps that are names and written keys, as Terraform prints them. */
function literalSteps(steps: readonly Step[]): readonly string[] {
  const printed: string[] = [];
  for (const step of steps) {
    if ("name" in step) printed.push(`.${step.name}`);
    else if ("index" in step && step.index.kind === "literal" && step.index.value !== null) {
      const { value } = step.index;
      printed.push(typeof value === "string" ? `[${JSON.stringify(value)}]` : `[${value}]`);
    } else break;
  }
  return printed;
}

function forms(root: string, steps: readonly string[]): readonly string[] {
  const length = subjectLength(root, steps);
  const listed: string[] = [];
  for (let count = steps.length; count >= length; count--) listed.push(root + steps.slice(0, count).join(""));
  const isKeyed = steps[length - 1]?.startsWith("[") === true;
  if (isKeyed || (root === "module" && length > 1)) listed.push(root + steps.slice(0, length - 1).join(""));
  return listed;
}

/** Names that lead to values by one more name; what follows is in the value. */
const VALUES = new Set(["var", "local", "each", "count", "path", "terraform"]);

/** How many steps name what is referred to; the others lead into its value. */
function subjectLength(root: string, steps: readonly string[]): number {
  if (root === "self") return 0;
  let length = root === "data" ? 2 : 1;
  if (!VALUES.has(root) && steps[length]?.startsWith("[")) length++;
  if (root === "module" && steps[length]?.startsWith(".")) length++;
  return Math.min(length, steps.length);
}

/** A plan lists `a.b.c`, then `a.b`, for one reference; the longest of each run is the reference. */
export function withoutPrefixes(references: readonly string[]): readonly string[] {
  const longest: string[] = [];
  for (const reference of references) {
    const last = longest[longest.length - 1];
    if (last === undefined || !(last.startsWith(`${reference}.`) || last.startsWith(`${reference}[`)))
      longest.push(reference);
  }
  return longest;
}
