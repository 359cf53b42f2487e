import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { AssetType, type ITerraformDependable, TerraformAsset } from "cdktf";
import type { Construct } from "constructs";
import { type ProviderPlace, providerProblem } from "../formats/jar/provider";
import { type Arguments, bucket as bucketShape, checkArguments, path, text } from "./arguments";
import {
  BundleBucket,
  ExternalObject,
  type ExternalObjectConfig,
  type IBucket,
  withBucket,
} from "./certificate-bundle";
import { grantDownload } from "./certificate-bundle/grant-download";
import { checkObjectKey } from "./certificate-bundle/object-key";
import { EncryptionConstruct } from "./construct";
import type { KeyUser } from "./key-user";
import { completed, type Placement, placementArguments } from "./placement";
import { reserveName } from "./unique-names";

/** A JAR with a provider of keys or certificates that EMR's nodes download. */
export interface IProviderJar {
  /** Location in S3, as in EMR's document: `s3://bucket/key`. */
  readonly s3Uri: string;
  /** Resources that must exist before nodes can download the JAR, for `dependsOn`. */
  readonly dependables: ITerraformDependable[];
  /**
   * Lets `users` download the JAR: the instance profile's role and the service role. The policy of a {@link BundleBucket} allows it; for any
   * other bucket, the statement that their policies need is printed and added as an output.
   */
  grantRead(...users: readonly KeyUser[]): void;
  /** Why a class cannot be the provider of a place; empty if it can, or if that is not known. */
  problems(providerClass: string, place: ProviderPlace): readonly string[];
}

/** Arguments of {@link ProviderJar}. */
export interface ProviderJarConfig extends Placement {
  /** The JAR file that Maven or Gradle built. */
  readonly file: string;

  /** Bucket for the JAR. */
  readonly bucket: IBucket;

  /**
   * Key of the object in the bucket.
   *
   * @default - "emr-encryption/", the name of the file with a hash of its content, ".jar"
   */
  readonly objectKey?: string;

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
}

/** The argument that names the class of each place. */
const classArguments: { readonly [place in ProviderPlace]: string } = {
  s3: "atRest.s3.providerClass",
  localDisk: "atRest.localDisk.providerClass",
  tls: "inTransit.providerClass",
};

const jarArguments: Arguments<ProviderJarConfig> = {
  ...placementArguments,
  file: path,
  bucket: bucketShape,
  objectKey: text,
};

/**
 * The JAR of a custom provider, as an object in S3. Changed content becomes another object: keep the old JAR declared as long as clusters use it.
 *
 * @example
 * const jar = new ProviderJar(this, "keys", { file: "target/custom-key-provider.jar", bucket });
 * new EmrEncryption(this, "encryption", {
 *   atRest: { s3: { mode: "CSE-Custom", jar, providerClass: "example.emr.ConfiguredKeyProvider" } },
 *   inTransit: "off",
 * });
 *
 * @throws Error for a file that cannot be read.
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
 */
export class ProviderJar extends EncryptionConstruct implements IProviderJar {
  /** The object in S3. */
  readonly resource: S3Object;
  readonly dependables: ITerraformDependable[];

  private readonly bucket: IBucket;
  private readonly place: Placement;
  private readonly bytes: Uint8Array;
  private readonly file: string;

  /**
   * Refers to a JAR that is in S3 already. Its classes are not checked.
   *
   * @throws Error for anything other than the URI of an object.
   */
  static fromUri(scope: Construct, id: string, uri: string, config: ExternalObjectConfig = {}): IProviderJar {
    return new ExternalObject(scope, id, uri, config);
  }

  constructor(scope: Construct, id: string, config: ProviderJarConfig) {
    super(scope, id);
    checkArguments(this.node.path, config, jarArguments, ["file", "bucket"]);
    const { file, bucket } = config;
    this.bucket = bucket;
    this.place = withBucket(config, bucket);
    this.file = file;
    this.bytes = this.read(file);
    const digest = createHash("sha256").update(this.bytes).digest();
    const hash = digest.toString("hex").slice(0, 8);
    const asset = new TerraformAsset(this, "file", { path: resolve(file), type: AssetType.FILE });
    const objectKey = config.objectKey ?? `emr-encryption/${basename(file, ".jar")}-${hash}.jar`;
    checkObjectKey(this.node.path, objectKey, ".jar");
    reserveName(this, "objectKey", objectKey, `object in ${bucket.bucket}`, {});
    // The id contains the hash, too: a security configuration that refers to another object is another generation.
    const object = new S3Object(this, `object-${hash}`, {
      bucket: bucket.bucket,
      key: objectKey,
      source: asset.path,
      sourceHash: digest.toString("base64"),
      contentType: "application/java-archive",
      dependsOn: bucket instanceof BundleBucket ? [...bucket.dependables] : undefined,
      provider: this.place.provider,
    });
    this.resource = completed(object, this.place);
    this.dependables = [this.resource];
  }

  get s3Uri(): string {
    return `s3://${this.resource.bucket}/${this.resource.key}`;
  }

  /** Location of the JAR, for a text that contains this construct. */
  override toString(): string {
    return this.s3Uri;
  }

  /**
   * Lets `users` download and decrypt the JAR.
   *
   * @throws Error for a user that is neither an ARN nor the name of a role.
   */
  grantRead(...users: readonly KeyUser[]): void {
    grantDownload(this, this.bucket, this.resource, users, this.place);
    if (this.bucket instanceof BundleBucket) this.bucket.key.grantBundle(...users);
  }

  problems(providerClass: string, place: ProviderPlace): readonly string[] {
    const problem = providerProblem(this.bytes, providerClass, place);
    return problem === undefined ? [] : [`${classArguments[place]}: ${problem} (${this.file})`];
  }

  private read(file: string): Uint8Array {
    const fail = (text: string) => new Error(`${this.node.path}: file '${file}' (${resolve(file)}) ${text}`);
    let isFile: boolean;
    let bytes: Uint8Array = new Uint8Array();
    try {
      isFile = statSync(file).isFile();
      if (isFile) bytes = readFileSync(file);
    } catch (error) {
      throw fail(`cannot be read (${(error as NodeJS.ErrnoException).code}); build the JAR first`);
    }
    if (!isFile) throw fail("is not a file; give the JAR that the build made");
    return bytes;
  }
}
