import { newestOf, readRelease, releases } from "../../formats/releases";

test.each([
  [
    "emr-4.8.0",
    { family: "emr-4", number: 4_008_000, standing: "listed", newestKnown: "emr-4.9.6", java: 8, s3a: false },
  ],
  ["emr-6.15.0", { family: "emr-6", number: 6_015_000, standing: "listed", java: 8, s3a: false }],
  ["emr-7.9.0", { family: "emr-7", number: 7_009_000, standing: "listed", java: 17, s3a: false }],
  ["emr-7.10.0", { family: "emr-7", number: 7_010_000, standing: "listed", java: 17, s3a: true }],
  ["emr-7.14.0", { family: "emr-7", standing: "listed", newestKnown: "emr-7.14.0" }],
  ["emr-7.15.0", { family: "emr-7", number: 7_015_000, standing: "newer", newestKnown: "emr-7.14.0", s3a: true }],
  ["emr-6.99.0", { family: "emr-6", standing: "newer", newestKnown: "emr-6.15.0" }],
  ["emr-8.0.0", { family: "emr-8", standing: "newer", newestKnown: "emr-7.14.0", java: 17, s3a: true }],
  ["emr-6.7.5", { family: "emr-6", standing: "unlisted", newestKnown: "emr-6.15.0" }],
  ["emr-4.9.0", { family: "emr-4", standing: "unlisted" }],
  ["emr-spark-8.0.0", { family: "emr-spark-8", number: 8_000_000, standing: "listed", java: 17, s3a: true }],
  ["emr-spark-8.1.0", { family: "emr-spark-8", number: 8_001_000, standing: "listed" }],
  ["emr-spark-9.0.0", { family: "emr-spark-9", standing: "newer", newestKnown: "emr-spark-8.1.0", java: 17 }],
])("%s is read as a release", (label, release) => {
  expect(readRelease(label)).toMatchObject(release);
});

test.each([
  "emr-7",
  "emr-7.5",
  "7.5.0",
  "emr-eks-7.5.0",
  "emr-7.5.0.1",
  "emr-7.5.0000",
  "spark-8.0.0",
  "emr-7.5.0-latest",
  "emr-3.11.0",
  "",
])("'%s' is not a release label", (label) => {
  expect(readRelease(label)).toBeUndefined();
});

test("every row of the table has its source and labels that can be read", () => {
  const { families, gates, defects } = releases;
  for (const { source } of [...families, ...gates, ...defects])
    expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  const labels = [
    ...gates.flatMap(({ from, of6 = from }) => [from, of6]),
    ...defects.flatMap(({ from, to }) => [from, to]),
  ];
  expect(labels.filter((label) => readRelease(label)?.standing !== "listed")).toEqual([]);
  for (const each of families) {
    const read = each.releases.map((label) => readRelease(label));
    expect(new Set(read.map((release) => release?.family))).toEqual(new Set([each.family]));
    const numbers = read.map((release) => release?.number ?? 0);
    expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other));
    expect(readRelease(newestOf(each))?.newestKnown).toBe(newestOf(each));
  }
  expect(releases.read).toMatch(/^\d{4}-\d{2}-\d{2}$/);
});
