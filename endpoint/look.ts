import { isIP } from "node:net";
import { type CipherSuite, suiteOf, TLS12_SUITES, TLS13_SUITES } from "./cipher-suites";
import { GROUPS, TLS_VERSIONS, type TlsVersion } from "./client-hello";
import { ask, type Handshake, type NoAnswer, shakeHands, speaksHttp, type Target } from "./connection";
import { FLIGHT_BYTES, type ServerAnswer, type ServerHello } from "./server-flight";

/** A version of the protocol that an endpoint accepts. */
export interface AcceptedVersion {
  readonly version: TlsVersion["name"];
  /** In the order in which the server prefers them. */
  readonly suites: readonly string[];
  /** Group of the first key exchange: `X25519`, `P-256`, `DH 2048`; absent where RSA carries the key. */
  readonly keyExchange?: string;
  /** Size of the prime of the suites with Diffie-Hellman, in bits; absent where none is accepted. */
  readonly primeBits?: number;
}

/** How an endpoint treats clients with regard to a certificate of their own. */
export type ClientCertificate = "not requested" | "requested" | "required" | "unknown";

/** What an endpoint shows to a client that only looks. */
export interface EndpointLook {
  readonly status: "tls" | "clear text" | "no answer";
  /** Why there is no answer, as a clause. */
  readonly problem?: string;
  /** Whether the port refuses connections. */
  readonly refused?: boolean;
  readonly versions: readonly AcceptedVersion[];
  /** In DER: as they were sent, or where only TLS 1.3 is spoken, each followed by its issuer. */
  readonly certificates: readonly Buffer[];
  readonly clientCertificate: ClientCertificate;
  /** Whether a handshake was completed. */
  readonly handshake: boolean;
  /** What was asked and not answered, as clauses; then the look is not complete. */
  readonly unanswered: readonly string[];
}

/** Number of suites that are asked for in one version at most; no server has more. */
const MOST_SUITES = 64;

/** One endpoint may take as long as this many connections that end at the timeout. */
const LONGEST_LOOK = 12;

/** Looks at one endpoint. Never throws, sends no data beyond hellos, and ends in bounded time whatever the peer does. */
export async function lookAt(target: Target): Promise<EndpointLook> {
  const deadline = Date.now() + LONGEST_LOOK * target.timeout;
  const survey = new Survey(target, deadline);
  const refusal = await survey.run();
  if (survey.accepted.length === 0) return unreadable(target, refusal);
  const speaksTls10 = survey.accepted.some(({ version }) => version !== "SSL 3.0");
  const handshake = speaksTls10 ? await shakeHands(target, isIP(target.serverName) === 0) : undefined;
  const unanswered = [...survey.unanswered];
  if (handshake?.problem === "timeout") unanswered.push("a whole handshake");
  return {
    status: "tls",
    versions: survey.accepted,
    certificates: survey.certificates ?? handshake?.certificates ?? [],
    clientCertificate: clientCertificateOf(survey.requestsCertificate, handshake),
    handshake: handshake?.completed ?? false,
    unanswered,
  };
}

function clientCertificateOf(requests: boolean | undefined, handshake: Handshake | undefined): ClientCertificate {
  if (handshake?.wantsCertificate) return "required";
  if (requests) return handshake?.completed === false ? "required" : "requested";
  return requests === false ? "not requested" : "unknown";
}

type Answer = ServerAnswer | NoAnswer;

/** Asks for each version, and within it for one suite after the other. */
class Survey {
  readonly accepted: AcceptedVersion[] = [];
  readonly unanswered: string[] = [];
  certificates: readonly Buffer[] | undefined;
  requestsCertificate: boolean | undefined;

  constructor(
    private readonly target: Target,
    private readonly deadline: number,
  ) {}

  /** Returns the answer that ended the look early; undefined if everything was asked. */
  async run(): Promise<Answer | undefined> {
    let last: Answer | undefined;
    // TLS 1.2 first: every peer that is alive answers it, if only with an alert.
    for (const version of [...TLS_VERSIONS].sort((a, b) => order(a) - order(b))) {
      const refusal = await this.askVersion(version);
      if (!refusal) continue;
      last = refusal;
      const isDead = isSilence(refusal) || refusal.kind === "not tls";
      if (isDead && this.accepted.length === 0) return refusal;
      if (isSilence(refusal)) this.unanswered.push(version.name);
    }
    this.accepted.sort((a, b) => rank(a.version) - rank(b.version));
    return last;
  }

  /** Returns why the version is not accepted; undefined if it is, or if there is no time left to ask. */
  private async askVersion(version: TlsVersion): Promise<Answer | undefined> {
    if (Date.now() > this.deadline) {
      this.unanswered.push(version.name);
      return undefined;
    }
    const answer = await ask(this.target, version, suitesOf(version), true);
    if (!accepts(answer, version)) return answer;
    this.certificates ??= answer.certificates;
    this.requestsCertificate ??= answer.requestsCertificate;
    const keyExchange = keyExchangeOf(answer);
    const suites = await this.suitesAfter(answer, version);
    const primeBits = answer.primeBits ?? (await this.primeOf(suites, version));
    this.accepted.push({
      version: version.name,
      suites,
      ...(keyExchange !== undefined && { keyExchange }),
      ...(primeBits !== undefined && { primeBits }),
    });
    return undefined;
  }

  /** The prime of suites that the server does not choose first. */
  private async primeOf(suites: readonly string[], version: TlsVersion): Promise<number | undefined> {
    const withPrime = suitesOf(version).filter(({ name }) => /_DHE?_/.test(name) && suites.includes(name));
    if (withPrime.length === 0 || Date.now() > this.deadline) return undefined;
    const answer = await ask(this.target, version, withPrime, true);
    return answer.kind === "hello" ? answer.primeBits : undefined;
  }

  /** Asks again without the suites chosen so far, until none of the rest is accepted. */
  private async suitesAfter(first: ServerHello, version: TlsVersion): Promise<readonly string[]> {
    const suites: string[] = [];
    let left = suitesOf(version);
    let answer: Answer = first;
    while (accepts(answer, version)) {
      const chosen = suiteOf(answer.suite);
      if (!left.includes(chosen)) return suites;
      suites.push(chosen.name);
      left = left.filter((suite) => suite !== chosen);
      if (left.length === 0 || suites.length === MOST_SUITES) return suites;
      if (Date.now() > this.deadline) break;
      answer = await ask(this.target, version, left, false);
    }
    if (isSilence(answer) || accepts(answer, version)) this.unanswered.push(`the rest of ${version.name}`);
    return suites;
  }
}

function accepts(answer: Answer, { code }: TlsVersion): answer is ServerHello {
  return answer.kind === "hello" && answer.version === code;
}

function isSilence({ kind }: Answer): boolean {
  return kind === "timeout" || kind === "failed";
}

function suitesOf({ code }: TlsVersion): readonly CipherSuite[] {
  if (code === 0x0304) return TLS13_SUITES;
  if (code === 0x0303) return TLS12_SUITES;
  return TLS12_SUITES.filter(({ name }) => !/_(GCM_SHA\d+|SHA256|SHA384|CCM|CCM_8)$/.test(name));
}

function keyExchangeOf({ group, primeBits }: ServerHello): string | undefined {
  if (group !== undefined) return GROUPS.get(group) ?? `group 0x${group.toString(16)}`;
  return primeBits === undefined ? undefined : `DH ${primeBits}`;
}

function order({ code }: TlsVersion): number {
  return code === 0x0303 ? 0 : 0x0400 - code;
}

function rank(name: string): number {
  return TLS_VERSIONS.findIndex((version) => version.name === name);
}

async function unreadable(target: Target, refusal: Answer | undefined): Promise<EndpointLook> {
  const base = {
    versions: [],
    certificates: [],
    clientCertificate: "unknown",
    handshake: false,
    unanswered: [],
  } as const;
  if (refusal?.kind === "not tls") return { ...base, status: "clear text", problem: clearText(refusal.http) };
  const silent = refusal?.kind === "timeout" && refusal.connected;
  if ((silent || refusal?.kind === "closed") && (await speaksHttp(target))) {
    return { ...base, status: "clear text", problem: clearText(true) };
  }
  const refused = refusal?.kind === "failed" && refusal.code === "ECONNREFUSED";
  return { ...base, status: "no answer", problem: problemOf(refusal, target), ...(refused && { refused }) };
}

const clearText = (http: boolean) => (http ? "it answers HTTP in clear text" : "its answer is not TLS");

const FAILURES: { readonly [code: string]: string } = {
  ECONNREFUSED: "the connection is refused",
  ENOTFOUND: "the host name cannot be resolved",
  EAI_AGAIN: "the host name cannot be resolved at the moment",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the network cannot be reached",
  ETIMEDOUT: "the connection attempt timed out",
};

/** The alert of a server that has no certificate for the name of the client's hello. */
const UNRECOGNIZED_NAME = 112;

function problemOf(refusal: Answer | undefined, { timeout, serverName }: Target): string {
  const seconds = `${timeout / 1000} s`;
  switch (refusal?.kind) {
    case "timeout":
      return refusal.connected
        ? `it accepts connections and sends no complete answer within ${seconds}`
        : `no connection within ${seconds}`;
    case "closed":
      return "it closes the connection without an answer";
    case "failed":
      return FAILURES[refusal.code] ?? `the connection failed (${refusal.code})`;
    case "alert":
      if (refusal.description === UNRECOGNIZED_NAME) {
        return `it does not know the name ${serverName} (alert 112); give the name that clients use with --server-name`;
      }
      return `it refuses every version and cipher suite (alert ${refusal.description})`;
    case "hello":
      return "it answers with a version that was not offered";
    default:
      return `its answer is longer than ${FLIGHT_BYTES / 1024} kB, or cannot be read as TLS`;
  }
}
