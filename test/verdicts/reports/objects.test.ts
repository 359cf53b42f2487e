import { all, type Lake, reported, serious } from "./lake";

const bundle = ({ resource }: Lake) => resource.aws_s3_object?.bundle;
const tls = ({ document }: Lake) =>
  document.EncryptionConfiguration.InTransitEncryptionConfiguration.TLSCertificateConfiguration;

describe("the object of a bundle", () => {
  test.each([
    ["its ARN", "${aws_s3_object.bundle.arn}"],
    ["its bucket's ARN and its key", "${aws_s3_bucket.store.arn}/${aws_s3_object.bundle.key}"],
    ["its bucket's id and its id", "s3://${aws_s3_bucket.store.id}/${aws_s3_object.bundle.id}"],
    ["its literal name", "s3://lake-artifacts-example/tls/live.zip"],
  ])("is found by %s", (_, uri) => {
    const report = reported((lake) => {
      tls(lake).S3Object = uri;
    });
    expect(serious(report)).toEqual([]);
    expect(all(report)).not.toContain("info object.not_in_plan");
    expect(report.notEvaluated.filter(({ rule }) => /^(bundle|cert|config)\./.test(rule))).toEqual([]);
  });
});

describe("an object whose key starts with a slash", () => {
  const named = (uri: string) =>
    reported((lake) => {
      bundle(lake).key = "/tls//live.zip";
      tls(lake).S3Object = uri;
    });

  test("is found by the key that the provider stores", () => {
    const report = named("s3://lake-artifacts-example/tls/live.zip");
    expect(serious(report)).toEqual([]);
    expect(all(report)).not.toContain("info object.not_in_plan");
  });

  test("is not there for a configuration that names the key as written", () => {
    const report = named("s3://lake-artifacts-example/${aws_s3_object.bundle.key}");
    expect(serious(report)).toContain("error object.key_slash");
  });
});

describe("a change of the file", () => {
  const changed = (values: object) =>
    serious(
      reported((lake) => {
        Object.assign(bundle(lake), values);
      }),
    );

  test("is not noticed with a hash that is a word", () => {
    expect(changed({ source_hash: "v1" })).toEqual(["warning object.change_unseen constant"]);
    expect(changed({ source_hash: "2026-11-01" })).toEqual(["warning object.change_unseen constant"]);
  });

  test.each(["md5", "sha256", "base64sha256"])("is not noticed with the %s of its path", (hash) => {
    expect(changed({ source_hash: `\${${hash}("certs.zip")}` })).toEqual(["warning object.change_unseen constant"]);
    expect(changed({ source_hash: `\${${hash}(filebase64("certs.zip"))}` })).toEqual([]);
  });

  test("is noticed with a text in the form of a hash", () => {
    expect(changed({ source_hash: "35c4a902792711d0941de0daf987e1a7" })).toEqual([]);
    expect(changed({ source_hash: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" })).toEqual([]);
    expect(changed({ source_hash: "nodes-35c4a902792711d0941de0daf987e1a7" })).toEqual([]);
  });

  test.each(["filemd5", "filesha256", "filebase64sha256"])("is noticed with a key that %s computes", (hash) => {
    const report = reported((lake) => {
      bundle(lake).key = `tls/\${${hash}("certs.zip")}.zip`;
      delete bundle(lake).source_hash;
    });
    expect(serious(report)).toEqual([]);
  });

  test("is noticed with a key that contains the file's hash, and not with another key", () => {
    const hashed = reported((lake) => {
      bundle(lake).key = "tls/0f343b0931126a20f133d67c2b018a3b.zip";
      delete bundle(lake).source_hash;
      lake.files = {};
    });
    expect(serious(hashed)).not.toContain("warning object.change_unseen");
    const named = reported((lake) => {
      delete bundle(lake).source_hash;
    });
    expect(serious(named)).toEqual(["warning object.change_unseen"]);
  });
});

describe("encryption of an object whose bucket has a customer managed key as its default", () => {
  const uploaded = (values: object) =>
    serious(
      reported((lake) => {
        lake.resource.aws_s3_bucket_server_side_encryption_configuration = {
          store: {
            bucket: "${aws_s3_bucket.store.id}",
            rule: {
              apply_server_side_encryption_by_default: {
                sse_algorithm: "aws:kms",
                kms_master_key_id: "${aws_kms_key.objects.arn}",
              },
            },
          },
        };
        delete bundle(lake).kms_key_id;
        Object.assign(bundle(lake), values);
      }),
    );

  test("is the bucket's where the upload asks for none", () => {
    expect(uploaded({})).toEqual([]);
  });

  test.each(["aws:kms", "aws:kms:dsse"])("is aws/s3 where the upload asks for %s without a key", (mode) => {
    expect(uploaded({ server_side_encryption: mode })).toEqual(["warning object.not_customer_key"]);
  });

  const bucketKey = (AWS: readonly string[], values: object = {}) =>
    serious(
      reported((lake) => {
        const { Statement } = structuredClone(lake.policies.objects);
        Statement[0] = { ...Statement[1], Principal: { AWS: "arn:aws:iam::111122223333:role/admin" }, Action: "kms:*" };
        Statement[1].Principal = { AWS };
        const policy = JSON.stringify({ Version: "2012-10-17", Statement });
        Object.assign(lake.resource.aws_kms_key ?? {}, { artifacts: { enable_key_rotation: true, policy } });
        const encryption = { sse_algorithm: "aws:kms", kms_master_key_id: "${aws_kms_key.artifacts.arn}" };
        Object.assign(lake.resource.aws_s3_bucket?.store, {
          server_side_encryption_configuration: { rule: { apply_server_side_encryption_by_default: encryption } },
        });
        delete bundle(lake).kms_key_id;
        Object.assign(bundle(lake), values);
      }),
    );

  test("is a key that the nodes have to be users of", () => {
    const lacking = "warning key.bundle_not_decryptable";
    expect(bucketKey(["arn:aws:iam::111122223333:role/other"])).toContain(lacking);
    expect(bucketKey(["${aws_iam_role.nodes.arn}", "${aws_iam_role.service.arn}"])).toEqual([]);
    const own = { kms_key_id: "${aws_kms_key.objects.arn}" };
    expect(bucketKey(["arn:aws:iam::111122223333:role/other"], own)).not.toContain(lacking);
  });

  test("is the key that the upload names", () => {
    expect(uploaded({ server_side_encryption: "aws:kms", kms_key_id: "${aws_kms_key.objects.arn}" })).toEqual([]);
  });
});

describe("an upload that the bucket's policy denies", () => {
  const denied = (condition: object | undefined, object: object = {}, Principal: unknown = "*") =>
    reported(({ resource }) => {
      const statement = {
        Sid: "Encrypted",
        Effect: "Deny",
        Principal,
        Action: ["s3:PutObject"],
        Resource: "${aws_s3_bucket.store.arn}/*",
        ...(condition && { Condition: condition }),
      };
      const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
      resource.aws_s3_bucket_policy = { store: { bucket: "${aws_s3_bucket.store.id}", policy } };
      Object.assign(resource.aws_s3_object?.bundle, object);
    });
  const mode = "s3:x-amz-server-side-encryption";
  const key = "s3:x-amz-server-side-encryption-aws-kms-key-id";
  const upload = "warning object.upload_denied condition";

  test.each<[string, object, object]>([
    ["no encryption is asked for", { Null: { [mode]: "true" } }, { kms_key_id: null }],
    [
      "another encryption is asked for",
      { StringNotEquals: { [mode]: "aws:kms" } },
      { kms_key_id: null, server_side_encryption: "AES256" },
    ],
    ["no header is sent at all", { StringNotEquals: { [mode]: "aws:kms" } }, { kms_key_id: null }],
    ["another key is named", { StringNotEquals: { [key]: "${aws_kms_key.volumes.arn}" } }, {}],
  ])("is reported where %s", (_, condition, object) => {
    expect(serious(denied(condition, object))).toContain(upload);
  });

  test.each<[string, object, object]>([
    ["the key implies the encryption", { StringNotEquals: { [mode]: "aws:kms" } }, {}],
    ["the key is the bucket's", { StringNotEquals: { [key]: "${aws_kms_key.objects.arn}" } }, {}],
    ["only plain HTTP is denied", { Bool: { "aws:SecureTransport": "false" } }, {}],
    ["only old TLS is denied", { NumericLessThan: { "s3:TlsVersion": "1.2" } }, {}],
  ])("is not reported where %s", (_, condition, object) => {
    const report = denied(condition, object);
    expect(all(report)).not.toContain(upload);
    expect(report.notEvaluated.map(({ rule }) => rule)).not.toContain("object.upload_denied");
  });

  test("is open where the policy is not known", () => {
    const report = reported(({ resource }) => {
      const policy = "${data.aws_iam_policy_document.elsewhere.json}";
      resource.aws_s3_bucket_policy = { store: { bucket: "${aws_s3_bucket.store.id}", policy } };
    });
    expect(report.notEvaluated.map(({ rule }) => rule)).toContain("object.upload_denied");
  });

  test("is open if it depends on the role that applies the plan", () => {
    const report = denied({ StringNotLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/ci" } });
    expect(all(report)).not.toContain(upload);
    expect(report.notEvaluated.map(({ rule }) => rule)).toContain("object.upload_denied");
  });

  test("is reported where no role may upload", () => {
    const { findings } = denied(undefined);
    expect(findings.find(({ rule }) => rule === "object.upload_denied")?.message).toBe(
      "aws_s3_bucket_policy.store.policy, statement 'Encrypted' denies the upload of the bundle",
    );
  });
});
