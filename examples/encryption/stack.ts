import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { BundleBucket, CertificateBundle, EmrEncryption, EncryptionKey } from "../../modules";
import { endpoint } from "../endpoint";

/** Settings of the example. */
export interface EncryptionStackConfig {
  readonly region: string;
  /** Goes to every resource as the tag `Environment`; anything but `development` is checked as production. */
  readonly environment: string;
  /** Folder of the PEM files, one generation of the bundle. */
  readonly certificates: string;
  /** Whether one key serves S3 and local disks: a mistake, for the linter to report. */
  readonly sharedKey: boolean;
  /** Address of a stand-in for AWS, such as moto. */
  readonly endpoint?: string;
}

/** The whole of it for one cluster: a bucket for the bundle, the keys, the bundle, and the security configuration. */
export class EncryptionStack extends TerraformStack {
  constructor(scope: Construct, id: string, config: EncryptionStackConfig) {
    super(scope, id);
    new AwsProvider(this, "aws", {
      region: config.region,
      defaultTags: [{ tags: { Environment: config.environment } }],
      ...(config.endpoint === undefined ? {} : endpoint(config.endpoint)),
    });

    const bucket = new BundleBucket(this, "bucket", {
      forceDestroy: config.environment === "development",
      enforceSSL: !config.endpoint?.startsWith("http:"),
    });
    const bundle = CertificateBundle.fromFolder(this, "bundle", { folder: config.certificates, bucket });
    const key = config.sharedKey ? new EncryptionKey(this, "shared-key", { removalPolicy: "destroy" }) : undefined;

    new EmrEncryption(this, "encryption", {
      keyUsers: { instanceRole: "EMR_EC2_DefaultRole", serviceRole: "EMR_DefaultRole" },
      atRest: {
        s3: { mode: "SSE-KMS", key },
        localDisk: { provider: "AwsKms", key, ebs: true },
      },
      inTransit: { provider: "PEM", bundle },
      removalPolicy: config.environment === "development" ? "destroy" : "retain",
      outputs: true,
    });
  }
}
