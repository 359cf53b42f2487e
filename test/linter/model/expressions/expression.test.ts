import { Reference, type Symbolic, Template, Unknown } from "../../../../linter/model/values/symbolic";
import { configuration } from "../../models";

const KEY = new Reference("aws_kms_key.k", "arn");

/** The value of an expression, beside a key, a few locals and a variable that is not known. */
function evaluated(expression: string): Symbolic | undefined {
  const model = configuration({
    variable: { v: {} },
    locals: {
      name: "lake",
      list: ["b", "a", "${aws_kms_key.k.arn}"],
      map: { b: "2", a: "1", key: "${aws_kms_key.k.arn}" },
      objects: [{ id: 1 }, { id: 2 }],
      yes: true,
    },
    resource: {
      aws_kms_key: { k: {}, many: { for_each: { x: 1, y: 2 } }, two: { count: 2 } },
      t: { t: { v: expression } },
    },
  });
  return model.at("t.t")?.values.v;
}

test.each<[string, Symbolic]>([
  ["plain {text} with $ and % signs", "plain {text} with $ and % signs"],
  ["$${escaped} %%{too}", "${escaped} %{too}"],
  ["${local.name}-${upper(local.name)}", "lake-LAKE"],
  ["${aws_kms_key.k.arn}", KEY],
  ["a${aws_kms_key.k.arn}b", new Template(["a", KEY, "b"])],
  ["a${~ local.name ~}b", "alakeb"],
  ['${aws_kms_key.many["x"].arn}', new Reference('aws_kms_key.many["x"]', "arn")],
  ["${aws_kms_key.two[1].arn}", new Reference("aws_kms_key.two[1]", "arn")],
  [
    "${aws_kms_key.two[*].arn}",
    [new Reference("aws_kms_key.two[0]", "arn"), new Reference("aws_kms_key.two[1]", "arn")],
  ],
  ["${values(aws_kms_key.many)[*].arn}", ["x", "y"].map((key) => new Reference(`aws_kms_key.many["${key}"]`, "arn"))],
  ["${local.list[1]}", "a"],
  ["${local.list[2]}", KEY],
  ['${local.map["a"]}${local.map.b}', "12"],
  ["${local.objects[*].id}", [1, 2]],
  ["${1 + 2 * 3 - 4 / 2}", 5],
  ["${-1 < 2 && !(3 >= 4) || false}", true],
  ['${local.name == "lake" ? "yes" : var.v}', "yes"],
  ['${var.v == "x" ? "same" : "same"}', "same"],
  ["${false && var.v}", false],
  ["${[for item in local.list : item]}", ["b", "a", KEY]],
  ['${[for name, value in local.map : name if name != "key"]}', ["a", "b"]],
  ["${{for name, value in local.map : upper(name) => value}}", { A: "1", B: "2", KEY }],
  ['${{a = 1, "b": 2, (local.name) = 3}}', { a: 1, b: 2, lake: 3 }],
  ['${format("arn:%s:%d%%", aws_kms_key.k.arn, 7)}', new Template(["arn:", KEY, ":7%"])],
  ['${join("/", ["a", aws_kms_key.k.arn])}', new Template(["a/", KEY])],
  ['${replace("a-b-c", "-", "$&")}', "a$&b$&c"],
  ['${trimsuffix(trimprefix("s3://b/x/", "s3://"), "/")}', "b/x"],
  ['${split("/", "a/b")}', ["a", "b"]],
  ['${coalesce("", null, aws_kms_key.k.arn, "z")}', KEY],
  ['${lookup(local.map, "missing", "default")}', "default"],
  ["${merge(local.map, {a = 9}).a}", 9],
  ["${element(concat([1], [2]), 3)}", 2],
  ["${length(local.list)}", 3],
  ['${try(local.name, "fallback")}', "lake"],
  ['${jsondecode("{\\"a\\":[1]}").a[0]}', 1],
  ['${"nested ${"${local.name}"} \\"quotes\\""}', 'nested lake "quotes"'],
  ["${flatten([[1, [2]], 3])}", [1, 2, 3]],
  ["${tostring(local.yes)}", "true"],
  ['${substr("hello", -3, 2)}', "ll"],
  ['${contains(local.list, "a")}', true],
  ["/* comment */ ${ # comment\n local.name /* one */ }", "/* comment */ lake"],
])("%s", (expression, expected) => {
  expect(evaluated(expression)).toEqual(expected);
});

test.each([
  ["${var.v}", "var.v"],
  ["${upper(var.v)}", "var.v"],
  ["${local.missing}", "local.missing"],
  ['${contains(local.list, "arn:of-the-key")}', "contains(…)"],
  ['${replace("a", "/(?m)b/", "c")}', "replace(…)"],
  ['${bcrypt("x")}', "bcrypt(…)"],
  ["${local.name", "not closed"],
  ["${1 +}", "not read"],
  ["%{ if true }x", "closes"],
  ["%{ if var.v }x%{ endif }", "var.v"],
  ["${terraform.applying}", "terraform.applying"],
  ["${toString(1)}", "toString(…)"],
  ["${constructor(1)}", "constructor(…)"],
  ["${local.map.constructor}", "a value that does not have it, which Terraform refuses"],
  ['${var.v == "x" ? 1 : 2}', "var.v"],
  ["${lookup({a = 1}, var.v, 2)}", "var.v"],
  ["${element(local.list, var.v)}", "var.v"],
  ["${slice(local.list, 0, var.v)}", "var.v"],
])("%s is unknown, and says why", (expression, reason) => {
  const value = evaluated(expression);
  expect(value).toBeInstanceOf(Unknown);
  expect((value as Unknown).reason).toContain(reason);
  expect((value as Unknown).resolveWith).not.toBe("");
});

test("what is made from a value that is not known keeps the references in order, repeats included", () => {
  const value = evaluated('${md5("${aws_kms_key.k.arn}${aws_kms_key.two[0].arn}${aws_kms_key.k.arn}")}');
  expect((value as Unknown).references).toEqual([KEY, new Reference("aws_kms_key.two[0]", "arn"), KEY]);
});
