import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import type { IConstruct } from "constructs";
import { developmentFiles } from "../../certificates/development";
import { writeBundleFolder } from "../../certificates/generations";
import { sharedKeyPair } from "../certificates/key-pairs";

/** Output folder of the tests. */
export const outdir = mkdtempSync(join(tmpdir(), "emr-encryption-test-"));

/** A stack `s` with an AWS provider in us-east-1. */
export function stackOf(fill: (stack: TerraformStack) => void): TerraformStack {
  const stack = new TerraformStack(Testing.app({ outdir }), "s");
  new AwsProvider(stack, "aws", { region: "us-east-1" });
  fill(stack);
  return stack;
}

/** What Terraform reads of a stack: resources and data sources by type and name, without cdktf's metadata. */
export function synthesized(stack: TerraformStack): {
  readonly resource: { readonly [type: string]: { readonly [name: string]: { readonly [argument: string]: unknown } } };
  readonly data: { readonly [type: string]: { readonly [name: string]: { readonly [argument: string]: unknown } } };
  readonly output?: { readonly [name: string]: { readonly value: unknown } };
} {
  const document = JSON.parse(Testing.synth(stack), (name, value) => (name === "//" ? undefined : value));
  return { data: {}, resource: {}, ...document };
}

/** All resources of one type, in the order of their names. */
export function resources(stack: TerraformStack, type: string) {
  return Object.values(synthesized(stack).resource[type] ?? {});
}

/** The messages of the checks of all constructs in a stack, with their paths. */
export function validations(stack: TerraformStack): readonly string[] {
  return stack.node
    .findAll()
    .flatMap((construct) => construct.node.validate().map((text) => `[${construct.node.path}] ${text}`));
}

/** The annotations of constructs at synth, in the order of constructs. */
export function annotations(scope: IConstruct): readonly string[] {
  return scope.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .flatMap(({ type, data }) => (type.startsWith("@cdktf/") ? [String(data)] : []));
}

/** A folder `certs` with a bundle for `*.ec2.internal`. */
export function certificatesFolder(name = "certs"): string {
  const parent = mkdtempSync(join(tmpdir(), "emr-encryption-test-"));
  const folder = join(parent, name);
  const files = developmentFiles({
    domains: ["ec2.internal"],
    days: 90,
    subject: [],
    formerTrust: [],
    now: new Date("2026-11-23T06:00:00Z"),
    makeKeyPair: sharedKeyPair,
  });
  writeBundleFolder(folder, files, false);
  return folder;
}

/** Regional resources and data sources of this package. */
export const regionalTypes: readonly string[] = [
  "aws_emr_security_configuration",
  "aws_kms_alias",
  "aws_kms_external_key",
  "aws_kms_grant",
  "aws_kms_key",
  "aws_kms_key_policy",
  "aws_s3_bucket",
  "aws_s3_bucket_ownership_controls",
  "aws_s3_bucket_policy",
  "aws_s3_bucket_public_access_block",
  "aws_s3_bucket_server_side_encryption_configuration",
  "aws_s3_bucket_versioning",
  "aws_s3_object",
  "aws_ssm_parameter",
  "data.aws_kms_alias",
  "data.aws_kms_key",
];
