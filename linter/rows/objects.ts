import type { KeyIdentifierForm } from "./configurations";
import type { Leaf } from "./leaf";
import type { Row } from "./row";

/** What an object is to a configuration. */
export type ObjectKind = "the bundle" | "the JAR";

/** The argument that carries the content of an object; `copy` for a copy of another object. */
export type ContentCarrier = "source" | "content" | "content_base64" | "copy";

/** What encrypts an object in S3. */
export type ObjectEncryption = "a customer managed key" | "the key aws/s3" | "a key of S3";

/**
 * One object in S3 that EMR copies to the nodes: the bundle of certificates, or the JAR of a custom provider. Of an object that
 * is made elsewhere all but its name is known to be absent, and `seen` says so: what is not in the input is not wrong.
 */
export interface ObjectFact extends Row {
  /** Leads to the name, for one that is made elsewhere. */
  readonly path: readonly (string | number)[];
  readonly what: Leaf<ObjectKind>;
  /** Whether it holds the private key of the nodes. */
  readonly holdsPrivateKey: Leaf<boolean>;
  /** Whether the input makes it. */
  readonly seen: Leaf<boolean>;
  /** Whether the settings declare it, or its bucket. */
  readonly declared: Leaf<boolean>;
  /** Where a configuration looks for it. */
  readonly uri: Leaf<string>;
  /** Its key in the bucket. */
  readonly name: Leaf<string>;
  /** Argument that carries its content; absent without one. */
  readonly carrier: Leaf<ContentCarrier>;
  /** Address of what keeps the private key in the state on its way here. */
  readonly privateKeyIn: Leaf<string>;
  /** Path of the file to upload that is not there. */
  readonly missingSource: Leaf<string>;
  /** `source_hash`. */
  readonly sourceHash: Leaf<string>;
  /** `source_hash` where it is a text that stays the same when the file changes. */
  readonly constantHash: Leaf<string>;
  /** Whether the key holds a hash of the file, so that every content has a name of its own. */
  readonly keyHoldsHash: Leaf<boolean>;
  /** `etag`. */
  readonly etag: Leaf<string>;
  /** What lets everybody read it. */
  readonly publicBy: Leaf<string>;
  /** An ACL or a bucket policy that S3 refuses, and what makes it; absent where it refuses none. */
  readonly refusedGrant: Leaf<string>;
  /** The rule of the bucket's lifecycle that deletes it, and when. */
  readonly expiredBy: Leaf<string>;
  /** The rule of the bucket that archives it: by its lifecycle, or by Intelligent-Tiering. */
  readonly archivedBy: Leaf<string>;
  /** Whether that rule leaves objects below 128 KiB alone, as a bundle is. */
  readonly archivedIfLarge: Leaf<boolean>;
  /** What encrypts it, by itself or by its bucket's default. */
  readonly encryptedWith: Leaf<ObjectEncryption>;
  /** `kms_key_id` as written. */
  readonly kmsKey: Leaf<string>;
  /** How it is written; known for a reference as well. */
  readonly kmsKeyForm: Leaf<KeyIdentifierForm>;
  /** `content_encoding`. */
  readonly contentEncoding: Leaf<string>;
  /** `storage_class`. */
  readonly storageClass: Leaf<string>;
  /** Whether its bucket keeps former versions. */
  readonly versioned: Leaf<boolean>;
  /** Region of its bucket. */
  readonly region: Leaf<string>;
  /** Region of the configuration that names it. */
  readonly clusterRegion: Leaf<string>;
  /** The nodes' role that may not read it, by the policies that are visible. */
  readonly unreadableBy: Leaf<string>;
  /** The service role that surely may not; what is not visible of it leaves nothing open. */
  readonly unreadableByService: Leaf<string>;
  /** The statement of its bucket's policy that denies the upload; absent where none does. */
  readonly uploadDeniedBy: Leaf<string>;
  /** Condition keys that the statement goes by; absent where it has no condition. */
  readonly uploadDeniedFor: Leaf<string>;
  /** Configuration that stays and names it, where the plan deletes it or moves it away. */
  readonly stillUsedBy: Leaf<string>;
}
