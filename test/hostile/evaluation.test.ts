import { lint } from "../../linter";
import { Budget } from "../../linter/model/expressions/budget";
import { Unknown } from "../../linter/model/values/symbolic";
import { configuration, folderOf, modelOf } from "../linter/models";

/** Values of `t.t` with locals. */
function valuesOf(values: object, locals: object = {}) {
  const content = { locals, resource: { t: { t: values } } };
  return modelOf("main.tf.json", folderOf({ "main.tf.json": JSON.stringify(content) })).at("t.t")?.values;
}

describe("expensive expressions", () => {
  const product = "[for a in range(1000) : [for b in range(1000) : a * b]]";

  test.each([
    ["distinct", `\${distinct(flatten(${product}))}`],
    ["contains", `\${contains(flatten(${product}), -1)}`],
    ["length", `\${length(${product})}`],
    ["setproduct", "${setproduct(range(1000), range(1000), range(1000))}"],
    ["a regular expression that backtracks", `\${replace("${"a".repeat(5000)}", "/(a+)+$/", "b")}`],
    ["a replacement that grows on itself", `\${${"replace(".repeat(40)}"aa"${', "a", "aaaaaaaaaa")'.repeat(40)}}`],
    ["a join that grows on itself", `\${${'join("", ['.repeat(12)}"x"${"])".repeat(12)}}`],
  ])("%s costs one value, and literals after it stay known", (_, expression) => {
    const values = valuesOf({ costly: expression, literal: "known", list: ["a", { b: 1 }], sum: "${1 + 1}" });
    expect(JSON.stringify(values?.costly)?.length ?? 0).toBeLessThan(100_000);
    expect(values).toMatchObject({ literal: "known", list: ["a", { b: 1 }], sum: 2 });
  });

  test("a loop within a loop is unknown, and says which limit it reached", () => {
    const value = valuesOf({ v: `\${length(${product})}` })?.v;
    expect((value as Unknown).reason).toMatch(/^made by expressions of more than \d+ parts$/);
  });

  test("loops take as many steps as they have rounds", () => {
    const stepsOf = (rounds: number) => {
      const budget = new Budget();
      const content = { resource: { t: { t: { v: `\${[for a in range(${rounds}) : a]}` } } } };
      const folder = folderOf({ "main.tf.json": JSON.stringify(content) });
      expect(modelOf("main.tf.json", folder, { budget }).at("t.t")?.values.v).toHaveLength(rounds);
      return budget.used;
    };
    expect(stepsOf(1000)).toBeLessThan(2.2 * stepsOf(500));
  });
});

describe("one budget for the whole run", () => {
  test("it is shared by all values, and what is literal stays known", () => {
    const budget = new Budget({ steps: 1000, characters: 1000, instances: 10 });
    const values = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`v${at}`, "${[for a in range(50) : a]}"]));
    const folder = folderOf({
      "main.tf.json": JSON.stringify({ resource: { t: { t: { ...values, last: "literal" } } } }),
    });
    const model = modelOf("main.tf.json", folder, { budget });
    const found = Object.fromEntries(Object.entries(model.at("t.t")?.values ?? {}));
    expect(found.v0).toHaveLength(50);
    expect(found.v49).toBeInstanceOf(Unknown);
    expect(found.last).toBe("literal");
    expect(model.limit).toBe("1000 steps of evaluation in one input");
  });

  test("an input that exceeds it leaves the budget of the others, until the run's own is spent", () => {
    const run = new Budget({ steps: 1000, characters: 1000, instances: 10 });
    run.allowFor(100);
    const [first, second, third] = [run.ofInput(), run.ofInput(), run.ofInput()];
    expect(first.takeInstances(11)).toBe("10 instances in one input");
    expect([first.exceeded, second.exceeded]).toEqual(["10 instances in one input", undefined]);
    expect(second.takeInstances(9)).toBeUndefined();
    expect(third.takeInstances(1)).toBe("20 instances in one run");
    expect([second.exceeded, third.exceeded]).toEqual(["20 instances in one run", "20 instances in one run"]);
  });

  test("blocks of the root module that make one instance each take nothing of it", () => {
    const budget = new Budget({ steps: 1000, characters: 1000, instances: 10 });
    const blocks = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`t${at}`, {}]));
    const folder = folderOf({ "main.tf.json": JSON.stringify({ resource: { t: blocks, u: { u: { count: 11 } } } }) });
    const model = modelOf("main.tf.json", folder, { budget });
    expect(model.resources.filter(({ type }) => type === "t")).toHaveLength(50);
    expect(model.resources.filter(({ type }) => type === "u")).toHaveLength(10);
  });

  test("however many inputs a run has, it spends ten times as much as one input at most", () => {
    const run = new Budget({ steps: 1000, characters: 1000, instances: 10 });
    run.allowFor(1_000_000);
    expect(run.takeInstances(100)).toBeUndefined();
    expect(run.takeInstances(1)).toBe("100 instances in one run");
  });

  test("a run that reached a limit ends with exit code 2 and names it", () => {
    const resource = { aws_emr_security_configuration: { c: { count: 1_001, name: "c", configuration: "{}" } } };
    const folder = folderOf({ "main.tf.json": JSON.stringify({ resource }) });
    const { inputs } = lint(["main.tf.json"], { cwd: folder });
    expect(inputs).toMatchObject([
      { status: "checked", incomplete: expect.stringContaining("1000 instances of aws_emr_security_configuration.c") },
    ]);
  });

  test("modules that nest 60 levels deep reach a limit", () => {
    const module = (at: number) => JSON.stringify({ module: { m: { source: `../m${at + 1}` } } });
    const files = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`m${at}/main.tf.json`, module(at)]));
    const model = modelOf("m0", folderOf({ ...files, "m60/main.tf.json": '{"resource":{"t":{"t":{}}}}' }));
    expect(model.limit).toBe("modules nested more than 50 levels deep");
  });
});

test("a module whose source is its own folder is missing, however often it is called", () => {
  const calls = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`m${at}`, { source: "./", count: 100 }]));
  const model = configuration({ module: calls, resource: { t: { t: {} } } });
  expect(model.resources).toHaveLength(1);
  expect(model.missingModules).toHaveLength(20);
});

test("a file name of the wrong type does not keep the rest from being checked", () => {
  const { inputs } = lint(["main.tf.json"], {
    cwd: folderOf({
      "main.tf.json": JSON.stringify({
        resource: {
          aws_s3_object: { a: { bucket: "b", key: "certs.zip", source: "x".repeat(5_000) } },
          aws_emr_security_configuration: { c: { configuration: '${file("a\\u0000b")}' } },
        },
      }),
    }),
  });
  expect(inputs).toMatchObject([
    { status: "checked", incomplete: expect.stringContaining("an expression names a file that is not read") },
  ]);
});
