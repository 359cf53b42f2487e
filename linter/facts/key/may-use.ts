import { type Explanation, explain } from "../../access/explain";
import { asLiteral, display } from "../../access/symbolic-string";
import { UsageError } from "../../errors";
import type { Model } from "../../model/terraform/model";
import { managed } from "../../model/terraform/of-type";
import { Reference } from "../../model/values/symbolic";
import type { GuardedFiles } from "../../read/guarded-files";
import type { Settings } from "../../settings";
import { keyTypes, ResourceNames } from "../iam/resource-names";
import { type Role, roleOf } from "../iam/roles";
import { keyAccess, keyResource } from "./access";
import { declarations } from "./index";
import { type NamedKey, namedKey } from "./places";
import type { KeyRequest } from "./request-context";

/** A question of `keys explain`: may this role do these actions with this key? */
export interface KeyQuestion {
  /** ARN, name, or Terraform address of a role. */
  readonly role: string;
  /** Terraform address, ARN, id or alias of a key. */
  readonly key: string;
  /** As IAM writes them. */
  readonly actions: readonly string[];
  /** What the key is used for; decides what requests carry. */
  readonly use?: KeyRequest["place"];
}

/** The answer for one input. */
export interface KeyAnswer {
  readonly input: string;
  readonly stack: string;
  readonly key: string;
  readonly role: string;
  readonly actions: readonly Explanation[];
}

/** Answers for a model; `undefined` where neither it nor the settings have the key. */
export function answer(
  model: Model,
  question: KeyQuestion,
  { settings, files }: { readonly settings: Settings; readonly files: GuardedFiles },
): KeyAnswer | undefined {
  const names = ResourceNames.of(model);
  const declared = declarations({ settings, options: {}, files });
  const key = keyNamed(question.key, names);
  const arn = key && asLiteral(key.text);
  const toldOf = arn !== undefined && declared.keys !== undefined && Object.hasOwn(declared.keys, arn);
  if (!key || (!keyResource(key, names).managedKey && !toldOf)) return undefined;
  const role = roleNamed(question.role, names);
  const { request, policies } = keyAccess(key, role, question.use ?? {}, { names, declared });
  return {
    input: model.input,
    stack: model.stack,
    key: key.resource?.address ?? question.key,
    role: role.resource?.address ?? display(role.arn),
    actions: question.actions.map((action) => explain(request(action), policies)),
  };
}

/** Addresses of the keys that a model makes. */
export function keysIn(model: Model): readonly string[] {
  return managed(model, ...keyTypes).map(({ address }) => address);
}

function keyNamed(name: string, names: ResourceNames): NamedKey | undefined {
  const resource = names.model.at(name);
  return namedKey(resource ? new Reference(resource.address, "arn") : name, names);
}

function roleNamed(name: string, names: ResourceNames): Role {
  const resource = names.model.at(name);
  const role = roleOf(resource ? new Reference(resource.address, "arn") : name, names);
  if ("arn" in role) return role;
  throw new UsageError(`--role ${name}: ${role.unknown}; ${role.resolveWith}`);
}
