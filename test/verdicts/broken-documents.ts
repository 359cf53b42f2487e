/** A document in which every section is there and right. */
export function document() {
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
export const breaks: { readonly [rule: string]: (document: Document) => unknown } = {
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

/** The document, broken so that the rule fires. */
export function broken(rule: string): Document {
  const changed = document();
  breaks[rule]?.(changed);
  return changed;
}

/** Terraform JSON with one security configuration for each rule, broken so that it fires, and one that is right. */
export function brokenStack(): object {
  const rules = Object.keys(breaks);
  const named = (rule: string) => rule.replace("config.", "");
  const configuration = (of: Document) => ({ configuration: JSON.stringify(of) });
  const alias = (name: string) => ({ name: `alias/${name}`, target_key_id: `\${aws_kms_key.${name}.key_id}` });
  return {
    terraform: { required_providers: { aws: { source: "hashicorp/aws", version: "5.100.0" } } },
    provider: {
      aws: {
        region: "us-east-1",
        access_key: "test",
        secret_key: "test",
        skip_credentials_validation: true,
        skip_requesting_account_id: true,
        skip_metadata_api_check: "true",
      },
    },
    resource: {
      aws_kms_key: Object.fromEntries(["s3", "disk", "logs"].map((name) => [name, { enable_key_rotation: true }])),
      aws_kms_alias: { s3: alias("s3"), disk: alias("disk") },
      aws_s3_bucket: { certs: { bucket_prefix: "certs-" } },
      aws_emr_security_configuration: {
        right: configuration(document()),
        ...Object.fromEntries(rules.map((rule) => [named(rule), configuration(broken(rule))])),
      },
    },
  };
}
