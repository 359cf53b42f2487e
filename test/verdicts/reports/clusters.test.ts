import { all, type Lake, reported } from "./lake";

const cluster = ({ resource }: Lake) => resource.aws_emr_cluster?.main;
const off = "warning cluster.hostname_verification_off";

describe("software settings", () => {
  const verifier = (configurations: unknown, argument = "configurations_json") =>
    all(
      reported((lake) => {
        cluster(lake)[argument] = JSON.stringify(configurations);
      }),
    ).includes(off);
  const property = { "hadoop.ssl.hostname.verifier": "ALLOW_ALL" };

  test.each([
    ["as the provider documents them", [{ Classification: "core-site", Properties: property }]],
    ["in lower case, which Go's decoder takes as well", [{ classification: "core-site", properties: property }]],
    ["in capitals", [{ CLASSIFICATION: "core-site", PROPERTIES: property }]],
    [
      "with the case and blanks that Hadoop ignores",
      [{ Classification: "core-site", Properties: { "hadoop.ssl.hostname.verifier": " allow_all " } }],
    ],
  ])("are read %s", (_, configurations) => {
    expect(verifier(configurations)).toBe(true);
    expect(verifier(configurations, "configurations")).toBe(true);
  });

  test.each([
    ["a file beside the configuration", "settings.json", true],
    ["a file by its module's path", "${path.module}/settings.json", true],
    ["a file that is not here", "missing.json", "not evaluated"],
    ["a file that is no JSON", "broken.json", "not evaluated"],
    ["a URL", "https://example.com/settings.json", "not evaluated"],
  ])("in %s are read, or reported as not read", (_, configurations, expected) => {
    const report = reported((lake) => {
      lake.files["settings.json"] = JSON.stringify([{ Classification: "core-site", Properties: property }]);
      lake.files["broken.json"] = "[{";
      cluster(lake).configurations = configurations;
    });
    const isOpen = report.notEvaluated.some(({ rule }) => rule === "cluster.hostname_verification_off");
    expect(isOpen ? "not evaluated" : all(report).includes(off)).toBe(expected);
  });

  test("with another classification or value are not reported", () => {
    expect(verifier([{ classification: "hdfs-site", properties: property }])).toBe(false);
    expect(verifier([{ classification: "core-site", properties: { "hadoop.ssl.hostname.verifier": "DEFAULT" } }])).toBe(
      false,
    );
  });
});

describe("software settings of a part of the nodes", () => {
  const core = (value: string) => [
    { classification: "core-site", properties: { "hadoop.ssl.hostname.verifier": value } },
  ];
  const typeWith = (value: string) => ({ instance_type: "m5.xlarge", configurations: core(value) });
  const group = (configurations_json: string) => (lake: Lake) => {
    const task = { cluster_id: "${aws_emr_cluster.main.id}", instance_type: "m5.xlarge", configurations_json };
    lake.resource.aws_emr_instance_group = { task };
  };

  test.each<[string, (value: string) => (lake: Lake) => void]>([
    ["an instance group", (value) => group(JSON.stringify(core(value)))],
    [
      "a fleet of the cluster",
      (value) => (lake) => {
        cluster(lake).core_instance_fleet = { instance_type_configs: typeWith(value) };
      },
    ],
    [
      "a fleet of its own",
      (value) => (lake) => {
        const task = { cluster_id: "${aws_emr_cluster.main.id}", instance_type_configs: [typeWith(value)] };
        lake.resource.aws_emr_instance_fleet = { task };
      },
    ],
  ])("are read of %s", (_, change) => {
    expect(all(reported(change("ALLOW_ALL")))).toContain(off);
    expect(all(reported(change("DEFAULT")))).not.toContain(off);
  });

  test("are those of the cluster that the group belongs to", () => {
    const report = reported((lake) => {
      group(JSON.stringify(core("ALLOW_ALL")))(lake);
      const other = { ...structuredClone(cluster(lake)), name: "other" };
      Object.assign(lake.resource.aws_emr_cluster ?? {}, { other });
    });
    const found = report.findings.filter(({ rule }) => rule === "cluster.hostname_verification_off");
    expect(found.map(({ address }) => address)).toEqual(["aws_emr_cluster.main"]);
  });

  test("leave the verifier open where they are not known", () => {
    const report = reported(group('${file("elsewhere.json")}'));
    expect(report.notEvaluated.map(({ rule }) => rule)).toContain("cluster.hostname_verification_off");
  });
});

describe("a key for log files", () => {
  const logged = (values: object) =>
    all(
      reported((lake) => {
        Object.assign(cluster(lake), values);
      }),
    );

  test("is unused without a place for log files", () => {
    expect(logged({ log_encryption_kms_key_id: "${aws_kms_key.objects.arn}" })).toContain(
      "warning cluster.log_key_unused",
    );
  });

  test("is used with log_uri, and an old release is reported once", () => {
    const found = logged({
      log_encryption_kms_key_id: "${aws_kms_key.objects.arn}",
      log_uri: "s3://logs/emr/",
      release_label: "emr-5.29.0",
    });
    expect(found).not.toContain("warning cluster.log_key_unused");
    expect(found.filter((each) => /log_encryption_unready|release_too_old/.test(each))).toEqual([
      "error key.log_encryption_unready release",
    ]);
  });
});
