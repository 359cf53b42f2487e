import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { type ITerraformDependable, Lazy } from "cdktf";
import { Construct } from "constructs";
import { type Arguments, checkArguments, group, key, text } from "../arguments";
import { EncryptionKey, type IEncryptionKey } from "../encryption-key";
import { type KeyUser, keyUserArn } from "../key-user";
import { type Placement, placed, placementArguments } from "../placement";
import { resolved } from "../resolve";

/** Where bundles and JARs lie: an `aws_s3_bucket`, a {@link BundleBucket}, or anything else with the name of a bucket. */
export interface IBucket {
  readonly bucket: string;
}

/** Where an object is made: where that is said, else with its bucket. */
export function withBucket({ region, provider }: Placement, bucket: IBucket): Placement {
  const of = bucket instanceof BundleBucket ? bucket.placement : {};
  return { region: region ?? of.region, provider: provider ?? of.provider };
}

/** Arguments of {@link BundleBucket}. */
export interface BundleBucketConfig extends Placement {
  /**
   * Name of the bucket.
   *
   * @default - Terraform makes one up
   */
  readonly bucket?: string;

  /**
   * Key that S3 encrypts with.
   *
   * @default - an {@link EncryptionKey} of the bucket's own
   */
  readonly key?: IEncryptionKey;

  /**
   * Whether requests without TLS are denied. Only a stand-in for S3 that speaks plain HTTP needs `false`.
   *
   * @default true
   */
  readonly requireTls?: boolean;

  /**
   * Whether Terraform may delete the bucket with everything in it.
   *
   * @default false
   */
  readonly forceDestroy?: boolean;

  /**
   * Tags of the bucket.
   *
   * @default - the provider's default tags
   */
  readonly tags?: { readonly [name: string]: string };
}

const bucketArguments: Arguments<BundleBucketConfig> = {
  ...placementArguments,
  bucket: text,
  key,
  requireTls: "any",
  forceDestroy: "any",
  tags: group,
};

/**
 * A bucket fit for private keys: no public access, no access control lists, TLS only, SSE-KMS with a key of your own, and versioned, so that
 * what nodes of running clusters download again is never lost.
 */
export class BundleBucket extends Construct implements IBucket {
  /** The bucket. */
  readonly resource: S3Bucket;
  /** Key that S3 encrypts with. */
  readonly key: IEncryptionKey;
  /** Where the bucket is made; its objects as well, unless they say otherwise. */
  readonly placement: Placement;

  private readonly protections: readonly ITerraformDependable[];
  private readonly access: S3BucketPublicAccessBlock;
  private readonly config: BundleBucketConfig;
  private readonly readers: string[] = [];
  private bucketPolicy?: S3BucketPolicy;

  /** @throws Error for an argument that does not exist, or is of another kind. */
  constructor(scope: Construct, id: string, config: BundleBucketConfig = {}) {
    super(scope, id);
    checkArguments(this.node.path, config, bucketArguments);
    const { provider, region } = config;
    this.config = config;
    this.placement = { provider, region };
    this.key = config.key ?? new EncryptionKey(this, "key", this.placement);
    const { forceDestroy, tags } = config;
    this.resource = placed(
      new S3Bucket(this, "resource", { bucket: config.bucket, forceDestroy, tags, provider }),
      config,
    );
    const bucket = this.resource.bucket;
    this.access = placed(
      new S3BucketPublicAccessBlock(this, "public-access-block", {
        bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
        provider,
      }),
      config,
    );
    const rule = { objectOwnership: "BucketOwnerEnforced" };
    const ownership = placed(new S3BucketOwnershipControls(this, "ownership", { bucket, rule, provider }), config);
    const versioningConfiguration = { status: "Enabled" };
    const versioning = placed(
      new S3BucketVersioningA(this, "versioning", { bucket, versioningConfiguration, provider }),
      config,
    );
    const applyServerSideEncryptionByDefault = { sseAlgorithm: "aws:kms", kmsMasterKeyId: this.key.arn };
    const encryption = placed(
      new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
        bucket,
        rule: [{ applyServerSideEncryptionByDefault, bucketKeyEnabled: true }],
        provider,
      }),
      config,
    );
    this.protections = [this.access, ownership, versioning, encryption, ...this.key.dependables];
    if (config.requireTls ?? true) this.bucketPolicy = this.makePolicy();
  }

  get bucket(): string {
    return this.resource.bucket;
  }

  /** The bucket's policy, written when the stack is synthesized; none where it would say nothing. */
  get policy(): S3BucketPolicy | undefined {
    return this.bucketPolicy;
  }

  /** What an object waits for: it must not be there before the bucket is private, versioned and encrypted. */
  get dependables(): readonly ITerraformDependable[] {
    return [...(this.bucketPolicy ? [this.bucketPolicy] : []), ...this.protections];
  }

  /**
   * Lets `users` download the bucket's objects. The right to decrypt them is the key's: `key.grantBundle`.
   *
   * @throws Error for a user that is neither an ARN nor the name of a role.
   */
  grantRead(...users: readonly KeyUser[]): void {
    for (const user of users) this.readers.push(keyUserArn(this, user, "a reader", this.config.provider));
    this.bucketPolicy ??= this.makePolicy();
  }

  private makePolicy(): S3BucketPolicy {
    const policy = new S3BucketPolicy(this, "policy", {
      bucket: this.bucket,
      policy: Lazy.stringValue({ produce: () => JSON.stringify(this.document()) }),
      // S3 refuses two changes of a bucket's access at the same time.
      dependsOn: [this.access],
      provider: this.config.provider,
    });
    return placed(policy, this.placement);
  }

  private document() {
    const readers = [...new Set(resolved(this, this.readers))].sort();
    const { arn } = this.resource;
    return {
      Version: "2012-10-17",
      Statement: [
        ...((this.config.requireTls ?? true)
          ? [
              {
                Sid: "TlsOnly",
                Effect: "Deny",
                Principal: "*",
                Action: "s3:*",
                Resource: [arn, `${arn}/*`],
                Condition: { Bool: { "aws:SecureTransport": "false" } },
              },
            ]
          : []),
        ...(readers.length === 0
          ? []
          : [
              {
                Sid: "Readers",
                Effect: "Allow",
                Principal: { AWS: readers },
                Action: "s3:GetObject",
                Resource: `${arn}/*`,
              },
            ]),
      ],
    };
  }
}
