import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { globSync } from "tinyglobby";
import { unknownLeaf } from "../../../linter/rows/leaf";
import { readCatalogue } from "../../../linter/rules/catalogue";
import { hasName, LONGEST_ROW, NAMES, withNames, withoutNames } from "../../../linter/rules/row-names";

const rules = resolve(__dirname, "../../../policies/rules");

const row = (key: string, other: string, uri: string) =>
  JSON.stringify({
    id: "row",
    key: { reference: { address: key, attribute: "arn" } },
    other: { reference: { address: other, attribute: "arn" } },
    uri: { known: uri },
    region: { known: "eu-central-1" },
  });

test("rows that differ only in their names are equal without them", () => {
  const one = withoutNames("objects", row("aws_kms_key.a", "aws_kms_key.b", "s3://one/a.zip"));
  const two = withoutNames("objects", row("aws_kms_key.c", "aws_kms_key.d", "s3://two/b.zip"));
  expect(one.json).toBe(two.json);
  expect(one.json).toContain("eu-central-1");
  expect(two.names).toEqual(["aws_kms_key.c", "aws_kms_key.d", "s3://two/b.zip"]);
});

test("rows whose values are unknown for other reasons are equal without these", () => {
  const unknown = (file: string) =>
    withoutNames("bundles", JSON.stringify({ id: "row", leaf: unknownLeaf(`${file} is elsewhere`, `lint ${file}`) }));
  expect(unknown("a.zip").json).toBe(unknown("b.zip").json);
  expect(unknown("b.zip").names).toEqual(["b.zip is elsewhere", "lint b.zip"]);
});

test.each([
  ["two names, where another row has the same one twice", row("aws_kms_key.a", "aws_kms_key.a", "s3://one/a.zip")],
  ["a name that is not there", row("aws_kms_key.a", "aws_kms_key.b", "")],
  ["a value that rules read", row("aws_kms_key.a", "aws_kms_key.b", "s3://one/a.zip").replace("eu-central", "us-east")],
])("rows differ without their names by %s", (_, other) => {
  const { json } = withoutNames("objects", row("aws_kms_key.a", "aws_kms_key.b", "s3://one/a.zip"));
  expect(withoutNames("objects", other).json).not.toBe(json);
});

test.each([
  ["quotes, backslashes and line ends", 'aws_kms_key.k["a\\b\n\u2028"]'],
  ["text that looks like a name in JSON", 'x","address":"y'],
  ["dollar signs", "$& $1 $`"],
])("a name with %s is restored as it was", (_, name) => {
  const given = row(name, "aws_kms_key.b", name);
  const { json, names } = withoutNames("objects", given);
  expect(hasName(JSON.parse(json))).toBe(true);
  expect(withNames(JSON.parse(json), names)).toEqual(JSON.parse(given));
});

test.each([
  ["contains the mark of a name itself", row("aws_kms_key.\ue0000\ue000", "aws_kms_key.b", "s3://one/a.zip")],
  ["is too long", row("a".repeat(LONGEST_ROW), "aws_kms_key.b", "s3://one/a.zip")],
])("a row that %s keeps its names", (_, json) => {
  expect(withoutNames("objects", json)).toEqual({ json, names: [] });
});

const ofKinds = [...readCatalogue().values()].flatMap(({ id, rowKind }) => {
  const leaves = NAMES[rowKind];
  return leaves ? [{ id, leaves }] : [];
});

test.each(ofKinds)("$id reads no text of a name", ({ id, leaves }) => {
  const [area = "", name = ""] = id.split(".");
  const code = readFileSync(join(rules, area, name, `${name}.rego`), "utf8").replace(/^\s*#.*$|\bsets\.[\w.]+/gm, "");
  const readsOf = (names: readonly string[]) => `\\.(?:${names.join("|")})\\b(?!\\.)`;
  // Some rules ask the same of several leaves, which they list as `leaf`.
  const isListed = new RegExp(`"leaf": [\\w.]+${readsOf(leaves)}`).test(code);
  const reads = readsOf(isListed ? [...leaves, "leaf"] : leaves);
  const asked = /value\.(?:present|absent|unknown|same)\([^()]*\)/g;
  const passedOn = new RegExp(`"\\w+": [\\w.]+${reads}`, "g");
  expect(code.replace(asked, "").replace(passedOn, "")).not.toMatch(new RegExp(reads));
});

test("no rule and no helper reads an address, or why a value is unknown", () => {
  const files = globSync(["rules/**/*.rego", "lib/*.rego"], { cwd: resolve(rules, ".."), absolute: true });
  const reads = /\baddress\b|\.unknown\b(?!\()|\bresolveWith\b/;
  expect(files.filter((file) => reads.test(readFileSync(file, "utf8").replace(/#.*$/gm, "")))).toEqual([]);
});
