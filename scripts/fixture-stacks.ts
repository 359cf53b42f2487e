import { DataAwsKmsAlias } from "@cdktf/provider-aws/lib/data-aws-kms-alias";
import { EmrSecurityConfiguration } from "@cdktf/provider-aws/lib/emr-security-configuration";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, LocalBackend, TerraformLocal, TerraformStack } from "cdktf";
import { Construct } from "constructs";

class Keys extends TerraformStack {
  readonly s3: KmsKey;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    new LocalBackend(this, { path: `terraform.${id}.tfstate` });
    new AwsProvider(this, "aws", { region: "us-east-1", defaultTags: [{ tags: { Environment: "production" } }] });
    this.s3 = new KmsKey(new Construct(this, "at-rest"), "s3", { enableKeyRotation: true });
  }
}

class Lake extends TerraformStack {
  constructor(scope: Construct, id: string, keys: Keys) {
    super(scope, id);
    new LocalBackend(this, { path: `terraform.${id}.tfstate` });
    new AwsProvider(this, "aws", { region: "us-east-1" });
    const named = new DataAwsKmsAlias(this, "named", { name: "alias/emr-disk" });
    const disk = new TerraformLocal(this, "disk", named.targetKeyArn);
    new EmrSecurityConfiguration(this, "configuration", {
      name: "lake",
      configuration: JSON.stringify({
        EncryptionConfiguration: {
          EnableAtRestEncryption: true,
          EnableInTransitEncryption: false,
          AtRestEncryptionConfiguration: {
            S3EncryptionConfiguration: { EncryptionMode: "SSE-KMS", AwsKmsKey: keys.s3.arn },
            LocalDiskEncryptionConfiguration: {
              EncryptionKeyProviderType: "AwsKms",
              AwsKmsKey: disk.asString,
              EnableEbsEncryption: true,
            },
          },
        },
      }),
    });
  }
}

/** Synthesizes two stacks, of which one takes a key from the other, into a folder. */
export function synthesizeStacks(outdir: string): void {
  const app = new App({ outdir });
  new Lake(app, "lake", new Keys(app, "keys"));
  app.synth();
}
