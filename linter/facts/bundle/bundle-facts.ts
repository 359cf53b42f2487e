import type { BundleReading } from "../../../formats/bundle/read";
import type { Facts } from "../../rows/facts";
import type { UnknownLeaf } from "../../rows/leaf";
import type { NodesContext } from "../cluster/node-traits";
import type { VpcDomain } from "../cluster/vpc-domains";
import { certificateFacts } from "./certificate-rows";
import { certificateDomainFacts } from "./domain-rows";
import { bundleFact, bundleFileFacts } from "./file-rows";

/** What the rows of a bundle depend on besides the bundle. */
export interface BundleContext extends NodesContext {
  /** Terraform address of what delivers the bundle; empty for one that is checked alone. Starts the subjects of its rows. */
  readonly subject: string;
  /** Domains that the nodes' names may end in; none where even the Region is not known. */
  readonly domains: readonly VpcDomain[];
}

/** Kinds of rows that come from bundles. */
export type BundleFacts = Pick<Facts, "bundles" | "bundleFiles" | "certificates" | "certificateDomains">;

/** All rows of a bundle; where it could not be read at all, `bundle` says why and what would resolve it. */
export function bundleFacts(bundle: BundleReading | UnknownLeaf, context: BundleContext): BundleFacts {
  const { subject, domains } = context;
  return {
    bundles: [bundleFact(bundle, subject)],
    bundleFiles: bundleFileFacts(bundle, subject),
    certificates: certificateFacts(bundle, subject, context),
    certificateDomains: certificateDomainFacts(bundle, subject, domains),
  };
}
