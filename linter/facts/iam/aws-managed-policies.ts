import { arnParts } from "../../access/arn";
import type { Policy } from "../../access/statement";
import { asLiteral, type SymbolicString } from "../../access/symbolic-string";
import type { Symbolic } from "../../model/values/symbolic";
import table from "./aws-managed-policies.json";

/** The version of a policy with its day, and the statements that allow something of KMS and S3: on every resource unless they name some. */
interface AwsManagedPolicy {
  readonly version: string;
  readonly allows: readonly {
    readonly [element in "Action" | "NotAction" | "Resource"]?: readonly string[];
  }[];
}

/**
 * Policies that AWS manages and that roles of EMR have, reduced to what they allow of KMS and S3. Read on 2026-11-28 from the documents
 * that moto 5.2.1 contains; each has a page in the AWS Managed Policy Reference Guide
 * (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/).
 */
const policies: { readonly [name: string]: AwsManagedPolicy } = table;

/** The policy of that ARN, if AWS manages it and its document is known. */
export function awsManagedPolicy(arn: SymbolicString | undefined): Policy | undefined {
  const parts = arn && arnParts(arn);
  if (!parts || asLiteral(parts.account) !== "aws") return undefined;
  const name = asLiteral(parts.resource)?.split("/").at(-1);
  return name === undefined ? undefined : awsManagedPolicyNamed(name);
}

/** The policy of that name, if AWS manages it and its document is known. */
export function awsManagedPolicyNamed(name: string): Policy | undefined {
  const policy = Object.hasOwn(policies, name) ? policies[name] : undefined;
  if (!policy) return undefined;
  const Statement = policy.allows.map((statement) => ({ Effect: "Allow", Resource: "*", ...statement }));
  return {
    where: `the AWS-managed policy ${name} (${policy.version})`,
    document: { Version: "2012-10-17", Statement } as Symbolic,
  };
}
