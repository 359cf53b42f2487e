import { createHash } from "node:crypto";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { type ITerraformDependable, Token } from "cdktf";
import { Construct } from "constructs";
import { type Arguments, bucket as bucketShape, checkArguments, key as keyShape, text } from "../arguments";
import { EncryptionKey, type IEncryptionKey } from "../encryption-key";
import { checkFramework } from "../framework";
import type { KeyUser } from "../key-user";
import { inRegion, type Placement, placementArguments } from "../placement";
import { resolved } from "../resolve";
import type { ICertificateBundle } from "./bundle";
import { BundleBucket, type IBucket, withBucket } from "./bundle-bucket";
import { type FolderBundle, readBundleFolder } from "./bundle-folder";
import { grantDownload } from "./grant-download";
import { privateAsset } from "./private-asset";
import { PublishedBundle, type PublishedBundleConfig } from "./published-bundle";

/** Arguments of {@link CertificateBundle.fromFolder}. */
export interface BundleFolderConfig extends Placement {
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
   * Region of the bucket, where it is not the provider's; needs AWS provider 6.
   *
   * @default - the Region of a {@link BundleBucket}, else the provider's
   */
  readonly region?: string;

  /**
   * Provider of the bucket's account.
   *
   * @default - the provider of a {@link BundleBucket}, else the stack's
   */
  readonly provider?: Placement["provider"];
}

const folderArguments: Arguments<BundleFolderConfig> = {
  ...placementArguments,
  folder: text,
  bucket: bucketShape,
  objectKey: text,
  key: keyShape,
};

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
  readonly dependables: ITerraformDependable[];
  /** When the first certificate of the chain ends; undefined where none could be read. */
  readonly notAfter?: Date;

  private readonly bucket: IBucket;
  private readonly place: Placement;

  private constructor(scope: Construct, id: string, source: FolderBundle, config: BundleFolderConfig) {
    super(scope, id);
    checkFramework(this);
    const { zip, notAfter } = source;
    const objectKey = config.objectKey ?? `emr-encryption/${source.name}.zip`;
    this.notAfter = notAfter;
    const { bucket } = config;
    this.bucket = bucket;
    this.place = withBucket(config, bucket);
    this.key = config.key ?? (bucket instanceof BundleBucket ? bucket.key : new EncryptionKey(this, "key", this.place));
    const asset = privateAsset(this, "zip", "bundle.zip", zip);
    const place = createHash("sha256").update(resolved(this, objectKey)).digest("hex").slice(0, 8);
    // The object's key in the id, too: a security configuration that refers to another object is another generation.
    const object = new S3Object(this, `object-${place}`, {
      bucket: bucket.bucket,
      key: objectKey,
      source: asset.path,
      // Not `etag`: with SSE-KMS it never equals the MD5 of the file.
      sourceHash: createHash("sha256").update(zip).digest("base64"),
      serverSideEncryption: "aws:kms",
      kmsKeyId: this.key.arn,
      contentType: "application/zip",
      dependsOn: bucket instanceof BundleBucket ? [...bucket.dependables] : undefined,
      provider: this.place.provider,
    });
    this.resource = inRegion(object, this.place);
    this.dependables = [this.resource, ...this.key.dependables];
    this.node.addValidation({ validate: () => objectKeyProblems(objectKey) });
  }

  /**
   * Zips the PEM files of a folder, the same bytes whenever the files are the same, and uploads them when the stack is deployed.
   *
   * @throws Error where a file is missing or unreadable, or where the private key does not belong to the first certificate of the chain.
   */
  static fromFolder(scope: Construct, id: string, config: BundleFolderConfig): CertificateBundle {
    const path = `${scope.node.path}/${id}`;
    checkArguments(path, config, folderArguments, ["folder", "bucket"]);
    return new CertificateBundle(scope, id, readBundleFolder(config.folder, path), config);
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

  /**
   * Lets `users` download the bundle and decrypt it.
   *
   * @throws Error for a user that is neither an ARN nor the name of a role.
   */
  grantRead(...users: readonly KeyUser[]): void {
    this.key.grantBundle(...users);
    grantDownload(this, this.bucket, this.resource, users, this.place);
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
