import type { BundleFileName } from "../../formats/bundle/files";
import type { PrivateKeyEncoding } from "../../formats/x509/private-key";
import type { Leaf } from "./leaf";
import type { Row } from "./row";

/** One bundle: the zip that EMR copies to every node, as a whole. */
export interface BundleFact extends Row {
  /** Why the zip, or an entry of it, cannot be read safely; absent where it can. */
  readonly unreadable: Leaf<string>;
  /** Why two readers would see two archives; absent where they would not. */
  readonly ambiguous: Leaf<string>;
  /** Whether `privateKey.pem` is at the root. */
  readonly privateKeyFile: Leaf<boolean>;
  /** Whether `certificateChain.pem` is at the root. */
  readonly chainFile: Leaf<boolean>;
  /** Whether `trustedCertificates.pem` is at the root. */
  readonly trustFile: Leaf<boolean>;
  /** Name under which a missing `privateKey.pem` seems to be present. */
  readonly privateKeyMisnamed: Leaf<string>;
  /** Name under which a missing `certificateChain.pem` seems to be present. */
  readonly chainMisnamed: Leaf<string>;
  /** Entries beside the three files, by name. */
  readonly strays: Leaf<string>;
  /** Whether the private key belongs to the leaf certificate. */
  readonly privateKeyFits: Leaf<boolean>;
  /** Subject of a later certificate of the chain that the private key belongs to instead. */
  readonly privateKeyFitsInstead: Leaf<string>;
  /** Whether the public key verifies what the private key signs. */
  readonly privateKeyWorks: Leaf<boolean>;
  /** Where the private key is published; absent where it is not known to be. */
  readonly published: Leaf<string>;
  /** Subject of another certificate of the bundle whose private key is published: a CA that anyone can impersonate. */
  readonly publishedIssuer: Leaf<string>;
  /** Where that private key is published. */
  readonly publishedIssuerAt: Leaf<string>;
}

/** One of the three files of a bundle, or another one with a private key. */
export interface BundleFileFact extends Row {
  /** Absent for a file beside the three. */
  readonly name: Leaf<BundleFileName>;
  /** What strict readers refuse; absent where there is nothing. */
  readonly problem: Leaf<string>;
  /** Text after the last block; otherwise absent. */
  readonly skipped: Leaf<string>;
  /** A block of certificates under another label than CERTIFICATE that Java reads; absent without one. */
  readonly otherLabel: Leaf<string>;
  /** Whether `privateKey.pem` and `certificateChain.pem` contain each other's content. */
  readonly swapped: Leaf<boolean>;
  /** Number of blocks that contain a private key. */
  readonly privateKeys: Leaf<number>;
  /** Number of blocks that contain a certificate. */
  readonly certificates: Leaf<number>;
  /** Whether a private key in it is encrypted with a passphrase. */
  readonly encrypted: Leaf<boolean>;
  /** Encoding of its first private key. */
  readonly encoding: Leaf<PrivateKeyEncoding>;
  /** Name of a file beside the three; absent for them. */
  readonly strayName: Leaf<string>;
  /** Which private key is in it, for a file beside the three; absent for the three. */
  readonly strayKey: Leaf<string>;
}
