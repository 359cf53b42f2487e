import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { syntaxFault } from "../../formats/json-syntax";
import { parseTemplate } from "../../linter/model/expressions/expression";
import { parseDocument } from "../../linter/model/values/document";
import type { Json } from "../../linter/model/values/json";
import { isLeaf, Reference } from "../../linter/model/values/symbolic";
import { GuardedFiles } from "../../linter/read/guarded-files";
import { readInputs } from "../../linter/read/read";
import { PLANS } from "../linter/models";

const FRAGMENTS = [
  "${",
  "}",
  "%{",
  "$${",
  '"',
  '\\"',
  "local.a",
  "local.b",
  "var.v",
  "aws_kms_key.k.arn",
  'aws_kms_key.k["s3"].arn',
  "each.value",
  "count.index",
  "module.m.o",
  "data.aws_kms_key.d.arn",
  "data.aws_iam_policy_document.p.json",
  "jsonencode(",
  "format(",
  "join(",
  "merge(",
  ")",
  "[",
  "]",
  "[*]",
  "{",
  "for x in ",
  " : ",
  "if ",
  "?",
  "==",
  "=>",
  "...",
  ",",
  ".",
  "-",
  "!",
  "1",
  "null",
  "true",
  "constructor",
  "__proto__",
  "self",
  "path.module",
  "\ud800",
  "\u0000",
];

const text = fc.oneof(
  fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 12 }).map((parts) => parts.join("")),
  fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 8 }).map((parts) => `\${${parts.join("")}}`),
  fc.string({ unit: "binary", maxLength: 20 }),
);

const NAMES = [
  "resource",
  "data",
  "locals",
  "module",
  "output",
  "provider",
  "variable",
  "terraform",
  "aws_kms_key",
  "aws_kms_alias",
  "aws_iam_policy_document",
  "aws_emr_security_configuration",
  "k",
  "d",
  "p",
  "a",
  "b",
  "v",
  "o",
  "m",
  "aws",
  "count",
  "for_each",
  "source",
  "statement",
  "principals",
  "condition",
  "values",
  "target_key_id",
  "key_id",
  "configuration",
  "policy",
  "//",
  "__proto__",
  "constructor",
];

const name = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...NAMES) }, text);

const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<Json>(null, true, false, 0, -1, 1e308, 2),
    text,
    fc.array(tie("json"), { maxLength: 4 }),
    fc.array(fc.tuple(name, tie("json")), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

/** Reads bytes and works everything out; what comes of it must be an entry with a model or a sentence. */
function digest(bytes: Uint8Array): void {
  const inputs = readInputs(["-"], {
    cwd: "/nowhere",
    files: new GuardedFiles({ cwd: "/nowhere" }),
    stdin: () => bytes,
  });
  expect(inputs.length).toBeGreaterThan(0);
  for (const { model, error, bundle } of inputs) {
    expect([model, error, bundle].filter((part) => part !== undefined)).toHaveLength(1);
    if (error !== undefined) expect(error).toMatch(/^[^\n]+$/);
    for (const resource of model?.resources ?? []) {
      parseDocument(resource.values.configuration ?? null);
      parseDocument(resource.values.policy ?? null);
      expect([resource.values, resource.before, resource.region]).toBeDefined();
      for (const attribute of ["arn", "json", "target_key_arn"])
        model?.resolve(new Reference(resource.address, attribute));
    }
    expect([model?.defaultTags, model?.account]).toBeDefined();
  }
  expect(Object.keys(Object.prototype)).toEqual([]);
}

const bytesOf = (value: unknown) => Buffer.from(JSON.stringify(value));

/** Declares the tests that readers and resolver accept any input, each with the given number of random inputs. */
export function readersTakeAnything(numRuns: number): void {
  const runs = { numRuns };

  test("any configuration becomes a model", () => {
    const blocks = fc.record(
      Object.fromEntries(
        ["resource", "data", "locals", "module", "output", "provider", "variable"].map((key) => [key, json]),
      ),
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(blocks, (content) => digest(bytesOf(content))),
      runs,
    );
  });

  test("any values of resources that refer to each other are evaluated", () => {
    const body = fc.dictionary(name, json, { maxKeys: 5 });
    const content = fc.record({
      locals: fc.record({ a: json, b: json }),
      resource: fc.record({
        aws_kms_key: fc.record({ k: body }),
        aws_kms_alias: fc.record({ a: body }),
        aws_emr_security_configuration: fc.record({ c: fc.record({ configuration: json }) }),
      }),
      data: fc.record({
        aws_iam_policy_document: fc.record({ p: fc.record({ statement: json }) }),
        aws_kms_key: fc.record({ d: body }),
      }),
    });
    fc.assert(
      fc.property(content, (value) => digest(bytesOf(value))),
      runs,
    );
  });

  test("a real plan with anything in place of any of its parts is read or refused", () => {
    const plans = ["json-syntax/plan.json", "hcl/plan.json", "changed/plan.json", "changed/state.json"].map((plan) =>
      readFileSync(join(PLANS, plan), "utf8"),
    );
    const damage = fc.tuple(
      fc.constantFrom(...plans),
      fc.array(fc.tuple(fc.nat(), json), { minLength: 1, maxLength: 3 }),
    );
    fc.assert(
      fc.property(damage, ([plan, replacements]) => digest(bytesOf(replacements.reduce(replaced, JSON.parse(plan))))),
      runs,
    );
  });

  test("a real plan that is cut off or has bytes changed is read or refused", () => {
    const plan = readFileSync(join(PLANS, "changed/state.json"));
    const damage = fc.tuple(
      fc.nat(plan.length),
      fc.array(fc.tuple(fc.nat(plan.length - 1), fc.nat(255)), { maxLength: 4 }),
    );
    fc.assert(
      fc.property(damage, ([end, changes]) => {
        const bytes = Buffer.from(plan);
        for (const [at, byte] of changes) bytes[at] = byte;
        digest(bytes.subarray(0, end));
      }),
      runs,
    );
  });

  test("a template is parsed or refused, and text without sequences stays as it is", () => {
    fc.assert(
      fc.property(text, (value) => {
        try {
          const expression = parseTemplate(value);
          if (!value.includes("{")) expect(expression).toEqual({ kind: "literal", value });
        } catch (error) {
          expect(error).toHaveProperty("message", expect.any(String));
          expect(error).not.toBeInstanceOf(RangeError);
        }
      }),
      runs,
    );
  });

  test("the place of a fault is found exactly where JSON.parse finds one", () => {
    const almost = fc.tuple(
      json.map((value) => JSON.stringify(value)),
      fc.nat(),
      fc.string({ maxLength: 2 }),
    );
    fc.assert(
      fc.property(almost, ([written, at, inserted]) => {
        const broken =
          written.slice(0, at % (written.length + 1)) + inserted + written.slice((at % (written.length + 1)) + 1);
        let valid = true;
        try {
          JSON.parse(broken);
        } catch {
          valid = false;
        }
        expect(syntaxFault(broken) === undefined).toBe(valid);
      }),
      runs,
    );
  });
}

/** Replaces the nth part of a document with a value. */
function replaced(document: Json, [nth, value]: readonly [number, Json]): Json {
  const places: [Json, string][] = [];
  const visit = (part: Json): void => {
    if (typeof part !== "object" || part === null || isLeaf(part)) return;
    for (const [key, inner] of Object.entries(part)) {
      places.push([part, key]);
      visit(inner);
    }
  };
  visit(document);
  const [parent, key] = places[nth % places.length] ?? [null, ""];
  if (parent !== null)
    Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
  return document;
}
