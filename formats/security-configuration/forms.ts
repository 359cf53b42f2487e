import { parseArn, parseKeyName, parseObjectName } from "../arn";
import { type Fields, type Meaning, type Node, securityConfigurationGrammar } from "./grammar";
import { type DocumentPath, renderPath } from "./walk";

/**
 * Reports strings that are not what they must name: the ARN of a key, the location of an object, the ARN of a role. A string with
 * references (`${…}`) is not checked, nor is a property that the grammar does not know.
 *
 * @param where - the name of a place; the path in the document by default
 */
export function malformedNames(
  document: unknown,
  where: (path: DocumentPath) => string = renderPath,
): readonly string[] {
  const found: string[] = [];
  visitText(document, securityConfigurationGrammar, [], (path, meaning, text) => {
    const wanted = text.includes("${") ? undefined : malformed(meaning, text);
    if (wanted !== undefined) found.push(`${where(path)} is '${text}'; write ${wanted}`);
  });
  return found;
}

function malformed(meaning: Meaning, text: string): string | undefined {
  switch (meaning) {
    case "key":
      return parseKeyName(text).kind === "key ARN"
        ? undefined
        : "the ARN of a KMS key, such as arn:aws:kms:us-east-1:111122223333:key/…";
    case "object":
      return parseObjectName(text) ? undefined : "s3://bucket/key or the object's ARN";
    case "role": {
      const arn = parseArn(text);
      return arn?.service === "iam" && arn.resource.startsWith("role/")
        ? undefined
        : "the ARN of a role, such as arn:aws:iam::111122223333:role/name";
    }
    case "text":
      return undefined;
  }
}

type Visit = (path: DocumentPath, meaning: Meaning, text: string) => void;

function visitText(value: unknown, node: Node, path: DocumentPath, visit: Visit): void {
  switch (node.kind) {
    case "text":
      if (typeof value === "string") visit(path, node.meaning, value);
      return;
    case "list":
      if (Array.isArray(value))
        for (const [at, item] of value.entries()) visitText(item, node.items, [...path, at], visit);
      return;
    case "record":
    case "choice":
      if (typeof value === "object" && value !== null) visitMembers({ ...value }, node, path, visit);
  }
}

function visitMembers(
  object: { readonly [name: string]: unknown },
  node: Extract<Node, Fields>,
  path: DocumentPath,
  visit: Visit,
): void {
  for (const { required, optional } of partsOf(node, object)) {
    for (const [name, child] of Object.entries({ ...required, ...optional })) {
      if (Object.hasOwn(object, name)) visitText(object[name], child, [...path, name], visit);
    }
  }
}

function partsOf(node: Extract<Node, Fields>, value: { readonly [name: string]: unknown }): readonly Fields[] {
  if (node.kind === "record") return [node];
  const word = value[node.on];
  const chosen = typeof word === "string" && Object.hasOwn(node.cases, word) ? node.cases[word] : undefined;
  return chosen ? [node, chosen] : [node];
}
