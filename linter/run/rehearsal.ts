import { DocumentCursor } from "../facts/document-cursor";
import { isDestroyed, isKept, isRemoved } from "../model/terraform/lifecycle";
import type { Model, Resource } from "../model/terraform/model";
import { managed } from "../model/terraform/of-type";
import type { ChangeEffect } from "../report/finding";
import type { Declarations } from "../settings/settings";

const KEY_TYPES = [
  "aws_kms_key",
  "aws_kms_external_key",
  "aws_kms_replica_key",
  "aws_kms_replica_external_key",
] as const;

type DeclaredClusters = NonNullable<Declarations["clusters"]>;

/** A cluster that exists now, with the name of its security configuration. */
interface RunningCluster {
  readonly what: string;
  readonly configuration: string;
  /** Whether the plan ends it. */
  readonly ends: boolean;
}

/**
 * What a plan does to running clusters and to nodes that join them later, as docs/changes.md describes it. `estate` is what else exists,
 * from states or audits. What is not known is reported, not guessed.
 */
export function rehearse(
  model: Model,
  estate: readonly Model[],
  trust: (address: string, uri: string) => readonly string[] = () => [],
  declared: DeclaredClusters = {},
): readonly ChangeEffect[] {
  if (model.kind !== "plan") return [];
  const rehearsal = new Rehearsal(model, estate, trust, declared);
  return [
    ...managed(model, "aws_emr_cluster").flatMap((each) => rehearsal.cluster(each)),
    ...managed(model, "aws_emr_security_configuration").flatMap((each) => rehearsal.configuration(each)),
    ...managed(model, "aws_s3_object", "aws_s3_bucket_object").flatMap((each) => rehearsal.object(each)),
    ...managed(model, ...KEY_TYPES).flatMap((each) => rehearsal.key(each)),
    ...managed(model, "aws_kms_key_policy", "aws_kms_grant").flatMap((each) => rehearsal.rights(each)),
  ];
}

class Rehearsal {
  private readonly running: readonly RunningCluster[];
  /** Whether clusters outside of the plan are known. */
  private readonly seesOthers: boolean;

  constructor(
    private readonly model: Model,
    private readonly estate: readonly Model[],
    private readonly trust: (address: string, uri: string) => readonly string[],
    declared: DeclaredClusters,
  ) {
    const own = managed(model, "aws_emr_cluster").flatMap((each) => {
      const configuration = this.former(each, "security_configuration");
      if (each.actions.includes("create") && !isDestroyed(each)) return [];
      return configuration === undefined ? [] : [{ what: each.address, configuration, ends: isDestroyed(each) }];
    });
    const planned = new Set(managed(model, "aws_emr_cluster").map((each) => this.former(each, "id")));
    const others = estate.flatMap((other) =>
      managed(other, "aws_emr_cluster").flatMap((each) => {
        const { values } = each;
        const ended = typeof values.cluster_state === "string" && /^TERMINAT/.test(values.cluster_state);
        if (ended || planned.has(textOf(other, values.id))) return [];
        const configuration = textOf(other, values.security_configuration);
        const name = textOf(other, values.name);
        const what = clusterWords(textOf(other, values.id) ?? each.address, name);
        return configuration === undefined ? [] : [{ what, configuration, ends: false }];
      }),
    );
    const seen = new Set([
      ...planned,
      ...estate.flatMap((other) => managed(other, "aws_emr_cluster").map((each) => textOf(other, each.values.id))),
    ]);
    const known = Object.entries(declared).flatMap(([id, { configuration, name }]) =>
      seen.has(id) ? [] : [{ what: clusterWords(id, name), configuration, ends: false }],
    );
    this.running = [...own, ...others, ...known];
    this.seesOthers = estate.length > 0 || known.length > 0;
  }

  cluster(cluster: Resource): readonly ChangeEffect[] {
    if (!isDestroyed(cluster)) return [];
    const effect = cluster.actions.includes("create")
      ? "the running cluster ends, and another one starts with the new settings"
      : "the running cluster ends";
    return [this.effect(cluster, [effect])];
  }

  configuration(configuration: Resource): readonly ChangeEffect[] {
    const { actions } = configuration;
    if (!isDestroyed(configuration)) {
      if (!actions.includes("create")) return [];
      return [
        this.effect(configuration, [
          "clusters use it from their next start; running clusters keep the one that they use",
        ]),
      ];
    }
    const name = this.former(configuration, "name");
    const users = this.running.filter((each) => each.configuration === name);
    const staying = users.filter(({ ends }) => !ends).map(({ what }) => what);
    const ending = users.filter(({ ends }) => ends).map(({ what }) => what);
    const shown = `'${name ?? configuration.address}'`;
    if (staying.length > 0) {
      return [
        this.effect(
          configuration,
          [
            `EMR refuses to delete ${shown} while ${list(staying)} ${staying.length === 1 ? "uses" : "use"} it: the apply fails at this step`,
          ],
          [
            `keep ${shown} in the code beside the new configuration`,
            "apply: the new configuration is created",
            `replace ${list(staying)} by clusters with the new configuration`,
            `remove ${shown} from the code, and apply again`,
          ],
        ),
      ];
    }
    const effects = [
      ...(ending.length > 0
        ? [`it is deleted once ${list(ending)} ${ending.length === 1 ? "has" : "have"} ended, in the same apply`]
        : []),
      ...(!this.seesOthers
        ? [`clusters outside this plan that use ${shown} are not known: EMR refuses the deletion while one exists`]
        : [`no other known cluster uses ${shown}`]),
      ...(isRemoved(actions) ? ["schedulers that start clusters with its name fail from then on"] : []),
    ];
    return [this.effect(configuration, effects)];
  }

  object(object: Resource): readonly ChangeEffect[] {
    if (!isDestroyed(object) && !object.actions.includes("update")) return [];
    const uri = `s3://${this.former(object, "bucket")}/${this.former(object, "key")}`;
    const users = this.configurationsNaming(uri);
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
    return [
      this.effect(
        key,
        [
          "running clusters fail at their next call to KMS, and nodes with encrypted disks at their next reboot",
          `after ${window} days the key is deleted: data that it encrypted can no longer be read`,
        ],
        ["keep the key until the data that it encrypted is no longer needed"],
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

  /** Security configurations that exist now and name an object. */
  private configurationsNaming(uri: string): readonly string[] {
    const [, name = ""] = /^s3:\/\/(.+)$/.exec(uri) ?? [];
    const naming = (other: Model, each: Resource) => {
      const document =
        this.model === other ? this.former(each, "configuration") : textOf(other, each.values.configuration);
      return document?.includes(`s3://${name}"`) || document?.includes(`s3:::${name}"`);
    };
    const own = managed(this.model, "aws_emr_security_configuration")
      .filter((each) => naming(this.model, each))
      .map((each) => this.former(each, "name") ?? each.address);
    const others = this.estate.flatMap((other) =>
      managed(other, "aws_emr_security_configuration")
        .filter((each) => naming(other, each))
        .map((each) => textOf(other, each.values.name) ?? each.address),
    );
    return [...new Set([...own, ...others])].sort();
  }

  /** An argument before the change, or its value if the plan does not change the resource. */
  private former({ before, values }: Resource, name: string): string | undefined {
    return textOf(this.model, (before ?? values)[name]);
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

function textOf(model: Model, value: Resource["values"][string] | undefined): string | undefined {
  const resolved = value === undefined ? undefined : new DocumentCursor(model, value).resolved();
  return typeof resolved === "string" ? resolved : undefined;
}

function clusterWords(id: string, name: string | undefined): string {
  return `cluster ${id}${name === undefined ? "" : ` (${name})`}`;
}

function list(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(" and ");
}
