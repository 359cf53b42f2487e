import type { BundleReading } from "../../../formats/bundle/read";
import {
  coverageOf,
  type DomainCoverage,
  ec2Domains,
  type HostNames,
  hostNames,
  isOnlyBroad,
} from "../../../formats/x509/hosts";
import type { CertificateDomainFact } from "../../rows/certificate-domains";
import { ABSENT, known, type Leaf, type UnknownLeaf, unknownLeaf } from "../../rows/leaf";
import type { VpcDomain } from "../cluster/vpc-domains";
import { firstThree } from "../first-three";
import { leafAbsence, subjectOf } from "./file-rows";

/** Rows of a bundle's leaf, one for each domain; one of unknown leaves where either is not known. */
export function certificateDomainFacts(
  bundle: BundleReading | UnknownLeaf,
  subject: string,
  domains: readonly VpcDomain[],
): readonly CertificateDomainFact[] {
  const own = "unknown" in bundle ? undefined : bundle.leaf;
  const leaf = "unknown" in bundle ? bundle : (own?.certificate ?? leafAbsence(bundle));
  const place = `certificateChain.pem[${own?.index ?? 0}]`;
  return hostDomainFacts(leaf, { subject: subjectOf(subject, place), place }, domains);
}

/** Rows of a leaf certificate that is at a place, one for each domain. */
export function hostDomainFacts(
  leaf: HostNames | UnknownLeaf,
  at: LeafPlace,
  domains: readonly VpcDomain[],
): readonly CertificateDomainFact[] {
  return (domains.length === 0 ? [undefined] : domains).map((domain) => row(leaf, at, domain, domains));
}

interface LeafPlace {
  readonly subject: string;
  readonly place: string;
}

const noDomain = unknownLeaf("the Region of the nodes is not in the input", "give --region or --vpc-domain");

function row(
  leaf: HostNames | UnknownLeaf,
  { subject, place }: LeafPlace,
  domain: VpcDomain | undefined,
  all: readonly VpcDomain[],
): CertificateDomainFact {
  const fixed = {
    id: `${subject}@${domain?.domain ?? ""}`,
    place: known(place),
    domain: domain ? known(domain.domain) : noDomain,
    certainty: domain ? known(domain.certainty) : noDomain,
  };
  if ("unknown" in leaf) {
    return { ...fixed, coverage: leaf, names: leaf, otherDomain: leaf, looksLikeNode: leaf, tooBroad: leaf };
  }
  const names = hostNames(leaf);
  const ownDomains = all
    .filter(({ certainty }) => certainty !== "guessed")
    .map((one) => `.${one.domain.toLowerCase()}`);
  const looksLikeNode = names.some(
    (name) => /\.(ec2|compute)\.internal$/i.test(name) || ownDomains.some((one) => name.toLowerCase().endsWith(one)),
  );
  return {
    ...fixed,
    coverage: coverageLeaf(leaf, domain),
    names: known(shown(names)),
    otherDomain: otherDomainLeaf(leaf, domain),
    looksLikeNode: known(looksLikeNode),
    tooBroad: known(isOnlyBroad(leaf)),
  };
}

/** A matching default domain decides the rule; a mismatch leaves it unknown. */
function coverageLeaf(leaf: HostNames, domain: VpcDomain | undefined): Leaf<DomainCoverage> {
  if (!domain) return noDomain;
  const coverage = coverageOf(leaf, domain.domain);
  if (domain.certainty !== "guessed" || coverage !== "none") return known(coverage);
  return unknownLeaf(
    `the VPC's domain is taken to be ${domain.domain}, its DHCP options are not in the input`,
    "give --vpc-domain",
  );
}

/** Another Region's domain is wrong where the nodes' is one of EC2's as well. */
function otherDomainLeaf(leaf: HostNames, domain: VpcDomain | undefined): Leaf<string> {
  const made = ec2Domains(leaf).filter((one) => one !== domain?.domain.toLowerCase());
  const isCovered = domain && coverageOf(leaf, domain.domain) !== "none";
  if (isCovered || made.length === 0) return ABSENT;
  if (!domain) return noDomain;
  const isEc2 = /(^|\.)(ec2|compute)\.internal$/.test(domain.domain.toLowerCase());
  return known(isEc2 ? made[0] : null);
}

function shown(names: readonly string[]): string {
  if (names.length === 0) return "no host name";
  return firstThree(names.map((name) => name.replace(/[^\x20-\x7e]/g, "?").slice(0, 100)));
}
