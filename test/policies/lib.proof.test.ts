import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { opa } from "../../scripts/policies/opa";

const unknown = { unknown: "not known", resolveWith: "knowing it" };
const key = { reference: { address: "aws_kms_key.a", attribute: "arn" } };
const made = { reference: { address: "aws_kms_key.c", attribute: "arn", isManagedHere: true } };
const indirect = { reference: { address: "data.aws_ssm_parameter.key", attribute: "value", isIndirect: true } };
const otherKey = { reference: { address: "aws_kms_key.b", attribute: "arn" } };
const known = (value: unknown) => ({ known: value });
const gaps = (...leaves: readonly unknown[]) => ({ gaps: leaves });

/** Every leaf there is, and values of every type in the first. */
const leaves = [null, true, false, 0, 2048, "", "SSE-S3", [], ["a"], {}].map(known).concat([key, unknown] as never[]);

let scratch: string;

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), "lib-"));
});

afterAll(() => rmSync(scratch, { recursive: true }));

/** Values of a function of `lib`, for each list of arguments; undefined ones are missing from the answer. */
function values(name: string, calls: readonly (readonly unknown[])[]): ReadonlyMap<number, unknown> {
  const input = join(scratch, "input.json");
  writeFileSync(input, JSON.stringify({ calls }));
  const args = (calls[0] ?? []).map((_, i) => `call[${i}]`).join(", ");
  const query = `[[i, v] | some i, call in input.calls; v := data.${name}(${args})]`;
  const { result } = JSON.parse(opa(["eval", "--format", "json", "-i", input, "-d", "policies/lib", query]));
  return new Map(result[0].expressions[0].value);
}

const cases: { readonly [name: string]: readonly (readonly [args: readonly unknown[], value: unknown])[] } = {
  "value.is": [
    [[known(false), false], true],
    [[known(null), false], false],
    [[known(null), null], true],
    [[key, null], false],
    [[key, "x"], gaps(key)],
    [[unknown, null], gaps(unknown)],
  ],
  "value.present": [
    [[known(null)], false],
    [[known(false)], true],
    [[key], true],
    [[unknown], gaps(unknown)],
  ],
  "value.absent": [
    [[known(null)], true],
    [[known(false)], false],
    [[key], false],
    [[unknown], gaps(unknown)],
  ],
  "value.one_of": [
    [[known("a"), ["a", "b"]], true],
    [[known(null), ["a"]], false],
    [[key, ["a"]], gaps(key)],
  ],
  "value.other_than": [
    [[known("c"), ["a", "b"]], true],
    [[known("a"), ["a", "b"]], false],
    [[known(null), ["a"]], false],
    [[known(false), ["a"]], true],
    [[unknown, ["a"]], gaps(unknown)],
  ],
  "value.same": [
    [[indirect, indirect], true],
    [[indirect, key], gaps(key, indirect)],
    [[made, indirect], gaps(made, indirect)],
    [[indirect, known("arn:1")], gaps(indirect)],
    [[known("a"), known("a")], true],
    [[known("a"), known("b")], false],
    [[known(null), known(null)], false],
    [[known(null), unknown], false],
    [[unknown, known(null)], false],
    [[key, key], true],
    [[key, otherKey], false],
    [[key, known("a")], gaps(key)],
    [[unknown, key], gaps(key, unknown)],
    [[unknown, unknown], gaps(unknown)],
    [[made, made], true],
    [[made, known("a")], false],
    [[known("a"), made], false],
    [[made, unknown], gaps(made, unknown)],
  ],
  "value.different": [
    [[known("a"), known("b")], true],
    [[known("a"), known("a")], false],
    [[known(null), known("a")], false],
    [[unknown, known(null)], false],
    [[key, otherKey], true],
    [[key, key], false],
    [[made, known("a")], true],
    [[indirect, key], gaps(key, indirect)],
    [[unknown, known("a")], gaps(unknown)],
  ],
  "value.less_than": [
    [[known(1), 2], true],
    [[known(2), 2], false],
    [[known("1"), 2], false],
    [[known(null), 2], false],
    [[unknown, 2], gaps(unknown)],
  ],
  "value.more_than": [
    [[known(3), 2], true],
    [[known(2), 2], false],
    [[known("3"), 2], false],
    [[known(null), 2], false],
  ],
  "value.at_least": [
    [[known(2), 2], true],
    [[known(1), 2], false],
    [[known("3"), 2], false],
    [[known(null), 2], false],
  ],
  "value.before": [
    [[known(1), known(2)], true],
    [[known(2), known(2)], false],
    [[known(null), unknown], false],
    [[unknown, known(2)], gaps(unknown)],
  ],
  "value.earlier_by": [
    [[known(1), known(3), 2], true],
    [[known(2), known(3), 2], false],
    [[known(null), unknown, 2], false],
    [[unknown, known(2), 1], gaps(unknown)],
  ],
  "value.starts_with": [
    [[known("s3://b"), "s3://"], true],
    [[known("b"), "s3://"], false],
    [[known(3), "s3://"], false],
    [[key, "s3://"], gaps(key)],
  ],
  "value.ends_with": [
    [[known("a.zip"), ".zip"], true],
    [[known("a.jar"), ".zip"], false],
    [[known(null), ".zip"], false],
  ],
  "value.matches": [
    [[known("key/1"), "^key/"], true],
    [[known("alias/1"), "^key/"], false],
    [[known(1), "^key/"], false],
  ],
  "value.mismatches": [
    [[known("key/1"), "^key/"], false],
    [[known("alias/1"), "^key/"], true],
    [[known(1), "^key/"], true],
    [[known(null), "^key/"], false],
    [[key, "^key/"], gaps(key)],
  ],
  "value.is_a": [
    [[known("a"), "string"], true],
    [[known(null), "null"], true],
    [[known(1), "string"], false],
  ],
  "logic.all": [
    [[[]], true],
    [[[true, true]], true],
    [[[true, false]], false],
    [[[gaps(unknown), false]], false],
    [[[true, gaps(unknown)]], gaps(unknown)],
    [[[gaps(unknown), gaps(key)]], gaps(key, unknown)],
  ],
  "logic.any": [
    [[[]], false],
    [[[false, false]], false],
    [[[true, gaps(unknown)]], true],
    [[[false, gaps(unknown)]], gaps(unknown)],
  ],
  "logic.none": [
    [[[]], true],
    [[[false, false]], true],
    [[[true, gaps(unknown)]], false],
    [[[false, gaps(unknown)]], gaps(unknown)],
  ],
};

describe.each(Object.entries(cases))("%s", (name, rows) => {
  test.each(
    rows.map(([args, value], i) => ({ i, args, value, title: `${JSON.stringify(args)} is ${JSON.stringify(value)}` })),
  )("$title", ({ i, value }) => {
    expect(all.get(name)?.get(i)).toEqual(value);
  });

  let all: Map<string, ReadonlyMap<number, unknown>>;
  beforeAll(() => {
    all = new Map([
      [
        name,
        values(
          name,
          rows.map(([args]) => args),
        ),
      ],
    ]);
  });
});

test.each([
  ["value.is", [[null], ["x"], [false]]],
  ["value.present", [[]]],
  ["value.absent", [[]]],
  ["value.one_of", [[["x", false]]]],
  ["value.other_than", [[["x", null]]]],
  ["value.same", leaves.map((leaf) => [leaf])],
  ["value.less_than", [[1]]],
  ["value.more_than", [[1]]],
  ["value.at_least", [[1]]],
  ["value.before", leaves.map((leaf) => [leaf])],
  ["value.starts_with", [["x"]]],
  ["value.ends_with", [["x"]]],
  ["value.matches", [["x"]]],
  ["value.mismatches", [["x"]]],
  ["value.is_a", [["string"]]],
])("%s has a value for every leaf", (name, others) => {
  const calls = leaves.flatMap((leaf) => others.map((rest) => [leaf, ...rest]));
  expect([...values(name, calls).keys()]).toEqual(calls.map((_, i) => i));
});

test.each(["logic.all", "logic.any", "logic.none"])("%s is undefined for what is not a verdict", (name) => {
  const strange = [[null], ["true"], [{}], [known(true)], [gaps(unknown), known(true)], [{ gaps: [] }]].map((list) => [
    list,
  ]);
  expect([...values(name, strange).keys()]).toEqual([]);
});
