import { lint } from "../../../../linter";
import type { Report } from "../../../../linter/report/finding";
import { pathName } from "../../../../linter/report/path";
import { folderOf, PLANS } from "../../models";

const now = new Date("2026-11-23T12:00:00Z");

function lines({ findings, notEvaluated }: Report, area: string) {
  const line = ({ rule, address, path }: Report["notEvaluated"][number] | Report["findings"][number]) =>
    `${rule.replace(area, "")} ${address} ${pathName(path)}`;
  const own = (each: { readonly rule: string }) => each.rule.startsWith(area);
  return { findings: findings.filter(own).map(line), notEvaluated: notEvaluated.filter(own).map(line) };
}

describe("clusters that a state machine or a schedule starts", () => {
  test.each(["job-flows/plan.json", "job-flows/stacks"])("%s: each mistake has its place in the document", (input) => {
    const { findings, notEvaluated } = lines(lint([input], { cwd: PLANS, now }), "cluster.");
    expect(findings).toEqual([
      "no_security_configuration aws_scheduler_schedule.schedule target[0].input",
      "kerberos_mismatch aws_sfn_state_machine.machine definition.States.Both.Branches[1].States.Create.Parameters.KerberosAttributes",
      "kerberos_mismatch aws_sfn_state_machine.machine definition.States.Each.ItemProcessor.States.Create.Parameters",
      "no_security_configuration aws_sfn_state_machine.machine definition.States.Bare.Parameters",
      "release_too_old aws_sfn_state_machine.machine definition.States.Both.Branches[0].States.Create.Parameters.ReleaseLabel",
    ]);
    expect(notEvaluated).toContain(
      "no_security_configuration aws_sfn_state_machine.machine definition.States.Open.Parameters",
    );
    expect(notEvaluated).toContain(
      'release_too_old aws_sfn_state_machine.jsonata definition.States["Create cluster"].Arguments.ReleaseLabel',
    );
    expect([...findings, ...notEvaluated].filter((line) => line.includes(".Good."))).toEqual([]);
  });

  const task = (parameters: object | undefined, more: object = {}) => ({
    Type: "Task",
    Resource: "arn:aws:states:::elasticmapreduce:createCluster",
    ...(parameters ? { Parameters: parameters } : {}),
    End: true,
    ...more,
  });
  const checked = (state: object, resources: object = {}, document: object = {}, definition?: string) => {
    const machine = { StartAt: "Create", States: { Create: state } };
    const content = {
      provider: { aws: { region: "us-east-1" } },
      resource: {
        aws_emr_security_configuration: { lake: { name: "lake", configuration: JSON.stringify(document) } },
        aws_sfn_state_machine: { etl: { definition: definition ?? JSON.stringify(machine) } },
        ...resources,
      },
    };
    return lint(["main.tf.json"], { cwd: folderOf({ "main.tf.json": JSON.stringify(content) }), now });
  };

  test.each([
    ["createCluster in China", task({}, { Resource: "arn:aws-cn:states:::elasticmapreduce:createCluster.sync" }), 1],
    [
      "an ARN with its partition left to Terraform",
      task({}, { Resource: "arn:${data.aws_partition.current.partition}:states:::elasticmapreduce:createCluster" }),
      1,
    ],
    ["the call of the SDK", task({}, { Resource: "arn:aws:states:::aws-sdk:emr:runJobFlow" }), 1],
    ["a step of a cluster", task({}, { Resource: "arn:aws:states:::elasticmapreduce:addStep.sync" }), 0],
    ["EMR on EKS", task({}, { Resource: "arn:aws:states:::emr-containers:createVirtualCluster" }), 0],
    ["a Lambda function", task({}, { Resource: "arn:aws:states:::lambda:invoke" }), 0],
    ["the old form of Map", { Type: "Map", Iterator: { StartAt: "A", States: { A: task({}) } }, End: true }, 1],
    ["states that are none", { Type: "Parallel", Branches: [null, { States: [] }, { States: { A: "task" } }] }, 0],
  ])("%s: %#", (_, state, clusters) => {
    expect(lines(checked(state), "cluster.").findings).toHaveLength(clusters);
  });

  test("parameters that are the whole input of the state leave everything open", () => {
    const { findings, notEvaluated } = lines(checked(task(undefined)), "cluster.");
    expect(findings).toEqual([]);
    expect(notEvaluated).toContain("no_security_configuration aws_sfn_state_machine.etl definition.States.Create");
  });

  test("a definition that is not JSON contains no cluster", () => {
    expect(lines(checked({}, {}, {}, "{"), "cluster.")).toEqual({ findings: [], notEvaluated: [] });
  });

  test("software settings and applications are those of RunJobFlow", () => {
    const report = checked(
      task({
        ReleaseLabel: "emr-5.31.0",
        SecurityConfiguration: "lake",
        Applications: [{ Name: "Hive" }],
        Configurations: [{ Classification: "core-site", Properties: { "hadoop.ssl.hostname.verifier": "ALLOW_ALL" } }],
      }),
      {},
      { EncryptionConfiguration: { EnableAtRestEncryption: true, EnableInTransitEncryption: true } },
    );
    expect(lines(report, "cluster.").findings).toEqual([
      "hostname_verification_off aws_sfn_state_machine.etl definition.States.Create.Parameters.Configurations",
      "release_defect aws_sfn_state_machine.etl definition.States.Create.Parameters.ReleaseLabel",
      "release_old_tls aws_sfn_state_machine.etl definition.States.Create.Parameters.ReleaseLabel",
    ]);
  });

  test("keys for logs in CloudWatch and for those of a step are checked, and so is the release", () => {
    const monitoring = (ReleaseLabel: string, cloudWatch: string, step: string) =>
      task({
        ReleaseLabel,
        MonitoringConfiguration: { CloudWatchLogConfiguration: { Enabled: true, EncryptionKeyArn: cloudWatch } },
        Steps: [{ StepMonitoringConfiguration: { S3MonitoringConfiguration: { EncryptionKeyArn: step } } }],
      });
    const keys = {
      aws_kms_key: { off: { is_enabled: false }, signing: { customer_master_key_spec: "RSA_2048" }, good: {} },
    };
    const rules = (...given: Parameters<typeof monitoring>) =>
      checked(monitoring(...given), keys)
        .findings.filter(({ rule }) => /^key\.(disabled|not_symmetric|region)|release_too_old/.test(rule))
        .map(({ rule, message }) => `${rule}: ${message}`);
    const elsewhere = "arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000001";
    expect(rules("emr-7.10.0", "${aws_kms_key.off.arn}", "${aws_kms_key.signing.arn}")).toEqual([
      expect.stringMatching(/^key.disabled: the key aws_kms_key.off.arn is disabled/),
      expect.stringMatching(/^key.not_symmetric: .*aws_kms_key.signing/),
      expect.stringMatching(/^cluster.release_too_old: emr-7.10.0 does not support logs in CloudWatch/),
    ]);
    expect(rules("emr-7.11.0", elsewhere, "${aws_kms_key.good.arn}")).toEqual([
      expect.stringMatching(/^key.region_mismatch: .*eu-west-1/),
    ]);
    expect(rules("emr-7.11.0", "${aws_kms_key.good.arn}", "${aws_kms_key.good.arn}")).toEqual([]);
  });

  test("their roles have to be users of the keys, and the configuration is in use", () => {
    const key = "arn:aws:kms:us-east-1:111122223333:key/00000000-0000-0000-0000-00000000000";
    const atRest = (rights: object) =>
      checked(
        task({ SecurityConfiguration: "lake", JobFlowRole: "nodes", ServiceRole: "EMR_DefaultRole" }),
        {
          aws_iam_role: { nodes: { name: "nodes", assume_role_policy: "{}" } },
          aws_iam_instance_profile: { nodes: { name: "nodes", role: "nodes" } },
          aws_kms_key: {
            s3: {
              policy: JSON.stringify({
                Statement: [
                  {
                    Effect: "Allow",
                    Principal: { AWS: "arn:aws:iam::111122223333:role/admin" },
                    Action: "kms:*",
                    Resource: "*",
                  },
                  rights,
                ],
              }),
            },
          },
        },
        {
          EncryptionConfiguration: {
            EnableAtRestEncryption: true,
            EnableInTransitEncryption: false,
            AtRestEncryptionConfiguration: {
              S3EncryptionConfiguration: { EncryptionMode: "SSE-KMS", AwsKmsKey: "${aws_kms_key.s3.arn}" },
              LocalDiskEncryptionConfiguration: { EncryptionKeyProviderType: "AwsKms", AwsKmsKey: `${key}1` },
            },
          },
        },
      );
    const user = { Effect: "Allow", Principal: { AWS: "${aws_iam_role.nodes.arn}" }, Action: "kms:*", Resource: "*" };
    const rules = (report: Report) => report.findings.map(({ rule }) => rule);
    expect(rules(atRest({ ...user, Principal: { Service: "logs.us-east-1.amazonaws.com" } }))).toContain(
      "key.instance_role_not_user",
    );
    const good = rules(atRest(user));
    expect(good).not.toContain("key.instance_role_not_user");
    expect(good).not.toContain("config.unused");
  });
});
