import { shortened } from "../../../linter/facts/look-up";

test.each([
  ["of 260 characters is shown in full", "a".repeat(260), "a".repeat(260)],
  ["of 261 characters is cut", "a".repeat(261), `${"a".repeat(260)}…`],
  ["is not cut within a surrogate pair", `${"a".repeat(259)}\u{1f600}b`, `${"a".repeat(259)}…`],
])("a path %s", (_, path, expected) => {
  expect(shortened(path)).toBe(expected);
});
