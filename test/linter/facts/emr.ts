import type { Model } from "../../../linter/model/terraform/model";
import { parseDocument } from "../../../linter/model/values/document";
import type { Symbolic } from "../../../linter/model/values/symbolic";

/** The security configurations of a model, parsed. */
export function documentsOf(model: Model): ReadonlyMap<string, Symbolic> {
  return new Map(
    model.resources.flatMap(({ type, address, values }) => {
      if (type !== "aws_emr_security_configuration") return [];
      const parsed = parseDocument(values.configuration ?? null);
      return [[address, "document" in parsed ? parsed.document : "unknown" in parsed ? parsed.unknown : null] as const];
    }),
  );
}

/** Terraform JSON of a stack with one security configuration, its keys, roles and cluster; parts can be replaced. */
export function stack({
  s3 = "${aws_kms_key.s3.arn}",
  disk = "${aws_kms_key.disk.arn}",
  mode = "SSE-KMS",
  more = {},
  authorization,
  resources = {},
  data = {},
}: {
  readonly s3?: string;
  readonly disk?: string;
  readonly mode?: string;
  /** Members of S3EncryptionConfiguration. */
  readonly more?: object;
  readonly authorization?: object;
  readonly resources?: { readonly [type: string]: object };
  readonly data?: object;
} = {}): object {
  const document = {
    EncryptionConfiguration: {
      EnableAtRestEncryption: true,
      EnableInTransitEncryption: false,
      AtRestEncryptionConfiguration: {
        S3EncryptionConfiguration: { EncryptionMode: mode, AwsKmsKey: s3, ...more },
        LocalDiskEncryptionConfiguration: {
          EncryptionKeyProviderType: "AwsKms",
          AwsKmsKey: disk,
          EnableEbsEncryption: true,
        },
      },
    },
    ...(authorization ? { AuthorizationConfiguration: authorization } : {}),
  };
  const { aws_kms_key: keys = { s3: {}, disk: {} }, ...others } = resources;
  return {
    provider: { aws: { region: "us-east-1" } },
    data,
    resource: {
      aws_kms_key: keys,
      aws_emr_security_configuration: { this: { configuration: JSON.stringify(document) } },
      ...others,
    },
  };
}

/** A role, its instance profile and a cluster that uses them. */
export const cluster = {
  aws_iam_role: {
    nodes: { name: "emr-nodes", path: "/emr/", assume_role_policy: "{}" },
    service: { name: "emr-service", assume_role_policy: "{}" },
  },
  aws_iam_instance_profile: { nodes: { name: "emr-profile", role: "${aws_iam_role.nodes.name}" } },
  aws_emr_cluster: {
    this: {
      name: "analytics",
      release_label: "emr-7.5.0",
      service_role: "${aws_iam_role.service.arn}",
      security_configuration: "${aws_emr_security_configuration.this.name}",
      ec2_attributes: { instance_profile: "${aws_iam_instance_profile.nodes.arn}" },
    },
  },
};

/** The resources of {@link cluster} with further arguments of the cluster. */
export function clusterWith(more: object): typeof cluster {
  return { ...cluster, aws_emr_cluster: { this: { ...cluster.aws_emr_cluster.this, ...more } } };
}

/** The roles of {@link cluster} with further arguments of the nodes' role. */
export function nodesRoleWith(more: object): Pick<typeof cluster, "aws_iam_role"> {
  const { nodes, service } = cluster.aws_iam_role;
  return { aws_iam_role: { service, nodes: { ...nodes, ...more } } };
}

/** A key policy with the account's root and further statements. */
export function policy(...statements: readonly object[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({ Effect: "Allow", Resource: "*", ...statement })),
  });
}

/** The statement that lets IAM policies of the account decide. */
export const rootStatement = {
  Sid: "Root",
  Principal: { AWS: "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" },
  Action: "kms:*",
};
