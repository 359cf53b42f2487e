import { KEY_TYPES } from "../model/terraform/keys";
import { isDestroyed, isKept, isRemoved } from "../model/terraform/lifecycle";
import type { Model, Resource } from "../model/terraform/model";
import { managed } from "../model/terraform/of-type";
import type { ChangeEffect } from "../report/finding";
import type { Declarations } from "../settings/settings";
import { Existing, former, namesOfAlias, textOf } from "./existing";

/**
 * What a plan does to running clusters and to nodes that join them later, as docs/changes.md describes it. `estate` is what else exists,
 * from states or audits. What is not known is reported, not guessed.
 */
export function rehearse(
  model: Model,
  estate: readonly Model[],
  trust: (address: string, uri: string) => readonly string[] = () => [],
  declared: NonNullable<Declarations["clusters"]> = {},
): readonly ChangeEffect[] {
  if (model.kind !== "plan") return [];
  const rehearsal = new Rehearsal(model, new Existing(model, estate, declared), trust);
  return [
    ...managed(model, "aws_emr_cluster").flatMap((each) => rehearsal.cluster(each)),
    ...managed(model, "aws_emr_security_configuration").flatMap((each) => rehearsal.configuration(each)),
    ...managed(model, "aws_s3_object", "aws_s3_bucket_object").flatMap((each) => rehearsal.object(each)),
    ...managed(model, ...KEY_TYPES).flatMap((each) => rehearsal.key(each)),
    ...managed(model, "aws_kms_alias").flatMap((each) => rehearsal.alias(each)),
    ...managed(model, "aws_kms_key_policy", "aws_kms_grant").flatMap((each) => rehearsal.rights(each)),
  ];
}

interface Consequences {
  readonly effects: readonly string[];
  readonly steps: readonly string[];
}

class Rehearsal {
  constructor(
    private readonly model: Model,
    private readonly existing: Existing,
    private readonly trust: (address: string, uri: string) => readonly string[],
  ) {}

  cluster(cluster: Resource): readonly ChangeEffect[] {
    if (!isDestroyed(cluster)) return [];
    const effect = cluster.actions.includes("create")
      ? "the running cluster ends, and another one starts with the new settings"
      : "the running cluster ends";
    return [this.effect(cluster, [effect])];
  }

  configuration(configuration: Resource): readonly ChangeEffect[] {
    const { actions } = configuration;
    const isCreated = actions.includes("create");
    if (!isCreated && !isDestroyed(configuration)) return [];
    const deletion = isDestroyed(configuration) ? this.deletion(configuration) : { effects: [], steps: [] };
    const creation = isCreated ? this.creation(configuration) : { effects: [], steps: [] };
    return [
      this.effect(
        configuration,
        [...deletion.effects, ...creation.effects],
        deletion.steps.length > 0 ? deletion.steps : creation.steps,
      ),
    ];
  }

  private creation(configuration: Resource): Consequences {
    const [namesake] = this.existing.namesakesOf(configuration);
    if (namesake) {
      const { address } = namesake;
      const isOther = address !== undefined && address !== configuration.address;
      const shown = `'${namesake.name}'`;
      return {
        effects: [
          `a configuration ${shown} exists${address === undefined ? "" : ` (${address})`}: EMR refuses to create another one with this name until it is deleted`,
        ],
        steps: [
          isOther
            ? "write a moved block if only the address changes; otherwise give the new configuration another name"
            : "give the new configuration another name",
        ],
      };
    }
    if (isDestroyed(configuration)) return { effects: [], steps: [] };
    return {
      effects: ["clusters that are started with it use it; running clusters keep the configuration that they have"],
      steps: [],
    };
  }

  private deletion(configuration: Resource): Consequences {
    const shown = `'${former(this.model, configuration, "name") ?? configuration.address}'`;
    const users = this.existing.usersOf(configuration);
    const staying = users.filter(({ ends }) => !ends).map(({ what }) => what);
    const ending = users.filter(({ ends }) => ends).map(({ what }) => what);
    if (staying.length > 0) {
      return {
        effects: [
          `EMR refuses to delete ${shown} while ${list(staying)} ${staying.length === 1 ? "uses" : "use"} it: the apply fails at this step`,
        ],
        steps: this.stepsToDelete(configuration, shown, staying),
      };
    }
    return {
      effects: [
        ...(ending.length > 0
          ? [`it is deleted once ${list(ending)} ${ending.length === 1 ? "has" : "have"} ended, in the same apply`]
          : []),
        this.existing.seesOthers
          ? `no other known cluster uses ${shown}`
          : `clusters outside this plan that use ${shown} are not known: EMR refuses the deletion while one exists`,
        ...(isRemoved(configuration.actions) ? ["schedulers that start clusters with its name fail from then on"] : []),
      ],
      steps: [],
    };
  }

  private stepsToDelete(configuration: Resource, shown: string, staying: readonly string[]): readonly string[] {
    const keepsName =
      isKept(configuration) &&
      former(this.model, configuration, "name") === textOf(this.model, configuration.values.name);
    const hasNew = managed(this.model, "aws_emr_security_configuration").some(({ actions }) =>
      actions.includes("create"),
    );
    if (!hasNew)
      return [`keep ${shown} in the code`, `end ${list(staying)}`, `remove ${shown} from the code, and apply`];
    return [
      keepsName
        ? `keep ${shown} as it is, and add the new configuration beside it with another name`
        : `keep ${shown} in the code beside the new configuration`,
      "apply: the new configuration is created",
      `replace ${list(staying)} by clusters with the new configuration`,
      `remove ${shown} from the code, and apply again`,
    ];
  }

  object(object: Resource): readonly ChangeEffect[] {
    if (!isDestroyed(object) && !object.actions.includes("update")) return [];
    const name = `${former(this.model, object, "bucket")}/${former(this.model, object, "key")}`;
    const uri = `s3://${name}`;
    const arns = ["aws", "aws-cn", "aws-us-gov"].map((partition) => `arn:${partition}:s3:::${name}`);
    const users = this.existing.configurationsNaming([uri, ...arns]);
    if (users.length === 0) return [];
    const sameName =
      isKept(object) &&
      uri === `s3://${textOf(this.model, object.values.bucket)}/${textOf(this.model, object.values.key)}`;
    const effects = sameName
      ? [
          `running nodes keep what they have downloaded from ${uri}`,
          `nodes that join later, by scaling or as replacements, download the new object: one cluster then has both`,
          ...this.trust(object.address, uri),
        ]
      : [
          `running nodes keep what they have downloaded from ${uri}`,
          `nodes that join a cluster with ${list(users)} later cannot download it, and do not start`,
        ];
    const steps = sameName
      ? ["check that nodes with the old and the new certificate trust each other", "apply", "replace the clusters"]
      : [`keep ${uri} until the last cluster with ${list(users)} has ended`];
    return [this.effect(object, effects, steps)];
  }

  key(key: Resource): readonly ChangeEffect[] {
    if (!isDestroyed(key)) return [];
    const { deletion_window_in_days: days } = key.before ?? key.values;
    const window = typeof days === "number" ? days : 30;
    const users = this.existing.configurationsNaming(this.existing.namesOfKey(key));
    const clusters = users.length > 0 ? `running clusters with ${list(users)}` : "running clusters that use it";
    return [
      this.effect(
        key,
        [
          ...(users.length > 0 ? [] : ["no known security configuration names the key"]),
          `${clusters} fail at their next call to KMS, and nodes with encrypted disks at their next reboot`,
          `after ${window} days the key is deleted: data that it encrypted can no longer be read`,
        ],
        ["keep the key until the data that it encrypted is no longer needed"],
      ),
    ];
  }

  /** Aliases that configurations name: KMS finds the key at each call. */
  alias(alias: Resource): readonly ChangeEffect[] {
    const { actions, before, values } = alias;
    if (!before || !actions.some((action) => action === "update" || action === "delete")) return [];
    const users = this.existing.configurationsNaming(namesOfAlias(this.model, alias));
    if (users.length === 0) return [];
    const name = former(this.model, alias, "name");
    if (!isKept(alias) || name !== textOf(this.model, values.name)) {
      const effect = `clusters with ${list(users)} no longer find a key at ${name}: encryption fails at their next call to KMS, and nodes that join later do not start`;
      return [this.effect(alias, [effect], [`keep ${name} until the last cluster with ${list(users)} has ended`])];
    }
    if (former(this.model, alias, "target_key_id") === textOf(this.model, values.target_key_id)) return [];
    return [
      this.effect(
        alias,
        [
          `clusters with ${list(users)} encrypt with the new key from then on; their roles must be allowed to use it`,
          "data that the previous key encrypted still requires that key",
        ],
        ["allow the roles to use the new key", "apply", "keep the previous key while its data is needed"],
      ),
    ];
  }

  /** Key policies that change, and grants that come or go. A policy of a new key is part of that key. */
  rights(given: Resource): readonly ChangeEffect[] {
    const { type, actions } = given;
    const changes = type === "aws_kms_grant" ? ["create", "delete"] : ["update"];
    if (!changes.some((action) => actions.some((each) => each === action))) return [];
    return [
      this.effect(given, [
        "running clusters have the new permissions within minutes; if permissions are removed, clusters fail at their next call to KMS, and nodes with encrypted disks at their next reboot",
      ]),
    ];
  }

  private effect(
    { address, actions }: Resource,
    effects: readonly string[],
    steps: readonly string[] = [],
  ): ChangeEffect {
    const { input, stack } = this.model;
    return { input, stack, address, change: changeOf(actions), effects, ...(steps.length > 0 && { steps }) };
  }
}

function changeOf(actions: readonly string[]): ChangeEffect["change"] {
  if (actions.includes("delete")) return actions.includes("create") ? "replaced" : "destroyed";
  return actions.includes("create") ? "created" : "updated";
}

function list(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(" and ");
}
