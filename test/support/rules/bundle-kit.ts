import type { LintOptions } from "../../../linter";
import {
  bundleZip,
  CLIENT_AUTH,
  der,
  type Issued,
  type IssueOptions,
  integerDer,
  issue,
  pem,
  rsaKeys,
  SERVER_AUTH,
} from "../certificates";
import type { Stack } from "./stacks";

/** The parts of bundles for the cases of rules: a private CA, and leaves for the nodes of us-east-1. */

/** The files of a zip, by name. */
export type Files = { readonly [name: string]: string | Uint8Array };

/** A mistake in a bundle, and the commands that repair it. */
export interface BundleCase {
  /** The files of the zip, or its bytes. */
  readonly wrong: Files | Buffer;
  /** Commands of the repair, in the folder of `certs.zip`. */
  readonly repair: readonly string[];
  /** The bundle after the repair. @default - the bundle that every case starts from */
  readonly right?: Files;
  /** The stack that uploads the zip, where the mistake is one only in it. */
  readonly stack?: Stack;
  /** How the bundle is checked. @default - as one for us-east-1 */
  readonly options?: Partial<LintOptions>;
}

export const keys = rsaKeys();
export const root = issue({
  subject: "O=Example, CN=Example Root",
  ca: true,
  keys: rsaKeys(2048, 1),
  notAfter: "2040-01-01T00:00:00Z",
});

/** A correct authority below the root, with the given changes. */
export function authority(options: IssueOptions = {}): Issued {
  return issue({
    subject: "O=Example, CN=Example Issuing CA",
    by: root,
    keys: rsaKeys(2048, 2),
    ca: true,
    pathLength: 0,
    notAfter: "2035-01-01T00:00:00Z",
    ...options,
  });
}

/** A correct certificate for the nodes, with the given changes. */
export function leaf(options: IssueOptions = {}): Issued {
  return issue({
    subject: "CN=*.ec2.internal",
    by: root,
    keys,
    dns: ["*.ec2.internal"],
    ca: false,
    keyUsage: [0, 2],
    extendedKeyUsage: [SERVER_AUTH, CLIENT_AUTH],
    notBefore: "2026-06-01T00:00:00Z",
    notAfter: "2027-06-01T00:00:00Z",
    ...options,
  });
}

/** The three files of a bundle. */
export function bundle(
  chain: readonly Issued[] = [leaf()],
  trusted: readonly Issued[] = [root],
  privateKey = keyPem("pkcs8"),
): Files {
  const text = (list: readonly Issued[]): string => list.map((one) => one.pem).join("");
  return {
    "privateKey.pem": privateKey,
    "certificateChain.pem": text(chain),
    ...(trusted.length > 0 ? { "trustedCertificates.pem": text(trusted) } : {}),
  };
}

/** The zip of these files. */
export function zipOf(files: Files | Buffer): Uint8Array {
  if (Buffer.isBuffer(files)) return files;
  const entries = Object.entries(files).map(([name, content]) => [name, Buffer.from(content)] as const);
  return bundleZip(Object.fromEntries(entries));
}

/** The private key of the leaves. */
export function keyPem(type: "pkcs1" | "pkcs8", passphrase?: string): string {
  const locked = passphrase === undefined ? {} : { cipher: "aes-256-cbc", passphrase };
  return String(keys.privateKey.export({ format: "pem", type, ...locked } as never));
}

type Numbers = [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];

/** The private key with two of its private numbers changed: its public half still fits the leaf. */
export function inconsistentKeyPem(type: "pkcs1" | "pkcs8"): string {
  const jwk = keys.privateKey.export({ format: "jwk" });
  const number = (text = ""): bigint => BigInt(`0x${Buffer.from(text, "base64url").toString("hex")}`);
  const [n, e, d, p, q, dp, dq, qi] = [jwk.n, jwk.e, jwk.d, jwk.p, jwk.q, jwk.dp, jwk.dq, jwk.qi].map(
    number,
  ) as Numbers;
  const numbers = [0n, n, e, d ^ 2n, p, q, dp ^ 2n, dq, qi];
  const inner = der(0x30, ...numbers.map(integerDer));
  if (type === "pkcs1") return pem("RSA PRIVATE KEY", inner);
  const rsa = Buffer.from("300d06092a864886f70d0101010500", "hex");
  return pem("PRIVATE KEY", der(0x30, integerDer(0n), rsa, der(0x04, inner)));
}

/** The modulus of the leaves' key. */
export function modulus(): bigint {
  const { n = "" } = keys.publicKey.export({ format: "jwk" });
  return BigInt(`0x${Buffer.from(n, "base64url").toString("hex")}`);
}
