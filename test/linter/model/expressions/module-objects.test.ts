import { folderOf, modelOf } from "../../models";

/** A module with two outputs, and what an expression makes of its instances. */
function evaluate(expression: string, repetition = "") {
  const model = modelOf(
    ".",
    folderOf({
      "main.tf": `module "key" {\n  source = "./key"\n  ${repetition}\n  name = "k"\n}\nresource "t" "r" {\n  v = ${expression}\n}\n`,
      "key/main.tf":
        'variable "name" {}\noutput "arn" {\n  value = "arn:$' +
        '{var.name}"\n}\noutput "id" {\n  value = upper(var.name)\n}\n',
    }),
  );
  return model.at("t.r")?.values.v;
}

const EACH = 'for_each = toset(["a", "b"])';
const outputs = { arn: "arn:k", id: "K" };

test.each<[string, string, unknown]>([
  ["module.key", "", outputs],
  ['module.key["arn"]', "", "arn:k"],
  ["{ for name, key in module.key : name => key.arn }", EACH, { a: "arn:k", b: "arn:k" }],
  ["values(module.key)[*].id", EACH, ["K", "K"]],
  ['module.key["b"]', EACH, outputs],
  ["keys(module.key)", EACH, ["a", "b"]],
  ["[for key in module.key : key.id]", "count = 2", ["K", "K"]],
  ["module.key[1]", "count = 2", outputs],
  ["length(module.key)", "count = 0", 0],
  ['try(module.key[0], "none")', "count = 0", "none"],
])("%s, with %p", (expression, repetition, expected) => {
  expect(evaluate(expression, repetition)).toEqual(expected);
});
