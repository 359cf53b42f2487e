import type { Facts } from "../../../linter/rows/facts";
import { readCatalogue, readPolicy } from "../../../linter/rules/catalogue";
import { openEngine } from "../../../linter/rules/engine";
import { NAMES, withoutNames } from "../../../linter/rules/row-names";
import { exampleFacts, readExamples, ruleIds } from "./examples";
import { engine, plain } from "./row-names";

type NameOf = (random: number) => string;

/** Gives a part of a row other names, and every so often turns a leaf into one of another kind, or repeats an item of a list. */
class Renaming {
  private state: number;

  constructor(
    seed: number,
    private readonly leaves: readonly string[],
    private readonly nameOf: NameOf,
  ) {
    this.state = seed;
  }

  renamed(part: unknown, key = ""): unknown {
    if (Array.isArray(part)) return this.repeated(part).map((each) => this.renamed(each));
    if (typeof part !== "object" || part === null) return part;
    if ("path" in part && "address" in part) return { ...part, address: this.name() };
    if (!("known" in part || "reference" in part || "unknown" in part)) {
      return Object.fromEntries(Object.entries(part).map(([name, member]) => [name, this.renamed(member, name)]));
    }
    const kind = this.below(8);
    if ("reference" in part || kind === 0) return { reference: { address: this.name(), attribute: "arn" } };
    if ("unknown" in part || kind === 1) return { unknown: this.name(), resolveWith: this.name() };
    return this.leaves.includes(key) ? { known: this.name() } : part;
  }

  private repeated(list: readonly unknown[]): readonly unknown[] {
    return typeof list[0] === "object" && this.below(4) === 0 ? [...list, list[0]] : list;
  }

  private name(): string {
    return this.nameOf(this.below(1_000));
  }

  private below(limit: number): number {
    this.state = (Math.imul(this.state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((this.state / 2 ** 32) * limit);
  }
}

const catalogue = readCatalogue();
const examples = ruleIds().flatMap((id) => {
  const kind = catalogue.get(id)?.rowKind as "keys";
  const { bad, good, unknown } = readExamples(id);
  return [...bad, ...good, ...unknown].map((example) => ({ id, kind, facts: exampleFacts(kind, example) }));
});
type Example = (typeof examples)[number];

function renamedFacts({ kind, facts }: Example, seed: number, nameOf: NameOf): Facts {
  const renaming = new Renaming(seed, NAMES[kind] ?? [], nameOf);
  return { ...facts, [kind]: facts[kind].map((row) => renaming.renamed(row)) } as Facts;
}

/** Names that break out of JSON, patterns of `replace`, marks, and words and values that rules compare with. */
const HOSTILE = [
  ..."absent none true false null 0 1 10 row deny replace unlisted object __proto__ constructor".split(" "),
  ...["", " ", "\\", '"', '\\"', 'x","address":"y', '"},"id":"z', '{"known":"a"}', "$&", "$1", "$`$'", "\0", "\n"],
  ...[
    "\u2028",
    "\u{1f600}",
    "aws_kms_key.a",
    "aws_kms_key.a.b",
    "b",
    "s3://x/a.jar",
    "kms:DescribeKey",
    "*.ec2.internal",
  ],
];
/** Names with which some rows keep theirs. */
const UNUSUAL = [
  ...HOSTILE,
  "\ud800",
  "\ue000",
  "\ue0000\ue000",
  "\ue00010\ue000",
  "y".repeat(2_000),
  "\\".repeat(2_000),
];

export const RENAMINGS: readonly [string, (example: Example, seed: number) => Facts][] = [
  ["as they are", ({ facts }) => facts],
  ["with hostile names", (example, seed) => renamedFacts(example, seed, oneOf(HOSTILE))],
  ["with names that rows keep", (example, seed) => renamedFacts(example, seed, oneOf(UNUSUAL))],
  ["with few names, which are repeated", (example, seed) => renamedFacts(example, seed, oneOf(["a", "a.b", ""]))],
];
function oneOf(names: readonly string[]): NameOf {
  return (random) => names[random % names.length] ?? "";
}

/** Evaluates every nth example of the rules as it is and without its names taken out, and expects the same verdicts. */
export function compareExamples(nth: number, factsOf: (example: Example, seed: number) => Facts): void {
  let found = 0;
  const chosen = examples.filter((_, at) => at % nth === 0);
  chosen.forEach((example, seed) => {
    const facts = factsOf(example, seed);
    const expected = plain.evaluate(facts);
    found += expected.violated.length + expected.unknown.length;
    expect({ rule: example.id, ...engine.evaluate(facts) }).toEqual({ rule: example.id, ...expected });
  });
  expect(found).toBeGreaterThan(chosen.length);
}

/** Evaluates every nth example as two inputs that differ only in their names, in both orders. */
export function compareInputs(nth: number): void {
  const [forwards, backwards] = [openAgain(), openAgain()];
  examples.forEach((example, seed) => {
    if (seed % nth !== 0) return;
    const [one, two] = ["hunter2-", "other$&-"].map((prefix) => {
      let count = 0;
      return renamedFacts(example, seed, () => `${prefix}${count++}`);
    }) as [Facts, Facts];
    const [nameless, same] = [one, two].map((facts) =>
      facts[example.kind].map((row) => withoutNames(example.kind, JSON.stringify(row)).json),
    );
    expect(nameless).toEqual(same);
    const expected = [one, two].map((facts) => plain.evaluate(facts));
    expect([one, two].map((facts) => forwards.evaluate(facts))).toEqual(expected);
    expect([two, one].map((facts) => backwards.evaluate(facts)).toReversed()).toEqual(expected);
    expect(JSON.stringify(expected[1])).not.toContain("hunter2-");
  });
}

function openAgain(): typeof engine {
  return openEngine(readPolicy(), catalogue.values());
}
