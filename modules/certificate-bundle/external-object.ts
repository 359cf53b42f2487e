import { type ITerraformDependable, Token } from "cdktf";
import type { Construct } from "constructs";
import { parseObjectName } from "../../formats/arn";
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

/** An object in S3 that this stack does not upload. */
export abstract class PresentObject extends EncryptionConstruct implements ICertificateBundle {
  protected abstract readonly config: ExternalObjectConfig;
  protected abstract readonly object: { readonly bucket: string; readonly key: string };
  protected abstract readonly key?: IEncryptionKey | undefined;

  /** Partition of the object. */
  protected abstract home(): string;

  get s3Uri(): string {
    return `s3://${this.object.bucket}/${this.object.key}`;
  }

  override toString(): string {
    return this.s3Uri;
  }

  get dependables(): ITerraformDependable[] {
    const { bucket } = this.config;
    return [...(this.key?.dependables ?? []), ...(bucket instanceof BundleBucket ? bucket.dependables : [])];
  }

  /** Lets `users` download the object, and decrypt it if its key is known. */
  grantRead(...users: readonly KeyUser[]): void {
    const { bucket, provider } = this.config;
    const readers = users.map((user) => keyUserArn(this, user, "a reader", provider));
    this.key?.grantBundle(...readers);
    const { bucket: name, key } = this.object;
    if (bucket instanceof BundleBucket) {
      bucket.grantRead(key, ...readers);
      return;
    }
    const arn = `arn:${this.home()}:s3:::${name}/${key}`;
    const object = { bucket: name, s3Uri: this.s3Uri, arn, reason: "is not in this stack" };
    printReadStatement(this, object, readers, provider);
  }
}

/** A bundle or a JAR of which only the location is known. */
export class ExternalObject extends PresentObject {
  protected readonly config: ExternalObjectConfig;
  protected readonly object: { readonly bucket: string; readonly key: string };
  protected readonly key?: IEncryptionKey | undefined;

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
    this.object = name;
    this.key = config.key;
    this.config = config;
  }

  protected override home(): string {
    return partition(this, this.config) ?? "aws";
  }

  /** The classes of a JAR that is not read here are not known. */
  problems(_providerClass: string, _place: ProviderPlace): readonly string[] {
    return [];
  }
}
