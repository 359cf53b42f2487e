import { createHash } from "node:crypto";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { type ITerraformDependable, type TerraformProvider, Token } from "cdktf";
import { Construct } from "constructs";
import { EncryptionKey, type IEncryptionKey } from "../encryption-key";
import type { KeyUser } from "../key-user";
import { BundleBucket, type IBucket } from "./bundle-bucket";
import { type FolderBundle, readBundleFolder } from "./bundle-folder";
import { grantDownload } from "./grant-download";
import { privateAsset } from "./private-asset";
import { PublishedBundle, type PublishedBundleConfig } from "./published-bundle";

/** A zip of certificates that EMR's nodes download. */
export interface ICertificateBundle {
  /** Where it lies, as EMR's document says it: `s3://bucket/key`. */
  readonly s3Uri: string;
  /** What a cluster waits for before its nodes may download the bundle. */
  readonly dependables: readonly ITerraformDependable[];
  /** When the first certificate of the chain ends; undefined where none could be read. */
  readonly notAfter?: Date;
  /**
   * Lets `users` download the bundle, the instance profile's role and the service role: by the policy of a {@link BundleBucket}; for any other
   * bucket the statement that their policies need is printed and put out.
   */
  grantRead(...users: readonly KeyUser[]): void;
}

/** Arguments of {@link CertificateBundle.fromFolder}. */
export interface BundleFolderConfig {
  /** Folder with `privateKey.pem`, `certificateChain.pem` and, where a private CA signed, `trustedCertificates.pem`. */
  readonly folder: string;

  /** Bucket for the zip. */
  readonly bucket: IBucket;

  /**
   * Key of the object in the bucket. Nodes that join later download it again: never give a running cluster's key to another bundle.
   *
   * @default - "emr-encryption/", the name of the folder, ".zip"
   */
  readonly objectKey?: string;

  /**
   * KMS key that S3 encrypts the zip with.
   *
   * @default - the key of a {@link BundleBucket}, else an {@link EncryptionKey} of the bundle's own
   */
  readonly key?: IEncryptionKey;

  /**
   * Provider of the bucket's Region and account.
   *
   * @default - the stack's provider
   */
  readonly provider?: TerraformProvider;
}

/**
 * The zip of PEM files for encryption in transit, as an object in S3. Its bytes go by file (`source` and `source_hash`), so that neither plan
 * nor state holds the private key; `cdktf.out` does, until the stack is deployed.
 *
 * One folder is one generation: for new certificates make a new folder and a new bundle beside the old, which running clusters still need.
 *
 * @example
 * CertificateBundle.fromFolder(this, "bundle", { folder: "certs", bucket: new BundleBucket(this, "bucket") });
 *
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
 */
export class CertificateBundle extends Construct implements ICertificateBundle {
  /** The object in S3. */
  readonly resource: S3Object;
  /** Key that S3 encrypts the zip with. */
  readonly key: IEncryptionKey;
  readonly dependables: readonly ITerraformDependable[];
  readonly notAfter?: Date;

  private readonly bucket: IBucket;
  private readonly provider?: TerraformProvider;

  private constructor(scope: Construct, id: string, source: FolderBundle, config: BundleFolderConfig) {
    super(scope, id);
    const { zip, notAfter } = source;
    const objectKey = config.objectKey ?? `emr-encryption/${source.name}.zip`;
    this.notAfter = notAfter;
    const { bucket, provider } = config;
    this.bucket = bucket;
    this.provider = provider;
    this.key =
      config.key ?? (bucket instanceof BundleBucket ? bucket.key : new EncryptionKey(this, "key", { provider }));
    const asset = privateAsset(this, "zip", "bundle.zip", zip);
    this.resource = new S3Object(this, "resource", {
      bucket: bucket.bucket,
      key: objectKey,
      source: asset.path,
      // Not `etag`: with SSE-KMS it never equals the MD5 of the file.
      sourceHash: createHash("sha256").update(zip).digest("base64"),
      serverSideEncryption: "aws:kms",
      kmsKeyId: this.key.arn,
      contentType: "application/zip",
      dependsOn: bucket instanceof BundleBucket ? [...bucket.dependables] : undefined,
      provider,
    });
    this.dependables = [this.resource, ...this.key.dependables];
    this.node.addValidation({ validate: () => objectKeyProblems(objectKey) });
  }

  /**
   * Zips the PEM files of a folder, the same bytes whenever the files are the same, and uploads them when the stack is deployed.
   *
   * @throws Error where a file is missing or unreadable, or where the private key does not belong to the first certificate of the chain.
   */
  static fromFolder(scope: Construct, id: string, config: BundleFolderConfig): CertificateBundle {
    return new CertificateBundle(scope, id, readBundleFolder(config.folder, `${scope.node.path}/${id}`), config);
  }

  /**
   * A bundle that `emr-encryption certs publish` uploaded from where its private key lives, told by the public file it wrote: the way for
   * production, where synth never sees a private key.
   *
   * @throws Error where the sidecar is missing or is none.
   */
  static fromObject(scope: Construct, id: string, config: PublishedBundleConfig): ICertificateBundle {
    return new PublishedBundle(scope, id, config);
  }

  get s3Uri(): string {
    return `s3://${this.resource.bucket}/${this.resource.key}`;
  }

  grantRead(...users: readonly KeyUser[]): void {
    this.key.grantBundle(...users);
    grantDownload(this, this.bucket, this.resource, users, this.provider);
  }
}

function objectKeyProblems(key: string): string[] {
  if (Token.isUnresolved(key)) return [];
  // Terraform stores "/a//b" as "a/b", and the document would go on to name the other.
  if (key.startsWith("/") || key.includes("//")) {
    return [
      `objectKey is '${key}'; leave out the first '/' and double '//', which Terraform drops from the object's key`,
    ];
  }
  return key.endsWith(".zip") ? [] : [`objectKey is '${key}'; EMR wants the zip's name to end in .zip`];
}
