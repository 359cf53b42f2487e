import { parseArn, wrongAccountDigits } from "../../../formats/arn";
import { isLeaf, Reference } from "../../model/values/symbolic";
import { LINT_LATER_PLAN } from "../../model/values/unknowns";
import type { RoleForm, RoleMapping } from "../../rows/configurations";
import { known, type Leaf, unknownLeaf } from "../../rows/leaf";
import type { DocumentCursor } from "../document-cursor";

/** Rows for EMRFS's role mappings, in order; one row of unknown leaves where only the list is not known. */
export function roleMappings(list: DocumentCursor): readonly RoleMapping[] {
  const parts = list.items() ?? (isLeaf(list.resolved()) ? [list] : []);
  const prefixes = parts.map(plainPrefixes);
  return parts.map((part, index) => ({
    role: part.at("Role").text(),
    roleForm: roleForm(part.at("Role")),
    roleAccountDigits: accountDigits(part.at("Role")),
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
  const text = part.text();
  if (!("known" in text))
    return "unknown" in text ? text : unknownLeaf("the role is known after apply", LINT_LATER_PLAN);
  if (text.known === null) return known<RoleForm>(null);
  const arn = parseArn(text.known);
  if (arn?.service === "iam" && arn.resource.startsWith("role/")) return known("role ARN");
  return known(/^[\w+=,.@-]+$/.test(text.known) ? "role name" : "other");
}

function accountDigits(part: DocumentCursor): Leaf<number> {
  const text = part.text();
  if (!("known" in text)) return "unknown" in text ? text : known<number>(null);
  return known(text.known === null ? null : wrongAccountDigits(text.known));
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
  if (!("known" in type) || type.known !== "Prefix") return known<string>(null);
  const texts = (part.at("Identifiers").items() ?? []).map((item) => item.text());
  const stray = texts.find((text) => "known" in text && text.known !== null && !text.known.startsWith("s3://"));
  return stray ?? known<string>(null);
}

/** Prefixes of a mapping by prefix, where all of them are known. */
function plainPrefixes(part: DocumentCursor): readonly string[] | undefined {
  const type = part.at("IdentifierType").text();
  if (!("known" in type) || type.known !== "Prefix") return undefined;
  const texts =
    part
      .at("Identifiers")
      .items()
      ?.map((item) => item.text()) ?? [];
  const plain = texts.flatMap((text) => ("known" in text && text.known !== null ? [text.known] : []));
  return plain.length === texts.length && plain.length > 0 ? plain : undefined;
}

function shadowedBy(
  own: readonly string[] | undefined,
  earlier: readonly (readonly string[] | undefined)[],
): Leaf<number> {
  if (!own) return known<number>(null);
  const at = earlier.findIndex((broader) =>
    own.every((prefix) => broader?.some((each) => prefix.startsWith(each)) ?? false),
  );
  return known(at < 0 ? null : at);
}
