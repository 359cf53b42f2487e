import { groupBy } from "../../../formats/group-by";
import { oncePer } from "../../../formats/once-per";
import type { Model, Resource } from "../../model/terraform/model";
import { kept } from "../../model/terraform/of-type";
import { areOtherRegions } from "../../model/terraform/regions";
import { Reference, type Symbolic } from "../../model/values/symbolic";
import { DocumentCursor } from "../document-cursor";

/** The security configurations of a model, found as clusters name them: by a reference or by their name. */
class ClusterConfigurations {
  private readonly addresses: ReadonlySet<string>;
  private readonly byName: ReadonlyMap<unknown, readonly Resource[]>;

  constructor(private readonly model: Model) {
    const staying = kept(model, "aws_emr_security_configuration");
    this.addresses = new Set(staying.map(({ address }) => address));
    this.byName = groupBy(staying, ({ values }) => new DocumentCursor(model, values.name).resolved());
  }

  /** Address of the one that a cluster uses; `elsewhere` for one that is not of the model, undefined where that is not known. */
  of(cluster: Resource): string | "none" | "elsewhere" | undefined {
    const named = new DocumentCursor(this.model, cluster.values.security_configuration);
    const name = named.resolved();
    if (name === undefined || name === null) return "none";
    const references = [named.source(), name].flatMap((value) => (value instanceof Reference ? value.address : []));
    const address = references.find((one) => this.addresses.has(one)) ?? this.named(name, cluster);
    if (address !== undefined) return address;
    const allNamed = [...this.byName.keys()].every((one) => typeof one === "string");
    return typeof name === "string" && allNamed ? "elsewhere" : undefined;
  }

  /** Each Region has names of its own. */
  private named(name: Symbolic, { region }: Resource): string | undefined {
    return this.byName.get(name)?.find((one) => !areOtherRegions(one.region, region))?.address;
  }
}

/** The security configurations of a model, as its clusters name them. */
export const configurationsOf = oncePer((model: Model) => new ClusterConfigurations(model));

const clustersByConfiguration = oncePer((model: Model) => {
  const configurations = configurationsOf(model);
  return groupBy(kept(model, "aws_emr_cluster"), (cluster) => configurations.of(cluster));
});

/** The clusters of a model that certainly use a security configuration. */
export function clustersWith(model: Model, { address }: Resource): readonly Resource[] {
  return clustersByConfiguration(model).get(address) ?? [];
}
