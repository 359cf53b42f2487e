/** A node of the syntax tree that `opa parse --format json --json-include locations` prints. */
type Node = { readonly [name: string]: unknown };

/** A rule with one thing changed in it. */
export interface Mutant {
  /** What was changed: `24:14 logic.all without value.is(c.atRest, true)`. */
  readonly change: string;
  readonly source: string;
}

/**
 * Every rule that differs from this one by a flipped comparison, a condition taken away, another way to join conditions, or an
 * item taken out of a list.
 */
export function mutants(source: string, module: Node): readonly Mutant[] {
  const text = new Source(source);
  const rules = (module.rules ?? []) as readonly Node[];
  const several = rules.filter((rule) => isNode(rule.head) && rule.head.name === "checks").length > 1;
  const changes = [
    ...nodesIn(rules).flatMap((node) => nodeChanges(node, text)),
    ...(several ? rules.flatMap((rule) => wholeRule(rule, text)) : []),
  ];
  const unique = new Map(changes.map(({ change, source }) => [source, { change, source }]));
  unique.delete(source);
  return [...unique.values()];
}

const opposite: { readonly [name: string]: string } = { "logic.all": "logic.any", "logic.any": "logic.all" };

/** Comparisons of numbers with another edge. */
const edges: { readonly [name: string]: string } = {
  "value.less_than": "logic.none([value.more_than(",
  "value.more_than": "value.at_least(",
  "value.at_least": "value.more_than(",
};

const operators: { readonly [name: string]: readonly [string, string] } = {
  equal: ["==", "!="],
  neq: ["!=", "=="],
  lt: ["<", ">="],
  lte: ["<=", ">"],
  gt: [">", "<="],
  gte: [">=", "<"],
};

function nodeChanges(node: Node, text: Source): readonly Mutant[] {
  const called = node.type === "call" ? node.value : node.terms;
  if (Array.isArray(called) && isNode(called[0]) && node.location) return callChanges(node, called as Node[], text);
  return node.type === "array" ? itemChanges("list", node, text) : [];
}

function callChanges(node: Node, [callee, ...args]: readonly Node[], text: Source): readonly Mutant[] {
  const name = callee ? steps(callee).join(".") : "";
  const written = text.of(node);
  const changes: Mutant[] = [];
  const list = args.find((argument) => argument.type === "array");
  if (/^(logic|value)\./.test(name)) changes.push(text.replace(node, `logic.none([${written}])`, `not ${written}`));
  if (/^(logic|value)\./.test(name) && list) changes.push(...itemChanges(name, list, text));
  if (Object.hasOwn(opposite, name))
    changes.push(text.replace(node, written.replace(name, opposite[name] ?? ""), `${opposite[name]}`));
  if (Object.hasOwn(edges, name)) {
    const edge = edges[name] ?? "";
    changes.push(
      text.replace(
        node,
        `${written.replace(`${name}(`, edge)}${edge.endsWith("value.more_than(") && edge.startsWith("logic") ? "])" : ""}`,
        `edge of ${written}`,
      ),
    );
  }
  const operator = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (operator)
    changes.push(text.replace(node, written.replace(operator[0], operator[1]), `${operator[1]} in ${written}`));
  return changes;
}

/** The list without one of its items; paths and other lists of plain text that nothing is compared with stay. */
function itemChanges(name: string, list: Node, text: Source): readonly Mutant[] {
  const items = list.value as readonly Node[];
  const isPath = name === "list" && items.every((item) => item.type !== "object" && item.type !== "call");
  if (isPath || !list.location) return [];
  return items.map((item) => {
    const others = items.filter((other) => other !== item).map((other) => text.of(other));
    return text.replace(list, `[${others.join(", ")}]`, `${name} without ${text.of(item)}`);
  });
}

/** The module without one of its rules. */
function wholeRule(rule: Node, text: Source): readonly Mutant[] {
  const isCheck = isNode(rule.head) && rule.head.name === "checks";
  return isCheck && rule.location ? [text.replace(rule, "", "without this check")] : [];
}

/** The text of a module, and the places of its nodes in it. */
class Source {
  private readonly lines: readonly number[];

  constructor(private readonly source: string) {
    const starts = [0];
    for (let at = source.indexOf("\n"); at >= 0; at = source.indexOf("\n", at + 1)) starts.push(at + 1);
    this.lines = starts;
  }

  of(node: Node): string {
    return Buffer.from(String((node.location as Node | undefined)?.text ?? ""), "base64").toString("utf8");
  }

  replace(node: Node, by: string, what: string): Mutant {
    const { row, col } = node.location as { readonly row: number; readonly col: number };
    const start = (this.lines[row - 1] ?? 0) + col - 1;
    const end = start + this.of(node).length;
    const change = `${row}:${col} ${what.replace(/\s+/g, " ")}`;
    return { change, source: this.source.slice(0, start) + by + this.source.slice(end) };
  }
}

function nodesIn(tree: unknown): readonly Node[] {
  if (Array.isArray(tree)) return tree.flatMap(nodesIn);
  return isNode(tree)
    ? [tree, ...Object.entries(tree).flatMap(([name, part]) => (name === "location" ? [] : nodesIn(part)))]
    : [];
}

function steps(reference: Node): readonly unknown[] {
  return Array.isArray(reference.value) ? reference.value.map((step) => (isNode(step) ? step.value : step)) : [];
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
