import type { KeyIdentifierForm } from "./configurations";
import type { Leaf } from "./leaf";
import type { Row } from "./row";

/** Role of an object in a configuration. */
export type ObjectKind = "the bundle" | "the JAR";

/** The argument that carries the content of an object; `copy` for a copy of another object. */
export type ContentCarrier = "source" | "content" | "content_base64" | "copy";

/** What encrypts an object in S3. */
export type ObjectEncryption = "a customer managed key" | "the key aws/s3" | "a key of S3";

/**
 * One object in S3 that EMR copies to the nodes: the certificate bundle, or the JAR of a custom provider. For an object that
 * is created elsewhere, everything but its name is known to be absent and `seen` is false, so that rules do not report it.
 */
export interface ObjectFact extends Row {
  /** Path to the name, for one that is created elsewhere. */
  readonly path: readonly (string | number)[];
  readonly what: Leaf<ObjectKind>;
  /** Whether it contains the private key of the nodes. */
  readonly holdsPrivateKey: Leaf<boolean>;
  /** Whether the input creates it. */
  readonly seen: Leaf<boolean>;
  /** Whether the settings declare it, or its bucket. */
  readonly declared: Leaf<boolean>;
  /** Where a configuration looks for it. */
  readonly uri: Leaf<string>;
  /** Its key in the bucket. */
  readonly name: Leaf<string>;
  /** Argument that carries its content; absent without one. */
  readonly carrier: Leaf<ContentCarrier>;
  /** Address of the resource that keeps the private key in the state. */
  readonly privateKeyIn: Leaf<string>;
  /** Path of the file to upload that is not there. */
  readonly missingSource: Leaf<string>;
  readonly sourceHash: Leaf<string>;
  /** `source_hash` where it is a text that stays the same when the file changes. */
  readonly constantHash: Leaf<string>;
  /** Whether the object key contains a hash of the file, so that every content has its own name. */
  readonly keyHoldsHash: Leaf<boolean>;
  readonly etag: Leaf<string>;
  /** What lets everyone read it. */
  readonly publicBy: Leaf<string>;
  /** An ACL or a bucket policy that S3 refuses, and the resource that sets it; otherwise absent. */
  readonly refusedGrant: Leaf<string>;
  /** The rule of the bucket's lifecycle that deletes it, and when. */
  readonly expiredBy: Leaf<string>;
  /** The rule of the bucket that archives it: by its lifecycle, or by Intelligent-Tiering. */
  readonly archivedBy: Leaf<string>;
  /** Whether that rule skips objects below 128 KiB, such as a bundle. */
  readonly archivedIfLarge: Leaf<boolean>;
  /** What encrypts it, by itself or by its bucket's default. */
  readonly encryptedWith: Leaf<ObjectEncryption>;
  /** `kms_key_id` as written. */
  readonly kmsKey: Leaf<string>;
  /** How it is written; known for a reference as well. */
  readonly kmsKeyForm: Leaf<KeyIdentifierForm>;
  readonly contentEncoding: Leaf<string>;
  readonly storageClass: Leaf<string>;
  /** Whether its bucket keeps previous versions. */
  readonly versioned: Leaf<boolean>;
  /** Region of its bucket. */
  readonly region: Leaf<string>;
  /** Region of the configuration that names it. */
  readonly clusterRegion: Leaf<string>;
  /** The nodes' role that may not read it, according to the visible policies. */
  readonly unreadableBy: Leaf<string>;
  /** The service role that certainly may not read it; absent if that is not known. */
  readonly unreadableByService: Leaf<string>;
  /** The statement of its bucket's policy that denies the upload; absent where none does. */
  readonly uploadDeniedBy: Leaf<string>;
  /** Condition keys of the statement; absent if it has no condition. */
  readonly uploadDeniedFor: Leaf<string>;
  /** Configuration that names it and still exists after the plan, if the plan deletes or renames the object. */
  readonly stillUsedBy: Leaf<string>;
}
