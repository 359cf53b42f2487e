import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { isObject, type Json, type JsonObject, list } from "../../linter/model/values/json";
import { planOfSize } from "./large-plan";

const company = resolve(__dirname, "../../test/fixtures/plans/verdicts/company/plan.json");

/** What each plan of a monorepository has: a stack of EMR, the same stack under its own names in AWS, or nothing of EMR. */
export const CONTENTS = ["own stacks", "one module", "nothing of EMR"] as const;
export type Content = (typeof CONTENTS)[number];

/** Writes plans of one size into folders of their own. */
export function writeManyPlans(folder: string, count: number, content: Content, bytes = 100_000): void {
  const plan = JSON.parse(readFileSync(company, "utf8"));
  const { text } = planOfSize(content === "nothing of EMR" ? withoutEmr(plan) : plan, bytes);
  for (let team = 0; team < count; team++) {
    write(join(folder, `team-${team}`), "plan.json", content === "one module" ? named(text, team) : own(text, team));
  }
}

/** Writes folders of Terraform configuration, each with a cluster, its security configuration and a key. */
export function writeManyFolders(folder: string, count: number): void {
  for (let team = 0; team < count; team++) write(join(folder, `team-${team}`), "main.tf", configuration(team));
}

function write(folder: string, file: string, content: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, file), content);
}

/** With a team's names in AWS. */
function named(text: string, team: number): string {
  return text.replace(/emr-nodes|emr-service|acme-emr-artifacts|"lake"|"analytics"/g, (name) =>
    name.startsWith('"') ? `${name.slice(0, -1)}-${team}"` : `${name}-${team}`,
  );
}

/** With a team's names in AWS and in Terraform. */
function own(text: string, team: number): string {
  const labels = /"name":"(this|nodes|service|s3|disk|artifacts|bundle|corp|main|emr|filler_\d+)"/g;
  return named(text.replace(/\b(aws_\w+\.)(\w+)/g, `$1$2_${team}`).replace(labels, `"name":"$1_${team}"`), team);
}

function configuration(team: number): string {
  return `provider "aws" {
  region = "us-east-1"
}
resource "aws_kms_key" "s3_${team}" {
  description = "data of ${team}"
}
resource "aws_emr_security_configuration" "this_${team}" {
  name = "lake-${team}"
  configuration = jsonencode({
    EncryptionConfiguration = {
      EnableAtRestEncryption    = true
      EnableInTransitEncryption = true
      AtRestEncryptionConfiguration = {
        S3EncryptionConfiguration        = { EncryptionMode = "SSE-KMS", AwsKmsKey = aws_kms_key.s3_${team}.arn }
        LocalDiskEncryptionConfiguration = { EncryptionKeyProviderType = "AwsKms", AwsKmsKey = aws_kms_key.s3_${team}.arn }
      }
      InTransitEncryptionConfiguration = {
        TLSCertificateConfiguration = { CertificateProviderType = "PEM", S3Object = "s3://artifacts-${team}/certs.zip" }
      }
    }
  })
}
resource "aws_emr_cluster" "this_${team}" {
  name                   = "lake-${team}"
  release_label          = "emr-7.5.0"
  service_role           = "EMR_DefaultRole"
  security_configuration = aws_emr_security_configuration.this_${team}.name
}
`;
}

function withoutEmr(json: Json): JsonObject {
  return JSON.parse(JSON.stringify(json), (_, value) =>
    Array.isArray(value)
      ? list(value).filter((each) => !(isObject(each) && /^aws_(?:emr|kms)/.test(String(each.type))))
      : value,
  );
}
