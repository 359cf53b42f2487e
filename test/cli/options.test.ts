import { timeOf } from "../../cli/options";

test.each([
  ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"],
  ["2026-03-15T00:30:00+01:00", "2026-03-14T23:30:00.000Z"],
  ["2026-11-28T12:00:00.5Z", "2026-11-28T12:00:00.500Z"],
])("the time %s", (text, instant) => {
  expect(timeOf(text).toISOString()).toBe(instant);
});

test.each([
  "",
  "yesterday",
  "2027-03-15",
  "2026-02-30T00:00:00Z",
  "2023-02-29T00:00:00Z",
  "2026-13-01T00:00:00Z",
  "2026-11-28T24:00:00Z",
  "2026-12-31T23:59:60Z",
  "2026-11-28T12:00:00",
  "2026-11-28T12:00:00+25:00",
])("'%s' is refused", (text) => {
  expect(() => timeOf(text)).toThrow(`--now is '${text}'; give an RFC 3339 time, such as 2026-11-23T12:00:00Z`);
});
