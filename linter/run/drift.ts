import { groupBy } from "../../formats/group-by";
import { DocumentCursor } from "../facts/document-cursor";
import { KEY_TYPES } from "../model/terraform/keys";
import { isDestroyed, isKept } from "../model/terraform/lifecycle";
import type { Model, Resource } from "../model/terraform/model";
import { managed } from "../model/terraform/of-type";
import type { Notice } from "../report/finding";

interface Kind {
  readonly what: string;
  readonly plural: string;
  readonly types: readonly string[];
  /** What identifies a resource, both in code and in an estate. */
  readonly id: readonly string[];
  /** Whether it identifies it in its Region only. */
  readonly isRegional?: true;
}

const COMPARED: readonly Kind[] = [
  {
    what: "security configuration",
    plural: "security configurations",
    types: ["aws_emr_security_configuration"],
    id: ["name"],
    isRegional: true,
  },
  {
    what: "KMS key",
    plural: "KMS keys",
    types: KEY_TYPES,
    id: ["arn"],
  },
  {
    what: "bundle or JAR",
    plural: "bundles and JARs",
    types: ["aws_s3_object", "aws_s3_bucket_object"],
    id: ["bucket", "key"],
  },
];

interface Named {
  readonly name: string;
  /** Only of what is regional, and where it is known. */
  readonly region: string | undefined;
}

/** Names of the compared resources of one input, by kind; what a plan destroys or replaces is in it, too, since it is managed until then. */
export type NamesInCode = ReadonlyMap<string, { readonly names: readonly Named[]; readonly someUnknown: boolean }>;

export function namesInCode(model: Model): NamesInCode {
  return new Map(
    COMPARED.map((kind) => {
      const all = managed(model, ...kind.types);
      const someUnknown = all.some((each) => isKept(each) && nameOf(model, each, kind) === undefined);
      const destroyed = all.flatMap((each) =>
        isDestroyed(each) && each.before ? (nameOf(model, { ...each, values: each.before }, kind) ?? []) : [],
      );
      return [kind.what, { names: [...keptNames(model, kind), ...destroyed], someUnknown }] as const;
    }),
  );
}

/** Security configurations, keys and bundles that an estate has and none of the inputs has; one notice for each kind. */
export function drift(estate: readonly Model[], inputs: readonly NamesInCode[]): readonly Notice[] {
  return COMPARED.flatMap((kind) => {
    const inCode = groupBy(
      inputs.flatMap((input) => input.get(kind.what)?.names ?? []),
      ({ name }) => name,
    );
    const isInCode = ({ name, region }: Named) =>
      inCode.get(name)?.some((each) => !region || !each.region || each.region === region) === true;
    const isOpen = inputs.some((input) => input.get(kind.what)?.someUnknown);
    return [...groupBy(estate, ({ input }) => input)].flatMap(([input, models]) => {
      const found = models.flatMap((model) => keptNames(model, kind)).filter((named) => !isInCode(named));
      const names = new Set(found.map(({ name, region }) => (region ? `${name} (${region})` : name)));
      return notice(input, kind, [...names].sort(), isOpen);
    });
  });
}

function notice(input: string, { what, plural }: Kind, names: readonly string[], isOpen: boolean): readonly Notice[] {
  const [first, ...others] = names;
  if (first === undefined) return [];
  const why = isOpen ? ", since some names are known after apply" : "";
  const message =
    others.length === 0
      ? `${input} contains the ${what} ${first}, but no input ${isOpen ? `is known to contain it${why}` : "contains it"}`
      : `${input} contains ${names.length} ${plural} that no input ${isOpen ? "is known to contain" : "contains"}${why}: ${names.join(", ")}`;
  return [{ kind: "drift", message }];
}

function keptNames(model: Model, kind: Kind): readonly Named[] {
  return managed(model, ...kind.types)
    .filter(isKept)
    .flatMap((each) => nameOf(model, each, kind) ?? []);
}

function nameOf(model: Model, { values, region }: Resource, { id, isRegional }: Kind): Named | undefined {
  const parts = id.map((name) => new DocumentCursor(model, values[name]).resolved());
  if (!parts.every((part) => typeof part === "string")) return undefined;
  const home = isRegional ? new DocumentCursor(model, region).resolved() : undefined;
  return { name: parts.join("/"), region: typeof home === "string" ? home : undefined };
}
