import { createHash } from "node:crypto";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { type ITerraformDependable, Token } from "cdktf";
import type { Construct } from "constructs";
import { type Arguments, bucket as bucketShape, checkArguments, key as keyShape, path, text } from "../arguments";
import { EncryptionConstruct } from "../construct";
import { EncryptionKey, type IEncryptionKey } from "../encryption-key";
import { checkedPath } from "../framework";
import type { KeyUser } from "../key-user";
import { completed, type Placement, placementArguments } from "../placement";
import { resolved } from "../resolve";
import { reserveName } from "../unique-names";
import type { ICertificateBundle } from "./bundle";
import { BundleBucket, type IBucket, withBucket } from "./bundle-bucket";
import { ExternalObject, type ExternalObjectConfig } from "./external-object";
import { grantDownload } from "./grant-download";
import { type LocalBundle, readBundleFolder, readBundleZip } from "./local-bundle";
import { checkObjectKey } from "./object-key";
import { privateAsset } from "./private-asset";
import { PublishedBundle, type PublishedBundleConfig } from "./published-bundle";

/** Arguments of a bundle that this stack uploads. */
export interface BundleUploadConfig extends Placement {
  /** Bucket for the zip. */
  readonly bucket: IBucket;

  /**
   * Key of the object in the bucket. Nodes that join later download it again, so never use the key of a running cluster for another bundle.
   *
   * @default - "emr-encryption/", the name of the folder or zip, ".zip"
   */
  readonly objectKey?: string;

  /**
   * KMS key that S3 encrypts the zip with.
   *
   * @default - the key of a {@link BundleBucket}, else a new {@link EncryptionKey}
   */
  readonly key?: IEncryptionKey;

  /**
   * Region of the bucket, if it is not the provider's; requires AWS provider 6.
   *
   * @default - the Region of a {@link BundleBucket}, else the provider's
   */
  readonly region?: string;

  /**
   * Provider for the account of the bucket.
   *
   * @default - the provider of a {@link BundleBucket}, else the stack's
   */
  readonly provider?: Placement["provider"];

  /**
   * An existing object, `bucket/key`, that Terraform imports instead of creating one; `bucket` and `objectKey` have to name it. Its content is
   * uploaded again.
   *
   * @default - a new object is created
   */
  readonly importFrom?: string;
}

/** Arguments of {@link CertificateBundle.fromFolder}. */
export interface BundleFolderConfig extends BundleUploadConfig {
  /** Folder with `privateKey.pem`, `certificateChain.pem` and, for a private CA, `trustedCertificates.pem`. */
  readonly folder: string;
}

/** Arguments of {@link CertificateBundle.fromZip}. */
export interface BundleZipConfig extends BundleUploadConfig {
  /** The zip that `emr-encryption certs bundle` wrote. */
  readonly zip: string;
}

const uploadArguments: Arguments<BundleUploadConfig> = {
  ...placementArguments,
  bucket: bucketShape,
  objectKey: text,
  key: keyShape,
  importFrom: text,
};
const folderArguments: Arguments<BundleFolderConfig> = { ...uploadArguments, folder: path };
const zipArguments: Arguments<BundleZipConfig> = { ...uploadArguments, zip: path };

/**
 * The zip of PEM files for encryption in transit, as an object in S3. Terraform reads its bytes from a file (`source` and `source_hash`), so neither
 * the plan nor the state contains the private key; `cdktf.out` does, until the stack is deployed. In production use `fromObject`.
 *
 * One folder is one generation: for new certificates create a new folder and a new bundle beside the old one, which running clusters still need.
 *
 * @example
 * CertificateBundle.fromFolder(this, "bundle", { folder: "certs", bucket: new BundleBucket(this, "bucket") });
 *
 * @example
 * CertificateBundle.fromObject(this, "published", { sidecar: "prod.bundle.json" });
 *
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
 */
export class CertificateBundle extends EncryptionConstruct implements ICertificateBundle {
  /** The object in S3. */
  readonly resource: S3Object;
  /** Key that S3 encrypts the zip with. */
  readonly key: IEncryptionKey;
  readonly dependables: ITerraformDependable[];
  /** When the first certificate of the chain expires; undefined if none could be read. */
  readonly notAfter?: Date;

  private readonly bucket: IBucket;
  private readonly place: Placement;

  private constructor(scope: Construct, id: string, source: LocalBundle, config: BundleUploadConfig) {
    super(scope, id);
    // In JavaScript the constructor is not private.
    if (config === undefined) {
      throw new Error(
        `${this.node.path}: CertificateBundle has no public constructor; use CertificateBundle.fromFolder, fromZip, fromObject or fromUri`,
      );
    }
    const { zip, notAfter } = source;
    const objectKey = config.objectKey ?? `emr-encryption/${source.name}.zip`;
    this.notAfter = notAfter;
    const { bucket } = config;
    this.bucket = bucket;
    this.place = withBucket(config, bucket);
    this.key = config.key ?? (bucket instanceof BundleBucket ? bucket.key : new EncryptionKey(this, "key", this.place));
    checkObjectKey(this.node.path, objectKey, ".zip");
    reserveName(this, "objectKey", objectKey, `object in ${bucket.bucket}`, {});
    const asset = privateAsset(this, "zip", "bundle.zip", zip);
    const place = createHash("sha256").update(resolved(this, objectKey)).digest("hex").slice(0, 8);
    // The id contains the object's key, too: a security configuration that refers to another object is another generation.
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
    this.resource = completed(object, this.place);
    if (config.importFrom !== undefined) {
      checkImport(this.node.path, config.importFrom, bucket.bucket, objectKey);
      object.importFrom(config.importFrom, this.place.provider);
    }
    this.dependables = [this.resource, ...this.key.dependables];
  }

  /**
   * Zips the PEM files of a folder and uploads the zip when the stack is deployed. The same files always give the same bytes.
   *
   * @throws Error if a file is missing or cannot be read, or the private key does not belong to the first certificate of the chain.
   */
  static fromFolder(scope: Construct, id: string, config: BundleFolderConfig): CertificateBundle {
    const path = checkedPath(scope, id);
    checkArguments(path, config, folderArguments, ["folder", "bucket"]);
    return new CertificateBundle(scope, id, readBundleFolder(config.folder, path), config);
  }

  /**
   * Uploads a zip that `emr-encryption certs bundle` wrote, as it is, when the stack is deployed.
   *
   * @throws Error if the zip cannot be read or used, or the private key does not belong to the first certificate of the chain.
   */
  static fromZip(scope: Construct, id: string, config: BundleZipConfig): CertificateBundle {
    const path = checkedPath(scope, id);
    checkArguments(path, config, zipArguments, ["zip", "bucket"]);
    return new CertificateBundle(scope, id, readBundleZip(config.zip, path), config);
  }

  /**
   * Refers to a bundle that is in S3 already. Nothing is known about its content: prefer `fromObject` with a sidecar, which the linter can check.
   *
   * @throws Error for anything other than the URI of an object.
   */
  static fromUri(scope: Construct, id: string, uri: string, config: ExternalObjectConfig = {}): ICertificateBundle {
    return new ExternalObject(scope, id, uri, config);
  }

  /**
   * Refers to a bundle that `emr-encryption certs publish` uploaded from where its private key is kept, by the public sidecar that it
   * wrote. Recommended for production: synth never reads a private key, and the linter checks the sidecar as it checks the zip.
   *
   * @throws Error if the sidecar is missing or not valid.
   */
  static fromObject(scope: Construct, id: string, config: PublishedBundleConfig): ICertificateBundle {
    return new PublishedBundle(scope, id, config);
  }

  get s3Uri(): string {
    return `s3://${this.resource.bucket}/${this.resource.key}`;
  }

  /** Location of the zip, for a text that contains this construct. */
  override toString(): string {
    return this.s3Uri;
  }

  /**
   * Lets `users` download and decrypt the bundle.
   *
   * @throws Error for a user that is neither an ARN nor the name of a role.
   */
  grantRead(...users: readonly KeyUser[]): void {
    this.key.grantBundle(...users);
    grantDownload(this, this.bucket, this.resource, users, this.place);
  }
}

/** @throws Error for anything other than the bucket and the key of the object, as far as they are literals */
function checkImport(path: string, id: string, bucket: string, key: string): void {
  const [, of = "", name = ""] = /^(?:s3:\/\/)?([^/]+)\/(.+)$/.exec(id) ?? [];
  const isOf = (given: string, wanted: string) => Token.isUnresolved(wanted) || given === wanted;
  if (Token.isUnresolved(id) || (name !== "" && isOf(of, bucket) && isOf(name, key))) return;
  const wanted = `${Token.isUnresolved(bucket) ? "bucket" : bucket}/${Token.isUnresolved(key) ? "key" : key}`;
  throw new Error(
    `${path}: importFrom is '${id}', which is not this object; write ${wanted}, or set bucket and objectKey`,
  );
}
