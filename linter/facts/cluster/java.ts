import { groupBy } from "../../../formats/group-by";
import { isRemoved } from "../../model/terraform/lifecycle";
import type { Model, Resource } from "../../model/terraform/model";
import { managed } from "../../model/terraform/of-type";
import { known, type Leaf, unknownLeaf } from "../../rows/leaf";
import { argument } from "../document-cursor";
import { everySetting } from "./classifications";
import { ClusterConfigurations } from "./configuration-of";
import { releaseOf } from "./release";

/**
 * The newest version of Java that a cluster runs: 8 up to EMR 6 and 17 from EMR 7 on, or another that its software settings choose.
 * https://docs.aws.amazon.com/emr/latest/ReleaseGuide/configuring-java8.html
 */
export function javaOf(model: Model, cluster: Resource): Leaf<number> {
  const homes = everySetting(model, cluster, /(?:^|\.)JAVA_HOME$/);
  const open = homes.find((home) => !("known" in home));
  if (open) return "unknown" in open ? open : unknownLeaf("JAVA_HOME is known after apply", "write it as a literal");
  const chosen = homes.map((home) => ("known" in home ? versionIn(home.known ?? "") : undefined));
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

/** The oldest Java among the clusters that use a security configuration. */
export class ClusterJava {
  private byConfiguration: ReadonlyMap<string | undefined, readonly Resource[]> | undefined;

  constructor(private readonly model: Model) {}

  /** @param classJava what a class needs; where every Java of EMR is new enough, none is looked for */
  of(
    configuration: Resource,
    classJava: Leaf<number>,
  ): { readonly clusterJava: Leaf<number>; readonly cluster: Leaf<string> } {
    const none = { clusterJava: known<number>(null), cluster: known<string>(null) };
    if (!("known" in classJava) || (classJava.known ?? 0) <= oldest) return none;
    this.byConfiguration ??= clustersByConfiguration(this.model);
    const clusters = this.byConfiguration.get(configuration.address) ?? [];
    if (clusters.length === 0) {
      const why = unknownLeaf(
        "no cluster of the input uses the configuration, so its Java is not known",
        "lint it together with its clusters",
      );
      return { clusterJava: why, cluster: known<string>(null) };
    }
    const versions = clusters.map((cluster) => ({ address: cluster.address, java: javaOf(this.model, cluster) }));
    const number = (java: Leaf<number>) => ("known" in java ? (java.known ?? 0) : Number.POSITIVE_INFINITY);
    const [first] = versions.toSorted((a, b) => number(a.java) - number(b.java));
    const isTooOld = first && number(first.java) < (classJava.known ?? 0);
    const found = isTooOld ? first : (versions.find(({ java }) => !("known" in java)) ?? first);
    return found ? { clusterJava: found.java, cluster: known(found.address) } : none;
  }
}

/** Java of EMR before release 7. */
const oldest = 8;

/** The clusters that stay, by the address of their security configuration. */
export function clustersByConfiguration(model: Model): ReadonlyMap<string | undefined, readonly Resource[]> {
  const used = new ClusterConfigurations(model);
  const clusters = managed(model, "aws_emr_cluster").filter(({ actions }) => !isRemoved(actions));
  return groupBy(clusters, (cluster) => used.of(cluster));
}
