import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { CipherSuite } from "./cipher-suites";
import { clientHello, type TlsVersion } from "./client-hello";
import { type ServerAnswer, ServerFlight } from "./server-flight";

/** An address and how to connect to it. */
export interface Target {
  readonly host: string;
  readonly port: number;
  /** Name that is sent (SNI) and that certificates are compared with. */
  readonly serverName: string;
  /** Longest time for one connection, in milliseconds. */
  readonly timeout: number;
}

/** Why a connection gave no answer. */
export type NoAnswer =
  | { readonly kind: "timeout"; readonly connected: boolean }
  | { readonly kind: "closed" }
  | { readonly kind: "failed"; readonly code: string };

/** Sends one hello and reads the answer. Never throws; the connection is always closed, at the latest after the timeout. */
export function ask(
  { host, port, serverName, timeout }: Target,
  version: TlsVersion,
  suites: readonly CipherSuite[],
  wholeFlight: boolean,
): Promise<ServerAnswer | NoAnswer> {
  return new Promise((resolve) => {
    const flight = new ServerFlight(wholeFlight);
    let connected = false;
    const socket = connect({ host, port });
    const finish = settleOnce(socket, timeout, () => resolve(flight.end() ?? { kind: "timeout", connected }), resolve);
    socket.once("connect", () => {
      connected = true;
      socket.write(clientHello(version, suites, serverName));
    });
    socket.on("data", (chunk) => {
      const answer = flight.push(chunk);
      if (answer) finish(answer);
    });
    socket.on("error", (error: NodeJS.ErrnoException) => finish(flight.end() ?? failure(error)));
    socket.on("close", () => finish(flight.end() ?? { kind: "closed" }));
  });
}

/** Whether the endpoint answers a request of HTTP in clear text. Never throws. */
export function speaksHttp({ host, port, timeout }: Target): Promise<boolean> {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect({ host, port });
    const finish = settleOnce(socket, timeout, () => resolve(false), resolve);
    socket.once("connect", () => socket.write("HEAD / HTTP/1.0\r\n\r\n"));
    socket.on("data", (chunk) => {
      text += chunk.subarray(0, 8).toString("latin1");
      if (text.length >= 5) finish(text.startsWith("HTTP/"));
    });
    socket.on("error", () => finish(false));
    socket.on("close", () => finish(false));
  });
}

/** A handshake that OpenSSL completed, which proves that the server has the private key of its certificate. */
export interface Handshake {
  readonly completed: boolean;
  /** `TLSv1.3`, `ECDHE-RSA-AES128-GCM-SHA256`, `X25519` or the like; absent unless completed. */
  readonly version?: string;
  readonly suite?: string;
  readonly group?: string;
  /** Certificates in DER, each followed by its issuer as far as it was sent. */
  readonly certificates: readonly Buffer[];
  /** Whether the server ended the connection because it got no client certificate. */
  readonly wantsCertificate: boolean;
  /** What OpenSSL reports of a handshake that failed; a code, no text of the peer. */
  readonly problem?: string;
}

/** How long a server of TLS 1.3 is given to refuse a client without a certificate; it does so after the handshake. */
const REFUSAL_MILLISECONDS = 400;

/** Completes a handshake, whatever the certificate. Never throws. */
export function shakeHands({ host, port, serverName, timeout }: Target, isName: boolean): Promise<Handshake> {
  return new Promise((resolve) => {
    let seen: Handshake = { completed: false, certificates: [], wantsCertificate: false };
    const socket = connectTls({
      host,
      port,
      ...(isName && { servername: serverName }),
      // Trust is decided by the caller, from the certificates alone.
      rejectUnauthorized: false,
      ca: [],
      minVersion: "TLSv1",
      ciphers: "ALL:@SECLEVEL=0",
    });
    const finish = settleOnce(
      socket,
      timeout,
      () => resolve(seen.completed ? seen : { ...seen, problem: "timeout" }),
      resolve,
    );
    socket.once("secureConnect", () => {
      const exchange = socket.getEphemeralKeyInfo() as { readonly name?: string; readonly type?: string } | null;
      seen = {
        completed: true,
        version: socket.getProtocol() ?? undefined,
        suite: socket.getCipher().standardName,
        group: exchange?.name ?? exchange?.type,
        certificates: linked(socket.getPeerCertificate(true)),
        wantsCertificate: false,
      };
      setTimeout(() => finish(seen), Math.min(REFUSAL_MILLISECONDS, timeout)).unref();
    });
    socket.on("data", () => finish(seen));
    socket.on("error", (error: NodeJS.ErrnoException) => {
      const code = error.code ?? "";
      const wantsCertificate = /CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA/.test(code);
      finish({ ...seen, completed: seen.completed && !wantsCertificate, wantsCertificate, problem: code });
    });
    socket.on("close", () => finish(seen));
  });
}

type PeerCertificate = { readonly raw?: Buffer; readonly issuerCertificate?: PeerCertificate };

function linked(first: PeerCertificate): readonly Buffer[] {
  const certificates: Buffer[] = [];
  const seen = new Set<PeerCertificate>();
  for (let one: PeerCertificate | undefined = first; one?.raw && !seen.has(one); one = one.issuerCertificate) {
    seen.add(one);
    certificates.push(one.raw);
  }
  return certificates;
}

function failure({ code = "" }: NodeJS.ErrnoException): NoAnswer {
  return code === "ECONNRESET" || code === "EPIPE" ? { kind: "closed" } : { kind: "failed", code };
}

/** Takes the first of several events and closes the socket; a peer that sends byte by byte cannot delay the end. */
function settleOnce<T>(
  socket: Socket,
  timeout: number,
  expired: () => void,
  resolve: (answer: T) => void,
): (answer: T) => void {
  let open = true;
  const close = (): boolean => {
    if (!open) return false;
    open = false;
    clearTimeout(timer);
    socket.destroy();
    return true;
  };
  const timer = setTimeout(() => {
    if (close()) expired();
  }, timeout);
  return (answer) => {
    if (close()) resolve(answer);
  };
}
