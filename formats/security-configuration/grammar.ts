/**
 * The grammar of Amazon EMR's security configuration, whole and closed: EMR refuses a property that it does not know.
 * TypeScript types, the walker and the published JSON Schema are made from this one constant.
 *
 * Sources: EMR Management Guide, "Create a security configuration" (encryption, instance metadata, Kerberos, EMRFS roles),
 * "Getting started with IAM Identity Center", "Enable Lake Formation", "Create the EMR security configuration" (Ranger).
 */

/** What a string in the document names; decides the type that a construct accepts in its place. */
export type Meaning = "key" | "object" | "role" | "text";

/** Text, one of few words where `values` is given. */
export interface TextNode {
  readonly kind: "text";
  readonly meaning: Meaning;
  readonly values?: readonly string[];
  readonly description: string;
}

/** A whole number, one of few where `values` is given, else between `minimum` and `maximum`. */
export interface IntegerNode {
  readonly kind: "integer";
  readonly values?: readonly number[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly description: string;
}

/** `true` or `false`; EMR takes an omitted flag for `false`. */
export interface FlagNode {
  readonly kind: "flag";
  readonly description: string;
}

/** A list of equal items. */
export interface ListNode {
  readonly kind: "list";
  readonly items: Node;
  readonly description: string;
}

/** Properties by their names, as AWS spells them. */
export interface Properties {
  readonly [name: string]: Node;
}

/** Which properties an object must have and which it may have. No other is known. */
export interface Fields {
  readonly required: Properties;
  readonly optional: Properties;
}

/** An object with one set of fields. */
export interface RecordNode extends Fields {
  readonly kind: "record";
  readonly description: string;
}

/** An object whose further fields depend on the word in the property `on`. */
export interface ChoiceNode extends Fields {
  readonly kind: "choice";
  readonly on: string;
  readonly cases: { readonly [word: string]: Fields };
  readonly description: string;
}

/** Any part of the grammar. */
export type Node = TextNode | IntegerNode | FlagNode | ListNode | RecordNode | ChoiceNode;

// Overloads, not a default: the type wanted by the caller would be taken for the type of fields left out.
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
  "CSE-KMS": fields({ AwsKmsKey: key("ARN of the KMS key that wraps the keys which the nodes encrypt with") }),
  "CSE-Custom": fields({
    S3Object: object("JAR of the provider: s3://bucket/key or the object's ARN"),
    EncryptionKeyProviderClass: providerClass,
  }),
};

const server = (port: number) => text(`Host name, and a port where it is not ${port}`);

const ticketLifetime = integer("Hours that a Kerberos ticket is valid", 1);

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
        InTransitEncryptionConfiguration: record("Encryption in transit; needs EnableInTransitEncryption", {
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
                ValidityInDays: integer("Days that the CA is valid; 20 years when omitted", 1),
                WildcardDnsSuffix: text("Domain that the certificate covers beside the default one, without wildcard"),
              },
            ),
          }),
        }),
        AtRestEncryptionConfiguration: record(
          "Encryption at rest; needs EnableAtRestEncryption",
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
                    "Buckets that are encrypted in another way",
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
                    EnableEbsEncryption: flag("Whether EBS encrypts too, the root volume included; false when omitted"),
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
          "Encryption of the write-ahead log of HBase; the service's own key without AwsKmsKey",
          {},
          { AwsKmsKey: key("ARN of a KMS key in the cluster's Region") },
        ),
      },
    ),
    AuthenticationConfiguration: record(
      "How users authenticate",
      {},
      {
        KerberosConfiguration: choice("Kerberos", "Provider", {
          ClusterDedicatedKdc: fields({
            ClusterDedicatedKdcConfiguration: record(
              "Key distribution center on the primary node",
              {},
              {
                TicketLifetimeInHours: ticketLifetime,
                CrossRealmTrustConfiguration: record("Realm that is trusted, such as Active Directory's", {
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
              "Whether users must be assigned to the application, in the spelling of AWS's examples",
            ),
            IdentityCenterApplicationAssignmentRequired: flag(
              "Whether users must be assigned to the application, in the spelling of AWS's text",
            ),
            IAMRoleForEMRIdentityCenterApplicationARN: role("ARN of the role that EMR uses towards Identity Center"),
            EnableUserBackgroundSession: flag("Whether jobs go on after their user has signed out"),
          },
        ),
      },
    ),
    AuthorizationConfiguration: record(
      "What users are allowed to do",
      {},
      {
        EmrFsConfiguration: record("Roles that EMRFS takes for requests to S3", {
          RoleMappings: list(
            record("A role and who or what it is taken for", {
              Role: role("ARN of the role"),
              IdentifierType: word(["User", "Group", "Prefix"], "What the identifiers are"),
              Identifiers: list(text("User, group, or prefix s3://bucket/path"), "All of one type"),
            }),
            "Tried from the top; the first that fits wins",
          ),
        }),
        IAMConfiguration: record(
          "Runtime roles",
          { EnableApplicationScopedIAMRole: flag("Whether a step may name the role it runs as") },
          {
            ApplicationScopedIAMRoleConfiguration: record(
              "Settings of runtime roles",
              {},
              { PropagateSourceIdentity: flag("Whether the caller's source identity goes along") },
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
            EnableLakeFormation: flag("Whether Lake Formation decides over tables"),
          },
        ),
        RangerConfiguration: record(
          "Apache Ranger",
          {
            AdminServerURL: text("https address of the Ranger Admin server, with its port"),
            RoleForRangerPluginsARN: role("ARN of the role that plugins reach data with"),
            RoleForOtherAWSServicesARN: role("ARN of the role for services that Ranger does not govern"),
            AdminServerSecretARN: text("ARN of the secret with the Admin server's certificate, without version"),
            RangerPluginConfigurations: list(
              record("A plugin", {
                App: word(["Spark", "Hive", "EMRFS-S3"], "Application of the plugin"),
                ClientSecretARN: text("ARN of the secret with the plugin's private certificate, without version"),
                PolicyRepositoryName: text("Name of the service in Ranger Admin"),
              }),
              "Plugins by application",
            ),
          },
          {
            AuditConfiguration: record("Where audit events go", {
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
        description: "2 turns version 1 off",
      },
      HttpPutResponseHopLimit: integer("Network hops that an answer with a token may take", 1, 64),
    }),
    LakeFormationConfiguration: record("Lake Formation with SAML, EMR 5.31 to the end of 5.x", {
      IdpMetadataS3Path: text("Where the identity provider's metadata lies: s3://bucket/key"),
      EmrRoleForUsersARN: role("ARN of the role for services that Lake Formation does not govern"),
      LakeFormationRoleForSAMLPrincipalARN: role("ARN of the role that users take by SAML"),
    }),
  },
);

/**
 * Properties that AWS adds to the document that it stores, so they appear in states and in what DescribeSecurityConfiguration
 * returns. They are not part of the grammar: a person does not write them.
 *
 * Sources: hashicorp/terraform-provider-aws issue 37526 (ExternalId); EMR Management Guide, "Create a security configuration"
 * (CACertificateSecretARN).
 */
export const echoedProperties: readonly { readonly parent: readonly string[]; readonly property: string }[] = [
  {
    parent: ["AuthorizationConfiguration", "IAMConfiguration", "ApplicationScopedIAMRoleConfiguration"],
    property: "ExternalId",
  },
  {
    parent: ["EncryptionConfiguration", "InTransitEncryptionConfiguration", "TLSCertificateConfiguration"],
    property: "CACertificateSecretARN",
  },
];
