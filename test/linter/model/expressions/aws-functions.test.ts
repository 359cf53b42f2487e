import { Template, Unknown } from "../../../../linter/model/values/symbolic";
import { folderOf, modelOf } from "../../models";

function evaluate(expression: string) {
  const resource = { t: { r: { v: `\${${expression}}` } }, aws_kms_key: { k: {} } };
  return modelOf(".", folderOf({ "main.tf.json": JSON.stringify({ resource }) })).at("t.r")?.values.v;
}

const arn = { partition: "aws", service: "iam", region: "", account_id: "444455556666", resource: "role/a/b/example" };

/** As `terraform console` 1.11.4 has them, with version 5.100.0 of the provider. */
test.each<[string, unknown]>([
  [
    'provider::aws::arn_build("aws", "kms", "us-east-1", 111122223333, "alias/x")',
    "arn:aws:kms:us-east-1:111122223333:alias/x",
  ],
  ['provider::aws::arn_build("aws", "s3", "", "", "bucket/a:b")', "arn:aws:s3:::bucket/a:b"],
  ['provider::aws::arn_parse("arn:aws:iam::444455556666:role/a/b/example")', arn],
  ['provider::aws::arn_parse("arn:aws:s3:::bucket/a:b").resource', "bucket/a:b"],
  [
    'provider::aws::trim_iam_role_path("arn:aws:iam::444455556666:role/a/b/example")',
    "arn:aws:iam::444455556666:role/example",
  ],
  ['provider::aws::trim_iam_role_path("arn:aws:iam::444455556666:role/x")', "arn:aws:iam::444455556666:role/x"],
  ['can(provider::aws::arn_build("aws", "kms", "us-east-1", null, "alias/x"))', false],
  ['can(provider::aws::arn_parse("role/x"))', false],
  ['can(provider::aws::trim_iam_role_path("arn:aws:iam::444455556666:user/a/x"))', false],
  ['can(provider::aws::trim_iam_role_path("arn:aws:iam:us-east-1:444455556666:role/a/x"))', false],
])("%s", (expression, expected) => {
  expect(evaluate(expression)).toEqual(expected);
});

test("an ARN of values that are not known yet keeps them", () => {
  const value = evaluate('provider::aws::arn_build("aws", "kms", "us-east-1", "111122223333", aws_kms_key.k.key_id)');
  expect(value).toBeInstanceOf(Template);
});

test("a function of another provider is unknown, and named", () => {
  const value = evaluate('provider::time::rfc3339_parse("x")');
  expect(value).toBeInstanceOf(Unknown);
  expect((value as Unknown).reason).toBe("made by provider::time::rfc3339_parse(…)");
});
