import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import type { KeyPolicyStatement } from "../../../formats/key-policy";
import { EncryptionKey, type EncryptionKeyConfig, EncryptionKeyReplica, SecurityConfiguration } from "../../../modules";
import { type Attempt, byHand, clusterWith, encryption, role, rolesIn } from "./attempt";

type Statement = Partial<KeyPolicyStatement> & object;

/** A statement as people write it by hand. */
const statement = (of: Statement): KeyPolicyStatement => ({
  Sid: "ByHand",
  Effect: "Allow",
  Principal: { AWS: [role("somebody")] },
  Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"],
  Resource: "*",
  ...of,
});

const s3KeyOf =
  (config: EncryptionKeyConfig): Attempt["fill"] =>
  (stack) =>
    encryption(stack, {
      atRest: {
        s3: { mode: "SSE-KMS", key: new EncryptionKey(stack, "key", config) },
        localDisk: { provider: "AwsKms" },
      },
    });

/** What the rights on keys, and keys themselves, can get wrong. */
export const keyAttempts: readonly Attempt[] = [
  {
    did: "a service role that is no user of the key",
    rule: "key.service_role_not_user",
    told: "[lake/disk-key/policy] key.service_role_not_user",
    fill: (stack) => byHand(stack, { without: ["ebs"] }),
  },
  {
    did: "a nodes' role that is no user of the key for S3",
    rule: "key.instance_role_not_user",
    told: "[lake/s3-key/policy] key.instance_role_not_user",
    fill: (stack) => byHand(stack, { without: ["s3"] }),
  },
  {
    did: "a nodes' role that is no user of the key for local disks",
    rule: "key.instance_role_not_user",
    told: "[lake/disk-key/policy] key.instance_role_not_user",
    fill: (stack) => byHand(stack, { without: ["disk"] }),
  },
  {
    did: "a key for the write-ahead log that does not let its service in",
    rule: "key.wal_grant_missing",
    told: "[lake/wal-key/policy] key.wal_grant_missing",
    fill: (stack) =>
      new SecurityConfiguration(stack, "log", {
        atRest: { s3: { mode: "SSE-S3" } },
        wal: { key: new EncryptionKey(stack, "wal-key") },
      }),
  },
  {
    did: "a subnet from which nothing leads to KMS",
    rule: "key.no_network_path",
    told: "[lake/cluster] key.no_network_path",
    fill: (stack) => {
      const { id: vpcId } = new Vpc(stack, "vpc", { cidrBlock: "10.20.0.0/16" });
      const { id: subnetId } = new Subnet(stack, "subnet", { vpcId, cidrBlock: "10.20.1.0/24" });
      new RouteTable(stack, "routes", { vpcId });
      clusterWith(stack, {}, { ec2Attributes: { instanceProfile: role("nodes"), subnetId } });
    },
  },
  {
    did: "a mapped role that is no user of the key",
    rule: "key.mapped_role_not_user",
    told: "[lake/s3-key/policy] key.mapped_role_not_user",
    fill: (stack) => {
      const assumeRolePolicy = '{"Version":"2012-10-17","Statement":[]}';
      byHand(stack, { mapped: new IamRole(stack, "analysts", { assumeRolePolicy }).arn });
    },
  },
  {
    did: "a bundle that the nodes may not decrypt",
    rule: "key.bundle_not_decryptable",
    told: "[lake/bucket/key/policy] key.bundle_not_decryptable",
    fill: (stack) => byHand(stack, { without: ["bundle"] }),
  },
  {
    did: "log files whose key nobody may use",
    rule: "key.log_encryption_unready",
    told: "[lake/logs/policy] key.log_encryption_unready",
    fill: (stack) => {
      const logs = new EncryptionKey(stack, "logs");
      byHand(stack, { cluster: { logUri: "s3://logs/", logEncryptionKmsKeyId: logs.arn } });
    },
  },
  {
    did: "a service role that may make grants for anybody",
    rule: "key.grant_unrestricted",
    told: "[lake/disk-key/policy] key.grant_unrestricted",
    fill: (stack) =>
      byHand(stack, {
        disk: ({ emr }) => ({
          statements: [statement({ Principal: { AWS: [emr.arn] }, Action: ["kms:CreateGrant"] })],
        }),
      }),
  },
  {
    did: "the condition of grants on other actions",
    rule: "key.grant_condition_on_crypto",
    told: "[lake/disk-key/policy] key.grant_condition_on_crypto",
    fill: (stack) =>
      byHand(stack, {
        disk: ({ emr }) => ({
          statements: [
            statement({
              Principal: { AWS: [emr.arn] },
              Action: ["kms:CreateGrant", "kms:Decrypt"],
              Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
            }),
          ],
        }),
      }),
  },
  {
    did: "local disks by way of Amazon S3",
    rule: "key.via_service_blocks_direct",
    told: "[lake/disk-key/policy] key.via_service_blocks_direct",
    fill: (stack) =>
      byHand(stack, {
        without: ["disk"],
        disk: ({ nodes }) => ({
          statements: [
            statement({
              Principal: { AWS: [nodes.arn] },
              Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } },
            }),
          ],
        }),
      }),
  },
  {
    did: "an encryption context for local disks",
    rule: "key.context_blocks_local_disk",
    told: "[lake/disk-key/policy] key.context_blocks_local_disk",
    fill: (stack) =>
      byHand(stack, {
        without: ["disk"],
        disk: ({ nodes }) => ({
          statements: [
            statement({
              Principal: { AWS: [nodes.arn] },
              Condition: { StringLike: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::lake/*" } },
            }),
          ],
        }),
      }),
  },
  {
    did: "a denial that meets the nodes",
    rule: "key.denied_role",
    told: "[lake/s3-key/policy] key.denied_role",
    fill: (stack) =>
      byHand(stack, {
        s3: ({ nodes }) => ({
          statements: [statement({ Effect: "Deny", Principal: { AWS: [nodes.arn] }, Action: ["kms:Decrypt"] })],
        }),
      }),
  },
  {
    did: "a key for everybody",
    rule: "key.policy_public",
    told: "[lake/key/policy] key.policy_public",
    fill: s3KeyOf({ statements: [statement({ Principal: "*" } as never)] }),
  },
  {
    did: "a statement without actions",
    rule: "key.statement_incomplete",
    refused: true,
    told: "lake/key: statements[0].Action is missing; expected a string or a list of one or more strings",
    fill: s3KeyOf({
      statements: [{ Sid: "ByHand", Effect: "Allow", Principal: { AWS: [role("x")] }, Resource: "*" } as never],
    }),
  },
  {
    did: "an instance profile as a key's user",
    rule: "key.principal_invalid",
    refused: true,
    told: "lake/encryption: keyUsers.instanceRole: 'arn:aws:iam::111122223333:instance-profile/nodes' is an instance profile; give the ARN of the role in it",
    fill: (stack) =>
      encryption(stack, { keyUsers: { instanceRole: "arn:aws:iam::111122223333:instance-profile/nodes" } }),
  },
  {
    did: "a group as a key's user",
    rule: "key.principal_invalid",
    refused: true,
    told: "lake/encryption: keyUsers.emrfsRoles[0]: 'arn:aws:iam::111122223333:group/analysts' is a group, and groups cannot be principals; give roles",
    fill: (stack) => encryption(stack, { keyUsers: { emrfsRoles: ["arn:aws:iam::111122223333:group/analysts"] } }),
  },
  {
    did: "a role of another partition",
    rule: "key.principal_invalid",
    refused: true,
    told: "lake/encryption: keyUsers.emrfsRoles[0]: 'arn:aws-cn:iam::111122223333:role/analysts' is in partition aws-cn, the key in aws; principals of another partition do not exist there",
    fill: (stack) => encryption(stack, { keyUsers: { emrfsRoles: ["arn:aws-cn:iam::111122223333:role/analysts"] } }),
  },
  {
    did: "a role by the name that Terraform gives it",
    rule: "key.principal_invalid",
    refused: true,
    told: "lake/encryption: keyUsers.instanceRole is ${aws_iam_role.nodes.name}, the name of a role; give the role itself, or its arn",
    fill: (stack) =>
      encryption(stack, { keyUsers: { instanceRole: new IamRole(stack, "nodes", { assumeRolePolicy: "{}" }).name } }),
  },
  {
    did: "nobody who could mend the policy",
    rule: "key.policy_lockout",
    refused: true,
    told: "[lake/key] enableIamPolicies is false and there are no administrators; name at least one, or the policy can never be changed again",
    fill: s3KeyOf({ enableIamPolicies: false }),
  },
  {
    did: "more users than a policy holds",
    rule: "key.policy_too_large",
    refused: true,
    told: "[lake/encryption/s3-key] the key policy has 38121 bytes, but KMS accepts at most 32768; grant to fewer roles, or set useGrants",
    fill: (stack) => {
      const emrfsRoles = Array.from({ length: 700 }, (_, index) => role(`analysts-of-team-${index}`));
      encryption(stack, { keyUsers: { emrfsRoles } });
    },
  },
  {
    did: "two writers of one policy",
    rule: "key.policy_conflict",
    told: "[lake/key/policy] key.policy_conflict",
    fill: (stack) => {
      const key = new EncryptionKey(stack, "key");
      key.resource.policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement({})] });
      encryption(stack, { atRest: { s3: { mode: "SSE-KMS", key }, localDisk: { provider: "AwsKms" } } });
    },
  },
  {
    did: "a nodes' role that administers",
    rule: "key.data_role_administers",
    told: "[lake/s3-key/policy] key.data_role_administers",
    fill: (stack) => byHand(stack, { s3: ({ nodes }) => ({ administrators: [nodes] }) }),
  },
  {
    did: "a key that does not rotate",
    rule: "key.rotation_off",
    told: "[lake/key/resource] key.rotation_off",
    fill: s3KeyOf({ enableKeyRotation: false }),
  },
  {
    did: "imported material that rotates",
    rule: "key.rotation_unsupported",
    refused: true,
    told: "[lake/key] enableKeyRotation is true, and KMS rotates only keys with origin AWS_KMS, not EXTERNAL; leave it out",
    fill: s3KeyOf({ origin: "EXTERNAL", enableKeyRotation: true } as never),
  },
  {
    did: "a week until a key is lost",
    rule: "key.deletion_window_short",
    told: "[lake/key/resource] key.deletion_window_short",
    fill: s3KeyOf({ deletionWindowInDays: 7 }),
  },
  {
    did: "a disabled key",
    rule: "key.disabled",
    told: "[lake/encryption/s3-key/resource] key.disabled",
    fill: (stack) => (encryption(stack).s3Key as EncryptionKey).resource.addOverride("is_enabled", false),
  },
  {
    did: "an asymmetric key",
    rule: "key.not_symmetric",
    told: "[lake/encryption/s3-key/resource] key.not_symmetric",
    fill: (stack) => {
      const key = encryption(stack).s3Key as EncryptionKey;
      key.resource.addOverride("customer_master_key_spec", "RSA_2048");
      key.resource.addOverride("enable_key_rotation", false);
    },
  },
  {
    did: "a key of another Region",
    rule: "key.region_mismatch",
    told: "[lake/key/resource] key.region_mismatch",
    fill: (stack) => {
      const provider = new AwsProvider(stack, "west", { region: "us-west-2", alias: "west" });
      s3KeyOf({ provider })(stack);
    },
  },
  {
    did: "the primary where its replica should be",
    rule: "key.multi_region_primary",
    told: "[lake/key/resource] key.multi_region_primary",
    fill: (stack) => {
      const provider = new AwsProvider(stack, "west", { region: "us-west-2", alias: "west" });
      const here = new AwsProvider(stack, "east", { region: "us-east-1", alias: "east" });
      const key = new EncryptionKey(stack, "key", { provider, multiRegion: true });
      new EncryptionKeyReplica(stack, "replica", { primary: key, provider: here });
      encryption(stack, { atRest: { s3: { mode: "SSE-KMS", key }, localDisk: { provider: "AwsKms" } } });
    },
  },
  {
    did: "a key of China",
    rule: "key.partition_mismatch",
    told: "[lake/encryption/security-configuration/generation] key.partition_mismatch",
    fill: (stack) => {
      const arn = "arn:aws-cn:kms:cn-north-1:111122223333:key/0e6bcf0c-9e0b-4b4c-8a3e-6f2f2f5b7c11";
      const key = EncryptionKey.fromArn(stack, "key", arn);
      clusterWith(stack, { atRest: { s3: { mode: "SSE-KMS", key }, localDisk: { provider: "AwsKms" } } });
    },
  },
  {
    did: "a key of another account by its alias",
    rule: "key.foreign_account_id",
    refused: true,
    told: "lake/central: arn is 'alias/central', an alias; use fromAlias, or write the ARN of the key that it points to, arn:aws:kms:us-east-1:111122223333:key/…",
    fill: (stack) => EncryptionKey.fromArn(stack, "central", "alias/central"),
  },
  {
    did: "a key of another account that the role's own policies do not allow",
    rule: "key.foreign_account_iam",
    told: "[lake/encryption/security-configuration/generation] key.foreign_account_iam",
    fill: (stack) => {
      const here = stack.node.findChild("aws") as AwsProvider;
      here.allowedAccountIds = ["111122223333"];
      const key = EncryptionKey.fromArn(
        stack,
        "key",
        "arn:aws:kms:us-east-1:999988887777:key/0e6bcf0c-9e0b-4b4c-8a3e-6f2f2f5b7c11",
      );
      const roles = rolesIn(stack);
      const keyUsers = { instanceRole: roles.nodes, serviceRole: roles.emr };
      clusterWith(
        stack,
        { keyUsers, atRest: { s3: { mode: "SSE-KMS", key }, localDisk: { provider: "AwsKms" } } },
        roles.cluster,
      );
    },
  },
];
