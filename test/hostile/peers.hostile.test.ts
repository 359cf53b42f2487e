import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { bundleZip, ecKeys, type Issued, issue } from "../support/certificates";
import { type Checkout, checkout, run } from "./run";

jest.setTimeout(120_000);

/** Answers each hello with the bytes in the environment, and a port of its own on its first line. */
const SERVER = `const { createServer } = require("node:net");
const flight = Buffer.from(require("node:fs").readFileSync(process.argv[1]));
const server = createServer((socket) => {
  socket.on("error", () => {});
  socket.once("data", () => socket.write(flight));
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));`;

const uint = (value: number, length: number) => {
  const bytes = Buffer.alloc(length);
  bytes.writeUIntBE(value, 0, length);
  return bytes;
};
const message = (type: number, body: Buffer) => Buffer.concat([uint(type, 1), uint(body.length, 3), body]);

/** Hello, certificates and the end of a server of TLS 1.2, in records. */
function flightOf(certificates: readonly Buffer[]): Buffer {
  const hello = Buffer.concat([uint(0x0303, 2), Buffer.alloc(33), uint(0xc02f, 2), uint(0, 1)]);
  const list = Buffer.concat(certificates.flatMap((der) => [uint(der.length, 3), der]));
  const messages = Buffer.concat([
    message(2, hello),
    message(11, Buffer.concat([uint(list.length, 3), list])),
    message(14, Buffer.alloc(0)),
  ]);
  const records: Buffer[] = [];
  for (let at = 0; at < messages.length; at += 16_000) {
    const content = messages.subarray(at, at + 16_000);
    records.push(Buffer.concat([uint(22, 1), uint(0x0303, 2), uint(content.length, 2), content]));
  }
  return Buffer.concat(records);
}

const keys = ecKeys();
const root = issue({ subject: "CN=root", ca: true, keys });
const leaf = issue({ subject: "CN=*.ec2.internal", dns: ["*.ec2.internal"], by: root, keys: ecKeys() });
const many = <T>(count: number, each: (at: number) => T) => Array.from({ length: count }, (_, at) => each(at));
const names = (count: number) => many(count, (at) => `h${at}.example`);
const served = (...chain: readonly Issued[]) => chain.map(({ der }) => der);

const FLIGHTS: { readonly [name: string]: () => readonly Buffer[] } = {
  "hundreds of CAs of one name": () => [
    leaf.der,
    ...served(...many(500, () => issue({ subject: "CN=root", issuer: "CN=root", ca: true, keys }))),
  ],
  "a leaf many times": () => many(400, () => leaf.der),
  "thousands of names": () => served(issue({ subject: "CN=leaf", dns: names(10_000), by: root })),
  "thousands of names below thousands of constraints": () =>
    served(
      issue({ subject: "CN=leaf", dns: names(4_000), by: root }),
      issue({ subject: "CN=root", ca: true, keys, permittedDns: names(4_000), excludedDns: names(2_000) }),
    ),
  "thousands of critical extensions": () =>
    served(
      issue({ by: root, more: many(5_000, (at) => [`1.3.6.1.4.1.99999.${at}`, true, Buffer.from([5, 0])] as const) }),
    ),
  "control characters in names": () =>
    served(issue({ subject: "CN=\u001b[31m\u202e ::error::x ##[group]y", dns: ["a\r::error::b", "\u001b]0;t\u0007"] })),
  "certificates that are none": () => many(1_000, () => Buffer.from("30820000", "hex")),
  "certificates of no bytes": () => many(50_000, () => Buffer.alloc(0)),
};

const servers: ChildProcess[] = [];
afterAll(() => {
  for (const server of servers) server.kill();
});

async function serverOf(place: Checkout, flight: Buffer): Promise<string> {
  place.write({ "../flight": flight });
  const server = spawn(process.execPath, ["-e", SERVER, place.path("../flight")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  servers.push(server);
  const [line] = await once(server.stdout, "data");
  return String(line).trim();
}

test.each(Object.entries(FLIGHTS))("a peer with %s", async (_, certificates) => {
  const place = checkout();
  place.write({
    "bundle.zip": bundleZip({
      "privateKey.pem": leaf.privateKeyPem,
      "certificateChain.pem": leaf.pem,
      "trustedCertificates.pem": root.pem,
    }),
  });
  const port = await serverOf(place, flightOf(certificates()));
  for (const format of ["text", "json"]) {
    const args = ["prove", `127.0.0.1:${port}`, "--bundle", "bundle.zip", "--timeout", "1", "--format", format];
    const { code, out } = run(place, args);
    expect([1, 2]).toContain(code);
    for (const character of ["\u001b", "\u0007", "\u202e", "\r", "##["]) expect(out).not.toContain(character);
    expect(out).not.toMatch(/^\s*::[a-z]/m);
    if (format === "json") JSON.parse(out);
  }
});
