import { CreateSecurityConfigurationCommand, EMRClient, RunJobFlowCommand } from "@aws-sdk/client-emr";
import { type Aws, openAws } from "./certs/aws";
import { run } from "./certs/run";

let aws: Aws;
beforeAll(async () => {
  aws = await openAws();
});
afterAll(() => aws.stop());

test("a name in the account becomes code that imports it; an unknown name is one sentence", async () => {
  const configuration = JSON.stringify({
    EncryptionConfiguration: {
      EnableInTransitEncryption: false,
      EnableAtRestEncryption: true,
      AtRestEncryptionConfiguration: { S3EncryptionConfiguration: { EncryptionMode: "SSE-S3" } },
    },
  });
  const client = new EMRClient({ region: aws.region, endpoint: aws.moto.endpoint });
  await client.send(new CreateSecurityConfigurationCommand({ Name: "emr-prod", SecurityConfiguration: configuration }));
  client.destroy();
  const { code, out, err } = await run(["convert", "emr-prod", "--region", aws.region], aws.cwd);
  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain(`importFrom: {`);
  expect(out).toContain(JSON.stringify(configuration));
  const missing = await run(["convert", "nothing", "--region", aws.region], aws.cwd);
  expect([missing.code, missing.out, missing.err.trimEnd().split("\n").length]).toEqual([2, "", 1]);
  expect(missing.err).toContain("'nothing' is not a file, and cannot be read from the account: ");
});

test("a cluster leads to its configuration, by id and by ARN; one without a configuration is one sentence", async () => {
  const client = new EMRClient({ region: "eu-west-1", endpoint: aws.moto.endpoint });
  const configuration = JSON.stringify({
    EncryptionConfiguration: { EnableInTransitEncryption: false, EnableAtRestEncryption: false },
  });
  await client.send(new CreateSecurityConfigurationCommand({ Name: "used", SecurityConfiguration: configuration }));
  const start = async (name: string, more: object) => {
    const instances = { InstanceCount: 1, MasterInstanceType: "m5.xlarge", KeepJobFlowAliveWhenNoSteps: true };
    const roles = { JobFlowRole: "EMR_EC2_DefaultRole", ServiceRole: "EMR_DefaultRole" };
    const { JobFlowId } = await client.send(
      new RunJobFlowCommand({ Name: name, Instances: instances, ReleaseLabel: "emr-7.5.0", ...roles, ...more }),
    );
    return String(JobFlowId);
  };
  const cluster = await start("with", { SecurityConfiguration: "used" });
  const plain = await start("without", {});
  client.destroy();
  const arn = `arn:aws:elasticmapreduce:eu-west-1:123456789012:cluster/${cluster}`;
  const { code, out } = await run(["convert", arn], aws.cwd);
  expect([code, out]).toEqual([0, expect.stringContaining('name: "used"')]);
  expect(await run(["convert", cluster, "--region", "eu-west-1"], aws.cwd)).toEqual({ code: 0, out, err: "" });
  expect(await run(["convert", plain, "--region", "eu-west-1"], aws.cwd)).toEqual({
    code: 2,
    out: "",
    err: `emr-encryption: the cluster ${plain} has no security configuration\n`,
  });
});
