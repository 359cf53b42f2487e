import { spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suiteOf, TLS12_SUITES, TLS13_SUITES } from "../../endpoint/cipher-suites";
import { prove } from "../../endpoint/prove";
import { readBundleFiles } from "../../formats/bundle/read";
import { openssl } from "../certificates/openssl";
import { jdks, tlsServer } from "../java/jdk";
import { issue, rsaKeys } from "../support/certificates";

const host = "ip-10-0-0-1.ec2.internal";
const at = new Date("2026-11-28T12:00:00Z");
const root = issue({ subject: "O=Example, CN=Example Root", ca: true });
const intermediate = issue({ subject: "O=Example, CN=Example Intermediate", by: root, ca: true });
const leaf = issue({
  subject: "CN=*.ec2.internal",
  by: intermediate,
  dns: ["*.ec2.internal"],
  ca: false,
  keys: rsaKeys(),
});
const files = {
  "privateKey.pem": leaf.privateKeyPem,
  "certificateChain.pem": leaf.pem + intermediate.pem,
  "trustedCertificates.pem": root.pem,
};
const bundle = readBundleFiles(new Map(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])));
const anchors = bundle.trusted.map(({ certificate }) => certificate);

async function look(port: number) {
  const options = { bundle, anchors, serverName: host, timeout: 10_000, at };
  const [proof] = await prove([{ host: "127.0.0.1", port, guessed: false }], options);
  if (!proof) throw new Error("the endpoint was left out");
  return proof;
}

test.each(jdks())("a server in Java $version that loads the bundle as nodes do serves it", async (jdk) => {
  const server = await tlsServer(jdk, files, { protocols: ["TLSv1.2", "TLSv1.3"] });
  const proof = await look(server.port);
  server.stop();
  expect(proof).toMatchObject({ status: "tls", trusted: true, handshake: true, clientCertificate: "not requested" });
  // Up to Java 23, key exchange by RSA is on by default; nothing worse is.
  const others = proof.findings.filter(({ check }) => check !== "prove.no_forward_secrecy" || jdk.version > 23);
  expect(others).toEqual([]);
  expect(proof.certificates.map(({ fingerprint }) => fingerprint)).toEqual(
    bundle.chain.map(({ certificate }) => certificate.fingerprint),
  );
});

test("a server in Java that requires client certificates, with both versions and with TLS 1.3 alone", async () => {
  for (const protocols of [["TLSv1.2", "TLSv1.3"], ["TLSv1.3"]]) {
    const server = await tlsServer(jdks().at(-1) ?? { java: "java", version: 17 }, files, { protocols, mutual: true });
    const proof = await look(server.port);
    server.stop();
    expect(proof).toMatchObject({ status: "tls", trusted: true, clientCertificate: "required" });
    expect(proof.findings.filter(({ severity }) => severity === "error")).toEqual([]);
  }
});

/** A server of OpenSSL; its own client confirms what was found. */
async function sServer(...args: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), "s-server-"));
  writeFileSync(join(folder, "key.pem"), leaf.privateKeyPem);
  writeFileSync(join(folder, "cert.pem"), leaf.pem);
  writeFileSync(join(folder, "chain.pem"), intermediate.pem);
  const port = await freePort();
  const named = ["-key", join(folder, "key.pem"), "-cert", join(folder, "cert.pem")];
  const server = spawn(
    "openssl",
    [
      "s_server",
      "-accept",
      `127.0.0.1:${port}`,
      ...named,
      "-quiet",
      ...args.map((arg) => arg.replace("CHAIN", join(folder, "chain.pem"))),
    ],
    { stdio: ["pipe", "ignore", "ignore"] },
  );
  for (let tries = 0; tries < 50; tries++) {
    if (
      openssl("s_client", "-connect", `127.0.0.1:${port}`, "-cipher", "ALL:@SECLEVEL=0", "-brief").output.includes(
        "CONNECTION ESTABLISHED",
      )
    )
      break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const accepts = (flag: string) =>
    openssl("s_client", "-connect", `127.0.0.1:${port}`, flag, "-cipher", "ALL:@SECLEVEL=0", "-brief").output.includes(
      "CONNECTION ESTABLISHED",
    );
  return { port, accepts, stop: () => void server.kill() };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { readonly port: number };
      server.close(() => resolve(port));
    });
  });
}

test("versions of OpenSSL's server are those that its client finds", async () => {
  const flags = { "TLS 1.3": "-tls1_3", "TLS 1.2": "-tls1_2", "TLS 1.1": "-tls1_1", "TLS 1.0": "-tls1" };
  for (const args of [
    ["-cert_chain", "CHAIN"],
    ["-cert_chain", "CHAIN", "-tls1_2"],
    ["-cert_chain", "CHAIN", "-cipher", "ALL:@SECLEVEL=0"],
  ]) {
    const server = await sServer(...args);
    const { versions } = await look(server.port);
    const confirmed = Object.entries(flags).filter(([, flag]) => server.accepts(flag));
    server.stop();
    expect(versions.map(({ version }) => version)).toEqual(confirmed.map(([name]) => name));
  }
});

test("OpenSSL's server without its intermediate", async () => {
  const server = await sServer("-no_tls1_3", "-cipher", "ECDHE+AESGCM");
  const proof = await look(server.port);
  server.stop();
  expect(proof.findings.map(({ check }) => check)).toEqual(["prove.chain_incomplete"]);
});

test("numbers and names of suites are those of OpenSSL", () => {
  const { output } = openssl("ciphers", "-V", "-stdname", "ALL:COMPLEMENTOFALL:@SECLEVEL=0");
  const listed = [...output.matchAll(/0x([0-9A-F]{2}),0x([0-9A-F]{2}) - (TLS_\w+)/g)].map(
    ([, high, low, name]) => [Number.parseInt(`${high}${low}`, 16), name] as const,
  );
  const ours = new Set([...TLS13_SUITES, ...TLS12_SUITES].map(({ code }) => code));
  const shared = listed.filter(([code]) => ours.has(code));
  expect(shared.length).toBeGreaterThan(60);
  for (const [code, name] of shared) expect([code, suiteOf(code).name]).toEqual([code, name]);
});
