import type { Model, Resource } from "../../model/terraform/model";
import { argument } from "../document-cursor";
import { softwareSettings } from "./classifications";
import { clustersWith } from "./configuration-of";
import { runsPresto } from "./node-traits";
import { releaseOf } from "./release";

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
