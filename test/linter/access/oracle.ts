import { runSimulation } from "@cloud-copilot/iam-simulate";
import fc from "fast-check";
import { type ContextValue, contextOf } from "../../../linter/access/context";
import { type Decision, decide } from "../../../linter/access/decide";
import { principalOf } from "../../../linter/access/principal";
import { type Case, cases, keyAccount, listOf, negatesMissingVariable, type Words } from "./generated";

/**
 * The decision against an independent implementation of IAM, over policies where everything is known.
 * Left out, with the reason:
 * - one session of a role named while the role itself makes the request: the oracle denies it, the linter reports that it depends on the session;
 * - NotPrincipal that names only the account of the role: AWS requires the role as well; the oracle exempts the role;
 * - dates as seconds since 1970: it reads milliseconds, IAM documents seconds;
 * - numbers that are no numbers: it reads "12x" as 12;
 * - policies without a version of 2012-10-17: it knows variables in every version;
 * - the key's ARN in a key policy with wildcards over several parts: `arn:aws:kms:*`, short ARNs that it pads;
 * - the range 0.0.0.0/0: it finds no address in it (a shift by 32 bits);
 * - IPv6: for the oracle, an IPv6 address is never outside an IPv4 range;
 * - a variable without a value under a negated operator: IAM documents that nothing equals it, so that the condition is met;
 *   it is not met there;
 * - grants: it has none.
 */
export const keyArn = `arn:aws:kms:us-east-1:${keyAccount}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
export const objectArn = "arn:aws:s3:::emr-artifacts/certs/prod.zip";

const keyActions = listOf(
  fc.constantFrom(
    "kms:*",
    "*",
    "kms:Decrypt",
    "kms:decrypt",
    "kms:GenerateDataKey*",
    "kms:Re*",
    "kms:?reateGrant",
    "s3:*",
    "KMS:CreateGrant",
  ),
);
const keyResources = listOf(fc.constantFrom("*", "*", "*", keyArn, keyArn.replace("1234abcd", "9999abcd")));
const identityResources = listOf(
  fc.constantFrom(
    "*",
    keyArn,
    `arn:aws:kms:*:${keyAccount}:key/*`,
    "arn:aws:kms:*:*:key/????abcd-*",
    `arn:aws:kms:us-west-2:${keyAccount}:key/*`,
    "arn:aws:kms:us-east-1:${aws:PrincipalAccount}:key/*",
    "arn:aws:s3:::bucket/*",
  ),
);
export const keys: Words = {
  actions: fc.constantFrom("kms:Decrypt", "kms:GenerateDataKey", "kms:CreateGrant", "kms:ReEncryptFrom"),
  actionPatterns: keyActions,
  own: keyResources,
  identity: identityResources,
};
const objectResources = listOf(
  fc.constantFrom(
    objectArn,
    objectArn,
    "arn:aws:s3:::emr-artifacts/*",
    "arn:aws:s3:::emr-artifacts",
    "arn:aws:s3:::emr-artifacts/certs/prod.zi?",
    "arn:aws:s3:::emr-*/jars/*",
    "arn:aws:s3:::other/*",
  ),
);
export const objects: Words = {
  actions: fc.constant("s3:GetObject"),
  actionPatterns: listOf(
    fc.constantFrom("s3:*", "*", "s3:GetObject", "s3:getobject", "s3:Get*", "S3:GetObject", "s3:PutObject", "kms:*"),
  ),
  own: objectResources,
  identity: fc.oneof({ weight: 3, arbitrary: objectResources }, { weight: 1, arbitrary: fc.constant("*") }),
};

async function oracle({ caller, action, context, resourcePolicy, identity }: Case, resource: string) {
  const result = await runSimulation(
    {
      request: {
        principal: caller,
        action,
        resource: { resource, accountId: keyAccount },
        contextVariables: context as Record<string, string | string[]>,
      },
      identityPolicies: identity.map((document, at) => ({ name: `identity-${at}`, policy: document })),
      resourcePolicy,
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (result.resultType !== "single") throw new Error(`the simulator refuses: ${JSON.stringify(result)}`);
  const ignored = new Set(result.result.ignoredContextKeys);
  return { allowed: result.overallResult === "Allowed", ignored };
}

function ours(
  { caller, action, context, resourcePolicy, identity }: Case,
  resource: string,
  ignored: ReadonlySet<string>,
) {
  const values = Object.entries(context).flatMap(([key, value]) =>
    ignored.has(key) ? [] : [[key, contextValue(value)]],
  );
  return decide(
    {
      principal: principalOf([caller]),
      action,
      key: { arn: [resource], account: [keyAccount] },
      context: contextOf(Object.fromEntries(values), () => "absent"),
    },
    {
      keyPolicy: { where: "resource", document: resourcePolicy },
      grants: [],
      iamDecides: resource === objectArn,
      identity: identity.map((document, at) => ({ where: `identity-${at}`, document })),
    },
  );
}

function contextValue(value: string | string[] | undefined): ContextValue {
  return Array.isArray(value) ? { many: value.map((item) => [item]) } : { one: [value ?? ""] };
}

/** What the simulator and we decide about a number of generated cases: how many of each answer, and the cases that differ. */
export async function compared(words: Words, resource: string, runs: number) {
  const tally = { allow: 0, deny: 0 };
  const differences: { readonly given: Case; readonly ours: Decision["decision"] }[] = [];
  for (const given of fc.sample(cases(words), { numRuns: runs, seed: 20261123 })) {
    if (negatesMissingVariable(given)) continue;
    const { allowed, ignored } = await oracle(given, resource);
    const { decision } = ours(given, resource, ignored);
    const expected = allowed ? "allow" : "deny";
    tally[expected]++;
    if (decision !== expected) differences.push({ given, ours: decision });
  }
  return { tally, differences };
}
