import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { developmentBundle } from "../../certificates/generations";
import { KEY_TYPES, requestFiles } from "../../certificates/request";
import { parseSubject } from "../../certificates/subject";
import { openssl } from "./openssl";

const root = mkdtempSync(join(tmpdir(), "openssl-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const domains = ["us-west-2.compute.internal", "emr.corp.example"];
const subject = parseSubject("/C=US/O=Münster Data/OU=EMR");

describe("a development bundle", () => {
  const { folder } = developmentBundle({
    folder: join(root, "certs"),
    domains,
    days: 90,
    subject,
    renew: false,
    force: false,
    now: new Date(),
  });
  const verify = (...args: readonly string[]) =>
    openssl(
      ...["verify", "-x509_strict", "-auth_level", "3", "-CAfile", join(folder, "trustedCertificates.pem")],
      ...args,
      join(folder, "certificateChain.pem"),
    );

  test.each(["sslserver", "sslclient"])("verifies strictly, as %s, at security level 3 (RSA 3072)", (purpose) => {
    expect(verify("-purpose", purpose)).toEqual({ code: 0, output: expect.stringContaining(": OK") });
  });

  test.each([
    "ip-10-0-0-1.us-west-2.compute.internal",
    "i-0abc.us-west-2.compute.internal",
    "ip-10-0-0-2.emr.corp.example",
  ])("names host %s", (host) => {
    expect(verify("-verify_hostname", host).code).toBe(0);
  });

  test.each(["ip-10-0-0-1.ec2.internal", "a.b.us-west-2.compute.internal", "us-west-2.compute.internal"])(
    "does not name host %s",
    (host) => {
      expect(verify("-verify_hostname", host)).toEqual({
        code: 2,
        output: expect.stringContaining("hostname mismatch"),
      });
    },
  );

  test("is not accepted a day after it expires", () => {
    const later = Math.floor(Date.now() / 1000) + 91 * 86_400;
    expect(verify("-attime", String(later))).toEqual({
      code: 2,
      output: expect.stringContaining("certificate has expired"),
    });
  });

  test("contains a PKCS#8 private key that openssl finds consistent", () => {
    const key = join(folder, "privateKey.pem");
    expect(openssl("pkey", "-in", key, "-check", "-noout")).toEqual({
      code: 0,
      output: expect.stringContaining("Key is valid"),
    });
  });
});

describe.each(KEY_TYPES)("a request for %s", (keyType) => {
  const files = requestFiles({ domains, keyType, subject });
  const [key, csr] = [join(root, `${keyType}.key`), join(root, `${keyType}.csr`)];
  writeFileSync(key, files["privateKey.pem"]);
  writeFileSync(csr, files["request.csr"]);

  test("is signed by its own private key and asks for names and purposes", () => {
    const { code, output } = openssl(
      "req",
      "-in",
      csr,
      "-verify",
      "-noout",
      "-text",
      "-nameopt",
      "utf8,sep_comma_plus",
    );
    expect([code, output]).toEqual([0, expect.stringContaining("self-signature verify OK")]);
    expect(output).toContain("Subject: C=US,O=Münster Data,OU=EMR,CN=*.us-west-2.compute.internal");
    expect(output).toContain("DNS:*.us-west-2.compute.internal, DNS:*.emr.corp.example");
    expect(output).toContain("TLS Web Server Authentication, TLS Web Client Authentication");
    const usage = keyType.startsWith("rsa") ? "Digital Signature, Key Encipherment" : "Digital Signature";
    expect(/X509v3 Key Usage: critical\n *(.*)\n/.exec(output)?.[1]).toBe(usage);
    const publicKey = (...args: readonly string[]) => openssl(...args).output.replace(/^.*verify OK\n/, "");
    expect(publicKey("req", "-in", csr, "-noout", "-pubkey")).toBe(publicKey("pkey", "-in", key, "-pubout"));
  });

  test("becomes a valid certificate once a CA of openssl has signed it as requested", () => {
    const ca = {
      key: join(root, `${keyType}-ca.key`),
      pem: join(root, `${keyType}-ca.pem`),
      leaf: join(root, `${keyType}.pem`),
    };
    const pair = generateKeyPairSync("ec", { namedCurve: "P-384" });
    writeFileSync(ca.key, pair.privateKey.export({ type: "pkcs8", format: "pem" }));
    execFileSync("openssl", [
      "req",
      "-x509",
      "-new",
      "-key",
      ca.key,
      "-subj",
      "/CN=Corporate CA",
      "-days",
      "9",
      "-out",
      ca.pem,
    ]);
    const signing = ["-CA", ca.pem, "-CAkey", ca.key, "-CAcreateserial", "-copy_extensions", "copyall", "-days", "5"];
    execFileSync("openssl", ["x509", "-req", "-in", csr, ...signing, "-out", ca.leaf], { stdio: "ignore" });
    const host = "ip-10-0-0-1.us-west-2.compute.internal";
    expect(openssl("verify", "-CAfile", ca.pem, "-purpose", "sslserver", "-verify_hostname", host, ca.leaf)).toEqual({
      code: 0,
      output: expect.stringContaining(": OK"),
    });
  });
});
