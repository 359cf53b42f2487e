/**
 * The complete and closed grammar of Amazon EMR's security configuration: EMR refuses unknown properties. TypeScript types, the walker and the
 * published JSON Schema are generated from this constant.
 *
 * Sources: EMR Management Guide, "Create a security configuration" (encryption, instance metadata, Kerberos, EMRFS roles),
 * "Getting started with IAM Identity Center", "Enable Lake Formation", "Create the EMR security configuration" (Ranger).
 */

/** What a string in the document names; it decides the type that a construct accepts there. */
export type Meaning = "key" | "object" | "role" | "text";

/** A string; one of `values`, if there are any. */
export interface TextNode {
  readonly kind: "text";
  readonly meaning: Meaning;
  /** The only strings that are accepted; absent if any is. */
  readonly values?: readonly string[];
  readonly description: string;
}

/** A whole number: one of `values`, if there are any, else between `minimum` and `maximum`. */
export interface IntegerNode {
  readonly kind: "integer";
  /** The only numbers that are accepted; absent if a range or any is. */
  readonly values?: readonly number[];
  /** The smallest number, if there is one. */
  readonly minimum?: number;
  /** The largest number, if there is one. */
  readonly maximum?: number;
  readonly description: string;
}

/** `true` or `false`; EMR treats an omitted flag as `false`. */
export interface FlagNode {
  readonly kind: "flag";
  readonly description: string;
}

/** A list of items of one kind. */
export interface ListNode {
  readonly kind: "list";
  readonly items: Node;
  readonly description: string;
}

/** Properties by their names, as AWS spells them. */
export interface Properties {
  readonly [name: string]: Node;
}

/** Properties that an object must have, and those that it can have. There are no others. */
export interface Fields {
  readonly required: Properties;
  readonly optional: Properties;
}

/** An object with one set of fields. */
export interface RecordNode extends Fields {
  readonly kind: "record";
  readonly description: string;
}

/** An object whose other fields depend on the value of the property `on`. */
export interface ChoiceNode extends Fields {
  readonly kind: "choice";
  readonly on: string;
  readonly cases: { readonly [word: string]: Fields };
  readonly description: string;
}

/** Any part of the grammar. */
export type Node = TextNode | IntegerNode | FlagNode | ListNode | RecordNode | ChoiceNode;

// Overloads instead of a default: the type that the caller expects would be inferred for fields that are left out.
type NoFields = { readonly [name in never]: Node };

function fields<const R extends Properties>(required: R): { readonly required: R; readonly optional: NoFields };
function fields<const R extends Properties, const O extends Properties>(
  required: R,
  optional: O,
): { readonly required: R; readonly optional: O };
function fields(required: Properties, optional: Properties = {}): Fields {
  return { required, optional };
}

const text = (description: string) => ({ kind: "text", meaning: "text", description }) as const;

const word = <const V extends readonly string[]>(values: V, description: string) =>
  ({ kind: "text", meaning: "text", values, description }) as const;

const key = (description: string) => ({ kind: "text", meaning: "key", description }) as const;

const object = (description: string) => ({ kind: "text", meaning: "object", description }) as const;

const role = (description: string) => ({ kind: "text", meaning: "role", description }) as const;

const flag = (description: string) => ({ kind: "flag", description }) as const;

const integer = (description: string, minimum?: number, maximum?: number) =>
  ({ kind: "integer", minimum, maximum, description }) as const;

const list = <const N extends Node>(items: N, description: string) => ({ kind: "list", items, description }) as const;

function record<const R extends Properties>(
  description: string,
  required: R,
): { readonly kind: "record"; readonly description: string; readonly required: R; readonly optional: NoFields };
function record<const R extends Properties, const O extends Properties>(
  description: string,
  required: R,
  optional: O,
): { readonly kind: "record"; readonly description: string; readonly required: R; readonly optional: O };
function record(description: string, required: Properties, optional: Properties = {}): RecordNode {
  return { kind: "record", description, required, optional };
}

interface ChoiceOf<On extends string, C, R, O> {
  readonly kind: "choice";
  readonly description: string;
  readonly on: On;
  readonly cases: C;
  readonly required: R;
  readonly optional: O;
}

function choice<const On extends string, const C extends { readonly [word: string]: Fields }>(
  description: string,
  on: On,
  cases: C,
): ChoiceOf<On, C, NoFields, NoFields>;
function choice<
  const On extends string,
  const C extends { readonly [word: string]: Fields },
  const R extends Properties,
  const O extends Properties,
>(description: string, on: On, cases: C, common: { readonly required: R; readonly optional: O }): ChoiceOf<On, C, R, O>;
function choice(
  description: string,
  on: string,
  cases: { readonly [word: string]: Fields },
  common: Fields = fields({}),
): ChoiceNode {
  return { kind: "choice", description, on, cases, ...common };
}

const providerClass = text("Full name of the class in the JAR, such as com.example.MyProvider");

const s3Modes = {
  "SSE-S3": fields({}),
  "SSE-KMS": fields({ AwsKmsKey: key("ARN of the KMS key that S3 encrypts with") }),
  "CSE-KMS": fields({ AwsKmsKey: key("ARN of the KMS key that encrypts the data keys of the nodes") }),
  "CSE-Custom": fields({
    S3Object: object("JAR of the provider: s3://bucket/key or the object's ARN"),
    EncryptionKeyProviderClass: providerClass,
  }),
};

const server = (port: number) => text(`Host name, with a port if it is not ${port}`);

const ticketLifetime = integer("Hours for which a Kerberos ticket is valid", 1);

/** The grammar, from its root. */
export const securityConfigurationGrammar = record(
  "Security configuration of Amazon EMR on EC2",
  {},
  {
    EncryptionConfiguration: record(
      "Encryption at rest and in transit",
      {},
      {
        EnableInTransitEncryption: flag("Whether traffic between nodes is encrypted; false when omitted"),
        EnableAtRestEncryption: flag("Whether data is encrypted at rest; false when omitted"),
        InTransitEncryptionConfiguration: record("Encryption in transit; requires EnableInTransitEncryption", {
          TLSCertificateConfiguration: choice("Where the nodes' certificates come from", "CertificateProviderType", {
            PEM: fields({ S3Object: object("Zip of PEM files: s3://bucket/key or the object's ARN") }),
            Custom: fields({
              S3Object: object("JAR of the provider: s3://bucket/key or the object's ARN"),
              CertificateProviderClass: providerClass,
            }),
            EMR: fields(
              {},
              {
                AwsKmsKey: key(
                  "ARN of the KMS key that encrypts the secret with the CA; the account's default when omitted",
                ),
                SecretTags: list(
                  record("A tag", { Key: text("Name of the tag"), Value: text("Value of the tag") }),
                  "Tags of the secret that holds the CA",
                ),
                ValidityInDays: integer("Days for which the CA is valid; 20 years when omitted", 1),
                WildcardDnsSuffix: text(
                  "Domain that the certificate covers in addition to the default one, without a wildcard",
                ),
              },
            ),
          }),
        }),
        AtRestEncryptionConfiguration: record(
          "Encryption at rest; requires EnableAtRestEncryption",
          {},
          {
            S3EncryptionConfiguration: choice(
              "How EMRFS encrypts objects in S3",
              "EncryptionMode",
              s3Modes,
              fields(
                {},
                {
                  Overrides: list(
                    choice(
                      "How EMRFS encrypts objects of one bucket",
                      "EncryptionMode",
                      s3Modes,
                      fields({ BucketName: text("Name of the bucket, without s3:// and without a path") }),
                    ),
                    "Buckets with another encryption mode",
                  ),
                },
              ),
            ),
            LocalDiskEncryptionConfiguration: choice(
              "How the volumes of the nodes are encrypted",
              "EncryptionKeyProviderType",
              {
                AwsKms: fields(
                  { AwsKmsKey: key("ARN of a customer managed KMS key") },
                  {
                    EnableEbsEncryption: flag(
                      "Whether EBS volumes are encrypted as well, the root volume included; false when omitted",
                    ),
                  },
                ),
                Custom: fields({
                  S3Object: object("JAR of the provider: s3://bucket/key or the object's ARN"),
                  EncryptionKeyProviderClass: providerClass,
                }),
              },
            ),
          },
        ),
        EMRWALEncryptionConfiguration: record(
          "Encryption of the write-ahead log of HBase; with a key of the service when AwsKmsKey is omitted",
          {},
          { AwsKmsKey: key("ARN of a KMS key in the cluster's Region") },
        ),
      },
    ),
    AuthenticationConfiguration: record(
      "Authentication of users: Kerberos and IAM Identity Center",
      {},
      {
        KerberosConfiguration: choice("Kerberos", "Provider", {
          ClusterDedicatedKdc: fields({
            ClusterDedicatedKdcConfiguration: record(
              "Key distribution center on the primary node",
              {},
              {
                TicketLifetimeInHours: ticketLifetime,
                CrossRealmTrustConfiguration: record("Trusted realm, such as that of Active Directory", {
                  Realm: text("Name of the other realm, in capitals"),
                  Domain: text("Domain of the other realm"),
                  AdminServer: server(749),
                  KdcServer: server(88),
                }),
              },
            ),
          }),
          ExternalKdc: fields({
            ExternalKdcConfiguration: record(
              "Key distribution center outside the cluster",
              {
                KdcServerType: word(["Single"], "Single is the only type"),
                AdminServer: server(749),
                KdcServer: server(88),
              },
              {
                TicketLifetimeInHours: ticketLifetime,
                AdIntegrationConfiguration: record(
                  "Active Directory behind the external KDC",
                  {
                    AdRealm: text("Realm of Active Directory, in capitals"),
                    AdDomain: text("Domain of Active Directory"),
                  },
                  { AdServer: text("Host name of the Active Directory server") },
                ),
              },
            ),
          }),
        }),
        IdentityCenterConfiguration: record(
          "IAM Identity Center",
          { EnableIdentityCenter: flag("Whether users come from IAM Identity Center") },
          {
            IdentityCenterInstanceARN: text("ARN of the Identity Center instance"),
            IdentityCenterApplicationAssigmentRequired: flag(
              "Whether users must be assigned to the application, as AWS's examples spell it",
            ),
            IdentityCenterApplicationAssignmentRequired: flag(
              "Whether users must be assigned to the application, as AWS's text spells it",
            ),
            IAMRoleForEMRIdentityCenterApplicationARN: role("ARN of the role that EMR assumes for Identity Center"),
            EnableUserBackgroundSession: flag("Whether jobs continue after their user has signed out"),
          },
        ),
      },
    ),
    AuthorizationConfiguration: record(
      "Authorization of users: EMRFS roles, runtime roles, Lake Formation and Ranger",
      {},
      {
        EmrFsConfiguration: record("Roles that EMRFS assumes for requests to S3", {
          RoleMappings: list(
            record("A role, and the users, groups or prefixes that it is assumed for", {
              Role: role("ARN of the role"),
              IdentifierType: word(["User", "Group", "Prefix"], "What the identifiers are"),
              Identifiers: list(text("User, group, or prefix s3://bucket/path"), "All of one type"),
            }),
            "Evaluated in order; the first match is used",
          ),
        }),
        IAMConfiguration: record(
          "Runtime roles",
          { EnableApplicationScopedIAMRole: flag("Whether a step can name the role that it runs as") },
          {
            ApplicationScopedIAMRoleConfiguration: record(
              "Settings of runtime roles",
              {},
              { PropagateSourceIdentity: flag("Whether the source identity of the caller is propagated") },
            ),
          },
        ),
        LakeFormationConfiguration: record(
          "Lake Formation with runtime roles",
          {},
          {
            AuthorizedSessionTagValue: text(
              "Value of the session tag LakeFormationAuthorizedCaller, such as Amazon EMR",
            ),
            EnableLakeFormation: flag("Whether Lake Formation controls access to tables"),
          },
        ),
        RangerConfiguration: record(
          "Apache Ranger",
          {
            AdminServerURL: text("https address of the Ranger Admin server, with its port"),
            RoleForRangerPluginsARN: role("ARN of the role that plugins use to access data"),
            RoleForOtherAWSServicesARN: role("ARN of the role for services that Ranger does not control"),
            AdminServerSecretARN: text("ARN of the secret with the Admin server's certificate, without version"),
            RangerPluginConfigurations: list(
              record("A plugin", {
                App: word(["Spark", "Hive", "Trino", "EMRFS-S3"], "Application of the plugin; Trino from EMR 6.7"),
                ClientSecretARN: text("ARN of the secret with the plugin's private certificate, without version"),
                PolicyRepositoryName: text("Name of the service in Ranger Admin"),
              }),
              "Plugins by application",
            ),
          },
          {
            AuditConfiguration: record("Destinations of audit events", {
              Destinations: record(
                "Destinations of audit events",
                {},
                {
                  AmazonCloudWatchLogs: record("A log group of CloudWatch", {
                    CloudWatchLogGroup: text("ARN of the log group"),
                  }),
                },
              ),
            }),
          },
        ),
      },
    ),
    InstanceMetadataServiceConfiguration: record("Instance metadata service of the nodes", {
      MinimumInstanceMetadataServiceVersion: {
        kind: "integer",
        values: [1, 2],
        description: "Minimum version; 2 disables version 1",
      },
      HttpPutResponseHopLimit: integer("Maximum number of network hops of a response with a token", 1, 64),
    }),
    LakeFormationConfiguration: record("Lake Formation with SAML, EMR 5.31 to the end of 5.x", {
      IdpMetadataS3Path: text("Location of the identity provider's metadata: s3://bucket/key"),
      EmrRoleForUsersARN: role("ARN of the role for services that Lake Formation does not control"),
      LakeFormationRoleForSAMLPrincipalARN: role("ARN of the role that users assume by SAML"),
    }),
  },
);
