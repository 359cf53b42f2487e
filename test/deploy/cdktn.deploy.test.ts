import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DescribeSecurityConfigurationCommand, EMRClient } from "@aws-sdk/client-emr";
import { terraformInstallation } from "../../scripts/fixtures/terraform";
import { installTerrain, terrainSource } from "../support/terrain";
import { type Moto, startMoto } from "./moto";
import { type StateResource, succeeded, Workshop } from "./workshop";

jest.setTimeout(900_000);

const region = "us-east-1";
const credentials = { accessKeyId: "test", secretAccessKey: "test" };

/** The app of the example, with the AWS provider that is installed on this machine. */
const main = `
  import { App } from "cdktn";
  import { EncryptionStack } from "./examples/encryption/stack";
  const { AWS_ENDPOINT_URL: endpoint, AWS_PROVIDER } = process.env;
  const app = new App();
  const settings = { region: "${region}", environment: "development", certificates: "certs", sharedKey: false, endpoint };
  const stack = new EncryptionStack(app, "terrain", settings);
  if (AWS_PROVIDER) stack.addOverride("terraform.required_providers.aws.version", AWS_PROVIDER);
  app.synth();
`;

describe("the example on CDK Terrain, deployed with Terraform and the AWS provider to moto", () => {
  let moto: Moto;
  let workshop: Workshop;
  let emr: EMRClient;
  let state: readonly StateResource[] = [];

  beforeAll(async () => {
    moto = await startMoto();
    for (const role of ["EMR_EC2_DefaultRole", "EMR_DefaultRole"]) await moto.createRole(role);
    workshop = new Workshop("terrain", { AWS_ENDPOINT_URL: moto.url, AWS_REGION: region }, []);
    emr = new EMRClient({ region, credentials, endpoint: moto.url });
    installTerrain(workshop.folder);
    for (const file of ["examples/encryption/stack.ts", "examples/endpoint.ts"]) {
      mkdirSync(dirname(join(workshop.folder, file)), { recursive: true });
      writeFileSync(join(workshop.folder, file), terrainSource(file));
    }
    cpSync("tsconfig.json", join(workshop.folder, "tsconfig.json"));
    writeFileSync(join(workshop.folder, "main.ts"), main);
    await workshop.certificates(region, "--out", "certs");
    const { awsVersions } = terraformInstallation(workshop.folder);
    await workshop.node(["--import", "tsx", "main.ts"], { AWS_PROVIDER: awsVersions[0] ?? "" });
    succeeded(await workshop.terraform("init", "-input=false"));
  });

  afterAll(async () => {
    emr?.destroy();
    await moto?.stop();
    workshop?.remove();
  });

  const made = (type: string) => state.filter((resource) => resource.type === type).map(({ values }) => values);

  test("the first plan creates everything, and is checked clean", async () => {
    const { changed } = await workshop.plan("first");
    expect(new Set(changed.map(({ change }) => change.actions.join()))).toEqual(new Set(["create"]));
    expect(await workshop.findings("first.json")).toMatchObject({ code: 0, findings: [] });
  });

  test("it is applied: EMR has the security configuration, with two different keys and the bundle", async () => {
    succeeded(await workshop.terraform("apply", "-input=false", "first.tfplan"));
    state = await workshop.state();
    const [configuration] = made("aws_emr_security_configuration");
    const { SecurityConfiguration } = await emr.send(
      new DescribeSecurityConfigurationCommand({ Name: String(configuration?.name) }),
    );
    const { EncryptionConfiguration: encryption } = JSON.parse(SecurityConfiguration ?? "{}");
    const { S3EncryptionConfiguration: s3, LocalDiskEncryptionConfiguration: disk } =
      encryption.AtRestEncryptionConfiguration;
    const keys = made("aws_kms_key").map(({ arn }) => arn);
    expect(keys).toEqual(expect.arrayContaining([s3.AwsKmsKey, disk.AwsKmsKey]));
    expect(s3.AwsKmsKey).not.toBe(disk.AwsKmsKey);
    const [object] = made("aws_s3_object");
    expect(encryption.InTransitEncryptionConfiguration.TLSCertificateConfiguration).toMatchObject({
      CertificateProviderType: "PEM",
      S3Object: `s3://${object?.bucket}/${object?.key}`,
    });
  });

  test("a second plan changes nothing, and a destroy leaves nothing", async () => {
    expect(await workshop.plan("second")).toEqual({ empty: true, changed: [], actions: [] });
    succeeded(await workshop.terraform("destroy", "-input=false", "-auto-approve"));
    expect(await workshop.state()).toEqual([]);
  });
});
