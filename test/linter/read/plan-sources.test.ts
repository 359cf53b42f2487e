import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lint } from "../../../linter";
import { Reference } from "../../../linter/model/values/symbolic";
import type { Report } from "../../../linter/report/finding";
import { folderOf, modelOf, PLANS, partsOf } from "../models";

/** What the tests change of `objects/main.tf.json`. */
interface Stack {
  "//"?: object;
  readonly provider: { readonly aws: readonly object[] };
  readonly resource: { readonly aws_s3_object: { [name: string]: { [argument: string]: unknown } } };
  readonly locals: { readonly [name: string]: string };
}

/** A plan that Terraform made, and the files it was made from. */
function made(name: string): { readonly plan: string; readonly source: () => Stack } {
  const text = (file: string) => readFileSync(join(PLANS, name, file), "utf8");
  return { plan: text("plan.json"), source: () => JSON.parse(text("main.tf.json")) };
}

/** A project whose `cdktf.out` holds stacks, beside a plan. */
function project(plan: string, stacks: { readonly [name: string]: object }, files = {}): string {
  const manifest = Object.fromEntries(
    Object.keys(stacks).map((name) => [name, { synthesizedStackPath: `stacks/${name}/cdk.tf.json` }]),
  );
  const written = Object.entries(stacks).map(([name, stack]) => [
    `cdktf.out/stacks/${name}/cdk.tf.json`,
    JSON.stringify(stack),
  ]);
  return folderOf({
    "plan.json": plan,
    "cdktf.out/manifest.json": JSON.stringify({ stacks: manifest }),
    ...Object.fromEntries(written),
    ...files,
  });
}

const now = new Date("2026-11-23T12:00:00Z");

function checked(folder: string, options: object = {}): Report {
  return lint(["plan.json"], { cwd: folder, now, ...options });
}

function sources(report: Report): readonly string[] {
  return report.findings
    .filter(({ rule }) => rule === "object.source_missing")
    .map(({ address }) => address.replace("aws_s3_object.", ""));
}

const bundle = { "cdktf.out/stacks/lake/bundle.zip": readFileSync(join(PLANS, "objects/bundle.zip")) };

describe("a plan, and the stack that it was made from beside it", () => {
  const { plan, source } = made("objects");

  test("the stack has the file of every object, or the object is a mistake", () => {
    expect(sources(checked(project(plan, { lake: source() }, bundle)))).toEqual(["source_missing"]);
  });

  test("its waivers apply to the plan, too", () => {
    const waived = source();
    Object.assign(waived.resource.aws_s3_object.source_missing ?? {}, {
      "//": { metadata: { path: "lake/bundle/object" } },
    });
    waived["//"] = {
      "emr-encryption:waiver": [
        { construct: "lake/bundle", rule: "object.source_missing", reason: "made by CI", expires: "2027-01-31" },
      ],
    };
    const report = checked(project(plan, { lake: waived }, bundle));
    expect(sources(report)).toEqual([]);
    expect(report.waived.map(({ rule, construct }) => [rule, construct])).toEqual([
      ["object.source_missing", "lake/bundle/object"],
    ]);
    expect(report.notices).toEqual([]);
  });
});

describe("a plan, and a stack of the same resources that it was not made from", () => {
  const { plan, source } = made("objects");

  /** The stack, synthesized again after the bundle was renewed. */
  function renewed(): Stack {
    return changed({ source: "assets/bundle/0123456789ABCDEF/archive.zip" });
  }

  function changed(argument: object): Stack {
    const stack = source();
    Object.assign(stack.resource.aws_s3_object.good ?? {}, argument);
    return stack;
  }

  test.each([
    ["the bundle was renewed", renewed],
    ["an argument came to a resource", () => changed({ storage_class: "STANDARD" })],
    [
      "the provider works in another Region",
      () => {
        const stack = source();
        Object.assign(stack.provider.aws[0] ?? {}, { region: "eu-west-1" });
        return stack;
      },
    ],
    [
      "a resource went",
      () => {
        const stack = source();
        delete stack.resource.aws_s3_object.good;
        return stack;
      },
    ],
  ])("%s: what is missing there is not evaluated, with the reason", (_, stack) => {
    const report = checked(project(plan, { lake: stack() }));
    expect(sources(report)).toEqual([]);
    const open = report.notEvaluated.filter(({ rule }) => rule === "object.source_missing");
    expect(open.map(({ address }) => address)).toContain("aws_s3_object.good");
    expect(new Set(open.map(({ reason }) => reason.replace(/the file \S+/, "the file F")))).toEqual(
      new Set([
        "the file F does not exist here, and the stack in this folder is not the one that this plan was made from",
      ]),
    );
    expect(open[0]?.resolveWith).toBe("make the plan again from this stack, or lint it where it was made");
  });

  test("nor where its folder is given as root, or is the plan's own", () => {
    const folder = project(plan, { lake: renewed() });
    expect(sources(checked(folder, { root: "cdktf.out/stacks/lake" }))).toEqual([]);
    const own = folderOf({ "plan.json": plan, "cdk.tf.json": JSON.stringify(renewed()) });
    expect(sources(checked(own))).toEqual([]);
  });

  test("no construct, no line and no waiver of it is the plan's", () => {
    const stack = renewed();
    for (const block of Object.values(stack.resource.aws_s3_object))
      block["//"] = { metadata: { path: "lake/object" } };
    stack["//"] = {
      "emr-encryption:waiver": [
        { construct: "lake", rule: "object.public", reason: "another stack's", expires: "2027-01-31" },
      ],
    };
    const report = checked(project(plan, { lake: stack }));
    expect(report.findings.map(({ rule }) => rule)).toContain("object.public");
    expect(report.waived).toEqual([]);
    expect(report.findings.filter(({ construct, line }) => construct !== undefined || line !== undefined)).toEqual([]);
  });

  test("if two stacks both match the plan, neither is used", () => {
    const report = checked(project(plan, { lake: source(), twin: source() }, bundle));
    expect(report.findings.filter(({ file }) => file !== undefined)).toEqual([]);
  });

  test("of two stacks that differ in one argument, the plan's own is used", () => {
    const folder = project(plan, { other: renewed(), lake: source() }, bundle);
    const files = checked(folder).findings.flatMap(({ file }) => file ?? []);
    expect(new Set(files)).toEqual(new Set(["cdktf.out/stacks/lake/cdk.tf.json"]));
  });
});

describe("locals of the sources beside a plan", () => {
  const { plan } = made("json-syntax");
  const key = (locals: object) => {
    const source = made("json-syntax").source();
    Object.assign(source.locals, locals);
    const module = readFileSync(join(PLANS, "json-syntax/modules/encryption/main.tf.json"), "utf8");
    const folder = folderOf({
      "plan.json": plan,
      "main.tf.json": JSON.stringify(source),
      "modules/encryption/main.tf.json": module,
    });
    return partsOf(modelOf("plan.json", folder), "aws_emr_security_configuration.this")[3];
  };

  test("are used if every argument made from them has the value of the plan", () => {
    expect(key({})).toEqual(new Reference('aws_kms_key.k["disk"]', "arn"));
  });

  test("are not known if an argument made from one of them has another value", () => {
    const { locals } = made("json-syntax").source();
    const changed = Object.fromEntries(
      Object.entries(locals).flatMap(([name, value]) => (value.includes("${") ? [] : [[name, "changed-since"]])),
    );
    expect(key(changed)).toMatchObject({ reason: expect.stringContaining("local.disk_key") });
  });
});
