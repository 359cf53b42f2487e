import { readdirSync } from "node:fs";
import { join } from "node:path";
import { lint } from "../../linter/run/lint";

const now = new Date("2026-11-23T12:00:00Z");
const FOLDERS = join(__dirname, "..", "fixtures", "hcl");

/** Repositories in the ways of public ones, each with what is wrong in it and where that is written. */
const EXPECTED: { readonly [repository: string]: readonly string[] } = {
  "aliases-three-deep": [
    "config.in_transit_disabled platform/emr/main.tf:9",
    "key.region_mismatch platform/keys/key/main.tf:3",
  ],
  "alias-region": ["key.region_mismatch keys/main.tf:7"],
  "auto-tfvars-json": ["config.in_transit_incomplete main.tf:31"],
  "good-imds": [],
  "heredoc-directives": [
    "config.ebs_not_encrypted main.tf:41",
    "config.in_transit_disabled main.tf:27",
    "config.shared_key main.tf:39",
  ],
  "label-and-splat": [
    "config.ebs_not_encrypted emr/doc.json.tpl:6",
    "config.in_transit_disabled emr/doc.json.tpl:3",
    "config.s3_not_customer_key emr/doc.json.tpl:5",
  ],
  "merged-files": [
    "config.ebs_not_encrypted emr/rest.yaml.tftpl:8",
    "config.in_transit_disabled policies/base.json:4",
    "config.shared_key emr/rest.yaml.tftpl:4",
  ],
  "optional-defaults": [
    "config.ebs_not_encrypted main.tf:27",
    "config.in_transit_disabled main.tf:18",
    "config.s3_not_customer_key main.tf:21",
  ],
  "other-blocks": ["config.ebs_not_encrypted main.tf:38", "config.in_transit_disabled main.tf:35"],
  "output-of-counted-module": [
    "config.in_transit_disabled security/main.tf:11",
    "config.shared_key security/main.tf:13",
  ],
  "override-locals": ["config.key_not_arn locals.tf:10", "config.settings_without_flag keys_override.tf:8"],
  "spread-merge": ["config.in_transit_disabled main.tf:18", "config.in_transit_incomplete main.tf:16"],
  "yaml-clusters": ["config.in_transit_disabled main.tf:22", "config.shared_key main.tf:24"],
  archive: ["cert.weak_rsa main.tf:2"],
  "assembled-arn": ["config.key_alias_arn main.tf:14"],
  "count-one": ["config.in_transit_incomplete main.tf:12"],
  "crlf-bom": ["config.unknown_property main.tf:11"],
  deep: ["config.local_disk_incomplete emr/main.tf:15"],
  directives: ["config.in_transit_disabled templates/security.json.tftpl:3"],
  filebase64: ["config.string_boolean doc.json:3"],
  "foreach-optional": ["config.ebs_not_encrypted modules/security/main.tf:16"],
  functions: ["config.s3_uri_invalid main.tf:21"],
  "good-created": [],
  lists: ["config.s3_key_missing sc/main.tf:14"],
  "merge-files": ["config.shared_key s3.tf:2"],
  open: ["config.ebs_not_encrypted main.tf:12"],
  "override-json": ["config.s3_mode_invalid emr.tf:9"],
  "policy-document-override": ["key.policy_public main.tf:47"],
  product: ["config.at_rest_incomplete main.tf:21"],
  "remote-state": ["config.ebs_not_encrypted main.tf:13"],
  sensitive: ["config.in_transit_disabled main.tf:11"],
  "shared-created": ["config.shared_key sc.json:8"],
  "tfvars-order": ["config.in_transit_disabled main.tf:11", "config.s3_not_customer_key main.tf:13"],
  tofu: ["config.ebs_not_encrypted main.tf:9"],
  "var-file": ["config.ebs_not_encrypted main.tf:17"],
  wired: ["config.settings_without_flag main.tf:15"],
  workspace: ["config.at_rest_disabled main.tf:18", "config.in_transit_disabled main.tf:18"],
  yaml: ["config.s3_not_customer_key config/emr.yaml:9"],
};

function check(repository: string): readonly string[] {
  const varFiles = repository === "var-file" ? ["env/prod.tfvars", "env/prod.tfvars.json"] : [];
  const { findings, inputs } = lint(["."], {
    cwd: join(FOLDERS, repository),
    now,
    rules: ["config.*", "key.policy_public", "key.region_mismatch", "cert.weak_rsa"],
    varFiles,
  });
  expect(inputs.map(({ error, status }) => error ?? status)).toEqual(inputs.map(() => "checked"));
  const serious = findings.filter(({ severity, rule }) => severity !== "info" || rule === "config.s3_not_customer_key");
  return [...new Set(serious.map(({ rule, file, line }) => `${rule} ${file}:${line}`))].sort();
}

test("every repository has an expectation", () => {
  expect(Object.keys(EXPECTED).sort()).toEqual(readdirSync(FOLDERS).sort());
});

test.each(Object.entries(EXPECTED))("%s", (repository, expected) => {
  expect(check(repository)).toEqual(expected);
});
