import { mkdtempSync, writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rawServer, type TestServer, tlsServer } from "../endpoint/servers";
import { authorityAndLeaf, bundleZip } from "../support/certificates";
import { run } from "./certs/run";

const { root, leaf } = authorityAndLeaf();
const chain = leaf.pem;
const files = {
  "privateKey.pem": leaf.privateKeyPem,
  "certificateChain.pem": chain,
  "trustedCertificates.pem": root.pem,
};
const folder = mkdtempSync(join(tmpdir(), "prove-"));
writeFileSync(join(folder, "emr.zip"), bundleZip(files));
const options = ["--bundle", "emr.zip", "--server-name", "ip-10-0-0-1.ec2.internal", "--now", "2026-11-28T12:00:00Z"];

let server: TestServer;
const others: TestServer[] = [];
const plainHttp = (socket: Socket) => void socket.once("data", () => socket.end("HTTP/1.1 400 Bad\r\n\r\n"));
beforeAll(async () => {
  server = await tlsServer({ key: leaf.privateKeyPem, cert: chain });
});
afterAll(() => {
  for (const each of [server, ...others]) each.stop();
});

const prove = (...args: readonly string[]) => run(["prove", ...args], folder);

test("an endpoint that serves the bundle is reported in text, with exit code 0", async () => {
  const { code, out, err } = await prove(`127.0.0.1:${server.port}`, ...options);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain("(the bundle's leaf)");
  expect(out).toContain("*.ec2.internal ← Example Root (trusted)");
  expect(out).toContain("1 endpoint · as in the bundle");
});

test("the evidence has the time, the hash of the bundle and every fingerprint, and nothing private", async () => {
  const { code, out } = await prove(`127.0.0.1:${server.port}`, ...options, "--format", "json");
  const evidence = JSON.parse(out);
  expect(code).toBe(0);
  expect(evidence).toMatchObject({
    evidenceVersion: 1,
    evaluatedAt: "2026-11-28T12:00:00.000Z",
    bundle: { input: "emr.zip", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    endpoints: [{ endpoint: `127.0.0.1:${server.port}`, trusted: true, findings: [] }],
  });
  expect(evidence.endpoints[0].certificates[0].fingerprint).toBe(evidence.bundle.leafFingerprint);
  expect(out).not.toContain("PRIVATE");
});

test("findings have exit code 1, an endpoint that is not checked has 2, and all are reported", async () => {
  const plain = await rawServer(plainHttp);
  const silent = await rawServer(() => {});
  others.push(plain, silent);
  const found = await prove(`127.0.0.1:${plain.port}`, ...options);
  expect(found.code).toBe(1);
  expect(found.out).toContain("error  prove.no_tls  The endpoint does not use TLS: it answers HTTP in clear text.");
  expect((await prove(`127.0.0.1:${plain.port}`, ...options, "--fail-on", "never")).code).toBe(0);
  const args = [`127.0.0.1:${silent.port}`, `127.0.0.1:${plain.port}`, `127.0.0.1:${server.port}`];
  const mixed = await prove(...args, ...options, "--timeout", "3");
  expect(mixed.code).toBe(2);
  expect(mixed.err).toBe(
    `emr-encryption: 127.0.0.1:${silent.port}: it accepts connections and sends no complete answer within 3 s\n`,
  );
  expect(mixed.out).toContain("prove.no_tls");
  expect(mixed.out).toContain("3 endpoints · 1 error · 1 not checked");
});

test.each([
  [["host"], "'host' has no port; give HOST:PORT, or --known-ports for the services of EMR"],
  [["host:0"], "'host:0' is not an endpoint; give HOST:PORT, as in ip-10-0-0-1.ec2.internal:8446"],
  [["https://host:1"], "'https://host:1' is not an endpoint; give HOST:PORT, as in ip-10-0-0-1.ec2.internal:8446"],
  [["[::g]:1"], "'[::g]:1' is not an endpoint; give HOST:PORT, as in ip-10-0-0-1.ec2.internal:8446"],
  [["[::]"], "'[::]' has no port; give HOST:PORT, or --known-ports for the services of EMR"],
  [["::1"], "'::1' is an IPv6 address without brackets; give [ADDRESS]:PORT, as in [2001:db8::1]:8446"],
  [["::1:443"], "'::1:443' is an IPv6 address without brackets; give [ADDRESS]:PORT, as in [2001:db8::1]:8446"],
  [
    ["fe80::1%eth0"],
    "'fe80::1%eth0' is an IPv6 address without brackets; give [ADDRESS]:PORT, as in [2001:db8::1]:8446",
  ],
  [["host:1", "--timeout", "0"], "--timeout is '0'; give seconds between 0.1 and 120"],
  [["host:1", "--format", "xml"], "--format 'xml' is not one of text, json"],
  [["host:1", "--fail-on", "x"], "--fail-on is 'x'; give error, warning, info or never"],
])("%j is refused in one sentence", async (args, sentence) => {
  expect(await prove(...args, "--bundle", "emr.zip")).toEqual({
    code: 2,
    out: "",
    err: `emr-encryption: ${sentence}\n`,
  });
});

test("IPv6 addresses are endpoints, including one with a zone and one that maps IPv4", async () => {
  const addresses = ["[::ffff:127.0.0.1]", "[fe80::1%lo]"];
  const args = addresses.map((address) => `${address}:${server.port}`);
  const { out } = await prove(...args, ...options, "--format", "json", "--timeout", "0.5");
  expect(JSON.parse(out).endpoints.map(({ endpoint }: { endpoint: string }) => endpoint)).toEqual(args);
});

test("a bundle that is missing or has no leaf is refused in one sentence", async () => {
  const missing = await prove("host:1", "--bundle", "missing.zip");
  expect(missing.code).toBe(2);
  expect(missing.err).toMatch(/^emr-encryption: .*missing\.zip.*\n$/);
  writeFileSync(join(folder, "empty.zip"), bundleZip({ "privateKey.pem": leaf.privateKeyPem }));
  expect((await prove("host:1", "--bundle", "empty.zip")).err).toBe(
    "emr-encryption: --bundle 'empty.zip' has no readable leaf certificate; see certs inspect\n",
  );
});

test("a host without any open known port is not reported as clean", async () => {
  const { code, err } = await prove("127.89.7.3", "--known-ports", ...options, "--timeout", "0.3");
  expect(code).toBe(2);
  expect(err).toContain("none of the known ports is open on 127.89.7.3");
});
