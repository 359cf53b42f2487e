import { CreateSecurityConfigurationCommand, EMRClient } from "@aws-sdk/client-emr";
import { type Aws, openAws } from "./certs/aws";
import { run } from "./certs/run";

let aws: Aws;
beforeAll(async () => {
  aws = await openAws();
});
afterAll(() => aws.stop());

test("a name in the account becomes code that imports it; one that is not there is one sentence", async () => {
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
  expect(missing.err).toContain("'nothing' is not a file here, and cannot be read from the account: ");
});
