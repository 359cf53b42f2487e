import table from "./cipher-suites.json";

/** A cipher suite by its number and name in IANA's registry of TLS parameters. */
export interface CipherSuite {
  readonly code: number;
  readonly name: string;
}

/** Suites of TLS 1.3 (RFC 8446 B.4). */
export const TLS13_SUITES = table.tls13.map(suite);

/** Suites of SSL 3 to TLS 1.2 that Java or OpenSSL have ever offered with certificates or anonymously, in the order in which they are offered. */
export const TLS12_SUITES = table.tls12.map(suite);

const byCode = new Map([...TLS13_SUITES, ...TLS12_SUITES].map((suite) => [suite.code, suite]));

/** The suite of a number; one that is not in the lists is named by its number. */
export function suiteOf(code: number): CipherSuite {
  return byCode.get(code) ?? { code, name: `0x${code.toString(16).padStart(4, "0")}` };
}

/** What is wrong with the suite of that name (RFC 9325 4.1), if anything. */
export function weaknessOf(name: string): "broken" | "no forward secrecy" | undefined {
  if (/_anon_|_NULL_|_EXPORT_|_RC4_|_RC2_|_3?DES_|_MD5$/.test(name)) return "broken";
  return /^TLS_(RSA|ECDH_ECDSA|ECDH_RSA)_/.test(name) ? "no forward secrecy" : undefined;
}

function suite({ code, name }: { readonly code: string; readonly name: string }): CipherSuite {
  return { code: Number.parseInt(code, 16), name };
}
