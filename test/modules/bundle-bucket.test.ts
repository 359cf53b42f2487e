import { BundleBucket } from "../../modules";
import { resources, stackOf, synthesized } from "./stacks";

const policyOf = (stack: ReturnType<typeof stackOf>) =>
  resources(stack, "aws_s3_bucket_policy").map(({ policy }) => JSON.parse(String(policy)).Statement);

describe("BundleBucket", () => {
  test("is private, versioned, encrypted with its own key, and denies requests without TLS", () => {
    const stack = stackOf((scope) => new BundleBucket(scope, "bucket"));
    expect(resources(stack, "aws_s3_bucket_public_access_block")).toMatchObject([
      { block_public_acls: true, block_public_policy: true, ignore_public_acls: true, restrict_public_buckets: true },
    ]);
    expect(resources(stack, "aws_s3_bucket_ownership_controls")).toMatchObject([
      { rule: { object_ownership: "BucketOwnerEnforced" } },
    ]);
    expect(resources(stack, "aws_s3_bucket_versioning")).toMatchObject([
      { versioning_configuration: { status: "Enabled" } },
    ]);
    const [key] = Object.keys(synthesized(stack).resource.aws_kms_key ?? {});
    expect(resources(stack, "aws_s3_bucket_server_side_encryption_configuration")).toMatchObject([
      {
        rule: [
          {
            apply_server_side_encryption_by_default: {
              sse_algorithm: "aws:kms",
              kms_master_key_id: `\${aws_kms_key.${key}.arn}`,
            },
          },
        ],
      },
    ]);
    expect(policyOf(stack)).toMatchObject([
      [{ Effect: "Deny", Principal: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } }],
    ]);
  });

  test("readers are named once, and can download only the objects that they need", () => {
    const [a, b] = ["arn:aws:iam::111122223333:role/a", "arn:aws:iam::111122223333:role/b"];
    const stack = stackOf((scope) => {
      const bucket = new BundleBucket(scope, "bucket");
      bucket.grantRead("certs/one.zip", b, a);
      bucket.grantRead("certs/one.zip", b);
      bucket.grantRead("jars/two.jar", a);
      bucket.grantRead("jars/three.jar", a);
    });
    const [, ...statements] = policyOf(stack)[0];
    const object = (key: string) => expect.stringMatching(new RegExp(`^\\$\\{aws_s3_bucket\\..+\\.arn}/${key}$`));
    expect(statements).toEqual([
      {
        Sid: "Readers",
        Effect: "Allow",
        Principal: { AWS: [a, b] },
        Action: "s3:GetObject",
        Resource: [object("certs/one.zip")],
      },
      {
        Sid: "Readers2",
        Effect: "Allow",
        Principal: { AWS: [a] },
        Action: "s3:GetObject",
        Resource: [object("jars/two.jar"), object("jars/three.jar")],
      },
    ]);
  });

  test("without the TLS statement and without readers there is no policy", () => {
    const stack = stackOf((scope) => new BundleBucket(scope, "bucket", { enforceSSL: false }));
    expect(policyOf(stack)).toEqual([]);
  });
});
