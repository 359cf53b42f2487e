import { breaks, broken } from "./broken-documents";
import { forms, found } from "./document-forms";

describe.each(Object.entries(forms))("%s", (_, write) => {
  test.each(Object.keys(breaks))("%s is found at its line", (rule) => {
    const { rules, placed } = found(write(broken(rule)));
    expect(rules).toContain(rule);
    expect(placed).toBe(true);
  });
});
