import { CreateSecurityConfigurationCommand, EMRClient, RunJobFlowCommand } from "@aws-sdk/client-emr";
import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateAliasCommand, CreateKeyCommand, EnableKeyRotationCommand, KMSClient } from "@aws-sdk/client-kms";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { type MotoDoor, openMotoDoor } from "../certificates/moto-door";
import { authorityAndLeaf, bundleZip } from "../support/certificates";

/** An account on moto with what the audit reads. */
export interface MotoAccount extends MotoDoor {
  readonly region: string;
  readonly env: { readonly [name: string]: string };
  readonly keys: { readonly shared: string; readonly logs: string };
}

const credentials = { accessKeyId: "test", secretAccessKey: "test" };

/**
 * Starts moto and fills it: a configuration that encrypts S3 and disks with one key, one with another key by its alias, a cluster that uses the first,
 * a bundle, roles with inline and managed policies. moto lacks ListSecurityConfigurations and ListInstanceFleets; the door answers them.
 */
export async function startAccount(region = "eu-central-1"): Promise<MotoAccount> {
  const door = await openMotoDoor();
  const { endpoint } = door;
  const emr = new EMRClient({ region, endpoint, credentials });
  const kms = new KMSClient({ region, endpoint, credentials });
  const iam = new IAMClient({ region, endpoint, credentials });
  const s3 = new S3Client({ region, endpoint, credentials, forcePathStyle: true });
  door.answer("ListSecurityConfigurations", () => ({
    result: {
      SecurityConfigurations: (door.asked("CreateSecurityConfiguration") as { readonly Name: string }[]).map(
        ({ Name }) => ({ Name }),
      ),
    },
  }));
  const shared = (await kms.send(new CreateKeyCommand({ Description: "lake" }))).KeyMetadata?.Arn ?? "";
  const logs = (await kms.send(new CreateKeyCommand({ Description: "logs" }))).KeyMetadata;
  await kms.send(new CreateAliasCommand({ AliasName: "alias/emr-logs", TargetKeyId: logs?.KeyId }));
  await kms.send(new EnableKeyRotationCommand({ KeyId: logs?.KeyId }));
  await kms.send(new CreateKeyCommand({ Description: "of no concern" }));
  await door.createRole("EMR_EC2_DefaultRole");
  await door.createRole("EMR_DefaultRole");
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: "nodes" }));
  await iam.send(
    new AddRoleToInstanceProfileCommand({ InstanceProfileName: "nodes", RoleName: "EMR_EC2_DefaultRole" }),
  );
  const allow = (Action: string) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });
  await iam.send(
    new PutRolePolicyCommand({ RoleName: "EMR_EC2_DefaultRole", PolicyName: "s3", PolicyDocument: allow("s3:Get*") }),
  );
  const managed = await iam.send(new CreatePolicyCommand({ PolicyName: "logs", PolicyDocument: allow("logs:*") }));
  await iam.send(
    new AttachRolePolicyCommand({ RoleName: "EMR_EC2_DefaultRole", PolicyArn: managed.Policy?.Arn ?? "" }),
  );
  await s3.send(
    new CreateBucketCommand({
      Bucket: "emr-artifacts",
      CreateBucketConfiguration: { LocationConstraint: region as "EU" },
    }),
  );
  const { root, leaf } = authorityAndLeaf(`${region}.compute.internal`);
  const Body = bundleZip({
    "privateKey.pem": leaf.privateKeyPem,
    "certificateChain.pem": leaf.pem,
    "trustedCertificates.pem": root.pem,
  });
  await s3.send(new PutObjectCommand({ Bucket: "emr-artifacts", Key: "certs/lake.zip", Body }));
  await emr.send(
    new CreateSecurityConfigurationCommand({ Name: "lake", SecurityConfiguration: lakeConfiguration(shared) }),
  );
  await emr.send(
    new RunJobFlowCommand({
      Name: "lake",
      ReleaseLabel: "emr-7.5.0",
      SecurityConfiguration: "lake",
      ServiceRole: "EMR_DefaultRole",
      JobFlowRole: "nodes",
      LogUri: "s3://emr-artifacts/logs/",
      Applications: [{ Name: "Spark" }],
      Instances: { InstanceCount: 2, KeepJobFlowAliveWhenNoSteps: true },
    }),
  );
  for (const client of [emr, kms, iam, s3]) client.destroy();
  return {
    ...door,
    region,
    keys: { shared, logs: logs?.Arn ?? "" },
    env: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_REGION: region,
      AWS_EC2_METADATA_DISABLED: "true",
    },
  };
}

/** Both places of data at rest with one key, and a bundle. */
export function lakeConfiguration(key: string): string {
  return JSON.stringify({
    EncryptionConfiguration: {
      EnableAtRestEncryption: true,
      EnableInTransitEncryption: true,
      AtRestEncryptionConfiguration: {
        S3EncryptionConfiguration: { EncryptionMode: "SSE-KMS", AwsKmsKey: key },
        LocalDiskEncryptionConfiguration: {
          EncryptionKeyProviderType: "AwsKms",
          AwsKmsKey: key,
          EnableEbsEncryption: true,
        },
      },
      InTransitEncryptionConfiguration: {
        TLSCertificateConfiguration: {
          CertificateProviderType: "PEM",
          S3Object: "s3://emr-artifacts/certs/lake.zip",
        },
      },
    },
  });
}
