import { catalogueText } from "../../cli/rules-text";
import type { Severity } from "../../linter/report/finding";
import { severities } from "../../linter/report/words";
import { readCatalogue } from "../../linter/rules/catalogue";
import { run } from "./certs/run";

const rules = (...args: string[]) => run(["rules", ...args], "/");
const ids = [...readCatalogue().keys()];

test("the list names every rule once, by area, the most severe first", async () => {
  const { code, out } = await rules();
  expect(code).toBe(0);
  const listed = [...out.matchAll(/^ {2}(error|warning|info) +(\S+)/gm)];
  expect(listed.map(([, , id]) => id).sort()).toEqual(ids);
  const weights = listed
    .filter(([, , id]) => id?.startsWith("config."))
    .map(([, word]) => severities.indexOf(word as Severity));
  expect(weights).toEqual([...weights].sort());
  expect(out).toContain(`${ids.length} rules; emr-encryption rules <id> explains one\n`);
});

test("the list as JSON is the catalogue", async () => {
  const { out } = await rules("--format", "json");
  expect(JSON.parse(out)).toEqual([...readCatalogue().values()]);
});

test("a rule is explained with why, source, message, remedy, and a bad and a good example", async () => {
  const { code, out } = await rules("config.shared_key");
  expect(code).toBe(0);
  expect(out).toContain("config.shared_key  error\nS3 and local disks use the same KMS key\n");
  expect(out).toContain("Objects in S3 and local disks are read by different roles");
  expect(out).toContain(
    "  {place} and local disks are encrypted with the same KMS key, {key}; use a\n    separate key for each\n  fix: ",
  );
  expect(out).toMatch(/\nbad\n {2}\S.*\n {4}s3\.key = /);
  expect(out).toMatch(/\ngood\n {2}\S.*\n {4}s3\.key = aws_kms_key\.s3\.arn\n/);
  expect(out).toContain("    https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html\n");
});

test("a rule about releases shows the table that it reads, with its day and sources", async () => {
  const { out } = await rules("cluster.release_too_old");
  expect(out).toContain("  emr-spark-8  to emr-spark-8.1.0  Java 17  SDK 2     S3A\n");
  expect(out).toContain("  emr-7        to emr-7.14.0       Java 17  SDK 1, 2  EMRFS, S3A from emr-7.10.0\n");
  expect(out).toContain(
    "  Apache Ranger: from emr-5.32.0, of EMR 6 from emr-6.3.0\n  Identity Center: from emr-6.15.0\n",
  );
  expect(out).toContain("  emr-5.31.0 to emr-5.32.0: Hive fails when at-rest encryption is on\n");
  expect(out).toMatch(/ {2}read on 2026-\d\d-\d\d, from:\n {4}https:\/\/docs\.aws\.amazon\.com\//);
  expect((await rules("config.shared_key")).out).not.toContain("emr-spark-8");
});

test("the list ends with the releases that are known", async () => {
  const { out } = await rules();
  expect(out).toContain("\nreleases  ");
  expect(out).toContain("  emr-7        to emr-7.14.0       Java 17  SDK 1, 2  EMRFS, S3A from emr-7.10.0\n");
});

test("a rule as JSON contains its examples", async () => {
  const rule = JSON.parse((await rules("config.shared_key", "--format", "json")).out);
  expect(rule).toMatchObject({ id: "config.shared_key", severity: "error" });
  expect(rule.examples.bad[0].says).toHaveLength(1);
  expect(rule.examples.good.length).toBeGreaterThan(0);
});

test.each(ids)("%s is explained within 80 columns, apart from words that cannot be broken", async (id) => {
  const { out } = await rules(id);
  const words = out.split("\n").filter((line) => !line.includes(" = ") && line.trim().split(" ").length > 2);
  expect(words.filter((line) => line.length > 80)).toEqual([]);
});

test.each([
  [["config.shred_key"], "there is no rule 'config.shred_key'; did you mean config.shared_key"],
  [["x"], "there is no rule 'x'; emr-encryption rules lists them"],
  [["__proto__"], "there is no rule '__proto__'; emr-encryption rules lists them"],
  [["--format", "yaml"], "option '--format <name>' argument 'yaml' is invalid. Allowed choices are text, json."],
])("%j ends with exit code 2 and one sentence", async (args, sentence) => {
  const { code, out, err } = await rules(...args);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toBe(`emr-encryption: ${sentence}\n`);
});

test("an area without a description is listed after the others", () => {
  const [rule] = readCatalogue().values();
  if (!rule) throw new Error("no rules");
  const text = catalogueText([{ ...rule, id: "own.rule" }, rule], { colour: false, columns: 80 });
  expect(text.indexOf("own.rule")).toBeGreaterThan(text.indexOf(rule.id));
});
