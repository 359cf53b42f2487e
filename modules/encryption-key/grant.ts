import { dependable, type ITerraformDependable, TerraformResource } from "cdktf";
import { type KeyPolicyStatement, type KeyPurpose, purposeStatements } from "../../formats/key-policy";
import { shown } from "../arguments";

/** Result of a `grant…` method of a key: which permissions were granted to whom, and by what. */
export class KeyGrant {
  /** Statements of a key policy that grant these permissions. */
  readonly statements: readonly KeyPolicyStatement[];

  /** @internal */
  constructor(
    /** What the users may use the key for. */
    readonly purpose: KeyPurpose,
    /** ARNs of the users. */
    readonly users: readonly string[],
    /** What gives the permissions; `owner` if the owner of the key has to add `statements` to its policy. */
    readonly by: "key policy" | "KMS grants" | "owner",
    /** Resources that grant the permissions, for `dependsOn`. */
    readonly dependables: ITerraformDependable[],
  ) {
    this.statements = purposeStatements(purpose, users);
  }

  /** Whether this stack grants the permissions; false if the owner of the key has to. */
  get success(): boolean {
    return this.by !== "owner";
  }

  /**
   * Makes sure that this stack grants the permissions.
   *
   * @throws Error if it cannot
   */
  assertSuccess(): void {
    if (this.success) return;
    throw new Error(
      `the permissions for ${this.purpose} of ${this.users.join(", ")} are not given in this stack; the owner of the key has to add them`,
    );
  }

  /**
   * Makes resources wait for the permissions.
   *
   * @throws Error for anything other than a resource of Terraform
   */
  applyBefore(...resources: readonly TerraformResource[]): void {
    for (const resource of resources) {
      if (!TerraformResource.isTerraformResource(resource))
        throw new Error(`applyBefore: ${shown(resource)} is not a resource of Terraform; pass the resource that waits`);
      resource.dependsOn = [...new Set([...(resource.dependsOn ?? []), ...this.dependables.map(dependable)])];
    }
  }
}
