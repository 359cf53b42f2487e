import { parseArn, wrongAccountDigits } from "../../../formats/arn";
import { isLeaf, Reference } from "../../model/values/symbolic";
import { LINT_LATER_PLAN } from "../../model/values/unknowns";
import type { RoleForm, RoleMapping } from "../../rows/configurations";
import { ABSENT, known, knownValue, type Leaf, mapLeaf, unknownLeaf } from "../../rows/leaf";
import type { DocumentCursor } from "../document-cursor";

/** Rows for EMRFS's role mappings, in order; one row of unknown leaves where only the list is not known. */
export function roleMappings(list: DocumentCursor): readonly RoleMapping[] {
  const parts = list.items() ?? (isLeaf(list.resolved()) ? [list] : []);
  const prefixes = parts.map(plainPrefixes);
  return parts.map((part, index) => ({
    role: part.at("Role").text(),
    roleForm: roleForm(part.at("Role")),
    roleAccountDigits: mapLeaf(part.at("Role").text(), wrongAccountDigits, ABSENT),
    identifierType: part.at("IdentifierType").text(),
    identifiers: identifiers(part.at("Identifiers")),
    strayPrefix: strayPrefix(part),
    shadowedBy: shadowedBy(prefixes[index], prefixes.slice(0, index)),
  }));
}

/** How a role is written; known for a reference to a role as well, by the attribute it names. */
export function roleForm(part: DocumentCursor): Leaf<RoleForm> {
  const written = part.source();
  if (written instanceof Reference) {
    if (/(?:^|[._])arn$/.test(written.attribute)) return known("role ARN");
    const isName = /(?:^|\.)aws_iam_role\./.test(written.address) && /^(?:name|id|unique_id)$/.test(written.attribute);
    if (isName) return known("role name");
  }
  return mapLeaf(part.text(), formOfText, unknownLeaf("the role is known after apply", LINT_LATER_PLAN));
}

function formOfText(text: string): RoleForm {
  const arn = parseArn(text);
  if (arn?.service === "iam" && arn.resource.startsWith("role/")) return "role ARN";
  return /^[\w+=,.@-]+$/.test(text) ? "role name" : "other";
}

function identifiers(list: DocumentCursor): Leaf<number> {
  const items = list.items();
  if (items) return known(items.length);
  const present = list.present();
  return "unknown" in present ? present : known(1);
}

function strayPrefix(part: DocumentCursor): Leaf<string> {
  const type = part.at("IdentifierType").text();
  if ("unknown" in type) return type;
  if (knownValue(type) !== "Prefix") return ABSENT;
  const texts = (part.at("Identifiers").items() ?? []).map((item) => item.text());
  return texts.find((text) => knownValue(text)?.startsWith("s3://") === false) ?? ABSENT;
}

/** Prefixes of a mapping by prefix, where all of them are known. */
function plainPrefixes(part: DocumentCursor): readonly string[] | undefined {
  if (knownValue(part.at("IdentifierType").text()) !== "Prefix") return undefined;
  const plain = (part.at("Identifiers").items() ?? []).map((item) => knownValue(item.text()));
  return plain.length > 0 && plain.every((prefix) => prefix !== undefined) ? plain : undefined;
}

function shadowedBy(
  own: readonly string[] | undefined,
  earlier: readonly (readonly string[] | undefined)[],
): Leaf<number> {
  if (!own) return ABSENT;
  const at = earlier.findIndex((broader) =>
    own.every((prefix) => broader?.some((each) => prefix.startsWith(each)) ?? false),
  );
  return known(at < 0 ? null : at);
}
