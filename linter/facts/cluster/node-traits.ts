import { readRelease } from "../../../formats/releases";
import type { Certificate } from "../../../formats/x509/certificate";
import type { Model, Resource } from "../../model/terraform/model";
import { kept } from "../../model/terraform/of-type";
import type { Symbolic } from "../../model/values/symbolic";
import { argument } from "../document-cursor";
import { softwareSettings } from "./classifications";
import { configurationsOf } from "./configuration-of";

/** The nodes that a bundle is for, and the time of the check. */
export interface NodesContext {
  /** Milliseconds since 1970. */
  readonly evaluatedAt: number;
  /** Roots that the nodes' Java trusts by default; undefined if they are not known, as with a custom image. */
  readonly defaultRoots: (() => readonly Certificate[]) | undefined;
  /** Roots that are declared to be on the nodes. */
  readonly additionalRoots: readonly Certificate[];
  /** Whether nodes may run Java 8, as releases before EMR 7 do; undefined where the release is not known. */
  readonly java8: boolean | undefined;
  /** Whether nodes present their certificate as clients, too (`hadoop.ssl.require.client.cert`); undefined where that is not known. */
  readonly clientCertificates: boolean | undefined;
  /** Whether Presto or Trino serve people by public names; undefined where the applications are not known. */
  readonly publicNames: boolean | undefined;
}

/** What the clusters of an input reveal about the nodes that read a bundle. */
export interface NodeTraits extends Pick<NodesContext, "java8" | "clientCertificates" | "publicNames"> {
  /** Whether nodes may start from a custom machine image, whose trusted roots are not known. */
  readonly ownImage: boolean;
}

/**
 * Traits where no cluster is seen: the Java version is not known; Hadoop's default (no client certificates) and the absence of Presto,
 * Trino and custom images are assumed.
 */
export const noClusters: NodeTraits = {
  java8: undefined,
  clientCertificates: false,
  publicNames: false,
  ownImage: false,
};

/** The clusters of a model, each with its security configuration. */
export class Clusters {
  private readonly clusters: readonly {
    readonly cluster: Resource;
    readonly configuration: string | undefined;
  }[];

  constructor(private readonly model: Model) {
    const clusters = kept(model, "aws_emr_cluster");
    this.clusters = clusters.map((cluster) => ({ cluster, configuration: configurationsOf(model).of(cluster) }));
  }

  /**
   * Traits of the nodes that read the bundle of some security configurations: by the clusters that use one of them. A cluster whose
   * configuration is not known (or any cluster, if nothing in the input uses the bundle) may be one of them: traits in which it differs are
   * unknown.
   */
  traits(configurations: readonly string[]): NodeTraits {
    const certain = this.clusters.filter(({ configuration = "" }) => configurations.includes(configuration));
    const possible = this.clusters.filter(
      ({ configuration }) => configuration === undefined || (configurations.length === 0 && configuration !== "none"),
    );
    const trait = (holds: (cluster: Resource) => boolean | undefined): boolean | undefined =>
      some([
        ...certain.map(({ cluster }) => holds(cluster)),
        ...possible.map(({ cluster }) => (holds(cluster) === false ? false : undefined)),
      ]);
    const value = (cluster: Resource, name: string) => argument(this.model, cluster, name).resolved();
    return {
      java8: certain.length === 0 ? undefined : trait((cluster) => runsJava8(value(cluster, "release_label"))),
      clientCertificates: trait((cluster) => asksClients(this.model, cluster)),
      publicNames: trait((cluster) => runsPresto(value(cluster, "applications"))),
      ownImage: trait((cluster) => (value(cluster, "custom_ami_id") ?? null) !== null) !== false,
    };
  }
}

/** Kleene's or. */
function some(verdicts: readonly (boolean | undefined)[]): boolean | undefined {
  if (verdicts.includes(true)) return true;
  return verdicts.includes(undefined) ? undefined : false;
}

function runsJava8(label: Symbolic | undefined): boolean | undefined {
  const release = typeof label === "string" ? readRelease(label) : undefined;
  return release && release.java < 17;
}

/** Whether Hadoop asks clients for certificates; undefined where the cluster's software settings are not in the input. */
function asksClients(model: Model, cluster: Resource): boolean | undefined {
  const asked = softwareSettings(model, cluster)("hadoop.ssl.require.client.cert");
  return "known" in asked ? asked.known === "true" : undefined;
}

/** Whether Presto or Trino is among the applications; undefined where that is not known. */
export function runsPresto(value: Symbolic | undefined): boolean | undefined {
  if (value === undefined || value === null) return false;
  if (!Array.isArray(value)) return undefined;
  const names: readonly Symbolic[] = value;
  if (names.some((name) => typeof name === "string" && /^(presto|prestosql|trino)$/i.test(name))) return true;
  return names.every((name) => typeof name === "string") ? false : undefined;
}
