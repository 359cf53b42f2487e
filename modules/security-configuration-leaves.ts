import type { Leaves } from "../formats/security-configuration";
import type { ICertificateBundle } from "./certificate-bundle";
import type { IEncryptionKey } from "./encryption-key";
import type { IProviderJar } from "./provider-jar";

/** The constructs of the keys, bundles and JARs of a security configuration. */
export interface ConstructLeaves extends Leaves {
  /** A KMS key. */
  readonly key: IEncryptionKey;
  /** A bundle of certificates. */
  readonly bundle: ICertificateBundle;
  /** A JAR with a provider. */
  readonly jar: IProviderJar;
}
