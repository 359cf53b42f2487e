/** A mistake in the code of a stack, and where its author learns of it. */
export interface Mistake {
  readonly did: string;
  /** The statements in the constructor of a stack, with `bundle`, `bucket`, `s3Key` and `users` declared. */
  readonly code: string;
  /** Whether the compiler refuses it; in plain JavaScript, synth does. */
  readonly compile?: true;
  /** The message of synth or the policy check, or a part of it: the construct, the argument or the fact, and what to write. */
  readonly told: string;
}

/** The code in front of each of them. */
export const preamble =
  'const bucket = new BundleBucket(this, "bucket"); const s3Key = new EncryptionKey(this, "s3-key"); ' +
  'const bundle = CertificateBundle.fromFolder(this, "bundle", { folder: certificates, bucket }); ' +
  'const zip = "test/fixtures/plans/objects/bundle.zip"; ';
