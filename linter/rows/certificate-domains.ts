import type { DomainCoverage } from "../../formats/x509/hosts";
import type { Leaf } from "./leaf";
import type { Row } from "./row";

/**
 * How sure it is that the nodes' names end in a domain: someone said so; DHCP options in the input say so; it is the default
 * of a known Region where no other DHCP options can be in play; or it is the default and others may be in play.
 */
export type DomainCertainty = "declared" | "seen" | "region-known" | "guessed";

/** The leaf certificate of a bundle against one domain of its nodes. */
export interface CertificateDomainFact extends Row {
  /** Where the leaf stands. */
  readonly place: Leaf<string>;
  readonly domain: Leaf<string>;
  readonly certainty: Leaf<DomainCertainty>;
  /** How far the leaf's names reach; unknown where the domain is guessed and not reached. */
  readonly coverage: Leaf<DomainCoverage>;
  /** The names that count, in order. */
  readonly names: Leaf<string>;
  /** The domain of EC2 that the names are made for instead of this one. */
  readonly otherDomain: Leaf<string>;
  /** Whether a name ends as EC2 names hosts, or as a domain that was declared or seen. */
  readonly looksLikeNode: Leaf<boolean>;
  /** Whether a wildcard over more than one VPC explains why it is not covered. */
  readonly tooBroad: Leaf<boolean>;
}
