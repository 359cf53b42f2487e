import type { Leaves } from "../formats/security-configuration";
import type { ICertificateBundle } from "./certificate-bundle";
import type { IEncryptionKey } from "./encryption-key";
import type { IProviderJar } from "./provider-jar";

/** The constructs of the keys, bundles and JARs of a security configuration. */
export interface ConstructLeaves extends Leaves {
  readonly key: IEncryptionKey;
  readonly bundle: ICertificateBundle;
  readonly jar: IProviderJar;
}
