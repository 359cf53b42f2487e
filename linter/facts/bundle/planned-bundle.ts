import { BUNDLE_FILES, type BundleFileName, isBundleFile, REQUIRED_BUNDLE_FILES } from "../../../formats/bundle/files";
import type { OtherFile } from "../../../formats/bundle/other-files";
import { broadWildcards, dnsNames, hostNames, invalidWildcards, isOnlyBroad } from "../../../formats/x509/hosts";
import type { PrivateKeyEncoding } from "../../../formats/x509/private-key";
import type { Model } from "../../model/terraform/model";
import { type Symbolic, Template, Unknown } from "../../model/values/symbolic";
import { referencesIn } from "../../model/values/unknowns";
import type { BundleFact, BundleFileFact } from "../../rows/bundles";
import type { CertificateFact, CertificateRole, NamesFact, PathFact } from "../../rows/certificates";
import { known, type Leaf, unknownLeaf } from "../../rows/leaf";
import type { PlannedArchive } from "./archive";
import type { BundleContext, BundleFacts } from "./bundle-facts";
import { hostDomainFacts } from "./domain-rows";
import { nameLeaves, strayKeyFact, subjectOf, unknownFile } from "./file-rows";
import {
  canIssue,
  certificateTypes,
  describeCertificate,
  describePrivateKey,
  isAuthority,
  originOf,
  type PlannedCertificate,
} from "./planned-certificates";
import { everyName, everyStep, plannedCertificate } from "./unknown-certificate";

/** Rows of a bundle that the input creates from certificates and private keys that it also creates. */
export function plannedBundleFacts(model: Model, archive: PlannedArchive, context: BundleContext): BundleFacts {
  return new PlannedBundle(model, archive, context).rows();
}

const longestPath = 10;

/** Attributes that contain a private key, and how they encode it. */
const PRIVATE_KEYS: ReadonlyMap<string, PrivateKeyEncoding> = new Map([
  ["private_key_pem", "PKCS#1"],
  ["private_key_pem_pkcs8", "PKCS#8"],
]);

/** What a file of the archive is made from. */
interface Content {
  readonly certificates: readonly string[];
  readonly privateKeys: readonly { readonly address: string; readonly encoding: PrivateKeyEncoding }[];
  /** Whether nothing else is in it, as far as the input shows. */
  readonly whole: boolean;
}

class PlannedBundle {
  private readonly contents: ReadonlyMap<string, Content>;
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
    this.contents = new Map([...archive.entries].map(([name, content]) => [name, this.read(content)]));
    const first = this.leafAddress();
    this.packed = new Set([...this.chain.certificates, ...(this.trust?.certificates ?? [])]);
    this.leaf = first === undefined ? undefined : this.certificate(first);
    this.path = first === undefined ? [] : this.pathFrom(first);
  }

  rows(): BundleFacts {
    const { leaf, context } = this;
    const at = {
      subject: leaf ? subjectOf(leaf.resource.address) : subjectOf(context.subject, CHAIN),
      place: this.place(),
    };
    return {
      bundles: [this.bundle()],
      bundleFiles: [...BUNDLE_FILES.flatMap((name) => this.file(name)), ...this.strayKeys()],
      certificates: [...this.certificates(), ...this.privateKeys()],
      certificateDomains: leaf ? hostDomainFacts(leaf.names, at, context.domains) : [],
    };
  }

  private get chain(): Content {
    return this.contents.get(CHAIN) ?? NOTHING;
  }

  private get trust(): Content | undefined {
    return this.contents.get(TRUST);
  }

  private place(): string {
    return this.leaf?.resource.type ?? CHAIN;
  }

  private read(content: Symbolic): Content {
    const certificates: string[] = [];
    const privateKeys: { address: string; encoding: PrivateKeyEncoding }[] = [];
    let whole = isWhole(content);
    for (const reference of referencesIn(content)) {
      const { address, attribute } = originOf(this.model, reference);
      const made = this.model.at(address);
      const encoding = PRIVATE_KEYS.get(attribute);
      if (made?.type === "tls_private_key" && encoding !== undefined) privateKeys.push({ address, encoding });
      else if (made && (certificateTypes.has(made.type) || isAuthority(made))) certificates.push(address);
      // A plan lists the resource beside its attribute.
      else if (attribute !== "") whole = false;
    }
    return { certificates, privateKeys, whole };
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
    const { certificates } = this.chain;
    const [first] = certificates;
    if (first === undefined || !isTrue(this.certificate(first)?.isCa)) return first;
    const below = certificates.filter((address) => {
      const made = this.certificate(address);
      return made && !isTrue(made.isCa) && made.issuer !== undefined && certificates.includes(made.issuer);
    });
    return new Set(below).size === 1 ? below[0] : first;
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
    const absent = known<never>(null);
    return {
      id: subjectOf(this.context.subject),
      unreadable: absent,
      ambiguous: absent,
      ...nameLeaves([...this.archive.entries.keys()], this.others()),
      privateKeyFits: this.privateKeyFits(),
      privateKeyFitsInstead: known(this.privateKeyFitsInstead()),
      privateKeyWorks: known(true),
      published: absent,
      publishedIssuer: absent,
      publishedIssuerAt: absent,
    };
  }

  private privateKeyFits(): Leaf<boolean> {
    const [own] = this.contents.get("privateKey.pem")?.privateKeys ?? [];
    const wanted = this.leaf?.privateKey;
    if (own && wanted !== undefined) return known(own.address === wanted);
    return unknownLeaf("the private key of the bundle is not known before apply", LINT_BUNDLE);
  }

  /** Another certificate of the chain that the private key belongs to. */
  private privateKeyFitsInstead(): string | undefined {
    const [own] = this.contents.get("privateKey.pem")?.privateKeys ?? [];
    if (!own || own.address === this.leaf?.privateKey) return undefined;
    return this.chain.certificates.find((address) => this.certificate(address)?.privateKey === own.address);
  }

  private file(name: BundleFileName): readonly BundleFileFact[] {
    const content = this.contents.get(name);
    if (!content && !REQUIRED_BUNDLE_FILES.includes(name)) return [];
    const row = { id: subjectOf(this.context.subject, name), name: known(name) };
    const count = (content?.certificates.length ?? 0) + (content?.privateKeys.length ?? 0);
    if (!content) return [{ ...row, ...unknownFile(unknownLeaf(`the bundle has no ${name}`, `put ${name} into it`)) }];
    if (count === 0) {
      const why = unknownLeaf(`what ${this.archive.archive} puts into ${name} is not known before apply`, LINT_BUNDLE);
      return [{ ...row, ...unknownFile(why) }];
    }
    const isKeyFile = name === "privateKey.pem";
    const lacks = isKeyFile ? content.privateKeys.length === 0 : content.certificates.length === 0;
    const noun = isKeyFile ? "private key" : "certificate";
    return [
      {
        ...row,
        problem: known(lacks && content.whole ? `it contains no ${noun}` : null),
        skipped: known<string>(null),
        otherLabel: known<string>(null),
        swapped: known(name !== TRUST && this.isSwapped()),
        privateKeys: known(new Set(content.privateKeys.map(({ address }) => address)).size),
        certificates: known(content.certificates.length),
        encrypted: known(false),
        encoding: known(isKeyFile ? this.encodingOf(content) : null),
        strayName: known<string>(null),
        strayKey: known<string>(null),
      },
    ];
  }

  private others(): readonly OtherFile[] {
    return [...this.contents].flatMap(([name, { certificates, privateKeys }]) => {
      if (isBundleFile(name)) return [];
      const hasCertificate = certificates.length > 0;
      return [
        { name, hasCertificate, ...(privateKeys.length > 0 && { privateKey: { form: "private key" as const } }) },
      ];
    });
  }

  /** Other files that a private key of the input is written to. */
  private strayKeys(): readonly BundleFileFact[] {
    return [...this.contents].flatMap(
      ([
        name,
        {
          privateKeys: [first],
        },
      ]) => {
        if (isBundleFile(name) || !first || !this.contents.has("privateKey.pem")) return [];
        return [strayKeyFact(this.context.subject, name, `the private key that ${first.address} makes`)];
      },
    );
  }

  private isSwapped(): boolean {
    const key = this.contents.get("privateKey.pem") ?? NOTHING;
    return (
      key.privateKeys.length === 0 &&
      key.certificates.length > 0 &&
      this.chain.certificates.length === 0 &&
      this.chain.privateKeys.length > 0
    );
  }

  private encodingOf({ privateKeys }: Content): PrivateKeyEncoding | null {
    const [first] = privateKeys;
    const type = first && this.typeOf(first.address);
    if (!first || first.encoding === "PKCS#8" || type === "Ed25519") return first ? "PKCS#8" : null;
    return type === "EC" ? "SEC1" : first.encoding;
  }

  private typeOf(address: string): string | undefined {
    const made = this.model.at(address);
    const { type } = made ? describePrivateKey(this.model, made) : {};
    return type && "known" in type ? (type.known ?? undefined) : undefined;
  }

  private certificates(): readonly CertificateFact[] {
    const trusted = this.trust?.certificates ?? [];
    const addresses = [...new Set([...this.path, ...this.chain.certificates, ...trusted])];
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
    const absent = known<never>(null);
    const subjectName = "unknown" in names ? names : known(nameText(names.subject.commonNames));
    const issued = role === "issuer" || role === "anchor";
    return plannedCertificate(subjectOf(address), {
      place: known(resource.type),
      role: known(role),
      inTrust: known(this.trust?.certificates.includes(address) ?? false),
      inChain: known(this.chain.certificates.includes(address)),
      doubled: known(this.chain.certificates.filter((each) => each === address).length > 1),
      subjectName,
      issuerName: issuer === undefined ? absent : known(issuer),
      key: { ...key, sharedWithIssuer: known(this.sharesKey(certificate)) },
      signature: { hash: certificate.hash, verifies: known(true) },
      notBefore: certificate.notBefore,
      notAfter: certificate.notAfter,
      validDays: certificate.validDays,
      selfSigned: known(issuer === address),
      mayNotIssue: issued ? certificate.mayNotIssue : absent,
      isCa: certificate.isCa,
      canIssue: isLeaf ? canIssue(certificate) : absent,
      serverPurpose: certificate.serverPurpose,
      anyPurposeOnly: certificate.anyPurposeOnly,
      clientPurpose: certificate.clientPurpose,
      shownByClients: this.ofNodes(this.context.clientCertificates, "hadoop.ssl.require.client.cert of the cluster"),
      signingPurpose: certificate.signingPurpose,
      names: isLeaf ? this.namesOf(certificate) : everyName(absent),
      path: isLeaf ? this.pathFact() : everyStep(absent),
    });
  }

  /** The keys behind the certificates, so that a mistake in a `tls_private_key` is found once. */
  private privateKeys(): readonly CertificateFact[] {
    const behind = [...this.described.values()].flatMap(({ privateKey, resource }) =>
      privateKey === undefined ? [] : [[privateKey, this.roleOf(resource.address)] as const],
    );
    const loose = (this.contents.get("privateKey.pem") ?? NOTHING).privateKeys.map(
      ({ address }) => [address, "leaf"] as const,
    );
    const roles = new Map<string, CertificateRole>([...behind.reverse(), ...loose]);
    return [...roles].flatMap(([address, role]) => {
      const made = this.model.at(address);
      if (!made) return [];
      const { java8 } = this.context;
      const key = {
        ...describePrivateKey(this.model, made),
        readByJava8: this.ofNodes(java8, "the cluster's release"),
      };
      return [plannedCertificate(subjectOf(address), { place: known(made.type), role: known(role), key })];
    });
  }

  private roleOf(address: string): CertificateRole {
    if (address === this.leaf?.resource.address) return "leaf";
    if (!this.path.includes(address)) return "unused";
    return this.trust?.certificates.includes(address) ? "anchor" : "issuer";
  }

  private sharesKey({ resource, issuer, privateKey }: PlannedCertificate): boolean {
    if (issuer === undefined || issuer === resource.address || privateKey === undefined) return false;
    return this.certificate(issuer)?.privateKey === privateKey;
  }

  private namesOf({ names }: PlannedCertificate): NamesFact {
    if ("unknown" in names) return everyName(names);
    const { commonNames } = names.subject;
    return {
      inSan: known(dnsNames(names).length > 0),
      commonName: known(commonNames.at(-1)),
      commonNameIsWildcard: known(commonNames.some((name) => name.startsWith("*."))),
      wildcard: known(hostNames(names).some((name) => name.startsWith("*."))),
      invalid: known(invalidWildcards(names)[0]),
      broad: known(broadWildcards(names)[0]),
      onlyBroad: known(isOnlyBroad(names)),
      publicName: known(hostNames(names).some((name) => name.includes(".") && !/(^|\.)internal$/i.test(name))),
      servesPublic: this.ofNodes(this.context.publicNames, "whether the cluster runs Presto or Trino"),
    };
  }

  private pathFact(): PathFact {
    const last = this.path.at(-1) ?? "";
    const issuer = this.certificate(last)?.issuer;
    const ends = this.path.slice(1).map((address) => this.certificate(address)?.notAfter);
    const times = ends.flatMap((end) => (end && "known" in end && end.known !== null ? [end.known] : []));
    const inPath = this.chain.certificates.filter((address) => this.path.includes(address));
    return {
      end: this.end(last, issuer),
      last: known(last),
      wanted: known(issuer ?? null),
      ownTrust: known(this.trust !== undefined),
      publicRoot: known(false),
      ordered: known([...new Set(inPath)].every((address, index) => address === this.path[index])),
      issuersEnd: known(times.length > 0 && times.length === ends.length ? Math.min(...times) : null),
      developmentCa: known(false),
      unusedAnchors: [],
    };
  }

  private end(last: string, issuer: string | undefined): PathFact["end"] {
    const trusted = this.trust?.certificates ?? [];
    if (this.path.some((address) => trusted.includes(address))) return known("anchor");
    const open = this.trust
      ? !this.trust.whole
      : this.context.defaultRoots === undefined || this.context.additionalRoots.length > 0;
    if (open) return unknownLeaf("what the nodes trust is not known before apply", LINT_BUNDLE);
    if (issuer === last) return known("untrusted root");
    if (issuer !== undefined && this.chain.whole) return known("missing issuer");
    return unknownLeaf(`the issuer of ${last} is not in the input`, LINT_BUNDLE);
  }

  /** What only the cluster shows. */
  private ofNodes(value: boolean | undefined, what: string): Leaf<boolean> {
    return value === undefined
      ? unknownLeaf(`${what} is not in the input`, "lint it with the plan of its cluster")
      : known(value);
  }
}

const CHAIN = "certificateChain.pem";
const TRUST = "trustedCertificates.pem";
const LINT_BUNDLE = "also lint the bundle itself, once it exists";
const NOTHING: Content = { certificates: [], privateKeys: [], whole: true };

function isTrue(leaf: Leaf<boolean> | undefined): boolean {
  return leaf !== undefined && "known" in leaf && leaf.known === true;
}

/** Whether a content is nothing but references with blanks between them. */
function isWhole(content: Symbolic): boolean {
  if (content instanceof Template) {
    return content.parts.every((part) => (typeof part === "string" ? part.trim() === "" : !(part instanceof Unknown)));
  }
  return !(content instanceof Unknown) || content.references.length > 0;
}

function nameText(commonNames: readonly string[]): string {
  return commonNames.map((name) => `CN=${name}`).join(", ");
}
