import { domainToASCII } from "node:url";
import { vpcDomain } from "../../../formats/vpc-domain";
import type { Model, Resource } from "../../model/terraform/model";
import { kept } from "../../model/terraform/of-type";
import { Reference } from "../../model/values/symbolic";
import type { DomainCertainty } from "../../rows/certificate-domains";
import { DocumentCursor } from "../document-cursor";
import type { LintContext } from "../lint-context";
import { written } from "../object-name";

/** A domain that the nodes' names may end in. */
export interface VpcDomain {
  readonly domain: string;
  readonly certainty: DomainCertainty;
}

/**
 * Domains that the nodes' names may end in: those that are declared; else those of DHCP options in the input; else the default of the
 * Region, which is certain if the Region was given or the VPC is created here without other options, and a guess otherwise.
 */
export function vpcDomains(
  model: Model | undefined,
  region: unknown,
  { options, settings }: LintContext,
): readonly VpcDomain[] {
  const flags = options.vpcDomains ?? [];
  const declared = flags.length > 0 ? flags : (settings.known?.vpcDomains ?? []);
  if (declared.length > 0) return declared.map((domain) => ({ domain: inDns(domain), certainty: "declared" }));
  const dhcp = model ? dhcpDomains(model) : { domains: [], open: false };
  if (dhcp.domains.length > 0) return dhcp.domains.map((domain) => ({ domain, certainty: "seen" }));
  const said = options.region ?? settings.known?.region;
  const known = said ?? (typeof region === "string" ? region : undefined);
  if (known === undefined) return [];
  const sure = !dhcp.open && (said !== undefined || (model !== undefined && hasVpc(model)));
  return [{ domain: vpcDomain(known), certainty: sure ? "region-known" : "guessed" }];
}

/** Certificates and DNS contain names in ASCII (RFC 5280 7.2), people write them as they read them. */
function inDns(domain: string): string {
  return /[^\x20-\x7e]/.test(domain) ? domainToASCII(domain) || domain : domain;
}

/** Domains of the DHCP options in the input, and whether there are some that are not known. */
function dhcpDomains(model: Model): { readonly domains: readonly string[]; readonly open: boolean } {
  const options = kept(model, "aws_vpc_dhcp_options")
    .filter((each) => !isOfOtherVpcs(model, each))
    .map(({ values }) => new DocumentCursor(model, values.domain_name).resolved());
  const domains = options.flatMap((domain) => (typeof domain === "string" && domain !== "" ? [domain] : []));
  return { domains: [...new Set(domains.flatMap((text) => text.split(/\s+/)))], open: domains.length < options.length };
}

/** Whether DHCP options belong to VPCs alone in which no cluster of the input starts. */
function isOfOtherVpcs(model: Model, options: Resource): boolean {
  const own = written(model, new Reference(options.address, "id"));
  const vpcs = associations(model)
    .filter(({ values }) => written(model, values.dhcp_options_id) === own)
    .map(({ values }) => written(model, values.vpc_id));
  const used = vpcs.length > 0 ? vpcsOfClusters(model) : undefined;
  return used !== undefined && vpcs.every((vpc) => vpc !== undefined && !used.has(vpc));
}

/** Undefined where the VPC of a cluster is not known, or where the input has no cluster. */
function vpcsOfClusters(model: Model): ReadonlySet<string> | undefined {
  const { vpcsOf } = require("./network-path") as typeof import("./network-path");
  const vpcs = kept(model, "aws_emr_cluster").map((cluster) => vpcsOf(model, cluster));
  return vpcs.length > 0 && vpcs.every((each) => each !== undefined) ? new Set(vpcs.flat()) : undefined;
}

function associations(model: Model): readonly Resource[] {
  return kept(model, "aws_vpc_dhcp_options_association");
}

function hasVpc(model: Model): boolean {
  if (kept(model, "aws_vpc").length === 0) return false;
  const others = associations(model);
  if (others.length === 0) return true;
  const used = vpcsOfClusters(model);
  const vpcs = others.map(({ values }) => written(model, values.vpc_id));
  return used !== undefined && vpcs.every((vpc) => vpc !== undefined && !used.has(vpc));
}
