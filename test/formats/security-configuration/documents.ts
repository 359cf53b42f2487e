import fc from "fast-check";
import type { Fields, Node, Properties } from "../../../formats/security-configuration/grammar";

/** Documents that a part of the grammar allows. */
export function documentsOf(node: Node): fc.Arbitrary<unknown> {
  switch (node.kind) {
    case "text":
      return node.values ? fc.constantFrom(...node.values) : fc.string().filter((text) => !text.includes("${"));
    case "integer":
      if (node.values) return fc.constantFrom(...node.values);
      return fc.integer({ min: node.minimum ?? -1000, max: node.maximum ?? 100_000 });
    case "flag":
      return fc.boolean();
    case "list":
      return fc.array(documentsOf(node.items), { maxLength: 3 });
    case "record":
      return objectsOf([node], {});
    case "choice":
      return fc.oneof(
        ...Object.entries(node.cases).map(([word, fields]) => objectsOf([node, fields], { [node.on]: word })),
      );
  }
}

function objectsOf(parts: readonly Fields[], fixed: { readonly [name: string]: string }): fc.Arbitrary<unknown> {
  const arbitraries = (properties: Properties) =>
    Object.fromEntries(Object.entries(properties).map(([name, node]) => [name, documentsOf(node)]));
  const required = Object.assign({}, ...parts.map((part) => arbitraries(part.required)));
  const optional = Object.assign({}, ...parts.map((part) => arbitraries(part.optional)));
  return fc
    .tuple(fc.record(required), fc.record(optional, { requiredKeys: [] }))
    .map(([must, may]) => ({ ...fixed, ...must, ...may }));
}

const key = (name: string) => `arn:aws:kms:us-east-1:111122223333:key/${name}`;
const s3Key = key("0e6bcf0c-9e0b-4b4c-8a3e-6f2f2f5b7c11");
const diskKey = key("5a1d7f6e-2c63-4f7a-9b1e-0d9c3c2b1a00");

/** One document for each example that AWS's pages show, in their shape and with names of our own. */
export const documentedExamples: readonly (readonly [title: string, document: unknown])[] = [
  [
    "in transit by PEM",
    {
      EncryptionConfiguration: {
        EnableInTransitEncryption: true,
        EnableAtRestEncryption: false,
        InTransitEncryptionConfiguration: {
          TLSCertificateConfiguration: { CertificateProviderType: "PEM", S3Object: "s3://store/certs/emr.zip" },
        },
      },
    },
  ],
  [
    "in transit by a custom provider",
    {
      EncryptionConfiguration: {
        EnableInTransitEncryption: true,
        EnableAtRestEncryption: false,
        InTransitEncryptionConfiguration: {
          TLSCertificateConfiguration: {
            CertificateProviderType: "Custom",
            S3Object: "s3://store/providers.jar",
            CertificateProviderClass: "com.example.Certificates",
          },
        },
      },
    },
  ],
  [
    "in transit by EMR's managed CA",
    {
      EncryptionConfiguration: {
        EnableInTransitEncryption: true,
        EnableAtRestEncryption: false,
        InTransitEncryptionConfiguration: {
          TLSCertificateConfiguration: {
            CertificateProviderType: "EMR",
            AwsKmsKey: s3Key,
            SecretTags: [{ Key: "team", Value: "data" }],
            ValidityInDays: 365,
            WildcardDnsSuffix: "emr.example",
          },
        },
      },
    },
  ],
  [
    "SSE-S3 and a KMS key for local disks",
    {
      EncryptionConfiguration: {
        EnableInTransitEncryption: false,
        EnableAtRestEncryption: true,
        AtRestEncryptionConfiguration: {
          S3EncryptionConfiguration: { EncryptionMode: "SSE-S3" },
          LocalDiskEncryptionConfiguration: { EncryptionKeyProviderType: "AwsKms", AwsKmsKey: diskKey },
        },
      },
    },
  ],
  [
    "SSE-KMS with buckets encrypted in another way, EBS and PEM by ARN",
    {
      EncryptionConfiguration: {
        EnableInTransitEncryption: true,
        EnableAtRestEncryption: true,
        InTransitEncryptionConfiguration: {
          TLSCertificateConfiguration: { CertificateProviderType: "PEM", S3Object: "arn:aws:s3:::store/certs/emr.zip" },
        },
        AtRestEncryptionConfiguration: {
          S3EncryptionConfiguration: {
            EncryptionMode: "SSE-KMS",
            AwsKmsKey: s3Key,
            Overrides: [
              { BucketName: "public-reference", EncryptionMode: "SSE-S3" },
              { BucketName: "customers", EncryptionMode: "CSE-KMS", AwsKmsKey: s3Key },
              {
                BucketName: "ledger",
                EncryptionMode: "SSE-KMS",
                AwsKmsKey: key("mrk-0123456789abcdef0123456789abcdef"),
              },
            ],
          },
          LocalDiskEncryptionConfiguration: {
            EncryptionKeyProviderType: "AwsKms",
            AwsKmsKey: diskKey,
            EnableEbsEncryption: true,
          },
        },
      },
    },
  ],
  [
    "CSE-Custom and a custom provider for local disks",
    {
      EncryptionConfiguration: {
        EnableInTransitEncryption: false,
        EnableAtRestEncryption: true,
        AtRestEncryptionConfiguration: {
          S3EncryptionConfiguration: {
            EncryptionMode: "CSE-Custom",
            S3Object: "s3://store/providers.jar",
            EncryptionKeyProviderClass: "com.example.ObjectKeys",
          },
          LocalDiskEncryptionConfiguration: {
            EncryptionKeyProviderType: "Custom",
            S3Object: "s3://store/providers.jar",
            EncryptionKeyProviderClass: "com.example.DiskKeys",
          },
        },
      },
    },
  ],
  ["the write-ahead log by the service's key", { EncryptionConfiguration: { EMRWALEncryptionConfiguration: {} } }],
  [
    "the write-ahead log by a key of one's own",
    { EncryptionConfiguration: { EMRWALEncryptionConfiguration: { AwsKmsKey: s3Key } } },
  ],
  [
    "version 2 of the instance metadata service",
    {
      InstanceMetadataServiceConfiguration: {
        MinimumInstanceMetadataServiceVersion: 2,
        HttpPutResponseHopLimit: 1,
      },
    },
  ],
  [
    "a cluster-dedicated KDC that trusts Active Directory",
    {
      AuthenticationConfiguration: {
        KerberosConfiguration: {
          Provider: "ClusterDedicatedKdc",
          ClusterDedicatedKdcConfiguration: {
            TicketLifetimeInHours: 24,
            CrossRealmTrustConfiguration: {
              Realm: "AD.EXAMPLE",
              Domain: "ad.example",
              AdminServer: "ad.example",
              KdcServer: "ad.example:88",
            },
          },
        },
      },
    },
  ],
  [
    "an external KDC with Active Directory",
    {
      AuthenticationConfiguration: {
        KerberosConfiguration: {
          Provider: "ExternalKdc",
          ExternalKdcConfiguration: {
            TicketLifetimeInHours: 24,
            KdcServerType: "Single",
            AdminServer: "kdc.example:749",
            KdcServer: "kdc.example:88",
            AdIntegrationConfiguration: { AdRealm: "AD.EXAMPLE", AdDomain: "ad.example", AdServer: "ad.example" },
          },
        },
      },
    },
  ],
  [
    "IAM Identity Center with Lake Formation, in the spelling of AWS's examples",
    {
      AuthenticationConfiguration: {
        IdentityCenterConfiguration: {
          EnableIdentityCenter: true,
          IdentityCenterApplicationAssigmentRequired: false,
          IdentityCenterInstanceARN: "arn:aws:sso:::instance/ssoins-0123456789abcdef",
          IAMRoleForEMRIdentityCenterApplicationARN: "arn:aws:iam::111122223333:role/identity-center",
          EnableUserBackgroundSession: true,
        },
      },
      AuthorizationConfiguration: {
        LakeFormationConfiguration: { EnableLakeFormation: true, AuthorizedSessionTagValue: "Amazon EMR" },
      },
      EncryptionConfiguration: {
        EnableInTransitEncryption: true,
        EnableAtRestEncryption: false,
        InTransitEncryptionConfiguration: {
          TLSCertificateConfiguration: { CertificateProviderType: "PEM", S3Object: "s3://store/certs/emr.zip" },
        },
      },
    },
  ],
  [
    "IAM Identity Center, in the spelling of AWS's text",
    {
      AuthenticationConfiguration: {
        IdentityCenterConfiguration: {
          EnableIdentityCenter: true,
          IdentityCenterApplicationAssignmentRequired: true,
        },
      },
    },
  ],
  [
    "roles of EMRFS",
    {
      AuthorizationConfiguration: {
        EmrFsConfiguration: {
          RoleMappings: [
            {
              Role: "arn:aws:iam::111122223333:role/analysts",
              IdentifierType: "User",
              Identifiers: ["ana", "bela"],
            },
            {
              Role: "arn:aws:iam::111122223333:role/raw",
              IdentifierType: "Prefix",
              Identifiers: ["s3://lake/raw/"],
            },
            { Role: "arn:aws:iam::111122223333:role/ops", IdentifierType: "Group", Identifiers: ["ops"] },
          ],
        },
      },
    },
  ],
  [
    "runtime roles with Lake Formation",
    {
      AuthorizationConfiguration: {
        IAMConfiguration: {
          EnableApplicationScopedIAMRole: true,
          ApplicationScopedIAMRoleConfiguration: { PropagateSourceIdentity: true },
        },
        LakeFormationConfiguration: { AuthorizedSessionTagValue: "Amazon EMR" },
      },
    },
  ],
  [
    "Apache Ranger",
    {
      AuthenticationConfiguration: {
        KerberosConfiguration: {
          Provider: "ClusterDedicatedKdc",
          ClusterDedicatedKdcConfiguration: { TicketLifetimeInHours: 24 },
        },
      },
      AuthorizationConfiguration: {
        RangerConfiguration: {
          AdminServerURL: "https://ranger.example:6182",
          RoleForRangerPluginsARN: "arn:aws:iam::111122223333:role/ranger-data",
          RoleForOtherAWSServicesARN: "arn:aws:iam::111122223333:role/users",
          AdminServerSecretARN: "arn:aws:secretsmanager:us-east-1:111122223333:secret:ranger-admin",
          RangerPluginConfigurations: [
            {
              App: "Spark",
              ClientSecretARN: "arn:aws:secretsmanager:us-east-1:111122223333:secret:spark",
              PolicyRepositoryName: "amazon-emr-spark",
            },
            {
              App: "Trino",
              ClientSecretARN: "arn:aws:secretsmanager:us-east-1:111122223333:secret:trino",
              PolicyRepositoryName: "amazon-emr-trino",
            },
            {
              App: "EMRFS-S3",
              ClientSecretARN: "arn:aws:secretsmanager:us-east-1:111122223333:secret:emrfs",
              PolicyRepositoryName: "amazon-emr-emrfs",
            },
          ],
          AuditConfiguration: {
            Destinations: {
              AmazonCloudWatchLogs: { CloudWatchLogGroup: "arn:aws:logs:us-east-1:111122223333:log-group:ranger" },
            },
          },
        },
      },
    },
  ],
  [
    "Lake Formation with SAML",
    {
      LakeFormationConfiguration: {
        IdpMetadataS3Path: "s3://store/idp.xml",
        EmrRoleForUsersARN: "arn:aws:iam::111122223333:role/users",
        LakeFormationRoleForSAMLPrincipalARN: "arn:aws:iam::111122223333:role/saml",
      },
    },
  ],
];
