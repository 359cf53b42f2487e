import { parseArn, parseKeyName, parseObjectName } from "../arn";
import { type Fields, type Meaning, type Node, securityConfigurationGrammar } from "./grammar";
import { type DocumentPath, renderPath } from "./walk";

/**
 * Where a text of the document does not have the form of what it names: no ARN of a key, no location of an object, no ARN of a role.
 * Says what was found and what to write. Text with references (`${…}`) in it is not checked, nor is anything the grammar does not know.
 */
export function malformedNames(document: unknown): readonly string[] {
  const found: string[] = [];
  visitText(document, securityConfigurationGrammar, [], (path, meaning, text) => {
    const wanted = text.includes("${") ? undefined : malformed(meaning, text);
    if (wanted !== undefined) found.push(`${renderPath(path)} is '${text}'; write ${wanted}`);
  });
  return found;
}

function malformed(meaning: Meaning, text: string): string | undefined {
  switch (meaning) {
    case "key":
      return parseKeyName(text).kind === "key"
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
  if (node.kind === "text") {
    if (typeof value === "string") visit(path, node.meaning, value);
  } else if (node.kind === "list") {
    if (Array.isArray(value))
      value.forEach((item, index) => {
        visitText(item, node.items, [...path, index], visit);
      });
  } else if (node.kind === "record" || node.kind === "choice") {
    if (typeof value !== "object" || value === null) return;
    const object = value as { readonly [name: string]: unknown };
    for (const { required, optional } of partsOf(node, object)) {
      for (const [name, child] of Object.entries({ ...required, ...optional })) {
        if (Object.hasOwn(object, name)) visitText(object[name], child, [...path, name], visit);
      }
    }
  }
}

function partsOf(node: Extract<Node, Fields>, value: { readonly [name: string]: unknown }): readonly Fields[] {
  if (node.kind === "record") return [node];
  const word = value[node.on];
  const chosen = typeof word === "string" && Object.hasOwn(node.cases, word) ? node.cases[word] : undefined;
  return chosen ? [node, chosen] : [node];
}
