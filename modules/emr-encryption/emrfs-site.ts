import type { Construct } from "constructs";
import type { IEncryptionKey } from "../encryption-key";
import { resolved } from "../resolve";

/** One classification of a cluster's configuration, with EMR's own names. */
export interface ClusterConfiguration {
  /** Name of the configuration, such as `emrfs-site`. */
  readonly Classification: string;
  /** Its properties by name. */
  readonly Properties: { readonly [property: string]: string };
}

/** Properties of `emrfs-site`; a key is written as its ARN. */
export type EmrfsSite = { readonly [property: string]: string | IEncryptionKey };

/** The configurations of a cluster with these properties. */
export function clusterConfigurations(emrfsSite: EmrfsSite | undefined = {}): readonly ClusterConfiguration[] {
  const properties = Object.entries(emrfsSite).map(([name, value]) => [
    name,
    typeof value === "string" ? value : value.arn,
  ]);
  if (properties.length === 0) return [];
  return [{ Classification: "emrfs-site", Properties: Object.fromEntries(properties) }];
}

/** Whether two have the same properties, as far as they are known. */
export function sameSite(scope: Construct, one: EmrfsSite | undefined, other: EmrfsSite | undefined): boolean {
  const [left, right] = [one, other].map((site) => JSON.stringify(resolved(scope, clusterConfigurations(site))));
  return left === right;
}
