import { rootCertificates } from "node:tls";
import {
  type Certificate,
  isIssuedBy,
  isSelfSigned,
  isSignedBy,
  readCertificate,
} from "../../../formats/x509/certificate";
import {
  authorityAndLeaf,
  der,
  ecKeys,
  type IssueOptions,
  integerDer,
  issue,
  oidDer,
  rsaKeys,
  rsaSpki,
} from "../../support/certificates";

function read(options: IssueOptions): Certificate {
  return certificate(issue(options).der);
}

function certificate(bytes: Buffer): Certificate {
  const reading = readCertificate(bytes);
  if ("problem" in reading) throw new Error(reading.problem);
  return reading;
}

function problem(bytes: Buffer): string {
  const reading = readCertificate(bytes);
  return "problem" in reading ? reading.problem : "";
}

describe("readCertificate", () => {
  test("reads every field that a rule checks", () => {
    const { root, leaf } = authorityAndLeaf("ec2.internal", {
      keys: rsaKeys(),
      notBefore: "2026-02-03T04:05:06Z",
      notAfter: "2051-02-03T04:05:06Z",
      serial: Buffer.from("0a", "hex"),
      authorityKeyId: Buffer.from("abcd", "hex"),
      more: [["2.5.29.14", false, der(0x04, Buffer.from("ef01", "hex"))]],
    });
    expect(certificate(leaf.der)).toMatchObject({
      version: 3,
      serial: 10n,
      subject: { text: "CN=*.ec2.internal", commonNames: ["*.ec2.internal"] },
      issuer: { text: "O=Example, CN=Example Root" },
      notBefore: Date.UTC(2026, 1, 3, 4, 5, 6),
      notAfter: Date.UTC(2051, 1, 3, 4, 5, 6),
      key: { type: "RSA", bits: 2048, exponent: 65537n },
      signatureAlgorithm: "1.2.840.10045.4.3.2",
      signatureAlgorithmsAgree: true,
      subjectAltNames: [{ kind: "dns", value: "*.ec2.internal" }],
      keyUsage: ["digitalSignature", "keyEncipherment"],
      extendedKeyUsage: ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"],
      basicConstraints: { ca: false, pathLength: undefined },
      authorityKeyId: "abcd",
      subjectKeyId: "ef01",
    });
    expect(certificate(root.der)).toMatchObject({
      basicConstraints: { ca: true },
      keyUsage: ["keyCertSign", "cRLSign"],
      key: { type: "EC", bits: 256, curve: "P-256", exponent: undefined },
    });
  });

  test("reads what every Node trusts, with the same names, dates and keys that node:crypto sees", () => {
    for (const text of rootCertificates) {
      const bytes = Buffer.from(text.split("\n").slice(1, -1).join(""), "base64");
      const { x509, notAfter, key, serial, subject } = certificate(bytes);
      expect(notAfter).toBe(Date.parse(x509.validTo));
      expect(serial).toBe(BigInt(`0x${x509.serialNumber}`));
      expect(key.bits).toBe(x509.publicKey.asymmetricKeyDetails?.modulusLength ?? key.bits);
      expect(subject.commonNames.at(-1) ?? "").toBe(/^CN=(.*)$/m.exec(x509.subject)?.[1] ?? "");
    }
  });

  test("counts the bits of the modulus' value: 2047 is not 2048", () => {
    expect(read({ spki: rsaSpki((1n << 2046n) | 1n), signWith: ecKeys() }).key.bits).toBe(2047);
  });

  test("sees explicit parameters of a curve", () => {
    const [, keyBits] = [0, issue().keys.publicKey.export({ format: "der", type: "spki" }).subarray(-68)];
    const spki = der(0x30, der(0x30, oidDer("1.2.840.10045.2.1"), der(0x30, integerDer(1n))), keyBits as Buffer);
    expect(read({ spki, signWith: ecKeys() }).key.curve).toBe("explicit");
  });

  test("reads times of 1950 to 2049 in two digits, others in four", () => {
    expect(read({ notBefore: "1950-01-01T00:00:00Z", notAfter: "2049-12-31T23:59:59Z" })).toMatchObject({
      notBefore: Date.UTC(1950, 0, 1),
      notAfter: Date.UTC(2049, 11, 31, 23, 59, 59),
    });
  });

  test("reports when the signed part names another algorithm", () => {
    const innerAlgorithm = der(0x30, oidDer("1.2.840.10045.4.1"));
    expect(read({ innerAlgorithm }).signatureAlgorithmsAgree).toBe(false);
  });

  test("replaces control characters in names that are shown", () => {
    expect(read({ subject: "CN=a\u001b[31m\u202eb" }).subject.text).toBe("CN=a\ufffd[31m\ufffdb");
  });

  test("does not cut a long name within a surrogate pair", () => {
    const { text } = read({ subject: `CN=${"a".repeat(98)}\u{1f600}bb` }).subject;
    expect(text).toBe(`CN=${"a".repeat(98)}…`);
  });

  const whole = issue({ dns: ["a"] }).der;
  test.each<[string, Buffer, string]>([
    ["bytes after it", Buffer.concat([whole, Buffer.alloc(4)]), "4 bytes follow the value"],
    ["a cut", whole.subarray(0, -1), "a value is cut off"],
    ["no bytes", Buffer.alloc(0), "a value is cut off"],
    ["an indefinite length", Buffer.from("30800000", "hex"), "a length is indefinite"],
    ["a long form of a short length", Buffer.from("30810100", "hex"), "a length is not in its shortest form"],
    [
      "a time without seconds of UTC",
      issue({ notAfter: "2026-01-01T00:00:00+01:00" }).der,
      "a time is not written in seconds of UTC",
    ],
    ["30 February", issue({ notAfter: "2026-02-30T00:00:00Z" }).der, "a time is not a date of the calendar"],
    ["a version that does not exist", issue({ version: 4 }).der, "version 4 does not exist"],
    [
      "names that are no DER",
      issue({ more: [["2.5.29.17", false, Buffer.from("3005820361", "hex")]] }).der,
      "a value is cut off",
    ],
    ["64 KiB", Buffer.alloc(70_000), "at most 65536 are read"],
  ])("refuses %s", (_, bytes, expected) => {
    expect(problem(bytes)).toContain(expected);
  });
});

describe("signatures", () => {
  const root = issue({ subject: "CN=Root", ca: true });
  const leaf = issue({ subject: "CN=leaf", by: root });

  test("a certificate is issued by the one whose name and key fit", () => {
    expect(isIssuedBy(certificate(leaf.der), certificate(root.der))).toBe(true);
    expect(isIssuedBy(certificate(root.der), certificate(leaf.der))).toBe(false);
  });

  test("a twin of the CA with another key did not issue it", () => {
    const twin = issue({ subject: "CN=Root", ca: true });
    expect(isIssuedBy(certificate(leaf.der), certificate(twin.der))).toBe(false);
  });

  test("the right key under another name did not issue it, although the signature is valid", () => {
    const renamed = issue({ subject: "CN=Other", ca: true, keys: root.keys });
    expect(isSignedBy(certificate(leaf.der), certificate(renamed.der))).toBe(true);
    expect(isIssuedBy(certificate(leaf.der), certificate(renamed.der))).toBe(false);
  });

  test("self-signed is name and key, even where keyUsage lacks keyCertSign", () => {
    expect(isSelfSigned(certificate(issue({ subject: "CN=x", keyUsage: [0] }).der))).toBe(true);
  });

  test("the same name on both sides is not self-signed when a foreign key signed it", () => {
    expect(isSelfSigned(certificate(issue({ subject: "CN=x", signWith: ecKeys() }).der))).toBe(false);
    expect(isSelfSigned(certificate(issue({ subject: "CN=Root", by: root }).der))).toBe(false);
  });

  test("names that differ only in case and blanks are equal", () => {
    const by = issue({ subject: "O=Example  Corp, CN=ROOT", ca: true });
    expect(isIssuedBy(certificate(issue({ by, issuer: "O=example corp, CN=root " }).der), certificate(by.der))).toBe(
      true,
    );
  });
});

describe("a certificate that is read again", () => {
  test("is read once, and not mistaken for one that differs in a byte", () => {
    const { der } = issue({ subject: "CN=again" });
    const first = readCertificate(der);
    expect(readCertificate(Buffer.from(der))).toBe(first);
    const other = Buffer.from(der);
    other.writeUInt8(other.readUInt8(der.length - 1) ^ 1, der.length - 1);
    expect(readCertificate(other)).not.toBe(first);
  });

  test("is forgotten after many others", () => {
    const { der } = issue({ subject: "CN=again" });
    const first = readCertificate(der);
    for (let number = 0; number < 40; number++) readCertificate(issue({ subject: `CN=${number}` }).der);
    expect(readCertificate(der)).not.toBe(first);
    expect(readCertificate(der)).toMatchObject({ fingerprint: (first as { fingerprint: string }).fingerprint });
  });
});
