import type { Operation } from "../../account/answers";
import type { Send } from "../../account/calls";
import { authorityAndLeaf, bundleZip } from "../support/certificates";
import { lakeConfiguration } from "./moto-account";

export const account = "111122223333";
export const region = "eu-central-1";
export const keyArn = (id: string) => `arn:aws:kms:${region}:${account}:key/${id}`;

type Answer = object | ((input: never) => object);

/** Fails as the SDK does. */
export function awsError(name: string, status = 400, message = ""): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });
}

const { root, leaf } = authorityAndLeaf(`${region}.compute.internal`);
export const bundle = bundleZip({
  "privateKey.pem": leaf.privateKeyPem,
  "certificateChain.pem": leaf.pem,
  "trustedCertificates.pem": root.pem,
});

/** A body that can be read once, like that of a response. */
function readOnce(bytes: Uint8Array) {
  let isRead = false;
  return {
    transformToByteArray: async () => {
      if (isRead) throw new Error("The stream has already been transformed.");
      isRead = true;
      return bytes;
    },
  };
}

const policy = (...statements: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (action: string) => policy({ Effect: "Allow", Action: action, Resource: "*" });
const roots = {
  Sid: "root",
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: "kms:*",
  Resource: "*",
};

/** An account in which every call of the audit is needed: a rule reports something in each answer. */
export const answers: { readonly [operation in Operation]: Answer } = {
  "sts.GetCallerIdentity": { Account: account, Arn: `arn:aws:iam::${account}:user/auditor` },
  "emr.ListSecurityConfigurations": ({ Marker }: { Marker?: string }) =>
    Marker
      ? { SecurityConfigurations: [{ Name: "unused" }] }
      : { SecurityConfigurations: [{ Name: "lake" }], Marker: "2" },
  "emr.DescribeSecurityConfiguration": ({ Name }: { Name: string }) => ({
    Name,
    SecurityConfiguration: Name === "lake" ? lakeConfiguration(keyArn("shared")) : "{}",
  }),
  "emr.ListClusters": ({ ClusterStates }: { ClusterStates: readonly string[] }) => ({
    Clusters: ClusterStates.includes("RUNNING") ? [{ Id: "j-1" }] : [],
  }),
  "emr.DescribeCluster": {
    Cluster: {
      Id: "j-1",
      Name: "lake",
      ReleaseLabel: "emr-5.36.0",
      SecurityConfiguration: "lake",
      ServiceRole: "EMR_DefaultRole",
      LogUri: "s3n://emr-logs/lake/",
      LogEncryptionKmsKeyId: "alias/emr-logs",
      Ec2InstanceAttributes: { IamInstanceProfile: "nodes", Ec2SubnetId: "subnet-1" },
      Applications: [{ Name: "Spark" }],
      Status: { State: "RUNNING" },
    },
  },
  "kms.ListAliases": {
    Aliases: [
      { AliasName: "alias/emr-logs", AliasArn: `arn:aws:kms:${region}:${account}:alias/emr-logs`, TargetKeyId: "logs" },
    ],
  },
  "kms.ListKeys": { Keys: [{ KeyId: "shared" }, { KeyId: "logs" }, { KeyId: "other" }] },
  "kms.DescribeKey": ({ KeyId }: { KeyId: string }) => {
    const id = KeyId.split("/").at(-1) ?? "";
    return {
      KeyMetadata: {
        KeyId: id,
        Arn: keyArn(id),
        KeyManager: "CUSTOMER",
        KeyState: "Enabled",
        KeySpec: "SYMMETRIC_DEFAULT",
        KeyUsage: "ENCRYPT_DECRYPT",
        Origin: "AWS_KMS",
      },
    };
  },
  "kms.GetKeyPolicy": { Policy: policy(roots) },
  "kms.GetKeyRotationStatus": { KeyRotationEnabled: false },
  "kms.ListGrants": ({ KeyId }: { KeyId: string }) => ({
    Grants: [
      {
        GrantId: `grant-${KeyId}`,
        GranteePrincipal: `arn:aws:iam::${account}:role/EMR_DefaultRole`,
        Operations: ["Decrypt"],
      },
    ],
  }),
  "s3.GetBucketLocation": { LocationConstraint: "us-west-2" },
  "s3.GetBucketVersioning": {},
  "s3.GetBucketEncryption": {
    ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }] },
  },
  "s3.GetPublicAccessBlock": { PublicAccessBlockConfiguration: { RestrictPublicBuckets: false } },
  "s3.GetBucketPolicy": ({ Bucket }: { Bucket: string }) => ({
    Policy: policy({ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::${Bucket}/*` }),
  }),
  "s3control.GetPublicAccessBlock": { PublicAccessBlockConfiguration: { RestrictPublicBuckets: false } },
  "s3.HeadObject": { ContentLength: bundle.length, ServerSideEncryption: "AES256", StorageClass: "STANDARD" },
  "s3.GetObject": () => ({ Body: readOnce(bundle) }),
  "iam.GetInstanceProfile": {
    InstanceProfile: { InstanceProfileName: "nodes", Roles: [{ RoleName: "EMR_EC2_DefaultRole" }] },
  },
  "iam.GetRole": ({ RoleName }: { RoleName: string }) => ({
    Role: {
      RoleName,
      Arn: `arn:aws:iam::${account}:role/${RoleName}`,
      Path: "/",
      AssumeRolePolicyDocument: encodeURIComponent(policy()),
    },
  }),
  "iam.ListRolePolicies": { PolicyNames: ["inline"] },
  "iam.GetRolePolicy": { PolicyDocument: encodeURIComponent(allow("s3:GetObject")) },
  "iam.ListAttachedRolePolicies": { AttachedPolicies: [{ PolicyArn: `arn:aws:iam::${account}:policy/logs` }] },
  "iam.GetPolicy": { Policy: { DefaultVersionId: "v1" } },
  "iam.GetPolicyVersion": { PolicyVersion: { Document: encodeURIComponent(allow("logs:*")) } },
  "ec2.GetEbsEncryptionByDefault": { EbsEncryptionByDefault: false },
  "ec2.DescribeSubnets": { Subnets: [{ SubnetId: "subnet-1", VpcId: "vpc-1" }] },
  "ec2.DescribeVpcs": { Vpcs: [{ VpcId: "vpc-1", DhcpOptionsId: "dopt-1" }] },
  "ec2.DescribeRouteTables": {
    RouteTables: [
      {
        RouteTableId: "rtb-1",
        VpcId: "vpc-1",
        Associations: [{ Main: true }],
        Routes: [{ GatewayId: "local", DestinationCidrBlock: "10.0.0.0/16" }],
      },
    ],
  },
  "ec2.DescribeVpcEndpoints": { VpcEndpoints: [] },
  "ec2.DescribeDhcpOptions": {
    DhcpOptions: [
      { DhcpOptionsId: "dopt-1", DhcpConfigurations: [{ Key: "domain-name", Values: [{ Value: "corp.example" }] }] },
    ],
  },
};

/** The account as an SDK; `but` replaces answers, and its errors are thrown. */
export function fakeAws(but: { readonly [operation in Operation]?: Answer | Error } = {}): {
  readonly send: Send;
  readonly asked: readonly string[];
} {
  const asked: string[] = [];
  const send: Send = async (operation, at, input) => {
    asked.push(`${operation} ${at} ${JSON.stringify(input)}`);
    const answer = but[operation] ?? answers[operation];
    if (answer instanceof Error) throw answer;
    return typeof answer === "function" ? answer(input as never) : answer;
  };
  return { send, asked };
}
