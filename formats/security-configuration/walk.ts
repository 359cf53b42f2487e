import { nearestName } from "../nearest";
import { echoedProperties } from "./echoed";
import { type ChoiceNode, type Fields, type Node, type Properties, securityConfigurationGrammar } from "./grammar";
import type { DocumentPath, DocumentProblem, JsonType } from "./problem";

export * from "./problem";

/**
 * Compares a document with EMR's grammar and returns every difference, in the order of the document.
 *
 * The document may be symbolic: an instance of a class, and a string that contains `${`, represent a value that is not checked. Only plain
 * objects, lists and scalars are.
 */
export function walkSecurityConfiguration(document: unknown): readonly DocumentProblem[] {
  const problems: DocumentProblem[] = [];
  walk(document, securityConfigurationGrammar, [], problems);
  return problems;
}

function walk(value: unknown, node: Node, path: DocumentPath, problems: DocumentProblem[]): void {
  if (isOpaque(value)) return;
  const expected = expectedTypes[node.kind];
  const found = jsonType(value);
  if (expected !== found) {
    problems.push({ kind: "wrong-type", path, property: lastName(path), expected, found });
    return;
  }
  if (node.kind === "list") {
    for (const [index, item] of (value as readonly unknown[]).entries()) {
      walk(item, node.items, [...path, index], problems);
    }
  } else if (node.kind === "record" || node.kind === "choice") {
    walkObject(value as { readonly [name: string]: unknown }, node, path, problems);
  } else if (node.kind !== "flag") {
    const limit = violatedLimit(value as string | number, node);
    if (limit) {
      problems.push({
        kind: "not-allowed-value",
        path,
        property: lastName(path),
        value: value as string | number,
        ...limit,
      });
    }
  }
}

const expectedTypes = {
  text: "string",
  integer: "integer",
  flag: "boolean",
  list: "list",
  record: "object",
  choice: "object",
} as const satisfies { readonly [K in Node["kind"]]: JsonType };

/** What is allowed in place of a scalar; undefined if the scalar is. */
function violatedLimit(
  value: string | number,
  node: Extract<Node, { kind: "text" | "integer" }>,
): { readonly allowed: string; readonly nearest?: string } | undefined {
  const values: readonly (string | number)[] | undefined = node.values;
  if (values) {
    if (values.includes(value)) return undefined;
    const nearest = node.kind === "text" ? nearestName(String(value), node.values ?? []) : undefined;
    return { allowed: oneOf(values), ...(nearest === undefined ? {} : { nearest }) };
  }
  if (node.kind === "text" || within(Number(value), node.minimum, node.maximum)) return undefined;
  return { allowed: range(node.minimum, node.maximum) };
}

function walkObject(
  value: { readonly [name: string]: unknown },
  node: Extract<Node, Fields>,
  path: DocumentPath,
  problems: DocumentProblem[],
): void {
  const chosen = node.kind === "choice" ? chosenCase(value, node) : undefined;
  const everything = propertiesOf(node);
  const allowed = chosen ? { ...discriminatorOf(node), ...own(node), ...own(chosen.fields) } : everything;

  for (const [property, item] of Object.entries(value)) {
    // JSON does not contain it either.
    if (item === undefined) continue;
    const here = [...path, property];
    const child = Object.hasOwn(allowed, property) ? allowed[property] : undefined;
    if (child) {
      walk(item, child, here, problems);
    } else if (node.kind === "choice" && chosen && Object.hasOwn(everything, property)) {
      problems.push(misplacedProperty(here, property, node, chosen.word));
    } else if (!isEchoed(path, property)) {
      problems.push(...unknownProblems(item, here, everything, value));
    }
  }
  problems.push(
    ...missingProperties(value, { ...discriminatorOf(node), ...node.required, ...chosen?.fields.required }, path),
  );
}

/** The problem of a property that its object cannot have, and of its content if only its name is misspelt. */
function unknownProblems(
  item: unknown,
  path: DocumentPath,
  known: Properties,
  around: { readonly [name: string]: unknown },
): readonly DocumentProblem[] {
  const property = lastName(path);
  const wrapped = path.length === 1 ? wrappedSections(item, property) : [];
  if (wrapped.length > 0) return wrapped;
  const problem = unknownProperty(path, property, Object.keys(known), around);
  const within: DocumentProblem[] = [];
  const meant = known[problem.nearest ?? ""];
  if (meant) walk(item, meant, path, within);
  return [problem, ...within];
}

/** The sections of a document that something wraps: a request's `SecurityConfiguration`, a template's `Properties`. */
function wrappedSections(item: unknown, wrapper: string): readonly DocumentProblem[] {
  if (jsonType(item) !== "object") return [];
  const known = Object.keys(propertiesOf(securityConfigurationGrammar));
  const names = Object.keys(item as object).filter((name) => known.includes(name));
  const common = { kind: "unknown-property", known, belongsIn: documentItself } as const;
  return names.map((property) => ({ ...common, path: [wrapper, property], property }));
}

function missingProperties(
  value: { readonly [name: string]: unknown },
  required: Properties,
  path: DocumentPath,
): readonly DocumentProblem[] {
  const missing = Object.entries(required).filter(([property]) => value[property] === undefined);
  return missing.map(([property, node]) => ({
    kind: "missing-property",
    path: [...path, property],
    property,
    ...("values" in node && node.values ? { allowed: oneOf(node.values) } : {}),
  }));
}

function misplacedProperty(path: DocumentPath, property: string, node: ChoiceNode, chosen: string): DocumentProblem {
  const goesWith = Object.entries(node.cases).flatMap(([word, fields]) =>
    Object.hasOwn(own(fields), property) ? [word] : [],
  );
  return { kind: "misplaced-property", path, property, choice: node.on, chosen, goesWith };
}

/**
 * Names that AWS's pages gave until 2019, which EMR refuses.
 * https://github.com/awsdocs/amazon-emr-management-guide/pull/23
 */
const FORMER_NAMES: { readonly [name: string]: string | undefined } = {
  LocalDiskEncryptionKeyProvider: "LocalDiskEncryptionConfiguration",
  Type: "EncryptionKeyProviderType",
};

function unknownProperty(
  path: DocumentPath,
  property: string,
  known: readonly string[],
  around: { readonly [name: string]: unknown },
): Extract<DocumentProblem, { readonly kind: "unknown-property" }> {
  const former = FORMER_NAMES[property];
  const isRenamed = former !== undefined && known.includes(former);
  const belongsIn = isRenamed ? undefined : homeOf(property, path, around, known);
  const nearest = isRenamed ? former : belongsIn === undefined ? nearestName(property, known) : undefined;
  return {
    kind: "unknown-property",
    path,
    property,
    known,
    ...(nearest === undefined ? {} : { nearest }),
    ...(belongsIn === undefined ? {} : { belongsIn }),
  };
}

/** Whether AWS adds a property of that name to the object at `path` when it stores the document. */
export function isEchoed(path: DocumentPath, property: string): boolean {
  return echoedProperties.some(
    (echoed) =>
      echoed.property === property &&
      echoed.parent.length === path.length &&
      echoed.parent.every((step, index) => step === path[index]),
  );
}

function chosenCase(value: { readonly [name: string]: unknown }, node: ChoiceNode) {
  const word = Object.hasOwn(value, node.on) ? value[node.on] : undefined;
  const fields = typeof word === "string" && Object.hasOwn(node.cases, word) ? node.cases[word] : undefined;
  return fields && { word: word as string, fields };
}

function own(fields: Fields): Properties {
  return { ...fields.required, ...fields.optional };
}

/** The property that makes the choice. */
function discriminatorOf(node: Extract<Node, Fields>): Properties {
  if (node.kind === "record") return {};
  return {
    [node.on]: { kind: "text", meaning: "text", values: Object.keys(node.cases), description: node.description },
  };
}

/** Every property that an object can have with any choice. */
function propertiesOf(node: Extract<Node, Fields>): Properties {
  const cases = node.kind === "choice" ? Object.values(node.cases).map(own) : [];
  return Object.assign({}, discriminatorOf(node), own(node), ...cases);
}

/** Whether the document itself has a section of that name. */
export function isSection(name: string): boolean {
  return Object.hasOwn(propertiesOf(securityConfigurationGrammar), name);
}

/** Name of the root in `belongsIn`. */
export const documentItself = "the document itself";

/** How `belongsIn` names the place of properties that are arguments of the cluster. */
export const clusterKerberos = "kerberos_attributes of the cluster";

/** Attributes that `RunJobFlow` has for Kerberos beside the security configuration. */
const kerberosAttributes: ReadonlySet<string> = new Set([
  "Realm",
  "KdcAdminPassword",
  "CrossRealmTrustPrincipalPassword",
  "ADDomainJoinUser",
  "ADDomainJoinPassword",
  "KerberosAttributes",
]);

/**
 * The object of the grammar that has `property`, as a dotted path from the root: of several the one that has most of its siblings, then a
 * section beside it that lacks the property, then one that is below where the property stands.
 */
function homeOf(
  property: string,
  path: DocumentPath,
  around: { readonly [name: string]: unknown },
  known: readonly string[],
): string | undefined {
  const siblings = Object.keys(around).filter((name) => name !== property && !known.includes(name));
  const lacks = (section: unknown) =>
    typeof section === "object" && section !== null && !Object.hasOwn(section, property) ? 1 : 0;
  const parent = path.slice(0, -1).filter((step) => typeof step === "string");
  const homes = homesOf(property).map((home) => ({
    path: home.path,
    shared: siblings.filter((name) => Object.hasOwn(home.properties, name)).length,
    lacking: lacks(around[home.path.at(-1) ?? ""]),
    below: parent.length < home.path.length && parent.every((step, index) => step === home.path[index]) ? 1 : 0,
  }));
  const [best] = homes.sort(
    (one, other) => other.shared - one.shared || other.lacking - one.lacking || other.below - one.below,
  );
  if (kerberosAttributes.has(property) && (best?.shared ?? 0) === 0) return clusterKerberos;
  if (!best) return undefined;
  return best.path.length === 0 ? documentItself : best.path.join(".");
}

/** Every object of the grammar that has `property`, from the root down. */
function homesOf(property: string) {
  const queue: { readonly node: Node; readonly path: readonly string[] }[] = [
    { node: securityConfigurationGrammar, path: [] },
  ];
  const homes: { readonly path: readonly string[]; readonly properties: Properties }[] = [];
  for (const { node, path } of queue) {
    if (node.kind === "list") queue.push({ node: node.items, path: [...path.slice(0, -1), `${path.at(-1)}[]`] });
    if (node.kind !== "record" && node.kind !== "choice") continue;
    const properties = propertiesOf(node);
    if (Object.hasOwn(properties, property)) homes.push({ path, properties });
    for (const [name, child] of Object.entries(properties)) queue.push({ node: child, path: [...path, name] });
  }
  return homes;
}

function isOpaque(value: unknown): boolean {
  if (typeof value === "string") return value.includes("${");
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // JSON read in another realm (a test's sandbox, a worker) has an Object.prototype of its own.
  return prototype !== null && Object.getPrototypeOf(prototype) !== null;
}

function jsonType(value: unknown): JsonType | "null" | "number" {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "list";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value as "object" | "string" | "boolean";
}

function lastName(path: DocumentPath): string {
  return path.findLast((step) => typeof step === "string") ?? "";
}

function within(value: number, minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY): boolean {
  return value >= minimum && value <= maximum;
}

function range(minimum?: number, maximum?: number): string {
  if (maximum === undefined) return `${minimum} or more`;
  return minimum === undefined ? `at most ${maximum}` : `${minimum} to ${maximum}`;
}

function oneOf(values: readonly (string | number)[]): string {
  return values.length < 2 ? values.join("") : `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
}
