import { withoutSensitiveValues } from "../../../../linter/model/terraform/sensitive-document";
import { parseDocument } from "../../../../linter/model/values/document";
import { Unknown } from "../../../../linter/model/values/symbolic";

function documentOf(document: object) {
  const parsed = parseDocument(withoutSensitiveValues(JSON.stringify(document)));
  return "document" in parsed ? parsed.document : parsed;
}

test("flags and EMR's own words stay, every other value is withheld", () => {
  const document = {
    EncryptionConfiguration: {
      EnableAtRestEncryption: true,
      AtRestEncryptionConfiguration: {
        S3EncryptionConfiguration: { EncryptionMode: "SSE-KMS", AwsKmsKey: "secret" },
        LocalDiskEncryptionConfiguration: { EncryptionKeyProviderType: "AwsKms", AwsKmsKey: "other" },
      },
    },
    secret: 1,
  };
  expect(documentOf(document)).toEqual({
    EncryptionConfiguration: {
      EnableAtRestEncryption: true,
      AtRestEncryptionConfiguration: {
        S3EncryptionConfiguration: { EncryptionMode: "SSE-KMS", AwsKmsKey: expect.any(Unknown) },
        LocalDiskEncryptionConfiguration: { EncryptionKeyProviderType: "AwsKms", AwsKmsKey: expect.any(Unknown) },
      },
    },
  });
});

test.each(["not JSON, with a secret", "[]", '"secret"'])("nothing of %s is kept", (text) => {
  expect(withoutSensitiveValues(text)).toBeInstanceOf(Unknown);
});
