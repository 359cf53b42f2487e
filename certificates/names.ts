import { domainToASCII } from "node:url";
import { isRegion, vpcDomain } from "../formats/vpc-domain";
import { CertificateError } from "./errors";

/** RFC 5280 appendix A, `ub-common-name`. */
const COMMON_NAME_LIMIT = 64;
/** RFC 1034 section 3.1. */
const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

/**
 * The wildcard names that cover every node of the given VPC domains, in their order, each once; international names in their ASCII form.
 *
 * @throws CertificateError for a domain that no node has or no certificate may name.
 */
export function wildcardNames(domains: readonly string[]): readonly [string, ...string[]] {
  const [first, ...rest] = new Set(domains.map((domain) => `*.${vpcDomainName(domain)}`));
  if (first === undefined)
    throw new CertificateError(
      "no Region is given; give --region, such as us-west-2, or --vpc-domain for a VPC with its own domain",
    );
  if (first.length > COMMON_NAME_LIMIT) {
    throw new CertificateError(
      `VPC domain '${first.slice(2)}' results in a common name of ${first.length} characters; X.509 allows at most ${COMMON_NAME_LIMIT}; give a shorter domain first`,
    );
  }
  return [first, ...rest];
}

/**
 * The VPC domain of a Region.
 *
 * @throws CertificateError for what is not the name of a Region.
 */
export function regionDomain(region: string): string {
  if (isRegion(region)) return vpcDomain(region);
  throw new CertificateError(`Region '${region}' is not the name of a Region; write it like us-west-2`);
}

function vpcDomainName(domain: string): string {
  const refuse = (why: string): never => {
    throw new CertificateError(`VPC domain '${domain}' ${why}`);
  };
  if (domain.includes("*")) refuse("contains a wildcard; give only the domain, the wildcard is added");
  const ascii = domainToASCII(domain).replace(/\.$/, "");
  const labels = ascii.split(".");
  if (!labels.every((part) => label.test(part)) || /^[\d.]+$/.test(ascii)) {
    refuse("is not a domain name; write it like us-west-2.compute.internal or emr.corp.example");
  }
  if (ascii.length > 251) refuse("is longer than a host name may be (RFC 1034)");
  if (labels.length < 2 || ascii === "compute.internal") {
    refuse(
      "is too broad: a wildcard covers one label, so no node would match; give the whole domain, such as us-west-2.compute.internal",
    );
  }
  if (ascii === "us-east-1.compute.internal")
    refuse("is not the domain that AWS documents for us-east-1; give ec2.internal");
  return ascii;
}
