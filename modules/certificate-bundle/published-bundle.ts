import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { partitionOf } from "../../formats/arn";
import { type BundleSidecar, readSidecar, readSidecarBundle } from "../../formats/sidecar";
import { type Arguments, bucket as bucketShape, checkArguments, key as keyShape, path } from "../arguments";
import { EncryptionConstruct } from "../construct";
import { EncryptionKey, type IEncryptionKey } from "../encryption-key";
import { type KeyUser, keyUserArn } from "../key-user";
import { type Placement, placementArguments } from "../placement";
import { addMetadata } from "../stack-metadata";
import type { ICertificateBundle } from "./bundle";
import { BundleBucket, checkBucket, type IBucket } from "./bundle-bucket";
import { earliestEnd } from "./earliest-end";
import { printReadStatement } from "./read-statement";

/** Arguments of {@link CertificateBundle.fromObject}. */
export interface PublishedBundleConfig extends Placement {
  /** File that `emr-encryption certs publish` wrote beside the zip: `NAME.bundle.json`. Nothing in it is private. */
  readonly sidecar: string;

  /**
   * The bucket, if one of your stacks creates it; its policy then allows readers.
   *
   * @default - the bucket that the sidecar names; what its readers need is printed
   */
  readonly bucket?: IBucket;

  /**
   * The key that encrypts the zip, if one of your stacks creates it.
   *
   * @default - the key that the sidecar names; what its policy needs is printed
   */
  readonly key?: IEncryptionKey;
}

const publishedArguments: Arguments<PublishedBundleConfig> = {
  ...placementArguments,
  sidecar: path,
  bucket: bucketShape,
  key: keyShape,
};

/** A bundle that was published from the machine that has its private key, so neither synth nor the state contains the key. */
export class PublishedBundle extends EncryptionConstruct implements ICertificateBundle {
  readonly s3Uri: string;
  readonly notAfter?: Date;

  private readonly config: PublishedBundleConfig;
  private readonly sidecar: BundleSidecar;
  private readonly key?: IEncryptionKey;

  constructor(scope: Construct, id: string, config: PublishedBundleConfig) {
    super(scope, id);
    checkArguments(this.node.path, config, publishedArguments, ["sidecar"]);
    this.config = config;
    this.sidecar = this.read(config.sidecar);
    addMetadata(this, "emr-encryption:bundle", this.sidecar);
    const { bucket, key, kmsKey } = this.sidecar.object;
    checkBucket(this.node.path, config.bucket, bucket);
    this.s3Uri = `s3://${bucket}/${key}`;
    this.notAfter = earliestEnd(readSidecarBundle(this.sidecar));
    const { provider, region } = config;
    this.key =
      config.key ??
      (kmsKey === undefined ? undefined : EncryptionKey.fromArn(this, "key", kmsKey, { provider, region }));
  }

  override toString(): string {
    return this.s3Uri;
  }

  get dependables(): ITerraformDependable[] {
    const { bucket } = this.config;
    return [...(this.key?.dependables ?? []), ...(bucket instanceof BundleBucket ? bucket.dependables : [])];
  }

  grantRead(...users: readonly KeyUser[]): void {
    const { bucket, provider } = this.config;
    const readers = users.map((user) => keyUserArn(this, user, "a reader", provider));
    this.key?.grantBundle(...readers);
    if (bucket instanceof BundleBucket) {
      bucket.grantRead(this.sidecar.object.key, ...readers);
      return;
    }
    const { bucket: name, key, region } = this.sidecar.object;
    const arn = `arn:${partitionOf(region)}:s3:::${name}/${key}`;
    printReadStatement(
      this,
      { bucket: name, s3Uri: this.s3Uri, arn, reason: "is not in this stack" },
      readers,
      provider,
    );
  }

  private read(file: string): BundleSidecar {
    let text: string;
    try {
      text = readFileSync(file, "utf8");
    } catch (error) {
      throw new Error(
        `${this.node.path}: sidecar '${file}' (${resolve(file)}) cannot be read (${(error as NodeJS.ErrnoException).code}); ` +
          "'emr-encryption certs publish' writes it beside the zip",
      );
    }
    const sidecar = readSidecar(text);
    if ("problem" in sidecar) {
      throw new Error(
        `${this.node.path}: '${file}' is not a sidecar: ${sidecar.problem}; give the file that certs publish wrote`,
      );
    }
    return sidecar;
  }
}
