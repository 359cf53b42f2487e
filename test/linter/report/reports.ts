import type { Finding, NotEvaluated, Report } from "../../../linter/report/finding";

const tool = { name: "emr-encryption", version: "0.1.0", policySha256: "0".repeat(64) } as const;
const none = { error: 0, warning: 0, info: 0, waived: 0, baseline: 0, notEvaluated: 0, checked: 1 };

export const sharedKey: Finding = {
  rule: "config.shared_key",
  severity: "error",
  input: "cdktf.out",
  stack: "lake",
  address: "aws_emr_security_configuration.encryption_configuration_9C1F0E2A",
  within: "",
  path: [
    "configuration",
    "EncryptionConfiguration",
    "AtRestEncryptionConfiguration",
    "LocalDiskEncryptionConfiguration",
    "AwsKmsKey",
  ],
  construct: "lake/encryption/configuration",
  file: "cdktf.out/stacks/lake/cdk.tf.json",
  line: 42,
  message: "S3 and local disk are both encrypted with aws_kms_key.lake",
  remedy: "give the local disk a key of its own, so that one leaked grant does not open both stores",
  params: { key: "aws_kms_key.lake", again: null, bits: 1 },
  sources: ["https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption-options.html"],
  docs: "docs/rules/config.shared_key.md",
  fingerprint: "a".repeat(64),
};

export const weakRsa: Finding = {
  rule: "cert.weak_rsa",
  severity: "error",
  variant: "anchor",
  input: "certs.zip",
  stack: "",
  address: "",
  within: "certificateChain.pem[0]",
  path: [],
  message: "certificateChain.pem has a 1024-bit RSA key; at least 2048 bits are required",
  remedy: "issue a private key of 2048 bits or more, have it signed again, and rebuild the bundle",
  params: { bits: 1024, minimum: 2048 },
  sources: ["https://doi.org/10.6028/NIST.SP.800-131Ar2"],
  docs: "docs/rules/cert.weak_rsa.md",
  fingerprint: "b".repeat(64),
};

const rotationOff: Finding = {
  ...sharedKey,
  rule: "key.rotation_off",
  severity: "warning",
  address: "aws_kms_key.lake",
  path: ["enable_key_rotation"],
  construct: "lake/encryption/key",
  line: 17,
  message: "enable_key_rotation is false",
  remedy: "set enable_key_rotation to true",
  params: {},
  docs: "docs/rules/key.rotation_off.md",
  fingerprint: "c".repeat(64),
};

const saslUnprotected: Finding = {
  ...sharedKey,
  rule: "config.sasl_unprotected",
  severity: "info",
  path: ["configuration", "EncryptionConfiguration", "EnableInTransitEncryption"],
  message: "SASL endpoints stay in the clear without Kerberos",
  remedy: "add Kerberos where HDFS traffic must be encrypted",
  params: {},
  docs: "docs/rules/config.sasl_unprotected.md",
  fingerprint: "d".repeat(64),
};

function unknownRule(rule: string, address: string): NotEvaluated {
  return {
    rule,
    input: "plan.json",
    stack: "",
    address,
    within: "",
    path: [],
    reason: "the configuration is known after apply",
    resolveWith: "lint cdktf.out, or the plan made after the keys exist",
  };
}

/** What runs without settings have. */
const defaults = { files: [], off: [], lowered: {}, failOn: "error", waivers: 0, known: 0 } as const;

const plan = {
  input: "plan.json",
  stack: "",
  kind: "plan",
  status: "checked",
  environment: { name: "production", from: "default" },
} as const;

/** Situations that every format renders, by name. */
export const reports: { readonly [name: string]: Report } = {
  "nothing-found": {
    reportVersion: 1,
    tool,
    evaluatedAt: "2026-11-23T12:00:00Z",
    inputs: [plan],
    findings: [],
    settings: defaults,
    baseline: [],
    notices: [],
    waived: [],
    notEvaluated: [],
    summary: none,
  },
  "nothing-to-check": {
    reportVersion: 1,
    tool,
    evaluatedAt: "2026-11-23T12:00:00Z",
    inputs: [{ ...plan, status: "empty" }],
    findings: [],
    settings: defaults,
    baseline: [],
    notices: [],
    waived: [],
    notEvaluated: [],
    summary: { ...none, checked: 0 },
  },
  findings: {
    reportVersion: 1,
    tool,
    evaluatedAt: "2026-11-23T12:00:00Z",
    inputs: [
      {
        input: "cdktf.out",
        stack: "lake",
        kind: "stack",
        status: "checked",
        environment: { name: "production", from: "account 111122223333" },
      },
      {
        input: "certs.zip",
        stack: "",
        kind: "bundle",
        status: "checked",
        environment: { name: "development", from: "flag" },
      },
      {
        input: "notes.txt",
        stack: "",
        kind: "unknown",
        status: "unreadable",
        error: "notes.txt is neither JSON nor a zip; give a plan, a stack or a bundle",
        environment: { name: "production", from: "default" },
      },
    ],
    findings: [saslUnprotected, sharedKey, rotationOff, weakRsa],
    settings: {
      files: ["platform/emr-policy.yaml", "emr-encryption.config.yaml"],
      off: ["config.sasl_unprotected"],
      lowered: { "config.shared_key": "warning", "thresholds.rsaBits": "1024" },
      failOn: "error",
      waivers: 2,
      known: 3,
    },
    baseline: [{ ...rotationOff, address: "aws_kms_key.old", fingerprint: "e".repeat(64) }],
    notices: [
      { kind: "stale waiver", message: "the waiver of config.ebs_not_encrypted for module.legacy.* matched nothing" },
    ],
    waived: [
      {
        ...rotationOff,
        address: "aws_kms_key.legacy",
        fingerprint: "f".repeat(64),
        waiver: { reason: "retired in January", owner: "data-platform", expires: "2027-01-31" },
      },
    ],
    notEvaluated: [
      {
        ...unknownRule("key.instance_role_not_user", "aws_kms_key.lake"),
        input: "cdktf.out",
        stack: "lake",
        reason: "the account's IAM policies decide; they are not in the input",
        resolveWith: "declare known.roles in the settings, or lint the plan that holds them",
      },
    ],
    summary: { error: 2, warning: 1, info: 1, waived: 1, baseline: 1, notEvaluated: 1, checked: 2 },
  },
  "everything-unknown": {
    reportVersion: 1,
    tool,
    evaluatedAt: "2026-11-23T12:00:00Z",
    inputs: [{ ...plan, environment: { name: "production", from: "tag aws_emr_cluster.lake" } }],
    findings: [],
    settings: defaults,
    baseline: [],
    notices: [],
    waived: [],
    notEvaluated: ["at_rest_disabled", "ebs_not_encrypted", "in_transit_disabled", "not_json", "shared_key"]
      .flatMap((name) => [
        unknownRule(`config.${name}`, "aws_emr_security_configuration.adhoc"),
        unknownRule(`config.${name}`, "aws_emr_security_configuration.lake"),
      ])
      .concat({
        ...unknownRule("cert.wrong_domain", "aws_s3_object.certs"),
        within: "certificateChain.pem[0]",
        reason: "the Region of the cluster is not in the input",
        resolveWith: "give --region or --vpc-domain",
      }),
    summary: { ...none, notEvaluated: 11 },
  },
};

const hostileText =
  "</testcase>]]>\u0007\u001b[31m<script>alert(1)</script> & \"'`|%::error::\r\n::error::x\u202e\u0000\ud800 @everyone https://a.example www.b.example [c](https://c.example) #1";

/** A report whose every string tries to break out of its format. */
export const hostile: Report = {
  ...(reports.findings as Report),
  inputs: [
    { ...plan, input: hostileText, status: "unreadable", error: hostileText },
    { ...plan, incomplete: hostileText },
  ],
  findings: [
    {
      ...sharedKey,
      input: "plan.json",
      stack: "",
      address: `aws_kms_key.k["${hostileText}"]`,
      within: hostileText,
      path: ["configuration", hostileText, 0],
      construct: hostileText,
      file: hostileText,
      message: hostileText,
      remedy: hostileText,
      params: { [hostileText]: hostileText },
    },
  ],
  notices: [{ kind: hostileText, message: hostileText }],
  notEvaluated: [{ ...unknownRule("key.disabled", hostileText), reason: hostileText, resolveWith: hostileText }],
  summary: { error: 1, warning: 0, info: 0, waived: 1, baseline: 1, notEvaluated: 1, checked: 1 },
};
