import type { Model, Resource } from "../../model/terraform/model";
import { kept } from "../../model/terraform/of-type";
import { Unknown } from "../../model/values/symbolic";
import { LINT_LATER_PLAN, whyUnknown } from "../../model/values/unknowns";
import type { ClusterFact } from "../../rows/clusters";
import type { ConfigurationFact } from "../../rows/configurations";
import { ABSENT, firstUnknown, isAbsent, known, type Leaf, type UnknownLeaf, unknownLeaf } from "../../rows/leaf";
import { argument, DocumentCursor } from "../document-cursor";
import { softwareSettings } from "./classifications";
import { configurationsOf } from "./configuration-of";
import { releaseLeaves } from "./release";

/** Rows of the clusters of a model, each with what its security configuration says. */
export function clusterRows(
  model: Model,
  configurations: readonly ConfigurationFact[],
): readonly Omit<ClusterFact, "startsBefore" | "startsBeforePolicies">[] {
  const byId = new Map(configurations.map((configuration) => [configuration.id, configuration]));
  return kept(model, "aws_emr_cluster").map((cluster) =>
    clusterRow(model, cluster, byId.get(configurationsOf(model).of(cluster) ?? "")),
  );
}

function clusterRow(
  model: Model,
  cluster: Resource,
  own: ConfigurationFact | undefined,
): Omit<ClusterFact, "startsBefore" | "startsBeforePolicies"> {
  const name = argument(model, cluster, "security_configuration").text();
  const applications = argument(model, cluster, "applications");
  const software = softwareSettings(model, cluster);
  return {
    id: cluster.address,
    ...releaseLeaves(new DocumentCursor(model, cluster.values.release_label).text()),
    securityConfiguration: name,
    configurationSeen: seen(name, own),
    ...(own ? ofConfiguration(own) : withoutConfiguration(name)),
    subnetWithoutKms: own ? subnetWithoutKms(model, cluster, own) : isAbsent(name) ? ABSENT : notSeen(name),
    makesRoutes: known(kept(model, ...routeTypes).length > 0),
    ...kerberosAttributes(argument(model, cluster, "kerberos_attributes")),
    primaries: primaries(model, cluster),
    logKey: argument(model, cluster, "log_encryption_kms_key_id").text(),
    logUri: argument(model, cluster, "log_uri").text(),
    cloudWatchLogs: argument(model, cluster, "monitoring_configuration")
      .at("CloudWatchLogConfiguration")
      .at("Enabled")
      .flag(),
    hive: runs(applications, "hive"),
    presto: runs(applications, "presto", "prestosql", "trino"),
    spark: runs(applications, "spark"),
    emrfsServerSide: software("fs.s3.enableServerSideEncryption", "emrfs-site"),
    emrfsClientSide: software("fs.s3.cse.enabled", "emrfs-site"),
    hostnameVerifier: software("hadoop.ssl.hostname.verifier", "core-site"),
    s3Implementation: software("fs.s3.impl", "core-site"),
    s3aAlgorithm: software("fs.s3a.encryption.algorithm", "core-site"),
    metastoreClient: software("hive.metastore.client.factory.class", "hive-site", "spark-hive-site"),
    metastoreSsl: software("hive.metastore.use.SSL", "hive-site", "spark-hive-site"),
  };
}

const routeTypes = [
  "aws_route_table",
  "aws_default_route_table",
  "aws_route",
  "aws_vpn_gateway_route_propagation",
  "aws_vpc_endpoint",
] as const;

/** The code that reads routes is loaded only if a node cannot start without KMS. */
function subnetWithoutKms(model: Model, cluster: Resource, { atRest, localDisk }: ConfigurationFact): Leaf<string> {
  for (const [leaf, wanted] of [
    [atRest, true],
    [localDisk.provider, "AwsKms"],
  ] as const) {
    if ("known" in leaf && leaf.known !== wanted) return ABSENT;
  }
  const open = firstUnknown([atRest, localDisk.provider]);
  if (open) return open;
  const paths: typeof import("./network-path") = require("./network-path");
  return paths.subnetWithoutKms(model, cluster);
}

function seen(name: Leaf<string>, own: ConfigurationFact | undefined): Leaf<boolean> {
  if (own) return known(true);
  if ("unknown" in name) return name;
  return isAbsent(name) ? ABSENT : known(false);
}

/** What a cluster's row repeats of its security configuration. */
function ofConfiguration(configuration: ConfigurationFact) {
  const { s3, kerberos, localDisk, imds, identityCenter } = configuration;
  const [mapping] = configuration.roleMappings;
  return {
    atRest: configuration.atRest,
    inTransit: configuration.inTransit,
    s3Mode: s3.mode,
    kerberos: kerberos.present,
    kerberosTrust: kerberos.trust,
    kerberosActiveDirectory: kerberos.activeDirectory,
    externalKdc: kerberos.external,
    roleMappings: mapping && "unknown" in mapping.role ? mapping.role : known(mapping !== undefined),
    ebs: localDisk.ebs,
    imdsVersion: imds.version,
    ranger: configuration.ranger,
    rangerTrino: configuration.rangerTrino,
    runtimeRoles: configuration.runtimeRoles,
    identityCenter: identityCenter.enabled,
    backgroundSessions: identityCenter.backgroundSessions,
  };
}

/** The same for a cluster whose security configuration is not in the input, or that has none. */
function withoutConfiguration(name: Leaf<string>): ReturnType<typeof ofConfiguration> {
  const why = isAbsent(name) ? undefined : notSeen(name);
  const flag = why ?? known(false);
  return {
    atRest: flag,
    inTransit: flag,
    s3Mode: why ?? ABSENT,
    kerberos: flag,
    kerberosTrust: flag,
    kerberosActiveDirectory: flag,
    externalKdc: flag,
    roleMappings: flag,
    ebs: flag,
    imdsVersion: why ?? ABSENT,
    ranger: flag,
    rangerTrino: flag,
    runtimeRoles: flag,
    identityCenter: flag,
    backgroundSessions: flag,
  };
}

function notSeen(name: Leaf<string>): UnknownLeaf {
  if ("unknown" in name) return name;
  const which = "known" in name ? name.known : `${name.reference.address}.${name.reference.attribute}`;
  return unknownLeaf(`the security configuration ${which} is not in the input`, "lint it together with the cluster");
}

/** How many primary nodes it has: of an instance group one unless written, of a fleet its target of On-Demand capacity. */
function primaries(model: Model, cluster: Resource): Leaf<number> {
  const group = argument(model, cluster, "master_instance_group").firstBlock();
  const count = group.at("instance_count").number();
  if (!isAbsent(count)) return count;
  const fleet = argument(model, cluster, "master_instance_fleet").firstBlock();
  const target = fleet.at("target_on_demand_capacity").number();
  return isAbsent(target) ? known(1) : target;
}

type KerberosAttributes = Pick<
  ClusterFact,
  "kerberosAttributes" | "trustPassword" | "domainJoinUser" | "domainJoinPassword"
>;

/** The cluster's own half of the Kerberos settings, which RunJobFlow names differently from Terraform. */
function kerberosAttributes(part: DocumentCursor): KerberosAttributes {
  const first = part.firstBlock();
  const has = (argument: string, parameter: string): Leaf<boolean> => {
    const written = first.at(argument);
    const value = written.resolved();
    if (value instanceof Unknown && value.cause === "sensitive") return known(true);
    // The provider does not send an empty text.
    if (value === "") return known(false);
    return value === undefined || value === null ? first.at(parameter).present() : written.present();
  };
  const blocks = part.resolved();
  return {
    kerberosAttributes: Array.isArray(blocks) ? known(blocks.length > 0) : part.present(),
    trustPassword: has("cross_realm_trust_principal_password", "CrossRealmTrustPrincipalPassword"),
    domainJoinUser: has("ad_domain_join_user", "ADDomainJoinUser"),
    domainJoinPassword: has("ad_domain_join_password", "ADDomainJoinPassword"),
  };
}

function runs(applications: DocumentCursor, ...wanted: readonly string[]): Leaf<boolean> {
  const items = applications.items();
  if (!items) return whyUnknown(applications.resolved(), "the applications are not known", LINT_LATER_PLAN);
  const names = items.map((item) => item.resolved());
  if (names.some((each) => typeof each === "string" && wanted.includes(each.toLowerCase()))) return known(true);
  return firstUnknown(items.map((item) => item.text())) ?? known(false);
}
