import { isDeepStrictEqual } from "node:util";
import { groupBy } from "../../../formats/group-by";
import {
  clusterKerberos,
  type DocumentProblem,
  documentItself,
  isSection,
  renderPath,
  walkSecurityConfiguration,
} from "../../../formats/security-configuration/walk";
import type { Action, InputKind } from "../../model/terraform/model";
import { isLeaf, isRecord, type Symbolic, Unknown } from "../../model/values/symbolic";
import { LINT_LATER_PLAN } from "../../model/values/unknowns";
import type { PropertyFact, PropertyProblem } from "../../rows/configurations";
import { ABSENT, known, type Leaf, unknownLeaf } from "../../rows/leaf";
import { leafOfUnknown } from "../document-cursor";
import { type Echo, echoesIn } from "./echoes";
import type { ConfigurationDocument } from "./rows";

/** A row for each property that EMR's grammar has no place for, and one for each part that cannot be read. */
export function propertyRows(
  documents: readonly ConfigurationDocument[],
  kind: InputKind | undefined,
): readonly PropertyFact[] {
  return documents.flatMap(({ resource: { address, actions }, root }) => {
    if (isLeaf(root)) return [unread(address, [], root)];
    if (!isRecord(root)) return [];
    const hidden = secretsIn(root, []);
    // A secret must not be anywhere in the document, so a wrong place is not reported in addition.
    const problems = walkSecurityConfiguration(root)
      .filter(isChecked)
      .filter(({ path }) => !hidden.some((secret) => isDeepStrictEqual(secret, path)));
    const foreign = problems.find(isLowered) ?? problems.find(isRequest);
    const rows = foreign
      ? [foreignRow(address, foreign)]
      : movedTogether(problems).map((group) => checked(address, group));
    const echoes = isWritten(kind, actions) ? echoesIn(root).map((echo) => echoed(address, echo)) : [];
    const secrets = hidden.map((secret) => secretRow(address, secret));
    return [
      ...rows,
      ...echoes,
      ...secrets,
      ...unreadParts(root, []).map(([path, part]) => unread(address, path, part)),
    ];
  });
}

type Path = PropertyFact["path"];
type Checked = Extract<DocumentProblem, { readonly kind: "unknown-property" | "wrong-type" }>;

/** A null counts as absent: templates write it for settings that are not set. */
function isChecked(problem: DocumentProblem): problem is Checked {
  return problem.kind === "unknown-property" || (problem.kind === "wrong-type" && problem.found !== "null");
}

/** A section of the document whose name begins with a lower-case letter, as in documents of EMR on EKS. */
function isLowered({ kind, path, property }: Checked): boolean {
  const capital = property.charAt(0).toUpperCase() + property.slice(1);
  return kind === "unknown-property" && path.length === 1 && property !== capital && isSection(capital);
}

/** The request of EMR on EKS, which contains the document. */
function isRequest({ path, property }: Checked): boolean {
  return path.length === 1 && property.toLowerCase() === "securityconfigurationdata";
}

/** Names that only documents and requests of EMR on EKS have, in lower case. */
const EKS_NAMES: ReadonlySet<string> = new Set([
  "securityconfigurationdata",
  "publiccertificatesecretarn",
  "privatecertificatesecretarn",
  "securenamespaceinfo",
  "queryenginerolearn",
]);

/** One row for a whole document of EMR on EKS, since each of its names is wrong for the same reason. */
function foreignRow(address: string, problem: Checked): PropertyFact {
  const own = checked(address, [problem]);
  const kind = isRequest(problem) ? own.problem : known<PropertyProblem>("lower-case document");
  return { ...own, meant: [["configuration"]], problem: kind };
}

/** Properties of one object that belong in one other are one mistake: a section was left out. */
function movedTogether(problems: readonly Checked[]): readonly (readonly [Checked, ...Checked[]])[] {
  const groups = groupBy(problems, (problem) => {
    const home = problem.kind === "unknown-property" ? problem.belongsIn : undefined;
    return JSON.stringify(home === undefined ? problem.path : [problem.path.slice(0, -1), home]);
  });
  return [...groups.values()];
}

function checked(address: string, group: readonly [Checked, ...Checked[]]): PropertyFact {
  const [problem] = group;
  const names = group.map(({ property }) => property);
  return {
    ...row(address, problem.path, ABSENT),
    meant: group.map((each) => ["configuration", ...meantPath(each)]),
    problem: known(group.length > 1 ? "misplaced properties" : kindOf(problem)),
    property: known(names.length === 1 ? names[0] : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`),
    section: known(sectionOf(problem.path)),
    ...(problem.kind === "wrong-type"
      ? { expected: known(problem.expected), found: known(problem.found) }
      : { nearest: known(problem.nearest), belongsIn: known(problem.belongsIn) }),
  };
}

/** Whether a person wrote the document: a state contains what AWS returns, and so does a plan that leaves the resource as it is. */
function isWritten(kind: InputKind | undefined, actions: readonly Action[]): boolean {
  return kind === "stack" || kind === "configuration" || actions.includes("create");
}

function echoed(address: string, { path, property }: Echo): PropertyFact {
  return {
    ...row(address, path, ABSENT),
    problem: known("property of AWS"),
    property: known(property),
    section: known(sectionOf(path)),
  };
}

function kindOf(problem: Checked): PropertyProblem {
  if (problem.kind === "wrong-type") {
    const quoted = problem.found === "string" && (problem.expected === "boolean" || problem.expected === "integer");
    if (!quoted) return "wrong type";
    return problem.expected === "boolean" ? "boolean in quotes" : "number in quotes";
  }
  if (EKS_NAMES.has(problem.property.toLowerCase())) return "property of EMR on EKS";
  if (problem.nearest !== undefined) return "misspelt property";
  return problem.belongsIn === undefined ? "unknown property" : "misplaced property";
}

function meantPath(problem: Checked): Path {
  const { path, property } = problem;
  if (problem.kind === "wrong-type") return path;
  if (problem.nearest !== undefined) return [...path.slice(0, -1), problem.nearest];
  if (problem.belongsIn === undefined || problem.belongsIn.includes("[]")) return path;
  if (problem.belongsIn === clusterKerberos) return path;
  return problem.belongsIn === documentItself ? [property] : [...problem.belongsIn.split("."), property];
}

function unread(address: string, path: Path, part: Symbolic): PropertyFact {
  const why = part instanceof Unknown ? leafOfUnknown(part) : unknownLeaf("known after apply", LINT_LATER_PLAN);
  return row(address, path, why);
}

/** A row of one leaf in every place. */
function row(address: string, path: Path, leaf: Leaf<never>): PropertyFact {
  return {
    id: `${address}#${["configuration", ...path].join(".")}`,
    path: ["configuration", ...path],
    meant: [],
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

function sectionOf(path: Path): string {
  return renderPath(path.slice(0, -1));
}

/** Properties whose name says that they contain a password, and addresses that carry one. */
function secretsIn(value: Symbolic, path: Path): readonly Path[] {
  if (Array.isArray(value)) return value.flatMap((item: Symbolic, index) => secretsIn(item, [...path, index]));
  if (isRecord(value)) return Object.entries(value).flatMap(([name, item]) => secretsIn(item, [...path, name]));
  if (value === null || value === "" || typeof value === "boolean") return [];
  const isNamed = SECRET_NAME.test(String(path.findLast((step) => typeof step === "string") ?? ""));
  return isNamed || (typeof value === "string" && SECRET_TEXT.test(value)) ? [path] : [];
}

/** Names of properties that contain a secret; `AdminServerSecretARN` and `SecretTags` only lead to one. */
const SECRET_NAME =
  /passw(?:or)?d|passphrase|(?:^|[a-z_-])pwd$|secret$|secret_?(?:access_?)?key$|private_?key$|api_?key$|token$/i;

/** Secrets by their form: a password in an address, a private key, an access key of AWS. */
const SECRET_TEXT = /:\/\/[^/@:\s]+:[^/@\s]+@|-----BEGIN [A-Z ]{0,30}PRIVATE KEY|^A(?:KIA|SIA)[A-Z0-9]{16}$/;

function secretRow(address: string, path: Path): PropertyFact {
  const leaves = row(address, path, ABSENT);
  return {
    ...leaves,
    id: `${leaves.id}#secret`,
    problem: known("secret"),
    property: known(renderPath(path.slice(-1))),
    section: known(sectionOf(path)),
  };
}
