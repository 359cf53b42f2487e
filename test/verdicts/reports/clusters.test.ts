import { all, type Lake, reported, serious } from "./lake";

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

describe("the domain of the nodes", () => {
  const domains = (associations: object, vpc = "${aws_vpc.lake.id}") =>
    serious(
      reported((lake) => {
        Object.assign(lake.resource, {
          aws_vpc: { lake: { cidr_block: "10.0.0.0/16" }, office: { cidr_block: "10.1.0.0/16" } },
          aws_subnet: { nodes: { vpc_id: vpc, cidr_block: "10.0.1.0/24" } },
          aws_route_table: { nodes: { vpc_id: vpc, route: [{ cidr_block: "0.0.0.0/0", nat_gateway_id: "nat-1" }] } },
          aws_route_table_association: {
            nodes: { subnet_id: "${aws_subnet.nodes.id}", route_table_id: "${aws_route_table.nodes.id}" },
          },
          aws_vpc_dhcp_options: { office: { domain_name: "office.example" } },
          aws_vpc_dhcp_options_association: associations,
        });
        cluster(lake).ec2_attributes.subnet_id = "${aws_subnet.nodes.id}";
      }),
    );
  const association = (vpc_id: string) => ({ vpc_id, dhcp_options_id: "${aws_vpc_dhcp_options.office.id}" });
  const custom = "error cert.custom_domain_missing";

  test("follows the DHCP options of their VPC, not of another one", () => {
    expect(domains({ office: association("${aws_vpc.lake.id}") })).toEqual([custom]);
    expect(domains({ office: association("${aws_vpc.office.id}") })).toEqual([]);
    const both = { office: association("${aws_vpc.office.id}"), lake: association("${aws_vpc.lake.id}") };
    expect(domains(both)).toEqual([custom]);
  });

  test("follows all DHCP options where their VPC is not in the input", () => {
    expect(domains({ office: association("${aws_vpc.office.id}") }, "${var.vpc}")).toContain(custom);
    expect(domains({})).toContain(custom);
  });
});

test("EBS encryption by default counts in its own Region", () => {
  const byDefault = (settings: object) =>
    all(
      reported((lake) => {
        const { LocalDiskEncryptionConfiguration: disk } =
          lake.document.EncryptionConfiguration.AtRestEncryptionConfiguration;
        delete disk.EnableEbsEncryption;
        lake.resource.aws_ebs_encryption_by_default = { volumes: settings };
      }),
    ).filter((each) => each.includes("ebs_not_encrypted"));
  expect(byDefault({})).toEqual(["info config.ebs_not_encrypted by_default"]);
  expect(byDefault({ region: "us-east-1" })).toEqual(["info config.ebs_not_encrypted by_default"]);
  expect(byDefault({ region: "eu-west-1" })).toEqual(["warning config.ebs_not_encrypted"]);
});
