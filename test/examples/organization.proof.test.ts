import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { DescribeSecurityGroupsCommand, DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { CreateSecurityConfigurationCommand, EMRClient } from "@aws-sdk/client-emr";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import { auditCommand, auditMachine } from "../../examples/organization/state-machine";
import { pythonTools } from "../../scripts/fixtures/python-tools";

jest.setTimeout(900_000);

const region = "eu-central-1";
const accounts = ["111111111111", "222222222222", "333333333333"];
const roleOf = (account: string) => `arn:aws:iam::${account}:role/emr-encryption-audit`;
const folder = mkdtempSync(join(tmpdir(), "organization-"));
const credentials = { accessKeyId: "test", secretAccessKey: "test" };
const bucket = "reports";
let endpoint = "";
let stop: () => Promise<unknown> = async () => {};

/** Calls of services whose SDK is not installed; moto finds the service by the credential's scope, and checks no signature. */
async function call(service: string, target: string, input: object): Promise<Record<string, unknown>> {
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: {
      Authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      "Content-Type": "application/x-amz-json-1.0",
      "X-Amz-Target": target,
    },
    body: JSON.stringify(input),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${target}: ${text}`);
  return JSON.parse(text);
}

/** What the image contains: the command line of this package, and of the AWS CLI what the command uses. */
function image(): string {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const upload = [
    "import sys, boto3, urllib.parse",
    "_, s3, cp, quiet, file, uri = sys.argv",
    "to = urllib.parse.urlparse(uri)",
    "boto3.client('s3').upload_file(file, to.netloc, to.path[1:])",
  ];
  const programs = {
    "emr-encryption": `#!/bin/sh\nexec '${process.execPath}' '${resolve("bin/emr-encryption.js")}' "$@"\n`,
    aws: `#!${join(pythonTools(), "python")}\n${upload.join("\n")}\n`,
  };
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(bin, name), text);
    chmodSync(join(bin, name), 0o755);
  }
  return bin;
}

beforeAll(async () => {
  const env = {
    ...process.env,
    PATH: [image(), process.env.PATH].join(delimiter),
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_DEFAULT_REGION: region,
  };
  const server = spawn(join(pythonTools(), "python"), [join(__dirname, "states_server.py")], {
    stdio: ["pipe", "pipe", "ignore"],
    env,
  });
  const ended = once(server, "exit");
  stop = () => {
    server.stdin.end();
    return ended;
  };
  const [said] = (await once(server.stdout, "data")) as [Buffer];
  endpoint = /http:\S+/.exec(said.toString())?.[0] ?? "";
  const s3 = new S3Client({ region, endpoint, credentials, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: region } }));
  for (const [at, account] of accounts.entries()) {
    const emr = new EMRClient({
      region,
      endpoint,
      credentials: fromTemporaryCredentials({
        masterCredentials: credentials,
        params: { RoleArn: roleOf(account), RoleSessionName: "test" },
        clientConfig: { region, endpoint },
      }),
    });
    const SecurityConfiguration = JSON.stringify({
      EncryptionConfiguration: { EnableInTransitEncryption: false, EnableAtRestEncryption: false },
    });
    await emr.send(new CreateSecurityConfigurationCommand({ Name: `team-${at}`, SecurityConfiguration }));
  }
});

afterAll(() => stop());

/** Runs the state machine over the three accounts, and over a fourth target that cannot be audited. */
async function execute(name: string) {
  const cluster = await call("ecs", "AmazonEC2ContainerServiceV20141113.CreateCluster", { clusterName: name });
  const definition = await call("ecs", "AmazonEC2ContainerServiceV20141113.RegisterTaskDefinition", {
    family: name,
    requiresCompatibilities: ["FARGATE"],
    networkMode: "awsvpc",
    cpu: "256",
    memory: "512",
    containerDefinitions: [
      {
        name: "audit",
        image: "image",
        cpu: 256,
        memory: 512,
        command: auditCommand,
        environment: [{ name: "REPORTS", value: bucket }],
      },
    ],
  });
  const ec2 = new EC2Client({ region, endpoint, credentials });
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({}));
  const machine: { States?: { [name: string]: { ResultWriter?: object } } } = auditMachine({
    cluster: (cluster.cluster as { clusterArn: string }).clusterArn,
    taskDefinition: (definition.taskDefinition as { taskDefinitionArn: string }).taskDefinitionArn,
    container: "audit",
    subnets: Subnets.flatMap(({ SubnetId }) => SubnetId ?? []).slice(0, 1),
    securityGroups: SecurityGroups.flatMap(({ GroupId }) => GroupId ?? []).slice(0, 1),
    bucket,
    concurrency: 2,
  });
  // moto's ResultWriter writes no results; without it they are the output of the Map.
  delete machine.States?.["Every target"]?.ResultWriter;
  const { stateMachineArn } = await call("states", "AWSStepFunctions.CreateStateMachine", {
    name,
    definition: JSON.stringify(machine),
    roleArn: "arn:aws:iam::123456789012:role/starter",
  });
  const targets = [...accounts, "not-an-account"].map((account) => ({ account, region, role: roleOf(account) }));
  // The fourth one ends with exit code 2: its Region does not exist.
  const input = JSON.stringify({
    targets: targets.map((each, at) => (at === 3 ? { ...each, region: "nowhere" } : each)),
  });
  const { executionArn } = await call("states", "AWSStepFunctions.StartExecution", { stateMachineArn, name, input });
  for (;;) {
    const { status, output, error, cause } = await call("states", "AWSStepFunctions.DescribeExecution", {
      executionArn,
    });
    if (status !== "RUNNING") return { status, error, cause, output: JSON.parse(String(output ?? "null")) };
    await new Promise((done) => setTimeout(done, 500));
  }
}

test("Step Functions audit three accounts, each by its own role, and record the target that is not complete", async () => {
  const { status, output } = await execute("results");
  expect(status).toBe("SUCCEEDED");
  expect(output).toEqual([
    ...accounts.map((account) => ({ account, region, status: "complete" })),
    { account: "not-an-account", region: "nowhere", status: "not complete", error: expect.any(String) },
  ]);
  const s3 = new S3Client({ region, endpoint, credentials, forcePathStyle: true });
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: "results/" }));
  const files = ["estate.json", "report.json", "report.sarif"];
  expect(Contents.map(({ Key }) => Key)).toEqual(
    accounts.flatMap((account) => files.map((file) => `results/${account}/${region}/${file}`)),
  );
  for (const [at, account] of accounts.entries()) {
    const Key = `results/${account}/${region}/estate.json`;
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
    const estate = JSON.parse((await Body?.transformToString()) ?? "");
    expect(estate).toMatchObject({ account, whole: true });
    const addresses = estate.regions[0].values.root_module.resources.map((each: { address: string }) => each.address);
    expect(addresses).toContain(`aws_emr_security_configuration.all["team-${at}"]`);
    expect(addresses.filter((each: string) => each.startsWith("aws_emr_security_configuration"))).toHaveLength(1);
  }
});
