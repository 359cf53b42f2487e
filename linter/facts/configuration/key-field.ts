import { isShapedLikeKeyId, parseKeyName, wrongAccountDigits } from "../../../formats/arn";
import { isKeyType } from "../../model/terraform/keys";
import type { Model } from "../../model/terraform/model";
import { Reference } from "../../model/values/symbolic";
import { LINT_NEXT_PLAN } from "../../model/values/unknowns";
import type { KeyField, KeyForm } from "../../rows/configurations";
import { ABSENT, known, type Leaf, mapLeaf, unknownLeaf } from "../../rows/leaf";
import { awsManagedKeys } from "../aws-managed-keys";
import { DocumentCursor } from "../document-cursor";

/** A key in its one form, and how it is written. */
export function keyField(model: Model, part: DocumentCursor): KeyField {
  const written = part.source();
  const managed = awsManagedKeys(model);
  const inOneForm = written === undefined ? undefined : model.key(part.resolved() ?? written);
  const key = madeHere(model, new DocumentCursor(model, inOneForm).text());
  return {
    key,
    keyWritten:
      written instanceof Reference ? { reference: { address: written.address, attribute: written.attribute } } : key,
    keyAccountDigits: mapLeaf(part.text(), wrongAccountDigits, ABSENT),
    keyForm: managed.has(written) || managed.has(part.resolved()) ? known("AWS managed alias") : keyForm(model, part),
  };
}

/** Marks a key that the input makes: no key named by its ARN is that one. What a parameter or an output contains may be any key. */
export function madeHere(model: Model, key: Leaf<string>): Leaf<string> {
  if (!("reference" in key)) return key;
  const resource = model.at(key.reference.address);
  if (!resource) return key;
  if (!isKeyType(resource.type)) return { reference: { ...key.reference, isIndirect: true } };
  return resource.mode === "managed" ? { reference: { ...key.reference, isManagedHere: true } } : key;
}

function keyForm(model: Model, part: DocumentCursor): Leaf<KeyForm> {
  const written = part.source();
  const byAttribute = written instanceof Reference ? formOfReference(model, written) : undefined;
  if (byAttribute !== undefined) return known(byAttribute);
  return mapLeaf(part.text(), formOfText, unknownLeaf("the key is known after apply", LINT_NEXT_PLAN));
}

const formsOfKey: { readonly [attribute: string]: KeyForm } = { arn: "key ARN", id: "key id", key_id: "key id" };
const formsOfAlias: { readonly [attribute: string]: KeyForm } = {
  arn: "alias ARN",
  name: "alias name",
  id: "alias name",
  target_key_arn: "key ARN",
  target_key_id: "key id",
};

function formOfReference(model: Model, { address, attribute }: Reference): KeyForm | undefined {
  const type = model.at(address)?.type ?? "";
  const forms = type === "aws_kms_alias" ? formsOfAlias : /^aws_kms_.*key$/.test(type) ? formsOfKey : {};
  return Object.hasOwn(forms, attribute) ? forms[attribute] : undefined;
}

function formOfText(text: string): KeyForm {
  const name = parseKeyName(text);
  if (name.kind === "key ARN" && !isShapedLikeKeyId(name.name)) return "ARN with another id";
  if (name.kind !== "other") return name.kind;
  if (text.trim() === "") return "empty";
  return text.startsWith("arn:") && wrongAccountDigits(text) !== undefined ? "ARN with a wrong account" : "other";
}
