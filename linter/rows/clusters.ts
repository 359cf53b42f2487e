import type { Leaf } from "./leaf";
import type { Row } from "./row";

/** One cluster, with what its security configuration requires. */
export interface ClusterFact extends Row {
  /** `release_label`. */
  readonly release: Leaf<string>;
  /** The release as a number that grows with it: 6015000 for emr-6.15.0, 8001000 for emr-spark-8.1.0. */
  readonly releaseNumber: Leaf<number>;
  /**
   * `listed` in the table of releases, `newer` than all of its family there, `unlisted`, `empty`, or `invalid` for other
   * text that is no release label of EMR on EC2; absent without a label.
   */
  readonly releaseStanding: Leaf<"listed" | "newer" | "unlisted" | "empty" | "invalid">;
  /** The newest release that the table lists of its family. */
  readonly newestRelease: Leaf<string>;
  /** Whether S3A is the default connector to S3 of the release. */
  readonly s3a: Leaf<boolean>;
  /** Name of its security configuration; absent where it has none. */
  readonly securityConfiguration: Leaf<string>;
  /** Whether the input creates that configuration; absent without one. */
  readonly configurationSeen: Leaf<boolean>;
  /** Whether the configuration encrypts data at rest. */
  readonly atRest: Leaf<boolean>;
  /** Whether the configuration encrypts traffic between nodes. */
  readonly inTransit: Leaf<boolean>;
  /** How the configuration encrypts objects in S3. */
  readonly s3Mode: Leaf<string>;
  /** Whether the configuration enables Kerberos. */
  readonly kerberos: Leaf<boolean>;
  /** Whether the configuration uses a KDC outside of the cluster. */
  readonly externalKdc: Leaf<boolean>;
  /** Whether the configuration maps roles to users, groups or prefixes. */
  readonly roleMappings: Leaf<boolean>;
  /** Whether the configuration encrypts EBS volumes. */
  readonly ebs: Leaf<boolean>;
  /**
   * Address of a subnet of its nodes that has no network path to KMS in the input; absent if each has one, if no subnet is named,
   * and if the configuration does not encrypt local disks with a KMS key.
   */
  readonly subnetWithoutKms: Leaf<string>;
  /** Whether the input creates route tables, routes or endpoints; if not, they may be created elsewhere. */
  readonly makesRoutes: Leaf<boolean>;
  /** Whether the configuration uses Apache Ranger. */
  readonly ranger: Leaf<boolean>;
  /** Whether the configuration has Ranger's plug-in for Trino. */
  readonly rangerTrino: Leaf<boolean>;
  /** Whether steps of the configuration's clusters may name the role that they run as. */
  readonly runtimeRoles: Leaf<boolean>;
  /** Whether the configuration uses IAM Identity Center. */
  readonly identityCenter: Leaf<boolean>;
  /** Whether the configuration lets jobs of Identity Center's users run on after they sign out. */
  readonly backgroundSessions: Leaf<boolean>;
  /** How many primary nodes it has. */
  readonly primaries: Leaf<number>;
  /** Version of the instance metadata service that the configuration demands. */
  readonly imdsVersion: Leaf<number>;
  /** Whether the cluster has `kerberos_attributes`. */
  readonly kerberosAttributes: Leaf<boolean>;
  /** Whether the configuration sets up a trust of its dedicated KDC with another realm. */
  readonly kerberosTrust: Leaf<boolean>;
  /** Whether the configuration joins Active Directory through an external KDC. */
  readonly kerberosActiveDirectory: Leaf<boolean>;
  /** Whether the attributes have `cross_realm_trust_principal_password`. */
  readonly trustPassword: Leaf<boolean>;
  /** Whether the attributes have `ad_domain_join_user`. */
  readonly domainJoinUser: Leaf<boolean>;
  /** Whether the attributes have `ad_domain_join_password`. */
  readonly domainJoinPassword: Leaf<boolean>;
  /** Key that encrypts its log files. */
  readonly logKey: Leaf<string>;
  /** Where its log files go; without it EMR keeps none. */
  readonly logUri: Leaf<string>;
  /** Whether it publishes logs to CloudWatch. */
  readonly cloudWatchLogs: Leaf<boolean>;
  readonly hive: Leaf<boolean>;
  /** Whether it runs Presto or Trino, which read S3 through EMRFS whatever the default connector is. */
  readonly presto: Leaf<boolean>;
  readonly spark: Leaf<boolean>;
  /** `fs.s3.enableServerSideEncryption` of emrfs-site. */
  readonly emrfsServerSide: Leaf<string>;
  /** `fs.s3.cse.enabled` of emrfs-site. */
  readonly emrfsClientSide: Leaf<string>;
  /** `hadoop.ssl.hostname.verifier` of core-site. */
  readonly hostnameVerifier: Leaf<string>;
  /** `fs.s3.impl` of core-site. */
  readonly s3Implementation: Leaf<string>;
  /** `fs.s3a.encryption.algorithm` of core-site. */
  readonly s3aAlgorithm: Leaf<string>;
  /** `hive.metastore.client.factory.class` of hive-site or spark-hive-site. */
  readonly metastoreClient: Leaf<string>;
  /** `hive.metastore.use.SSL` of hive-site or spark-hive-site. */
  readonly metastoreSsl: Leaf<string>;
  /** Addresses of resources of the same input that it needs and does not wait for: its configuration, bundle, keys, roles. */
  readonly startsBefore: Leaf<string>;
  /** The same of the policies of its keys. */
  readonly startsBeforePolicies: Leaf<string>;
}
