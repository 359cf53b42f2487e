import type { Model, Resource } from "../../model/terraform/model";
import { argument } from "../document-cursor";
import { softwareSettings } from "./classifications";
import { clustersByConfiguration } from "./java";
import { runsPresto } from "./node-traits";
import { releaseOf } from "./release";

/** Class of EMRFS, which `fs.s3.impl` of core-site names where a cluster keeps it as its connector. */
const EMRFS = "com.amazon.ws.emr.hadoop.fs.EmrFileSystem";

/** What a cluster reads S3 with; Presto and Trino keep EMRFS beside the S3A of the others. */
export type Connector = "S3A" | "EMRFS" | "S3A and EMRFS";

/** The connectors to S3 of the clusters of a model. */
export class S3Connectors {
  private byConfiguration: ReadonlyMap<string | undefined, readonly Resource[]> | undefined;

  constructor(private readonly model: Model) {}

  /** The connector that every cluster of a configuration uses; undefined without clusters, or where it differs or is not known. */
  of(configuration: Resource): Connector | undefined {
    this.byConfiguration ??= clustersByConfiguration(this.model);
    const connectors = (this.byConfiguration.get(configuration.address) ?? []).map((each) => this.connector(each));
    const [first] = connectors;
    return connectors.every((each) => each === first) ? first : undefined;
  }

  private connector(cluster: Resource): Connector | undefined {
    const release = releaseOf(argument(this.model, cluster, "release_label").text());
    if ("unknown" in release || release.known === null) return undefined;
    if (!release.known.s3a) return "EMRFS";
    const implementation = softwareSettings(this.model, cluster)("fs.s3.impl", "core-site");
    if (!("known" in implementation)) return undefined;
    if (implementation.known === EMRFS) return "EMRFS";
    return runsPresto(argument(this.model, cluster, "applications").resolved()) ? "S3A and EMRFS" : "S3A";
  }
}
