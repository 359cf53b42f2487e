import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { lint } from "../../linter/run/lint";
import type { Declarations } from "../../linter/settings/settings";
import { folderOf, PLANS } from "../linter/models";
import { bundleZip, type Issued, issue, rsaKeys } from "../support/certificates";

const now = new Date("2026-11-23T12:00:00Z");
const DECLARED = join(PLANS, "verdicts", "declared");

const authority = (name: string, which: number) =>
  issue({ subject: `O=${name}, CN=${name} Root CA`, ca: true, keyUsage: [5, 6], keys: rsaKeys(2048, which) });
const acme = authority("Acme", 1);
const stranger = authority("Stranger", 2);

/** A bundle that trusts the roots of the machine image alone. */
const bundle = (by: Issued, domain: string) => {
  const leaf = issue({ subject: `O=Acme, CN=*.${domain}`, by, dns: [`*.${domain}`, domain], keys: rsaKeys() });
  return bundleZip({ "privateKey.pem": leaf.privateKeyPem, "certificateChain.pem": leaf.pem + by.pem });
};

const arn = (id: string) => `arn:aws:kms:us-east-1:999988887777:key/${id}abcd-12ab-34cd-56ef-1234567890ab`;
const [s3, disk, lax, archive] = [arn("1234"), arn("5678"), arn("9abc"), arn("defa")];
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;

const use = {
  Effect: "Allow",
  Resource: "*",
  Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
};
const administration = {
  Effect: "Allow",
  Resource: "*",
  Action: "kms:*",
  Principal: { AWS: "arn:aws:iam::999988887777:root" },
};
const volumes = {
  Effect: "Allow",
  Resource: "*",
  Action: "kms:CreateGrant",
  Principal: { AWS: role("emr-service") },
  Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
};
const policy = (...users: readonly string[]) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [administration, { ...use, Principal: { AWS: users.map(role) } }, volumes],
  });

const KNOWN: Declarations = {
  region: "us-east-1",
  vpcDomains: ["emr.acme.example"],
  additionalRoots: ["acme.pem"],
  roles: { instance: role("emr-nodes"), service: role("emr-service") },
  keys: {
    [s3]: { policy: "key.json", rotation: true },
    [disk]: { policy: "key.json", rotation: true },
    [archive]: { policy: "key.json", rotation: true },
    [lax]: { policy: "lax.json", rotation: false },
  },
  buckets: {
    "acme-emr-artifacts": { region: "us-east-1", private: true, versioned: true, encryptedWith: disk },
    "acme-archive": { region: "eu-west-1" },
  },
  bundles: {
    "s3://acme-emr-artifacts/certs/production.zip": "production.zip",
    "s3://acme-emr-artifacts/certs/other-domain.zip": "other-domain.zip",
    "s3://acme-emr-artifacts/certs/other-authority.zip": "other-authority.zip",
  },
  ebsEncryptionByDefault: true,
};

/** The plan alone, with what the settings declare of what lies elsewhere. */
function checked(known: Declarations) {
  const cwd = folderOf({
    "emr-encryption.config.json": JSON.stringify({ known }),
    "acme.pem": acme.pem,
    "key.json": policy("emr-nodes", "emr-service"),
    "lax.json": policy("somebody-else"),
    "production.zip": bundle(acme, "emr.acme.example"),
    "other-domain.zip": bundle(acme, "emr.other.example"),
    "other-authority.zip": bundle(stranger, "emr.acme.example"),
  });
  copyFileSync(join(DECLARED, "plan.json"), join(cwd, "plan.json"));
  return lint(["plan.json"], { cwd, now });
}

/** Errors and warnings by rule, with what they say. */
const serious = ({ findings }: ReturnType<typeof checked>) =>
  findings
    .filter(({ severity }) => severity !== "info")
    .map(({ rule, address, message }) => `${rule} ${address}: ${message}`);

describe("a plan whose keys, roles, buckets and bundles are elsewhere, all of them declared", () => {
  const report = checked(KNOWN);
  const found = serious(report);

  test("its good configuration has no error and no warning, and leaves open only the account's IAM and the network", () => {
    expect(found.filter((each) => / \S+\.good|1234abcd|5678abcd|production\.zip/.test(each))).toEqual([]);
    const open = report.notEvaluated.filter(({ address }) => /\.good$/.test(address));
    const iam = "the role's IAM policies are not in the input, and the account's IAM decides";
    expect([...new Set(open.map(({ rule, reason }) => `${rule}: ${reason}`))].sort()).toEqual([
      `key.instance_role_not_user: ${iam}`,
      "key.no_network_path: the subnet's routes are not in the input",
      `key.service_role_not_user: ${iam}`,
    ]);
  });

  test.each([
    ["keys and roles: a key whose policy does not name the nodes", /key\.instance_role_not_user .*9abcabcd/],
    ["keys: one that does not rotate", /key\.rotation_off .*9abcabcd/],
    ["buckets: a key of another Region than the bucket's", /key\.region_mismatch .*other_region/],
    [
      "vpcDomains: a certificate for another domain",
      /cert\.wrong_domain .*other_domain.* the nodes are in emr\.acme\.example/,
    ],
    ["additionalRoots: a certificate of an authority that is not among them", /(?:cert|bundle)\.\w+ .*other.authority/],
  ])("%s", (_, expected) => {
    expect(found).toEqual(expect.arrayContaining([expect.stringMatching(expected)]));
  });

  test("ebsEncryptionByDefault: volumes that the configuration leaves out are reported as a warning only where the account does not encrypt them", () => {
    const ebs = (by: boolean) =>
      checked({ ...KNOWN, ebsEncryptionByDefault: by }).findings.filter(
        ({ rule }) => rule === "config.ebs_not_encrypted",
      );
    expect(ebs(true).map(({ address, severity }) => `${severity} ${address}`)).toEqual([
      "info aws_emr_security_configuration.no_ebs",
    ]);
    expect(ebs(false).map(({ address, severity }) => `${severity} ${address}`)).toEqual([
      "warning aws_emr_security_configuration.no_ebs",
    ]);
  });

  test("without declarations, only mistakes in the plan itself are reported, and the rest is open", () => {
    const nothing = checked({});
    expect(serious(nothing).map((each) => each.split(":")[0])).toEqual([
      "config.ebs_not_encrypted aws_emr_security_configuration.no_ebs",
    ]);
    expect(nothing.notEvaluated.length).toBeGreaterThan(report.notEvaluated.length);
  });
});
