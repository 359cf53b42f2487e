import type { Model, Resource } from "../../model/terraform/model";
import { ABSENT, known, knownValue, type Leaf, unknownLeaf } from "../../rows/leaf";
import type { ProviderFact } from "../../rows/providers";
import { argument } from "../document-cursor";
import { everySetting } from "./classifications";
import { clustersWith } from "./configuration-of";
import { releaseOf } from "./release";

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
