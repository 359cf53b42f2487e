import type { ITerraformDependable } from "cdktf";
import type { KeyUser } from "../key-user";

/** A zip of certificates that EMR's nodes download. */
export interface ICertificateBundle {
  /** Location in S3, as in EMR's document: `s3://bucket/key`. */
  readonly s3Uri: string;
  /** Resources that must exist before nodes can download the bundle, for `dependsOn`. */
  readonly dependables: ITerraformDependable[];
  /** When the first certificate of the chain expires; undefined if that is not known. */
  readonly notAfter?: Date;
  /**
   * Lets `users` download the bundle: the instance profile's role and the service role. The policy of a {@link BundleBucket} allows it; for any
   * other bucket, the statement that their policies need is printed and added as an output.
   */
  grantRead(...users: readonly KeyUser[]): void;
}
