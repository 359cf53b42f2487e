import { EncryptionKey, ProviderJar, SecurityConfiguration } from "../../../modules";
import { type Attempt, bundleIn, encryption, role } from "./attempt";

const emrfs = (...mappings: readonly object[]) =>
  ({ authorization: { EmrFsConfiguration: { RoleMappings: mappings } } }) as never;
/** What a security configuration can get wrong. */
export const configurationAttempts: readonly Attempt[] = [
  {
    did: "a misspelt property",
    rule: "config.unknown_property",
    refused: true,
    told: "[lake/encryption/security-configuration] instanceMetadata.HttpPutResponseHopLimits is not a property of EMR; write HttpPutResponseHopLimit\n  [lake/encryption/security-configuration] instanceMetadata.HttpPutResponseHopLimit is missing",
    fill: (stack) =>
      encryption(stack, {
        instanceMetadata: { MinimumInstanceMetadataServiceVersion: 2, HttpPutResponseHopLimits: 2 } as never,
      }),
  },
  {
    did: "nothing at rest",
    rule: "config.at_rest_disabled",
    told: "[lake/encryption/security-configuration/generation] config.at_rest_disabled",
    fill: (stack) => encryption(stack, { atRest: "off" }),
  },
  {
    did: "nothing in transit",
    rule: "config.in_transit_disabled",
    told: "[lake/encryption/security-configuration/generation] config.in_transit_disabled",
    fill: (stack) => encryption(stack, { inTransit: "off" }),
  },
  {
    did: "no local disks",
    rule: "config.local_disk_missing",
    told: "[lake/encryption/security-configuration/generation] config.local_disk_missing",
    fill: (stack) => encryption(stack, { atRest: { s3: { mode: "SSE-KMS" } } }),
  },
  {
    did: "no objects in S3",
    rule: "config.s3_encryption_missing",
    told: "[lake/encryption/security-configuration/generation] config.s3_encryption_missing",
    fill: (stack) => encryption(stack, { atRest: { localDisk: { provider: "AwsKms" } } }),
  },
  {
    did: "a key of Amazon S3's own",
    rule: "config.s3_not_customer_key",
    told: "[lake/encryption/security-configuration/generation] config.s3_not_customer_key",
    fill: (stack) => encryption(stack, { atRest: { s3: { mode: "SSE-S3" }, localDisk: { provider: "AwsKms" } } }),
  },
  {
    did: "EBS left clear",
    rule: "config.ebs_not_encrypted",
    told: "[lake/encryption/security-configuration/generation] config.ebs_not_encrypted",
    fill: (stack) =>
      encryption(stack, { atRest: { s3: { mode: "SSE-KMS" }, localDisk: { provider: "AwsKms", ebs: false } } }),
  },
  {
    did: "one key for S3 and local disks",
    rule: "config.shared_key",
    told: "[lake/encryption/security-configuration/generation] config.shared_key",
    fill: (stack) => {
      const key = new EncryptionKey(stack, "key");
      encryption(stack, { atRest: { s3: { mode: "SSE-KMS", key }, localDisk: { provider: "AwsKms", key } } });
    },
  },
  {
    did: "one key for an override and local disks",
    rule: "config.shared_key",
    told: "[lake/encryption/security-configuration/generation] config.shared_key",
    fill: (stack) => {
      const key = new EncryptionKey(stack, "key");
      encryption(stack, {
        atRest: {
          s3: { mode: "SSE-KMS", overrides: [{ bucket: "ledger", mode: "CSE-KMS", key }] },
          localDisk: { provider: "AwsKms", key },
        },
      });
    },
  },
  {
    did: "an override for an address",
    rule: "config.override_bucket_invalid",
    told: "[lake/encryption/security-configuration/generation] config.override_bucket_invalid",
    fill: (stack) =>
      encryption(stack, {
        atRest: { s3: { mode: "SSE-KMS", overrides: [{ bucket: "s3://ledger", mode: "SSE-S3" }] } },
      }),
  },
  {
    did: "a mode that EMR does not have",
    rule: "config.s3_mode_invalid",
    refused: true,
    told: "[lake/encryption/security-configuration] atRest.s3.mode (EncryptionMode) is 'SSE-C', expected SSE-S3, SSE-KMS, CSE-KMS or CSE-Custom",
    fill: (stack) => encryption(stack, { atRest: { s3: { mode: "SSE-C" } as never } }),
  },
  {
    did: "a mode without its key",
    rule: "config.s3_key_missing",
    refused: true,
    told: "[lake/configuration] atRest.s3.key (AwsKmsKey) is missing",
    fill: (stack) =>
      new SecurityConfiguration(stack, "configuration", { atRest: { s3: { mode: "SSE-KMS" } } } as never),
  },
  {
    did: "local disks without their key",
    rule: "config.local_disk_incomplete",
    refused: true,
    told: "[lake/configuration] atRest.localDisk.key (AwsKmsKey) is missing",
    fill: (stack) =>
      new SecurityConfiguration(stack, "configuration", { atRest: { localDisk: { provider: "AwsKms" } } } as never),
  },
  {
    did: "a class without its JAR",
    rule: "config.s3_provider_incomplete",
    refused: true,
    told: "[lake/configuration] atRest.s3.jar (S3Object) is missing",
    fill: (stack) =>
      new SecurityConfiguration(stack, "configuration", {
        atRest: { s3: { mode: "CSE-Custom", providerClass: "com.example.S3Keys" } },
      } as never),
  },
  {
    did: "PEM without its bundle",
    rule: "config.tls_provider_incomplete",
    refused: true,
    told: "[lake/configuration] inTransit.bundle (S3Object) is missing",
    fill: (stack) => new SecurityConfiguration(stack, "configuration", { inTransit: { provider: "PEM" } } as never),
  },
  {
    did: "a provider of certificates that EMR does not have",
    rule: "config.tls_provider_invalid",
    refused: true,
    told: "[lake/encryption/security-configuration] inTransit.provider (CertificateProviderType) is 'ACM', expected PEM, Custom or EMR",
    fill: (stack) => encryption(stack, { inTransit: { provider: "ACM" } as never }),
  },
  {
    did: "a provider of keys that EMR does not have",
    rule: "config.local_disk_incomplete",
    refused: true,
    told: "[lake/encryption/security-configuration] atRest.localDisk.provider (EncryptionKeyProviderType) is 'LUKS', expected AwsKms or Custom",
    fill: (stack) => encryption(stack, { atRest: { localDisk: { provider: "LUKS" } as never } }),
  },
  {
    did: "an alias in place of a key",
    rule: "config.key_alias_arn",
    refused: true,
    told: "lake/key: arn is 'arn:aws:kms:us-east-1:111122223333:alias/emr', the ARN of an alias; EMR requires the ARN of the key that the alias points to, arn:aws:kms:us-east-1:111122223333:key/…",
    fill: (stack) => EncryptionKey.fromArn(stack, "key", "arn:aws:kms:us-east-1:111122223333:alias/emr"),
  },
  {
    did: "a key id in place of an ARN",
    rule: "config.key_not_arn",
    refused: true,
    told: "lake/key: arn is '0e6bcf0c-9e0b-4b4c-8a3e-6f2f2f5b7c11', a bare key id, which names a key of the caller's own account only; write the key's ARN, arn:aws:kms:us-east-1:111122223333:key/…, or use fromLookup for a key of this account",
    fill: (stack) => EncryptionKey.fromArn(stack, "key", "0e6bcf0c-9e0b-4b4c-8a3e-6f2f2f5b7c11"),
  },
  {
    did: "a key that AWS manages",
    rule: "config.aws_managed_key",
    refused: true,
    told: "lake/key: alias is 'alias/aws/s3', the alias of an AWS managed key, whose policy cannot be changed; create an EncryptionKey instead",
    fill: (stack) => EncryptionKey.fromAlias(stack, "key", "alias/aws/s3"),
  },
  {
    did: "Identity Center without encryption in transit",
    rule: "config.identity_center_incomplete",
    told: "[lake/encryption/security-configuration/generation] config.identity_center_incomplete",
    fill: (stack) =>
      encryption(stack, {
        inTransit: "off",
        authentication: {
          IdentityCenterConfiguration: {
            EnableIdentityCenter: true,
            IAMRoleForEMRIdentityCenterApplicationARN: role("idc"),
          },
        },
      }),
  },
  {
    did: "version 1 of the metadata service",
    rule: "config.imds_v1_allowed",
    told: "[lake/encryption/security-configuration/generation] config.imds_v1_allowed",
    fill: (stack) =>
      encryption(stack, {
        instanceMetadata: { MinimumInstanceMetadataServiceVersion: 1, HttpPutResponseHopLimit: 1 },
      }),
  },
  {
    did: "version 3 of the metadata service",
    rule: "config.imds_invalid",
    refused: true,
    told: "[lake/encryption/security-configuration] instanceMetadata.MinimumInstanceMetadataServiceVersion is '3', expected 1 or 2",
    fill: (stack) =>
      encryption(stack, {
        instanceMetadata: { MinimumInstanceMetadataServiceVersion: 3, HttpPutResponseHopLimit: 1 } as never,
      }),
  },
  {
    did: "Kerberos without its KDC",
    rule: "config.kerberos_incomplete",
    refused: true,
    told: "[lake/encryption/security-configuration] authentication.KerberosConfiguration.ExternalKdcConfiguration is missing",
    fill: (stack) =>
      encryption(stack, { authentication: { KerberosConfiguration: { Provider: "ExternalKdc" } } as never }),
  },
  {
    did: "no Kerberos",
    rule: "config.sasl_unprotected",
    told: "[lake/encryption/security-configuration/generation] config.sasl_unprotected",
    fill: (stack) => encryption(stack),
  },
  {
    did: "Ranger without Kerberos",
    rule: "config.ranger_incomplete",
    told: "[lake/encryption/security-configuration/generation] config.ranger_incomplete",
    fill: (stack) =>
      encryption(stack, {
        authorization: {
          RangerConfiguration: {
            AdminServerURL: "https://ranger.example:6182",
            RoleForRangerPluginsARN: role("ranger"),
            RoleForOtherAWSServicesARN: role("others"),
            AdminServerSecretARN: "arn:aws:secretsmanager:us-east-1:111122223333:secret:ranger",
            RangerPluginConfigurations: [
              {
                App: "Spark",
                ClientSecretARN: "arn:aws:secretsmanager:us-east-1:111122223333:secret:spark",
                PolicyRepositoryName: "emr-spark",
              },
            ],
          },
        },
      }),
  },
  {
    did: "a mapped role by its name",
    rule: "config.role_mapping_invalid",
    refused: true,
    told: "[lake/encryption/security-configuration] authorization.EmrFsConfiguration.RoleMappings[0].Role is 'analysts'; write the ARN of a role, such as arn:aws:iam::111122223333:role/name",
    fill: (stack) => encryption(stack, emrfs({ Role: "analysts", IdentifierType: "User", Identifiers: ["ann"] })),
  },
  {
    did: "a mapping that is never reached",
    rule: "config.role_mapping_shadowed",
    told: "[lake/encryption/security-configuration/generation] config.role_mapping_shadowed",
    fill: (stack) =>
      encryption(
        stack,
        emrfs(
          { Role: role("all"), IdentifierType: "Prefix", Identifiers: ["s3://lake/"] },
          { Role: role("some"), IdentifierType: "Prefix", Identifiers: ["s3://lake/raw/"] },
        ),
      ),
  },
  {
    did: "a certificate authority of EMR for no time",
    rule: "config.managed_ca_validity",
    refused: true,
    told: "[lake/encryption/security-configuration] inTransit.validityDays (ValidityInDays) is '0', expected 1 or more",
    fill: (stack) => encryption(stack, { inTransit: { provider: "EMR", validityDays: 0 } }),
  },
  {
    did: "a suffix with its wildcard",
    rule: "config.wildcard_suffix_invalid",
    told: "[lake/encryption/security-configuration/generation] config.wildcard_suffix_invalid",
    fill: (stack) => encryption(stack, { inTransit: { provider: "EMR", wildcardDnsSuffix: "*.corp.example" } }),
  },
  {
    did: "a bundle that ends in .txt",
    rule: "config.s3_uri_extension",
    refused: true,
    told: "lake/bundle: objectKey is 'certs.txt'; EMR requires a name that ends in .zip",
    fill: (stack) => encryption(stack, { inTransit: { provider: "PEM", bundle: bundleIn(stack, "certs.txt") } }),
  },
  {
    did: "a JAR that ends in .zip",
    rule: "config.s3_uri_extension",
    told: "[lake/encryption/security-configuration/generation] config.s3_uri_extension",
    fill: (stack) => {
      const jar = ProviderJar.fromUri(stack, "jar", "s3://artifacts/keys.zip");
      encryption(stack, { atRest: { s3: { mode: "CSE-Custom", jar, providerClass: "com.example.S3Keys" } } });
    },
  },
  {
    did: "a cluster for none of the configurations",
    rule: "config.unused",
    told: "[lake/encryption/security-configuration/generation] config.unused",
    fill: (stack) => encryption(stack),
  },
];
