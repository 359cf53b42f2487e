import type { DomainCoverage } from "../../formats/x509/hosts";
import type { Leaf } from "./leaf";
import type { Row } from "./row";

/**
 * How certain it is that the nodes' names end in a domain: it is declared; DHCP options in the input set it; it is the default
 * of a known Region to which no other DHCP options can apply; or it is the default and others may apply.
 */
export type DomainCertainty = "declared" | "seen" | "region-known" | "guessed";

/** The leaf certificate of a bundle against one domain of its nodes. */
export interface CertificateDomainFact extends Row {
  /** Place of the leaf. */
  readonly place: Leaf<string>;
  readonly domain: Leaf<string>;
  readonly certainty: Leaf<DomainCertainty>;
  /** What the leaf's names cover; unknown if the domain is a guess and not covered. */
  readonly coverage: Leaf<DomainCoverage>;
  /** The names that count, in order. */
  readonly names: Leaf<string>;
  /** The domain of EC2 that the names cover instead of this one. */
  readonly otherDomain: Leaf<string>;
  /** Whether a name ends like EC2's host names, or in a domain that is declared or in the input. */
  readonly looksLikeNode: Leaf<boolean>;
  /** Whether a wildcard over more than one VPC explains why it is not covered. */
  readonly tooBroad: Leaf<boolean>;
}
