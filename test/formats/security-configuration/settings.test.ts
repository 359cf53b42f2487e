import Ajv from "ajv/dist/2020";
import fc from "fast-check";
import {
  malformedNames,
  parseSecurityConfiguration,
  readSecuritySettings,
  renderSecurityConfiguration,
  type SecurityConfigurationDocument,
  type SecuritySettings,
  securityConfigurationDocument,
  securityConfigurationSchema,
} from "../../../formats/security-configuration";
import { securityConfigurationGrammar } from "../../../formats/security-configuration/grammar";
import { documentedExamples, documentsOf } from "./documents";

const accepts = new Ajv({ strict: true }).compile(securityConfigurationSchema());

const text = fc.string({ minLength: 1 }).filter((one) => !one.includes("${"));
const mode = fc.oneof(
  fc.constant({ mode: "SSE-S3" as const }),
  fc.record({ mode: fc.constantFrom("SSE-KMS" as const, "CSE-KMS" as const), key: text }),
  fc.record({ mode: fc.constant("CSE-Custom" as const), jar: text, providerClass: text }),
);
const override = fc.tuple(mode, text).map(([one, bucket]) => ({ ...one, bucket }));
const s3 = fc
  .tuple(mode, fc.option(fc.array(override, { maxLength: 3 }), { nil: undefined }))
  .map(([one, overrides]) => ({ ...one, ...(overrides && { overrides }) }));
const disk = fc.oneof(
  fc.record(
    { provider: fc.constant("AwsKms" as const), key: text, ebs: fc.boolean() },
    { requiredKeys: ["provider", "key"] },
  ),
  fc.record({ provider: fc.constant("Custom" as const), jar: text, providerClass: text }),
);
const inTransit = fc.oneof(
  fc.record({ provider: fc.constant("PEM" as const), bundle: text }),
  fc.record({ provider: fc.constant("Custom" as const), jar: text, providerClass: text }),
  fc.record(
    {
      provider: fc.constant("EMR" as const),
      key: text,
      secretTags: fc.dictionary(
        text.filter((name) => name !== "__proto__"),
        text,
        { noNullPrototype: true },
      ),
      validityDays: fc.integer({ min: 1, max: 7300 }),
      wildcardDnsSuffix: text,
    },
    { requiredKeys: ["provider"] },
  ),
);
const sections = securityConfigurationGrammar.optional;
const settings = fc.record(
  {
    atRest: fc.oneof(fc.record({ s3, localDisk: disk }), fc.record({ s3 }), fc.record({ localDisk: disk })),
    inTransit,
    wal: fc.record({ key: text }, { requiredKeys: [] }),
    instanceMetadata: documentsOf(sections.InstanceMetadataServiceConfiguration),
    authentication: documentsOf(sections.AuthenticationConfiguration),
    authorization: documentsOf(sections.AuthorizationConfiguration),
    samlLakeFormation: documentsOf(sections.LakeFormationConfiguration),
  },
  { requiredKeys: [], noNullPrototype: true },
) as fc.Arbitrary<SecuritySettings>;

describe("settings of a security configuration", () => {
  test("every document is one that EMR accepts, and is read back as the same settings", () => {
    fc.assert(
      fc.property(settings, (given) => {
        const json = renderSecurityConfiguration(securityConfigurationDocument(given));
        expect(accepts(JSON.parse(json))).toBe(true);
        expect(readSecuritySettings(parseSecurityConfiguration(json))).toEqual(JSON.parse(JSON.stringify(given)));
      }),
      { numRuns: 200 },
    );
  });

  test.each(documentedExamples)(
    "%s: AWS's example, read into settings and written again, is the same",
    (_title, example) => {
      const document = example as SecurityConfigurationDocument;
      const again = securityConfigurationDocument(readSecuritySettings(document));
      // AWS leaves the flags out where they are false; we write them.
      const { EncryptionConfiguration: encryption } = document;
      const flags = encryption && { EnableInTransitEncryption: false, EnableAtRestEncryption: false, ...encryption };
      expect(again).toEqual({ ...document, ...(flags && { EncryptionConfiguration: flags }) });
    },
  );

  test.each<[string, SecurityConfigurationDocument, string]>([
    [
      "settings at rest stand without their flag",
      {
        EncryptionConfiguration: {
          AtRestEncryptionConfiguration: { S3EncryptionConfiguration: { EncryptionMode: "SSE-S3" } },
        },
      },
      "AtRestEncryptionConfiguration is there and EnableAtRestEncryption is not true; set it, or leave both out",
    ],
    [
      "a flag stands without its settings",
      { EncryptionConfiguration: { EnableInTransitEncryption: true } },
      "EnableInTransitEncryption is true and InTransitEncryptionConfiguration is missing; add it",
    ],
    [
      "nothing is encrypted at rest",
      { EncryptionConfiguration: { EnableAtRestEncryption: true, AtRestEncryptionConfiguration: {} } },
      "AtRestEncryptionConfiguration is empty; add S3EncryptionConfiguration, LocalDiskEncryptionConfiguration, or both",
    ],
  ])("fails when %s", (_title, document, message) => {
    expect(() => readSecuritySettings(document)).toThrow(new Error(message));
  });
});

describe("malformedNames", () => {
  const disk = "EncryptionConfiguration.AtRestEncryptionConfiguration.LocalDiskEncryptionConfiguration";
  const document = (AwsKmsKey: unknown) => ({
    EncryptionConfiguration: {
      AtRestEncryptionConfiguration: {
        LocalDiskEncryptionConfiguration: { EncryptionKeyProviderType: "AwsKms", AwsKmsKey },
      },
    },
  });

  test.each(documentedExamples)("%s: every name has its form", (_title, example) => {
    expect(malformedNames(example)).toEqual([]);
  });

  test.each<[unknown, readonly string[]]>([
    ["${aws_kms_key.disk.arn}", []],
    [{ not: "text" }, []],
    [
      "0e6bcf0c-9e0b-4b4c-8a3e-6f2f2f5b7c11",
      [
        `${disk}.AwsKmsKey is '0e6bcf0c-9e0b-4b4c-8a3e-6f2f2f5b7c11'; write the ARN of a KMS key, such as arn:aws:kms:us-east-1:111122223333:key/…`,
      ],
    ],
    [
      "arn:aws:kms:us-east-1:111122223333:alias/emr",
      [
        `${disk}.AwsKmsKey is 'arn:aws:kms:us-east-1:111122223333:alias/emr'; write the ARN of a KMS key, such as arn:aws:kms:us-east-1:111122223333:key/…`,
      ],
    ],
  ])("the key %j", (key, expected) => {
    expect(malformedNames(document(key))).toEqual(expected);
  });

  test("a role by its name, and a bundle by its address on the web", () => {
    expect(
      malformedNames({
        EncryptionConfiguration: {
          InTransitEncryptionConfiguration: {
            TLSCertificateConfiguration: { CertificateProviderType: "PEM", S3Object: "https://store/emr.zip" },
          },
        },
        AuthorizationConfiguration: {
          EmrFsConfiguration: {
            RoleMappings: [{ Role: "analysts", IdentifierType: "User", Identifiers: ["ana"] }],
          },
        },
      }),
    ).toEqual([
      "EncryptionConfiguration.InTransitEncryptionConfiguration.TLSCertificateConfiguration.S3Object is 'https://store/emr.zip'; write s3://bucket/key or the object's ARN",
      "AuthorizationConfiguration.EmrFsConfiguration.RoleMappings[0].Role is 'analysts'; write the ARN of a role, such as arn:aws:iam::111122223333:role/name",
    ]);
  });
});
