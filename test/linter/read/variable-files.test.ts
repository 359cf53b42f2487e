import { folderOf, modelOf, read } from "../models";

const MAIN = JSON.stringify({
  variable: { a: { type: "string" }, b: { default: "default" }, c: { type: "number", default: 1 } },
  resource: { t: { t: { v: ["${var.a}", "${var.b}", "${var.c}"] } } },
});

function valuesWith(files: { readonly [name: string]: string }, variableFiles: readonly string[] = []) {
  const folder = folderOf({ "main.tf.json": MAIN, ...files });
  const given = variableFiles.map((shown) => ({ path: `${folder}/${shown}`, shown }));
  return modelOf(".", folder, { variableFiles: given }).at("t.t")?.values.v;
}

test.each<[string, { readonly [name: string]: string }, readonly unknown[]]>([
  ["terraform.tfvars.json", { "terraform.tfvars.json": '{"a":"x","c":"7"}' }, ["x", "default", 7]],
  ["terraform.tfvars", { "terraform.tfvars": 'a = "x"\nb = "$${y}"\n' }, ["x", "${y}", 1]],
  [
    "*.auto.tfvars, by name and after terraform.tfvars",
    {
      "terraform.tfvars": 'a = "1"\nb = "1"\n',
      "z.auto.tfvars": 'b = "3"\n',
      "m.auto.tfvars.json": '{"a":"2","b":"2"}',
    },
    ["2", "3", 1],
  ],
  ["no other file", { "prod.tfvars": 'a = "prod"\n', "terraform.tfvars": 'a = "x"\n' }, ["x", "default", 1]],
])("values come from %s", (_, files, expected) => {
  expect(valuesWith(files)).toEqual(expected);
});

test("a file that the user names comes last, and of several the last counts", () => {
  const files = {
    "z.auto.tfvars": 'a = "auto"\nb = "auto"\n',
    "1.tfvars": 'a = "1"\nb = "1"\n',
    "2.tfvars": 'b = "2"\n',
  };
  expect(valuesWith(files, ["1.tfvars", "2.tfvars"])).toEqual(["1", "2", 1]);
});

test.each([
  ["terraform.tfvars", 'a = upper("x")\n', "the value of a is an expression"],
  ["terraform.tfvars", 'a = "x\n', "not valid HCL"],
  ["x.auto.tfvars.json", "{", "not JSON"],
])("a broken %s is reported, and the configuration is still read", (name, content, problem) => {
  const entries = read(["."], folderOf({ "main.tf.json": MAIN, [name]: content }));
  expect(entries.find(({ model }) => model)).toBeDefined();
  expect(entries.find(({ error }) => error)).toMatchObject({
    input: name,
    error: expect.stringContaining(problem),
  });
});
