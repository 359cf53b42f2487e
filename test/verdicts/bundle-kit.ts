import { readBundle } from "../../formats/bundle/read";
import { readCertificate } from "../../formats/x509/certificate";
import { type BundleContext, bundleFacts } from "../../linter/facts/bundle/bundle-facts";
import { readCatalogue, readPolicy } from "../../linter/rules/catalogue";
import { openEngine } from "../../linter/rules/engine";
import { bundleZip, type Issued, type IssueOptions, issue, rsaKeys } from "../support/certificates";
import { authority, leaf } from "../support/rules/bundle-kit";
import { noFacts } from "../support/rules/examples";

export const catalogue = readCatalogue();
const engine = openEngine(readPolicy(), catalogue.values());

const now = Date.UTC(2026, 10, 23, 12);
export const domain = "ec2.internal";
export const root = issue({ subject: "O=Example, CN=Example Root", ca: true, notAfter: "2040-01-01T00:00:00Z" });

/** A correct leaf, with the given changes. */
export const leafOf = (options: IssueOptions = {}): Issued =>
  leaf({ by: root, notBefore: "2026-01-01T00:00:00Z", notAfter: "2027-12-31T00:00:00Z", ...options });

export const caOf = (options: IssueOptions = {}): Issued => authority({ by: root, ...options });

export type Files = { readonly [name: string]: string | Buffer };

export function files(
  chain: readonly Issued[] = [leafOf()],
  trusted: readonly Issued[] | undefined = [root],
  privateKey?: string,
): Files {
  const text = (list: readonly Issued[]): string => list.map((one) => one.pem).join("");
  return {
    "privateKey.pem": privateKey ?? chain[0]?.privateKeyPem ?? "",
    "certificateChain.pem": text(chain),
    ...(trusted.length > 0 ? { "trustedCertificates.pem": text(trusted) } : {}),
  };
}

export function rowsOf(zip: Files | Buffer, context: Partial<BundleContext> = {}) {
  return bundleFacts(readBundle(Buffer.isBuffer(zip) ? zip : bundleZip(zip)), {
    subject: "",
    evaluatedAt: now,
    domains: [{ domain, certainty: "declared" }],
    defaultRoots: () => [],
    additionalRoots: [],
    java8: false,
    clientCertificates: false,
    publicNames: false,
    ...context,
  });
}

/** Ids of the rules that find something in a zip, read by the real reader and checked by the real policies. */
export function found(
  zip: Files | Buffer,
  context: Partial<BundleContext> = {},
  environment = "production",
): readonly string[] {
  const { violated } = engine.evaluate({ ...noFacts(), evaluatedAt: now, environment, ...rowsOf(zip, context) });
  return [...new Set(violated.map(({ rule, variant }) => (variant ? `${rule}/${variant}` : rule)))].sort();
}

/** Ids of the rules that a zip leaves open, each with the reason. */
export function open(zip: Files): ReadonlyMap<string, string> {
  const { unknown } = engine.evaluate({ ...noFacts(), evaluatedAt: now, environment: "production", ...rowsOf(zip) });
  return new Map(unknown.map(({ rule, gaps }) => [rule, gaps.map(({ reason }) => reason).join("; ")]));
}

export const good = files();
export const [privateKey, chain] = [String(good["privateKey.pem"]), String(good["certificateChain.pem"])];
export const weakRoot = issue({ subject: "CN=Weak Root", ca: true, keys: rsaKeys(1024) });
export const sha1Root = issue({ subject: "CN=Root of 2010", ca: true, hash: "sha1", notAfter: "2040-01-01T00:00:00Z" });
export const oldRoot = issue({ subject: "CN=Old Root", ca: true });
export const issuing = caOf();
export const anchor = readCertificate(root.der);
