import type { Finding } from "../../linter/report/finding";
import type { Workshop } from "./workshop";

/** Findings as "RULE ID", with the id that AWS knows the resource by, sorted. */
export interface AuditAndState {
  readonly audit: readonly string[];
  readonly state: readonly string[];
}

/** Rules about code, which an account does not have; docs/audit.md lists them. */
const ABOUT_CODE = [
  "cluster.missing_dependency",
  "config.not_visible",
  "config.unused",
  "key.deletion_window_short",
  "object.change_unseen",
  "object.not_in_plan",
];

/**
 * What the rules report about all that Terraform has made, as production: by an audit of the account, and by Terraform's own state, without the rules
 * about code.
 */
export async function auditAndState(workshop: Workshop): Promise<AuditAndState> {
  const ids = new Map((await workshop.state()).map(({ address, type, values }) => [address, idOf(type, values)]));
  const options = ["--environment", "production", "--format", "json"];
  const audit = JSON.parse((await workshop.emrEncryption("audit", ...options)).stdout);
  const state = JSON.parse((await workshop.lint("state.json", ...options)).stdout);
  return {
    audit: named(audit.findings, (address) => address.match(/\["(.+)"\]$/)?.[1]),
    state: named(
      state.findings.filter(({ rule }: Finding) => !ABOUT_CODE.includes(rule)),
      (address) => ids.get(address),
    ),
  };
}

function named(findings: readonly Finding[], id: (address: string) => string | undefined): readonly string[] {
  return [...new Set(findings.map(({ rule, address }) => `${rule} ${id(address) ?? address}`))].sort();
}

function idOf(type: string, values: { readonly [name: string]: unknown }): string {
  const parts = type === "aws_s3_object" ? [values.bucket, values.key] : [values.key_id ?? values.id];
  return parts.join("/");
}
