import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cases, faultsOf, findingsOf, keptResults, page } from "../../benchmark/run";

const folder = join(__dirname, "../../benchmark");
const byId = new Map(cases.map((each) => [each.id, each]));

test("every case has a folder, a plan that Terraform made, a clean twin and a source", () => {
  expect([...byId.keys()].sort()).toEqual(readdirSync(join(folder, "cases")).sort());
  for (const { id, twin, source, must, verdict } of cases) {
    const plan = JSON.parse(readFileSync(join(folder, "cases", id, "plan.json"), "utf8"));
    expect(plan).toMatchObject({ format_version: expect.any(String), terraform_version: expect.any(String) });
    expect([id, byId.get(twin)?.verdict]).toEqual([id, "clean"]);
    expect(source).toMatch(/^https:\/\//);
    expect([id, must.length > 0]).toEqual([id, verdict === "mistake" || must.length > 0]);
  }
});

test.each(cases.map((each) => [each.id, each] as const))("%s", (id, each) => {
  expect(faultsOf(each, findingsOf(id))).toEqual([]);
});

test("docs/benchmark.md is generated from the cases", () => {
  expect(readFileSync(join(folder, "../docs/benchmark.md"), "utf8")).toBe(page(keptResults()));
});
