import { KmsKeyPolicy } from "@cdktf/provider-aws/lib/kms-key-policy";
import { type ITerraformDependable, type TerraformResource, Token } from "cdktf";
import {
  type KeyPolicyDocument,
  type KeyPolicyStatement,
  type KeyPurpose,
  keyPolicy,
  keyPolicyLimit,
  principalProblem,
} from "../../formats/key-policy";
import {
  type Arguments,
  anything,
  checkArguments,
  flag,
  group,
  leaf,
  list,
  oneOf,
  type Shape,
  shown,
  tags,
  text,
} from "../arguments";
import { quoted, rendersHcl } from "../json-text";
import { type KeyUser, keyUserArn } from "../key-user";
import { completed, type Placement, partition, placementArguments } from "../placement";
import { lazyText, referenceIn, synthesized } from "../resolve";
import { accountRoot } from "../shared";
import { KeyGrant } from "./grant";
import { checkGrant, type KeyBase } from "./key";
import { grantByKms } from "./kms-grants";

/** Arguments of the key policy of a managed key. */
export interface KeyPolicyConfig extends Placement {
  /**
   * Administrators of the key: they can change the key and its policy, but cannot encrypt or decrypt with it. The policy can be changed by
   * them (`kms:Put*`), and grants created (`kms:Create*`), so they can grant themselves any permission.
   *
   * @default - the principals to which IAM policies of the account allow it
   */
  readonly administrators?: readonly KeyUser[];

  /**
   * Whether IAM policies of the account can grant permissions on the key, by the statement for the account's root that KMS adds to every key
   * by default. Without it, a key whose last administrator is deleted can be recovered by AWS Support only.
   *
   * @default true
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
   */
  readonly enableIamPolicies?: boolean;

  /**
   * Further statements of the key policy, added as they are.
   *
   * @default - none
   */
  readonly statements?: readonly KeyPolicyStatement[];

  /**
   * Whether permissions are given by grants of KMS (`aws_kms_grant`) instead of the key policy. A role that is deleted and created again
   * under its name gets its permissions back, and the policy stays short; but no policy document shows them.
   *
   * @default false
   */
  readonly useGrants?: boolean;
}

/** Arguments of the keys that this package creates. */
export interface ManagedKeyConfig extends KeyPolicyConfig {
  /**
   * Description of the key, shown in the KMS console.
   *
   * @default - "EMR encryption: " and the path of the construct
   */
  readonly description?: string;

  /**
   * Days between the request to delete the key and its deletion, 7 to 30.
   *
   * @default 30
   */
  readonly deletionWindowInDays?: number;

  /**
   * What happens to the key when Terraform has to destroy or replace it. Data that is encrypted with a deleted key can never be decrypted
   * again. With `"retain"`, Terraform refuses a plan that destroys or replaces the key (`prevent_destroy`); it cannot do so for a key whose
   * construct was removed from the code. With `"destroy"`, KMS schedules its deletion.
   *
   * @default "retain"
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Id of an existing key that Terraform imports, with its policy, instead of creating a key. Its alias is imported as well, so it has to exist.
   *
   * @default - a new key is created
   */
  readonly importFrom?: string;

  /**
   * Name of an alias of the key, with its prefix: `alias/emr-s3`.
   *
   * @default - no alias
   */
  readonly alias?: string;

  /**
   * Tags of the key.
   *
   * @default - the provider's default tags
   */
  readonly tags?: { readonly [name: string]: string };
}

/** What happens to a resource when Terraform has to destroy or replace it. */
export type RemovalPolicy = "retain" | "destroy";

/** The arguments of a key policy. */
export const keyPolicyArguments: Arguments<KeyPolicyConfig> = {
  ...placementArguments,
  administrators: list,
  enableIamPolicies: flag,
  statements: list,
  useGrants: flag,
};

const description = leaf(
  "a string of at most 8192 characters",
  (value) => typeof value === "string" && value.length <= 8192,
);

/** The arguments of every key that this package creates. */
export const managedKeyArguments: Arguments<ManagedKeyConfig> = {
  ...keyPolicyArguments,
  description,
  deletionWindowInDays: anything,
  removalPolicy: oneOf("retain", "destroy"),
  importFrom: text,
  alias: text,
  tags,
};

/** Days that KMS accepts between a request to delete a key and its deletion. */
export const deletionDays = { minimum: 7, maximum: 30 };

/**
 * The provider updates a policy by the key id that it was created with. When the key is replaced, that is the id of the old key, and the
 * new key would keep the default policy; so the policy is replaced as well. A key with other material is a different resource, and so is
 * its policy.
 */
function policyOf(key: ManagedKey, policy: string, { provider }: KeyPolicyConfig): KmsKeyPolicy {
  const { resource } = key;
  const id = resource.terraformResourceType === "aws_kms_external_key" ? "external-policy" : "policy";
  // In HCL the framework quotes the reference, which Terraform refuses here; see docs/leaving-cdktf.md.
  const reference = rendersHcl() ? undefined : idIn(key);
  const lifecycle = reference === undefined ? undefined : { replaceTriggeredBy: [reference] };
  return new KmsKeyPolicy(key, id, { keyId: idFor(key), policy, provider, lifecycle });
}

/** Reference to the id of a key in its own stack; undefined in another. */
const idIn = (key: ManagedKey) => referenceIn(key, key.resource, "id");

/** The id of a key for its policy and aliases. */
export function idFor(key: ManagedKey): string {
  const reference = idIn(key);
  return reference === undefined ? key.keyId : `\${${reference}}`;
}

type ManagedKey = KeyBase & { readonly resource: TerraformResource };

/** The policy of a managed key, as a separate resource, and its grants. */
export class KeyGrants {
  readonly policy: KmsKeyPolicy;

  private readonly users = new Map<KeyPurpose, string[]>();
  private readonly grants: ITerraformDependable[] = [];
  private readonly administrators: readonly string[];
  private readonly statements: KeyPolicyStatement[];
  private readonly root: string | undefined;
  /** The document, until a grant or statement is added. */
  private json: string | undefined;

  constructor(
    private readonly key: ManagedKey,
    private readonly config: KeyPolicyConfig & { readonly origin?: string },
  ) {
    const { provider, administrators = [], statements = [], enableIamPolicies = true } = config;
    claimPolicy(key);
    this.administrators = administrators.map((user) => keyUserArn(key, user, "an administrator", provider));
    for (const [index, statement] of statements.entries()) checkStatement(key, `statements[${index}]`, statement);
    this.statements = [...statements];
    this.root = enableIamPolicies ? accountRoot(key, provider) : undefined;
    const policy = lazyText(`policy of ${key.node.path}`, () => quoted(this.text()));
    this.policy = completed(policyOf(key, policy, config), config);
    key.node.addValidation({ validate: () => this.problems() });
  }

  get dependables(): ITerraformDependable[] {
    return [this.policy, ...this.grants];
  }

  grant(purpose: KeyPurpose, users: readonly KeyUser[]): KeyGrant {
    checkGrant(this.key, purpose, users);
    const { provider, useGrants } = this.config;
    const arns = users.map((user) => keyUserArn(this.key, user, `a user for ${purpose}`, provider));
    if (useGrants) {
      const grants = grantByKms(this.key, purpose, arns, this.config);
      this.grants.push(...grants.filter((grant) => !this.grants.includes(grant)));
      return new KeyGrant(purpose, arns, "KMS grants", [...grants]);
    }
    this.users.set(purpose, [...(this.users.get(purpose) ?? []), ...arns]);
    this.json = undefined;
    return new KeyGrant(purpose, arns, "key policy", [this.policy]);
  }

  add(statement: KeyPolicyStatement): void {
    checkStatement(this.key, "statement", statement);
    this.statements.push(statement);
    this.json = undefined;
  }

  private text(): string {
    this.json ??= JSON.stringify(this.document());
    return this.json;
  }

  private document(): KeyPolicyDocument {
    // Sorted by their resolved values: the numbers in tokens change whenever other code creates one more.
    return keyPolicy({
      root: this.root,
      administrators: synthesized(this.key, this.administrators),
      users: synthesized(this.key, Object.fromEntries(this.users)),
      statements: this.statements,
      importsMaterial: this.config.origin === "EXTERNAL",
    });
  }

  /** Sids that statements of the user share with each other or with those of the grants. */
  private repeatedSids(): ReadonlySet<string> {
    if (this.statements.length === 0) return new Set();
    const sids = this.document().Statement.flatMap(({ Sid }) => (Sid ? [Sid] : []));
    return new Set(sids.filter((sid, index) => sids.indexOf(sid) !== index));
  }

  private problems(): string[] {
    const home = partition(this.key, this.config);
    const problems = [...this.users.values(), this.administrators]
      .flat()
      .flatMap((principal) => (Token.isUnresolved(principal) ? [] : (principalProblem(principal, home) ?? [])));
    if (this.root === undefined && this.administrators.length === 0) {
      problems.push(
        "enableIamPolicies is false and there are no administrators; name at least one, or the policy can never be changed again",
      );
    }
    if (this.statements.some((statement) => "NotPrincipal" in statement)) {
      problems.push("a statement uses NotPrincipal, which allows every principal that it does not name; use Principal");
    }
    for (const sid of this.repeatedSids()) {
      problems.push(`two statements of the key policy have the Sid '${sid}', which KMS refuses; rename yours`);
    }
    const bytes = Buffer.byteLength(this.text());
    if (bytes > keyPolicyLimit) {
      problems.push(
        `the key policy has ${bytes} bytes, but KMS accepts at most ${keyPolicyLimit}; grant to fewer roles, or set useGrants`,
      );
    }
    return [...new Set(problems)];
  }
}

/** Paths of the constructs that manage the policy of a key. */
const policyOwners = new WeakMap<TerraformResource, string>();

/** @throws Error for a key whose policy another construct manages */
function claimPolicy({ resource, node }: ManagedKey): void {
  const owner = policyOwners.get(resource);
  if (owner !== undefined) {
    throw new Error(
      `${node.path}: the policy of ${resource.node.path} is managed by ${owner} already; use that construct, since a key has only one policy`,
    );
  }
  policyOwners.set(resource, node.path);
}

const isText = (value: unknown) => typeof value === "string" && value !== "";
const isTextOrList = (value: unknown) =>
  isText(value) || (Array.isArray(value) && value.length > 0 && value.every(isText));
const texts = leaf("a string or a list of one or more strings", isTextOrList);
const principals = leaf(
  "{ AWS: … } with the ARN of a role, or a list of ARNs",
  (value) => value === "*" || (group.fits(value) && Object.values(value).every(isTextOrList)),
);
const operator =
  /^(Null|(For(All|Any)(Values|Value):)?(String(Not)?(Equals(IgnoreCase)?|Like)|(Numeric|Date)((Not)?Equals|(Less|Greater)Than(Equals)?)|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like))(IfExists)?)$/i;
const condition = leaf(
  "operators of IAM with their tests, such as { StringEquals: { 'kms:ViaService': '…' } }",
  (value) =>
    group.fits(value) && Object.entries(value).every(([name, test]) => operator.test(name) && group.fits(test)),
);
const statementArguments: Arguments<KeyPolicyStatement> & { readonly [name: string]: Shape } = {
  Sid: text,
  Effect: oneOf("Allow", "Deny"),
  Principal: principals,
  NotPrincipal: principals,
  Action: texts,
  NotAction: texts,
  Resource: texts,
  Condition: condition,
};

/** @throws Error for a statement with a misspelt or missing member, which KMS would refuse at apply */
function checkStatement(key: KeyBase, argument: string, statement: KeyPolicyStatement): void {
  const path = `${key.node.path}: ${argument}`;
  checkArguments(path, statement, statementArguments, ["Effect", "Resource"]);
  for (const name of ["Principal", "Action"] as const) {
    if (!(`Not${name}` in statement)) checkArguments(path, statement, statementArguments, [name]);
  }
}

/** Describes a number of days that is out of range; empty if it is in range, or not known. */
export function outside(
  argument: string,
  days: number | undefined,
  { minimum, maximum }: { readonly minimum: number; readonly maximum: number },
): readonly string[] {
  if (days === undefined || Token.isUnresolved(days)) return [];
  if (Number.isInteger(days) && days >= minimum && days <= maximum) return [];
  return [`${argument} is ${shown(days)}, expected a whole number from ${minimum} to ${maximum}`];
}
