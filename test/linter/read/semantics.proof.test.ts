import { execFileSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { isKnown } from "../../../linter/model/values/unknowns";
import { folderOf, modelOf } from "../models";

const SOURCES = join(__dirname, "..", "..", "fixtures", "configurations", "semantics");

interface PlannedResource {
  readonly address: string;
  readonly values: { readonly input: unknown };
}

interface PlannedModule {
  readonly resources?: readonly PlannedResource[];
  readonly child_modules?: readonly PlannedModule[];
}

function terraform(folder: string, ...args: readonly string[]): string {
  return execFileSync("terraform", args, {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, CHECKPOINT_DISABLE: "1" },
  });
}

function resourcesOf({ resources = [], child_modules: modules = [] }: PlannedModule): readonly PlannedResource[] {
  return [...resources, ...modules.flatMap(resourcesOf)];
}

/** A value as a plan writes it: members in order. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, item]) => [name, canonical(item)]),
  );
}

test("variables, files, modules, loops and overrides of a folder have the values that terraform plans", () => {
  const folder = folderOf({});
  cpSync(SOURCES, folder, { recursive: true });
  terraform(folder, "init", "-input=false");
  terraform(folder, "plan", "-input=false", "-out", "saved.plan");
  const plan = JSON.parse(terraform(folder, "show", "-json", "saved.plan"));
  const planned = resourcesOf(plan.planned_values.root_module);
  const model = modelOf(".", SOURCES);
  expect(model.resources.map(({ address }) => address).sort()).toEqual(planned.map(({ address }) => address).sort());
  for (const { address, values } of planned) {
    const input = model.at(address)?.values.input ?? null;
    expect([address, isKnown(input)]).toEqual([address, true]);
    expect([address, canonical(input)]).toEqual([address, canonical(values.input)]);
  }
});
