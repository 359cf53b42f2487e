import { runInNewContext } from "node:vm";
import { describeProblem, walkSecurityConfiguration } from "../../../formats/security-configuration";

const atRest = (settings: unknown) => ({ EncryptionConfiguration: { AtRestEncryptionConfiguration: settings } });
const inTransit = (settings: unknown) => ({
  EncryptionConfiguration: { InTransitEncryptionConfiguration: { TLSCertificateConfiguration: settings } },
});
const sentences = (document: unknown) => walkSecurityConfiguration(document).map((problem) => describeProblem(problem));

describe("walkSecurityConfiguration reports what is wrong and what to write", () => {
  const disk = "EncryptionConfiguration.AtRestEncryptionConfiguration.LocalDiskEncryptionConfiguration";
  const s3 = "EncryptionConfiguration.AtRestEncryptionConfiguration.S3EncryptionConfiguration";
  const tls = "EncryptionConfiguration.InTransitEncryptionConfiguration.TLSCertificateConfiguration";

  test.each<[string, unknown, string[]]>([
    [
      "a misspelt property",
      { EncryptionConfiguration: { EnableAtRestEncription: true } },
      ["EncryptionConfiguration.EnableAtRestEncription is not a property of EMR; write EnableAtRestEncryption"],
    ],
    [
      "a property in another letter case",
      atRest({ s3EncryptionConfiguration: { EncryptionMode: "SSE-S3" } }),
      [
        "EncryptionConfiguration.AtRestEncryptionConfiguration.s3EncryptionConfiguration is not a property of EMR; write S3EncryptionConfiguration",
      ],
    ],
    [
      "the property that old documents of AWS showed",
      atRest({
        LocalDiskEncryptionConfiguration: {
          EncryptionKeyProviderType: "AwsKms",
          AwsKmsKey: "arn",
          LocalDiskEncryptionKeyProvider: {},
        },
      }),
      [
        `${disk}.LocalDiskEncryptionKeyProvider is not a property of EMR; known here: EncryptionKeyProviderType, AwsKmsKey, EnableEbsEncryption, S3Object, EncryptionKeyProviderClass`,
      ],
    ],
    [
      "the wrapper left out",
      { EnableAtRestEncryption: true },
      ["EnableAtRestEncryption does not belong here; it belongs in EncryptionConfiguration"],
    ],
    [
      "the wrapper left out, where a name of its content is near the wrapper's own",
      { AtRestEncryptionConfiguration: {} },
      ["AtRestEncryptionConfiguration does not belong here; it belongs in EncryptionConfiguration"],
    ],
    [
      "a key beside SSE-S3",
      atRest({ S3EncryptionConfiguration: { EncryptionMode: "SSE-S3", AwsKmsKey: "arn" } }),
      [`${s3}.AwsKmsKey is not valid with EncryptionMode SSE-S3, only with SSE-KMS and CSE-KMS`],
    ],
    [
      "SSE-KMS without a key",
      atRest({ S3EncryptionConfiguration: { EncryptionMode: "SSE-KMS" } }),
      [`${s3}.AwsKmsKey is missing`],
    ],
    [
      "a mode that EMR does not have",
      atRest({ S3EncryptionConfiguration: { EncryptionMode: "SSE-C" } }),
      [`${s3}.EncryptionMode is 'SSE-C', expected SSE-S3, SSE-KMS, CSE-KMS or CSE-Custom`],
    ],
    ["PEM without its zip", inTransit({ CertificateProviderType: "PEM" }), [`${tls}.S3Object is missing`]],
    [
      "no provider of certificates",
      inTransit({ S3Object: "s3://b/k" }),
      [`${tls}.CertificateProviderType is missing; expected PEM, Custom or EMR`],
    ],
    [
      "a class beside PEM",
      inTransit({ CertificateProviderType: "PEM", S3Object: "s3://b/k.zip", CertificateProviderClass: "a.B" }),
      [`${tls}.CertificateProviderClass is not valid with CertificateProviderType PEM, only with Custom`],
    ],
    [
      "a flag in quotes",
      { EncryptionConfiguration: { EnableAtRestEncryption: "true" } },
      ["EncryptionConfiguration.EnableAtRestEncryption is a string, expected a boolean"],
    ],
    [
      "a hop limit out of range",
      {
        InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: 3, HttpPutResponseHopLimit: 65 },
      },
      [
        "InstanceMetadataServiceConfiguration.MinimumInstanceMetadataServiceVersion is '3', expected 1 or 2",
        "InstanceMetadataServiceConfiguration.HttpPutResponseHopLimit is '65', expected 1 to 64",
      ],
    ],
    [
      "an override of one bucket without its name",
      atRest({
        S3EncryptionConfiguration: { EncryptionMode: "SSE-S3", Overrides: [{ EncryptionMode: "SSE-S3" }] },
      }),
      [`${s3}.Overrides[0].BucketName is missing`],
    ],
    ["no object at all", [], ["the document is a list, expected an object"]],
    ["null for a section", { EncryptionConfiguration: null }, ["EncryptionConfiguration is null, expected an object"]],
    [
      "a name that every JavaScript object has",
      { constructor: {} },
      [
        "constructor is not a property of EMR; known here: EncryptionConfiguration, AuthenticationConfiguration, AuthorizationConfiguration, InstanceMetadataServiceConfiguration, LakeFormationConfiguration",
      ],
    ],
    ["both spellings of the assignment flag", identityCenter(), []],
  ])("%s", (_title, document, expected) => {
    expect(sentences(document)).toEqual(expected);
  });
});

describe("symbolic documents", () => {
  class SomeValue {
    readonly AnyProperty = true;
  }

  test("an instance of a class represents a value and is not checked", () => {
    const document = atRest({
      S3EncryptionConfiguration: { EncryptionMode: new SomeValue(), AwsKmsKey: new SomeValue() },
      LocalDiskEncryptionConfiguration: new SomeValue(),
    });
    expect(sentences(document)).toEqual([]);
    expect(sentences(new SomeValue())).toEqual([]);
  });

  test("a string with a reference in it may become any allowed word", () => {
    expect(sentences(atRest({ S3EncryptionConfiguration: { EncryptionMode: "${var.mode}" } }))).toEqual([]);
  });

  test("values beside an unknown one are still checked", () => {
    const document = atRest({ S3EncryptionConfiguration: { EncryptionMode: new SomeValue(), AwsKmsKeys: "arn" } });
    expect(walkSecurityConfiguration(document)).toMatchObject([
      { kind: "unknown-property", property: "AwsKmsKeys", nearest: "AwsKmsKey" },
    ]);
  });

  test("an object of another realm is checked like any other", () => {
    expect(sentences(runInNewContext("({ EncryptionConfigurations: {} })"))).toEqual([
      "EncryptionConfigurations is not a property of EMR; write EncryptionConfiguration",
    ]);
  });
});

function identityCenter() {
  return {
    AuthenticationConfiguration: {
      IdentityCenterConfiguration: {
        EnableIdentityCenter: true,
        IdentityCenterApplicationAssigmentRequired: true,
        IdentityCenterApplicationAssignmentRequired: true,
      },
    },
  };
}
