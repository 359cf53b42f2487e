import { parseDocument } from "../../../../linter/model/values/document";
import { Reference, Template, Unknown } from "../../../../linter/model/values/symbolic";
import { configuration } from "../../models";

/** The document that data sources make, by the name of the last one. */
function documentOf(documents: object, rest: object = {}) {
  const value = configuration({
    ...rest,
    data: { aws_iam_policy_document: documents },
    resource: { aws_kms_key: { k: {} }, t: { t: { v: "${data.aws_iam_policy_document.it.json}" } } },
  }).at("t.t")?.values.v;
  const parsed = value === undefined ? undefined : parseDocument(value);
  return parsed && "document" in parsed ? parsed.document : value;
}

const ALLOW = { sid: "Use", actions: ["kms:Decrypt"], resources: ["*"] };
const USE = { Action: "kms:Decrypt", Effect: "Allow", Resource: "*", Sid: "Use" };

test("statements of source documents come first, and one of the same Sid is replaced", () => {
  const documents = {
    base: { statement: [ALLOW, { actions: ["kms:Encrypt"], resources: ["${aws_kms_key.k.arn}"] }] },
    it: {
      source_policy_documents: ["${data.aws_iam_policy_document.base.json}"],
      statement: { ...ALLOW, actions: ["kms:Describe*"] },
    },
  };
  expect(documentOf(documents)).toEqual({
    Statement: [
      { ...USE, Action: "kms:Describe*" },
      { Action: "kms:Encrypt", Effect: "Allow", Resource: new Reference("aws_kms_key.k", "arn") },
    ],
    Version: "2012-10-17",
  });
});

test("override documents replace statements with the same Sid", () => {
  const deny = JSON.stringify({ Version: "2012-10-17", Id: "own", Statement: { ...USE, Effect: "Deny" } });
  expect(documentOf({ it: { statement: ALLOW, override_policy_documents: [deny] } })).toEqual({
    Id: "own",
    Statement: [{ ...USE, Effect: "Deny" }],
    Version: "2012-10-17",
  });
});

test("a source document that is not known makes the whole unknown", () => {
  const documents = { it: { source_policy_documents: ["${var.base}"], statement: ALLOW } };
  expect(documentOf(documents, { variable: { base: {} } })).toBeInstanceOf(Unknown);
});

test("dynamic statements are evaluated", () => {
  const dynamic = {
    statement: {
      for_each: ["arn:aws:iam::111122223333:role/a"],
      content: {
        actions: ["kms:Decrypt"],
        resources: ["*"],
        principals: { type: "AWS", identifiers: ["${statement.value}"] },
      },
    },
  };
  expect(documentOf({ it: { dynamic } })).toEqual({
    Statement: [
      {
        Action: "kms:Decrypt",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111122223333:role/a" },
        Resource: "*",
      },
    ],
    Version: "2012-10-17",
  });
});

test("a template in a statement stays a template", () => {
  const documents = { it: { statement: { actions: ["s3:GetObject"], resources: ["${aws_kms_key.k.arn}/*"] } } };
  expect(documentOf(documents)).toMatchObject({
    Statement: [{ Resource: new Template([new Reference("aws_kms_key.k", "arn"), "/*"]) }],
  });
});
