import { issue, rsaKeys } from "../certificates";
import { type BundleCase, bundle, type Files, inconsistentKeyPem, keyPem, leaf, root, zipOf } from "./bundle-kit";
import { chainCases } from "./chain-cases";
import { leafCases } from "./leaf-cases";
import { again, openssl, write } from "./repairs";

const good = bundle();
const chain = String(good["certificateChain.pem"]);
const privateKey = keyPem("pkcs8");
const withKey = write("privateKey.pem", "certs/certificateChain.pem", "certs/trustedCertificates.pem");

/** The case, repaired by bundling the same files again. */
const repacked = (wrong: Files | Buffer): BundleCase => ({ wrong, repair: again() });

/** The case, repaired by the original private key. */
const withOriginalKey = (wrong: Files): BundleCase => ({ wrong, repair: again({ privateKey: "privateKey.pem" }) });

/** Mistakes in the zip and its files. */
const zipCases: { readonly [rule: string]: () => BundleCase } = {
  "bundle.unreadable": () => ({
    wrong: Buffer.from(zipOf(good).subarray(0, 1000)),
    repair: write("privateKey.pem", "certificateChain.pem", "trustedCertificates.pem"),
  }),
  "bundle.ambiguous": () => ({
    wrong: Buffer.concat([Buffer.from("#!/bin/sh\n"), zipOf(good)]),
    repair: write("privateKey.pem", "certificateChain.pem", "trustedCertificates.pem"),
  }),
  "bundle.file_missing": () => withOriginalKey({ "certificateChain.pem": chain, "trustedCertificates.pem": root.pem }),
  "bundle.name_wrong": () => ({
    wrong: Object.fromEntries(Object.entries(good).map(([name, content]) => [`prod/${name}`, content])),
    repair: again({ folder: "certs/prod" }),
  }),
  "bundle.stray_entry": () => repacked({ ...good, ".DS_Store": "x", "__MACOSX/._privateKey.pem": "x" }),
  "bundle.pem_unreadable": () => ({
    wrong: { ...good, "certificateChain.pem": `\ufeff${chain}` },
    repair: [
      ...openssl("x509 -in certs/certificateChain.pem -out chain.pem", "writes the leaf again; append its issuing CAs"),
      ...write("certs/privateKey.pem", "chain.pem", "certs/trustedCertificates.pem"),
    ],
  }),
  "bundle.files_swapped": () => ({
    wrong: { ...good, "privateKey.pem": chain, "certificateChain.pem": privateKey },
    repair: again({ privateKey: "certs/certificateChain.pem", chain: "certs/privateKey.pem" }),
  }),
  "bundle.private_key_encrypted": () => ({
    wrong: { ...good, "privateKey.pem": keyPem("pkcs8", "changeit") },
    repair: [
      ...openssl("pkcs8 -topk8 -nocrypt -in certs/privateKey.pem -out privateKey.pem", "asks for the passphrase"),
      ...withKey,
    ],
  }),
  "bundle.private_key_encoding": () => ({
    wrong: { ...good, "privateKey.pem": keyPem("pkcs1") },
    repair: [...openssl("pkcs8 -topk8 -nocrypt -in certs/privateKey.pem -out privateKey.pem"), ...withKey],
  }),
  "bundle.private_keys_several": () => ({
    wrong: {
      ...good,
      "privateKey.pem": `${privateKey}${rsaKeys(2048, 1).privateKey.export({ format: "pem", type: "pkcs8" })}`,
    },
    repair: [
      ...openssl("pkey -in certs/privateKey.pem -out privateKey.pem", "keeps the first private key"),
      ...withKey,
    ],
  }),
  "bundle.certificate_with_private_key": () => ({
    wrong: { ...good, "privateKey.pem": `${privateKey}${chain}` },
    repair: [
      ...openssl("pkey -in certs/privateKey.pem -out privateKey.pem", "keeps the private key alone"),
      ...withKey,
    ],
  }),
  "bundle.stray_private_key": () => ({
    wrong: { ...good, "certificateChain.pem": `${chain}${privateKey}` },
    repair: [
      ...openssl("x509 -in certs/certificateChain.pem -out chain.pem", "keeps the leaf; append its issuing CAs"),
      ...write("certs/privateKey.pem", "chain.pem", "certs/trustedCertificates.pem"),
    ],
  }),
  "bundle.key_mismatch": () => withOriginalKey(bundle([leaf()], [root], String(otherKeyPem()))),
  "bundle.private_key_inconsistent": () => withOriginalKey({ ...good, "privateKey.pem": inconsistentKeyPem("pkcs8") }),
  "bundle.trust_missing": () => ({ wrong: bundle([leaf()], []), repair: again({ trusted: "root.pem" }) }),
};

function otherKeyPem(): string | Buffer {
  return issue({ keys: rsaKeys(2048, 2) }).privateKeyPem;
}

/** The case of each rule about bundles and certificates. */
export const bundleCases: { readonly [rule: string]: () => BundleCase } = { ...zipCases, ...chainCases, ...leafCases };

/** Rules of bundles and certificates without a case, and why. */
export const withoutCase: { readonly [rule: string]: string } = {
  "bundle.published_key": "a private key that is published stays out of this repository",
};
