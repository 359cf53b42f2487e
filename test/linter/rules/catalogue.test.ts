import { type RuleInfo, readCatalogue, textOf } from "../../../linter/rules/catalogue";
import { fill, placeholders, plainParams } from "../../../linter/rules/template";

test("templates print parameters by name, and times as days", () => {
  const params = { file: "certificateChain.pem[0]", notAfter: Date.UTC(2026, 0, 31, 23, 59), bits: 1024, none: null };
  expect(fill("{file} has {bits} bits and ended {notAfter:date}, {none}", params)).toBe(
    "certificateChain.pem[0] has 1024 bits and ended 2026-01-31, nothing",
  );
  expect(placeholders("{file} ended {notAfter:date}")).toEqual(["file", "notAfter"]);
});

test("a time beyond the range of Date is printed as its number", () => {
  expect(fill("{t:date}", { t: 1e300 })).toBe("1e+300");
  expect(fill("{t:date}", { t: Date.UTC(12026, 0, 1) })).toBe("+012026-01-01");
});

test("a template without a value for a name throws", () => {
  expect(() => fill("{constructor}", {})).toThrow("no parameter 'constructor'");
});

test("values that look like placeholders stay as they are", () => {
  expect(fill("{a}", { a: "{b}", b: "no" })).toBe("{b}");
});

test("wrapped values are printed as people read them", () => {
  const reference = { reference: { address: 'aws_kms_key.k["s3"]', attribute: "arn" } };
  expect(
    plainParams({
      known: { known: 3 },
      absent: { known: null },
      reference,
      whole: { reference: { address: "aws_kms_key.k", attribute: "" } },
      unknown: { unknown: "known after apply", resolveWith: "x" },
      list: [{ known: "a" }, reference, 3],
      plain: true,
    }),
  ).toEqual({
    known: 3,
    absent: null,
    reference: 'aws_kms_key.k["s3"].arn',
    whole: "aws_kms_key.k",
    unknown: "(known after apply)",
    list: 'a, aws_kms_key.k["s3"].arn, 3',
    plain: true,
  });
});

test("a variant has its own text, and an unknown variant is refused", () => {
  const rule = readCatalogue().get("config.shared_key") as RuleInfo;
  expect(textOf(rule).severity).toBe("error");
  expect(textOf(rule, "likely").severity).toBe("warning");
  expect(() => textOf(rule, "toString")).toThrow("config.shared_key has no variant 'toString'");
});
