import { EmrCluster } from "@cdktf/provider-aws/lib/emr-cluster";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { BundleBucket, CertificateBundle, EmrEncryption } from "../../modules";
import { endpoint } from "../endpoint";
import { Network } from "./network";
import { Roles } from "./roles";

/** Settings of the example. */
export interface ClusterStackConfig {
  readonly region: string;
  readonly environment: string;
  /** Folder of the PEM files. */
  readonly certificates: string;
  /** Address of a stand-in for AWS, such as moto. */
  readonly endpoint?: string;
}

/** A cluster in a private subnet, everything of it encrypted: objects, disks, log files, and traffic between nodes. */
export class ClusterStack extends TerraformStack {
  constructor(scope: Construct, id: string, config: ClusterStackConfig) {
    super(scope, id);
    const { region } = config;
    new AwsProvider(this, "aws", {
      region,
      defaultTags: [{ tags: { Environment: config.environment } }],
      ...(config.endpoint === undefined ? {} : endpoint(config.endpoint)),
    });
    const enforceSSL = !config.endpoint?.startsWith("http:");
    const forceDestroy = config.environment === "development";

    const artifacts = new BundleBucket(this, "artifacts", { enforceSSL, forceDestroy });
    const data = new BundleBucket(this, "data", { enforceSSL, forceDestroy });
    const roles = new Roles(this, "roles", data.resource);

    const encryption = new EmrEncryption(this, "encryption", {
      keyUsers: { instanceRole: roles.instance, serviceRole: roles.service },
      atRest: { s3: { mode: "SSE-KMS", key: data.key }, localDisk: { provider: "AwsKms" } },
      inTransit: {
        provider: "PEM",
        bundle: CertificateBundle.fromFolder(this, "bundle", { folder: config.certificates, bucket: artifacts }),
      },
      instanceMetadata: { MinimumInstanceMetadataServiceVersion: 2, HttpPutResponseHopLimit: 2 },
      logs: {},
      removalPolicy: forceDestroy ? "destroy" : "retain",
      nameParameter: "/emr/security-configuration",
      outputs: true,
    });

    const { subnet, securityGroups } = new Network(this, "network", region);
    new EmrCluster(this, "cluster", {
      name: "encrypted",
      releaseLabel: "emr-7.5.0",
      applications: ["Hadoop", "Spark"],
      securityConfiguration: encryption.securityConfiguration.name,
      logUri: `s3://${data.bucket}/logs/`,
      logEncryptionKmsKeyId: encryption.logKey?.arn,
      serviceRole: roles.service.arn,
      ec2Attributes: {
        instanceProfile: roles.instanceProfile.arn,
        subnetId: subnet.id,
        emrManagedMasterSecurityGroup: securityGroups.primary.id,
        emrManagedSlaveSecurityGroup: securityGroups.core.id,
        serviceAccessSecurityGroup: securityGroups.service.id,
      },
      masterInstanceGroup: { instanceType: "m6g.xlarge" },
      coreInstanceGroup: { instanceType: "m6g.xlarge", instanceCount: 2 },
      tags: { "for-use-with-amazon-emr-managed-policies": "true" },
    });
  }
}
