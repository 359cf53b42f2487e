import { lint } from "../../../../linter";
import { folderOf } from "../../models";

const now = new Date("2026-11-23T12:00:00Z");

const document = (authorization: object) => ({
  EncryptionConfiguration: {
    EnableAtRestEncryption: false,
    EnableInTransitEncryption: true,
    InTransitEncryptionConfiguration: { TLSCertificateConfiguration: { CertificateProviderType: "EMR" } },
  },
  AuthenticationConfiguration: {
    IdentityCenterConfiguration: {
      EnableIdentityCenter: true,
      IAMRoleForEMRIdentityCenterApplicationARN: "arn:aws:iam::111122223333:role/idc",
    },
  },
  AuthorizationConfiguration: authorization,
});

const site = (classification: string, properties: object) =>
  JSON.stringify([{ Classification: classification, Properties: properties }]);

function verdicts(authorization: object, clusters: readonly object[]): readonly string[] {
  const content = {
    provider: { aws: { region: "us-east-1" } },
    variable: { software: {} },
    resource: {
      aws_emr_security_configuration: { this: { name: "emr", configuration: JSON.stringify(document(authorization)) } },
      aws_emr_cluster: Object.fromEntries(
        clusters.map((cluster, at) => [
          `c${at}`,
          { release_label: "emr-7.5.0", security_configuration: "emr", ...cluster },
        ]),
      ),
    },
  };
  const rules = ["config.identity_center_incomplete"];
  const cwd = folderOf({ "main.tf.json": JSON.stringify(content) });
  const { findings, notEvaluated } = lint(["main.tf.json"], { cwd, now, rules });
  return [
    ...findings.map(({ variant, path }) => `${variant} ${path[path.length - 1]}`),
    ...notEvaluated.map(({ reason }) => reason),
  ];
}

const on = { configurations_json: site("emrfs-site", { "fs.s3.s3AccessGrants.enabled": "true" }) };
const onByS3a = { configurations_json: site("core-site", { "fs.s3a.access.grants.enabled": "true" }) };
const off = { configurations_json: site("emrfs-site", { "fs.s3.s3AccessGrants.enabled": "false" }) };
const elsewhere = { configurations: "https://s3.amazonaws.com/mybucket/settings.json" };
const noCluster = "S3 Access Grants are switched on by clusters, and none in the input uses this configuration";
const lakeFormation = { LakeFormationConfiguration: { AuthorizedSessionTagValue: "Amazon EMR" } };

test.each<[string, object, readonly object[], readonly string[]]>([
  ["Lake Formation in the document", lakeFormation, [{}], []],
  ["Lake Formation, and no cluster seen", lakeFormation, [], []],
  ["S3 Access Grants in emrfs-site", {}, [on], []],
  ["S3 Access Grants of S3A", {}, [onByS3a], []],
  ["neither", {}, [{}], ["access IdentityCenterConfiguration"]],
  ["S3 Access Grants switched off", {}, [off], ["access IdentityCenterConfiguration"]],
  ["S3 Access Grants on one of two clusters", {}, [on, {}], ["access IdentityCenterConfiguration"]],
  [
    "Lake Formation switched off",
    { LakeFormationConfiguration: { EnableLakeFormation: false } },
    [{}],
    ["access IdentityCenterConfiguration"],
  ],
  ["no cluster of the input that uses it", {}, [], [noCluster]],
  ["a cluster of another configuration", {}, [{ security_configuration: "other" }], [noCluster]],
  ["software settings in a file of elsewhere", {}, [elsewhere], ["the document of configurations is not in the input"]],
])("Identity Center with %s", (_, authorization, clusters, expected) => {
  expect(verdicts(authorization, clusters)).toEqual(expected);
});
