import { canonicalKey } from "../../linter/model/terraform/keys";
import type { Model } from "../../linter/model/terraform/model";
import type { TerraformModel } from "../../linter/model/terraform/terraform-model";
import { Reference, Unknown } from "../../linter/model/values/symbolic";
import { configuration, folderOf, modelOf, read } from "../linter/models";

/** Everything of a model, worked out. */
function everything(model: Model | undefined): readonly unknown[] {
  return (model?.resources ?? []).map((resource) => [resource.values, resource.before, resource.region]);
}

function localsOf(locals: object, value = "${local.a0}"): Model {
  return configuration({ locals, resource: { t: { t: { v: value } } } });
}

function chain(length: number, next: (at: number) => unknown): object {
  return Object.fromEntries(Array.from({ length }, (_, at) => [`a${at}`, next(at)]));
}

describe("circular and endlessly growing locals and modules", () => {
  test("a cycle of locals is unknown", () => {
    const model = localsOf({ a0: "${local.b}", b: "x${local.a0}" });
    expect(model.at("t.t")?.values.v).toMatchObject({ parts: ["x", { reason: "a cycle of references" }] });
  });

  test("an argument that depends on itself is unknown", () => {
    const model = configuration({ resource: { t: { a: { v: "${t.b.v}" }, b: { v: "${t.a.v}" } } } });
    expect(model.at("t.a")?.values.v).toBeInstanceOf(Unknown);
  });

  test("a chain of 10,000 locals ends", () => {
    expect(localsOf(chain(10_000, (at) => `\${local.a${at + 1}}`)).at("t.t")?.values.v).toBeInstanceOf(Unknown);
  });

  test.each<[string, unknown, (at: number) => unknown]>([
    ["strings", "x".repeat(10), (at) => `\${local.a${at}}\${local.a${at}}`],
    ["lists", "x", (at) => [`\${local.a${at}}`, `\${local.a${at}}`]],
    ["references", "${aws_kms_key.k.arn}-", (at) => `\${local.a${at}}\${local.a${at}}`],
  ])("60 locals that each double the next are cut off: %s", (_, last, doubled) => {
    const locals = chain(60, (at) => (at === 59 ? last : doubled(at + 1)));
    const model = localsOf(locals, "${jsonencode(local.a0)}");
    expect(JSON.stringify(model.at("t.t")?.values.v)).toMatch(/more than|longer than/);
  });

  test("loops within loops are cut off", () => {
    const loops = `\${${"[for x in range(1000): ".repeat(4)}1${"]".repeat(4)}}`;
    expect(JSON.stringify(localsOf({ a0: loops }).at("t.t")?.values.v)).toContain("more than");
  });

  test("a module that calls itself ends", () => {
    const folder = folderOf({
      "main.tf.json": '{"module":{"a":{"source":"./m"}}}',
      "m/main.tf.json": '{"module":{"a":{"source":"../m"},"b":{"source":"../m"}},"resource":{"aws_kms_key":{"k":{}}}}',
    });
    const model = modelOf("main.tf.json", folder);
    expect(model.resources.map(({ address }) => address)).toEqual(["module.a.aws_kms_key.k"]);
    expect(model.missingModules?.map(({ address }) => address)).toEqual(["module.a.module.a", "module.a.module.b"]);
  });

  test("a billion instances are not created", () => {
    const model = configuration({ resource: { t: { t: { count: 1e9 } } } });
    expect(model.resources.map(({ address }) => address)).toEqual(["t.t"]);
  });

  test("aliases that name each other end", () => {
    const model = configuration({
      resource: {
        aws_kms_alias: {
          a: { name: "alias/a", target_key_id: "alias/b" },
          b: { name: "alias/b", target_key_id: "alias/a" },
        },
      },
    });
    expect(canonicalKey(model as TerraformModel, new Reference("aws_kms_alias.a", "arn"))).toBeDefined();
  });
});

describe("hostile JSON", () => {
  const plan = (after: string, unknown = "{}", rest = "") =>
    `{"format_version":"1.2","resource_changes":[{"address":"aws_emr_security_configuration.x","mode":"managed","type":"aws_emr_security_configuration","name":"x","change":{"actions":["create"],"before":null,"after":${after},"after_unknown":${unknown}}}]${rest}}`;
  const deep = (open: string, close: string) => `${open.repeat(10_000)}1${close.repeat(10_000)}`;

  test.each([
    ["values 10,000 levels deep", plan(`{"configuration":${deep("[", "]")}}`)],
    ["unknowns 10,000 levels deep", plan(`{"configuration":${deep("[", "]")}}`, `{"configuration":${deep("[", "]")}}`)],
    ["objects 10,000 levels deep", plan(deep('{"a":', "}"))],
    ["a document 10,000 levels deep", plan(`{"configuration":"${deep("[", "]")}"}`)],
    [
      "modules 10,000 levels deep",
      plan("{}", "{}", `,"planned_values":{"root_module":${deep('{"child_modules":[', "]}")}}`),
    ],
    [
      "a configuration 10,000 levels deep",
      plan("{}", "{}", `,"configuration":{"root_module":${deep('{"module_calls":{"a":{"module":', "}}}")}}`),
    ],
    ["a string of 10 MB", plan(`{"configuration":"${"x".repeat(10_000_000)}"}`)],
    [
      "__proto__ everywhere",
      plan('{"__proto__":{"polluted":1},"configuration":"{\\"__proto__\\":{\\"polluted\\":1}}"}'),
    ],
    [
      "numbers where strings belong",
      '{"format_version":1.2,"resource_changes":[{"address":1,"change":2},3,null,{"address":"a.b","change":[]}]}',
    ],
    [
      "objects where lists belong",
      '{"format_version":"1.2","resource_changes":{"a":1},"configuration":[],"prior_state":"x","variables":[1]}',
    ],
    ["strange names", plan('{"constructor":1,"toString":2,"":3}')],
  ])("%s", (_, content) => {
    const [only] = read(["plan.json"], folderOf({ "plan.json": content }));
    everything(only?.model);
    expect(only).toBeDefined();
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test("invalid UTF-8 is refused with its place", () => {
    const content = Buffer.from(plan('{"a":"?"}'));
    content[content.indexOf("?")] = 0xff;
    expect(read(["p"], folderOf({ p: content }))).toMatchObject([
      { error: expect.stringMatching(/not UTF-8 at line 1, column \d+/) },
    ]);
  });

  test("U+FFFD that was written is not invalid", () => {
    expect(read(["p"], folderOf({ p: plan('{"a":"\ufffd"}') }))[0]?.error).toBeUndefined();
  });

  test("half a surrogate pair becomes U+FFFD", () => {
    const model = modelOf("p", folderOf({ p: plan('{"name":"a\\ud800"}') }));
    expect(model.at("aws_emr_security_configuration.x")?.values.name).toBe("a\ufffd");
  });

  test("of duplicate members the last one counts", () => {
    const model = modelOf("p", folderOf({ p: plan('{"name":"a","name":"b"}') }));
    expect(model.at("aws_emr_security_configuration.x")?.values.name).toBe("b");
  });

  test.each([
    ["a million interpolations", "${local.a}".repeat(1_000_000)],
    ["a million opening sequences", "${".repeat(1_000_000)],
    ["a million nested strings", '${"'.repeat(1_000_000)],
    ["a million brackets", `\${${"[".repeat(1_000_000)}`],
    ["a million signs", `\${${"-".repeat(1_000_000)}1}`],
    ["a million conditions", `\${${"a?".repeat(1_000_000)}}`],
    ["a million steps", `\${a${".a".repeat(1_000_000)}}`],
    ["a million backslashes", `\${"${"\\".repeat(1_000_000)}"}`],
  ])("a template of %s ends", (_, text) => {
    everything(configuration({ locals: { a: "x" }, resource: { t: { t: { v: text } } } }));
  });
});
