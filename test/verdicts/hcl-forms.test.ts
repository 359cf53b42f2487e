import { breaks, broken, document } from "./broken-documents";
import { forms, found } from "./document-forms";

const names = Object.keys(forms);

test.each(names)("%s: a document with every section that is right is clean", (form) => {
  expect(found(forms[form]?.(document()) ?? {})).toEqual({ rules: [], placed: true });
});

// Each mistake in one form, in turn; the proof has all of them.
const inTurn = Object.keys(breaks).map((rule, index) => ({ rule, form: names[index % names.length] ?? "" }));

test.each(inTurn)("$rule in $form is found at its line", ({ rule, form }) => {
  const { rules, placed } = found(forms[form]?.(broken(rule)) ?? {});
  expect(rules).toContain(rule);
  expect(placed).toBe(true);
});
