import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { isObject, type Json, type JsonObject, list } from "../../linter/model/values/json";
import { planOfSize } from "./large-plan";

const company = resolve(__dirname, "../../test/fixtures/plans/verdicts/company/plan.json");

/** What a monorepository's plans hold: a stack of EMR each, or nothing of EMR. */
export type Content = "emr" | "other";

/** Writes plans of one size into folders of their own; every name of a resource and in AWS is of its own plan. */
export function writeManyPlans(folder: string, count: number, content: Content, bytes = 100_000): void {
  const plan = JSON.parse(readFileSync(company, "utf8"));
  const { text } = planOfSize(content === "emr" ? plan : withoutEmr(plan), bytes);
  for (let team = 0; team < count; team++) {
    const made = join(folder, `team-${team}`);
    mkdirSync(made, { recursive: true });
    writeFileSync(join(made, "plan.json"), ofTeam(text, team));
  }
}

/** The plan with the names of a team: labels of resources, and names of what they make. */
function ofTeam(text: string, team: number): string {
  return text
    .replace(/\b(aws_\w+\.)(\w+)/g, `$1$2_${team}`)
    .replace(/"name":"(this|nodes|service|s3|disk|artifacts|bundle|corp|main|emr|filler_\d+)"/g, `"name":"$1_${team}"`)
    .replace(/emr-nodes|emr-service|acme-emr-artifacts|"lake"|"analytics"/g, (name) =>
      name.startsWith('"') ? `${name.slice(0, -1)}-${team}"` : `${name}-${team}`,
    );
}

function withoutEmr(json: Json): JsonObject {
  return JSON.parse(JSON.stringify(json), (_, value) =>
    Array.isArray(value)
      ? list(value).filter((each) => !(isObject(each) && /^aws_(?:emr|kms)/.test(String(each.type))))
      : value,
  );
}

if (require.main === module) {
  const [folder, count = "500", content = "emr"] = process.argv.slice(2);
  if (!folder) throw new Error("usage: many-plans.ts <folder> [count] [emr|other]");
  writeManyPlans(folder, Number(count), content as Content);
}
