import { createHash } from "node:crypto";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import type { KmsKeyPolicy } from "@cdktf/provider-aws/lib/kms-key-policy";
import {
  type ITerraformDependable,
  type TerraformProvider,
  type TerraformResource,
  type TerraformResourceLifecycle,
  Token,
} from "cdktf";
import type { Construct } from "constructs";
import { parseKeyName } from "../../formats/arn";
import type { KeyPolicyStatement, KeyPurpose } from "../../formats/key-policy";
import { type Arguments, checkArguments, text } from "../arguments";
import { guardAddress } from "../escape-hatches";
import type { KeyUser } from "../key-user";
import { oncePer } from "../once";
import { completed, type Placement, regionOf } from "../placement";
import { referenceIn } from "../resolve";
import { reserveName } from "../unique-names";
import type { KeyGrant } from "./grant";
import { KeyBase } from "./key";
import {
  deletionDays,
  idFor,
  KeyGrants,
  type KeyPolicyConfig,
  keyPolicyArguments,
  type ManagedKeyConfig,
  outside,
} from "./key-grants";

/** Arguments of every kind of KMS key in Terraform. */
export interface KeyArguments {
  readonly description: string;
  readonly deletionWindowInDays: number;
  readonly tags?: { readonly [name: string]: string };
  readonly provider?: TerraformProvider;
  readonly lifecycle?: TerraformResourceLifecycle;
}

/** A resource that is a KMS key. */
export type KeyResource = TerraformResource & { readonly arn: string; readonly id: string };

/** A key of this stack whose policy this package writes. */
export abstract class ManagedKeyBase<R extends KeyResource = KeyResource> extends KeyBase {
  /** The key. */
  abstract readonly resource: R;
  protected abstract readonly grants: KeyGrants;
  protected abstract readonly placement: Placement;

  get arn(): string {
    return arnOf(this.resource);
  }

  /**
   * ARN of the key, as text in the stack of the key.
   *
   * @internal
   */
  arnIn(scope: Construct): string {
    const reference = referenceIn(scope, this.resource, "arn");
    return reference === undefined ? this.arn : `\${${reference}}`;
  }

  get keyId(): string {
    return idOf(this.resource);
  }

  /** Region of the key; undefined if the code does not name it. */
  get region(): string | undefined {
    return regionOf(this, this.placement);
  }

  /** The key policy. It is written when the stack is synthesized, with every permission that was granted before. */
  get policy(): KmsKeyPolicy {
    return this.grants.policy;
  }

  get dependables(): ITerraformDependable[] {
    return this.grants.dependables;
  }

  /**
   * Grants `users` the permissions that AWS publishes for one purpose.
   *
   * @throws Error for a user that is neither an ARN nor the name of a role, and for a purpose that KMS grants cannot cover.
   */
  grant(purpose: KeyPurpose, ...users: readonly KeyUser[]): KeyGrant {
    return this.grants.grant(purpose, users);
  }

  /**
   * Adds a statement to the key policy, unchanged.
   *
   * @throws Error for a statement that is not valid, with the element that is wrong.
   */
  addToKeyPolicy(statement: KeyPolicyStatement): void {
    this.grants.add(statement);
  }

  /**
   * Adds an alias with this name, `alias/` included.
   *
   * @throws Error for a name that is no alias, or that another key of the stack has.
   */
  addAlias(name: string): KmsAlias {
    checkArguments(this.node.path, { name }, { name: text }, ["name"]);
    const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
    return this.makeAlias(`alias-${hash}`, name);
  }

  protected makeAlias(id: string, name: string): KmsAlias {
    const { provider } = this.placement;
    reserveName(this, "alias", name, "alias", this.placement);
    this.node.addValidation({ validate: () => aliasProblems(name) });
    return completed(new KmsAlias(this, id, { name, targetKeyId: idFor(this), provider }), this.placement);
  }
}

/** A key that this package creates, with its policy and its alias. */
export abstract class ManagedKey<R extends KeyResource> extends ManagedKeyBase<R> {
  /** The key. */
  readonly resource: R;
  /** Its alias, if one was requested. */
  readonly alias?: KmsAlias;

  protected readonly grants: KeyGrants;
  protected readonly placement: Placement;

  protected constructor(
    scope: Construct,
    id: string,
    config: ManagedKeyConfig,
    known: Arguments<ManagedKeyConfig>,
    make: (key: Construct, common: KeyArguments) => R,
  ) {
    super(scope, id);
    checkArguments(this.node.path, config, known);
    const { provider, region, alias, importFrom, removalPolicy = "retain", deletionWindowInDays } = config;
    this.placement = { provider, region };
    const common = {
      description: config.description ?? `EMR encryption: ${this.node.path}`,
      deletionWindowInDays: deletionWindowInDays ?? deletionDays.maximum,
      tags: config.tags,
      provider,
      ...(removalPolicy === "retain" ? { lifecycle: { preventDestroy: true } } : {}),
    };
    this.resource = completed(make(this, common), config);
    this.grants = new KeyGrants(this, config);
    this.node.addValidation({
      validate: () => [...outside("deletionWindowInDays", deletionWindowInDays, deletionDays)],
    });
    if (alias !== undefined) this.alias = this.makeAlias("alias", alias);
    if (importFrom === undefined) return;
    if (!Token.isUnresolved(importFrom) && parseKeyName(importFrom).kind !== "key id")
      throw new Error(
        `${this.node.path}: importFrom is '${importFrom}'; write the id of the key, the last part of its ARN`,
      );
    this.resource.importFrom(importFrom, provider);
    this.policy.importFrom(importFrom, provider);
    if (alias !== undefined) this.alias?.importFrom(alias, provider);
  }
}

/** A key that other code of the stack creates, with a policy that this package writes. */
export class ResourceKey extends ManagedKeyBase {
  readonly resource: KeyResource;

  protected readonly grants: KeyGrants;
  protected readonly placement: Placement;

  constructor(scope: Construct, id: string, resource: KeyResource, config: KeyPolicyConfig) {
    super(scope, id);
    checkArguments(this.node.path, config, keyPolicyArguments);
    const { provider = resource.provider, region } = config;
    this.resource = resource;
    guardAddress(resource);
    this.placement = { provider, region };
    this.grants = new KeyGrants(this, { ...config, provider });
    this.node.addValidation({ validate: () => policyProblems(resource) });
  }
}

function policyProblems(resource: KeyResource): string[] {
  if ((resource as { readonly policyInput?: unknown }).policyInput === undefined) return [];
  return [
    `${resource.node.path} has the argument policy, which would contradict the policy written here; leave it out, and add its statements here`,
  ];
}

const arnOf = oncePer(({ arn }: KeyResource) => arn);
const idOf = oncePer(({ id }: KeyResource) => id);

const aliasLimit = 256;

function aliasProblems(alias: string): string[] {
  if (Token.isUnresolved(alias) || /^alias\/(?!aws\/)[\w/-]{1,250}$/.test(alias)) return [];
  if (alias.length > aliasLimit) {
    return [`alias has ${alias.length} characters, but KMS accepts at most ${aliasLimit}; write a shorter one`];
  }
  return [
    `alias is '${alias}'; write alias/ and a name of letters, digits, '/', '_' and '-' that does not begin with aws/`,
  ];
}
