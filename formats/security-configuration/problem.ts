/** A name or an index for each step from the root of the document. */
export type DocumentPath = readonly (string | number)[];

/** A property that EMR does not know. */
export interface UnknownProperty {
  readonly kind: "unknown-property";
  /** Leads to the property itself. */
  readonly path: DocumentPath;
  readonly property: string;
  /** The properties that the object can have. */
  readonly known: readonly string[];
  /** The most similar of them, if one is similar. */
  readonly nearest?: string;
  /** The object that has a property of this name, if only one has: `EncryptionConfiguration.AtRestEncryptionConfiguration`. */
  readonly belongsIn?: string;
}

/** A property that the object can have, but not with this value of its choice: AwsKmsKey with SSE-S3. */
export interface MisplacedProperty {
  readonly kind: "misplaced-property";
  readonly path: DocumentPath;
  readonly property: string;
  readonly choice: string;
  readonly chosen: string;
  /** Values of the choice that the property is valid with. */
  readonly goesWith: readonly string[];
}

/** A property that the object must have. */
export interface MissingProperty {
  readonly kind: "missing-property";
  readonly path: DocumentPath;
  readonly property: string;
  /** What is allowed, if that is a list of values. */
  readonly allowed?: string;
}

/** A value of another type. */
export interface WrongType {
  readonly kind: "wrong-type";
  readonly path: DocumentPath;
  readonly property: string;
  readonly expected: JsonType;
  readonly found: JsonType | "null" | "number";
}

/** A value of the right type that EMR does not accept. */
export interface NotAllowedValue {
  readonly kind: "not-allowed-value";
  readonly path: DocumentPath;
  readonly property: string;
  readonly value: string | number;
  /** What is allowed: `1 or 2`, `1 to 64`. */
  readonly allowed: string;
  /** The most similar allowed value, if one is similar. */
  readonly nearest?: string;
}

/** A place where a document differs from EMR's grammar. */
export type DocumentProblem = UnknownProperty | MisplacedProperty | MissingProperty | WrongType | NotAllowedValue;

/** The types of JSON, with integers apart. */
export type JsonType = "object" | "list" | "string" | "integer" | "boolean";

/**
 * Describes a problem in one sentence: what was found, what is allowed, what to write.
 *
 * @param where - the name of a place; the path in the document by default
 */
export function describeProblem(problem: DocumentProblem, where: (path: DocumentPath) => string = renderPath): string {
  const place = where(problem.path);
  switch (problem.kind) {
    case "unknown-property":
      if (problem.nearest !== undefined) return `${place} is not a property of EMR; write ${problem.nearest}`;
      if (problem.belongsIn !== undefined) return `${place} does not belong here; it belongs in ${problem.belongsIn}`;
      return `${place} is not a property of EMR; known here: ${problem.known.join(", ")}`;
    case "misplaced-property":
      return `${place} is not valid with ${problem.choice} ${problem.chosen}, only with ${problem.goesWith.join(" and ")}`;
    case "missing-property":
      return `${place} is missing${problem.allowed === undefined ? "" : `; expected ${problem.allowed}`}`;
    case "wrong-type":
      return `${place} is ${article(problem.found)}, expected ${article(problem.expected)}`;
    case "not-allowed-value": {
      const meant = problem.nearest === undefined ? "" : `; write '${problem.nearest}'`;
      return `${place} is '${problem.value}', expected ${problem.allowed}${meant}`;
    }
  }
}

/** A path in words: `Overrides[2].BucketName`; `the document` for the root. */
export function renderPath(path: DocumentPath): string {
  if (path.length === 0) return "the document";
  return path.map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`)).join("");
}

function article(type: JsonType | "null" | "number"): string {
  if (type === "null") return type;
  return `${/^[aeiou]/.test(type) ? "an" : "a"} ${type}`;
}
