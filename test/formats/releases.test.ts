import { readRelease, releases } from "../../formats/releases";

test.each([
  ["emr-6.15.0", { family: "emr-6", number: 6_015_000, newer: false }],
  ["emr-7.14.0", { family: "emr-7", number: 7_014_000, newer: false }],
  ["emr-7.15.0", { family: "emr-7", number: 7_015_000, newer: true }],
  ["emr-spark-8.0.0", { family: "emr-spark-8", number: 8_000_000, newer: false }],
  ["emr-spark-8.1.0", { family: "emr-spark-8", number: 8_001_000, newer: false }],
  ["emr-8.0.0", { family: "emr-8", number: 8_000_000, newer: true }],
  ["emr-7.5.0-latest", { family: "emr-7", number: 7_005_000, newer: false }],
])("%s is read as a release", (label, release) => {
  expect(readRelease(label)).toEqual(release);
});

test.each(["emr-7", "emr-7.5", "7.5.0", "emr-eks-7.5.0", "emr-7.5.0.1", "emr-7.5.0000", "spark-8.0.0", ""])(
  "'%s' is not a release label",
  (label) => {
    expect(readRelease(label)).toBeUndefined();
  },
);

test("every row of the table has its source and labels that can be read", () => {
  const { families, gates, defects } = releases;
  for (const { source } of [...families, ...gates, ...defects])
    expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  const labels = [...families.map(({ newest }) => newest), ...gates.map(({ from }) => from)];
  expect(labels.filter((label) => !readRelease(label))).toEqual([]);
  expect(families.map(({ family, newest }) => readRelease(newest)?.family === family)).not.toContain(false);
  expect(releases.read).toMatch(/^\d{4}-\d{2}-\d{2}$/);
});
