import { EncryptionKey, type EncryptionKeyConfig } from "../../modules";
import { accountPrincipals } from "./policies";
import { annotations, resources, stackOf, validations } from "./stacks";

const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const withKey = (config: EncryptionKeyConfig, use: (key: EncryptionKey) => void = () => {}) =>
  stackOf((scope) => use(new EncryptionKey(scope, "key", config)));

describe("the origin of a key's material", () => {
  test.each<[string, EncryptionKeyConfig, object]>([
    ["CloudHSM", { origin: "AWS_CLOUDHSM", customKeyStoreId: "cks-1" }, { custom_key_store_id: "cks-1" }],
    [
      "a key manager outside AWS",
      { origin: "EXTERNAL_KEY_STORE", customKeyStoreId: "cks-2", xksKeyId: "hsm/7" },
      { custom_key_store_id: "cks-2", xks_key_id: "hsm/7" },
    ],
  ])("a key with material in %s does not rotate", (_title, config, made) => {
    const stack = withKey(config);
    expect(resources(stack, "aws_kms_key")).toMatchObject([{ ...made, enable_key_rotation: false }]);
    expect(validations(stack)).toEqual([]);
  });

  test("a key for imported material has no material, but policy, alias and users like any other", () => {
    const stack = withKey({ origin: "EXTERNAL", multiRegion: true, alias: "alias/emr-s3" }, (key) => {
      key.grantS3Data(role("nodes"));
      expect(annotations(key)).toEqual([
        "import the material of this key outside Terraform, so that no state contains it (aws kms get-parameters-for-import and import-key-material); until then the key cannot be used, so import it before a cluster starts",
      ]);
    });
    expect(resources(stack, "aws_kms_external_key")).toEqual([
      {
        description: "EMR encryption: s/key",
        deletion_window_in_days: 30,
        multi_region: true,
        lifecycle: { prevent_destroy: true },
      },
    ]);
    expect(resources(stack, "aws_kms_alias")).toMatchObject([
      { target_key_id: expect.stringMatching(/^\$\{aws_kms_external_key\.key_resource_\w+\.id}$/) },
    ]);
    expect(accountPrincipals(stack, "key_external-policy")).toEqual({ EmrS3Data: [role("nodes")] });
    expect(validations(stack)).toEqual([]);
  });

  test.each<[string, EncryptionKeyConfig, string]>([
    [
      "a key in a custom key store should rotate",
      { origin: "AWS_CLOUDHSM", customKeyStoreId: "cks-1", enableKeyRotation: true } as never,
      "enableKeyRotation is true, and KMS rotates only keys with origin AWS_KMS, not AWS_CLOUDHSM; leave it out",
    ],
    [
      "imported material should rotate",
      { origin: "EXTERNAL", enableKeyRotation: true } as never,
      "enableKeyRotation is true, and KMS rotates only keys with origin AWS_KMS, not EXTERNAL; leave it out",
    ],
    [
      "imported material has a period",
      { origin: "EXTERNAL", rotationPeriodInDays: 90 } as never,
      "rotationPeriodInDays is 90, but the key does not rotate; leave it out",
    ],
    [
      "a key in a custom key store should have replicas",
      { origin: "AWS_CLOUDHSM", customKeyStoreId: "cks-1", multiRegion: true } as never,
      "multiRegion is true, and a key with origin AWS_CLOUDHSM cannot have replicas; leave it out",
    ],
    [
      "the key store is missing",
      { origin: "AWS_CLOUDHSM" } as never,
      "origin is 'AWS_CLOUDHSM' and customKeyStoreId is missing; write the id of the key store, cks-…",
    ],
    [
      "a key store is given without its origin",
      { customKeyStoreId: "cks-1" } as never,
      "customKeyStoreId is 'cks-1' and origin is 'AWS_KMS'; write origin AWS_CLOUDHSM or EXTERNAL_KEY_STORE, or leave customKeyStoreId out",
    ],
    [
      "the outside key is missing",
      { origin: "EXTERNAL_KEY_STORE", customKeyStoreId: "cks-1" } as never,
      "origin is 'EXTERNAL_KEY_STORE' and xksKeyId is missing; write the id of the key in the key manager",
    ],
    [
      "CloudHSM is given an outside key",
      { origin: "AWS_CLOUDHSM", customKeyStoreId: "cks-1", xksKeyId: "7" } as never,
      "xksKeyId is '7' and origin is 'AWS_CLOUDHSM'; write origin EXTERNAL_KEY_STORE, or leave xksKeyId out",
    ],
    [
      "the origin is none of KMS's",
      { origin: "HSM" } as never,
      "origin is 'HSM', expected one of AWS_KMS, EXTERNAL, AWS_CLOUDHSM, EXTERNAL_KEY_STORE",
    ],
    [
      "grants are wanted on a key that waits for its material",
      { origin: "EXTERNAL", useGrants: true },
      "useGrants is true, and KMS cannot create grants on a key without material; leave it out, so that the key policy names the users",
    ],
  ])("fails when %s", (_title, config, message) => {
    expect(validations(withKey(config))).toEqual([`[s/key] ${message}`]);
  });

  test("invalid combinations do not compile", () => {
    const configs: readonly EncryptionKeyConfig[] = [
      // @ts-expect-error: KMS rotates only what it made
      { origin: "EXTERNAL", enableKeyRotation: true },
      // @ts-expect-error: a custom key store has no replicas
      { origin: "AWS_CLOUDHSM", customKeyStoreId: "cks-1", multiRegion: true },
      // @ts-expect-error: which key outside AWS?
      { origin: "EXTERNAL_KEY_STORE", customKeyStoreId: "cks-1" },
      // @ts-expect-error: a key store goes with its origin
      { customKeyStoreId: "cks-1" },
    ];
    expect(configs.map((config) => validations(withKey(config)).length)).toEqual([1, 1, 1, 1]);
    // @ts-expect-error: the state would hold the material
    expect(() => withKey({ origin: "EXTERNAL", keyMaterialBase64: "AAAA" })).toThrow(
      "s/key: keyMaterialBase64 is not an argument; expected one of region, provider, ",
    );
  });
});
