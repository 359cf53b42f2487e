import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import type { KmsKeyPolicy } from "@cdktf/provider-aws/lib/kms-key-policy";
import type { ITerraformDependable, TerraformProvider, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import type { KeyPurpose } from "../../formats/key-policy";
import { type Arguments, checkArguments } from "../arguments";
import type { KeyUser } from "../key-user";
import { placed, regionOf } from "../placement";
import { KeyBase } from "./key";
import { deletionDays, KeyRights, type OwnKeyConfig } from "./key-rights";

/** What every kind of KMS key in Terraform is told. */
export interface KeyArguments {
  readonly description: string;
  readonly deletionWindowInDays: number;
  readonly tags?: { readonly [name: string]: string };
  readonly provider?: TerraformProvider;
}

/** A key that this stack makes, with its policy and its alias. */
export abstract class OwnKey<
  R extends TerraformResource & { readonly arn: string; readonly id: string },
> extends KeyBase {
  /** The key. */
  readonly resource: R;
  /** Its alias, where one was asked for. */
  readonly alias?: KmsAlias;

  private readonly config: OwnKeyConfig;
  private readonly rights: KeyRights;

  protected constructor(
    scope: Construct,
    id: string,
    config: OwnKeyConfig,
    known: Arguments<OwnKeyConfig>,
    make: (key: Construct, common: KeyArguments) => R,
  ) {
    super(scope, id);
    checkArguments(this.node.path, config, known);
    this.config = config;
    const { provider, alias } = config;
    const common = {
      description: config.description ?? `EMR encryption: ${this.node.path}`,
      deletionWindowInDays: config.deletionWindowDays ?? deletionDays.maximum,
      tags: config.tags,
      provider,
    };
    this.resource = placed(make(this, common), config);
    this.rights = new KeyRights(this, this.resource.id, config);
    if (alias === undefined) return;
    this.alias = placed(new KmsAlias(this, "alias", { name: alias, targetKeyId: this.resource.id, provider }), config);
  }

  get arn(): string {
    return this.resource.arn;
  }

  /** Region of the key; undefined where the code does not say it. */
  get region(): string | undefined {
    return regionOf(this, this.config);
  }

  /** The key's policy, written when the stack is synthesized, with every right granted until then. */
  get policy(): KmsKeyPolicy {
    return this.rights.policy;
  }

  get dependables(): readonly ITerraformDependable[] {
    return this.rights.dependables;
  }

  /**
   * Lets `users` use the key for one purpose, with the rights that AWS publishes for it.
   *
   * @throws Error for a user that is neither an ARN nor the name of a role, and for a purpose that a grant of KMS cannot give.
   */
  grant(purpose: KeyPurpose, ...users: readonly KeyUser[]): void {
    this.rights.grant(purpose, users);
  }
}
