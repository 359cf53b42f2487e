import { hasEnded } from "../../formats/cluster-state";
import { DocumentCursor } from "../facts/document-cursor";
import { isDestroyed } from "../model/terraform/lifecycle";
import type { Model, Resource } from "../model/terraform/model";
import { managed } from "../model/terraform/of-type";
import type { Declarations } from "../settings/settings";

type DeclaredClusters = NonNullable<Declarations["clusters"]>;

/** A cluster that exists now, with the name of its security configuration. */
interface RunningCluster {
  readonly what: string;
  readonly configuration: string;
  /** Where it is known. */
  readonly region: string | undefined;
  /** Whether the plan ends it. */
  readonly ends: boolean;
}

/** A security configuration that exists now. */
interface ExistingConfiguration {
  /** Address of the plan; absent if only an estate has it. */
  readonly address?: string;
  readonly name: string | undefined;
  readonly region: string | undefined;
  readonly document: string | undefined;
}

/** What exists before a plan is applied: in the plan itself, in states or audits, and by the settings. */
export class Existing {
  private readonly running: readonly RunningCluster[];
  readonly configurations: readonly ExistingConfiguration[];
  /** Whether clusters outside of the plan are known. */
  readonly seesOthers: boolean;

  constructor(
    private readonly model: Model,
    private readonly estate: readonly Model[],
    declared: DeclaredClusters,
  ) {
    const known = this.declaredClusters(declared);
    this.running = [...this.ownClusters(), ...this.otherClusters(), ...known];
    this.configurations = [...this.ownConfigurations(), ...this.otherConfigurations()];
    this.seesOthers = estate.length > 0 || known.length > 0;
  }

  /** Clusters with a security configuration. */
  usersOf(configuration: Resource): readonly RunningCluster[] {
    const name = former(this.model, configuration, "name");
    const region = regionOf(this.model, configuration);
    return this.running.filter((each) => each.configuration === name && isSameRegion(each.region, region));
  }

  /** Other configurations that have a name which a plan gives to one that it creates, in the same Region. */
  namesakesOf(configuration: Resource): readonly ExistingConfiguration[] {
    const name = textOf(this.model, configuration.values.name);
    const region = regionOf(this.model, configuration);
    const isFreedFirst = configuration.actions[0] === "delete";
    return this.configurations.filter(
      (each) =>
        name !== undefined &&
        each.name === name &&
        isSameRegion(each.region, region) &&
        !(isFreedFirst && each.address === configuration.address),
    );
  }

  /** Names of the configurations whose document contains one of these texts as a whole value. */
  configurationsNaming(texts: readonly string[]): readonly string[] {
    const naming = this.configurations.filter(({ document }) =>
      texts.some((text) => document?.includes(JSON.stringify(text))),
    );
    return [...new Set(naming.map(({ name, address = "" }) => name ?? address))].sort();
  }

  /** ARN and id of an existing key, and the names and ARNs of the aliases that lead to it. */
  namesOfKey(key: Resource): readonly string[] {
    const own = ["arn", "key_id"].flatMap((name) => former(this.model, key, name) ?? []);
    const aliases = [this.model, ...this.estate].flatMap((model) =>
      managed(model, "aws_kms_alias").flatMap((alias) => {
        const target = [former(model, alias, "target_key_id"), former(model, alias, "target_key_arn")];
        return target.some((each) => each !== undefined && own.includes(each)) ? namesOfAlias(model, alias) : [];
      }),
    );
    return [...own, ...aliases];
  }

  private ownClusters(): readonly RunningCluster[] {
    return managed(this.model, "aws_emr_cluster").flatMap((each) => {
      const configuration = former(this.model, each, "security_configuration");
      if (configuration === undefined || (each.actions.includes("create") && !isDestroyed(each))) return [];
      return [{ what: each.address, configuration, region: regionOf(this.model, each), ends: isDestroyed(each) }];
    });
  }

  private otherClusters(): readonly RunningCluster[] {
    const planned = new Set(managed(this.model, "aws_emr_cluster").map((each) => former(this.model, each, "id")));
    return this.estate.flatMap((other) =>
      managed(other, "aws_emr_cluster").flatMap((each) => {
        const { id, name, cluster_state: state, security_configuration: configuration } = textsOf(other, each);
        if (configuration === undefined || hasEnded(state) || planned.has(id)) return [];
        return [
          { what: clusterWords(id ?? each.address, name), configuration, region: regionOf(other, each), ends: false },
        ];
      }),
    );
  }

  private declaredClusters(declared: DeclaredClusters): readonly RunningCluster[] {
    const seen = new Set(
      [this.model, ...this.estate].flatMap((model) =>
        managed(model, "aws_emr_cluster").map((each) => former(model, each, "id")),
      ),
    );
    return Object.entries(declared).flatMap(([id, { configuration, name, region }]) =>
      seen.has(id) ? [] : [{ what: clusterWords(id, name), configuration, region, ends: false }],
    );
  }

  private ownConfigurations(): readonly ExistingConfiguration[] {
    return managed(this.model, "aws_emr_security_configuration").flatMap((each) => {
      if (each.actions.includes("create") && !isDestroyed(each)) return [];
      return [
        {
          address: each.address,
          name: former(this.model, each, "name"),
          region: regionOf(this.model, each),
          document: former(this.model, each, "configuration"),
        },
      ];
    });
  }

  /** Those that only the estate has. */
  private otherConfigurations(): readonly ExistingConfiguration[] {
    const own = this.ownConfigurations();
    return this.estate.flatMap((other) =>
      managed(other, "aws_emr_security_configuration").flatMap((each) => {
        const { name, configuration: document } = textsOf(other, each);
        const region = regionOf(other, each);
        const isOwn = own.some((one) => one.name === name && isSameRegion(one.region, region));
        return isOwn ? [] : [{ name, region, document }];
      }),
    );
  }
}

/** An argument before the change, or its value if the plan does not change the resource. */
export function former(model: Model, { before, values }: Resource, name: string): string | undefined {
  return textOf(model, (before ?? values)[name]);
}

/** The text of a value, if it is known. */
export function textOf(model: Model, value: Resource["values"][string] | undefined): string | undefined {
  const resolved = value === undefined ? undefined : new DocumentCursor(model, value).resolved();
  return typeof resolved === "string" ? resolved : undefined;
}

/** Name and ARN of an alias before the change. */
export function namesOfAlias(model: Model, alias: Resource): readonly string[] {
  return ["name", "arn"].flatMap((name) => former(model, alias, name) ?? []);
}

function textsOf(model: Model, { values }: Resource): { readonly [name: string]: string | undefined } {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, textOf(model, value)]));
}

function regionOf(model: Model, { region }: Resource): string | undefined {
  return textOf(model, region);
}

/** Names of configurations are unique in a Region only. */
function isSameRegion(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}

function clusterWords(id: string, name: string | undefined): string {
  return `cluster ${id}${name === undefined ? "" : ` (${name})`}`;
}
