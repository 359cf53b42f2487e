import type { ITerraformDependable } from "cdktf";
import type { KeyUser } from "../key-user";

/** A zip of certificates that EMR's nodes download. */
export interface ICertificateBundle {
  /** Where it lies, as EMR's document says it: `s3://bucket/key`. */
  readonly s3Uri: string;
  /** What a cluster waits for before its nodes may download the bundle. */
  readonly dependables: ITerraformDependable[];
  /** When the first certificate of the chain ends; undefined where none could be read. */
  readonly notAfter?: Date;
  /**
   * Lets `users` download the bundle, the instance profile's role and the service role: by the policy of a {@link BundleBucket}; for any other
   * bucket the statement that their policies need is printed and put out.
   */
  grantRead(...users: readonly KeyUser[]): void;
}
