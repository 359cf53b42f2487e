import { lint } from "../../linter/run/lint";
import { folderOf } from "../linter/models";
import { cases, company } from "../support/hcl-company";
import { forms } from "../support/hcl-forms";

const now = new Date("2026-11-23T12:00:00Z");

/** What is reported of a folder in which every case is written in every form, by form and case. */
function checked(keys: "known" | "created") {
  const { files, expected } = company(keys);
  const { findings, inputs, notEvaluated } = lint(["."], { cwd: folderOf(files), now });
  const serious = findings.filter(({ severity }) => severity !== "info");
  const rules = new Map<string, string[]>();
  for (const { address, rule } of serious) rules.set(address, [...(rules.get(address) ?? []), rule]);
  const open = new Set(notEvaluated.map(({ address, rule }) => `${address} ${rule}`));
  const of = (form: string) => [...expected].filter(([, one]) => one.form === form);
  return {
    statuses: inputs.map(({ error, status }) => error ?? status),
    found: (form: string) => Object.fromEntries(of(form).map(([at, { name }]) => [name, rules.get(at) ?? []])),
    wanted: (form: string) => Object.fromEntries(of(form).map(([, { name, rules: all }]) => [name, all])),
    isOpen: (form: string) => of(form).flatMap(([at, one]) => one.open.map((rule) => open.has(`${at} ${rule}`))),
    unplaced: serious.filter(({ file, line }) => file === undefined || (line ?? 0) < 1),
  };
}

describe.each(["known", "created"] as const)("a folder of HCL whose keys are %s", (keys) => {
  const report = checked(keys);

  test("is checked as a whole, with a file and line for each finding", () => {
    expect(report.statuses).toEqual(["checked"]);
    expect(report.unplaced).toEqual([]);
  });

  test.each(forms.map(({ name }) => name))("%s: each case has the one finding that it must have", (form) => {
    expect(report.found(form)).toEqual(report.wanted(form));
    expect(report.isOpen(form)).toEqual([true]);
  });
});

test("the cases are those of the bar: one that is right, one of which a value is open, and 13 that are wrong", () => {
  const wrong = Object.values(cases).filter(({ rules }) => rules.length > 0);
  expect(wrong).toHaveLength(13);
  expect(Object.keys(cases)).toHaveLength(15);
});
