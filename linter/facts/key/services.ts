import { ofType } from "../../model/terraform/of-type";
import { isRecord, type Symbolic } from "../../model/values/symbolic";
import type { ResourceNames } from "../iam/resource-names";
import { type KeyPlace, placeOf } from "./places";

/** Services of EMR whose resources name keys themselves, in blocks that differ by version of the provider. */
const SERVICES: { readonly [type: string]: string } = {
  aws_emrserverless_application: "EMR Serverless",
  aws_emrcontainers_job_template: "EMR on EKS",
  aws_emr_studio: "EMR Studio",
};

export const keyServices = Object.keys(SERVICES);

const KEY_ARGUMENT = /^(?:encryption_key_arn|kms_key_arn|log_encryption_kms_key_id)$/;
const DEEPEST_BLOCK = 10;

/** Every key that such a resource is given. Who uses it is not checked, only the key's own properties. */
export function servicePlaces(names: ResourceNames): readonly KeyPlace[] {
  return ofType(names.model, ...keyServices).flatMap((by) => {
    const words = SERVICES[by.type] ?? by.type;
    return keyArguments({ ...by.values } as Symbolic).flatMap(({ value, path }) =>
      placeOf(value, names, { by, purpose: "logs", words, path }),
    );
  });
}

interface KeyArgument {
  readonly value: Symbolic;
  readonly path: KeyPlace["path"];
}

function keyArguments(value: Symbolic, path: KeyPlace["path"] = []): readonly KeyArgument[] {
  if (path.length > DEEPEST_BLOCK) return [];
  if (Array.isArray(value)) return value.flatMap((item: Symbolic, index) => keyArguments(item, [...path, index]));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    KEY_ARGUMENT.test(name) ? [{ value: member, path: [...path, name] }] : keyArguments(member, [...path, name]),
  );
}
