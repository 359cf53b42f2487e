import { mayBeBucketName } from "../formats/arn";
import { nearestName } from "../formats/nearest";

/** The shape of an argument, checked when the construct is created: JavaScript has no types that would check it. */
export interface Shape {
  readonly fits: (value: unknown) => boolean;
  /** In words; follows "expected" in messages. */
  readonly need: string;
}

/** Names of the arguments of every member of a union. */
type NamesOf<T> = T extends unknown ? keyof T : never;

/** The shape of each argument by its name, or "any" if the construct accepts every value. The type requires an entry for every argument. */
export type Arguments<T> = { readonly [Name in NamesOf<T>]: Shape | "any" };

const isObject = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === "object" && value !== null;
const has =
  (...names: readonly string[]) =>
  (value: unknown) =>
    isObject(value) && names.every((name) => name in value);

/** A token of the framework, whose value is known only to Terraform. */
const isReference = (value: unknown) => isObject(value) || (typeof value === "string" && value.includes("${TfToken["));
/** A list that is known only to Terraform; the framework writes it as one string. */
const isListToken = (value: unknown) => Array.isArray(value) && String(value[0]).startsWith("#{TfToken[");
/** A token without a type, such as the result of a Terraform conditional. */
export const isUntyped = (value: unknown) => has("resolve", "creationStack")(value);

/** An object with further arguments. */
export const group: Shape = { fits: (value) => isObject(value) && !Array.isArray(value), need: "an object" };
/** A Terraform provider. */
export const providerOf: Shape = {
  fits: has("terraformProviderSource"),
  need: "a provider of this stack, such as an AwsProvider",
};
/** A list. */
export const list: Shape = {
  fits: (value) => Array.isArray(value) && !isListToken(value),
  need: "a literal list",
};
/** A KMS key on which permissions can be granted. */
export const key: Shape = {
  fits: has("arn", "grant"),
  need: "an EncryptionKey; for a key that is managed elsewhere use EncryptionKey.fromArn, fromAlias, fromLookup or fromResource",
};
/** A bundle of certificates. */
export const bundle: Shape = {
  fits: has("s3Uri", "grantRead"),
  need: "a bundle, such as CertificateBundle.fromFolder or fromObject",
};
/** A JAR with a provider. */
export const jar: Shape = { fits: has("s3Uri", "problems"), need: "a ProviderJar" };
/** `true` or `false`; the constructs decide by it, so it cannot be a reference. */
export const flag: Shape = { fits: (value) => typeof value === "boolean", need: "true or false" };
const tagText = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const isTagName = (name: string) => /^(?!aws:).{1,128}$/is.test(name) && tagText.test(name);
const isTagValue = (value: unknown) =>
  typeof value === "string" && (isReference(value) || (value.length <= 256 && tagText.test(value)));
/** Tags by their names; AWS reserves the prefix `aws:`. */
export const tags: Shape = {
  fits: (value) =>
    group.fits(value) &&
    Object.keys(value as object).length <= 50 &&
    Object.entries(value as object).every(([name, text]) => isTagName(name) && isTagValue(text)),
  need:
    "at most 50 names and strings, { Team: 'data' }; names have 1 to 128 characters and do not begin with aws:, " +
    "values have up to 256, and both consist of letters, digits, spaces and _.:/=+-@",
};
/** Whether a value has the form of a bucket name, or is a reference to one. */
const isBucketName = (value: unknown) =>
  typeof value === "string" && !value.startsWith("arn:") && mayBeBucketName(value);
/** The name of a bucket. */
export const bucketName: Shape = {
  fits: isBucketName,
  need: "the name of a bucket, 3 to 63 lower-case letters, digits, '.' and '-', without 's3://' and without a key",
};
/** A bucket for bundles and JARs. */
export const bucket: Shape = {
  fits: (value) => has("bucket")(value) && isBucketName((value as { readonly bucket: unknown }).bucket),
  need: "a BundleBucket, an aws_s3_bucket, or { bucket: its name }",
};
/** Name of an SSM parameter, or a reference to one. */
export const parameterName: Shape = {
  fits: (value) =>
    typeof value === "string" && /^(.*\$\{.*|(?=.{1,1011}$)(?!\/?(aws|ssm))((\/[\w.-]+){1,15}|[\w.-]+))$/is.test(value),
  need: "the name of an SSM parameter, such as /emr/security-configuration; it cannot begin with aws or ssm, and has at most 15 levels and 1011 characters",
};
/** A value that determines the form of the document, so it can be checked only if it is a literal. */
export const literal: Shape = { fits: (value) => !isReference(value), need: "a literal value" };
const isWritten = (value: unknown) => typeof value === "string" && value.trim() !== "" && !isReference(value);
/** A file or folder on this machine. */
export const path: Shape = { fits: isWritten, need: "a literal path" };
/** A text that the linter reads. */
export const written: Shape = { fits: isWritten, need: "a literal string" };
/** A name or other text. */
export const text: Shape = { fits: (value) => typeof value === "string", need: "a string" };
/** One of several words. */
export const oneOf = (...words: readonly string[]): Shape => ({
  fits: (value) => words.includes(value as string),
  need: words.map((word) => `'${word}'`).join(" or "),
});
/** One shape or another. */
export const either = (...shapes: readonly Shape[]): Shape => ({
  fits: (value) => shapes.some(({ fits }) => fits(value)),
  need: shapes.map(({ need }) => need).join(", or "),
});

/**
 * Refuses arguments that do not exist, are missing or have the wrong type. JavaScript accepts all of these, and TypeScript accepts unknown
 * arguments unless the object is a literal.
 *
 * @param path - path of the construct, and of nested arguments: `stack/encryption: atRest.s3`
 * @throws Error with the argument, its value, what is expected, and the most similar name
 */
export function checkArguments<T>(
  path: string,
  given: T,
  known: Arguments<T>,
  required: readonly NamesOf<T>[] = [],
): void {
  const [construct, inside = ""] = path.split(": ");
  const fail = (text: string) => {
    throw new Error(`${construct}: ${text}`);
  };
  if (!group.fits(given) || given instanceof Promise)
    fail(`${inside || "the third argument"} is ${shown(given)}, expected an object`);
  const values = given as { readonly [name: string]: unknown };
  const shapes = known as { readonly [name: string]: Shape | "any" };
  const named = (name: string) => (inside === "" ? name : `${inside}.${name}`);
  for (const [name, value] of Object.entries(values)) {
    const problem = value === undefined ? undefined : argumentProblem(name, value, shapes, named);
    if (problem !== undefined) fail(problem);
  }
  for (const name of required as readonly string[]) {
    if (values[name] === undefined) fail(`${named(name)} is missing${expectation(shapes[name])}`);
  }
}

function argumentProblem(
  name: string,
  value: unknown,
  shapes: { readonly [name: string]: Shape | "any" },
  named: (name: string) => string,
): string | undefined {
  const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
  if (shape === undefined) {
    const near = nearestName(name, Object.keys(shapes));
    const allowed = near === undefined ? `expected one of ${Object.keys(shapes).join(", ")}` : `write ${named(near)}`;
    return `${named(name)} is not an argument; ${allowed}`;
  }
  if (shape === "any" || shape.fits(value)) return undefined;
  const asString = isUntyped(value) && shape.fits("${TfToken[0]}") ? "; pass it as Token.asString(…)" : "";
  return `${named(name)} is ${shown(value)}, expected ${shape.need}${asString}`;
}

function expectation(shape: Shape | "any" | undefined): string {
  return shape === undefined || shape === "any" ? "" : `; expected ${shape.need}`;
}

/** A value as messages write it. */
export function shown(value: unknown): string {
  if (isListToken(value) || (typeof value === "string" && isReference(value))) return "a reference";
  if (isUntyped(value)) return "a token without a type";
  if (value instanceof Promise) return "a Promise, which has to be awaited";
  if (typeof value === "function") return "a function";
  if (typeof value === "string") return `'${value.length > 120 ? `${value.slice(0, 120)}…` : value}'`;
  if (Array.isArray(value)) return "a list";
  if (!isObject(value)) return String(value);
  if (typeof value.terraformResourceType === "string") return `a resource of type ${value.terraformResourceType}`;
  const { bucket: name } = value;
  return typeof name === "string" && !isReference(name) ? `{ bucket: '${name}' }` : "another object";
}
