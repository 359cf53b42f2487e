import { join } from "node:path";
import { lint } from "../../../../linter/run/lint";
import { folderOf, PLANS } from "../../models";

const now = new Date("2026-11-23T12:00:00Z");
const checked = (input: string, cwd: string) => lint([input], { cwd, now, rules: ["cluster.*"] });
const found = (input: string, cwd: string) =>
  checked(input, cwd).findings.map(({ rule, variant, address }) =>
    [rule.replace("cluster.", ""), variant, address.replace("aws_emr_cluster.", "")].filter(Boolean).join(" "),
  );

const expected = [
  "no_security_configuration bare",
  "release_defect defect",
  "release_old_tls defect",
  "no_security_configuration elsewhere elsewhere",
  "emrfs_contradiction emrfs",
  "release_old_tls good_imds",
  "imds_release imds_old",
  "release_old_tls imds_old",
  "kerberos_mismatch attributes kerberos_alone",
  "kerberos_mismatch kerberos_missing",
  "release_old_tls too_old",
  "release_too_old too_old",
  "hostname_verification_off verifier",
];

/** One cluster of release 7.5.0 over a configuration by the name `lake`, both as given. */
function stack(cluster: object, document: object = {}, resources: object = {}): string {
  return JSON.stringify({
    provider: { aws: { region: "us-east-1" } },
    resource: {
      aws_emr_security_configuration: { lake: { name: "lake", configuration: JSON.stringify(document) } },
      aws_emr_cluster: {
        this: {
          release_label: "emr-7.5.0",
          security_configuration: "lake",
          depends_on: ["aws_emr_security_configuration.lake"],
          ...cluster,
        },
      },
      ...resources,
    },
  });
}

describe("clusters", () => {
  test.each(["plan.json", "main.tf.json"])("each mistake in %s is found, and the good ones are left alone", (input) => {
    expect(found(input, join(PLANS, "clusters"))).toEqual(expected);
  });

  test("an external configuration is not known, which is reported once for each rule", () => {
    const { notEvaluated } = checked("plan.json", join(PLANS, "clusters"));
    expect(notEvaluated.map(({ rule, address, reason }) => [rule, address, reason])).toEqual([
      [
        "cluster.kerberos_mismatch",
        "aws_emr_cluster.elsewhere",
        "the security configuration made-elsewhere is not in the input",
      ],
      [
        "cluster.release_too_old",
        "aws_emr_cluster.elsewhere",
        "the security configuration made-elsewhere is not in the input",
      ],
    ]);
  });

  test.each([
    ["a configuration is named by its name alone", { security_configuration: "lake" }, []],
    ["a configuration is named by its id", { security_configuration: "${aws_emr_security_configuration.lake.id}" }, []],
    ["an empty name is none", { security_configuration: "" }, ["no_security_configuration this"]],
    ["the release is newer than any that is known", { release_label: "emr-8.0.0" }, ["release_unlisted newer this"]],
    ["a release of the future", { release_label: "emr-7.99.0" }, ["release_unlisted newer this"]],
    ["a release that was never there", { release_label: "emr-7.5.9" }, ["release_unlisted this"]],
    ["the newest release of another line", { release_label: "emr-spark-8.1.0" }, []],
    ["the label of EMR on EKS", { release_label: "emr-7.5.0-latest" }, ["release_unlisted invalid this"]],
    ["a version without its prefix", { release_label: "7.5.0" }, ["release_unlisted invalid this"]],
  ])("%s", (_, cluster, rules) => {
    expect(found("main.tf.json", folderOf({ "main.tf.json": stack(cluster) }))).toEqual(rules);
  });

  test("rules that depend on an invalid release label are not evaluated", () => {
    const { findings, notEvaluated } = checked(
      "main.tf.json",
      folderOf({ "main.tf.json": stack({ release_label: "custom" }) }),
    );
    expect(findings.map(({ message }) => message)).toEqual([
      "custom is not a release label of Amazon EMR on EC2, such as emr-7.14.0 or emr-spark-8.1.0",
    ]);
    expect(new Set(notEvaluated.map(({ reason }) => reason))).toEqual(new Set(["'custom' is not a release label"]));
  });

  test("a release that is an expression is open, and not reported as wrong", () => {
    const text = JSON.stringify({
      variable: { release: { type: "string" } },
      ...JSON.parse(stack({ release_label: "${var.release}" })),
    });
    const { findings, notEvaluated } = checked("main.tf.json", folderOf({ "main.tf.json": text }));
    expect(findings).toEqual([]);
    expect(notEvaluated.map(({ rule }) => rule)).toContain("cluster.release_unlisted");
  });

  describe("features and the releases, connectors and nodes that they need", () => {
    const iam = { IAMConfiguration: { EnableApplicationScopedIAMRole: true } };
    const ranger = (App = "Spark") => ({
      RangerConfiguration: { RangerPluginConfigurations: [{ App, ClientSecretARN: "a", PolicyRepositoryName: "b" }] },
    });
    const users = (more: object = {}) => ({ IdentityCenterConfiguration: { EnableIdentityCenter: true, ...more } });
    const emrfs = [
      { Classification: "core-site", Properties: { "fs.s3.impl": "com.amazon.ws.emr.hadoop.fs.EmrFileSystem" } },
    ];
    const three = { master_instance_group: [{ instance_type: "m5.xlarge", instance_count: 3 }] };
    const fleet = { master_instance_fleet: [{ target_on_demand_capacity: 3 }] };

    test.each([
      ["runtime roles", "emr-6.6.0", iam, {}, {}, ["release_too_old"]],
      ["runtime roles", "emr-6.7.0", iam, {}, {}, []],
      ["Ranger", "emr-5.31.0", ranger(), {}, {}, ["release_too_old"]],
      ["Ranger", "emr-6.2.1", ranger(), {}, {}, ["release_too_old"]],
      ["Ranger", "emr-6.3.0", ranger(), {}, {}, []],
      ["Ranger's plug-in for Trino", "emr-6.6.0", ranger("Trino"), {}, {}, ["release_too_old"]],
      ["Ranger's plug-in for Trino", "emr-6.7.0", ranger("Trino"), {}, {}, []],
      ["Identity Center", "emr-6.14.0", {}, users(), {}, ["release_too_old"]],
      ["Identity Center", "emr-6.15.0", {}, users(), {}, []],
      ["Identity Center with runtime roles", "emr-7.7.0", iam, users(), {}, ["release_too_old"]],
      ["Identity Center with runtime roles", "emr-7.8.0", iam, users(), {}, []],
      ["background sessions", "emr-7.10.0", {}, users({ EnableUserBackgroundSession: true }), {}, ["release_too_old"]],
      ["background sessions", "emr-7.11.0", {}, users({ EnableUserBackgroundSession: true }), {}, []],
      ["Ranger on S3A", "emr-7.10.0", ranger(), {}, {}, ["ranger_connector"]],
      ["Ranger on EMRFS", "emr-7.10.0", ranger(), {}, { configurations_json: JSON.stringify(emrfs) }, []],
      ["Ranger before S3A", "emr-7.9.0", ranger(), {}, {}, []],
      ["runtime roles, three primary nodes", "emr-7.5.0", iam, {}, three, ["primaries_unsupported"]],
      ["Identity Center, a fleet of three", "emr-7.5.0", {}, users(), fleet, ["primaries_unsupported"]],
      ["neither, three primary nodes", "emr-7.5.0", {}, {}, three, []],
    ])("%s on %s", (_, release_label, AuthorizationConfiguration, AuthenticationConfiguration, cluster, rules) => {
      const document = { AuthorizationConfiguration, AuthenticationConfiguration };
      const folder = folderOf({ "main.tf.json": stack({ release_label, ...cluster }, document) });
      expect(found("main.tf.json", folder).map((each) => each.split(" ")[0])).toEqual(rules);
    });
  });

  test("software settings that are not a JSON list contradict nothing", () => {
    for (const configurations_json of [
      "{",
      "7",
      '{"a":1}',
      '[1,{"Classification":2}]',
      '[{"Classification":"emrfs-site"}]',
    ]) {
      expect(found("main.tf.json", folderOf({ "main.tf.json": stack({ configurations_json }) }))).toEqual([]);
    }
  });

  test("a cluster alone is checked", () => {
    const folder = folderOf({
      "main.tf.json": JSON.stringify({ resource: { aws_emr_cluster: { this: { release_label: "emr-7.5.0" } } } }),
    });
    expect(checked("main.tf.json", folder).inputs[0]?.status).toBe("checked");
    expect(found("main.tf.json", folder)).toEqual(["no_security_configuration this"]);
  });
});
