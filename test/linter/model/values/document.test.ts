import { parseDocument, writeDocument } from "../../../../linter/model/values/document";
import { Reference, Template, Unknown } from "../../../../linter/model/values/symbolic";

const KEY = new Reference("aws_kms_key.k", "arn");
const LATER = new Unknown("known later", "wait");

test("a placeholder inside a JSON string leaves a template, one that is the whole string leaves itself", () => {
  expect(parseDocument(new Template(['{"a":"', KEY, '","b":"x/', KEY, '/y"}']))).toEqual({
    document: { a: KEY, b: new Template(["x/", KEY, "/y"]) },
  });
});

test("a placeholder in place of a value leaves itself", () => {
  expect(parseDocument(new Template(['{"a":', LATER, ',"b":[', KEY, "]}"]))).toEqual({
    document: { a: LATER, b: [KEY] },
  });
});

test("escaped quotes do not end a string", () => {
  expect(parseDocument(new Template(['{"a":"\\"', KEY, '\\\\"}']))).toEqual({
    document: { a: new Template(['"', KEY, "\\"]) },
  });
});

test("a text with characters of private use keeps them", () => {
  expect(parseDocument(new Template(['{"a":"\ue000\ue001', KEY, '"}']))).toEqual({
    document: { a: new Template(["\ue000\ue001", KEY]) },
  });
});

test("a placeholder that is part of a number or stands for members is unknown, not wrong", () => {
  expect(parseDocument(new Template(['{"a":1', KEY, "}"]))).toMatchObject({ unknown: { references: [KEY] } });
  expect(parseDocument(new Template(['{"a":1,', KEY, "}"]))).toHaveProperty("unknown");
});

test.each([
  ["{'a':1}", "there is text that is not JSON at line 1, column 2"],
  ['{"a":1,}', "a member name in double quotes is missing at line 1, column 8"],
  ['{"a" 1}', "a colon is missing at line 1, column 6"],
  ['{"a":tru}', "there is text that is not JSON at line 1, column 6"],
  ['{"a":[1 2]}', "a comma or ] is missing at line 1, column 9"],
  ['{"a":"b\nc"}', "a string is not closed at line 1, column 6"],
  ['{"a":"\\x"}', "an escape in a string is not one of JSON's at line 1, column 6"],
  ["{}\n{}", "there is text after the end of the document at line 2, column 1"],
  ['{"a":"', "a string is not closed at line 1, column 6"],
  ['{"a":01}', "a comma or } is missing at line 1, column 7"],
  ["", "the text ends early at line 1, column 1"],
])("%s: %s", (text, problem) => {
  expect(parseDocument(text)).toEqual({ problem: `not JSON: ${problem}` });
});

test("a text with a fault of its own is not JSON, also with placeholders in its strings", () => {
  expect(parseDocument(new Template(['{"a":"', KEY, '",}']))).toHaveProperty("problem");
});

test("duplicate members: the last one counts, as in Terraform", () => {
  expect(parseDocument('{"a":1,"a":2}')).toEqual({ document: { a: 2 } });
});

test("half a surrogate pair becomes U+FFFD; a pair and a backslash before u stay", () => {
  expect(parseDocument(String.raw`["\ud83d\ude00","\ud83d","x\udc00","\\ud83d"]`)).toEqual({
    document: ["😀", "\ufffd", "x\ufffd", "\\ud83d"],
  });
});

test("__proto__ is a member like any other", () => {
  const parsed = parseDocument('{"__proto__":{"admin":true}}');
  expect(parsed).toHaveProperty("document");
  expect(Object.hasOwn("document" in parsed ? (parsed.document as object) : {}, "__proto__")).toBe(true);
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
});

test("10,000 levels are a problem of the document, not of the linter", () => {
  expect(parseDocument("[".repeat(10_000) + "]".repeat(10_000))).toHaveProperty("problem");
  expect(parseDocument("[".repeat(10_000))).toHaveProperty("problem");
});

test("what is written parses back to itself, leaves included", () => {
  const document = {
    b: [1, null, true, 'a "quote"'],
    a: { key: KEY, path: new Template(["s3://", KEY, '/"x"']), later: LATER },
  };
  expect(parseDocument(writeDocument(document))).toEqual({ document });
});
