import { Annotations, TerraformOutput, type TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { jsonOutput } from "../json-text";
import { type KeyUser, keyUserArn } from "../key-user";
import { resolved } from "../resolve";

/** An object in a bucket whose policy is not managed here. */
export interface OutsideObject {
  readonly bucket: string;
  readonly s3Uri: string;
  readonly arn: string;
  /** Why the bucket policy is not managed here, after the name of the bucket. */
  readonly reason: string;
}

/** Prints the statement that lets `users` download an object, and adds it as an output, to be added to their policies or the bucket's. */
export function printReadStatement(
  scope: Construct,
  { bucket, s3Uri, arn, reason }: OutsideObject,
  users: readonly KeyUser[],
  provider: TerraformProvider | undefined,
): void {
  const readers = resolved(
    scope,
    users.map((user) => keyUserArn(scope, user, "a reader", provider)),
  );
  const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: arn };
  Annotations.of(scope).addInfo(
    `bucket ${resolved(scope, bucket)} ${reason}; the policies of ${readers.join(" and ")} need: ${JSON.stringify(resolved(scope, statement))}`,
  );
  if (scope.node.tryFindChild("statement")) return;
  new TerraformOutput(scope, "statement", {
    description: `Statement required by the roles that download ${s3Uri}`,
    value: jsonOutput(statement),
  });
}
