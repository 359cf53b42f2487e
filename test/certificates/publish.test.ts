import { publishBundle } from "../../certificates/publish";
import { authorityAndLeaf, bundleZip } from "../support/certificates";

const { root, leaf } = authorityAndLeaf();
const good = {
  "privateKey.pem": leaf.privateKeyPem,
  "certificateChain.pem": leaf.pem + root.pem,
  "trustedCertificates.pem": root.pem,
};

/** What is wrong with a zip; nothing is asked of AWS before that is known. */
const refused = (zip: Uint8Array, target = "s3://bucket/certs/prod.zip") =>
  publishBundle({ zip, path: "prod.zip", target, force: false, allowWarnings: false }).catch(
    (error: Error) => error.message,
  );

test.each<[string, Uint8Array, RegExp]>([
  ["no zip", Buffer.from("PK"), /^'prod\.zip': .+; create the zip with certs bundle$/],
  [
    "the key of another certificate",
    bundleZip({ ...good, "privateKey.pem": root.privateKeyPem }),
    /^'prod\.zip': the private key does not belong to the leaf;/,
  ],
  [
    "no private key",
    bundleZip({ ...good, "privateKey.pem": "" }),
    /^'prod\.zip': privateKey\.pem, line 1: it is empty;/,
  ],
  [
    "a damaged certificate behind the leaf, which its sidecar would leave out",
    bundleZip({ ...good, "certificateChain.pem": leaf.pem + root.pem.replace(/-----END.*/, "") }),
    /^'prod\.zip': certificateChain\.pem, line \d+: its CERTIFICATE block has no END line;/,
  ],
  [
    "a chain that begins with the CA",
    bundleZip({ ...good, "certificateChain.pem": root.pem + leaf.pem }),
    /^'prod\.zip': the chain does not begin with the leaf;/,
  ],
  [
    "a private key among the certificates",
    bundleZip({ ...good, "trustedCertificates.pem": root.pem + leaf.privateKeyPem }),
    /trustedCertificates\.pem, line \d+: a private key among certificates, which Java refuses;/,
  ],
])("a zip with %s is refused before AWS is asked", async (_, zip, sentence) => {
  expect(await refused(zip)).toMatch(sentence);
});

test.each([
  "bucket/key.zip",
  "s3://bucket",
  "s3://bucket/",
  "s3://bucket/certs/",
  "https://bucket.s3.amazonaws.com/a.zip",
])("%s is not a valid target", async (target) => {
  expect(await refused(bundleZip(good), target)).toBe(
    `target '${target}' is not an object of S3; write it like s3://bucket/certs/prod.zip`,
  );
});
