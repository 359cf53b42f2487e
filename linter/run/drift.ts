import { DocumentCursor } from "../facts/document-cursor";
import { isKept } from "../model/terraform/lifecycle";
import type { Model, Resource } from "../model/terraform/model";
import { managed } from "../model/terraform/of-type";
import type { Notice } from "../report/finding";

/** What identifies a resource of a kind, both in code and in an estate. */
const COMPARED: readonly { readonly what: string; readonly types: readonly string[]; id: readonly string[] }[] = [
  { what: "security configuration", types: ["aws_emr_security_configuration"], id: ["name"] },
  {
    what: "KMS key",
    types: ["aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key", "aws_kms_replica_external_key"],
    id: ["arn"],
  },
  { what: "bundle or JAR", types: ["aws_s3_object", "aws_s3_bucket_object"], id: ["bucket", "key"] },
];

/** Names of the compared resources of one input, by kind. */
export type NamesInCode = ReadonlyMap<string, { readonly names: readonly string[]; readonly someUnknown: boolean }>;

export function namesInCode(model: Model): NamesInCode {
  return new Map(
    COMPARED.map(({ what, types, id }) => {
      const someUnknown = managed(model, ...types).some(
        (each) => isKept(each) && nameOf(model, each, id) === undefined,
      );
      return [what, { names: names(model, types, id), someUnknown }] as const;
    }),
  );
}

/** Security configurations, keys and bundles that an estate has and none of the inputs has. */
export function drift(estate: readonly Model[], inputs: readonly NamesInCode[]): readonly Notice[] {
  return COMPARED.flatMap(({ what, types, id }) => {
    const inCode = new Set(inputs.flatMap((input) => input.get(what)?.names ?? []));
    const open = inputs.some((input) => input.get(what)?.someUnknown);
    return estate.flatMap((model) =>
      names(model, types, id)
        .filter((name) => !inCode.has(name))
        .map((name) => ({
          kind: "drift",
          message: `${model.input} contains the ${what} ${name}, but ${open ? "no input is known to contain it, since some names are known after apply" : "no input contains it"}`,
        })),
    );
  });
}

type Id = readonly string[];

function names(model: Model, types: readonly string[], id: Id): readonly string[] {
  return managed(model, ...types)
    .filter(isKept)
    .flatMap((each) => nameOf(model, each, id) ?? [])
    .sort();
}

function nameOf(model: Model, { values }: Resource, id: Id): string | undefined {
  const parts = id.map((name) => new DocumentCursor(model, values[name]).resolved());
  return parts.every((part) => typeof part === "string") ? parts.join("/") : undefined;
}
