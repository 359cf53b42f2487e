import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { Reference, Template, Unknown } from "../../../linter/model/values/symbolic";
import { GuardedFiles } from "../../../linter/read/guarded-files";
import { folderOf, modelOf } from "../models";

function evaluated(expression: string, files: { readonly [path: string]: string } = {}) {
  const main = {
    locals: { key: "${aws_kms_key.k.arn}" },
    resource: { aws_kms_key: { k: {} }, t: { t: { v: expression } } },
  };
  return modelOf(".", folderOf({ ...files, "main.tf.json": JSON.stringify(main) })).at("t.t")?.values.v;
}

test("file reads a file of the configuration", () => {
  expect(evaluated('${file("${path.module}/a.txt")}', { "a.txt": "content\n" })).toBe("content\n");
});

test("templatefile keeps references in the text that it renders", () => {
  const files = { "a.tpl": '{"key": "${key}"%{ if on }, "on": true%{ endif }}' };
  expect(evaluated('${templatefile("a.tpl", {key = local.key, on = true})}', files)).toEqual(
    new Template(['{"key": "', new Reference("aws_kms_key.k", "arn"), '", "on": true}']),
  );
});

test("a template sees only the names that it is given", () => {
  const value = evaluated('${templatefile("a.tpl", {})}', { "a.tpl": "${local.key}" });
  expect(value).toMatchObject({ reason: expect.stringContaining("the name local, which the template is not given") });
});

test("a template that renders itself ends", () => {
  const value = evaluated('${templatefile("a.tpl", {})}', { "a.tpl": '${templatefile("a.tpl", {})}' });
  expect(value).toBeInstanceOf(Unknown);
});

test.each(["../outside.txt", "/proc/self/environ", "link.txt"])("%s is not read", (path) => {
  const folder = folderOf({
    "outside.txt": "secret",
    "root/main.tf.json": JSON.stringify({ resource: { t: { t: { v: `\${file("${path}")}` } } } }),
  });
  symlinkSync(join(folder, "outside.txt"), join(folder, "root", "link.txt"));
  const value = modelOf(".", join(folder, "root")).at("t.t")?.values.v;
  expect(value).toMatchObject({
    reason: expect.stringContaining("a file that is not read: it is outside of the checkout"),
  });
});

test("fileset gives a resource for each file, except git's own files", () => {
  const folder = folderOf({
    "configs/a.json": '{"on": true}',
    "configs/b.json": '{"on": false}',
    ".git/c.json": "{}",
    "main.tf.json": JSON.stringify({
      resource: {
        t: { t: { for_each: '${fileset(path.module, "**/*.json")}', v: "${jsondecode(file(each.value)).on}" } },
      },
    }),
  });
  const model = modelOf(".", folder);
  expect(model.at('t.t["configs/a.json"]')?.values.v).toBe(true);
  expect(model.at('t.t["configs/b.json"]')?.values.v).toBe(false);
  expect(model.at('t.t[".git/c.json"]')).toBeUndefined();
});

test.each([
  ["a folder outside", '${fileset("..", "*")}', "it is outside of the checkout"],
  ["a folder outside, by the pattern", '${fileset(".", "../**")}', "it is outside of the checkout"],
  ["a folder of the system", '${fileset("/proc/self", "*")}', "it is outside of the checkout"],
  ["a link that leads outside", '${fileset(".", "*.txt")}', "it is outside of the checkout"],
  ["git's own folder", '${fileset(".git", "*")}', "it is inside .git"],
  ["a file outside", '${fileexists("../outside.txt")}', "it is outside of the checkout"],
])("nothing about %s is revealed", (_, v, reason) => {
  const folder = folderOf({
    "outside.txt": "secret",
    "root/.git/config": "",
    "root/main.tf.json": JSON.stringify({ resource: { t: { t: { v } } } }),
  });
  symlinkSync(join(folder, "outside.txt"), join(folder, "root", "link.txt"));
  const value = modelOf(".", join(folder, "root")).at("t.t")?.values.v;
  expect(value).toMatchObject({ reason: expect.stringContaining(`a file that is not read: ${reason}`) });
});

test("fileset over more names than one argument may take is not evaluated", () => {
  const files = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`many/${at}-${"a".repeat(200)}`, ""]));
  const value = evaluated(`\${[for n in range(50) : fileset("many", "\${n}*")]}`, files);
  expect(value).toMatchObject({
    reason: expect.stringContaining("expressions of more than 200000 parts"),
  });
});

test("fileset ends where links lead in a circle, with few paths in memory", () => {
  const folder = folderOf({
    "a/b.json": "{}",
    "main.tf.json": JSON.stringify({ resource: { t: { t: { v: '${fileset(".", "**/*.json")}' } } } }),
  });
  for (const name of ["loop", "again"]) symlinkSync("..", join(folder, "a", name));
  const entries = jest.spyOn(GuardedFiles.prototype, "status");
  try {
    const value = modelOf(".", folder).at("t.t")?.values.v;
    expect(value).toMatchObject({ reason: expect.stringContaining("expressions of more than 200000 parts") });
    expect(entries.mock.calls.length).toBeLessThan(5000);
  } finally {
    entries.mockRestore();
  }
});

test("a module that terraform init installed is read from its folder", () => {
  const folder = folderOf({
    "main.tf.json": '{"module":{"emr":{"source":"acme/emr/aws","version":"1.0.0","name":"x"}}}',
    ".terraform/modules/modules.json": JSON.stringify({
      Modules: [
        { Key: "", Source: "", Dir: "." },
        { Key: "emr", Source: "registry.terraform.io/acme/emr/aws", Dir: ".terraform/modules/emr" },
        { Key: "emr.keys", Source: "acme/keys/aws", Dir: ".terraform/modules/emr.keys/modules/kms" },
      ],
    }),
    ".terraform/modules/emr/main.tf.json":
      '{"variable":{"name":{}},"module":{"keys":{"source":"acme/keys/aws"}},"resource":{"t":{"t":{"v":"${var.name}"}}}}',
    ".terraform/modules/emr.keys/modules/kms/main.tf.json": '{"resource":{"aws_kms_key":{"k":{}}}}',
  });
  const model = modelOf(".", folder);
  expect(model.at("module.emr.t.t")?.values.v).toBe("x");
  expect(model.at("module.emr.module.keys.aws_kms_key.k")).toBeDefined();
});
