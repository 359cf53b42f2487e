import type { Model } from "../../model/terraform/model";
import type { BundleFact } from "../../rows/bundles";
import type { CertificateFact, CertificateRole, NamesFact, PathFact } from "../../rows/certificates";
import { ABSENT, known, knownValue, type Leaf, unknownLeaf } from "../../rows/leaf";
import type { PlannedArchive } from "./archive";
import type { BundleContext, BundleFacts } from "./bundle-facts";
import { namesFact, ofNodes } from "./certificate-rows";
import { hostDomainFacts } from "./domain-rows";
import { nameLeaves, subjectOf } from "./file-rows";
import {
  canIssue,
  certificateTypes,
  describeCertificate,
  describePrivateKey,
  type PlannedCertificate,
} from "./planned-certificates";
import { LINT_BUNDLE, PlannedFiles } from "./planned-files";
import { everyName, everyStep, plannedCertificate } from "./unknown-certificate";

/** Rows of a bundle that the input creates from certificates and private keys that it also creates. */
export function plannedBundleFacts(model: Model, archive: PlannedArchive, context: BundleContext): BundleFacts {
  return new PlannedBundle(model, archive, context).rows();
}

const longestPath = 10;

class PlannedBundle {
  private readonly files: PlannedFiles;
  private readonly described = new Map<string, PlannedCertificate>();
  private readonly leaf: PlannedCertificate | undefined;
  /** Certificates that are in a file of the bundle. */
  private readonly packed: ReadonlySet<string>;
  /** From the leaf up, as far as the certificates are in the bundle. */
  private readonly path: readonly string[];

  constructor(
    private readonly model: Model,
    private readonly archive: PlannedArchive,
    private readonly context: BundleContext,
  ) {
    this.files = new PlannedFiles(model, archive);
    const first = this.leafAddress();
    this.packed = new Set([...this.files.chain.certificates, ...(this.files.trust?.certificates ?? [])]);
    this.leaf = first === undefined ? undefined : this.certificate(first);
    this.path = first === undefined ? [] : this.pathFrom(first);
  }

  rows(): BundleFacts {
    const { leaf, context } = this;
    const at = leaf && { subject: subjectOf(leaf.resource.address), place: leaf.resource.type };
    return {
      bundles: [this.bundle()],
      bundleFiles: this.files.rows(context.subject),
      certificates: [...this.certificates(), ...this.privateKeys()],
      certificateDomains: at ? hostDomainFacts(leaf.names, at, context.domains) : [],
    };
  }

  private certificate(address: string): PlannedCertificate | undefined {
    const made = this.model.at(address);
    if (!made || !certificateTypes.has(made.type)) return undefined;
    const described = this.described.get(address) ?? describeCertificate(this.model, made, this.context.evaluatedAt);
    this.described.set(address, described);
    return described;
  }

  /**
   * The first certificate of the chain; in a chain that starts with a CA, the only certificate that is not a CA and that another one
   * issues.
   */
  private leafAddress(): string | undefined {
    const { certificates } = this.files.chain;
    const [first] = certificates;
    if (first === undefined || !this.isAuthority(first)) return first;
    const below = certificates.filter((address) => {
      const issuer = this.certificate(address)?.issuer;
      return issuer !== undefined && !this.isAuthority(address) && certificates.includes(issuer);
    });
    return new Set(below).size === 1 ? below[0] : first;
  }

  private isAuthority(address: string): boolean {
    return knownValue(this.certificate(address)?.leaves.isCa) === true;
  }

  private pathFrom(leaf: string): readonly string[] {
    const path = [leaf];
    while (path.length < longestPath) {
      const issuer = this.certificate(path.at(-1) ?? "")?.issuer;
      if (issuer === undefined || path.includes(issuer) || !this.packed.has(issuer)) break;
      path.push(issuer);
    }
    return path;
  }

  private bundle(): BundleFact {
    return {
      id: subjectOf(this.context.subject),
      unreadable: ABSENT,
      ambiguous: ABSENT,
      ...nameLeaves([...this.archive.entries.keys()], this.files.others()),
      privateKeyFits: this.privateKeyFits(),
      privateKeyFitsInstead: known(this.privateKeyFitsInstead()),
      privateKeyWorks: known(true),
      published: ABSENT,
      publishedIssuer: ABSENT,
      publishedIssuerAt: ABSENT,
    };
  }

  private privateKeyFits(): Leaf<boolean> {
    const [own] = this.files.privateKey.privateKeys;
    const wanted = this.leaf?.privateKey;
    if (own && wanted !== undefined) return known(own.address === wanted);
    return unknownLeaf("the private key of the bundle is not known before apply", LINT_BUNDLE);
  }

  /** Another certificate of the chain that the private key belongs to. */
  private privateKeyFitsInstead(): string | undefined {
    const [own] = this.files.privateKey.privateKeys;
    if (!own || own.address === this.leaf?.privateKey) return undefined;
    return this.files.chain.certificates.find((address) => this.certificate(address)?.privateKey === own.address);
  }

  private certificates(): readonly CertificateFact[] {
    const trusted = this.files.trust?.certificates ?? [];
    const addresses = [...new Set([...this.path, ...this.files.chain.certificates, ...trusted])];
    return addresses.flatMap((address) => {
      const certificate = this.certificate(address);
      return certificate ? [this.row(certificate)] : [];
    });
  }

  private row(certificate: PlannedCertificate): CertificateFact {
    const { resource, key, names, issuer } = certificate;
    const { address } = resource;
    const isLeaf = address === this.leaf?.resource.address;
    const role = this.roleOf(address);
    const subjectName = "unknown" in names ? names : known(nameText(names.subject.commonNames));
    const issued = role === "issuer" || role === "anchor";
    return plannedCertificate(subjectOf(address), {
      place: known(resource.type),
      role: known(role),
      inTrust: known(this.files.trust?.certificates.includes(address) ?? false),
      inChain: known(this.files.chain.certificates.includes(address)),
      doubled: known(this.files.chain.certificates.filter((each) => each === address).length > 1),
      subjectName,
      issuerName: known(issuer),
      key: { ...key, sharedWithIssuer: known(this.sharesKey(certificate)) },
      signature: { hash: certificate.hash, verifies: known(true) },
      ...certificate.leaves,
      selfSigned: known(issuer === address),
      mayNotIssue: issued ? certificate.mayNotIssue : ABSENT,
      canIssue: isLeaf ? canIssue(certificate) : ABSENT,
      shownByClients: ofNodes(
        this.context.clientCertificates,
        "hadoop.ssl.require.client.cert of the cluster",
        LINT_IT,
      ),
      names: isLeaf ? this.namesOf(certificate) : everyName(ABSENT),
      path: isLeaf ? this.pathFact() : everyStep(ABSENT),
    });
  }

  /** The keys behind the certificates, so that a mistake in a `tls_private_key` is found once. */
  private privateKeys(): readonly CertificateFact[] {
    const behind = [...this.described.values()].flatMap(({ privateKey, resource }) =>
      privateKey === undefined ? [] : [[privateKey, this.roleOf(resource.address)] as const],
    );
    const loose = this.files.privateKey.privateKeys.map(({ address }) => [address, "leaf"] as const);
    const roles = new Map<string, CertificateRole>([...behind.reverse(), ...loose]);
    return [...roles].flatMap(([address, role]) => {
      const made = this.model.at(address);
      if (!made) return [];
      const readByJava8 = ofNodes(this.context.java8, "the cluster's release", LINT_IT);
      const key = { ...describePrivateKey(this.model, made), readByJava8 };
      return [plannedCertificate(subjectOf(address), { place: known(made.type), role: known(role), key })];
    });
  }

  private roleOf(address: string): CertificateRole {
    if (address === this.leaf?.resource.address) return "leaf";
    if (!this.path.includes(address)) return "unused";
    return this.files.trust?.certificates.includes(address) ? "anchor" : "issuer";
  }

  private sharesKey({ resource, issuer, privateKey }: PlannedCertificate): boolean {
    if (issuer === undefined || issuer === resource.address || privateKey === undefined) return false;
    return this.certificate(issuer)?.privateKey === privateKey;
  }

  private namesOf({ names }: PlannedCertificate): NamesFact {
    if ("unknown" in names) return everyName(names);
    return namesFact(names, ofNodes(this.context.publicNames, "whether the cluster runs Presto or Trino", LINT_IT));
  }

  private pathFact(): PathFact {
    const last = this.path.at(-1) ?? "";
    const issuer = this.certificate(last)?.issuer;
    const ends = this.path.slice(1).map((address) => this.certificate(address)?.leaves.notAfter);
    const times = ends.flatMap((end) => knownValue(end) ?? []);
    const inPath = this.files.chain.certificates.filter((address) => this.path.includes(address));
    return {
      end: this.end(last, issuer),
      last: known(last),
      wanted: known(issuer),
      ownTrust: known(this.files.trust !== undefined),
      publicRoot: known(false),
      ordered: known([...new Set(inPath)].every((address, index) => address === this.path[index])),
      issuersEnd: known(times.length > 0 && times.length === ends.length ? Math.min(...times) : null),
      developmentCa: known(false),
      unusedAnchors: [],
    };
  }

  private end(last: string, issuer: string | undefined): PathFact["end"] {
    const trusted = this.files.trust?.certificates ?? [];
    if (this.path.some((address) => trusted.includes(address))) return known("anchor");
    const open = this.files.trust
      ? !this.files.trust.whole
      : this.context.defaultRoots === undefined || this.context.additionalRoots.length > 0;
    if (open) return unknownLeaf("what the nodes trust is not known before apply", LINT_BUNDLE);
    if (issuer === last) return known("untrusted root");
    if (issuer !== undefined && this.files.chain.whole) return known("missing issuer");
    return unknownLeaf(`the issuer of ${last} is not in the input`, LINT_BUNDLE);
  }
}

const LINT_IT = "lint it with the plan of its cluster";

function nameText(commonNames: readonly string[]): string {
  return commonNames.map((name) => `CN=${name}`).join(", ");
}
