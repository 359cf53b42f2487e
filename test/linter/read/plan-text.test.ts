import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lint } from "../../../linter";
import { readJson } from "../../../linter/read/plan-text";
import { largePlan } from "../../../scripts/bench/large-plan";
import { folderOf, PLANS } from "../models";

/** A plan that Terraform made, among so many other resources that it is large. */
function large(name: string): ReturnType<typeof largePlan> {
  return largePlan(JSON.parse(readFileSync(join(PLANS, name, "plan.json"), "utf8")), 700);
}

const now = new Date("2026-11-23T12:00:00Z");

describe("a large plan on one line, as Terraform writes it", () => {
  const text = JSON.stringify(large("json-syntax"));

  test("is not parsed as a whole: the values that repeat the changes are skipped, and changes are parsed when needed", () => {
    expect(text.length).toBeGreaterThan(1 << 20);
    const { json, changes: read } = readJson(text, "plan.json");
    const changes = [...read];
    expect(Object.keys(json)).toEqual(expect.arrayContaining(["format_version", "configuration", "prior_state"]));
    expect(json.planned_values).toBeUndefined();
    expect(json.resource_changes).toEqual([]);
    expect(changes.map(({ address }) => address)).toEqual(
      JSON.parse(text).resource_changes.map(({ address }: { address: string }) => address),
    );
    expect(changes.map((change) => change.change())).toEqual(
      JSON.parse(text).resource_changes.map(({ change }: { change: object }) => change),
    );
  });

  test.each(["json-syntax", "hcl", "changed", "keys", "objects", "verdicts/company-hcl", "opentofu/json-syntax"])(
    "%s is checked as the same plan with line breaks is, which is parsed whole",
    (name) => {
      const plan = large(name);
      const folder = folderOf({
        "line/plan.json": JSON.stringify(plan),
        "lines/plan.json": JSON.stringify(plan, null, 1),
      });
      expect(readJson(JSON.stringify(plan), "").json.planned_values).toBeUndefined();
      const [line, lines] = ["line", "lines"].map((each) => lint(["plan.json"], { cwd: join(folder, each), now }));
      expect(line?.findings.length).toBeGreaterThan(0);
      expect(line).toEqual(lines);
    },
  );

  test("with a repeated address is parsed as a whole, so that the first entry cannot hide the second", () => {
    const plan = large("json-syntax");
    const [first] = plan.resource_changes as readonly object[];
    const { json } = readJson(
      JSON.stringify({ ...plan, resource_changes: [first, ...(plan.resource_changes as [])] }),
      "",
    );
    expect(json.planned_values).toBeDefined();
  });

  test("whose changes are all of deposed objects is parsed as a whole, since only the values list the resources", () => {
    const plan = large("json-syntax");
    const deposed = (plan.resource_changes as readonly { readonly change: object }[]).map(
      ({ change, ...head }, at) => ({
        ...head,
        deposed: String(at),
        change,
      }),
    );
    expect(readJson(JSON.stringify({ ...plan, resource_changes: deposed }), "").json.planned_values).toBeDefined();
  });

  test("that is cut off anywhere is refused with the place", () => {
    for (const part of [0.2, 0.5, 0.8, 0.99]) {
      const end = Math.floor(text.length * part);
      const folder = folderOf({ "plan.json": text.slice(0, end) });
      const [only] = lint(["plan.json"], { cwd: folder, now }).inputs;
      expect(only).toMatchObject({
        status: "unreadable",
        error: expect.stringMatching(/^it is not JSON: .* at line 1, column \d+$/),
      });
    }
  });

  test("that is cut off anywhere in its last change is refused with the place", () => {
    const last = text.lastIndexOf('{"address":', text.indexOf('"configuration":{"'));
    const folder = folderOf({});
    for (let end = last; end < last + 1500; end += 97) {
      writeFileSync(join(folder, "plan.json"), text.slice(0, end));
      const [only] = lint(["plan.json"], { cwd: folder, now }).inputs;
      expect(only).toMatchObject({ status: "unreadable", error: expect.stringContaining("it is not JSON: ") });
    }
  });

  test("whose last change contains a string of 12 MB with quotes is read", () => {
    const plan = large("json-syntax");
    const changes = plan.resource_changes as readonly { readonly change: object }[];
    const after = { text: `"\\{"`.repeat(3_000_000) };
    const [first] = changes;
    const wide = { ...first, address: "aws_s3_object.wide", change: { ...first?.change, after } };
    const { changes: read } = readJson(JSON.stringify({ ...plan, resource_changes: [...changes, wide] }), "plan.json");
    expect([...read].at(-1)?.change()).toEqual(wide.change);
  });

  test("with a fault in a change that rules ask for is refused with the place", () => {
    const marked = '"address":"aws_emr_security_configuration.this"';
    const at = text.indexOf('"after":', text.indexOf(marked, text.indexOf('"resource_changes"')));
    const folder = folderOf({ "plan.json": `${text.slice(0, at)}"after":tru,${text.slice(at)}` });
    const report = lint(["plan.json"], { cwd: folder, now });
    expect(report.inputs).toMatchObject([
      { status: "unreadable", error: expect.stringContaining(`at line 1, column ${at + 9}`) },
    ]);
    expect(report.findings).toEqual([]);
  });
});

test("values that look like members of a plan are read as values", () => {
  const plan = large("json-syntax");
  const changes = plan.resource_changes as readonly { readonly change: { readonly after: object } }[];
  const odd = { planned_values: { resource_changes: [{ address: "a" }, { address: "b" }] } };
  const [first, ...others] = changes;
  const changed = { ...first, change: { ...first?.change, after: { ...first?.change.after, odd } } };
  const variables = { odd: { value: { a: 1, planned_values: {}, resource_changes: [1] } } };
  const text = JSON.stringify({ ...plan, variables, resource_changes: [changed, ...others] });
  const { json, changes: read } = readJson(text, "");
  const whole = JSON.parse(text);
  expect(json.variables).toEqual(whole.variables);
  expect([...read].map((each) => each.change())).toEqual(
    whole.resource_changes.map(({ change }: { change: object }) => change),
  );
});
