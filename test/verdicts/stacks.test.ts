import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { ClusterStack } from "../../examples/cluster/stack";
import { EncryptionStack } from "../../examples/encryption/stack";
import { WaysStack } from "../../examples/ways/stack";
import { lint } from "../../linter/run/lint";
import { folderOf, PLANS } from "../linter/models";
import { certificatesFolder, outdir } from "../modules/stacks";
import { bundleZip, type Issued, issue, rsaKeys } from "../support/certificates";

const now = new Date("2026-11-23T12:00:00Z");
const STACKS = join(__dirname, "..", "fixtures", "stacks");

const root = issue({ subject: "O=Acme, CN=Acme Root CA", ca: true, keyUsage: [5, 6], keys: rsaKeys(3072) });
const issuing = issue({
  subject: "O=Acme, CN=Acme Issuing CA 3",
  by: root,
  ca: true,
  pathLength: 0,
  keyUsage: [5, 6],
  keys: rsaKeys(2048, 1),
});

/** A certificate of the company's authority for every host of a domain. */
const leafFor = (domain: string) =>
  issue({ subject: `O=Acme, CN=*.${domain}`, by: issuing, dns: [`*.${domain}`, domain], keys: rsaKeys() });

const zip = (chain: readonly Issued[], trusted: readonly Issued[]) =>
  bundleZip({
    "privateKey.pem": chain[0]?.privateKeyPem ?? "",
    "certificateChain.pem": chain.map(({ pem }) => pem).join(""),
    "trustedCertificates.pem": trusted.map(({ pem }) => pem).join(""),
  });

const selfSigned = issue({ subject: "CN=*.ec2.internal", dns: ["*.ec2.internal"], keys: rsaKeys() });

/** The object at `certs/production.zip` of a stack that uploads it; others name a bundle of another team. */
const BUNDLES: { readonly [stack: string]: () => Uint8Array } = {
  "corporate-authority": () => zip([leafFor("emr.acme.example"), issuing, root], [root]),
  "bucket-elsewhere": () => zip([leafFor("ec2.internal"), issuing], [root]),
  development: () => zip([selfSigned], [selfSigned]),
};

function stackFolder(name: string): string {
  const folder = folderOf({});
  cpSync(join(STACKS, name), folder, { recursive: true });
  const bundle = BUNDLES[name]?.();
  if (bundle) {
    mkdirSync(join(folder, "certs"));
    writeFileSync(join(folder, "certs", "production.zip"), bundle);
  }
  return folder;
}

/** Changes the text of a stack; the change must be one. */
function changed(folder: string, from: string, to: string): string {
  const file = join(folder, "main.tf.json");
  const before = readFileSync(file, "utf8");
  const after = before.replaceAll(from, to);
  if (after === before) throw new Error(`${file} has no ${from}`);
  writeFileSync(file, after);
  return folder;
}

const check = (folder: string, input = ".") => lint([input], { cwd: folder, now });
const serious = ({ findings }: ReturnType<typeof check>) =>
  findings.filter(({ severity }) => severity !== "info").map(({ rule, address, message }) => [rule, address, message]);

describe("stacks as companies write them", () => {
  test.each(readdirSync(STACKS))("%s has no error and no warning", (name) => {
    const report = check(stackFolder(name));
    expect(report.inputs.map(({ kind, status, checkedWith }) => [kind, status, checkedWith !== undefined])).toEqual([
      ["configuration", "checked", false],
      ...(name in BUNDLES ? [["bundle", "checked", true]] : []),
    ]);
    expect(serious(report)).toEqual([]);
  });

  test.each(Object.keys(BUNDLES))("%s leaves nothing of its bundle open", (name) => {
    const { notEvaluated } = check(stackFolder(name));
    expect(notEvaluated.filter(({ rule }) => /^(?:bundle|cert)\./.test(rule))).toEqual([]);
  });

  test("a stack that contains everything leaves nothing open, including the hash of a file", () => {
    expect(check(stackFolder("corporate-authority")).notEvaluated).toEqual([]);
  });

  test.each([
    ["attribute-based-access", '"data-domain": "sales"', '"data-domain": "finance"', "key.instance_role_not_user"],
    ["bucket-elsewhere", '"kms_key_id": "${aws_kms_key.disk.arn}"', '"acl": "public-read"', "object.public"],
    ["central-security-account", "key/5678abcd", "key/1234abcd", "config.shared_key"],
    ["china", '\\"kms:Decrypt\\",', "", "key.instance_role_not_user"],
    ["cluster-alone", "security_configuration", "security_configurations", "cluster.no_security_configuration"],
    ["corporate-authority", "emr.acme.example", "emr.acme.internal", "cert.custom_domain_missing"],
    ["corporate-authority", "s3:GetObject", "s3:PutObject", "object.unreadable_by_roles"],
    ["corporate-authority", "}/certs/*", "}/other/*", "object.unreadable_by_roles"],
    ["corporate-authority", '"source_hash": "${filesha256', '"etag": "${filemd5', "object.change_unseen"],
    [
      "custom-providers",
      "com.acme.emr.keys.HsmDiskKeyProvider",
      "com.acme.emr.keys.HsmMaterialsProvider",
      "config.shared_provider_class",
    ],
    ["development", '"Environment": "development"', '"Environment": "production"', "cert.self_signed"],
    [
      "emrfs-role-mappings",
      '\\"${aws_iam_role.analysts.arn}\\",\\"${aws_iam_role.engineers.arn}\\"',
      '\\"${aws_iam_role.engineers.arn}\\"',
      "key.mapped_role_not_user",
    ],
    ["encrypted-logs", '"release_label": "emr-7.5.0"', '"release_label": "emr-5.20.0"', "key.log_encryption_unready"],
    ["grants-instead-of-policies", '"GenerateDataKey",', "", "key.instance_role_not_user"],
    ["kerberos", "kerberos_attributes", "tags", "cluster.kerberos_mismatch"],
    ["keys-by-alias", "${data.aws_kms_key.disk.arn}", "${data.aws_kms_alias.s3.target_key_arn}", "config.shared_key"],
    ["keys-in-another-state", "disk_key_arn", "s3_key_arn", "config.shared_key"],
    ["multi-region-replica", "${aws_kms_replica_key.s3.arn}", "${aws_kms_key.s3.arn}", "key.multi_region_primary"],
    ["overrides-by-bucket", "${aws_kms_key.pii.arn}", "${aws_kms_key.disk.arn}", "config.shared_key"],
    ["roles-elsewhere", "kms:GrantIsForAWSResource", "aws:SecureTransport", "key.grant_unrestricted"],
  ])("%s with %s for %s is %s", (name, from, to, rule) => {
    expect(serious(check(changed(stackFolder(name), from, to))).map(([id]) => id)).toContain(rule);
  });
});

describe("plans that Terraform made from good stacks", () => {
  test.each(["company", "company-hcl"])("%s has no error and no warning, with its sources and without them", (name) => {
    const beside = folderOf({ "certs.zip": BUNDLES["corporate-authority"]?.() ?? "" });
    const alone = folderOf({});
    cpSync(join(PLANS, "verdicts", name), beside, { recursive: true });
    copyFileSync(join(PLANS, "verdicts", name, "plan.json"), join(alone, "plan.json"));
    expect(serious(check(beside, "plan.json"))).toEqual([]);
    expect(serious(check(alone, "plan.json"))).toEqual([]);
  });

  test("a plan of HCL leaves open what it does not show, what other accounts contain, and the network", () => {
    const alone = folderOf({ "plan.json": readFileSync(join(PLANS, "verdicts", "company-hcl", "plan.json")) });
    const { notEvaluated } = check(alone, "plan.json");
    expect([...new Set(notEvaluated.map(({ reason }) => reason))].sort()).toEqual([
      "known after apply, from an expression that a plan of HCL does not keep",
      "s3://acme-emr-artifacts/certs/production.zip is uploaded elsewhere",
      "the key's policy is not in the input",
      "the role's IAM policies are not in the input, and the account's IAM decides",
      "the subnet's routes are not in the input",
    ]);
  });

  test("what a plan of HCL does not keep is read from its sources beside it, and reported as read there", () => {
    const { notEvaluated, notices } = check(join(PLANS, "verdicts", "company-hcl"), "plan.json");
    expect(notEvaluated.map(({ reason }) => reason).join()).not.toContain("an expression that a plan of HCL");
    expect(notices).toEqual([
      { kind: "sources", message: expect.stringMatching(/own_key.*read from lake\/main\.tf:38/) },
    ]);
  });

  test("a plan with its bundle beside it leaves nothing open", () => {
    const folder = folderOf({ "certs.zip": BUNDLES["corporate-authority"]?.() ?? "" });
    copyFileSync(join(PLANS, "verdicts", "company", "plan.json"), join(folder, "plan.json"));
    expect(check(folder, "plan.json").notEvaluated).toEqual([]);
  });
});

describe("this project's own examples", () => {
  const config = { region: "us-east-1", environment: "development", certificates: certificatesFolder() };
  const jar = join(__dirname, "..", "fixtures", "jars", "providers.jar");
  const ways = {
    ...config,
    certificates: [config.certificates] as const,
    keys: { jar, s3: "com.example.S3Keys", localDisk: "com.example.DiskKeys" },
    tls: { jar, providerClass: "com.example.Tls" },
    analysts: [],
  };

  test.each([
    ["cluster", (app: App) => new ClusterStack(app, "s", config)],
    ["encryption", (app: App) => new EncryptionStack(app, "s", { ...config, sharedKey: false })],
    ["ways", (app: App) => new WaysStack(app, "s", ways)],
  ])("examples/%s, synthesized for development, has no error and no warning, and nothing open", (_, stack) => {
    const out = mkdtempSync(join(outdir, "examples-"));
    const app = new App({ outdir: out });
    stack(app);
    app.synth();
    const report = check(out);
    expect(report.inputs.map(({ status }) => status)).toEqual(["checked"]);
    expect(serious(report)).toEqual([]);
    expect(report.notEvaluated).toEqual([]);
  });
});
