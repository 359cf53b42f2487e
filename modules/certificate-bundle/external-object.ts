import { type ITerraformDependable, Token } from "cdktf";
import type { Construct } from "constructs";
import { parseObjectName, partitionOf } from "../../formats/arn";
import type { ProviderPlace } from "../../formats/jar/provider";
import { type Arguments, bucket as bucketShape, checkArguments, key as keyShape, shown } from "../arguments";
import { EncryptionConstruct } from "../construct";
import type { IEncryptionKey } from "../encryption-key";
import { type KeyUser, keyUserArn } from "../key-user";
import { type Placement, partition, placementArguments } from "../placement";
import type { ICertificateBundle } from "./bundle";
import { BundleBucket, checkBucket, type IBucket } from "./bundle-bucket";
import { printReadStatement } from "./read-statement";

/** What this stack knows about an object that it does not upload. */
export interface ExternalObjectConfig extends Placement {
  /**
   * Bucket of the object, if this stack creates it: its policy then allows the readers.
   *
   * @default - the statement that the readers need is printed
   */
  readonly bucket?: IBucket;

  /**
   * Key that encrypts the object.
   *
   * @default - the permission to decrypt the object is not granted here
   */
  readonly key?: IEncryptionKey;
}

const externalArguments: Arguments<ExternalObjectConfig> = {
  ...placementArguments,
  bucket: bucketShape,
  key: keyShape,
};

/** A bundle or a JAR in S3 that this stack does not upload. */
export class ExternalObject extends EncryptionConstruct implements ICertificateBundle {
  readonly s3Uri: string;

  private readonly config: ExternalObjectConfig;
  private readonly name: { readonly bucket: string; readonly key: string };

  /** @throws Error for anything other than the URI of an object */
  constructor(scope: Construct, id: string, uri: string, config: ExternalObjectConfig) {
    super(scope, id);
    checkArguments(this.node.path, config, externalArguments);
    const isLiteral = typeof uri === "string" && !Token.isUnresolved(uri);
    const name = isLiteral ? parseObjectName(uri) : undefined;
    if (name === undefined) {
      const given = isLiteral ? `'${uri}'` : uri === undefined ? "missing" : shown(uri);
      throw new Error(`${this.node.path}: uri is ${given}; write it like s3://bucket/key`);
    }
    checkBucket(this.node.path, config.bucket, name.bucket);
    this.name = name;
    this.s3Uri = `s3://${name.bucket}/${name.key}`;
    this.config = config;
  }

  override toString(): string {
    return this.s3Uri;
  }

  get dependables(): ITerraformDependable[] {
    const { bucket, key } = this.config;
    return [...(key?.dependables ?? []), ...(bucket instanceof BundleBucket ? bucket.dependables : [])];
  }

  /** Lets `users` download the object, and decrypt it if its key is known. */
  grantRead(...users: readonly KeyUser[]): void {
    const { bucket, key, provider, region } = this.config;
    const readers = users.map((user) => keyUserArn(this, user, "a reader", provider));
    key?.grantBundle(...readers);
    if (bucket instanceof BundleBucket) {
      bucket.grantRead(this.name.key, ...readers);
      return;
    }
    const home = region === undefined ? (partition(this, this.config) ?? "aws") : partitionOf(region);
    const arn = `arn:${home}:s3:::${this.name.bucket}/${this.name.key}`;
    const object = { bucket: this.name.bucket, s3Uri: this.s3Uri, arn, reason: "is not in this stack" };
    printReadStatement(this, object, readers, provider);
  }

  /** The classes of a JAR that is not read here are not known. */
  problems(_providerClass: string, _place: ProviderPlace): readonly string[] {
    return [];
  }
}
