import type { Report } from "../../../linter/report/finding";
import { json } from "../../../linter/report/json";
import { golden } from "./golden";
import { hostile, reports } from "./reports";
import { againstSchema } from "./schema";

const options = { colour: false, columns: 80, verbose: false, quiet: false };

describe("json", () => {
  test.each(Object.entries(reports))("%s is its golden file", (name, report) => {
    expect(json(report, options)).toBe(golden(`${name}.json`, json(report, options)));
  });

  test.each(Object.entries({ ...reports, hostile }))("%s is valid by the published schema", (_, report) => {
    expect(againstSchema("report", JSON.parse(json(report, options)))).toEqual([]);
  });

  test.each(Object.entries({ ...reports, hostile }))("%s contains the whole report", (_, report) => {
    expect(JSON.parse(json(report, options))).toEqual(report);
  });

  test("writes the same bytes whatever the order of keys in the report", () => {
    expect(json(backwards(reports.findings) as Report, options)).toBe(json(reports.findings as Report, options));
  });

  test("the schema refuses an unknown key", () => {
    expect(againstSchema("report", { ...reports.findings, extra: 1 })).toEqual([
      " must NOT have additional properties",
    ]);
  });
});

function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(backwards);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, inner]) => [name, backwards(inner)]),
  );
}
