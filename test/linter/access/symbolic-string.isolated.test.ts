import { equal, exactPattern, join, matches, split, wildcardPattern } from "../../../linter/access/symbolic-string";
import { UnknownTruth } from "../../../linter/access/truth";
import { Reference, Unknown } from "../../../linter/model/values/symbolic";
import { workOf } from "../../support/work";

const account = new Reference("data.aws_caller_identity.current", "account_id");
const role = (name: string) => new Reference(`aws_iam_role.${name}`, "arn");
const later = new Unknown("known after apply", "apply first");

describe("fits", () => {
  test.each([
    ["*", "", true],
    ["a?c", "abc", true],
    ["a?c", "ac", false],
    ["*b*d", "abcd", true],
    ["*b*d", "abcde", false],
    ["arn:aws:iam::*:role/emr/*", "arn:aws:iam::1:role/emr/x/y", true],
    ["**?", "x", true],
  ])("pattern %s, text %s: %s", (pattern, text, expected) => {
    expect(matches(wildcardPattern([pattern]), [text])).toBe(expected);
  });

  test("treats a star as a plain character in a literal pattern", () => {
    expect(matches(exactPattern(["kms:*"]), ["kms:Decrypt"])).toBe(false);
    expect(matches(exactPattern(["kms:*"]), ["kms:*"])).toBe(true);
  });

  test("matches the same reference in the same place, whatever its value", () => {
    const arn = join(["arn:aws:iam::", account, ":role/emr"]);
    expect(equal(arn, arn)).toBe(true);
    expect(matches(wildcardPattern(["arn:aws:iam::*:role/emr"]), arn)).toBe(true);
  });

  test("does not guess an account that is not known", () => {
    const arn = join(["arn:aws:iam::", account, ":role/emr"]);
    expect(equal(["arn:aws:iam::111122223333:role/emr"], arn)).toBeInstanceOf(UnknownTruth);
  });

  test("distinguishes two roles although the account is not known", () => {
    const arn = join(["arn:aws:iam::", account, ":role/emr"]);
    expect(equal(["arn:aws:iam::111122223333:role/other"], arn)).toBe(false);
  });

  test("does not let an account id match a colon", () => {
    expect(equal(["arn:aws:iam::1:user/x:role/emr"], join(["arn:aws:iam::", account, ":role/emr"]))).toBe(false);
  });

  test("distinguishes two roles of one input by their addresses", () => {
    expect(equal([role("a")], [role("b")])).toBe(false);
    expect(equal([role("a")], [role("a")])).toBe(true);
  });

  test("does not assume that two data sources differ", () => {
    const data = (name: string) => new Reference(`data.aws_iam_role.${name}`, "arn");
    expect(equal([data("a")], [data("b")])).toBeInstanceOf(UnknownTruth);
  });

  test("never treats an unknown as equal to itself", () => {
    expect(equal([later], [later])).toBeInstanceOf(UnknownTruth);
  });

  test("names what is not known, and what resolves it", () => {
    expect(equal([later], ["x"])).toEqual(
      new UnknownTruth([{ unknown: "known after apply is not known", resolveWith: "apply first" }]),
    );
  });

  test("is not slowed down by hostile wildcards", () => {
    const compare = (stars: number, length: number): number =>
      workOf(() => {
        expect(matches(wildcardPattern(["*a".repeat(stars)]), ["a".repeat(length)])).toBe(true);
        expect(matches(wildcardPattern([`${"*a".repeat(stars)}b`]), ["a".repeat(length)])).toBe(false);
        expect(matches(wildcardPattern(["*a".repeat(stars), later]), ["b".repeat(length)])).toBe(false);
      }).steps;
    // The product of both lengths at most.
    expect(compare(500, 2_000)).toBeLessThanOrEqual(5 * compare(250, 1_000));
  });

  test("is undecided for texts that are too long for any policy", () => {
    expect(matches(wildcardPattern([`${"*a".repeat(50_000)}b`]), ["a".repeat(50_000)])).toBeInstanceOf(UnknownTruth);
  });
});

describe("split", () => {
  test("splits only literals, and keeps the rest after the last split", () => {
    expect(split(join(["a:", account, ":b:c"]), ":", 3)).toEqual([["a"], [account], ["b:c"]]);
  });
});
