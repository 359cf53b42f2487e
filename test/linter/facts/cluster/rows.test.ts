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

  test("what is in a configuration of others is not known, and said once for each rule that asks", () => {
    const { notEvaluated } = checked("plan.json", join(PLANS, "clusters"));
    expect(notEvaluated.map(({ rule, address, reason }) => [rule, address, reason])).toEqual([
      [
        "cluster.kerberos_mismatch",
        "aws_emr_cluster.elsewhere",
        "the security configuration made-elsewhere is not in the input",
      ],
    ]);
  });

  test.each([
    ["a configuration is named by its name alone", { security_configuration: "lake" }, []],
    ["a configuration is named by its id", { security_configuration: "${aws_emr_security_configuration.lake.id}" }, []],
    ["an empty name is none", { security_configuration: "" }, ["no_security_configuration this"]],
    ["the label of a release is newer than any", { release_label: "emr-8.0.0" }, []],
    ["the label has a suffix", { release_label: "emr-4.7.2-latest" }, ["release_too_old this"]],
  ])("%s", (_, cluster, rules) => {
    expect(found("main.tf.json", folderOf({ "main.tf.json": stack(cluster) }))).toEqual(rules);
  });

  test("a label that is no release leaves what depends on it open", () => {
    const { findings, notEvaluated } = checked(
      "main.tf.json",
      folderOf({ "main.tf.json": stack({ release_label: "custom" }) }),
    );
    expect(findings).toEqual([]);
    expect(new Set(notEvaluated.map(({ reason }) => reason))).toEqual(
      new Set(["'custom' is not a release label of EMR on EC2"]),
    );
  });

  test("software settings that are not JSON, or not lists, are nobody's contradiction", () => {
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

  test("a cluster alone is something to check", () => {
    const folder = folderOf({
      "main.tf.json": JSON.stringify({ resource: { aws_emr_cluster: { this: { release_label: "emr-7.5.0" } } } }),
    });
    expect(checked("main.tf.json", folder).inputs[0]?.status).toBe("checked");
    expect(found("main.tf.json", folder)).toEqual(["no_security_configuration this"]);
  });
});
