import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ACTIONS, auditPolicy } from "../../account/actions";
import type { Operation } from "../../account/answers";
import { type AuditOptions, auditAccount } from "../../account/audit";
import { auditDocument } from "../../account/document";
import { lint } from "../../linter";
import type { Report } from "../../linter/report/finding";
import { runLint } from "../../linter/run/lint";
import { account, awsError, bundle, fakeAws, region } from "./fake";

const at = new Date("2026-11-28T12:00:00Z");
const everything = { network: true, bundles: true, allKeys: true };
const options: AuditOptions = { regions: [region], at, recentDays: 14, ...everything };

async function audited(aws = fakeAws(), more: Partial<AuditOptions> = {}) {
  const audit = await auditAccount(aws.send, { ...options, ...more });
  const contents = new Map([["account", Buffer.from(auditDocument(audit, { sidecars: true }))]]);
  const run = runLint(["account"], { contents, now: at, allKeys: true, settings: undefined, cwd: __dirname });
  return { audit, ...run };
}

const found = ({ findings }: Report) => findings.map(({ rule, address }) => `${rule} ${address}`);

test("an account is checked with the same rules as plans", async () => {
  const { report, exitCode } = await audited();
  expect(exitCode).toBe(1);
  expect(report.inputs[0]).toMatchObject({ kind: "account", stack: region, status: "checked" });
  expect(found(report)).toEqual(
    expect.arrayContaining([
      'config.shared_key aws_emr_security_configuration.all["lake"]',
      'key.rotation_off aws_kms_key.all["shared"]',
      'key.instance_role_not_user aws_kms_key.all["shared"]',
      'object.public aws_s3_object.all["emr-artifacts/certs/lake.zip"]',
    ]),
  );
});

test("rules about code are left out, since an account has no order of creation", async () => {
  const { report } = await audited();
  const rules = [...report.findings, ...report.notEvaluated].map(({ rule }) => rule);
  for (const rule of ["cluster.missing_dependency", "config.unused", "object.change_unseen"]) {
    expect(rules).not.toContain(rule);
  }
});

test("no call is made twice, and the requests are counted", async () => {
  const aws = fakeAws();
  const { audit } = await audited(aws);
  expect(new Set(aws.asked).size).toBe(aws.asked.length);
  expect(Object.values(audit.requests).reduce((sum, count) => sum + count, 0)).toBe(aws.asked.length);
  expect(Object.keys(audit.requests).sort()).toEqual(Object.keys(ACTIONS).sort());
});

test("a bundle that configurations of two Regions name is downloaded once, and is checked in both", async () => {
  const aws = fakeAws();
  const { audit, report } = await audited(aws, { regions: [region, "us-west-2"] });
  expect(audit.whole).toBe(true);
  expect(aws.asked.filter((call) => call.startsWith("s3.GetObject "))).toHaveLength(1);
  expect(audit.regions.map(({ bundles }) => bundles.map(({ bytes }) => bytes))).toEqual([[bundle], [bundle]]);
  expect(report.notEvaluated.filter(({ reason }) => reason.includes("s3:GetObject"))).toEqual([]);
});

test("the document has no private key, no session and no credential, and is the same for the same account", async () => {
  const { audit } = await audited();
  const document = auditDocument(audit, { sidecars: true });
  expect(document).not.toMatch(/PRIVATE KEY|SecretAccessKey|SessionToken/);
  expect(document).toContain('"sidecarVersion"');
  expect(auditDocument((await audited()).audit, { sidecars: true })).toBe(document);
});

test("a saved account is checked offline with the same findings, except for the private key itself", async () => {
  const { audit, report: saved } = await audited();
  const contents = new Map<string, Uint8Array>([
    ["account", Buffer.from(auditDocument(audit, { sidecars: false }))],
    ["s3://emr-artifacts/certs/lake.zip", bundle],
  ]);
  const live = lint([...contents.keys()], { contents, now: at, allKeys: true, cwd: __dirname });
  expect(found(saved)).toEqual(found(live));
});

test("a folder with a saved audit is checked with it, and with the bundles that it knows", async () => {
  const { audit, report } = await audited();
  const folder = mkdtempSync(join(tmpdir(), "saved-audit-"));
  mkdirSync(join(folder, "estates"));
  writeFileSync(join(folder, "estates", "estate.json"), auditDocument(audit, { sidecars: true }));
  const inFolder = lint(["."], { now: at, allKeys: true, cwd: folder });
  expect(inFolder.inputs.map(({ input, kind }) => `${kind} ${input}`)).toEqual([
    "account estates/estate.json",
    "bundle estates/estate.json: s3://emr-artifacts/certs/lake.zip",
  ]);
  expect(found(inFolder)).toEqual(found(report));
});

const operations = Object.keys(ACTIONS) as Operation[];

test.each(operations.filter((operation) => operation !== "sts.GetCallerIdentity"))(
  "without %s every rule that lacks data is reported as not evaluated",
  async (operation) => {
    const { report: whole } = await audited();
    const { report, audit } = await audited(fakeAws({ [operation]: awsError("AccessDeniedException", 403) }));
    const { action } = ACTIONS[operation];
    const open = report.notEvaluated.filter(({ reason, resolveWith }) => `${reason} ${resolveWith}`.includes(action));
    expect(open.length).toBeGreaterThan(0);
    expect(report.notEvaluated.filter(({ resolveWith }) => /^lint a plan/.test(resolveWith))).toEqual([]);
    expect(audit.whole).toBe(true);
    const still = new Set(found(report));
    const openRules = new Set(report.notEvaluated.map(({ rule }) => rule));
    expect(found(whole).filter((each) => !still.has(each) && !openRules.has(each.split(" ")[0] ?? ""))).toEqual([]);
    const before = new Set(found(whole));
    // A configuration that may not be read is reported as such.
    const added = found(report).filter((each) => !before.has(each) && !each.startsWith("config.not_visible "));
    expect(added).toEqual([]);
  },
);

test.each([
  ["with an explicit deny in a service control policy", "service control policy"],
  ["because no service control policy allows the kms:ListGrants action", "service control policy"],
  ["with an explicit deny in a permissions boundary", "permissions boundary"],
  ["because no permissions boundary allows the kms:ListGrants action", "permissions boundary"],
  ["because no resource-based policy allows the kms:ListGrants action", "resource-based policy"],
])("a call that is denied %s is to be allowed there", async (why, policy) => {
  const message = `User: arn:aws:iam::${account}:user/auditor is not authorized to perform: kms:ListGrants on resource: k ${why}`;
  const { audit } = await audited(fakeAws({ "kms.ListGrants": awsError("AccessDeniedException", 400, message) }));
  expect(audit.unseen).toEqual([
    {
      action: "kms:ListGrants",
      reason: `a ${policy} does not allow kms:ListGrants`,
      resolveWith: `allow kms:ListGrants in the ${policy}`,
      denied: true,
    },
  ]);
});

const listings = {
  "emr.ListSecurityConfigurations": { SecurityConfigurations: [{ Name: "lake" }], Marker: "2" },
  "emr.ListClusters": { Clusters: [{ Id: "j-1" }], Marker: "2" },
  "kms.ListAliases": { Aliases: [], Truncated: true, NextMarker: "2" },
  "kms.ListKeys": { Keys: [{ KeyId: "shared" }], Truncated: true, NextMarker: "2" },
  "kms.ListGrants": { Grants: [], Truncated: true, NextMarker: "2" },
  "iam.ListRolePolicies": { PolicyNames: ["inline"], IsTruncated: true, Marker: "2" },
  "iam.ListAttachedRolePolicies": { AttachedPolicies: [], IsTruncated: true, Marker: "2" },
  "ec2.DescribeSubnets": { Subnets: [], NextToken: "2" },
  "ec2.DescribeVpcEndpoints": { VpcEndpoints: [], NextToken: "2" },
} as const satisfies { readonly [operation in Operation]?: object };

test.each(Object.entries(listings))(
  "a second page of %s that is denied leaves rules that are not evaluated",
  async (name, first) => {
    const operation = name as keyof typeof listings;
    const { action } = ACTIONS[operation];
    const pages = ({ Marker, NextToken = Marker }: { Marker?: string; NextToken?: string }) => {
      if (NextToken !== undefined) throw awsError("AccessDeniedException", 403);
      return first;
    };
    const { report } = await audited(fakeAws({ [operation]: pages }));
    expect(report.notEvaluated.map(({ reason }) => reason)).toContain(`the account does not allow ${action}`);
  },
);

test("what is denied for a key that two Regions name is not evaluated in both", async () => {
  const { report } = await audited(fakeAws({ "s3.HeadObject": awsError("AccessDenied", 403) }), {
    regions: [region, "us-west-2"],
  });
  const open = report.notEvaluated.filter(({ reason }) => reason === "the account does not allow s3:GetObject");
  const rulesOf = (stack: string) => open.filter((each) => each.stack === stack).map(({ rule }) => rule);
  expect(rulesOf("us-west-2")).toEqual(rulesOf(region));
  expect(rulesOf(region)).toContain("object.public");
});

test("the policy allows every action that is called, and no action that writes", () => {
  const { Statement } = JSON.parse(auditPolicy(everything)) as { Statement: { Action: string[] }[] };
  const actions = Statement.flatMap(({ Action }) => Action);
  expect(actions).toEqual(expect.arrayContaining(operations.map((operation) => ACTIONS[operation].action)));
  for (const action of actions) expect(action).toMatch(/^[a-z0-9]+:(List|Describe|Get)/);
  expect(auditPolicy({})).not.toContain("ec2:");
});

test.each([
  [
    "throttling that does not end",
    awsError("ThrottlingException"),
    "AWS throttled kms:DescribeKey in eu-central-1 for too long",
  ],
  [
    "an answer that is HTML",
    awsError("SyntaxError", 404, "Unexpected token '<'"),
    "kms:DescribeKey in eu-central-1 failed: the answer does not come from the AWS API",
  ],
  [
    "a network that is cut",
    Object.assign(new Error(), { name: "Error", code: "ECONNRESET" }),
    "kms:DescribeKey in eu-central-1 failed: the connection failed (ECONNRESET)",
  ],
  [
    "an endpoint that does not exist",
    Object.assign(new Error(), { code: "ENOTFOUND" }),
    "kms:DescribeKey in eu-central-1 failed: the endpoint cannot be resolved; check the Region",
  ],
  [
    "an endpoint that never answers",
    awsError("TimeoutError", 0),
    "kms:DescribeKey in eu-central-1 failed: no answer in time",
  ],
  ["credentials that expire", awsError("ExpiredTokenException", 400), "the credentials expired during the audit"],
])("%s keeps what was read, and ends with exit code 2", async (_, error, reason) => {
  const { audit, report, exitCode } = await audited(fakeAws({ "kms.DescribeKey": error }));
  expect(exitCode).toBe(2);
  expect(audit.unseen.map((each) => each.reason)).toContain(reason);
  expect(found(report)).toContain('config.shared_key aws_emr_security_configuration.all["lake"]');
  expect(report.inputs[0]?.incomplete).toContain(reason);
  expect(report.notEvaluated.map(({ rule }) => rule)).toContain("key.rotation_off");
});

test.each([
  ["expired", awsError("ExpiredTokenException"), "the credentials have expired; sign in again"],
  [
    "missing",
    awsError("CredentialsProviderError", 0, "Could not load credentials from any providers"),
    "no AWS credentials, or no such profile; sign in, or give --profile",
  ],
  [
    "wrong",
    awsError("InvalidClientTokenId", 403),
    "AWS does not accept the credentials (InvalidClientTokenId); sign in again, or check the account and --region eu-central-1",
  ],
  [
    "denied altogether",
    awsError("AccessDenied", 403),
    "the account cannot be identified: the account does not allow sts:GetCallerIdentity",
  ],
])("credentials that are %s end in one sentence", async (_, error, sentence) => {
  await expect(auditAccount(fakeAws({ "sts.GetCallerIdentity": error }).send, options)).rejects.toThrow(sentence);
});

test.each([
  [region, "me-south-1"],
  ["me-south-1", region],
])("a Region that is not enabled is named, and the others are read: %s, %s", async (...regions) => {
  const aws = fakeAws();
  const send: typeof aws.send = (operation, where, input) => {
    if (where === "me-south-1") throw awsError("UnrecognizedClientException", 400);
    return aws.send(operation, where, input);
  };
  const audit = await auditAccount(send, { ...options, regions });
  expect(audit.whole).toBe(false);
  const read = audit.regions.find((each) => each.region === region)?.resources.map(({ type }) => type);
  expect(read).toEqual(expect.arrayContaining(["aws_emr_security_configuration", "aws_kms_key", "aws_iam_role"]));
  expect(audit.unseen.map(({ reason }) => reason)).toContain(
    "me-south-1 does not accept the credentials: the Region is not enabled for the account, or the credentials are from the global endpoint of STS",
  );
});

test("an interrupt keeps what was read", async () => {
  const stop = new AbortController();
  const aws = fakeAws({
    "kms.ListAliases": () => {
      stop.abort();
      return { Aliases: [] };
    },
  });
  const { audit, exitCode } = await audited(aws, { signal: stop.signal });
  expect(exitCode).toBe(2);
  expect(audit.unseen.map(({ reason }) => reason)).toContain("the audit was interrupted");
  expect(audit.regions[0]?.resources.map(({ type }) => type)).toContain("aws_emr_cluster");
});

test("an object that does not exist, a policy that is not JSON, and a configuration that is not JSON", async () => {
  const { report } = await audited(
    fakeAws({
      "s3.HeadObject": awsError("NotFound", 404),
      "kms.GetKeyPolicy": { Policy: "no JSON" },
      "emr.DescribeSecurityConfiguration": { SecurityConfiguration: "<html>" },
    }),
  );
  expect(found(report)).toContain('config.not_json aws_emr_security_configuration.all["lake"]');
  const { report: missing } = await audited(fakeAws({ "s3.HeadObject": awsError("NotFound", 404) }));
  expect(missing.notices).toContainEqual({
    kind: "missing object",
    message: "s3://emr-artifacts/certs/lake.zip does not exist, and the security configuration lake names it",
  });
});

test("each Region has its own entry, and IAM is read once", async () => {
  const aws = fakeAws();
  const { report } = await audited(aws, { regions: [region, "us-west-2"] });
  expect(report.inputs.map(({ stack, kind }) => `${kind} ${stack}`)).toEqual(
    expect.arrayContaining([`account ${region}`, "account us-west-2"]),
  );
  expect(aws.asked.filter((each) => each.startsWith("iam.GetInstanceProfile"))).toHaveLength(1);
  expect(account).toHaveLength(12);
});
