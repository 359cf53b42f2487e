import fc from "fast-check";
import type { Symbolic } from "../../../linter/model/values/symbolic";

export const keyAccount = "111122223333";
const otherAccount = "444455556666";

const accounts = fc.constantFrom(keyAccount, otherAccount);
const callers = fc.oneof(
  { weight: 4, arbitrary: accounts.map((account) => `arn:aws:iam::${account}:role/emr/EMR_EC2_DefaultRole`) },
  {
    weight: 2,
    arbitrary: accounts.map((account) => `arn:aws:sts::${account}:assumed-role/EMR_EC2_DefaultRole/i-0abc`),
  },
  { weight: 1, arbitrary: accounts.map((account) => `arn:aws:iam::${account}:user/operator`) },
  { weight: 1, arbitrary: fc.constant("emrwal.amazonaws.com") },
);

const values: { readonly [key: string]: readonly string[] } = {
  "aws:PrincipalAccount": [keyAccount, otherAccount],
  "aws:PrincipalOrgID": ["o-abc123", "o-other"],
  "aws:PrincipalTag/team": ["data", "web", "*"],
  "aws:PrincipalArn": [
    `arn:aws:iam::${keyAccount}:role/emr/EMR_EC2_DefaultRole`,
    `arn:aws:iam::${otherAccount}:user/x`,
  ],
  "kms:ViaService": ["s3.us-east-1.amazonaws.com", "ec2.us-east-1.amazonaws.com"],
  "kms:CallerAccount": [keyAccount, otherAccount],
  "kms:GrantIsForAWSResource": ["true", "false"],
  "kms:EncryptionContext:team": ["data", "web"],
  "aws:SourceVpce": ["vpce-1", "vpce-2"],
  "aws:SourceIp": ["10.1.2.3", "192.168.0.9"],
  "aws:MultiFactorAuthAge": ["5", "3600", "10.5"],
  "aws:CurrentTime": ["2026-11-23T12:00:00Z", "2025-01-01T00:00:00Z"],
  "aws:SecureTransport": ["true", "false"],
};
const listValues: { readonly [key: string]: readonly string[] } = {
  "kms:EncryptionContextKeys": ["team", "aws:s3:arn", "purpose"],
  "aws:PrincipalOrgPaths": ["o-abc123/r-1/ou-1/", "o-abc123/r-1/ou-2/"],
};

const contexts = fc.record(
  {
    ...Object.fromEntries(Object.entries(values).map(([key, known]) => [key, fc.constantFrom(...known)])),
    ...Object.fromEntries(
      Object.entries(listValues).map(([key, known]) => [
        key,
        fc.uniqueArray(fc.constantFrom(...known), { minLength: 1 }),
      ]),
    ),
  } as { readonly [key: string]: fc.Arbitrary<string | string[]> },
  { requiredKeys: [] },
);

export const listOf = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T | T[]> =>
  fc.oneof(item, fc.array(item, { minLength: 1, maxLength: 3 }));

const stringOperators = ["Equals", "NotEquals", "EqualsIgnoreCase", "NotEqualsIgnoreCase", "Like", "NotLike"];
const written = fc.constantFrom(
  ...[...Object.values(values), ...Object.values(listValues)].flat(),
  "*",
  "d*",
  "?ata",
  "DATA",
  "vpce-*",
  "s3.*.amazonaws.com",
  "*a*a*",
  "${aws:PrincipalTag/team}",
  "${aws:PrincipalTag/team, 'data'}",
  "vpce-${*}",
  "o-${aws:PrincipalTag/team}*",
);
const arns = fc.constantFrom(
  "arn:aws:iam::*:role/*",
  `arn:aws:iam::${keyAccount}:role/emr/*`,
  `arn:aws:iam::${keyAccount}:*`,
  "arn:*:iam::*:user/?",
  "arn:aws:iam::111*:role/emr/EMR_EC2_DefaultRole",
  "arn:aws:sts::*:assumed-role/*",
);
const numbers = fc.constantFrom("5", "10", "10.5", "3600", "7200");
const dates = fc.constantFrom("2026-11-23T12:00:00Z", "2026-01-01T00:00:00Z", "2025-01-01T00:00:00+00:00");
const ranges = fc.constantFrom("10.0.0.0/8", "192.168.0.9", "192.168.0.0/29", "0.0.0.0/1");
const prefixed = (prefix: string, suffixes: readonly string[]) => suffixes.map((suffix) => `${prefix}${suffix}`);
const orders = ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"];

const qualified = (operators: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom("", "", "ForAnyValue:", "ForAllValues:"),
      fc.constantFrom(...operators),
      fc.constantFrom("", "", "IfExists"),
    )
    .map(([set, operator, suffix]) => `${set}${operator}${suffix}`);

const block = (operators: readonly string[], keys: readonly string[], wanted: fc.Arbitrary<string>) =>
  fc
    .tuple(qualified(operators), fc.constantFrom(...keys), listOf(wanted))
    .map(([operator, key, element]) => ({ [operator]: { [key]: element } }));

const stringKeys = [...Object.keys(values).slice(0, 9), ...Object.keys(listValues), "KMS:viaservice"];
const condition = fc.oneof(
  { weight: 5, arbitrary: block(prefixed("String", stringOperators), stringKeys, written) },
  {
    weight: 2,
    arbitrary: block(prefixed("Arn", ["Equals", "NotEquals", "Like", "NotLike"]), ["aws:PrincipalArn"], arns),
  },
  {
    weight: 2,
    arbitrary: block(
      ["Bool"],
      ["kms:GrantIsForAWSResource", "aws:SecureTransport"],
      fc.constantFrom("true", "false", "TRUE"),
    ),
  },
  { weight: 1, arbitrary: block(prefixed("Numeric", orders), ["aws:MultiFactorAuthAge"], numbers) },
  { weight: 1, arbitrary: block(prefixed("Date", orders), ["aws:CurrentTime"], dates) },
  { weight: 1, arbitrary: block(["IpAddress", "NotIpAddress"], ["aws:SourceIp"], ranges) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...Object.keys(values)), fc.constantFrom("true", "false"))
      .map(([key, wanted]) => ({ Null: { [key]: wanted } })),
  },
);

const principals = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Symbolic>("*") },
  {
    weight: 8,
    arbitrary: listOf(
      fc.constantFrom(
        "*",
        keyAccount,
        otherAccount,
        `arn:aws:iam::${keyAccount}:root`,
        `arn:aws:iam::${otherAccount}:root`,
        `arn:aws:iam::${keyAccount}:role/emr/EMR_EC2_DefaultRole`,
        `arn:aws:iam::${otherAccount}:role/emr/EMR_EC2_DefaultRole`,
        `arn:aws:iam::${keyAccount}:role/Other`,
        `arn:aws:iam::${keyAccount}:user/operator`,
      ),
    ).map((AWS): Symbolic => ({ AWS })),
  },
  { weight: 1, arbitrary: fc.constant<Symbolic>({ Service: ["emrwal.amazonaws.com", "ec2.amazonaws.com"] }) },
);
const named = fc
  .uniqueArray(
    fc.constantFrom(
      `arn:aws:iam::${keyAccount}:role/emr/EMR_EC2_DefaultRole`,
      `arn:aws:iam::${keyAccount}:role/Other`,
      `arn:aws:iam::${otherAccount}:user/operator`,
    ),
    { minLength: 1 },
  )
  .map((AWS): Symbolic => ({ AWS }));

const one = (name: string, element: fc.Arbitrary<Symbolic>) => element.map((value) => ({ [name]: value }));
const elements = (
  actionPatterns: fc.Arbitrary<Symbolic>,
  resources: fc.Arbitrary<Symbolic>,
): fc.Arbitrary<{ readonly [name: string]: Symbolic }> =>
  fc
    .tuple(
      fc.constantFrom("Allow", "Allow", "Allow", "Deny"),
      fc.oneof(
        { weight: 5, arbitrary: one("Action", actionPatterns) },
        { weight: 1, arbitrary: one("NotAction", actionPatterns) },
      ),
      fc.oneof(
        { weight: 6, arbitrary: one("Resource", resources) },
        { weight: 1, arbitrary: one("NotResource", resources) },
      ),
      fc.array(condition, { maxLength: 2 }),
    )
    .map(([Effect, action, resource, conditions]) => ({
      Effect,
      ...action,
      ...resource,
      ...(conditions.length > 0 ? { Condition: Object.assign({}, ...conditions) } : {}),
    }));
const ofResource = (statements: fc.Arbitrary<{ readonly [name: string]: Symbolic }>) =>
  fc
    .tuple(
      statements,
      fc.oneof(
        { weight: 6, arbitrary: one("Principal", principals) },
        { weight: 1, arbitrary: one("NotPrincipal", named) },
      ),
    )
    .map(([statement, principal]) => ({ ...statement, ...principal }));
const policy = (statement: fc.Arbitrary<Symbolic>, most: number) =>
  listOf(statement).chain(() =>
    fc.array(statement, { minLength: 1, maxLength: most }).map((Statement) => ({ Version: "2012-10-17", Statement })),
  );

/** One service's words, from which policies and requests about one resource are made. */
export interface Words {
  /** What requests ask for. */
  readonly actions: fc.Arbitrary<string>;
  /** `Action` of statements. */
  readonly actionPatterns: fc.Arbitrary<Symbolic>;
  /** `Resource` of the policy on the resource itself. */
  readonly own: fc.Arbitrary<Symbolic>;
  /** `Resource` of identity policies. */
  readonly identity: fc.Arbitrary<Symbolic>;
}

/** A request, and all the policies that decide it. */
export interface Case {
  readonly caller: string;
  readonly action: string;
  readonly context: { readonly [key: string]: string | string[] | undefined };
  readonly resourcePolicy: Symbolic;
  readonly identity: readonly Symbolic[];
}

/** Requests and policies in the words of a service. */
export function cases({ actions, actionPatterns, own, identity }: Words): fc.Arbitrary<Case> {
  return fc.record({
    caller: callers,
    action: actions,
    context: contexts,
    resourcePolicy: policy(ofResource(elements(actionPatterns, own)), 4),
    identity: fc.array(policy(elements(actionPatterns, identity), 2), { maxLength: 2 }),
  });
}

/** A condition that the simulator and IAM's documents see differently: a negated operator over a variable without a value. */
export function negatesMissingVariable({ context, ...policies }: Case): boolean {
  return (
    !("aws:PrincipalTag/team" in context) &&
    /StringNot[^{]*{[^{}]*\$\{aws:PrincipalTag\/team\}/.test(JSON.stringify(policies))
  );
}
