import { createPublicKey, verify } from "node:crypto";
import { CertificationRequest } from "@peculiar/asn1-csr";
import { AsnConvert } from "@peculiar/asn1-schema";
import { requestFiles } from "../../certificates/request";
import { sharedKeyPair } from "./key-pairs";

const read = (pem: string) => {
  const der = Buffer.from(pem.replace(/-----[^-]+-----/g, ""), "base64");
  return AsnConvert.parse(der, CertificationRequest);
};

test("the request is signed by the private key, and contains only its public half", () => {
  const keyPair = sharedKeyPair("leaf");
  const files = requestFiles({ domains: ["ec2.internal"], keyType: "rsa2048", subject: [], keyPair });
  expect(files.key).toBe("RSA 2048");
  const request = read(files["request.csr"]);
  const info = request.certificationRequestInfo;
  const publicKey = createPublicKey({
    key: Buffer.from(AsnConvert.serialize(info.subjectPKInfo)),
    format: "der",
    type: "spki",
  });
  expect(publicKey.equals(keyPair.publicKey)).toBe(true);
  expect(verify("sha256", Buffer.from(AsnConvert.serialize(info)), publicKey, Buffer.from(request.signature))).toBe(
    true,
  );
  expect(files["request.csr"]).toMatch(
    /^-----BEGIN CERTIFICATE REQUEST-----\n([\w+/=]{1,64}\n)+-----END CERTIFICATE REQUEST-----\n$/,
  );
  expect(files["privateKey.pem"]).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
});

test.each(["rsa1024", "ed25519", "toString"])("key type %s is refused with the valid ones", (keyType) => {
  expect(() => requestFiles({ domains: ["ec2.internal"], keyType, subject: [] })).toThrow(
    `key type '${keyType}' is not one of rsa2048, rsa3072, rsa4096, ec256, ec384`,
  );
});
