import { groupByEach } from "../../formats/group-by";
import type { RuleInfo } from "./catalogue";
import type { Check } from "./check";

type Path = NonNullable<Check["path"]>;

/** Tells of the checks of one evaluation whether they only repeat another one. */
type Superseding = (violated: readonly Check[]) => (check: Pick<Check, "rule" | "id" | "path">) => boolean;

/**
 * Whether a check only repeats what a more exact rule reports: one that its rule names as `superseded_by`, on the same row or on
 * a row inside it, about the same place.
 */
export function supersededBy(rules: readonly RuleInfo[]): Superseding {
  const exact = new Map(rules.map((rule) => [rule.id, rule.supersededBy]));
  const exactRules = new Set([...exact.values()].flat());
  return (violated) => {
    const reported = byRuleAndRow(violated, exactRules);
    return ({ rule, id, path = [] }) =>
      (exact.get(rule) ?? [])
        .flatMap((other) => reported.get(`${other} ${id}`) ?? [])
        .some((other) => path.length === 0 || explains(other, path));
  };
}

/** Checks of some rules, by their rule and each of the rows that they are about or inside of. */
function byRuleAndRow(violated: readonly Check[], rules: ReadonlySet<string>): ReadonlyMap<string, readonly Check[]> {
  const found = violated.filter(({ rule }) => rules.has(rule));
  return groupByEach(found, ({ rule, id }) => [id, ...outerRows(id)].map((row) => `${rule} ${row}`));
}

/** Ids of the rows that a row is inside of: what precedes each `#`. */
function outerRows(id: string): readonly string[] {
  return [...id.matchAll(/#/g)].map(({ index }) => id.slice(0, index));
}

/**
 * Whether a check explains a mistake at a path: the path is where the check's mistake is, or where the misplaced part was meant to
 * be, or the section that lacks that part.
 */
function explains({ path = [], meant = [] }: Check, mistake: Path): boolean {
  return isWithin(mistake, path) || meant.some((place) => isWithin(mistake, place) || isParent(mistake, place));
}

function isWithin(path: Path, outer: Path): boolean {
  return outer.every((step, i) => step === path[i]);
}

function isParent(path: Path, inner: Path): boolean {
  return path.length === inner.length - 1 && isWithin(inner, path);
}
