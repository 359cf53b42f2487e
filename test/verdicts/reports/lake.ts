import { lint } from "../../../linter";
import { folderOf } from "../../linter/models";
import { authorityAndLeaf, bundleZip, type IssueOptions } from "../../support/certificates";

// biome-ignore lint/suspicious/noExplicitAny: tests change any part of the stack by path
type Open = any;

/** A data lake as Terraform JSON: what a test changes in it is all that may be wrong. */
export interface Lake {
  /** `resource` of `main.tf.json`. */
  resource: { [type: string]: { [name: string]: Open } };
  /** `data` of `main.tf.json`. */
  data: { [type: string]: { [name: string]: Open } };
  /** The document of the security configuration. */
  document: Open;
  /** The policy of each key. */
  policies: { volumes: Open; objects: Open };
  /** Files beside `main.tf.json`. */
  files: { [name: string]: string | Uint8Array };
}

const keyUser = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"];
const assumedBy = (service: string) =>
  policyText([{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }]);
const account = {
  Sid: "Account",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: "kms:*",
  Resource: "*",
};
const users = {
  Sid: "Users",
  Effect: "Allow",
  Principal: { AWS: ["${aws_iam_role.nodes.arn}", "${aws_iam_role.service.arn}"] },
  Action: keyUser,
  Resource: "*",
};
const volumes = {
  Sid: "Volumes",
  Effect: "Allow",
  Principal: { AWS: "${aws_iam_role.service.arn}" },
  Action: ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
  Resource: "*",
  Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
};
const readsObjects = policyText([{ Effect: "Allow", Action: ["s3:GetObject", "s3:ListBucket"], Resource: "*" }]);

function policyText(statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** A good bundle of certificates for us-east-1, with the given changes to its leaf. */
export function goodZip(options: IssueOptions = {}): Buffer {
  const { root, leaf } = authorityAndLeaf("ec2.internal", options);
  return bundleZip({
    "privateKey.pem": leaf.privateKeyPem,
    "certificateChain.pem": leaf.pem,
    "trustedCertificates.pem": root.pem,
  });
}

/** The lake without mistakes. */
export function lake(): Lake {
  const key = { enable_key_rotation: true, deletion_window_in_days: 30 };
  return {
    data: {},
    document: {
      EncryptionConfiguration: {
        EnableInTransitEncryption: true,
        EnableAtRestEncryption: true,
        AtRestEncryptionConfiguration: {
          S3EncryptionConfiguration: { EncryptionMode: "SSE-KMS", AwsKmsKey: "${aws_kms_key.objects.arn}" },
          LocalDiskEncryptionConfiguration: {
            EncryptionKeyProviderType: "AwsKms",
            AwsKmsKey: "${aws_kms_key.volumes.arn}",
            EnableEbsEncryption: true,
          },
        },
        InTransitEncryptionConfiguration: {
          TLSCertificateConfiguration: {
            CertificateProviderType: "PEM",
            S3Object: "s3://${aws_s3_bucket.store.bucket}/${aws_s3_object.bundle.key}",
          },
        },
      },
      InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: 2, HttpPutResponseHopLimit: 1 },
    },
    policies: {
      volumes: { Version: "2012-10-17", Statement: [account, users, volumes].map((each) => structuredClone(each)) },
      objects: { Version: "2012-10-17", Statement: [account, users].map((each) => structuredClone(each)) },
    },
    files: { "certs.zip": goodZip() },
    resource: {
      aws_iam_role: {
        nodes: { name: "lake-nodes", assume_role_policy: assumedBy("ec2.amazonaws.com") },
        service: { name: "lake-service", assume_role_policy: assumedBy("elasticmapreduce.amazonaws.com") },
      },
      aws_iam_instance_profile: { nodes: { name: "lake-nodes-profile", role: "${aws_iam_role.nodes.name}" } },
      aws_iam_role_policy: {
        nodes: { role: "${aws_iam_role.nodes.name}", policy: readsObjects },
        service: { role: "${aws_iam_role.service.name}", policy: readsObjects },
      },
      aws_kms_key: { volumes: { ...key }, objects: { ...key } },
      aws_kms_key_policy: {
        volumes: { key_id: "${aws_kms_key.volumes.key_id}" },
        objects: { key_id: "${aws_kms_key.objects.key_id}" },
      },
      aws_s3_bucket: { store: { bucket: "lake-artifacts-example" } },
      aws_s3_bucket_versioning: {
        store: { bucket: "${aws_s3_bucket.store.id}", versioning_configuration: { status: "Enabled" } },
      },
      aws_s3_bucket_public_access_block: {
        store: {
          bucket: "${aws_s3_bucket.store.id}",
          block_public_acls: true,
          block_public_policy: true,
          ignore_public_acls: true,
          restrict_public_buckets: true,
        },
      },
      aws_s3_object: {
        bundle: {
          bucket: "${aws_s3_bucket.store.id}",
          key: "tls/live.zip",
          source: "certs.zip",
          source_hash: '${filebase64sha256("certs.zip")}',
          kms_key_id: "${aws_kms_key.objects.arn}",
        },
      },
      aws_emr_security_configuration: { main: { name_prefix: "lake-", lifecycle: { create_before_destroy: true } } },
      aws_emr_cluster: {
        main: {
          name: "lake",
          release_label: "emr-7.5.0",
          applications: ["Spark"],
          service_role: "${aws_iam_role.service.arn}",
          security_configuration: "${aws_emr_security_configuration.main.name}",
          ec2_attributes: {
            instance_profile: "${aws_iam_instance_profile.nodes.arn}",
            subnet_id: "subnet-0123456789abcdef0",
          },
          master_instance_group: { instance_type: "m5.xlarge" },
          depends_on: [
            "aws_kms_key_policy.volumes",
            "aws_kms_key_policy.objects",
            "aws_iam_role_policy.nodes",
            "aws_iam_role_policy.service",
            "aws_s3_object.bundle",
          ],
        },
      },
    },
  };
}

/** What the linter reports of the lake with one change. */
export function reported(change: (lake: Lake) => void = () => {}, options: Parameters<typeof lint>[1] = {}) {
  const changed = lake();
  change(changed);
  const { resource, data, document, policies, files } = changed;
  const { main } = resource.aws_emr_security_configuration ?? {};
  if (main) main.configuration ??= JSON.stringify(document);
  for (const name of ["volumes", "objects"] as const) {
    const policy = resource.aws_kms_key_policy?.[name];
    if (policy) policy.policy ??= JSON.stringify(policies[name]);
  }
  const stack = { provider: { aws: { region: "us-east-1" } }, resource, ...(Object.keys(data).length > 0 && { data }) };
  const cwd = folderOf({ ...files, "main.tf.json": JSON.stringify(stack) });
  return lint(["main.tf.json"], { cwd, now: new Date("2026-12-01T00:00:00Z"), ...options });
}

/** Findings as `severity rule.id variant`, those of severity info left out. */
export function serious(report: ReturnType<typeof lint>): readonly string[] {
  return report.findings.filter(({ severity }) => severity !== "info").map(words);
}

/** The same with those of severity info. */
export function all(report: ReturnType<typeof lint>): readonly string[] {
  return report.findings.map(words);
}

function words({ severity, rule, variant }: ReturnType<typeof lint>["findings"][number]): string {
  return [severity, rule, variant].filter((word) => word !== undefined).join(" ");
}
