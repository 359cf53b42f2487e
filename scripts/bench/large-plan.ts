import { readFileSync, writeFileSync } from "node:fs";
import { isObject, type Json, type JsonObject, list, member } from "../../linter/model/json";

/** Types that are copied among the EMR stack; the stack itself stays one. */
const REPEATED = new Set(["aws_s3_bucket", "aws_ssm_parameter", "aws_iam_role"]);

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
    return { ...entry, name, address: `${entry.type}.${name}${key}` };
  });
}

function record(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

if (require.main === module) {
  const [from, to, count = "18000"] = process.argv.slice(2);
  if (!from || !to) throw new Error("usage: large-plan.ts <plan.json> <out.json> [resources]");
  writeFileSync(to, JSON.stringify(largePlan(JSON.parse(readFileSync(from, "utf8")), Number(count))));
}
