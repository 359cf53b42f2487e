import { folderOf, read } from "../models";

function valuesOf(files: { readonly [name: string]: object }, address = "t.t") {
  const texts = Object.fromEntries(Object.entries(files).map(([name, content]) => [name, JSON.stringify(content)]));
  const [only] = read(["."], folderOf(texts));
  return only?.model?.at(address)?.values;
}

const MAIN = {
  locals: { tls: true, name: "lake" },
  variable: { size: { type: "number", default: 1 } },
  resource: {
    t: {
      t: {
        kept: "${local.name}",
        changed: "before",
        size: "${var.size}",
        tls: "${local.tls}",
        rule: [{ a: 1 }, { a: 2 }],
      },
    },
  },
};

test("an override replaces arguments and keeps the rest", () => {
  const override = { resource: { t: { t: { changed: "after" } } } };
  expect(valuesOf({ "main.tf.json": MAIN, "override.tf.json": override })).toMatchObject({
    kept: "lake",
    changed: "after",
  });
});

test("an override replaces all blocks of a type, also those that dynamic makes", () => {
  const main = { resource: { t: { t: { dynamic: { rule: { for_each: [1], content: { a: "${rule.value}" } } } } } } };
  const override = { resource: { t: { t: { rule: { a: 9 } } } } };
  expect(valuesOf({ "main.tf.json": main, "my_override.tf.json": override })?.rule).toEqual({ a: 9 });
});

test("a dynamic block in an override replaces the blocks that are written out", () => {
  const override = {
    resource: { t: { t: { dynamic: { rule: { for_each: [7], content: { a: "${rule.value}" } } } } } },
  };
  expect(valuesOf({ "main.tf.json": MAIN, "override.tf.json": override })?.rule).toEqual([{ a: 7 }]);
});

test("locals and variables are overridden one by one", () => {
  const override = { locals: { tls: false }, variable: { size: { default: 5 } } };
  expect(valuesOf({ "a_override.tf.json": override, "main.tf.json": MAIN })).toMatchObject({
    kept: "lake",
    size: 5,
    tls: false,
  });
});

test("of two override files, the last by name counts", () => {
  const to = (changed: string) => ({ resource: { t: { t: { changed } } } });
  const files = { "b_override.tf.json": to("b"), "a_override.tf.json": to("a"), "main.tf.json": MAIN };
  expect(valuesOf(files)?.changed).toBe("b");
});
