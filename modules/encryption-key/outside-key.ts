import { Annotations, type ITerraformDependable, Lazy, TerraformOutput, Token } from "cdktf";
import type { Construct } from "constructs";
import { parseKeyName } from "../../formats/arn";
import { type KeyPurpose, purposeStatements } from "../../formats/key-policy";
import { type KeyUser, keyUserArn } from "../key-user";
import { resolved } from "../resolve";
import { KeyBase } from "./key";

/** A key of another stack or account. What its policy lacks is told: as an annotation at synth, as an output after apply. */
export class OutsideKey extends KeyBase {
  readonly dependables: readonly ITerraformDependable[] = [];
  private readonly users = new Map<KeyPurpose, string[]>();

  private constructor(
    scope: Construct,
    id: string,
    readonly arn: string,
  ) {
    super(scope, id);
  }

  static fromArn(scope: Construct, id: string, arn: string): OutsideKey {
    if (!Token.isUnresolved(arn)) {
      const { kind } = parseKeyName(arn);
      if (kind !== "key") {
        throw new Error(`${scope.node.path}/${id}: arn is '${arn}', ${expected(kind)}`);
      }
    }
    return new OutsideKey(scope, id, arn);
  }

  grant(purpose: KeyPurpose, ...users: readonly KeyUser[]): void {
    const arns = users.map((user) => keyUserArn(this, user, `a user for ${purpose}`));
    if (this.users.size === 0) this.tellStatements();
    this.users.set(purpose, [...(this.users.get(purpose) ?? []), ...arns]);
    const statements = purposeStatements(purpose, arns);
    Annotations.of(this).addInfo(
      `the policy of key ${this.text(this.arn)} is not in this stack; its owner must add: ${this.text(statements)}`,
    );
  }

  private tellStatements(): void {
    new TerraformOutput(this, "statements", {
      description: `Statements that the policy of key ${this.text(this.arn)} needs`,
      value: Lazy.stringValue({
        produce: () => JSON.stringify([...this.users].flatMap(([purpose, arns]) => purposeStatements(purpose, arns))),
      }),
    });
  }

  private text(value: unknown): string {
    return typeof value === "string" ? resolved(this, value) : JSON.stringify(resolved(this, value));
  }
}

function expected(kind: ReturnType<typeof parseKeyName>["kind"]): string {
  const example = "arn:aws:kms:us-east-1:111122223333:key/…";
  switch (kind) {
    case "id":
      return `a bare key id, which names a key of the caller's own account only; give the key's ARN, ${example}`;
    case "alias":
    case "alias name":
      return `an alias; EMR takes keys: give the ARN of the key behind it, ${example}`;
    default:
      return `not the ARN of a KMS key; write ${example}`;
  }
}
