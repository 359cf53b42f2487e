import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ACTIONS } from "../../account/actions";
import type { Operation } from "../../account/answers";
import { AwsClients } from "../../account/client";
import { RETRIES } from "../../account/retries";
import { run } from "../cli/certs/run";
import { account, answers, keyArn, region } from "./fake";
import { lakeConfiguration } from "./moto-account";
import { type StandIn, startStandIn, type WireAnswer } from "./stand-in";

const before = { ...process.env };
const folder = mkdtempSync(join(tmpdir(), "stand-in-"));
let aws: StandIn | undefined;

afterEach(() => {
  aws?.stop();
  process.env = { ...before };
  jest.restoreAllMocks();
});

/** The environment of an operator with credentials, and nothing of this machine. */
function operate(endpoint: string, more: NodeJS.ProcessEnv = {}): void {
  const none = join(folder, "no-such-file");
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: region,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: none,
    AWS_SHARED_CREDENTIALS_FILE: none,
    ...more,
  });
  for (const name of ["AWS_PROFILE", "AWS_SESSION_TOKEN", "HTTPS_PROXY", "https_proxy"]) delete process.env[name];
}

const identity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::${account}:user/auditor</Arn><UserId>A</UserId><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
const { EncryptionConfiguration } = JSON.parse(lakeConfiguration(keyArn("shared")));
const { AtRestEncryptionConfiguration } = EncryptionConfiguration;
const atRest = { EnableAtRestEncryption: true, EnableInTransitEncryption: false, AtRestEncryptionConfiguration };

/** Answers for an account with one configuration, whose places share a key without rotation. */
function whole(operation: string): WireAnswer {
  const own: { readonly [operation: string]: object } = {
    ListSecurityConfigurations: { SecurityConfigurations: [{ Name: "lake" }] },
    DescribeSecurityConfiguration: {
      Name: "lake",
      SecurityConfiguration: JSON.stringify({ EncryptionConfiguration: atRest }),
    },
    ListClusters: { Clusters: [] },
    ListAliases: { Aliases: [], Truncated: false },
    DescribeKey: (answers["kms.DescribeKey"] as (input: { KeyId: string }) => object)({ KeyId: "shared" }),
    GetKeyPolicy: answers["kms.GetKeyPolicy"],
    GetKeyRotationStatus: { KeyRotationEnabled: false },
    ListGrants: { Grants: [], Truncated: false },
  };
  if (operation === "GetCallerIdentity") return { body: identity };
  return { body: JSON.stringify(own[operation] ?? {}) };
}

const refusal = (code: string, status = 400): WireAnswer => ({ status, body: JSON.stringify({ __type: code }) });
const xmlRefusal = (code: string): WireAnswer => ({
  status: 403,
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
});

async function audited(
  answer: (operation: string, asked: readonly string[]) => WireAnswer,
  more: NodeJS.ProcessEnv = {},
) {
  aws = await startStandIn(answer);
  operate(aws.endpoint, more);
  const { code, out, err } = await run(["audit", "--format", "json", "--save", "estate.json"], folder);
  const rules = out === "" ? [] : JSON.parse(out).findings.map(({ rule }: { readonly rule: string }) => rule);
  return { code, err, rules: rules as readonly string[] };
}

/** Retries at once, and what they would have waited for a call, in milliseconds. */
function withoutWaiting(): { longest: number } {
  const waited = { longest: 0 };
  const refresh = RETRIES.refreshRetryTokenForRetry;
  const waits = new WeakMap<object, number>();
  jest.spyOn(RETRIES, "refreshRetryTokenForRetry").mockImplementation(async (former, error) => {
    const token = await refresh(former, error);
    const total = (waits.get(former) ?? 0) + token.getRetryDelay();
    const immediate = { getRetryCount: () => token.getRetryCount(), getRetryDelay: () => 0 };
    waits.set(immediate, total);
    waited.longest = Math.max(waited.longest, total);
    return immediate;
  });
  return waited;
}

const incomplete = (reason: string) => `emr-encryption: the account was not read completely: ${reason}\n`;
const page = "<html><body><p>Sign in to the guest network</p></body></html>";
const pages: readonly (readonly [string, WireAnswer])[] = [
  ["a page that is XML as well", { body: page, id: "" }],
  ["a page with open tags", { body: `<!DOCTYPE html>\n${page.replace("</p>", "<br>")}`, id: "" }],
  ["nothing", { body: "", id: "" }],
];
const operations = Object.keys(ACTIONS) as Operation[];

test.each(operations)("whatever is not of AWS is no answer to %s, with status 200 as well", async (operation) => {
  const input = {
    Name: "n",
    ClusterId: "j-1",
    KeyId: "k",
    Bucket: "bucket",
    Key: "k",
    RoleName: "r",
    PolicyName: "p",
    InstanceProfileName: "p",
    PolicyArn: `arn:aws:iam::${account}:policy/p`,
    VersionId: "v1",
    AccountId: account,
  };
  for (const [what, answer] of pages) {
    const server = await startStandIn(() => answer);
    operate(server.endpoint);
    const clients = new AwsClients({});
    const outcome = await clients.send(operation, region, input).then(
      () => `${what} was accepted`,
      () => "refused",
    );
    expect([outcome, server.asked.length > 0]).toEqual(["refused", true]);
    clients.destroy();
    server.stop();
  }
});

test.each(["ListSecurityConfigurations", "ListClusters", "ListAliases", "ListGrants"])(
  "a page for %s ends with exit code 2, in one sentence, and what was seen is kept and checked",
  async (listing) => {
    const { code, err, rules } = await audited((operation) =>
      operation === listing ? { body: page, id: "" } : whole(operation),
    );
    const service = ["ListAliases", "ListGrants"].includes(listing) ? "kms" : "elasticmapreduce";
    expect(err).toBe(
      incomplete(`${service}:${listing} in ${region} failed: the answer does not come from the AWS API`),
    );
    expect(code).toBe(2);
    if (listing !== "ListSecurityConfigurations") expect(rules).toContain("config.shared_key");
    expect(JSON.parse(readFileSync(join(folder, "estate.json"), "utf8")).whole).toBe(false);
  },
);

test("a page for the first call says that the account cannot be identified", async () => {
  expect(await audited(() => ({ body: page, id: "" }))).toEqual({
    code: 2,
    err: `emr-encryption: the account cannot be identified: sts:GetCallerIdentity in ${region} failed: the answer does not come from the AWS API\n`,
    rules: [],
  });
});

test("throttling that ends within the retries is waited for, for more than a minute, and nothing is missing", async () => {
  const waited = withoutWaiting();
  const count = (asked: readonly string[]) => asked.filter((operation) => operation === "DescribeKey").length;
  const { code, err, rules } = await audited((operation, asked) =>
    operation === "DescribeKey" && count(asked) <= 12 ? refusal("ThrottlingException") : whole(operation),
  );
  expect({ code, err }).toEqual({ code: 1, err: "" });
  expect(rules).toContain("key.rotation_off");
  expect(waited.longest).toBeGreaterThan(60_000);
});

test("throttling that does not end keeps what was seen", async () => {
  withoutWaiting();
  const { code, err, rules } = await audited((operation) =>
    operation === "DescribeKey" ? refusal("ThrottlingException") : whole(operation),
  );
  expect({ code, err }).toEqual({
    code: 2,
    err: incomplete(`AWS throttled kms:DescribeKey in ${region} for too long`),
  });
  expect(rules).toContain("config.shared_key");
});

test("a network that is cut in the middle keeps what was seen", async () => {
  withoutWaiting();
  let isCut = false;
  const { code, err, rules } = await audited((operation) => {
    isCut ||= operation === "DescribeKey";
    return isCut ? "cut" : whole(operation);
  });
  expect({ code, err }).toEqual({
    code: 2,
    err: incomplete(`kms:DescribeKey in ${region} failed: the connection failed (ECONNRESET)`),
  });
  expect(rules).toContain("config.shared_key");
});

test("an endpoint that never answers is given up", async () => {
  withoutWaiting();
  aws = await startStandIn(() => "silence");
  operate(aws.endpoint);
  const clients = new AwsClients({}, undefined, 50);
  await expect(clients.send("sts.GetCallerIdentity", region, {})).rejects.toThrow(
    expect.objectContaining({ name: "TimeoutError" }),
  );
  clients.destroy();
});

test("an interrupt from the keyboard saves and checks what was seen", async () => {
  const { code, err, rules } = await audited((operation) => {
    if (operation === "DescribeKey") process.emit("SIGINT");
    return whole(operation);
  });
  expect({ code, err }).toEqual({ code: 2, err: incomplete("the audit was interrupted") });
  expect(rules).toContain("config.shared_key");
  const saved = JSON.parse(readFileSync(join(folder, "estate.json"), "utf8"));
  expect(saved).toMatchObject({
    whole: false,
    unseen: expect.arrayContaining([expect.objectContaining({ reason: "the audit was interrupted" })]),
  });
});

const isEmrOrKms = (operation: string) => operation !== "GetCallerIdentity";
const middle: readonly (readonly [string, (operation: string) => WireAnswer, string])[] = [
  [
    "a Region that is off, or opt-in and not enabled",
    (operation) => (isEmrOrKms(operation) ? refusal("UnrecognizedClientException") : whole(operation)),
    `${region} does not accept the credentials: the Region is not enabled for the account, or the credentials are from the global endpoint of STS`,
  ],
  [
    "a service that the account is not signed up for",
    (operation) => (operation === "DescribeKey" ? refusal("OptInRequired", 403) : whole(operation)),
    `the account is not signed up for kms:DescribeKey in ${region} (OptInRequired)`,
  ],
  [
    "credentials that expire",
    (operation) => (operation === "DescribeKey" ? refusal("ExpiredTokenException") : whole(operation)),
    "the credentials expired during the audit",
  ],
];

test.each(middle)("%s, in the middle", async (_, answer, reason) => {
  const { code, err } = await audited(answer);
  expect({ code, err }).toEqual({ code: 2, err: incomplete(reason) });
});

const first: readonly (readonly [string, WireAnswer, NodeJS.ProcessEnv, string])[] = [
  ["credentials that have expired", xmlRefusal("ExpiredToken"), {}, "the credentials have expired; sign in again"],
  [
    "credentials of another partition, or a Region that is off",
    xmlRefusal("InvalidClientTokenId"),
    {},
    `AWS does not accept the credentials (InvalidClientTokenId); sign in again, or check the account and --region ${region}`,
  ],
  [
    "no credentials",
    { body: identity },
    { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" },
    "no AWS credentials, or no such profile; sign in, or give --profile",
  ],
  [
    "a caller that may not ask who it is",
    xmlRefusal("AccessDenied"),
    {},
    "the account cannot be identified: the account does not allow sts:GetCallerIdentity",
  ],
];

test.each(first)("%s, at the first call", async (_, answer, env, sentence) => {
  expect(await audited(() => answer, env)).toEqual({ code: 2, err: `emr-encryption: ${sentence}\n`, rules: [] });
});
