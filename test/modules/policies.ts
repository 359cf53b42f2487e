import type { TerraformStack } from "cdktf";
import { synthesized } from "./stacks";

interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Principal: { readonly AWS?: readonly string[]; readonly Service?: readonly string[] };
}

/** Statements of the key policy whose name in Terraform begins with `name`. */
export function policyStatements(stack: TerraformStack, name: string): readonly Statement[] {
  const policies = Object.entries(synthesized(stack).resource.aws_kms_key_policy ?? {});
  const found = policies.filter(([address]) => address.startsWith(`${name}_`) || address === name);
  if (found.length !== 1) throw new Error(`${found.length} key policies are called ${name}`);
  return JSON.parse(String(found[0]?.[1].policy)).Statement;
}

/** Principals by statement of a key policy, the root's left out. */
export function accountPrincipals(stack: TerraformStack, name: string): { readonly [sid: string]: readonly string[] } {
  return Object.fromEntries(
    policyStatements(stack, name)
      .filter(({ Sid }) => Sid !== "AccountRoot")
      .map(({ Sid, Principal }) => [Sid, Principal.AWS ?? []]),
  );
}
