import type { Model, Resource } from "../../model/terraform/model";
import { Reference } from "../../model/values/symbolic";
import { ABSENT, known, knownValue, type Leaf, unknownLeaf } from "../../rows/leaf";
import type { ProviderFact } from "../../rows/providers";
import { argument } from "../document-cursor";
import { everySetting, softwareSettings } from "./classifications";
import { clustersWith } from "./configuration-of";
import { runsPresto } from "./node-traits";
import { releaseOf } from "./release";

/** Whether every cluster that uses a configuration starts from an encrypted image; absent without clusters. */
export function imageEncrypted(model: Model, configuration: Resource): Leaf<boolean> {
  const clusters = clustersWith(model, configuration);
  return known(clusters.length === 0 ? null : clusters.every((cluster) => startsEncrypted(model, cluster)));
}

/** An image outside of the input is not known, and counts as not encrypted. */
function startsEncrypted(model: Model, cluster: Resource): boolean {
  const written = argument(model, cluster, "custom_ami_id").source();
  const image = written instanceof Reference ? model.at(written.address) : undefined;
  if (image?.type === "aws_ami_copy") return image.values.encrypted === true;
  if (image?.type !== "aws_ami") return false;
  const devices = argument(model, image, image.mode === "data" ? "block_device_mappings" : "ebs_block_device").items();
  if (!devices || devices.length === 0) return false;
  return devices.every((device) =>
    [device.at("encrypted"), device.at("ebs").at("encrypted")].some((each) => String(each.resolved()) === "true"),
  );
}

/** Properties that switch S3 Access Grants on: EMRFS's, and that of Hadoop's own S3A. */
const switches = [
  { property: "fs.s3.s3AccessGrants.enabled", classification: "emrfs-site" },
  { property: "fs.s3a.access.grants.enabled", classification: "core-site" },
] as const;

/**
 * Whether each cluster that uses a security configuration switches S3 Access Grants on; unknown without clusters.
 * https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-access-grants.html
 */
export function accessGrants(model: Model, configuration: Resource): Leaf<boolean> {
  const answers = clustersWith(model, configuration).map((cluster) => switchedOn(softwareSettings(model, cluster)));
  if (answers.length === 0) {
    return unknownLeaf(
      "S3 Access Grants are switched on by clusters, and none in the input uses this configuration",
      "lint it together with its clusters",
    );
  }
  const isOff = answers.find((answer) => "known" in answer && answer.known === false);
  return isOff ?? answers.find((answer) => "unknown" in answer) ?? known(true);
}

function switchedOn(setting: ReturnType<typeof softwareSettings>): Leaf<boolean> {
  const values = switches.map(({ property, classification }) => setting(property, classification));
  if (values.some((value) => "known" in value && /^true$/i.test(value.known ?? ""))) return known(true);
  const open = values.find((value) => !("known" in value));
  if (!open) return known(false);
  return "unknown" in open
    ? open
    : unknownLeaf("whether S3 Access Grants are on is known after apply", "write it as a literal");
}

/** Class of EMRFS, which `fs.s3.impl` of core-site names where a cluster keeps it as its connector. */
const EMRFS = "com.amazon.ws.emr.hadoop.fs.EmrFileSystem";

/** What a cluster reads S3 with; Presto and Trino keep EMRFS beside the S3A of the others. */
export type Connector = "S3A" | "EMRFS" | "S3A and EMRFS";

/** The connector to S3 that every cluster of a configuration uses; undefined without clusters, or where it differs or is not known. */
export function connectorOf(model: Model, configuration: Resource): Connector | undefined {
  const connectors = clustersWith(model, configuration).map((cluster) => connectorOfCluster(model, cluster));
  const [first] = connectors;
  return connectors.every((each) => each === first) ? first : undefined;
}

function connectorOfCluster(model: Model, cluster: Resource): Connector | undefined {
  const release = releaseOf(argument(model, cluster, "release_label").text());
  if ("unknown" in release || release.known === null) return undefined;
  if (!release.known.s3a) return "EMRFS";
  const implementation = softwareSettings(model, cluster)("fs.s3.impl", "core-site");
  if (!("known" in implementation)) return undefined;
  if (implementation.known === EMRFS) return "EMRFS";
  return runsPresto(argument(model, cluster, "applications").resolved()) ? "S3A and EMRFS" : "S3A";
}

/**
 * The newest version of Java that a cluster runs: 8 up to EMR 6 and 17 from EMR 7 on, or another that its software settings choose.
 * https://docs.aws.amazon.com/emr/latest/ReleaseGuide/configuring-java8.html
 */
export function javaOf(model: Model, cluster: Resource): Leaf<number> {
  const homes = everySetting(model, cluster, /(?:^|\.)JAVA_HOME$/);
  const open = homes.find((home) => !("known" in home));
  if (open) return "unknown" in open ? open : unknownLeaf("JAVA_HOME is known after apply", "write it as a literal");
  const chosen = homes.map((home) => versionIn(knownValue(home) ?? ""));
  if (chosen.includes(undefined)) {
    return unknownLeaf(
      "JAVA_HOME does not show the version of Java",
      "name a folder such as /usr/lib/jvm/java-17-amazon-corretto",
    );
  }
  if (chosen.length > 0) return known(Math.max(...chosen.map(Number)));
  const label = argument(model, cluster, "release_label").text();
  const release = releaseOf(label);
  if ("unknown" in release) return release;
  return release.known === null
    ? unknownLeaf("the cluster has no release label", "write release_label")
    : known(release.known.java);
}

/** `/usr/lib/jvm/java-1.8.0` and `/usr/lib/jvm/java-17-amazon-corretto.x86_64` as 8 and 17. */
function versionIn(home: string): number | undefined {
  const [, old, current] = /(?:java|jdk|jre|corretto)-(?:1\.(\d)|(\d+))(?![\d])/i.exec(home) ?? [];
  return (old ?? current) ? Number(old ?? current) : undefined;
}

/** Java of EMR before release 7. */
const oldest = 8;

/**
 * The oldest Java among the clusters that use a security configuration.
 *
 * @param classJava what a class needs; where every Java of EMR is new enough, none is looked for
 */
export function clusterJava(
  model: Model,
  configuration: Resource,
  classJava: Leaf<number>,
): Pick<ProviderFact, "clusterJava" | "cluster"> {
  const wanted = knownValue(classJava) ?? 0;
  if (wanted <= oldest) return { clusterJava: ABSENT, cluster: ABSENT };
  const versions = clustersWith(model, configuration).map((cluster) => ({ cluster, java: javaOf(model, cluster) }));
  const [first] = versions.toSorted((a, b) => comparable(a.java) - comparable(b.java));
  if (!first) {
    const why = unknownLeaf(
      "no cluster of the input uses the configuration, so its Java is not known",
      "lint it together with its clusters",
    );
    return { clusterJava: why, cluster: ABSENT };
  }
  const isTooOld = comparable(first.java) < wanted;
  const found = isTooOld ? first : (versions.find(({ java }) => !("known" in java)) ?? first);
  return { clusterJava: found.java, cluster: known(found.cluster.address) };
}

function comparable(java: Leaf<number>): number {
  return "known" in java ? (java.known ?? 0) : Number.POSITIVE_INFINITY;
}
