import { Annotations, type ITerraformDependable, Lazy, TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { type KeyPurpose, keyPolicy, purposeStatements } from "../../formats/key-policy";
import { type KeyUser, keyUserArn } from "../key-user";
import type { Placement } from "../placement";
import { resolved } from "../resolve";
import { checkPurpose, KeyBase } from "./key";
import { grantByKms } from "./kms-grants";

/** How rights are given on a key that this stack does not make. */
export interface OutsideKeyConfig extends Placement {
  /**
   * Whether rights are given by grants of KMS (`aws_kms_grant`), which needs the right to create them on that key.
   *
   * @default false - the statements that its policy needs are printed, for its owner to add
   */
  readonly useGrants?: boolean;
}

/** A key of another stack or account. */
export class OutsideKey extends KeyBase {
  readonly arn: string;

  private readonly config: OutsideKeyConfig;
  private readonly grants: ITerraformDependable[] = [];
  private readonly users = new Map<KeyPurpose, string[]>();

  constructor(scope: Construct, id: string, arn: (self: Construct) => string, config: OutsideKeyConfig) {
    super(scope, id);
    this.arn = arn(this);
    this.config = config;
  }

  get dependables(): readonly ITerraformDependable[] {
    return this.grants;
  }

  grant(purpose: KeyPurpose, ...users: readonly KeyUser[]): void {
    checkPurpose(this, purpose);
    const { provider, useGrants } = this.config;
    const arns = users.map((user) => keyUserArn(this, user, `a user for ${purpose}`, provider));
    if (useGrants) {
      this.grants.push(...grantByKms(this, purpose, arns, this.config));
      return;
    }
    if (this.users.size === 0) this.tellStatements();
    this.users.set(purpose, [...(this.users.get(purpose) ?? []), ...arns]);
    const statements = JSON.stringify(resolved(this, purposeStatements(purpose, arns)));
    Annotations.of(this).addInfo(
      `the policy of key ${resolved(this, this.arn)} is not in this stack; its owner must add: ${statements}`,
    );
  }

  /** After apply the statements hold real ARNs. */
  private tellStatements(): void {
    new TerraformOutput(this, "statements", {
      description: `Statements that the policy of a key outside this stack needs (${this.node.path})`,
      value: Lazy.stringValue({
        produce: () => JSON.stringify(keyPolicy({ users: resolved(this, Object.fromEntries(this.users)) }).Statement),
      }),
    });
  }
}
