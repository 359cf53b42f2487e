import { X509Certificate } from "node:crypto";
import { type EndpointProof, prove } from "../../endpoint/prove";
import { readBundleFiles } from "../../formats/bundle/read";
import { authorityAndLeaf } from "../support/certificates";
import { rawServer, type TestServer, tlsServer } from "./servers";

const { root, leaf } = authorityAndLeaf();
const host = "ip-10-0-0-1.ec2.internal";
const at = new Date("2026-11-28T12:00:00Z");
const pem = { "certificateChain.pem": leaf.pem, "trustedCertificates.pem": root.pem };
const bundle = readBundleFiles(new Map(Object.entries(pem).map(([name, text]) => [name, Buffer.from(text)])));
const anchors = bundle.trusted.map(({ certificate }) => certificate);

const servers: TestServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.stop();
});

async function look(started: Promise<TestServer>, timeout = 30_000, address = "127.0.0.1"): Promise<EndpointProof> {
  const server = await started;
  servers.push(server);
  const endpoint = { host: address, port: server.port, guessed: false };
  const [proof] = await prove([endpoint], { bundle, anchors, serverName: host, timeout, at });
  return proof as EndpointProof;
}

const checks = ({ findings }: EndpointProof) => findings.map(({ check }) => check).sort();

const uint16 = (value: number) => [value >> 8, value & 0xff];
const uint24 = (value: number) => [value >> 16, ...uint16(value & 0xffff)];
const record = (type: number, content: readonly number[]) =>
  Buffer.from([type, 3, 3, ...uint16(content.length), ...content]);
const message = (type: number, body: readonly number[]) => record(22, [type, ...uint24(body.length), ...body]);
const alert = record(21, [2, 40]);

/** Version and suites that a hello offers. */
function offered(hello: Buffer): { readonly version: number; readonly suites: readonly number[] } {
  const suites = hello.subarray(44 + hello.readUInt8(43));
  const count = suites.readUInt16BE(0) / 2;
  return {
    version: hello.readUInt16BE(9),
    suites: Array.from({ length: count }, (_, at) => suites.readUInt16BE(2 + 2 * at)),
  };
}

interface Legacy {
  readonly version: number;
  readonly suites: readonly number[];
  /** Bits of the prime for suites of Diffie-Hellman. */
  readonly primeBits?: number;
  /** Sends the hello, and then nothing. */
  readonly hangs?: boolean;
}

/** A server of old suites, which no library speaks any more, up to the end of its first flight. */
function legacyServer({ version, suites, primeBits, hangs }: Legacy): Promise<TestServer> {
  return rawServer((socket) => {
    socket.once("data", (hello) => {
      const offer = offered(hello);
      const chosen = suites.find((suite) => offer.suites.includes(suite));
      if (offer.version !== version || chosen === undefined || hello.includes(Buffer.from([0, 43, 0, 3, 2, 3, 4]))) {
        socket.end(alert);
        return;
      }
      const der = [...new X509Certificate(leaf.pem).raw];
      socket.write(message(2, [...uint16(version), ...Array(32).fill(7), 0, ...uint16(chosen), 0]));
      if (hangs) return;
      socket.write(message(11, [...uint24(der.length + 3), ...uint24(der.length), ...der]));
      if (primeBits)
        socket.write(message(12, [...uint16(primeBits / 8), ...Array(primeBits / 8).fill(0xff), 0, 1, 2, 0, 1, 3]));
      socket.write(message(14, []));
    });
  });
}

const RC4 = [0x0005, 0x0004];
const TRIPLE_DES = [0x000a];
const GCM = [0xc02f];
const DHE = [0x009e];

test.each<readonly [string, Legacy, readonly string[], readonly string[]]>([
  ["RC4", { version: 0x303, suites: RC4 }, ["TLS 1.2"], ["prove.weak_cipher_suite"]],
  ["3DES", { version: 0x303, suites: TRIPLE_DES }, ["TLS 1.2"], ["prove.weak_cipher_suite"]],
  [
    "3DES over TLS 1.0",
    { version: 0x301, suites: TRIPLE_DES },
    ["TLS 1.0"],
    ["prove.old_version", "prove.weak_cipher_suite"],
  ],
  ["RC4 over SSL 3.0", { version: 0x300, suites: RC4 }, ["SSL 3.0"], ["prove.old_version", "prove.weak_cipher_suite"]],
])("%s alone: the handshake is not tried, which is reported", async (_, legacy, versions, expected) => {
  const proof = await look(legacyServer(legacy));
  expect(checks(proof)).toEqual(expected);
  expect(proof.versions.map(({ version }) => version)).toEqual(versions);
  expect(proof.notEvaluated).toEqual([expect.stringContaining("the private key of its certificate was not checked")]);
});

test.each<readonly [string, readonly number[]]>([
  ["first", [...DHE, ...GCM]],
  ["after better suites", [...GCM, ...DHE]],
])("a Diffie-Hellman prime of 1024 bits, %s", async (_, suites) => {
  const proof = await look(legacyServer({ version: 0x303, suites, primeBits: 1024 }));
  // The server ends after its first flight, as one without the private key would.
  expect(checks(proof)).toEqual(["prove.handshake_failed", "prove.weak_key_exchange"]);
  expect(proof.findings.find(({ check }) => check === "prove.weak_key_exchange")?.message).toBe(
    "The endpoint exchanges keys by Diffie-Hellman with a prime of 1024 bits; at least 2048 bits are required.",
  );
});

test("a server that stops in its first flight has shown no certificate, and is not trusted", async () => {
  const proof = await look(legacyServer({ version: 0x303, suites: GCM, hangs: true }), 300);
  expect(proof).toMatchObject({ certificates: [], handshake: false, trusted: false });
});

test("TLS 1.0 alone, of a server that completes the handshake", async () => {
  const old = { minVersion: "TLSv1", maxVersion: "TLSv1", ciphers: "ECDHE:!eNULL:!aNULL:@SECLEVEL=0" } as const;
  const proof = await look(tlsServer({ key: leaf.privateKeyPem, cert: leaf.pem, ...old }));
  expect(proof).toMatchObject({ handshake: true, notEvaluated: [] });
  expect(checks(proof)).toEqual(["prove.old_version"]);
});
