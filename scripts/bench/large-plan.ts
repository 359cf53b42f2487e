import { readFileSync, writeFileSync } from "node:fs";
import { isObject, type Json, type JsonObject, list, member } from "../../linter/model/values/json";

/** Types that are copied among the EMR stack; the stack itself stays one. */
const REPEATED: ReadonlySet<string> = new Set(["aws_s3_bucket", "aws_s3_object", "aws_iam_role", "aws_ssm_parameter"]);

/** Arguments that name a resource in AWS. */
const NAMING: ReadonlySet<string> = new Set(["name", "bucket", "key"]);

/**
 * Repeats what is not of EMR in a real plan until it holds so many resources, each with an address of its own in all
 * four sections that terraform writes it to.
 */
export function largePlan(plan: JsonObject, resources: number): JsonObject {
  const changes = list(plan.resource_changes);
  const configuration = member(plan, "configuration");
  const root = member(configuration, "root_module");
  const planned = member(plan, "planned_values");
  const plannedRoot = member(planned, "root_module");
  return {
    ...plan,
    resource_changes: [...changes, ...copies(changes, resources - changes.length)],
    planned_values: {
      ...record(planned),
      root_module: {
        ...record(plannedRoot),
        resources: [
          ...list(member(plannedRoot, "resources")),
          ...copies(list(member(plannedRoot, "resources")), resources - changes.length),
        ],
      },
    },
    configuration: {
      ...record(configuration),
      root_module: {
        ...record(root),
        resources: [
          ...list(member(root, "resources")),
          ...copies(list(member(root, "resources")), resources - changes.length),
        ],
      },
    },
  };
}

function copies(entries: readonly Json[], count: number): readonly Json[] {
  const repeated = entries.filter((entry) => REPEATED.has(String(member(entry, "type"))));
  return Array.from({ length: Math.max(0, count) }, (_, at) => {
    const entry = record(repeated[at % repeated.length]);
    const name = `filler_${at}`;
    const key = entry.index === undefined ? "" : `[${JSON.stringify(entry.index)}]`;
    const change = record(entry.change);
    return {
      ...entry,
      name,
      address: `${entry.type}.${name}${key}`,
      ...(entry.values === undefined ? {} : { values: renamed(entry.values, at) }),
      ...(entry.change === undefined ? {} : { change: { ...change, after: renamed(change.after, at) } }),
    };
  });
}

/** Values of another resource of its type: what names it in AWS is its own, and no object is a bundle. */
function renamed(values: Json | undefined, at: number): JsonObject {
  const own = (name: string, value: Json) => {
    if (typeof value !== "string") return value;
    if (name === "source") return `./files/${at}.csv`;
    return NAMING.has(name) ? `${value}-${at}` : value;
  };
  return Object.fromEntries(Object.entries(record(values)).map(([name, value]) => [name, own(name, value)]));
}

function record(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** The fewest copies that bring the plan to so many bytes. */
export function planOfSize(plan: JsonObject, bytes: number): { readonly text: string; readonly resources: number } {
  const sample = 1_000;
  const one =
    (JSON.stringify(largePlan(plan, 2 * sample)).length - JSON.stringify(largePlan(plan, sample)).length) / sample;
  const resources = Math.ceil((bytes - JSON.stringify(plan).length) / one) + list(plan.resource_changes).length;
  return { text: JSON.stringify(largePlan(plan, resources)), resources };
}

if (require.main === module) {
  const [from, to, megabytes = "50"] = process.argv.slice(2);
  if (!from || !to) throw new Error("usage: large-plan.ts <plan.json> <out.json> [megabytes]");
  const { text, resources } = planOfSize(JSON.parse(readFileSync(from, "utf8")), Number(megabytes) * 1_000_000);
  writeFileSync(to, text);
  process.stdout.write(`${to}: ${text.length} bytes, ${resources} resources\n`);
}
