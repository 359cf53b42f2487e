import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { lint } from "../../linter/run/lint";
import { folderOf, PLANS } from "../linter/models";

const now = new Date("2026-11-23T12:00:00Z");

/** A plan as a pipeline hands it over: without its sources. */
function alone(plan: string): string {
  const folder = folderOf({});
  copyFileSync(join(PLANS, plan), join(folder, "plan.json"));
  return folder;
}

const checked = (cwd: string, input = "plan.json") => lint([input], { cwd, now });

/** Errors and warnings by configuration; where one is told at a key, by the key. */
function verdicts({ findings }: ReturnType<typeof checked>): { readonly [address: string]: readonly string[] } {
  const serious = findings.filter(({ severity }) => severity !== "info");
  return Object.fromEntries(
    [...new Set(serious.map(({ address }) => address))].map((address) => [
      address.replace("aws_emr_security_configuration.", ""),
      [...new Set(serious.filter((each) => each.address === address).map(({ rule }) => rule))],
    ]),
  );
}

/** Each configuration of the fixture is `good` but for the one thing that its name says. */
const WRONG = [
  ["transit_flag_false", ["config.in_transit_disabled"]],
  ["transit_flag_absent", ["config.settings_without_flag"]],
  ["at_rest_flag_false", ["config.at_rest_disabled"]],
  ["at_rest_flag_absent", ["config.settings_without_flag"]],
  ["tls_block_absent", ["config.in_transit_incomplete"]],
  ["pem_without_object", ["config.tls_provider_incomplete"]],
  ["local_disk_absent", ["config.local_disk_missing"]],
  ["ebs_flag_absent", ["config.ebs_not_encrypted"]],
  ["one_key_for_both", ["config.shared_key"]],
  ["one_class_for_both", ["config.shared_provider_class"]],
  ["flat_schema", ["config.unknown_property"]],
  ["not_json", ["config.not_json"]],
] as const;

describe("a plan of JSON syntax that Terraform made", () => {
  const beside = checked(join(PLANS, "verdicts", "json-syntax"));
  const report = checked(alone("verdicts/json-syntax/plan.json"));
  const found = verdicts(report);

  describe.each([
    ["whose keys are known", "module.known"],
    ["whose keys are known after apply", "module.created"],
  ])("configurations %s", (_, module) => {
    test.each(WRONG)("%s is %j, and nothing else", (name, rules) => {
      expect(found[`${module}.${name}`]).toEqual(rules);
    });

    test("good has no finding above info", () => {
      expect(report.findings.map(({ address }) => address)).toContain(`${module}.aws_emr_security_configuration.good`);
      expect(found[`${module}.good`]).toBeUndefined();
    });
  });

  test("a key of another Region is reported at the configuration that names its ARN, and at the key that the plan makes", () => {
    expect(found["module.known.key_of_another_region"]).toEqual(["key.region_mismatch"]);
    expect(found["aws_kms_key.west"]).toEqual(["key.region_mismatch"]);
  });

  test("has no other findings above info", () => {
    const addresses = WRONG.flatMap(([name]) => [`module.known.${name}`, `module.created.${name}`]);
    const expected = [...addresses, "module.known.key_of_another_region", "aws_kms_key.west"];
    expect(Object.keys(found).sort()).toEqual(expected.sort());
  });

  test("leaves open only the content of zip and JAR, which are elsewhere", () => {
    expect([...new Set(report.notEvaluated.map(({ reason }) => reason))]).toEqual([
      "s3://emr-artifacts-111122223333/certs/production.zip is uploaded elsewhere",
      "s3://emr-artifacts-111122223333/jars/providers.jar is uploaded elsewhere",
    ]);
  });

  test("gives the same with its sources beside it, and from the sources alone", () => {
    expect(verdicts(beside)).toEqual(found);
    expect(verdicts(checked(join(PLANS, "verdicts", "json-syntax"), "main.tf.json"))).toEqual(found);
  });
});

describe("a plan of HCL, where configurations are known after apply", () => {
  const report = checked(alone("verdicts/hcl/plan.json"));
  const reasons = (name: string) => [
    ...new Set(
      report.notEvaluated
        .filter(({ address }) => address === `aws_emr_security_configuration.${name}`)
        .map(({ reason, resolveWith }) => `${reason}; ${resolveWith}`),
    ),
  ];

  test("one made from two keys of a for_each is not evaluated, and the report says what would resolve it", () => {
    expect(verdicts(report)).not.toHaveProperty("unknown");
    expect(reasons("unknown")).toEqual([
      "known after apply, from an expression that a plan of HCL does not keep; " +
        "pass the folder of its sources with --root, or lint a plan made after the resources that it refers to exist",
    ]);
    const open = report.notEvaluated.filter(({ address }) => address === "aws_emr_security_configuration.unknown");
    expect(open.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(["config.at_rest_disabled", "config.in_transit_disabled", "config.shared_key"]),
    );
  });

  test("one made from a single key of a for_each, twice, is likely to share it", () => {
    expect(verdicts(report)).toHaveProperty("one_key_for_both", ["config.shared_key"]);
    expect(report.findings.find(({ rule }) => rule === "config.shared_key")).toMatchObject({
      variant: "likely",
      severity: "warning",
      params: { onlyKey: 'aws_kms_key.at_rest["s3"].arn' },
    });
  });
});
