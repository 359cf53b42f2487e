import type {
  Cluster,
  DescribeClusterOutput,
  DescribeSecurityConfigurationOutput,
  ListClustersOutput,
  ListSecurityConfigurationsOutput,
} from "@aws-sdk/client-emr";
import { type Calls, type Unseen, unseenOf } from "./calls";
import { type Resources, tagsOf } from "./resources";

/** What EMR refers to in other services. */
export interface Named {
  /** Names of KMS keys: ARNs, ids, aliases. */
  readonly keys: Set<string>;
  /** Buckets and objects, with what names them. */
  readonly objects: Map<string, { readonly bucket: string; readonly key: string; readonly namedBy: string }>;
  readonly buckets: Set<string>;
  /** ARNs or names of roles. */
  readonly roles: Set<string>;
  /** Names of instance profiles. */
  readonly profiles: Set<string>;
  readonly subnets: Set<string>;
}

export function nothingNamed(): Named {
  return {
    keys: new Set(),
    objects: new Map(),
    buckets: new Set(),
    roles: new Set(),
    profiles: new Set(),
    subnets: new Set(),
  };
}

const ACTIVE = ["STARTING", "BOOTSTRAPPING", "RUNNING", "WAITING", "TERMINATING"];
const ENDED = ["TERMINATED", "TERMINATED_WITH_ERRORS"];

/** Number of ended clusters that are read at most, the newest first. */
export const MOST_ENDED_CLUSTERS = 200;

/** Reads security configurations and clusters of a Region; what they name goes into `named`. */
export async function readEmr(
  calls: Calls,
  region: string,
  { endedSince, resources, named }: { readonly endedSince: Date; readonly resources: Resources; readonly named: Named },
): Promise<void> {
  const [configurations, clusters] = await Promise.all([
    configurationNames(calls, region),
    clusterIds(calls, region, endedSince),
  ]);
  const described = await Promise.all(clusters.map((id) => readCluster(calls, region, id, resources, named)));
  const used = described.flatMap((cluster) => cluster?.SecurityConfiguration ?? []);
  const names = [...new Set([...configurations, ...used])].sort();
  await Promise.all(names.map((name) => readConfiguration(calls, region, name, resources, named)));
}

async function configurationNames(calls: Calls, region: string): Promise<readonly string[]> {
  const { items } = await calls.list<ListSecurityConfigurationsOutput, string>(
    "emr.ListSecurityConfigurations",
    region,
    {},
    ({ SecurityConfigurations }) => SecurityConfigurations?.flatMap(({ Name }) => Name ?? []),
  );
  return items;
}

async function clusterIds(calls: Calls, region: string, endedSince: Date): Promise<readonly string[]> {
  const ids = (input: object) =>
    calls.list<ListClustersOutput, string>("emr.ListClusters", region, input, ({ Clusters }) =>
      Clusters?.flatMap(({ Id }) => Id ?? []),
    );
  const [active, ended] = await Promise.all([
    ids({ ClusterStates: ACTIVE }),
    ids({ ClusterStates: ENDED, CreatedAfter: endedSince }),
  ]);
  return [...new Set([...active.items, ...ended.items.slice(0, MOST_ENDED_CLUSTERS)])];
}

async function readConfiguration(calls: Calls, region: string, name: string, resources: Resources, named: Named) {
  const answer = await calls.ask<DescribeSecurityConfigurationOutput>(
    "emr.DescribeSecurityConfiguration",
    region,
    { Name: name },
    ["InvalidRequestException"],
  );
  if ("absent" in answer) return;
  const unseen = unseenOf(answer);
  const text = "value" in answer ? (answer.value.SecurityConfiguration ?? "") : undefined;
  resources.add(
    "aws_emr_security_configuration",
    name,
    { id: name, name, region, configuration: text },
    { configuration: unseen },
  );
  if (text !== undefined) collectNames(text, `the security configuration ${name}`, named);
}

/** Finds what a document names by the properties of EMR's grammar, wherever they are. */
export function collectNames(text: string, namedBy: string, named: Named): void {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    // Rules report a document that is not JSON.
    return;
  }
  visit(document, 0);

  function visit(value: unknown, depth: number): void {
    if (typeof value !== "object" || value === null || depth > 50) return;
    for (const [name, inner] of Object.entries(value)) {
      if (typeof inner === "string") collectName(name, inner, namedBy, named);
      else visit(inner, depth + 1);
    }
  }
}

function collectName(property: string, value: string, namedBy: string, named: Named): void {
  if (/^(AwsKmsKey|KmsKeyArn|AWSKMSKey|EncryptionKeyArn)$/i.test(property) || /^arn:[^:]*:kms:/.test(value)) {
    named.keys.add(value);
  } else if (/^IAMRole$|^Role$/i.test(property) || /^arn:[^:]*:iam::\d*:role\//.test(value)) {
    named.roles.add(value);
  } else if (property === "S3Object") {
    const [, bucket, key] = /^(?:s3:\/\/|arn:[^:]*:s3:::)([^/]+)\/(.+)$/.exec(value) ?? [];
    if (bucket === undefined || key === undefined) return;
    named.buckets.add(bucket);
    named.objects.set(`${bucket}/${key}`, { bucket, key, namedBy });
  }
}

async function readCluster(calls: Calls, region: string, id: string, resources: Resources, named: Named) {
  const answer = await calls.ask<DescribeClusterOutput>("emr.DescribeCluster", region, { ClusterId: id }, [
    "InvalidRequestException",
  ]);
  if ("absent" in answer) return undefined;
  if ("unseen" in answer) {
    resources.add("aws_emr_cluster", id, { id, region }, unseenCluster(answer.unseen));
    return undefined;
  }
  const { Cluster: cluster } = answer.value;
  if (!cluster) return undefined;
  resources.add("aws_emr_cluster", id, clusterValues(cluster, region));
  const { Ec2InstanceAttributes: ec2, LogUri, LogEncryptionKmsKeyId, ServiceRole } = cluster;
  const profile = profileName(ec2?.IamInstanceProfile);
  if (profile) named.profiles.add(profile);
  if (ServiceRole) named.roles.add(ServiceRole);
  if (LogEncryptionKmsKeyId) named.keys.add(LogEncryptionKmsKeyId);
  const [, bucket] = /^s3[an]?:\/\/([^/]+)/.exec(LogUri ?? "") ?? [];
  if (bucket) named.buckets.add(bucket);
  for (const subnet of subnetsOf(cluster)) named.subnets.add(subnet);
  return cluster;
}

const CLUSTER_ATTRIBUTES = [
  "release_label",
  "security_configuration",
  "service_role",
  "ec2_attributes",
  "kerberos_attributes",
  "applications",
  "log_uri",
  "log_encryption_kms_key_id",
  "custom_ami_id",
  "configurations_json",
] as const;

function unseenCluster(unseen: Unseen): { readonly [attribute: string]: Unseen } {
  return Object.fromEntries(CLUSTER_ATTRIBUTES.map((name) => [name, unseen]));
}

function clusterValues(cluster: Cluster, region: string) {
  const { Ec2InstanceAttributes: ec2, KerberosAttributes: kerberos, Applications, Configurations } = cluster;
  const subnets = subnetsOf(cluster);
  const profile = profileName(ec2?.IamInstanceProfile);
  return {
    arn: cluster.ClusterArn,
    id: cluster.Id,
    region,
    name: cluster.Name,
    cluster_state: cluster.Status?.State,
    release_label: cluster.ReleaseLabel ?? cluster.RequestedAmiVersion,
    // An empty name is what EMR answers for a cluster without one.
    security_configuration: cluster.SecurityConfiguration || null,
    service_role: cluster.ServiceRole,
    ec2_attributes: [
      {
        instance_profile: profile ?? null,
        subnet_id: subnets.length === 1 ? (subnets[0] ?? null) : null,
        subnet_ids: subnets.length > 1 ? subnets : null,
      },
    ],
    kerberos_attributes: kerberos?.Realm ? [{ realm: kerberos.Realm }] : [],
    applications: Applications?.flatMap(({ Name }) => Name ?? []) ?? [],
    log_uri: cluster.LogUri || null,
    log_encryption_kms_key_id: cluster.LogEncryptionKmsKeyId || null,
    custom_ami_id: cluster.CustomAmiId || null,
    configurations_json: Configurations && Configurations.length > 0 ? JSON.stringify(Configurations) : null,
    tags: tagsOf(cluster.Tags),
  };
}

function subnetsOf({ Ec2InstanceAttributes: ec2 }: Cluster): readonly string[] {
  const requested = ec2?.RequestedEc2SubnetIds ?? [];
  const own = ec2?.Ec2SubnetId ? [ec2.Ec2SubnetId] : [];
  return own.length > 0 ? own : requested;
}

function profileName(text: string | undefined): string | undefined {
  return text?.split("/").at(-1) || undefined;
}
