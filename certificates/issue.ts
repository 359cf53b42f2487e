import { createHash, X509Certificate } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { DAY } from "../formats/day";
import { pemOf } from "../formats/pem/certificate-blocks";
import { readPem } from "../formats/pem/read";
import { type AwsAccess, asked, clientConfiguration, loadAws } from "./aws";
import { CertificateError } from "./errors";

/** A request to AWS Private CA. */
export interface IssueOrder extends AwsAccess {
  readonly certificateAuthorityArn: string;
  /** The request (PKCS#10), in PEM. */
  readonly request: Uint8Array;
  /** Path of the request, for messages. */
  readonly path: string;
  readonly days: number;
  /** @default `EndEntityCertificate/V1`, which takes names and purposes for TLS servers and clients from the request */
  readonly templateArn?: string;
  /** @default SHA-256 (SHA-384 for P-384, SHA-512 for P-521) with the CA's own kind of key */
  readonly signingAlgorithm?: string;
  readonly now: Date;
  /** Seconds to wait for the certificate. @default 60 */
  readonly patience?: number;
}

/** What AWS Private CA answered. */
export interface Issued {
  /** Leaf, then intermediates, in PEM. */
  readonly certificateChain: string;
  /** The root at the chain's end, in PEM. */
  readonly trustedCertificates: string;
  readonly names: string;
  readonly notAfter: Date;
  readonly certificateArn: string;
}

const caArn = /^arn:(aws[\w-]*):acm-pca:([\w-]+):\d{12}:certificate-authority\/[\w-]+$/;
/** Longest validity of a certificate from a CA in short-lived mode, in days. */
const SHORT_LIVED_DAYS = 7;

/**
 * Has AWS Private CA sign a request and fetches the chain. What would make the certificate useless is refused before it is issued, since
 * AWS charges for each certificate.
 *
 * @throws CertificateError if the file is not a request, the CA cannot sign a leaf with that validity, or AWS refuses.
 */
export async function issueCertificate(order: IssueOrder): Promise<Issued> {
  const [, partition, region] = caArn.exec(order.certificateAuthorityArn) ?? [];
  if (partition === undefined || region === undefined) {
    throw new CertificateError(
      `--acm-pca-arn '${order.certificateAuthorityArn}' is not the ARN of a private CA; write it like arn:aws:acm-pca:us-west-2:111122223333:certificate-authority/…`,
    );
  }
  if (order.days < 1)
    throw new CertificateError(`--days is ${order.days}; a certificate is valid for at least one day`);
  const Csr = requestIn(order);
  const TemplateArn = template(order, partition);
  const pca = loadAws("@aws-sdk/client-acm-pca", () => {
    return require("@aws-sdk/client-acm-pca") as typeof import("@aws-sdk/client-acm-pca");
  });
  const client = new pca.ACMPCAClient(clientConfiguration({ ...order, region }));
  const CertificateAuthorityArn = order.certificateAuthorityArn;
  const described = await asked("reading the private CA", () =>
    client.send(new pca.DescribeCertificateAuthorityCommand({ CertificateAuthorityArn })),
  );
  const authority = described.CertificateAuthority ?? {};
  refuseTooLong(order, authority);
  const SigningAlgorithm = signingAlgorithm(order, authority.CertificateAuthorityConfiguration?.KeyAlgorithm);
  const ca = await asked("fetching the private CA's own certificate", () =>
    client.send(new pca.GetCertificateAuthorityCertificateCommand({ CertificateAuthorityArn })),
  );
  const issuers = issuersIn([ca.Certificate, ca.CertificateChain].join("\n"));
  const request = {
    CertificateAuthorityArn,
    Csr,
    SigningAlgorithm,
    TemplateArn,
    Validity: { Type: "DAYS" as const, Value: order.days },
  };
  const IdempotencyToken = createHash("sha256").update(JSON.stringify(request)).digest("hex").slice(0, 32);
  const { CertificateArn = "" } = await asked("issuing the certificate", () =>
    client.send(new pca.IssueCertificateCommand({ ...request, IdempotencyToken })),
  );
  const fetch = () => client.send(new pca.GetCertificateCommand({ CertificateAuthorityArn, CertificateArn }));
  const { Certificate } = await asked("fetching the certificate", () => patiently(fetch, CertificateArn, order));
  return split(Certificate ?? "", issuers, CertificateArn);
}

/** The SDK's waiter treats every refusal as "not yet", and reports a missing permission as a timeout. */
async function patiently<T>(
  fetch: () => Promise<T>,
  certificateArn: string,
  { patience = 60 }: IssueOrder,
): Promise<T> {
  for (let waited = 0; waited < patience; waited++) {
    try {
      return await fetch();
    } catch (error) {
      if ((error as { readonly name?: string }).name !== "RequestInProgressException") throw error;
      await wait(1000);
    }
  }
  throw new CertificateError(
    `AWS Private CA is still issuing ${certificateArn} after ${patience} seconds; run the same command again within five minutes, which counts as the same request`,
  );
}

/** The only request in the file, so that a private key that is named by mistake is not sent. */
function requestIn({ request, path }: IssueOrder): Buffer {
  const { blocks, problems } = readPem(request);
  const [problem] = problems.filter(({ kind }) => kind !== "text after the last block");
  if (problem) throw new CertificateError(`'${path}', line ${problem.line}: ${problem.detail}; repair the file`);
  const [block, another] = blocks;
  if (!block || another || !/^(NEW )?CERTIFICATE REQUEST$/.test(block.label)) {
    const found = blocks.map(({ label }) => label).join(", ");
    throw new CertificateError(
      `'${path}' contains ${found}, not one CERTIFICATE REQUEST; give the request.csr that certs request created`,
    );
  }
  return Buffer.from(pemOf("CERTIFICATE REQUEST", block.der));
}

/** Templates for CAs, clients, code signing and OCSP issue certificates that no TLS server can use. */
function template({ templateArn }: IssueOrder, partition: string): string {
  if (templateArn === undefined) return `arn:${partition}:acm-pca:::template/EndEntityCertificate/V1`;
  const [, of, name = ""] = /^arn:(aws[\w-]*):acm-pca:::template\/(\w+)\/V\d+$/.exec(templateArn) ?? [];
  if (of !== partition) {
    throw new CertificateError(
      `--template-arn '${templateArn}' is not a template of AWS Private CA in this partition; write it like arn:${partition}:acm-pca:::template/EndEntityCertificate/V1`,
    );
  }
  if (!/^(Blank)?EndEntity(?!ClientAuth)/.test(name)) {
    throw new CertificateError(
      `--template-arn: ${name} does not issue certificates for TLS servers; give an EndEntityCertificate or EndEntityServerAuthCertificate`,
    );
  }
  return templateArn;
}

interface Authority {
  readonly Status?: string;
  readonly NotAfter?: Date;
  readonly UsageMode?: string;
}

/** A leaf must not outlive its CA, which AWS refuses only after it accepted the call. */
function refuseTooLong({ days, now }: IssueOrder, { Status, NotAfter, UsageMode }: Authority): void {
  if (Status !== undefined && Status !== "ACTIVE") {
    throw new CertificateError(`the private CA is ${Status}; only an ACTIVE one issues certificates`);
  }
  if (UsageMode === "SHORT_LIVED_CERTIFICATE" && days > SHORT_LIVED_DAYS) {
    throw new CertificateError(
      `--days is ${days}; this private CA issues certificates for at most ${SHORT_LIVED_DAYS} days (short-lived mode)`,
    );
  }
  if (NotAfter === undefined) return;
  const left = Math.floor((NotAfter.getTime() - now.getTime()) / DAY);
  if (days > left) {
    throw new CertificateError(
      `--days is ${days}; the private CA itself expires on ${NotAfter.toISOString().slice(0, 10)}, in ${left} days; give a smaller number, or renew the CA first`,
    );
  }
}

const algorithms = {
  RSA: ["SHA256WITHRSA", "SHA384WITHRSA", "SHA512WITHRSA"],
  EC: ["SHA256WITHECDSA", "SHA384WITHECDSA", "SHA512WITHECDSA"],
} as const;

/** AWS Private CA signs only with the family of the CA's own key; Java verifies none of the newer families. */
function signingAlgorithm({ signingAlgorithm: given }: IssueOrder, keyAlgorithm = "RSA_2048") {
  const family = keyAlgorithm.startsWith("RSA_") ? "RSA" : keyAlgorithm.startsWith("EC_") ? "EC" : undefined;
  if (!family) {
    throw new CertificateError(
      `the private CA's key is ${keyAlgorithm}, whose signatures the nodes' Java does not verify; use a CA with an RSA or EC key`,
    );
  }
  const known = algorithms[family];
  if (given === undefined) {
    const strength = { EC_secp384r1: 1, EC_secp521r1: 2 }[keyAlgorithm] ?? 0;
    return known[strength] ?? known[0];
  }
  const found = known.find((one) => one === given);
  if (found) return found;
  throw new CertificateError(
    `--signing-algorithm '${given}' is not one of ${known.join(", ")}, which the private CA's ${keyAlgorithm} key supports`,
  );
}

/** The CA's own certificate and those above it, its root last. */
function issuersIn(chain: string): readonly X509Certificate[] {
  const blocks = chain.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const issuers = blocks.map((block) => new X509Certificate(block));
  const root = issuers.at(-1);
  if (root && root.subject === root.issuer) return issuers;
  throw new CertificateError(
    "AWS Private CA does not know the root of this CA; its administrator has to import the whole chain",
  );
}

/** The root goes to the trusted certificates alone: nodes have it already, and a server need not send it (RFC 8446 section 4.4.2). */
function split(certificate: string, issuers: readonly X509Certificate[], certificateArn: string): Issued {
  const leaf = new X509Certificate(certificate);
  return {
    certificateChain: [leaf, ...issuers.slice(0, -1)].join(""),
    trustedCertificates: String(issuers.at(-1)),
    names: (leaf.subjectAltName ?? leaf.subject).replaceAll("DNS:", ""),
    notAfter: new Date(leaf.validTo),
    certificateArn,
  };
}
