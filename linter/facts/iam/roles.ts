import { arnParts } from "../../access/arn";
import { type Policy, statementsOf } from "../../access/statement";
import { asLiteral, display, equal, join, type SymbolicString } from "../../access/symbolic-string";
import { reasonsOf, type Truth } from "../../access/truth";
import type { Resource } from "../../model/terraform/model";
import { managed, ofType } from "../../model/terraform/of-type";
import { parseDocument } from "../../model/values/document";
import { isRecord, type Symbolic, Unknown } from "../../model/values/symbolic";
import { LINT_NEXT_PLAN, whyUnknown } from "../../model/values/unknowns";
import { known, type Leaf, type UnknownLeaf, unknownLeaf } from "../../rows/leaf";
import { awsManagedPolicy, awsManagedPolicyNamed } from "./aws-managed-policies";
import { arnLeaf, type ResourceNames } from "./resource-names";

/** A role, as far as the input shows. */
export interface Role {
  readonly arn: SymbolicString;
  /** The resource or data source behind it. */
  readonly resource?: Resource;
}

/** A role as a leaf: its ARN, or a reference to it; its name where only the account is not known. */
export function roleLeaf({ arn, resource }: Role): Leaf<string> {
  const leaf = arnLeaf(resource, arn);
  const name = asLiteral(arnParts(arn)?.resource ?? [])
    ?.split("/")
    .at(-1);
  return "unknown" in leaf && name ? known(name) : leaf;
}

/** ARNs of roles that the settings declare. */
export interface DeclaredRoles {
  readonly instance?: string;
  readonly service?: string;
  readonly emrfs?: readonly string[];
}

/** Roles that `aws emr create-default-roles` creates, all at the root path. */
const defaultRoles = ["EMR_EC2_DefaultRole", "EMR_DefaultRole", "EMR_DefaultRole_V2", "EMR_AutoScaling_DefaultRole"];

/** A role by its ARN or name. */
export function roleOf(value: Symbolic | undefined, names: ResourceNames): Role | UnknownLeaf {
  const text = names.text(value);
  if (!text || text.length === 0) return unknownLeaf("the role is not named", "name the role");
  const open = text.find((piece) => piece instanceof Unknown);
  if (open) return whyUnknown(open, "the role is not known", LINT_NEXT_PLAN);
  const resource = names.find(["aws_iam_role"], text);
  if (resource) return { arn: names.arn(resource), resource };
  const [first] = text;
  if (typeof first === "string" && first.startsWith("arn:")) return { arn: text };
  const name = asLiteral(text);
  const path = name !== undefined && defaultRoles.includes(name) ? "/" : pathUnknown;
  return {
    arn: join(["arn:", ...partition(names), ":iam::", ...names.account, ":role", path, ...text]),
  };
}

const pathUnknown = new Unknown("the path of the role", "give the role by its ARN");

function partition(names: ResourceNames): SymbolicString {
  const [cluster] = ofType(names.model, "aws_emr_cluster", "aws_emr_security_configuration");
  return cluster ? names.home(cluster).partition : ["aws"];
}

/** The role that the nodes of a cluster run as: the one in its instance profile, whose name is not the role's. */
export function instanceRole(
  cluster: Resource,
  names: ResourceNames,
  declared: DeclaredRoles | undefined,
): Role | UnknownLeaf {
  const value = blocks(cluster.values.ec2_attributes)[0]?.instance_profile;
  const text = names.text(value);
  const profile = text && names.find(["aws_iam_instance_profile"], text);
  if (profile?.values.role !== undefined && profile.values.role !== null) return roleOf(profile.values.role, names);
  if (profile?.values.role_name) return roleOf(profile.values.role_name, names);
  if (declared?.instance) return roleOf(declared.instance, names);
  const name = text && asLiteral(text)?.split("/").at(-1);
  if (name === "EMR_EC2_DefaultRole") return roleOf(name, names);
  return unknownLeaf(
    `the role in the instance profile${name ? ` ${name}` : ""} is not in the input`,
    "declare it as known.roles.instance, or lint it together with the instance profile",
  );
}

/** The role that EMR itself assumes for a cluster. */
export function serviceRole(
  cluster: Resource,
  names: ResourceNames,
  declared: DeclaredRoles | undefined,
): Role | UnknownLeaf {
  const { service_role: value } = cluster.values;
  if ((value === undefined || value instanceof Unknown) && declared?.service) return roleOf(declared.service, names);
  return roleOf(value, names);
}

/** Blocks of a nested argument: Terraform writes one as an object or as a list of one. */
export function blocks(value: Symbolic | undefined): readonly { readonly [name: string]: Symbolic }[] {
  const list = Array.isArray(value) ? (value as readonly Symbolic[]) : [value ?? null];
  return list.filter(isRecord);
}

/** What the input contains of a role's identity policies. */
export interface IdentityPolicies {
  readonly identity: readonly Policy[];
  readonly identityUnseen?: UnknownLeaf;
  /** The permissions boundary, where the input contains its document. */
  readonly boundary?: Policy;
}

/** Every policy of a role: inline, attached, customer managed. They are complete only if the input creates the role. */
export function identityPolicies(role: Role, names: ResourceNames): IdentityPolicies {
  return names.once(`policies of ${display(role.arn)}`, () => policiesOf(role, names));
}

function policiesOf({ arn, resource }: Role, names: ResourceNames): IdentityPolicies {
  const unseen: UnknownLeaf[] = [];
  if (resource?.mode !== "managed") {
    unseen.push(
      unknownLeaf(
        "the role's IAM policies are not in the input, and the account's IAM decides",
        "lint the role together with the key",
      ),
    );
  }
  const name = resource ? names.name(resource) : arn;
  const attached = managed(names.model, ...policyTypes).flatMap((candidate): readonly Policy[] => {
    const roles = [candidate.values.role, ...listOf(candidate.values.roles)];
    const named = roles.flatMap((role) => sameRole(names.text(role), name, arn));
    if (named.includes(true)) return documentsOf(candidate, names, unseen);
    unseen.push(...reasonsOf(named));
    return [];
  });
  const own = resource?.mode === "managed" ? ownPolicies(resource, names, unseen) : [];
  const [first] = unseen;
  const boundary = boundaryOf(resource, names);
  return {
    identity: [...own, ...attached],
    ...(first ? { identityUnseen: first } : {}),
    ...(boundary ? { boundary } : {}),
  };
}

function boundaryOf(role: Resource | undefined, names: ResourceNames): Policy | undefined {
  const arn = role?.mode === "managed" ? role.values.permissions_boundary : undefined;
  const [boundary] = arn ? managedPolicy(arn, names, []) : [];
  return boundary && statementsOf(boundary) ? boundary : undefined;
}

const policyTypes = ["aws_iam_role_policy", "aws_iam_role_policy_attachment", "aws_iam_policy_attachment"];

function sameRole(text: SymbolicString | undefined, name: SymbolicString, arn: SymbolicString): readonly Truth[] {
  if (!text) return [];
  const byName = equal(text, name);
  return [byName !== true && equal(text, arn) === true ? true : byName];
}

function documentsOf(resource: Resource, names: ResourceNames, unseen: UnknownLeaf[]): readonly Policy[] {
  if (resource.type === "aws_iam_role_policy") {
    return [policyOf(resource.address, ["policy"], resource.values.policy, names)];
  }
  return managedPolicy(resource.values.policy_arn, names, unseen);
}

function ownPolicies(role: Resource, names: ResourceNames, unseen: UnknownLeaf[]): readonly Policy[] {
  const inline = blocks(role.values.inline_policy).flatMap(({ policy }, at) =>
    policy === undefined || policy === null ? [] : [policyOf(role.address, ["inline_policy", at], policy, names)],
  );
  if (names.model.kind === "account") {
    for (const gap of [role.values.inline_policy, role.values.managed_policy_arns]) {
      if (gap instanceof Unknown) unseen.push(unknownLeaf(gap.reason, gap.resolveWith));
    }
  }
  return [...inline, ...listOf(role.values.managed_policy_arns).flatMap((arn) => managedPolicy(arn, names, unseen))];
}

function managedPolicy(arn: Symbolic | undefined, names: ResourceNames, unseen: UnknownLeaf[]): readonly Policy[] {
  const text = names.text(arn);
  const policy = text && names.find(["aws_iam_policy"], text);
  if (policy?.values.policy !== undefined && policy.values.policy !== null) {
    return [policyOf(policy.address, ["policy"], policy.values.policy, names)];
  }
  const ofAws = awsManagedPolicy(text) ?? readByName(policy);
  if (ofAws) return [ofAws];
  const name = (text && asLiteral(text)?.split("/").at(-1)) ?? "a managed policy";
  unseen.push(unknownLeaf(`the document of ${name} is not in the input`, `read ${name} with data.aws_iam_policy`));
  return [];
}

/** A policy of AWS that a data source reads by its name, or by its ARN. */
function readByName(policy: Resource | undefined): Policy | undefined {
  if (policy?.mode !== "data") return undefined;
  const { name, arn } = policy.values;
  if (typeof arn === "string") return awsManagedPolicy([arn]);
  return typeof name === "string" ? awsManagedPolicyNamed(name) : undefined;
}

/** The policy that an argument of a resource contains. */
export function policyOf(
  address: string,
  path: NonNullable<Policy["at"]>["path"],
  value: Symbolic | undefined,
  names: ResourceNames,
): Policy {
  const argument = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("");
  return { ...policyAt(`${address}${argument}`, value, names), at: { address, path } };
}

/** A policy from its JSON text, references written out. */
export function policyAt(where: string, value: Symbolic | undefined, names: ResourceNames): Policy {
  const parsed = parseDocument(value ?? null);
  if ("unknown" in parsed) return { where, document: parsed.unknown };
  if (!("document" in parsed)) return { where, document: null };
  return { where, document: names.document(parsed.document), written: parsed.document };
}

function listOf(value: Symbolic | undefined): readonly Symbolic[] {
  if (Array.isArray(value)) return value;
  return value instanceof Unknown && value.references.length > 0 ? [value] : [];
}
