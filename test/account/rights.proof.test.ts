import {
  AssociateDhcpOptionsCommand,
  CreateDhcpOptionsCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { EMRClient, RunJobFlowCommand } from "@aws-sdk/client-emr";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { ACTIONS, auditPolicy } from "../../account/actions";
import { type Audit, auditAccount } from "../../account/audit";
import { AwsClients } from "../../account/client";
import { type MotoAccount, startAccount } from "./moto-account";

jest.setTimeout(900_000);

const everything = { network: true, bundles: true, allKeys: true };
const printed = JSON.parse(auditPolicy(everything)) as { Statement: [{ Action: string[] }] };
const actions = printed.Statement[0].Action;

/** moto takes them for s3:ListBucket, does not ask IAM, or has no such call at an address without a name. */
const NOT_OF_MOTO: ReadonlySet<string> = new Set([
  "s3:GetEncryptionConfiguration",
  "s3:GetBucketPublicAccessBlock",
  "s3:GetAccountPublicAccessBlock",
  "elasticmapreduce:ListSecurityConfigurations",
  "sts:GetCallerIdentity",
]);

const before = { ...process.env };
let moto: MotoAccount;
let allow: (actions: readonly string[]) => Promise<void>;

beforeAll(async () => {
  moto = await startAccount();
  const { region, endpoint } = moto;
  const access = { region, endpoint, credentials: { accessKeyId: "test", secretAccessKey: "test" } };
  await fill(access);
  const iam = new IAMClient(access);
  const keyOf = async (UserName: string) => {
    await iam.send(new CreateUserCommand({ UserName }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    return { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
  };
  const administrator = await keyOf("administrator");
  await iam.send(policyOf("administrator", ["*"]));
  const auditor = await keyOf("auditor");
  iam.destroy();
  // From here on moto asks IAM.
  expect((await fetch(`${endpoint}/moto-api/reset-auth`, { method: "POST", body: "0" })).status).toBe(200);
  const admin = new IAMClient({ ...access, credentials: administrator });
  allow = async (allowed) => void (await admin.send(policyOf("auditor", allowed)));
  Object.assign(process.env, moto.env, {
    AWS_ACCESS_KEY_ID: auditor.accessKeyId,
    AWS_SECRET_ACCESS_KEY: auditor.secretAccessKey,
  });
});
afterAll(() => {
  process.env = before;
  return moto.stop();
});

function policyOf(UserName: string, Action: readonly string[]): PutUserPolicyCommand {
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action, Resource: "*" }],
  });
  return new PutUserPolicyCommand({ UserName, PolicyName: "rights", PolicyDocument });
}

/** What only some accounts have: a cluster in a subnet with domains of its own. */
async function fill(access: { readonly region: string; readonly endpoint: string }): Promise<void> {
  const ec2 = new EC2Client(access);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId: Vpc?.VpcId, CidrBlock: "10.0.0.0/24" }));
  const DhcpConfigurations = [{ Key: "domain-name", Values: ["corp.example"] }];
  const { DhcpOptions } = await ec2.send(new CreateDhcpOptionsCommand({ DhcpConfigurations }));
  await ec2.send(new AssociateDhcpOptionsCommand({ VpcId: Vpc?.VpcId, DhcpOptionsId: DhcpOptions?.DhcpOptionsId }));
  const emr = new EMRClient(access);
  await emr.send(
    new RunJobFlowCommand({
      Name: "in a subnet",
      ReleaseLabel: "emr-7.5.0",
      JobFlowRole: "nodes",
      Instances: { InstanceCount: 1, KeepJobFlowAliveWhenNoSteps: true, Ec2SubnetId: Subnet?.SubnetId },
    }),
  );
  for (const client of [ec2, emr]) client.destroy();
}

async function audit(): Promise<Audit> {
  const clients = new AwsClients({});
  try {
    return await auditAccount(clients.send, {
      ...everything,
      regions: [moto.region],
      at: new Date(),
      recentDays: 14,
    });
  } finally {
    clients.destroy();
  }
}

test("the printed policy is enough for every call of the audit, and every call is made", async () => {
  await allow(actions);
  const { unseen, whole, requests } = await audit();
  expect(unseen).toEqual([]);
  expect(whole).toBe(true);
  const atNames = "s3control.GetPublicAccessBlock";
  expect([...Object.keys(requests), atNames].sort()).toEqual(Object.keys(ACTIONS).sort());
});

test("with permission for the caller identity alone, nothing is read and every listing is denied", async () => {
  await allow(["sts:GetCallerIdentity"]);
  const { unseen, regions } = await audit();
  expect(unseen.every(({ denied }) => denied)).toBe(true);
  expect(unseen.map(({ action }) => action)).toContain("elasticmapreduce:ListClusters");
  expect(regions[0]?.resources.map(({ type }) => type)).not.toContain("aws_emr_cluster");
});

test.each(actions.filter((action) => !NOT_OF_MOTO.has(action)))("%s is needed", async (action) => {
  await allow(actions.filter((each) => each !== action));
  const { unseen, whole } = await audit();
  expect(whole).toBe(true);
  // moto takes some calls for s3:ListBucket; the audit names the action of AWS.
  const expected = action === "s3:ListBucket" ? /^s3:Get/ : new RegExp(`^${action}$`);
  expect(unseen.length).toBeGreaterThan(0);
  for (const each of unseen) expect(each.action).toMatch(expected);
});
