import type { Cluster } from "@aws-sdk/client-emr";
import { type Unseen, unseenOf, valueIn } from "./calls";
import { tagsOf } from "./resources";
import type { Named, Site } from "./site";

const ACTIVE = ["STARTING", "BOOTSTRAPPING", "RUNNING", "WAITING", "TERMINATING"];
const ENDED = ["TERMINATED", "TERMINATED_WITH_ERRORS"];

/** Number of ended clusters that are read at most, the newest first. */
export const MOST_ENDED_CLUSTERS = 200;

/** Reads security configurations and clusters of a Region, and collects what they name. */
export async function readEmr(site: Site, endedSince: Date): Promise<void> {
  const [configurations, clusters] = await Promise.all([configurationNames(site), clusterIds(site, endedSince)]);
  const described = await Promise.all(clusters.map((id) => readCluster(site, id)));
  const used = described.flatMap((cluster) => cluster?.SecurityConfiguration ?? []);
  const names = [...new Set([...configurations, ...used])].sort();
  await Promise.all(names.map((name) => readConfiguration(site, name)));
}

async function configurationNames(site: Site): Promise<readonly string[]> {
  const { items } = await site.list("emr.ListSecurityConfigurations", {}, ({ SecurityConfigurations }) =>
    SecurityConfigurations?.flatMap(({ Name }) => Name ?? []),
  );
  return items;
}

async function clusterIds(site: Site, endedSince: Date): Promise<readonly string[]> {
  const ids = (input: object) =>
    site.list("emr.ListClusters", input, ({ Clusters }) => Clusters?.flatMap(({ Id }) => Id ?? []));
  const [active, ended] = await Promise.all([
    ids({ ClusterStates: ACTIVE }),
    ids({ ClusterStates: ENDED, CreatedAfter: endedSince }),
  ]);
  return [...new Set([...active.items, ...ended.items.slice(0, MOST_ENDED_CLUSTERS)])];
}

async function readConfiguration(site: Site, name: string): Promise<void> {
  const answer = await site.ask("emr.DescribeSecurityConfiguration", { Name: name });
  if ("absent" in answer) return;
  const configuration = "value" in answer ? (answer.value.SecurityConfiguration ?? "") : undefined;
  const values = { id: name, name, region: site.region, configuration };
  site.resources.add("aws_emr_security_configuration", name, values, { configuration: unseenOf(answer) });
  if (configuration !== undefined) collectNames(configuration, `the security configuration ${name}`, site.named);
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

async function readCluster(site: Site, id: string): Promise<Cluster | undefined> {
  const { region, resources, named } = site;
  const answer = await site.ask("emr.DescribeCluster", { ClusterId: id });
  if ("unseen" in answer) resources.add("aws_emr_cluster", id, { id, region }, unseenCluster(answer.unseen));
  const cluster = valueIn(answer)?.Cluster;
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
