import { nearestName } from "../nearest";
import {
  type ChoiceNode,
  echoedProperties,
  type Fields,
  type Node,
  type Properties,
  securityConfigurationGrammar,
} from "./grammar";

/** A name or an index for each step from the root of the document. */
export type DocumentPath = readonly (string | number)[];

/** A place where a document is not what EMR's grammar allows. */
export type DocumentProblem =
  | {
      readonly kind: "unknown-property";
      /** Leads to the property itself. */
      readonly path: DocumentPath;
      readonly property: string;
      /** The properties that the object may have. */
      readonly known: readonly string[];
      /** The one of them that was most likely meant, where one is near. */
      readonly nearest?: string;
      /** Where the grammar knows a property of this very name: `EncryptionConfiguration.AtRestEncryptionConfiguration`. */
      readonly belongsIn?: string;
    }
  | {
      /** A property that the object may have, but not beside this word of its choice: AwsKmsKey beside SSE-S3. */
      readonly kind: "misplaced-property";
      readonly path: DocumentPath;
      readonly property: string;
      readonly choice: string;
      readonly chosen: string;
      /** Words of the choice that the property goes with. */
      readonly goesWith: readonly string[];
    }
  | {
      readonly kind: "missing-property";
      readonly path: DocumentPath;
      readonly property: string;
    }
  | {
      readonly kind: "wrong-type";
      readonly path: DocumentPath;
      readonly property: string;
      readonly expected: JsonType;
      readonly found: JsonType | "null" | "number";
    }
  | {
      readonly kind: "not-allowed-value";
      readonly path: DocumentPath;
      readonly property: string;
      readonly value: string | number;
      /** What is allowed, in words: `1 or 2`, `1 to 64`. */
      readonly allowed: string;
      /** The allowed word that was most likely meant, where one is near. */
      readonly nearest?: string;
    };

type JsonType = "object" | "list" | "string" | "integer" | "boolean";

/**
 * Compares a document with EMR's grammar and tells every difference, in the order of the document.
 *
 * The document may be symbolic: an instance of a class, and a string with `${` in it, stand for some value that is not
 * checked. Only plain objects, lists and scalars are.
 */
export function walkSecurityConfiguration(document: unknown): readonly DocumentProblem[] {
  const problems: DocumentProblem[] = [];
  walk(document, securityConfigurationGrammar, [], problems);
  return problems;
}

function walk(value: unknown, node: Node, path: DocumentPath, problems: DocumentProblem[]): void {
  if (isOpaque(value)) return;
  const wrongType = (expected: JsonType) =>
    problems.push({ kind: "wrong-type", path, property: lastName(path), expected, found: jsonType(value) });
  const notAllowed = (given: string | number, allowed: string, nearest?: string) =>
    problems.push({
      kind: "not-allowed-value",
      path,
      property: lastName(path),
      value: given,
      allowed,
      ...(nearest === undefined ? {} : { nearest }),
    });

  switch (node.kind) {
    case "text":
      if (typeof value !== "string") wrongType("string");
      else if (node.values && !node.values.includes(value)) {
        notAllowed(value, oneOf(node.values), nearestName(value, node.values));
      }
      return;
    case "integer":
      if (typeof value !== "number" || !Number.isInteger(value)) wrongType("integer");
      else if (node.values ? !node.values.includes(value) : !within(value, node.minimum, node.maximum)) {
        notAllowed(value, node.values ? oneOf(node.values) : range(node.minimum, node.maximum));
      }
      return;
    case "flag":
      if (typeof value !== "boolean") wrongType("boolean");
      return;
    case "list":
      if (!Array.isArray(value)) wrongType("list");
      else for (const [index, item] of value.entries()) walk(item, node.items, [...path, index], problems);
      return;
    case "record":
    case "choice":
      if (typeof value !== "object" || value === null || Array.isArray(value)) wrongType("object");
      else walkObject(value as { readonly [name: string]: unknown }, node, path, problems);
  }
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
    // JSON does not hold it either.
    if (item === undefined) continue;
    const here = [...path, property];
    const child = Object.hasOwn(allowed, property) ? allowed[property] : undefined;
    if (child) walk(item, child, here, problems);
    else if (node.kind === "choice" && chosen && Object.hasOwn(everything, property)) {
      const goesWith = Object.entries(node.cases).flatMap(([word, fields]) =>
        Object.hasOwn(own(fields), property) ? [word] : [],
      );
      problems.push({
        kind: "misplaced-property",
        path: here,
        property,
        choice: node.on,
        chosen: chosen.word,
        goesWith,
      });
    } else if (!isEchoed(path, property)) problems.push(unknownProperty(here, property, Object.keys(everything)));
  }

  const required = { ...discriminatorOf(node), ...node.required, ...chosen?.fields.required };
  for (const property of Object.keys(required)) {
    if (value[property] === undefined) problems.push({ kind: "missing-property", path: [...path, property], property });
  }
}

function unknownProperty(path: DocumentPath, property: string, known: readonly string[]): DocumentProblem {
  const belongsIn = homeOf(property);
  const nearest = belongsIn === undefined ? nearestName(property, known) : undefined;
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

/** The property that holds the word of a choice. */
function discriminatorOf(node: Extract<Node, Fields>): Properties {
  if (node.kind === "record") return {};
  return {
    [node.on]: { kind: "text", meaning: "text", values: Object.keys(node.cases), description: node.description },
  };
}

/** Every property that an object may have, whatever its choice. */
function propertiesOf(node: Extract<Node, Fields>): Properties {
  const cases = node.kind === "choice" ? Object.values(node.cases).map(own) : [];
  return Object.assign({}, discriminatorOf(node), own(node), ...cases);
}

/** How `belongsIn` names the root. */
export const documentItself = "the document itself";

/** The first object of the grammar that knows `property`, as a dotted path from the root; undefined when none does. */
function homeOf(property: string): string | undefined {
  const queue: { readonly node: Node; readonly path: readonly string[] }[] = [
    { node: securityConfigurationGrammar, path: [] },
  ];
  for (const { node, path } of queue) {
    if (node.kind === "list") queue.push({ node: node.items, path: [...path.slice(0, -1), `${path.at(-1)}[]`] });
    if (node.kind !== "record" && node.kind !== "choice") continue;
    const properties = propertiesOf(node);
    if (Object.hasOwn(properties, property)) return path.length === 0 ? documentItself : path.join(".");
    for (const [name, child] of Object.entries(properties)) queue.push({ node: child, path: [...path, name] });
  }
  return undefined;
}

/** Says one problem in words: what was found, what is allowed, what to write. */
export function describeProblem(problem: DocumentProblem): string {
  const where = renderPath(problem.path);
  switch (problem.kind) {
    case "unknown-property":
      if (problem.nearest !== undefined) return `${where} is not a property of EMR; write ${problem.nearest}`;
      if (problem.belongsIn !== undefined) return `${where} is not known here; it belongs in ${problem.belongsIn}`;
      return `${where} is not a property of EMR; known here: ${problem.known.join(", ")}`;
    case "misplaced-property":
      return `${where} does not go with ${problem.choice} ${problem.chosen}, only with ${problem.goesWith.join(" and ")}`;
    case "missing-property":
      return `${where} is missing`;
    case "wrong-type":
      return `${where} is ${article(problem.found)}, need ${article(problem.expected)}`;
    case "not-allowed-value": {
      const meant = problem.nearest === undefined ? "" : `; write '${problem.nearest}'`;
      return `${where} is '${problem.value}', allowed is ${problem.allowed}${meant}`;
    }
  }
}

/** A path in words: `Overrides[2].BucketName`; `the document` for the root. */
export function renderPath(path: DocumentPath): string {
  if (path.length === 0) return "the document";
  return path.map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`)).join("");
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

function article(type: JsonType | "null" | "number"): string {
  if (type === "null") return type;
  return `${/^[aeiou]/.test(type) ? "an" : "a"} ${type}`;
}
