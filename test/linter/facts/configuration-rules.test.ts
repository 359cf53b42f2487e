import { readCatalogue } from "../../../linter/catalogue";
import { lint } from "../../../linter/lint";
import { folderOf } from "../models";

/** A document in which every section is there and right. */
function document() {
  return {
    EncryptionConfiguration: {
      EnableAtRestEncryption: true,
      EnableInTransitEncryption: true,
      AtRestEncryptionConfiguration: {
        S3EncryptionConfiguration: {
          EncryptionMode: "SSE-KMS",
          AwsKmsKey: "${aws_kms_key.s3.arn}",
          Overrides: [{ BucketName: "logs", EncryptionMode: "SSE-KMS", AwsKmsKey: "${aws_kms_key.logs.arn}" }],
        } as Section,
        LocalDiskEncryptionConfiguration: {
          EncryptionKeyProviderType: "AwsKms",
          AwsKmsKey: "${aws_kms_key.disk.arn}",
          EnableEbsEncryption: true,
        } as Section,
      } as Section & { S3EncryptionConfiguration: Section; LocalDiskEncryptionConfiguration: Section },
      InTransitEncryptionConfiguration: {
        TLSCertificateConfiguration: { CertificateProviderType: "EMR", ValidityInDays: 365 } as Section,
      },
    } as Section & Encryption,
    AuthenticationConfiguration: {
      KerberosConfiguration: {
        Provider: "ClusterDedicatedKdc",
        ClusterDedicatedKdcConfiguration: { TicketLifetimeInHours: 24 },
      } as Section,
      IdentityCenterConfiguration: {
        EnableIdentityCenter: true,
        IAMRoleForEMRIdentityCenterApplicationARN: "arn:aws:iam::111122223333:role/idc",
      } as Section,
    } as Section & { KerberosConfiguration: Section; IdentityCenterConfiguration: Section },
    AuthorizationConfiguration: {
      EmrFsConfiguration: {
        RoleMappings: [
          { Role: "arn:aws:iam::111122223333:role/a", IdentifierType: "Prefix", Identifiers: ["s3://lake/raw/a/"] },
          { Role: "arn:aws:iam::111122223333:role/b", IdentifierType: "Prefix", Identifiers: ["s3://lake/raw/"] },
        ] as Section[],
      },
      LakeFormationConfiguration: { AuthorizedSessionTagValue: "Amazon EMR" },
    } as Section & { EmrFsConfiguration: { RoleMappings: Section[] } },
    InstanceMetadataServiceConfiguration: {
      MinimumInstanceMetadataServiceVersion: 2,
      HttpPutResponseHopLimit: 1,
    } as Section,
  };
}

type Section = { [name: string]: unknown };
type Document = ReturnType<typeof document>;
interface Encryption {
  AtRestEncryptionConfiguration: Section & {
    S3EncryptionConfiguration: Section;
    LocalDiskEncryptionConfiguration: Section;
  };
  InTransitEncryptionConfiguration: { TLSCertificateConfiguration: Section };
}

const encryption = (document: Document) => document.EncryptionConfiguration;
const s3 = (document: Document) => encryption(document).AtRestEncryptionConfiguration.S3EncryptionConfiguration;
const disk = (document: Document) =>
  encryption(document).AtRestEncryptionConfiguration.LocalDiskEncryptionConfiguration;
const tls = (document: Document) => encryption(document).InTransitEncryptionConfiguration.TLSCertificateConfiguration;
const override = (document: Document) => (s3(document).Overrides as Section[])[0] as Section;
const mappings = (document: Document) => document.AuthorizationConfiguration.EmrFsConfiguration.RoleMappings;

/** Replaces all members of a section. */
function become(section: Section, members: Section): void {
  for (const name of Object.keys(section)) delete section[name];
  Object.assign(section, members);
}

/** What has to be done to the document so that a rule fires. */
const breaks: { readonly [rule: string]: (document: Document) => unknown } = {
  "config.unknown_property": (it) => Object.assign(encryption(it), { EnableEverything: true }),
  "config.string_boolean": (it) => Object.assign(encryption(it), { EnableAtRestEncryption: "true" }),
  "config.at_rest_disabled": (it) => {
    become(encryption(it).AtRestEncryptionConfiguration, {});
    Reflect.deleteProperty(encryption(it), "AtRestEncryptionConfiguration");
    encryption(it).EnableAtRestEncryption = false;
  },
  "config.in_transit_disabled": (it) => {
    Reflect.deleteProperty(encryption(it), "InTransitEncryptionConfiguration");
    Reflect.deleteProperty(encryption(it), "EnableInTransitEncryption");
  },
  "config.settings_without_flag": (it) => Object.assign(encryption(it), { EnableAtRestEncryption: false }),
  "config.at_rest_incomplete": (it) => become(encryption(it).AtRestEncryptionConfiguration, {}),
  "config.in_transit_incomplete": (it) => Object.assign(encryption(it), { InTransitEncryptionConfiguration: {} }),
  "config.s3_encryption_missing": (it) =>
    Reflect.deleteProperty(encryption(it).AtRestEncryptionConfiguration, "S3EncryptionConfiguration"),
  "config.local_disk_missing": (it) =>
    Reflect.deleteProperty(encryption(it).AtRestEncryptionConfiguration, "LocalDiskEncryptionConfiguration"),
  "config.s3_mode_invalid": (it) => Object.assign(s3(it), { EncryptionMode: "SSE-C" }),
  "config.s3_key_missing": (it) => Reflect.deleteProperty(override(it), "AwsKmsKey"),
  "config.s3_fields_conflict": (it) => Object.assign(s3(it), { S3Object: "s3://jars/keys.jar" }),
  "config.s3_provider_incomplete": (it) => become(s3(it), { EncryptionMode: "CSE-Custom" }),
  "config.key_not_arn": (it) => Object.assign(disk(it), { AwsKmsKey: "${aws_kms_key.disk.key_id}" }),
  "config.key_alias_arn": (it) => Object.assign(disk(it), { AwsKmsKey: "${aws_kms_alias.disk.arn}" }),
  "config.aws_managed_key": (it) =>
    Object.assign(disk(it), { AwsKmsKey: "arn:aws:kms:us-east-1:111122223333:alias/aws/ebs" }),
  "config.override_bucket_invalid": (it) => Object.assign(override(it), { BucketName: "s3://logs" }),
  "config.s3_not_customer_key": (it) => become(override(it), { BucketName: "logs", EncryptionMode: "SSE-S3" }),
  "config.local_disk_incomplete": (it) => Reflect.deleteProperty(disk(it), "AwsKmsKey"),
  "config.ebs_without_kms": (it) =>
    become(disk(it), {
      EncryptionKeyProviderType: "Custom",
      S3Object: "s3://jars/keys.jar",
      EncryptionKeyProviderClass: "com.example.Keys",
      EnableEbsEncryption: true,
    }),
  "config.ebs_not_encrypted": (it) => Reflect.deleteProperty(disk(it), "EnableEbsEncryption"),
  "config.shared_key": (it) => Object.assign(disk(it), { AwsKmsKey: "${aws_kms_alias.s3.target_key_arn}" }),
  "config.shared_provider_class": (it) => {
    const provider = { S3Object: "s3://jars/keys.jar", EncryptionKeyProviderClass: "com.example.Keys" };
    become(s3(it), { EncryptionMode: "CSE-Custom", ...provider });
    become(disk(it), { EncryptionKeyProviderType: "Custom", ...provider });
  },
  "config.provider_class_invalid": (it) =>
    become(s3(it), {
      EncryptionMode: "CSE-Custom",
      S3Object: "s3://jars/k.jar",
      EncryptionKeyProviderClass: "Keys.jar",
    }),
  "config.tls_provider_invalid": (it) => Object.assign(tls(it), { CertificateProviderType: "ACM" }),
  "config.tls_provider_incomplete": (it) => become(tls(it), { CertificateProviderType: "PEM" }),
  "config.s3_uri_invalid": (it) => become(tls(it), { CertificateProviderType: "PEM", S3Object: "s3a://certs/c.zip" }),
  "config.s3_uri_extension": (it) =>
    become(tls(it), { CertificateProviderType: "PEM", S3Object: "s3://${aws_s3_bucket.certs.bucket}/c.tar" }),
  "config.tls_fields_conflict": (it) => Object.assign(tls(it), { S3Object: "s3://certs/c.zip" }),
  "config.managed_ca_validity": (it) => Object.assign(tls(it), { ValidityInDays: 7 }),
  "config.wildcard_suffix_invalid": (it) => Object.assign(tls(it), { WildcardDnsSuffix: "*.corp.example" }),
  "config.imds_invalid": (it) =>
    Object.assign(it.InstanceMetadataServiceConfiguration, { HttpPutResponseHopLimit: 65 }),
  "config.imds_v1_allowed": (it) => Reflect.deleteProperty(it, "InstanceMetadataServiceConfiguration"),
  "config.kerberos_incomplete": (it) =>
    Object.assign(it.AuthenticationConfiguration.KerberosConfiguration, { Provider: "ExternalKdc" }),
  "config.sasl_unprotected": (it) => Reflect.deleteProperty(it.AuthenticationConfiguration, "KerberosConfiguration"),
  "config.identity_center_incomplete": (it) =>
    become(it.AuthenticationConfiguration.IdentityCenterConfiguration, { EnableIdentityCenter: true }),
  "config.role_mapping_invalid": (it) => Object.assign(mappings(it)[0] as Section, { Role: "analysts" }),
  "config.role_mapping_shadowed": (it) => mappings(it).reverse(),
  "config.ranger_incomplete": (it) => {
    Reflect.deleteProperty(it.AuthenticationConfiguration, "KerberosConfiguration");
    return Object.assign(it.AuthorizationConfiguration, {
      RangerConfiguration: { AdminServerURL: "https://ranger:6182" },
    });
  },
};

/** Rules of one area that fire on the stack in a folder. */
function found(cwd: string, input: string): readonly string[] {
  const { findings, inputs } = lint([input], { cwd, now: new Date("2026-11-23T12:00:00Z") });
  expect(inputs.map(({ status, error }) => error ?? status)).toEqual(["judged"]);
  return findings.map(({ rule }) => rule).filter((rule) => rule.startsWith("config."));
}

function stack(configuration: unknown): string {
  const keys = Object.fromEntries(["s3", "disk", "logs"].map((name) => [name, { enable_key_rotation: true }]));
  const alias = (name: string) => ({ name: `alias/${name}`, target_key_id: `\${aws_kms_key.${name}.key_id}` });
  return folderOf({
    "main.tf.json": JSON.stringify({
      provider: { aws: { region: "us-east-1" } },
      resource: {
        aws_kms_key: keys,
        aws_kms_alias: { s3: alias("s3"), disk: alias("disk") },
        aws_s3_bucket: { certs: { bucket_prefix: "certs-" } },
        aws_emr_security_configuration: { this: { name: "emr", configuration } },
        aws_emr_cluster: { etl: { security_configuration: "${aws_emr_security_configuration.this.name}" } },
      },
    }),
  });
}

test("a document with every section, right and not yet applied, is clean", () => {
  expect(found(stack(JSON.stringify(document())), "main.tf.json")).toEqual([]);
});

test.each(Object.entries(breaks))("%s fires on a stack, before anything is applied", (rule, change) => {
  const broken = document();
  change(broken);
  expect(found(stack(JSON.stringify(broken)), "main.tf.json")).toContain(rule);
});

test("config.not_json fires alone on a document that ends too early", () => {
  expect(found(stack(JSON.stringify(document()).slice(0, -1)), "main.tf.json")).toEqual(["config.not_json"]);
});

describe("what a plan does to a security configuration", () => {
  const plain = { name: "emr", configuration: JSON.stringify(applied()) };
  const cluster = { type: "aws_emr_cluster", address: "aws_emr_cluster.etl", mode: "managed", name: "etl" };
  const configuration = { type: "aws_emr_security_configuration", address: "aws_emr_security_configuration.this" };

  function planned(actions: readonly string[], after: object | null, used: boolean): string {
    const named = { security_configuration: used ? "emr" : "other" };
    return folderOf({
      "plan.json": JSON.stringify({
        format_version: "1.2",
        resource_changes: [
          {
            ...configuration,
            mode: "managed",
            name: "this",
            change: { actions, before: plain, after, after_unknown: {} },
          },
          { ...cluster, change: { actions: ["no-op"], before: named, after: named, after_unknown: {} } },
        ],
      }),
    });
  }

  test.each([
    ["config.replaced_in_use", ["delete", "create"], plain, true],
    ["config.replaced_in_use", ["delete"], null, true],
    ["config.name_collision", ["create", "delete"], plain, false],
    ["config.unused", ["no-op"], plain, false],
  ])("%s fires on %j", (rule, actions, after, used) => {
    expect(found(planned(actions, after, used), "plan.json")).toContain(rule);
  });

  test("one that is destroyed is not judged by what it says", () => {
    expect(found(planned(["delete"], null, true), "plan.json")).toEqual(["config.replaced_in_use"]);
  });

  test("one that stays and is used is clean", () => {
    expect(found(planned(["no-op"], plain, true), "plan.json")).toEqual([]);
  });

  /** The document as EMR holds it: every key an ARN. */
  function applied(): unknown {
    const arn = (name: string) =>
      `arn:aws:kms:us-east-1:111122223333:key/${name.padEnd(8, "0")}-0000-0000-0000-000000000000`;
    return JSON.parse(JSON.stringify(document()).replace(/\$\{aws_kms_key\.(\w+)\.arn\}/g, (_, name) => arn(name)));
  }
});

test("every rule of the area has its case here", () => {
  const others = ["config.not_json", "config.replaced_in_use", "config.name_collision", "config.unused"];
  const area = [...readCatalogue().keys()].filter((id) => id.startsWith("config."));
  expect([...Object.keys(breaks), ...others].sort()).toEqual(area);
});
