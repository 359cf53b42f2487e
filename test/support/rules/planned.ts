import { documents, type Stack } from "./stacks";

type Values = { readonly [argument: string]: unknown };

/** Arguments whose change replaces the resource; any other updates it. */
const replacing: { readonly [type: string]: readonly string[] } = {
  aws_emr_security_configuration: ["name", "configuration"],
  aws_s3_object: ["bucket", "key"],
};

/** The ARN of the key of such a stack, which has one at most. */
const keyArn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** The plan, as `terraform show -json` prints it, that leads from a stack that is applied to another. */
export function planBetween(before: Stack, after: Stack): string {
  const [was, becomes] = [resourcesOf(before), resourcesOf(after)];
  const changes = [...new Set([...was.keys(), ...becomes.keys()])].map((address) => {
    const [type = "", name = ""] = address.split(".");
    const old = valuesOf(type, was.get(address));
    const next = keeping(ignored(becomes.get(address)), old, valuesOf(type, becomes.get(address)));
    const change = {
      actions: actions(type, old, next, createsFirst(becomes.get(address))),
      before: old,
      after: next,
      after_unknown: {},
    };
    return { address, mode: "managed", type, name, change };
  });
  return JSON.stringify({ format_version: "1.2", resource_changes: changes });
}

function resourcesOf({ resource }: Stack): ReadonlyMap<string, Values> {
  return new Map(
    Object.entries(resource).flatMap(([type, named]) =>
      Object.entries(named).map(([name, body]) => [`${type}.${name}`, body] as const),
    ),
  );
}

/** The arguments as a plan has them: documents as text, the ARN of the key in place of its reference, and no meta-arguments. */
function valuesOf(type: string, body: Values | undefined): Values | null {
  if (!body) return null;
  const entries = Object.entries(body)
    .filter(([name]) => name !== "lifecycle")
    .map(([name, value]) => {
      const text = documents.includes(name) && typeof value === "object" ? JSON.stringify(value) : value;
      return [name, typeof text === "string" ? text.replace(/\$\{aws_kms_key\.\w+\.arn\}/g, keyArn) : text];
    });
  return { ...Object.fromEntries(entries), ...(type === "aws_kms_key" ? { arn: keyArn } : {}) };
}

/** The arguments of `ignore_changes`. */
function ignored(body: Values | undefined): readonly string[] {
  const [lifecycle] = (body?.lifecycle ?? []) as readonly { readonly ignore_changes?: readonly string[] }[];
  return lifecycle?.ignore_changes ?? [];
}

function keeping(names: readonly string[], old: Values | null, next: Values | null): Values | null {
  return old && next ? { ...next, ...Object.fromEntries(names.map((name) => [name, old[name]])) } : next;
}

function createsFirst(body: Values | undefined): boolean {
  return JSON.stringify(body?.lifecycle ?? "").includes('"create_before_destroy":true');
}

function actions(type: string, before: Values | null, after: Values | null, createsFirst: boolean): readonly string[] {
  if (!before) return ["create"];
  if (!after) return ["delete"];
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  if (changed.length === 0) return ["no-op"];
  if (!changed.some((name) => replacing[type]?.includes(name))) return ["update"];
  return createsFirst ? ["create", "delete"] : ["delete", "create"];
}
