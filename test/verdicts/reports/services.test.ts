import { lint } from "../../../linter";
import { folderOf } from "../../linter/models";
import { all, reported } from "./lake";

describe("keys of services without a security configuration", () => {
  const key = (more: object = {}) => ({ deletion_window_in_days: 30, ...more });
  const application = (arn: string) => ({
    name: "etl",
    release_label: "emr-7.5.0",
    type: "spark",
    monitoring_configuration: [{ s3_monitoring_configuration: [{ encryption_key_arn: arn }] }],
  });
  const found = (type: string, values: object, more: object = {}) =>
    reported(({ resource }) => {
      Object.assign(resource.aws_kms_key ?? {}, { service: key(more) });
      resource[type] = { etl: values };
    });

  test.each([
    ["EMR Serverless", "aws_emrserverless_application", application("${aws_kms_key.service.arn}")],
    ["EMR on EKS", "aws_emrcontainers_job_template", { name: "etl", kms_key_arn: "${aws_kms_key.service.arn}" }],
    ["EMR Studio", "aws_emr_studio", { name: "etl", encryption_key_arn: "${aws_kms_key.service.arn}" }],
  ])("a key of %s is checked like any other", (_, type, values) => {
    const { findings } = found(type, values);
    expect(findings.filter(({ address }) => address === "aws_kms_key.service").map(({ rule }) => rule)).toContain(
      "key.rotation_off",
    );
  });

  test("a key of EMR Serverless is checked where the input has no cluster", () => {
    const alone = {
      resource: {
        aws_kms_key: { service: key() },
        aws_emrserverless_application: { etl: application("${aws_kms_key.service.arn}") },
      },
    };
    const cwd = folderOf({ "main.tf.json": JSON.stringify(alone) });
    const { findings } = lint(["main.tf.json"], { cwd, noSettings: true });
    expect(findings.map(({ rule }) => rule)).toContain("key.rotation_off");
  });

  test("a key that nothing names is not checked", () => {
    expect(all(found("aws_emrserverless_application", application("")))).not.toContain("warning key.rotation_off");
  });
});
