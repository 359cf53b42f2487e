import { readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { DescribeClusterCommand, DescribeSecurityConfigurationCommand } from "@aws-sdk/client-emr";
import { asOnPage, changesPage, clusterRow } from "./changes-page";
import { type EmrStandIn, startEmr } from "./emr";
import { type Plan, type StateResource, succeeded, Workshop } from "./workshop";

jest.setTimeout(900_000);

const region = "us-east-1";

describe("examples/cluster, deployed with Terraform and the AWS provider to moto", () => {
  let aws: EmrStandIn;
  let workshop: Workshop;
  let first: Plan;
  let state: readonly StateResource[] = [];

  beforeAll(async () => {
    aws = await startEmr(region);
    workshop = new Workshop("emr-cluster", { AWS_ENDPOINT_URL: aws.endpoint, AWS_REGION: region });
    await workshop.certificates(region, "--out", "certs");
    await workshop.node(["--import", "tsx", resolve("examples/cluster/main.ts")]);
    succeeded(await workshop.terraform("init", "-input=false"));
    first = await workshop.plan("first");
  });

  afterAll(async () => {
    await aws?.stop();
    workshop?.remove();
  });

  const made = (type: string) => state.filter((resource) => resource.type === type).map(({ values }) => values);

  test("the provider accepts all of it: the cluster, its keys, its bundle and its network are to be created", () => {
    expect(new Set(first.changed.map(({ change }) => change.actions.join()))).toEqual(new Set(["create"]));
    const count = (type: string) => first.changed.filter((one) => one.type === type).length;
    expect({
      clusters: count("aws_emr_cluster"),
      configurations: count("aws_emr_security_configuration"),
      keyPolicies: count("aws_kms_key_policy"),
      objects: count("aws_s3_object"),
      endpoints: count("aws_vpc_endpoint"),
    }).toEqual({ clusters: 1, configurations: 1, keyPolicies: 4, objects: 1, endpoints: 2 });
  });

  test("it is applied", async () => {
    succeeded(await workshop.terraform("apply", "-input=false", "first.tfplan"));
    state = await workshop.state();
    expect(made("aws_emr_cluster")).toHaveLength(1);
  });

  test("EMR runs the cluster with the configuration, in the private subnet, with the log key", async () => {
    const [cluster] = made("aws_emr_cluster");
    const { Cluster } = await aws.emr.send(new DescribeClusterCommand({ ClusterId: String(cluster?.id) }));
    expect(Cluster).toMatchObject({
      Status: { State: "WAITING" },
      ReleaseLabel: "emr-7.5.0",
      SecurityConfiguration: made("aws_emr_security_configuration")[0]?.name,
      Ec2InstanceAttributes: { Ec2SubnetId: made("aws_subnet")[0]?.id },
    });
    const asked = aws.asked("RunJobFlow");
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ LogEncryptionKmsKeyId: cluster?.log_encryption_kms_key_id });
    expect(made("aws_kms_key").map(({ arn }) => arn)).toContain(cluster?.log_encryption_kms_key_id);
  });

  test("the cluster was requested after its roles could use the keys and its bundle existed", () => {
    const { resources } = JSON.parse(
      readFileSync(join(workshop.stackFolder, "../../../terraform.emr-cluster.tfstate"), "utf8"),
    );
    const [cluster] = resources.filter(({ type }: { readonly type: string }) => type === "aws_emr_cluster");
    const waitedFor = new Set<string>(
      cluster.instances[0].dependencies.map((address: string) => address.split(".")[0]),
    );
    for (const type of ["aws_kms_key_policy", "aws_s3_object", "aws_emr_security_configuration"])
      expect([...waitedFor]).toContain(type);
  });

  test("a second plan changes nothing", async () => {
    expect(await workshop.plan("second")).toEqual({ empty: true, changed: [], actions: [] });
  });

  test.each(["first.json", "second.json", "state.json", "cdktf.out"])(
    "the linter reports nothing about %s",
    async (input) => {
      const { code, findings, checked } = await workshop.findings(input);
      expect(checked).toMatchObject({ status: "checked", environment: { name: "development" } });
      expect(findings).toEqual([]);
      expect(code).toBe(0);
    },
  );

  test("any change of the configuration replaces the cluster that Terraform makes with it, as docs/changes.md says", async () => {
    await workshop.certificates(region, "--out", "certs", "--renew");
    await workshop.node(["--import", "tsx", resolve("examples/cluster/main.ts")], { EMR_CERTIFICATES: "certs-2" });
    const actions = await workshop.actions("-refresh=false");
    const row = changesPage().find(({ change }) => change === clusterRow);
    expect(asOnPage(actions)).toEqual(
      [
        ...(row?.actions ?? []),
        "+ aws_s3_object",
        "- aws_s3_object",
        "~ aws_s3_bucket_policy",
        "~ aws_ssm_parameter",
      ].sort(),
    );
    await workshop.node(["--import", "tsx", resolve("examples/cluster/main.ts")]);
  });

  test("destroy ends the cluster first, and leaves nothing", async () => {
    succeeded(await workshop.terraform("destroy", "-auto-approve", "-input=false"));
    const Name = String(made("aws_emr_security_configuration")[0]?.name);
    await expect(aws.emr.send(new DescribeSecurityConfigurationCommand({ Name }))).rejects.toThrow("does not exist");
    expect(await workshop.state()).toEqual([]);
  });

  test("after a synthesis with a renewed bundle, the stack is not the plan's: its missing file is not a mistake", async () => {
    // cdktf synth starts from an empty folder; the example run by itself does not.
    for (const folder of ["cdktf.out", "certs"]) rmSync(join(workshop.folder, folder), { recursive: true });
    await workshop.certificates(region, "--out", "certs");
    await workshop.node(["--import", "tsx", resolve("examples/cluster/main.ts")]);
    const { code, stdout } = await workshop.lint("first.json", "--format", "json");
    const report = JSON.parse(stdout);
    expect(report.findings.filter(({ severity }: { readonly severity: string }) => severity !== "info")).toEqual([]);
    expect(report.notEvaluated).toContainEqual(
      expect.objectContaining({
        rule: "object.source_missing",
        reason: expect.stringMatching(/does not exist here, and the stack in this folder is not the one/),
      }),
    );
    expect(code).toBe(0);
  });
});
