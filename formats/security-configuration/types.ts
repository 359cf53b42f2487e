// Generated from grammar.ts by `npm run generate`; do not edit.
import type { EncryptionConfiguration } from "./encryption-types";

export * from "./encryption-types";

/** Security configuration of Amazon EMR on EC2. */
export interface SecurityConfigurationDocument {
  /** Encryption at rest and in transit. @default - left out */
  readonly EncryptionConfiguration?: EncryptionConfiguration;
  /** Authentication of users: Kerberos and IAM Identity Center. @default - left out */
  readonly AuthenticationConfiguration?: AuthenticationConfiguration;
  /** Authorization of users: EMRFS roles, runtime roles, Lake Formation and Ranger. @default - left out */
  readonly AuthorizationConfiguration?: AuthorizationConfiguration;
  /** Instance metadata service of the nodes. @default - left out */
  readonly InstanceMetadataServiceConfiguration?: InstanceMetadataServiceConfiguration;
  /** Lake Formation with SAML, EMR 5.31 to the end of 5.x. @default - left out */
  readonly LakeFormationConfiguration?: SamlLakeFormationConfiguration;
}

/** Lake Formation with SAML, EMR 5.31 to the end of 5.x. */
export interface SamlLakeFormationConfiguration {
  /** Location of the identity provider's metadata: s3://bucket/key. */
  readonly IdpMetadataS3Path: string;
  /** ARN of the role for services that Lake Formation does not control. */
  readonly EmrRoleForUsersARN: string;
  /** ARN of the role that users assume by SAML. */
  readonly LakeFormationRoleForSAMLPrincipalARN: string;
}

/** Instance metadata service of the nodes. */
export interface InstanceMetadataServiceConfiguration {
  /** Minimum version; 2 disables version 1. */
  readonly MinimumInstanceMetadataServiceVersion: 1 | 2;
  /** Maximum number of network hops of a response with a token. */
  readonly HttpPutResponseHopLimit: number;
}

/** Authorization of users: EMRFS roles, runtime roles, Lake Formation and Ranger. */
export interface AuthorizationConfiguration {
  /** Roles that EMRFS assumes for requests to S3. @default - left out */
  readonly EmrFsConfiguration?: EmrFsConfiguration;
  /** Runtime roles. @default - left out */
  readonly IAMConfiguration?: IAMConfiguration;
  /** Lake Formation with runtime roles. @default - left out */
  readonly LakeFormationConfiguration?: LakeFormationConfiguration;
  /** Apache Ranger. @default - left out */
  readonly RangerConfiguration?: RangerConfiguration;
}

/** Apache Ranger. */
export interface RangerConfiguration {
  /** https address of the Ranger Admin server, with its port. */
  readonly AdminServerURL: string;
  /** ARN of the role that plugins use to access data. */
  readonly RoleForRangerPluginsARN: string;
  /** ARN of the role for services that Ranger does not control. */
  readonly RoleForOtherAWSServicesARN: string;
  /** ARN of the secret with the Admin server's certificate, without version. */
  readonly AdminServerSecretARN: string;
  /** Plugins by application. */
  readonly RangerPluginConfigurations: readonly RangerPluginConfiguration[];
  /** Destinations of audit events. @default - left out */
  readonly AuditConfiguration?: RangerAuditConfiguration;
}

/** Destinations of audit events. */
export interface RangerAuditConfiguration {
  /** Destinations of audit events. */
  readonly Destinations: RangerAuditDestinations;
}

/** Destinations of audit events. */
export interface RangerAuditDestinations {
  /** A log group of CloudWatch. @default - left out */
  readonly AmazonCloudWatchLogs?: AmazonCloudWatchLogs;
}

/** A log group of CloudWatch. */
export interface AmazonCloudWatchLogs {
  /** ARN of the log group. */
  readonly CloudWatchLogGroup: string;
}

/** A plugin. */
export interface RangerPluginConfiguration {
  /** Application of the plugin; Trino from EMR 6.7. */
  readonly App: "Spark" | "Hive" | "Trino" | "EMRFS-S3";
  /** ARN of the secret with the plugin's private certificate, without version. */
  readonly ClientSecretARN: string;
  /** Name of the service in Ranger Admin. */
  readonly PolicyRepositoryName: string;
}

/** Lake Formation with runtime roles. */
export interface LakeFormationConfiguration {
  /** Value of the session tag LakeFormationAuthorizedCaller, such as Amazon EMR. @default - left out */
  readonly AuthorizedSessionTagValue?: string;
  /** Whether Lake Formation controls access to tables. @default - left out */
  readonly EnableLakeFormation?: boolean;
}

/** Runtime roles. */
export interface IAMConfiguration {
  /** Whether a step can name the role that it runs as. */
  readonly EnableApplicationScopedIAMRole: boolean;
  /** Settings of runtime roles. @default - left out */
  readonly ApplicationScopedIAMRoleConfiguration?: ApplicationScopedIAMRoleConfiguration;
}

/** Settings of runtime roles. */
export interface ApplicationScopedIAMRoleConfiguration {
  /** Whether the source identity of the caller is propagated. @default - left out */
  readonly PropagateSourceIdentity?: boolean;
}

/** Roles that EMRFS assumes for requests to S3. */
export interface EmrFsConfiguration {
  /** Evaluated in order; the first match is used. */
  readonly RoleMappings: readonly EmrFsRoleMapping[];
}

/** A role, and the users, groups or prefixes that it is assumed for. */
export interface EmrFsRoleMapping {
  /** ARN of the role. */
  readonly Role: string;
  /** What the identifiers are. */
  readonly IdentifierType: "User" | "Group" | "Prefix";
  /** All of one type. */
  readonly Identifiers: readonly string[];
}

/** Authentication of users: Kerberos and IAM Identity Center. */
export interface AuthenticationConfiguration {
  /** Kerberos. @default - left out */
  readonly KerberosConfiguration?: KerberosConfiguration;
  /** IAM Identity Center. @default - left out */
  readonly IdentityCenterConfiguration?: IdentityCenterConfiguration;
}

/** IAM Identity Center. */
export interface IdentityCenterConfiguration {
  /** Whether users come from IAM Identity Center. */
  readonly EnableIdentityCenter: boolean;
  /** ARN of the Identity Center instance. @default - left out */
  readonly IdentityCenterInstanceARN?: string;
  /** Whether users must be assigned to the application, as AWS's examples spell it. @default - left out */
  readonly IdentityCenterApplicationAssigmentRequired?: boolean;
  /** Whether users must be assigned to the application, as AWS's text spells it. @default - left out */
  readonly IdentityCenterApplicationAssignmentRequired?: boolean;
  /** ARN of the role that EMR assumes for Identity Center. @default - left out */
  readonly IAMRoleForEMRIdentityCenterApplicationARN?: string;
  /** Whether jobs continue after their user has signed out. @default - left out */
  readonly EnableUserBackgroundSession?: boolean;
}

/** Kerberos. */
export type KerberosConfiguration = ClusterDedicatedKdcKerberosConfiguration | ExternalKdcKerberosConfiguration;

/** Kerberos: ExternalKdc. */
export interface ExternalKdcKerberosConfiguration {
  /** Provider ExternalKdc. */
  readonly Provider: "ExternalKdc";
  /** Key distribution center outside the cluster. */
  readonly ExternalKdcConfiguration: ExternalKdcConfiguration;
}

/** Key distribution center outside the cluster. */
export interface ExternalKdcConfiguration {
  /** Single is the only type. */
  readonly KdcServerType: "Single";
  /** Host name, with a port if it is not 749. */
  readonly AdminServer: string;
  /** Host name, with a port if it is not 88. */
  readonly KdcServer: string;
  /** Hours for which a Kerberos ticket is valid. @default - left out */
  readonly TicketLifetimeInHours?: number;
  /** Active Directory behind the external KDC. @default - left out */
  readonly AdIntegrationConfiguration?: AdIntegrationConfiguration;
}

/** Active Directory behind the external KDC. */
export interface AdIntegrationConfiguration {
  /** Realm of Active Directory, in capitals. */
  readonly AdRealm: string;
  /** Domain of Active Directory. */
  readonly AdDomain: string;
  /** Host name of the Active Directory server. @default - left out */
  readonly AdServer?: string;
}

/** Kerberos: ClusterDedicatedKdc. */
export interface ClusterDedicatedKdcKerberosConfiguration {
  /** Provider ClusterDedicatedKdc. */
  readonly Provider: "ClusterDedicatedKdc";
  /** Key distribution center on the primary node. */
  readonly ClusterDedicatedKdcConfiguration: ClusterDedicatedKdcConfiguration;
}

/** Key distribution center on the primary node. */
export interface ClusterDedicatedKdcConfiguration {
  /** Hours for which a Kerberos ticket is valid. @default - left out */
  readonly TicketLifetimeInHours?: number;
  /** Trusted realm, such as that of Active Directory. @default - left out */
  readonly CrossRealmTrustConfiguration?: CrossRealmTrustConfiguration;
}

/** Trusted realm, such as that of Active Directory. */
export interface CrossRealmTrustConfiguration {
  /** Name of the other realm, in capitals. */
  readonly Realm: string;
  /** Domain of the other realm. */
  readonly Domain: string;
  /** Host name, with a port if it is not 749. */
  readonly AdminServer: string;
  /** Host name, with a port if it is not 88. */
  readonly KdcServer: string;
}
