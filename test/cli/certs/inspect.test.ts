import { X509Certificate } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { developmentBundle } from "../../../certificates/generations";
import { readBundle } from "../../../formats/bundle/read";
import { writeSidecar } from "../../../formats/sidecar";
import { sharedKeyPair } from "../../certificates/key-pairs";
import { authorityAndLeaf, bundleZip, ecKeys, issue } from "../../support/certificates";
import { run } from "./run";

const cwd = mkdtempSync(join(tmpdir(), "inspect-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const now = new Date();
const { ca } = developmentBundle({
  folder: join(cwd, "certs"),
  domains: ["us-west-2.compute.internal", "corp.example"],
  days: 40,
  subject: [],
  renew: false,
  force: false,
  now,
  makeKeyPair: sharedKeyPair,
});
const zip = readFileSync(join(cwd, "certs/development.zip"));
const object = { bucket: "artifacts", key: "certs/a.zip", region: "us-west-2" };
writeFileSync(join(cwd, "certs/development.bundle.json"), writeSidecar(zip, readBundle(zip), object));
const end = new Date(now.getTime() + 40 * 86_400_000 - 300_000).toISOString().slice(0, 10);

const inspect = (...args: string[]) => run(["certs", "inspect", ...args], cwd);

const table = [
  `  what  who                                     until       days left  key       where`,
  `  leaf  *.us-west-2.compute.internal            ${end}  39         RSA 2048  chain[0]`,
  `  root  ${ca}  ${end}  39         RSA 2048  chain[1], trusted[0]`,
];

test("a bundle is described in a few lines, each certificate once", async () => {
  const { code, out, err } = await inspect("certs/development.zip");
  expect([code, err]).toEqual([0, ""]);
  expect(out.split("\n")).toEqual([
    "certs/development.zip (bundle)",
    "  private key  RSA 2048, PKCS#8, fits the leaf",
    "  names        *.us-west-2.compute.internal, *.corp.example",
    `  path         *.us-west-2.compute.internal ← ${ca} (trusted)`,
    "",
    ...table,
    "",
  ]);
});

test("folder and sidecar describe the certificates in the same way; the sidecar adds the place of the bundle", async () => {
  const folder = await inspect("certs");
  const sidecar = await inspect("certs/development.bundle.json");
  for (const { out } of [folder, sidecar]) for (const line of table) expect(out).toContain(line);
  expect(sidecar.out).toContain("object       s3://artifacts/certs/a.zip");
  expect(sidecar.out).toContain("RSA 2048, PKCS#8, fits the leaf");
});

test("JSON contains names, dates and fingerprints, and is a list for several inputs", async () => {
  const { out } = await inspect("certs/certificateChain.pem", "certs/privateKey.pem", "--format", "json");
  expect(JSON.parse(out)).toMatchObject([
    {
      input: "certs/certificateChain.pem",
      kind: "PEM file",
      certificates: [
        { within: "certificateChain.pem[0]", daysLeft: 39, ca: false, key: "RSA 2048" },
        { ca: true, selfSigned: true },
      ],
      pathEnd: "a root that is not trusted here",
    },
    { kind: "PEM file", privateKey: { key: "RSA 2048", encoding: "PKCS#8", fitsLeaf: null }, certificates: [] },
  ]);
});

test("a certificate of a public CA is noted with the limits of that day", async () => {
  writeFileSync(join(cwd, "public.pem"), rootCertificates[0] ?? "");
  const note = async (...args: readonly string[]) => /note +(.*)/.exec((await inspect("public.pem", ...args)).out)?.[1];
  const today = "at most 200 days since 2026-03-15, 100 from 2027-03-15 and 47 from 2029-03-15";
  expect(await note("--now", "2026-11-28T00:00:00Z")).toContain(today);
  expect(await note("--now", "2029-03-15T00:00:00Z")).toContain("at most 47 days since 2029-03-15, and nodes read");
});

test("a leaf that Apple's platforms refuse is noted, one of 825 days is not", async () => {
  const note = async (days: number) => {
    const [notBefore, notAfter] = [0, days].map((each) => new Date(Date.UTC(2026, 0, 1 + each)).toISOString());
    writeFileSync(join(cwd, "long.pem"), authorityAndLeaf("ec2.internal", { notBefore, notAfter }).leaf.pem);
    return /note +(.*)/.exec((await inspect("long.pem")).out)?.[1];
  };
  expect(await note(825)).toBeUndefined();
  expect(await note(826)).toBe("the leaf is valid for more than 825 days, which Apple's platforms refuse");
});

test("no form of any private number is in any output", async () => {
  const inputs = ["certs", "certs/development.zip", "certs/privateKey.pem", "certs/development.bundle.json"];
  const outputs = [(await inspect(...inputs)).out, (await inspect(...inputs, "--format", "json")).out].join("");
  const jwk = sharedKeyPair("leaf").privateKey.export({ format: "jwk" });
  for (const number of [jwk.d, jwk.p, jwk.q, jwk.dp, jwk.dq, jwk.qi]) {
    const bytes = Buffer.from(number ?? "", "base64url");
    const hex = bytes.toString("hex");
    for (const form of [hex, BigInt(`0x${hex}`).toString(), bytes.toString("base64")]) {
      expect(outputs.toLowerCase()).not.toContain(form.toLowerCase());
    }
  }
});

test("problems are reported: a key that does not fit, a damaged file, a link that leaves the folder, a sidecar of another zip", async () => {
  const wrong = join(cwd, "wrong");
  mkdirSync(wrong);
  const stranger = sharedKeyPair("CA").privateKey.export({ type: "pkcs8", format: "pem" });
  writeFileSync(join(wrong, "privateKey.pem"), stranger);
  writeFileSync(join(wrong, "certificateChain.pem"), readFileSync(join(cwd, "certs/certificateChain.pem")));
  symlinkSync(join(cwd, "certs/trustedCertificates.pem"), join(wrong, "trustedCertificates.pem"));
  const folder = await inspect("wrong");
  expect(folder.out).toContain("RSA 2048, PKCS#8, does not fit the leaf");
  expect(folder.out).toContain(
    "problem      trustedCertificates.pem is a symbolic link that leaves the folder; it was not read",
  );
  writeFileSync(join(wrong, "certificateChain.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
  expect((await inspect("wrong")).out).toMatch(/problem +certificateChain\.pem, line 1: /);
  writeFileSync(join(wrong, "a.zip"), "PK");
  writeFileSync(join(wrong, "a.bundle.json"), readFileSync(join(cwd, "certs/development.bundle.json")));
  expect((await inspect("wrong/a.bundle.json")).out).toContain("a.zip is not the bundle of this sidecar");
});

test("what ended, what is missing, a chain out of order and a stray private key are each a problem", async () => {
  const root = issue({ subject: "CN=Root", ca: true });
  const past = { notBefore: "2020-01-01T00:00:00Z", notAfter: "2021-02-03T00:00:00Z" };
  const leaf = issue({ subject: "CN=*.ec2.internal", by: root, dns: ["*.ec2.internal"], ...past });
  const strange = root.pem + leaf.pem + leaf.privateKeyPem;
  writeFileSync(join(cwd, "strange.zip"), bundleZip({ "certificateChain.pem": strange }));
  const { out } = await inspect("strange.zip");
  const problems = out.split("\n").filter((line) => line.startsWith("  problem"));
  expect(problems.map((line) => line.replace(/^ +problem +/, ""))).toEqual([
    "privateKey.pem is missing",
    expect.stringMatching(/^certificateChain\.pem, line \d+: a private key among certificates, which Java refuses$/),
    "certificateChain.pem[1] ended on 2021-02-03",
    "certificateChain.pem is not in order: the leaf first, each issued by the next",
  ]);
});

test("--now sets the time: days left, what has expired and what is not yet valid", async () => {
  const at = (time: string) => inspect("certs", "--now", time);
  expect((await at("2100-01-01T00:00:00Z")).out).toContain(`certificateChain.pem[0] ended on ${end}`);
  expect((await at("1970-01-01T00:00:00Z")).out).toContain("certificateChain.pem[0] begins on ");
  expect((await inspect("certs", "--now", now.toISOString())).out).toContain(table[1]);
  const wrong = await at("tomorrow");
  expect([wrong.code, wrong.err]).toEqual([
    2,
    "emr-encryption: --now is 'tomorrow'; give an RFC 3339 time, such as 2026-11-23T12:00:00Z\n",
  ]);
});

test("if the leaf cannot be read, no later certificate takes its place", async () => {
  const root = issue({ subject: "CN=Root", ca: true, dns: ["root.example"] });
  writeFileSync(
    join(cwd, "headless.zip"),
    bundleZip({
      "privateKey.pem": root.privateKeyPem,
      "certificateChain.pem": `-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n${root.pem}`,
      "trustedCertificates.pem": root.pem,
    }),
  );
  const { out } = await inspect("headless.zip");
  expect(out).not.toMatch(/^ {2}(names|path)/m);
  expect(out).not.toContain("fits the leaf");
  expect(out).toContain("problem      the first certificate of certificateChain.pem, the leaf, cannot be read");
  expect(out).toMatch(/root {2}Root .* chain\[1\], trusted\[0\]/);
});

test("the leaf is the certificate of the private key, wherever it is; its common name counts if it has no DNS name", async () => {
  const root = issue({ subject: "CN=Example Root", ca: true });
  const leaf = issue({ subject: "O=x, CN=*.ec2.internal", by: root, ca: false });
  const files = { "privateKey.pem": leaf.privateKeyPem, "certificateChain.pem": root.pem + leaf.pem };
  writeFileSync(join(cwd, "reversed.zip"), bundleZip(files));
  const { out } = await inspect("reversed.zip");
  expect(out).toContain("EC P-256, PKCS#8, fits the leaf");
  expect(out).toContain("names        *.ec2.internal (common name; it has no DNS name)");
  expect(out).toContain("problem      certificateChain.pem is not in order: the leaf first, each issued by the next");
  expect(out).toMatch(/leaf {2}\*\.ec2\.internal .* chain\[1\]/);
  writeFileSync(join(cwd, "root.pem"), root.pem);
  expect((await inspect("root.pem")).out).not.toContain("names");
});

test("files under other names, and files with each other's content, are reported", async () => {
  const { root, leaf } = authorityAndLeaf();
  const inFolder = { "certs/privateKey.pem": leaf.privateKeyPem, "certs/certificateChain.pem": leaf.pem };
  writeFileSync(join(cwd, "folder.zip"), bundleZip(inFolder));
  expect((await inspect("folder.zip")).out).toContain(
    "privateKey.pem is missing; there is certs/privateKey.pem, certs/certificateChain.pem",
  );
  const swapped = { "privateKey.pem": leaf.pem + root.pem, "certificateChain.pem": leaf.privateKeyPem };
  writeFileSync(join(cwd, "swapped.zip"), bundleZip(swapped));
  expect((await inspect("swapped.zip")).out).toContain(
    "privateKey.pem and certificateChain.pem contain each other's content",
  );
});

test("a thousand certificates are all listed, and each is read once", async () => {
  const keys = ecKeys();
  const chain = [issue({ subject: "CN=0", ca: true, keys })];
  for (let index = 1; index < 1000; index++)
    chain.unshift(issue({ subject: `CN=${index}`, by: chain[0], ca: true, keys }));
  writeFileSync(join(cwd, "thousand.pem"), chain.map(({ pem }) => pem).join(""));
  const signatures = jest.spyOn(X509Certificate.prototype, "verify");
  const { code, out } = await inspect("thousand.pem");
  expect([code, out.split("\n").filter((line) => line.includes("chain[")).length]).toEqual([0, 1000]);
  expect(signatures.mock.calls.length).toBeLessThanOrEqual(4 * 1000);
  signatures.mockRestore();
});

test("a file that this user may not read is named, one sentence, exit 2", async () => {
  const fs = require("node:fs") as typeof import("node:fs");
  const refuse = jest.spyOn(fs, "openSync").mockImplementation(() => {
    throw Object.assign(new Error("EACCES"), { code: "EACCES" });
  });
  const { code, err } = await inspect("certs");
  refuse.mockRestore();
  expect([code, err]).toEqual([
    2,
    `emr-encryption: '${join(cwd, "certs/privateKey.pem")}' cannot be read: permission denied\n`,
  ]);
});

test("an encrypted private key is reported as unusable for EMR", async () => {
  const encrypted = sharedKeyPair("leaf").privateKey.export({
    type: "pkcs8",
    format: "pem",
    cipher: "aes-256-cbc",
    passphrase: "x",
  });
  writeFileSync(join(cwd, "encrypted.pem"), encrypted);
  expect((await inspect("encrypted.pem")).out).toContain("private key  encrypted: EMR has no field for a passphrase");
});

test("inputs that cannot be read end with exit code 2, one sentence each, after the others were described", async () => {
  writeFileSync(join(cwd, "empty"), "");
  writeFileSync(join(cwd, "junk"), "junk");
  writeFileSync(join(cwd, "other.json"), "{}");
  mkdirSync(join(cwd, "nothing"));
  writeFileSync(join(cwd, "huge.zip"), "");
  truncateSync(join(cwd, "huge.zip"), 5 * 1024 * 1024);
  const { code, out, err } = await inspect("missing", "empty", "junk", "other.json", "nothing", "huge.zip", "certs");
  expect(code).toBe(2);
  expect(out).toContain("fits the leaf");
  expect(
    err
      .trimEnd()
      .split("\n")
      .map((line) => line.replace(cwd, "")),
  ).toEqual([
    expect.stringMatching(/missing' cannot be read: it does not exist/),
    expect.stringMatching(/empty' is empty; give a bundle/),
    expect.stringMatching(/junk' is not a bundle, PEM file or sidecar/),
    expect.stringMatching(
      /other\.json' is not a sidecar: 'sidecarVersion' is missing; expected 1, the only version that this release reads; certs publish writes one/,
    ),
    expect.stringMatching(/nothing' contains none of privateKey\.pem, certificateChain\.pem, trustedCertificates\.pem/),
    expect.stringMatching(/huge\.zip' cannot be read: it has 5242880 bytes; at most 4194304 are read/),
  ]);
});

test("an unknown format is refused", async () => {
  const { code, err } = await inspect("certs", "--format", "xml");
  expect([code, err]).toEqual([2, "emr-encryption: --format 'xml' is not one of text, json\n"]);
});

describe("expiring", () => {
  const expiring = (...args: string[]) => run(["certs", "expiring", ...args], cwd);

  test("--now sets the time", async () => {
    const asOf = (time: string) => expiring("--within", "60d", "certs/development.zip", "--now", time);
    const before = new Date(now.getTime() - 30 * 86_400_000).toISOString();
    expect([(await asOf(before)).code, (await asOf(now.toISOString())).code]).toEqual([0, 1]);
    expect((await asOf("2100-01-01T00:00:00+01:00")).out).toMatch(/ {2}ended \d{5} days ago {2}/);
    expect((await asOf("2100-01-01")).code).toBe(2);
  });

  test("39 days left is sooner than 40 days, not sooner than 39", async () => {
    const soon = await expiring("--within", "40d", "certs/development.zip");
    expect(soon.code).toBe(1);
    expect(soon.out).toContain(`${end}  in 39 days  CN=*.us-west-2.compute.internal  `);
    expect(soon.out).toContain("3 of 3 certificates in 1 input end within 40 days");
    const later = await expiring("--within", "39d", "certs/development.zip");
    expect([later.code, later.out]).toEqual([0, "0 of 3 certificates in 1 input end within 39 days\n"]);
  });

  test("weeks are seven days", async () => {
    expect((await expiring("--within", "5w", "certs")).code).toBe(0);
    expect((await expiring("--within", "6w", "certs")).code).toBe(1);
  });

  test("folders are searched; a bundle's folder counts once", async () => {
    const nested = mkdtempSync(join(tmpdir(), "expiring-"));
    mkdirSync(join(nested, "a/b"), { recursive: true });
    mkdirSync(join(nested, ".hidden"));
    for (const name of ["a/b/x.zip", "a/notes.txt", ".hidden/y.zip"]) writeFileSync(join(nested, name), zip);
    const { code, out } = await run(["certs", "expiring", "--within", "60d"], nested);
    expect([code, out]).toEqual([1, expect.stringContaining("3 of 3 certificates in 1 input ")]);
    rmSync(nested, { recursive: true });
  });

  test.each(["60", "0d"])("--within %s is accepted", async (within) => {
    expect((await expiring("--within", within, "certs")).code).toBe(within === "60" ? 1 : 0);
  });

  test.each(["", "soon", "-1d", "1y"])("--within '%s' is refused", async (within) => {
    const { code, err } = await expiring(`--within=${within}`);
    expect([code, err]).toEqual([
      2,
      `emr-encryption: --within is '${within}'; days or weeks are required, such as 60d or 8w\n`,
    ]);
  });

  test("an input that cannot be read takes precedence over what expires soon", async () => {
    const { code, err } = await expiring("--within", "60d", "missing", "certs");
    expect([code, err]).toEqual([2, expect.stringContaining("missing' cannot be read: it does not exist")]);
  });
});
