import { constants } from "node:crypto";
import type { Socket } from "node:net";
import { createSecureContext } from "node:tls";
import { clientHello, TLS_VERSIONS } from "../../endpoint/client-hello";
import { type EndpointProof, prove } from "../../endpoint/prove";
import { FLIGHT_BYTES, ServerFlight } from "../../endpoint/server-flight";
import { readBundleFiles } from "../../formats/bundle/read";
import { ecKeys, type Issued, type IssueOptions, issue, rsaKeys } from "../support/certificates";
import { rawServer, type TestServer, tlsServer } from "./servers";

const host = "ip-10-0-0-1.ec2.internal";
const at = new Date("2026-11-28T12:00:00Z");
const root = issue({ subject: "O=Example, CN=Example Root", ca: true });
const intermediate = issue({ subject: "O=Example, CN=Example Intermediate", by: root, ca: true });
const node = (options: IssueOptions = {}) =>
  issue({ subject: "CN=*.ec2.internal", by: intermediate, dns: ["*.ec2.internal"], ca: false, ...options });
const leaf = node({ keys: rsaKeys() });

const bundleOf = (own: Issued, between: readonly Issued[] = [intermediate]) =>
  readBundleFiles(
    new Map([
      ["certificateChain.pem", Buffer.from([own, ...between].map(({ pem }) => pem).join(""))],
      ["trustedCertificates.pem", Buffer.from(root.pem)],
    ]),
  );

const servers: TestServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.stop();
});

interface Look {
  readonly name?: string;
  readonly own?: Issued;
  readonly timeout?: number;
}

async function look(started: Promise<TestServer>, { name = host, own = leaf, timeout = 5000 }: Look = {}) {
  const server = await started;
  servers.push(server);
  const bundle = bundleOf(own);
  const anchors = bundle.trusted.map(({ certificate }) => certificate);
  const endpoint = { host: "127.0.0.1", port: server.port, guessed: false };
  const [proof] = await prove([endpoint], { bundle, anchors, serverName: name, timeout, at });
  return proof as EndpointProof;
}

const serve = (own: Issued, more: Parameters<typeof tlsServer>[0] = {}, chain: readonly Issued[] = [intermediate]) =>
  tlsServer({ key: own.privateKeyPem, cert: [own, ...chain].map(({ pem }) => pem).join(""), ...more });

const checks = ({ findings }: EndpointProof) => findings.map(({ check }) => check).sort();
const forwardSecret = "ECDHE+AESGCM";

test("an endpoint that serves the bundle has no findings", async () => {
  const proof = await look(serve(leaf, { ciphers: forwardSecret }));
  expect(proof).toMatchObject({
    status: "tls",
    trusted: true,
    handshake: true,
    path: ["*.ec2.internal", "Example Intermediate", "Example Root"],
    clientCertificate: "not requested",
    findings: [],
    notEvaluated: [],
    unanswered: [],
  });
  expect(proof.versions.map(({ version, keyExchange }) => [version, keyExchange])).toEqual([
    ["TLS 1.3", "X25519"],
    ["TLS 1.2", "X25519"],
  ]);
  expect(new Set(proof.versions[1]?.suites)).toEqual(
    new Set(["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"]),
  );
});

const ca = (options: IssueOptions) => issue({ subject: "CN=Other CA", by: root, ca: true, ...options });
const stranger = issue({ subject: "CN=Foreign Root", ca: true });
const expiredCa = ca({ notAfter: "2026-11-01T00:00:00Z" });
const withoutCaFlag = ca({ ca: false });
const underExpired = node({ by: expiredCa });
const underNoCa = node({ by: withoutCaFlag });
const ofStranger = node({ by: stranger });
const sameKey = node({ keys: leaf.keys });
const expired = node({ notAfter: "2026-11-27T00:00:00Z" });
const future = node({ notBefore: "2026-12-01T00:00:00Z" });
const selfSigned = issue({ subject: "CN=*.ec2.internal", dns: ["*.ec2.internal"], ca: false });
const oneHost = node({ dns: ["ip-10-0-0-2.ec2.internal"] });
const otherRegion = node({ dns: ["*.us-west-2.compute.internal"] });

const certificateCases: readonly (readonly [string, () => Promise<EndpointProof>, readonly string[]])[] = [
  ["an expired leaf", () => look(serve(expired), { own: expired }), ["prove.expired"]],
  ["a leaf that is not valid yet", () => look(serve(future), { own: future }), ["prove.not_yet_valid"]],
  ["a leaf of another private key", () => look(serve(node())), ["prove.other_certificate"]],
  [
    "another leaf of the same private key",
    () => look(serve(sameKey, { ciphers: forwardSecret })),
    ["prove.other_certificate"],
  ],
  ["a missing intermediate", () => look(serve(leaf, { ciphers: forwardSecret }, [])), ["prove.chain_incomplete"]],
  [
    "the root in addition",
    () => look(serve(leaf, { ciphers: forwardSecret }, [intermediate, root])),
    ["prove.other_chain"],
  ],
  [
    "a leaf of an authority that is not trusted",
    () => look(serve(ofStranger, {}, [stranger]), { own: ofStranger }),
    ["prove.other_chain", "prove.untrusted"],
  ],
  ["a self-signed leaf", () => look(serve(selfSigned, {}, [])), ["prove.other_certificate", "prove.untrusted"]],
  [
    "an expired intermediate",
    () => look(serve(underExpired, {}, [expiredCa])),
    ["prove.expired", "prove.other_certificate"],
  ],
  [
    "an intermediate that is not a CA",
    () => look(serve(underNoCa, {}, [withoutCaFlag])),
    ["prove.invalid_chain", "prove.other_certificate"],
  ],
  ["the name of another host", () => look(serve(oneHost), { own: oneHost }), ["prove.name_mismatch"]],
  ["the domain of another Region", () => look(serve(otherRegion), { own: otherRegion }), ["prove.name_mismatch"]],
];

test.each(certificateCases)("%s", async (_, run, expected) => {
  expect(checks(await run())).toEqual(expected);
});

const old = { minVersion: "TLSv1", ciphers: "ECDHE:!eNULL:!aNULL:@SECLEVEL=0" } as const;
const protocolCases: readonly (readonly [string, () => Promise<EndpointProof>, readonly string[]])[] = [
  ["TLS 1.0 beside newer versions", () => look(serve(leaf, old)), ["prove.old_version"]],
  [
    "TLS 1.1 alone",
    () => look(serve(leaf, { ...old, minVersion: "TLSv1.1", maxVersion: "TLSv1.1" })),
    ["prove.old_version"],
  ],
  [
    "suites without authentication",
    () => look(serve(leaf, { ciphers: `${forwardSecret}:AECDH-AES128-SHA:@SECLEVEL=0`, maxVersion: "TLSv1.2" })),
    ["prove.weak_cipher_suite"],
  ],
  [
    "suites without encryption",
    () => look(serve(leaf, { ciphers: `${forwardSecret}:NULL-SHA256:@SECLEVEL=0` })),
    ["prove.weak_cipher_suite"],
  ],
  [
    "key exchange by RSA",
    () => look(serve(leaf, { ciphers: `${forwardSecret}:AES128-GCM-SHA256` })),
    ["prove.no_forward_secrecy"],
  ],
];

test.each(protocolCases)("%s", async (_, run, expected) => {
  expect(checks(await run())).toEqual(expected);
});

test("a client certificate that is required over TLS 1.2, TLS 1.3 alone, or only requested", async () => {
  const required = { requestCert: true, rejectUnauthorized: true, ciphers: forwardSecret } as const;
  expect(await look(serve(leaf, required))).toMatchObject({ clientCertificate: "required", findings: [] });
  expect(await look(serve(leaf, { ...required, minVersion: "TLSv1.3" }))).toMatchObject({
    clientCertificate: "required",
    trusted: true,
    findings: [],
  });
  const requested = { ...required, rejectUnauthorized: false };
  expect(await look(serve(leaf, requested))).toMatchObject({ clientCertificate: "requested", findings: [] });
});

describe("endpoints that are unusual and right", () => {
  const byName = (own: Issued, chain = [intermediate]) => {
    const context = createSecureContext({
      key: own.privateKeyPem,
      cert: [own, ...chain].map(({ pem }) => pem).join(""),
    });
    return { SNICallback: (name: string, done: SniAnswer) => (name === host ? done(null, context) : done(null)) };
  };
  type SniAnswer = (error: Error | null, context?: ReturnType<typeof createSecureContext>) => void;
  const cases: readonly (readonly [string, Parameters<typeof tlsServer>[0]])[] = [
    ["one that chooses its certificate by name", { ...byName(leaf), ciphers: forwardSecret }],
    ["one that speaks TLS 1.3 alone", { minVersion: "TLSv1.3" }],
    ["one without session tickets", { secureOptions: constants.SSL_OP_NO_TICKET, ciphers: forwardSecret }],
    ["one that does not renegotiate", { secureOptions: constants.SSL_OP_NO_RENEGOTIATION, ciphers: forwardSecret }],
    ["one that wants another group first", { ecdhCurve: "P-384", ciphers: forwardSecret }],
    ["one that asks for a protocol (ALPN)", { ALPNProtocols: ["h2"], ciphers: forwardSecret }],
  ];
  test.each(cases)("%s", async (_, more) => {
    const started = more.SNICallback ? serve(stranger, more, []) : serve(leaf, more);
    expect(await look(started)).toMatchObject({ status: "tls", trusted: true, findings: [], unanswered: [] });
  });

  test("a chain of forty intermediates is read whole", async () => {
    let by = root;
    const chain: Issued[] = [];
    for (let depth = 0; depth < 40; depth++) {
      by = issue({ subject: `CN=Issuer ${depth}`, by, ca: true, keys: ecKeys("P-256") });
      chain.unshift(by);
    }
    const own = node({ by, keys: ecKeys("P-256") });
    const proof = await look(serve(own, { ciphers: forwardSecret }, chain), { own });
    expect(proof.certificates).toHaveLength(41);
    expect(proof.unanswered).toEqual([]);
  });
});

test("a host given by its address has no names to compare", async () => {
  const proof = await look(serve(leaf, { ciphers: forwardSecret }), { name: "127.0.0.1" });
  expect(proof.findings).toEqual([]);
  expect(proof.notEvaluated).toEqual([expect.stringContaining("--server-name")]);
  const byAddress = node({ ip: [Buffer.from([127, 0, 0, 1])] });
  expect((await look(serve(byAddress), { name: "127.0.0.1", own: byAddress })).notEvaluated).toEqual([]);
});

const record = (type: number, content: readonly number[]) =>
  Buffer.from([type, 3, 3, content.length >> 8, content.length & 0xff, ...content]);
const drip = (socket: Socket) => {
  const rest = [...record(22, Array(4000).fill(0))];
  const timer = setInterval(() => socket.write(Buffer.from([rest.shift() ?? 0])), 20);
  socket.on("close", () => clearInterval(timer));
};
const flood = (socket: Socket) => {
  const noise = Buffer.concat(Array(60).fill(record(22, Array(1000).fill(200))));
  const more = () => void (socket.destroyed || socket.write(noise, more));
  more();
};

const brokenPeers: readonly (readonly [string, (socket: Socket) => void, Partial<EndpointProof>])[] = [
  [
    "one that never answers",
    () => {},
    { status: "no answer", problem: "it accepts connections and sends no complete answer within 0.3 s" },
  ],
  ["one that sends byte by byte", drip, { status: "no answer" }],
  [
    "one that resets the connection",
    (socket) => void socket.resetAndDestroy(),
    { status: "no answer", problem: "it closes the connection without an answer" },
  ],
  ["one that closes the connection", (socket) => void socket.end(), { status: "no answer" }],
  [
    "plain HTTP",
    (socket) => void socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")),
    { status: "clear text", problem: "it answers HTTP in clear text" },
  ],
  [
    "plain HTTP that waits for the end of a line",
    (socket) => void socket.on("data", (data) => void (data.includes("\r\n") && socket.end("HTTP/1.0 200 OK\r\n\r\n"))),
    { status: "clear text", problem: "it answers HTTP in clear text" },
  ],
  [
    "another protocol",
    (socket) => void socket.write("SSH-2.0-OpenSSH_9.2\r\n"),
    { status: "clear text", problem: "its answer is not TLS" },
  ],
  [
    "one that refuses everything with an alert",
    (socket) => void socket.once("data", () => socket.end(record(21, [2, 40]))),
    { status: "no answer", problem: "it refuses every version and cipher suite (alert 40)" },
  ],
  [
    "one that answers with nonsense in records",
    (socket) => void socket.once("data", () => socket.end(record(22, [2, 0, 0, 4, 9, 9, 9, 9]))),
    { status: "no answer", problem: "its answer is longer than 256 kB, or cannot be read as TLS" },
  ],
  [
    "one that sends without end",
    flood,
    { status: "no answer", problem: "its answer is longer than 256 kB, or cannot be read as TLS" },
  ],
  [
    "one that asks for a name (SNI) and was given another",
    (socket) => void socket.once("data", () => socket.end(record(21, [2, 112]))),
    {
      status: "no answer",
      problem: `it does not know the name ${host} (alert 112); give the name that clients use with --server-name`,
    },
  ],
  [
    "a mail server that waits for STARTTLS",
    (socket) => void socket.write("220 mail.example ESMTP\r\n"),
    { status: "clear text", problem: "its answer is not TLS" },
  ],
  [
    "a database that answers a TLS hello with one byte",
    (socket) => void socket.once("data", () => socket.end("N")),
    { status: "clear text", problem: "its answer is not TLS" },
  ],
  [
    "a chain that is longer than what is read",
    (socket) =>
      void socket.once("data", () => {
        const hello = record(22, [2, 0, 0, 38, 3, 3, ...Array(32).fill(7), 0, 0xc0, 0x2f, 0]);
        const chain = [record(22, [11, 8, 0, 0]), ...Array(40).fill(record(22, Array(16000).fill(0)))];
        socket.end(Buffer.concat([hello, ...chain]));
      }),
    { status: "no answer", problem: "its answer is longer than 256 kB, or cannot be read as TLS" },
  ],
];

/** Peers that are given up for their silence; for all others the time is longer than any machine needs. */
const silent = /never answers|byte by byte|waits for the end of a line/;

test.each(brokenPeers)("%s ends in one clause", async (peer, onConnection, expected) => {
  const proof = await look(rawServer(onConnection), { timeout: silent.test(peer) ? 300 : 30_000 });
  expect(proof).toMatchObject(expected);
  expect(checks(proof)).toEqual(expected.status === "clear text" ? ["prove.no_tls"] : []);
});

test("a closed port is reported, and left out if the port was only a guess", async () => {
  const server = await rawServer(() => {});
  server.stop();
  const bundle = bundleOf(leaf);
  const options = { bundle, anchors: [], timeout: 1000, at };
  const endpoint = { host: "127.0.0.1", port: server.port };
  expect(await prove([{ ...endpoint, guessed: false }], options)).toMatchObject([
    { status: "no answer", problem: "the connection is refused" },
  ]);
  expect(await prove([{ ...endpoint, guessed: true }], options)).toEqual([]);
});

test("if a server stops answering halfway, the look is incomplete", async () => {
  let connections = 0;
  const inner = await serve(leaf, { ciphers: forwardSecret });
  servers.push(inner);
  const { connect } = require("node:net") as typeof import("node:net");
  const proxy = rawServer((socket) => {
    if (++connections > 2) return;
    const upstream = connect(inner.port, "127.0.0.1");
    upstream.on("error", () => {});
    socket.pipe(upstream).pipe(socket);
  });
  const proof = await look(proxy, { timeout: 300 });
  // A machine that is slow enough does not even get the first answers in time.
  expect(proof.unanswered.length > 0 || proof.status === "no answer").toBe(true);
});

test("an answer is read in the same way however it is split, and never beyond its limit", () => {
  const [, tls12] = TLS_VERSIONS;
  expect(clientHello(tls12, [], host).includes(host)).toBe(true);
  expect(clientHello(tls12, [], "10.0.0.1").includes("10.0.0.1")).toBe(false);
  const hello = record(22, [2, 0, 0, 38, 3, 3, ...Array(32).fill(7), 0, 0xc0, 0x2f, 0]);
  const done = record(22, [14, 0, 0, 0]);
  const flight = new ServerFlight(true);
  const answers = [...Buffer.concat([hello, done])].map((byte) => flight.push(Buffer.from([byte])));
  expect(answers.at(-1)).toEqual({ kind: "hello", version: 0x303, suite: 0xc02f, requestsCertificate: false });
  expect(answers.slice(0, -1).every((answer) => answer === undefined)).toBe(true);
  expect(new ServerFlight(true).push(Buffer.alloc(FLIGHT_BYTES + 1, 22))).toEqual({ kind: "malformed" });
});

test("an elliptic-curve key is compared as well", async () => {
  const own = node({ keys: ecKeys("P-384") });
  expect((await look(serve(own), { own })).findings).toEqual([]);
});
