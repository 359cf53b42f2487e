import type { Construct } from "constructs";
import { readRelease } from "../../formats/releases";
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

/** What decides about the configurations of a cluster beside its security configuration. */
export interface SoftwareSettings {
  readonly emrfsSite?: EmrfsSite;
  readonly releaseLabel?: string;
  readonly authorization?: { readonly RangerConfiguration?: unknown };
}

/**
 * The configurations of a cluster with these settings. S3A, the default connector of later releases, reads `core-site`; it does not apply the
 * policies of Apache Ranger, so clusters with Ranger keep EMRFS.
 */
export function clusterConfigurations(settings: SoftwareSettings): readonly ClusterConfiguration[] {
  const properties = Object.fromEntries(
    Object.entries(settings.emrfsSite ?? {}).map(([name, value]) => [
      name,
      typeof value === "string" ? value : value.arn,
    ]),
  );
  const hasS3a = readRelease(settings.releaseLabel ?? "")?.s3a === true;
  const keepsEmrfs = hasS3a && settings.authorization?.RangerConfiguration !== undefined;
  const sites = {
    "core-site": keepsEmrfs ? { "fs.s3.impl": "com.amazon.ws.emr.hadoop.fs.EmrFileSystem" } : hasS3a ? properties : {},
    "emrfs-site": hasS3a && !keepsEmrfs ? {} : properties,
  };
  return Object.entries(sites)
    .map(([Classification, Properties]) => ({ Classification, Properties }))
    .filter(({ Properties }) => Object.keys(Properties).length > 0);
}

/** Whether two have the same configurations, as far as they are known. */
export function sameConfigurations(
  scope: Construct,
  one: SoftwareSettings = {},
  other: SoftwareSettings = {},
): boolean {
  const [left, right] = [one, other].map((each) => JSON.stringify(resolved(scope, clusterConfigurations(each))));
  return left === right;
}
