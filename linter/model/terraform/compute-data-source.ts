import type { Symbolic } from "../values/symbolic";
import { policyDocument } from "./policy-document";
import type { ResourceView } from "./resource-view";

/** The value of an attribute of a data source, computed from its arguments; undefined where only AWS knows it. */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: one case for each data source
export function computeDataSource(resource: ResourceView, attribute: string): Symbolic | undefined {
  if (resource.mode !== "data") return undefined;
  switch (resource.type) {
    case "aws_region":
      return ["name", "id", "region"].includes(attribute) ? (resource.attribute("name") ?? resource.region) : undefined;
    case "aws_partition":
      return attribute === "partition" || attribute === "id"
        ? ofRegion(resource.region, 0)
        : attribute === "dns_suffix"
          ? ofRegion(resource.region, 1)
          : undefined;
    case "aws_iam_policy_document":
      return attribute === "json" || attribute === "minified_json" ? policyDocument(resource) : undefined;
    case "template_file":
      return attribute === "rendered" ? resource.rendered() : undefined;
    default:
      return undefined;
  }
}

/** Region prefixes, their partition and DNS suffix; the rest is the commercial partition. */
const PARTITIONS: readonly (readonly [RegExp, readonly [string, string]])[] = [
  [/^cn-/, ["aws-cn", "amazonaws.com.cn"]],
  [/^us-gov-/, ["aws-us-gov", "amazonaws.com"]],
  [/^us-iso-/, ["aws-iso", "c2s.ic.gov"]],
  [/^us-isob-/, ["aws-iso-b", "sc2s.sgov.gov"]],
  [/^eu-isoe-/, ["aws-iso-e", "cloud.adc-e.uk"]],
  [/^us-isof-/, ["aws-iso-f", "csp.hci.ic.gov"]],
  [/^eusc-/, ["aws-eusc", "amazonaws.eu"]],
  [/^[a-z]{2}-/, ["aws", "amazonaws.com"]],
];

function ofRegion(region: Symbolic, which: 0 | 1): Symbolic | undefined {
  if (typeof region !== "string") return typeof region === "object" ? region : undefined;
  return PARTITIONS.find(([prefix]) => prefix.test(region))?.[1][which];
}
