import { dnsSuffixOf, isRegionName, partitionOf } from "../../../formats/arn";
import type { Symbolic } from "../values/symbolic";
import { policyDocument } from "./policy-document";
import type { ResourceView } from "./resource-view";

type Compute = (resource: ResourceView) => Symbolic | undefined;

const region: Compute = (resource) => resource.attribute("name") ?? resource.region;
const partition: Compute = (resource) => ofRegion(resource.region, partitionOf);

/** Data sources whose attributes follow from their arguments and their provider. */
const computed: { readonly [type: string]: { readonly [attribute: string]: Compute } } = {
  aws_region: { name: region, id: region, region },
  aws_partition: {
    partition,
    id: partition,
    dns_suffix: (resource) => ofRegion(resource.region, dnsSuffixOf),
  },
  aws_iam_policy_document: { json: policyDocument, minified_json: policyDocument },
  local_file: {
    content: (resource) => resource.content("file"),
    content_base64: (resource) => resource.content("filebase64"),
  },
  template_file: { rendered: (resource) => resource.rendered() },
};

/** The value of an attribute of a data source, computed from its arguments; undefined where only AWS knows it. */
export function computeDataSource(resource: ResourceView, attribute: string): Symbolic | undefined {
  if (resource.mode !== "data" || !Object.hasOwn(computed, resource.type)) return undefined;
  const attributes = computed[resource.type] ?? {};
  return Object.hasOwn(attributes, attribute) ? attributes[attribute]?.(resource) : undefined;
}

function ofRegion(region: Symbolic, compute: (region: string) => string): Symbolic | undefined {
  if (typeof region !== "string") return typeof region === "object" ? region : undefined;
  return isRegionName(region) ? compute(region) : undefined;
}

/** Computed attributes that equal an argument, as the provider documents them. */
export const SYNONYMS: { readonly [attribute: string]: string } = {
  "aws_emr_security_configuration.id": "name",
  "aws_iam_instance_profile.id": "name",
  "aws_iam_role.id": "name",
  "aws_kms_alias.id": "name",
  "aws_s3_bucket.id": "bucket",
  "terraform_data.output": "input",
};
