import { createHash, X509Certificate } from "node:crypto";
import { type AwsAccess, asked, clientConfiguration, loadAws } from "./aws";
import { CertificateError } from "./errors";

/** What AWS Private CA is asked for. */
export interface IssueOrder extends AwsAccess {
  readonly certificateAuthorityArn: string;
  /** The request (PKCS#10), in PEM. */
  readonly request: Uint8Array;
  readonly days: number;
  /** @default `EndEntityCertificate/V1`, which takes names and purposes for TLS servers and clients from the request */
  readonly templateArn?: string;
  /** @default SHA-256 (or SHA-384 for P-384) with the CA's own kind of key */
  readonly signingAlgorithm?: string;
  readonly now: Date;
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
/** Longest life of a certificate from a CA in short-lived mode, in days. */
const SHORT_LIVED_DAYS = 7;
const dayMilliseconds = 86_400_000;
const patience = 60;

/**
 * Has AWS Private CA sign a request and fetches the chain.
 *
 * @throws CertificateError if the CA cannot sign for that long, or AWS refuses.
 */
export async function issueCertificate(order: IssueOrder): Promise<Issued> {
  const [, partition, region] = caArn.exec(order.certificateAuthorityArn) ?? [];
  if (partition === undefined || region === undefined) {
    throw new CertificateError(
      `--acm-pca-arn '${order.certificateAuthorityArn}' is not the ARN of a private CA; write it like arn:aws:acm-pca:us-west-2:111122223333:certificate-authority/…`,
    );
  }
  if (order.days < 1) throw new CertificateError(`--days is ${order.days}; a certificate lives at least one day`);
  const pca = loadAws("@aws-sdk/client-acm-pca", () => {
    return require("@aws-sdk/client-acm-pca") as typeof import("@aws-sdk/client-acm-pca");
  });
  const client = new pca.ACMPCAClient({ ...clientConfiguration({ ...order, region }) });
  const CertificateAuthorityArn = order.certificateAuthorityArn;
  const described = await asked("reading the private CA", () =>
    client.send(new pca.DescribeCertificateAuthorityCommand({ CertificateAuthorityArn })),
  );
  const authority = described.CertificateAuthority ?? {};
  refuseTooLong(order, authority);
  const request = {
    CertificateAuthorityArn,
    Csr: order.request,
    SigningAlgorithm: signingAlgorithm(order, authority.CertificateAuthorityConfiguration?.KeyAlgorithm),
    TemplateArn: order.templateArn ?? `arn:${partition}:acm-pca:::template/EndEntityCertificate/V1`,
    Validity: { Type: "DAYS" as const, Value: order.days },
    IdempotencyToken: createHash("sha256").update(order.request).update(`${order.days}`).digest("hex").slice(0, 32),
  };
  const issued = await asked("issuing the certificate", () => client.send(new pca.IssueCertificateCommand(request)));
  const handle = { CertificateAuthorityArn, CertificateArn: issued.CertificateArn };
  return asked("fetching the certificate", async () => {
    await pca.waitUntilCertificateIssued({ client, maxWaitTime: patience, minDelay: 1 }, handle);
    const answer = await client.send(new pca.GetCertificateCommand(handle));
    const ca = await client.send(new pca.GetCertificateAuthorityCertificateCommand({ CertificateAuthorityArn }));
    const issuers = answer.CertificateChain ?? [ca.Certificate, ca.CertificateChain].join("\n");
    return split(answer.Certificate ?? "", issuers, issued.CertificateArn ?? "");
  });
}

interface Authority {
  readonly Status?: string;
  readonly NotAfter?: Date;
  readonly UsageMode?: string;
}

/** A leaf that outlives its CA is worthless at its end, and AWS refuses it only after the fact. */
function refuseTooLong({ days, now }: IssueOrder, { Status, NotAfter, UsageMode }: Authority): void {
  if (Status !== undefined && Status !== "ACTIVE") {
    throw new CertificateError(`the private CA is ${Status}; only an ACTIVE one issues certificates`);
  }
  if (UsageMode === "SHORT_LIVED_CERTIFICATE" && days > SHORT_LIVED_DAYS) {
    throw new CertificateError(
      `--days is ${days}; this private CA issues for ${SHORT_LIVED_DAYS} days at most (short-lived mode)`,
    );
  }
  if (NotAfter === undefined) return;
  const left = Math.floor((NotAfter.getTime() - now.getTime()) / dayMilliseconds);
  if (days > left) {
    throw new CertificateError(
      `--days is ${days}; the private CA itself ends on ${NotAfter.toISOString().slice(0, 10)}, in ${left} days: ask for less, or renew the CA first`,
    );
  }
}

function signingAlgorithm({ signingAlgorithm: given }: IssueOrder, keyAlgorithm: string | undefined) {
  const known = [
    "SHA256WITHRSA",
    "SHA384WITHRSA",
    "SHA512WITHRSA",
    "SHA256WITHECDSA",
    "SHA384WITHECDSA",
    "SHA512WITHECDSA",
  ] as const;
  if (given !== undefined) {
    const found = known.find((one) => one === given);
    if (found) return found;
    throw new CertificateError(`--signing-algorithm '${given}' is not one of ${known.join(", ")}`);
  }
  if (keyAlgorithm === "EC_secp384r1") return "SHA384WITHECDSA";
  return keyAlgorithm?.startsWith("EC_") ? "SHA256WITHECDSA" : "SHA256WITHRSA";
}

/** The root goes to the trusted certificates alone: nodes hold it already, and a server need not send it (RFC 8446 section 4.4.2). */
function split(certificate: string, chain: string, certificateArn: string): Issued {
  const blocks = chain.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const issuers = blocks.map((block) => new X509Certificate(block));
  const root = issuers.at(-1);
  if (!root || root.subject !== root.issuer) {
    throw new CertificateError(
      "AWS Private CA answered without its root certificate; fetch the root from whoever runs the CA",
    );
  }
  const leaf = new X509Certificate(certificate);
  return {
    certificateChain: [leaf, ...issuers.slice(0, -1)].join(""),
    trustedCertificates: root.toString(),
    names: (leaf.subjectAltName ?? leaf.subject).replaceAll("DNS:", ""),
    notAfter: new Date(leaf.validTo),
    certificateArn,
  };
}
