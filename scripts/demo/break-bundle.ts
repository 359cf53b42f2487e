/** Makes a bundle that the linter must refuse: `tsx scripts/demo/break-bundle.ts weak-rsa|self-signed <folder> [<region>]`. */
import { generateKeyPairSync } from "node:crypto";
import { type BundleTexts, developmentFiles, randomSerial } from "../../certificates/development";
import { writeBundleFolder } from "../../certificates/generations";
import { regionDomain, wildcardNames } from "../../certificates/names";
import { signCertificate } from "../../certificates/sign";
import { commonNameAttribute } from "../../certificates/subject";

const rsa = (modulusLength: number) => generateKeyPairSync("rsa", { modulusLength });

/** Each way to be wrong. */
export const brokenBundles: { readonly [kind: string]: (domain: string, now: Date) => BundleTexts } = {
  /** The leaf of the 2017 guide: RSA of 1024 bits. */
  "weak-rsa": (domain, now) =>
    developmentFiles({
      domains: [domain],
      days: 90,
      subject: [],
      formerTrust: [],
      now,
      makeKeyPair: (of) => rsa(of === "leaf" ? 1024 : 2048),
    }),
  /** The guide's `openssl req -x509`: only the certificate itself vouches for it. */
  "self-signed": (domain, now) => {
    const pair = rsa(2048);
    const dnsNames = wildcardNames([domain]);
    const subject = [commonNameAttribute(dnsNames[0])];
    const pem = signCertificate({
      subject,
      issuer: subject,
      publicKey: pair.publicKey,
      signer: pair,
      notBefore: new Date(now.getTime() - 300_000),
      notAfter: new Date(now.getTime() + 90 * 86_400_000),
      dnsNames,
      serial: randomSerial(),
    });
    return {
      "privateKey.pem": pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
      "certificateChain.pem": pem,
      "trustedCertificates.pem": pem,
    };
  },
};

function main([kind = "", folder, region = "us-east-1"]: readonly string[]): void {
  const make = Object.hasOwn(brokenBundles, kind) ? brokenBundles[kind] : undefined;
  if (!make || folder === undefined) {
    process.stderr.write(
      `usage: tsx scripts/demo/break-bundle.ts ${Object.keys(brokenBundles).join("|")} <folder> [<region>]\n`,
    );
    process.exitCode = 2;
    return;
  }
  writeBundleFolder(folder, make(regionDomain(region), new Date()), true);
  process.stdout.write(`made a broken bundle (${kind}) in ${folder}\n`);
}

if (require.main === module) main(process.argv.slice(2));
