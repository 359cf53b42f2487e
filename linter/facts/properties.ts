import { type DocumentProblem, renderPath, walkSecurityConfiguration } from "../../formats/security-configuration/walk";
import { isLeaf, isRecord, type Symbolic, Unknown } from "../model/symbolic";
import type { PropertyFact } from "./configurations";
import { known, unsettled } from "./leaf";
import type { ConfigurationDocument } from "./read-configurations";

/** A row for each property that EMR's grammar has no place for, and one for each part that cannot be read. */
export function propertyRows(documents: readonly ConfigurationDocument[]): readonly PropertyFact[] {
  return documents.flatMap(({ resource: { address }, root }) => {
    if (isLeaf(root)) return [unread(address, [], root)];
    if (!isRecord(root)) return [];
    const problems = walkSecurityConfiguration(root).flatMap((problem) => judged(address, problem));
    return [...problems, ...unreadParts(root, []).map(([path, part]) => unread(address, path, part))];
  });
}

type Path = PropertyFact["path"];

function judged(address: string, problem: DocumentProblem): readonly PropertyFact[] {
  if (problem.kind !== "unknown-property" && problem.kind !== "wrong-type") return [];
  const { path, property } = problem;
  const wrongType = problem.kind === "wrong-type";
  return [
    {
      subject: subject(address, path),
      path: ["configuration", ...path],
      problem: known(wrongType ? "wrong type" : "unknown property"),
      property: known(property),
      section: known(renderPath(path.slice(0, -1))),
      nearest: known(wrongType ? null : problem.nearest),
      belongsIn: known(wrongType ? null : problem.belongsIn),
      expected: known(wrongType ? problem.expected : null),
      found: known(wrongType ? problem.found : null),
    },
  ];
}

function unread(address: string, path: Path, part: Symbolic): PropertyFact {
  const leaf =
    part instanceof Unknown
      ? unsettled(part.reason, part.settledBy)
      : unsettled("known after apply", "lint again with a plan made after what it refers to exists");
  return {
    subject: subject(address, path),
    path: ["configuration", ...path],
    problem: leaf,
    property: leaf,
    section: leaf,
    nearest: leaf,
    belongsIn: leaf,
    expected: leaf,
    found: leaf,
  };
}

/** Parts that may be objects once they are known: an unknown in place of a value, not one inside a string. */
function unreadParts(value: Symbolic, path: Path): readonly (readonly [Path, Unknown])[] {
  if (value instanceof Unknown) return [[path, value]];
  if (Array.isArray(value)) return value.flatMap((item: Symbolic, index) => unreadParts(item, [...path, index]));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, item]) => unreadParts(item, [...path, name]));
}

function subject(address: string, path: Path): string {
  return `${address}#${["configuration", ...path].join(".")}`;
}
