import { rmSync } from "node:fs";
import { join } from "node:path";
import { ecKeys, pem } from "../../support/certificates";
import { type Attempt, bundleIn } from "./attempt";
import { folderOf, keys, leaf, make } from "./certificate-folders";

/** What the files in the folder of a bundle can get wrong. */
export const bundleAttempts: readonly Attempt[] = [
  {
    did: "a folder without its chain",
    rule: "bundle.file_missing",
    refused: true,
    told: "lake/bundle: folder '…/certs' (…/certs) has no certificateChain.pem; create a bundle for a trial with 'npx emr-encryption certs development --out …/certs', or put the files of your CA there",
    fill: (stack) => {
      const folder = folderOf({});
      rmSync(join(folder, "certificateChain.pem"));
      bundleIn(stack, undefined, folder);
    },
  },
  make("an empty private key", "bundle.pem_unreadable", "[lake/bundle/object] bundle.pem_unreadable", () => ({
    privateKey: "\n",
  })),
  make("the files swapped", "bundle.files_swapped", "[lake/bundle/object] bundle.files_swapped", () => {
    const one = leaf();
    return { chain: [{ ...one, pem: one.privateKeyPem }], privateKey: one.pem };
  }),
  make(
    "another private key",
    "bundle.key_mismatch",
    "lake/bundle: the private key in …/certs/privateKey.pem does not belong to the first certificate of …/certs/certificateChain.pem; the leaf must come first, and both must come from the same request",
    () => ({ privateKey: leaf({ keys: ecKeys() }).privateKeyPem }),
    {
      refused: true,
    },
  ),
  make(
    "a private key with a passphrase",
    "bundle.private_key_encrypted",
    "[lake/bundle/object] bundle.private_key_encrypted",
    () => ({
      privateKey: String(
        keys.privateKey.export({ format: "pem", type: "pkcs8", cipher: "aes-256-cbc", passphrase: "secret" }),
      ),
    }),
  ),
  make(
    "a private key in PKCS#1",
    "bundle.private_key_encoding",
    "[lake/bundle/object] bundle.private_key_encoding",
    () => ({
      privateKey: String(keys.privateKey.export({ format: "pem", type: "pkcs1" })),
    }),
  ),
  make("two private keys", "bundle.private_keys_several", "[lake/bundle/object] bundle.private_keys_several", () => {
    const one = leaf();
    return { chain: [one], privateKey: one.privateKeyPem + leaf({ keys: ecKeys() }).privateKeyPem };
  }),
  make(
    "certificates beside the private key",
    "bundle.certificate_with_private_key",
    "[lake/bundle/object] bundle.certificate_with_private_key",
    () => {
      const one = leaf();
      return { chain: [one], privateKey: one.privateKeyPem + one.pem };
    },
  ),
  make(
    "a private key in the chain",
    "bundle.stray_private_key",
    "[lake/bundle/object] bundle.stray_private_key",
    () => {
      const one = leaf();
      return { chain: [{ ...one, pem: one.pem + one.privateKeyPem }] };
    },
  ),
  make("no trusted certificates", "bundle.trust_missing", "[lake/bundle/object] bundle.trust_missing", () => ({
    trusted: [],
  })),
  make("an unreadable chain", "bundle.pem_unreadable", "[lake/bundle/object] bundle.pem_unreadable", () => {
    const one = leaf();
    return { chain: [{ ...one, pem: pem("CERTIFICATE", one.der.subarray(0, 100)) }], privateKey: one.privateKeyPem };
  }),
];
