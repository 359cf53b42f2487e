import { mayBeBucketName } from "../formats/arn";
import { flag, record as group, leaf, object, type Shape, shapePath } from "../formats/shape";

export { flag, group, leaf, type Shape };

/** Names of the arguments of every member of a union. */
type NamesOf<T> = T extends unknown ? keyof T : never;

/** The shape of each argument by its name, checked since JavaScript has no types. The type requires an entry for every argument. */
export type Arguments<T> = { readonly [Name in NamesOf<T>]: Shape };

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

/** Every value. */
export const anything = leaf("a value", () => true);
/** A Terraform provider. */
export const providerOf = leaf("a provider of this stack, such as an AwsProvider", has("terraformProviderSource"));
/** A list. */
export const list = leaf("a literal list", (value) => Array.isArray(value) && !isListToken(value));
/** A KMS key on which permissions can be granted. */
export const key = leaf(
  "an EncryptionKey; for a key that is managed elsewhere use EncryptionKey.fromArn, fromAlias, fromLookup or fromResource",
  has("arn", "grant"),
);
/** A bundle of certificates. */
export const bundle = leaf("a bundle, such as CertificateBundle.fromFolder or fromObject", has("s3Uri", "grantRead"));
/** A JAR with a provider. */
export const jar = leaf("a ProviderJar", has("s3Uri", "problems"));
const tagText = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const isTagName = (name: string) => /^(?!aws:).{1,128}$/is.test(name) && tagText.test(name);
const isTagValue = (value: unknown) =>
  typeof value === "string" && (isReference(value) || (value.length <= 256 && tagText.test(value)));
/** Tags by their names; AWS reserves the prefix `aws:`. */
export const tags = leaf(
  "at most 50 names and strings, { Team: 'data' }; names have 1 to 128 characters and do not begin with aws:, " +
    "values have up to 256, and both consist of letters, digits, spaces and _.:/=+-@",
  (value) =>
    group.fits(value) &&
    Object.keys(value).length <= 50 &&
    Object.entries(value).every(([name, text]) => isTagName(name) && isTagValue(text)),
);
/** Whether a value has the form of a bucket name, or is a reference to one. */
const isBucketName = (value: unknown) =>
  typeof value === "string" && !value.startsWith("arn:") && mayBeBucketName(value);
/** The name of a bucket. */
export const bucketName = leaf(
  "the name of a bucket, 3 to 63 lower-case letters, digits, '.' and '-', without 's3://' and without a key",
  isBucketName,
);
/** A bucket for bundles and JARs. */
export const bucket = leaf(
  "a BundleBucket, an aws_s3_bucket, or { bucket: its name }",
  (value) => has("bucket")(value) && isBucketName((value as { readonly bucket: unknown }).bucket),
);
/** Name of an SSM parameter, or a reference to one. */
export const parameterName = leaf(
  "the name of an SSM parameter, such as /emr/security-configuration; it cannot begin with aws or ssm, and has at most 15 levels and 1011 characters",
  (value) =>
    typeof value === "string" && /^(.*\$\{.*|(?=.{1,1011}$)(?!\/?(aws|ssm))((\/[\w.-]+){1,15}|[\w.-]+))$/is.test(value),
);
/** A value that determines the form of the document, so it can be checked only if it is a literal. */
export const literal = leaf("a literal value", (value) => !isReference(value));
const isWritten = (value: unknown) => typeof value === "string" && value.trim() !== "" && !isReference(value);
/** A file or folder on this machine. */
export const path = leaf("a literal path", isWritten);
/** A text that the linter reads. */
export const written = leaf("a literal string", isWritten);
/** A name or other text. */
export const text = leaf("a string", (value) => typeof value === "string");
/** One of several words. */
export const oneOf = (...words: readonly string[]): Shape =>
  leaf(words.map((each) => `'${each}'`).join(" or "), (value) => words.includes(value as string));
/** One shape or another. */
export const either = (...shapes: readonly Shape[]): Shape =>
  leaf(shapes.map(({ need }) => need).join(", or "), (value) => shapes.some((shape) => shape.fits(value)));

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
  const [construct, ...inside] = path.split(": ");
  const shapes = known as { readonly [name: string]: Shape };
  const shape =
    given instanceof Promise ? leaf(group.need, () => false) : object(shapes, required as readonly string[]);
  const fault = shape.fault(given, { shown, member: "an argument" }, inside);
  if (!fault) return;
  const name = String(fault.path.at(-1));
  const values = given as { readonly [name: string]: unknown } | undefined;
  const isToken = isUntyped(values?.[name]) && shapes[name]?.fits("${TfToken[0]}");
  const help = isToken ? "; pass it as Token.asString(…)" : "";
  throw new Error(`${construct}: ${shapePath(fault.path) || "the third argument"} ${fault.problem}${help}`);
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
