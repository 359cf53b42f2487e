import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Construct } from "constructs";
import { partitionOf } from "../../formats/arn";
import { type BundleSidecar, readSidecar, readSidecarBundle } from "../../formats/sidecar";
import { type Arguments, bucket as bucketShape, checkArguments, key as keyShape, path } from "../arguments";
import { EncryptionKey, type IEncryptionKey } from "../encryption-key";
import { type Placement, placementArguments } from "../placement";
import { addMetadata } from "../stack-metadata";
import { checkBucket, type IBucket } from "./bundle-bucket";
import { PresentObject } from "./external-object";
import { earliestEnd } from "./local-bundle";

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
export class PublishedBundle extends PresentObject {
  readonly notAfter?: Date;

  protected readonly config: PublishedBundleConfig;
  protected readonly object: BundleSidecar["object"];
  protected readonly key?: IEncryptionKey | undefined;

  constructor(scope: Construct, id: string, config: PublishedBundleConfig) {
    super(scope, id);
    checkArguments(this.node.path, config, publishedArguments, ["sidecar"]);
    this.config = config;
    const sidecar = this.read(config.sidecar);
    addMetadata(this, "emr-encryption:bundle", sidecar);
    this.object = sidecar.object;
    const { bucket, kmsKey } = this.object;
    checkBucket(this.node.path, config.bucket, bucket);
    this.notAfter = earliestEnd(readSidecarBundle(sidecar));
    const { provider, region } = config;
    this.key =
      config.key ??
      (kmsKey === undefined ? undefined : EncryptionKey.fromArn(this, "key", kmsKey, { provider, region }));
  }

  protected override home(): string {
    return partitionOf(this.object.region);
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
