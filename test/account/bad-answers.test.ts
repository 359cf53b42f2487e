import type { Operation } from "../../account/answers";
import { type AuditOptions, auditAccount } from "../../account/audit";
import { auditDocument } from "../../account/document";
import { lint } from "../../linter";
import { formats, reporter } from "../../linter/report";
import { runLint } from "../../linter/run/lint";
import { account, answers, awsError, fakeAws, region } from "./fake";

const at = new Date("2026-11-28T12:00:00Z");
const everything = { network: true, bundles: true, allKeys: true };
const options: AuditOptions = { regions: [region], at, recentDays: 14, ...everything };

async function audited(replaced: Parameters<typeof fakeAws>[0]) {
  const audit = await auditAccount(fakeAws(replaced).send, options);
  const contents = new Map([["account", Buffer.from(auditDocument(audit, { sidecars: true }))]]);
  const { report, exitCode } = runLint(["account"], { contents, now: at, allKeys: true, cwd: __dirname });
  return { audit, report, exitCode, reasons: audit.unseen.map(({ reason }) => reason) };
}

const named = (cluster: object) => ({
  "emr.DescribeCluster": {
    Cluster: { ...(answers["emr.DescribeCluster"] as { Cluster: object }).Cluster, ...cluster },
  },
});

describe("answers that are wrong in a way that leaves the audit incomplete", () => {
  test.each<readonly [string, Parameters<typeof fakeAws>[0], string]>([
    [
      "a listing that comes back to its first page",
      { "emr.ListSecurityConfigurations": { SecurityConfigurations: [{ Name: "lake" }], Marker: "again" } },
      "the listing of elasticmapreduce:ListSecurityConfigurations in eu-central-1 repeats a page that was read before",
    ],
    [
      "a listing of two pages that lead to each other",
      {
        "kms.ListAliases": ({ Marker }: { Marker?: string }) => ({
          Aliases: [],
          NextMarker: Marker === "a" ? "b" : "a",
        }),
      },
      "the listing of kms:ListAliases in eu-central-1 repeats a page that was read before",
    ],
    [
      "a listing that never ends, of empty pages",
      {
        "kms.ListKeys": ({ Marker = "0" }: { Marker?: string }) => ({ Keys: [], NextMarker: `${Number(Marker) + 1}` }),
      },
      "the listing of kms:ListKeys in eu-central-1 has more than 2000 pages",
    ],
    [
      "a listing that is cut off without its next page",
      { "kms.ListAliases": { Aliases: [], Truncated: true } },
      "the listing of kms:ListAliases in eu-central-1 is cut off: the next page has no token",
    ],
    [
      "grants that are cut off without their next page",
      { "kms.ListGrants": { Grants: [], Truncated: true } },
      "the listing of kms:ListGrants in eu-central-1 is cut off: the next page has no token",
    ],
    [
      "policies of a role that are cut off without their next page",
      { "iam.ListRolePolicies": { PolicyNames: ["inline"], IsTruncated: true, Marker: "" } },
      "the listing of iam:ListRolePolicies in eu-central-1 is cut off: the next page has no token",
    ],
    [
      "a bundle whose download ends in the middle",
      {
        "s3.GetObject": {
          Body: {
            transformToByteArray: () => Promise.reject(Object.assign(new Error("aborted"), { code: "ECONNRESET" })),
          },
        },
      },
      "s3:GetObject in us-west-2 failed: the connection failed (ECONNRESET)",
    ],
    [
      "one service that throttles",
      { "iam.GetRolePolicy": awsError("Throttling") },
      "AWS throttled iam:GetRolePolicy in eu-central-1 for too long",
    ],
    [
      "a clock that differs, for one service",
      { "s3.HeadObject": awsError("RequestTimeTooSkewed", 403) },
      "the clock of this machine differs from that of AWS",
    ],
    [
      "a session that cannot be renewed in the middle",
      {
        "kms.GetKeyPolicy": awsError(
          "CredentialsProviderError",
          0,
          "Token is expired. To refresh this SSO session run aws sso login",
        ),
      },
      "the credentials could not be renewed during the audit",
    ],
    [
      "a role that may not be assumed any more",
      {
        "kms.GetKeyPolicy": awsError("AccessDenied", 403, "User: x is not authorized to perform: sts:AssumeRole on y"),
      },
      "the role can no longer be assumed",
    ],
    [
      "a service that the account is not signed up for",
      { "emr.ListClusters": awsError("SubscriptionRequiredException", 400) },
      "the account is not signed up for elasticmapreduce:ListClusters in eu-central-1 (SubscriptionRequiredException)",
    ],
    [
      "a mistake that EMR has no other name for",
      { "emr.DescribeSecurityConfiguration": awsError("InvalidRequestException", 400, "internal mistake") },
      "elasticmapreduce:DescribeSecurityConfiguration in eu-central-1 failed: InvalidRequestException (HTTP 400)",
    ],
    [
      "an endpoint that FIPS or dual stack does not have in the Region",
      { "kms.DescribeKey": Object.assign(new Error("getaddrinfo"), { code: "ENOTFOUND" }) },
      "kms:DescribeKey in eu-central-1 failed: the endpoint cannot be resolved; check the Region",
    ],
    [
      "a certificate of a proxy that reads along",
      { "kms.DescribeKey": Object.assign(new Error("self-signed"), { code: "SELF_SIGNED_CERT_IN_CHAIN" }) },
      "kms:DescribeKey in eu-central-1 failed: the connection failed (SELF_SIGNED_CERT_IN_CHAIN)",
    ],
    [
      "a role without a role",
      { "iam.GetRole": {} },
      "iam:GetRole in eu-central-1 failed: the answer does not come from the AWS API",
    ],
    [
      "a cluster without a cluster",
      { "emr.DescribeCluster": {} },
      "elasticmapreduce:DescribeCluster in eu-central-1 failed: the answer does not come from the AWS API",
    ],
    [
      "a key without a key",
      { "kms.DescribeKey": {} },
      "kms:DescribeKey in eu-central-1 failed: the answer does not come from the AWS API",
    ],
  ])("%s", async (_, replaced, reason) => {
    const { reasons, exitCode, report, audit } = await audited(replaced);
    expect(reasons).toContain(reason);
    expect(exitCode).toBe(2);
    expect(audit.whole).toBe(false);
    expect(report.inputs[0]?.incomplete).toContain(reason);
    // What was seen is checked.
    expect(report.findings.length).toBeGreaterThan(0);
  });
});

describe("answers that are unusual and complete", () => {
  test.each<readonly [string, Parameters<typeof fakeAws>[0]]>([
    [
      "empty pages before the last one",
      {
        "emr.ListSecurityConfigurations": ({ Marker = "0" }: { Marker?: string }) =>
          Marker === "9" ? { SecurityConfigurations: [{ Name: "lake" }] } : { Marker: `${Number(Marker) + 1}` },
      },
    ],
    [
      "the same name on two pages",
      {
        "emr.ListSecurityConfigurations": ({ Marker }: { Marker?: string }) => ({
          SecurityConfigurations: [{ Name: "lake" }],
          ...(Marker ? {} : { Marker: "2" }),
        }),
      },
    ],
    [
      "a cluster that is gone when it is described",
      {
        "emr.ListClusters": ({ ClusterStates }: { ClusterStates: readonly string[] }) => ({
          Clusters: ClusterStates.includes("RUNNING") ? [{ Id: "j-1" }] : [{ Id: "j-gone" }],
        }),
        "emr.DescribeCluster": ({ ClusterId }: { ClusterId: string }) => {
          if (ClusterId === "j-1") return answers["emr.DescribeCluster"] as object;
          throw awsError("InvalidRequestException", 400, "Cluster id 'j-gone' is not valid.");
        },
      },
    ],
    [
      "a configuration that is deleted after it is listed",
      {
        "emr.DescribeSecurityConfiguration": ({ Name }: { Name: string }) => {
          if (Name === "lake")
            return (answers["emr.DescribeSecurityConfiguration"] as (input: object) => object)({ Name });
          throw awsError("InvalidRequestException", 400, "Security configuration with name 'unused' does not exist.");
        },
      },
    ],
    ["a cluster whose subnet is gone", { ...named({}), "ec2.DescribeSubnets": { Subnets: [] } }],
    [
      "a bucket that is gone",
      { "s3.GetBucketLocation": awsError("NoSuchBucket", 404), "s3.HeadObject": awsError("NotFound", 404) },
    ],
    ["a role that is gone", { "iam.GetRole": awsError("NoSuchEntityException", 404) }],
  ])("%s", async (_, replaced) => {
    const { audit, exitCode } = await audited(replaced);
    expect(audit.unseen).toEqual([]);
    expect(exitCode).toBe(1);
  });
});

test.each<readonly [string, Error, string]>([
  [
    "an SSO session that has ended",
    awsError("CredentialsProviderError", 0, "The SSO session associated with this profile has expired."),
    "the profile's SSO session has ended, or its SSO settings are not complete; run aws sso login --profile NAME",
  ],
  [
    "a profile that is not there",
    awsError("CredentialsProviderError", 0, "Profile audit could not be found or parsed in shared credentials file."),
    "no AWS credentials, or no such profile; sign in, or give --profile",
  ],
  [
    "a role that may not be assumed",
    awsError(
      "AccessDenied",
      403,
      "User: arn:aws:iam::1:user/x is not authorized to perform: sts:AssumeRole on resource: y",
    ),
    "the role cannot be assumed; allow sts:AssumeRole to the caller, and name the caller in the role's trust policy",
  ],
  [
    "a clock that is wrong",
    awsError("SignatureDoesNotMatch", 403, "Signature expired: 20260101T000000Z is now earlier than 20261128T000000Z"),
    "the clock of this machine differs from that of AWS; set it, and run the audit again",
  ],
])("%s ends in one sentence", async (_, error, sentence) => {
  const ended = auditAccount(fakeAws({ "sts.GetCallerIdentity": error }).send, options);
  await expect(ended).rejects.toThrow(new Error(sentence));
});

test.each([
  ["aws-us-gov", "us-gov-west-1"],
  ["aws-cn", "cn-north-1"],
])("in the partition %s the same mistakes are found", async (partition, home) => {
  const aws = fakeAws();
  const moved = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value ?? null)
        .replaceAll("arn:aws:", `arn:${partition}:`)
        .replaceAll(region, home),
    );
  const send: typeof aws.send = async (operation: Operation, _, input) =>
    operation === "s3.GetObject"
      ? aws.send(operation, region, input)
      : moved(await aws.send(operation, region, JSON.parse(JSON.stringify(input).replaceAll(partition, "aws"))));
  const audit = await auditAccount(send, { ...options, regions: [home] });
  const contents = new Map([["account", Buffer.from(auditDocument(audit, { sidecars: true }))]]);
  const rules = lint(["account"], { contents, now: at, allKeys: true, cwd: __dirname }).findings.map(
    ({ rule }) => rule,
  );
  expect(audit.partition).toBe(partition);
  for (const rule of ["config.shared_key", "key.rotation_off", "key.instance_role_not_user", "object.public"]) {
    expect(rules).toContain(rule);
  }
});

test("a proxy that the environment names is part of the sentence about a connection that failed", async () => {
  const before = process.env.HTTPS_PROXY;
  process.env.HTTPS_PROXY = "http://user:secret@proxy.example:3128";
  try {
    const cut = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
    const { reasons } = await audited({ "kms.DescribeKey": cut });
    expect(reasons).toEqual([
      "kms:DescribeKey in eu-central-1 failed: the connection failed (ECONNREFUSED) (HTTPS_PROXY is set, and the AWS SDK for JavaScript does not use it)",
    ]);
  } finally {
    if (before === undefined) delete process.env.HTTPS_PROXY;
    else process.env.HTTPS_PROXY = before;
  }
});

const NASTY = "\u001b[31m\u202e\r\n::error::x ##[group]y <script>alert(1)</script> [a](https://x) ${x}";

test.each<readonly [string, Parameters<typeof fakeAws>[0]]>([
  ["names", named({ Name: NASTY, ReleaseLabel: NASTY, LogUri: `s3://${NASTY}/`, Applications: [{ Name: NASTY }] })],
  ["the caller", { "sts.GetCallerIdentity": { Account: NASTY, Arn: NASTY } }],
  ["a key", { "kms.DescribeKey": { KeyMetadata: { KeyId: NASTY, Arn: NASTY, KeyState: NASTY, KeySpec: NASTY } } }],
  ["policies", { "kms.GetKeyPolicy": { Policy: NASTY }, "iam.GetRolePolicy": { PolicyDocument: `%E0${NASTY}` } }],
  ["a policy of brackets", { "kms.GetKeyPolicy": { Policy: "[".repeat(200_000) } }],
  ["a document", { "emr.DescribeSecurityConfiguration": { Name: NASTY, SecurityConfiguration: NASTY } }],
  ["a bucket", { "s3.GetBucketLocation": { LocationConstraint: NASTY }, "s3.HeadObject": { SSEKMSKeyId: NASTY } }],
])("hostile answers about %s neither end in 0 nor control what shows the report", async (_, replaced) => {
  const { report, exitCode } = await audited(replaced);
  expect(exitCode).not.toBe(0);
  for (const format of formats) {
    const text = reporter(format)(report, { colour: false, columns: 100, quiet: false, verbose: true });
    for (const raw of ["\u001b", "\u202e", "\r", "##["]) expect(text).not.toContain(raw);
    if (format === "html") expect(text).not.toContain("<script>alert");
    expect(text).not.toMatch(/^\s*::(?!error |warning |notice )/m);
  }
});

const nested = Array.from({ length: 10_000 }).reduce<object>((inner) => ({ inner }), {});

test.each<readonly [string, Parameters<typeof fakeAws>[0]]>([
  ["a text for a list", { "emr.ListClusters": { Clusters: "j-1" } }],
  ["a list with nothing in it", { "emr.ListClusters": { Clusters: [null] } }],
  ["an object of any depth for an id", { "emr.ListClusters": { Clusters: [{ Id: nested }] } }],
  ["a number for a name", { "sts.GetCallerIdentity": { Account: account, Arn: 7 } }],
])("an answer with %s ends in one sentence", async (_, replaced) => {
  await expect(auditAccount(fakeAws(replaced).send, options)).rejects.toThrow(
    new Error("an answer does not have the form of the AWS API; check the endpoint (AWS_ENDPOINT_URL)"),
  );
});
