import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import {
  BundleBucket,
  CertificateBundle,
  EmrEncryption,
  type EmrEncryptionSettings,
  EncryptionKey,
  ProviderJar,
} from "../../modules";
import { endpoint } from "../endpoint";

/** Settings of the example. */
export interface WaysStackConfig {
  readonly region: string;
  readonly environment: string;
  /** Folders of PEM files, one for each generation of the bundle: the newest first, then those that clusters still use. */
  readonly certificates: readonly [string, ...(readonly string[])];
  /** JAR with classes that provide keys for Amazon S3 and local disks, and their full names. */
  readonly keys: { readonly jar: string; readonly s3: string; readonly localDisk: string };
  /** JAR with a class that provides certificates, which may be that of `keys`, and its full name. */
  readonly tls: { readonly jar: string; readonly providerClass: string };
  /** Roles that read objects in S3 for users of EMRFS. */
  readonly analysts?: readonly string[];
  /** Address of a stand-in for AWS, such as moto. */
  readonly endpoint?: string;
}

/** The four ways of EMR's guide to encrypt, one call each. */
export class WaysStack extends TerraformStack {
  constructor(scope: Construct, id: string, config: WaysStackConfig) {
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
    const [bundle, ...formerBundles] = config.certificates.map((folder) =>
      CertificateBundle.fromFolder(this, `bundle-${folder}`, { folder, bucket }),
    );
    if (!bundle) throw new Error("certificates is empty; give the folder of a bundle");
    const { keys, tls } = config;
    const keyProviders = new ProviderJar(this, "key-providers", { file: keys.jar, bucket });
    const tlsProvider =
      tls.jar === keys.jar ? keyProviders : new ProviderJar(this, "tls-provider", { file: tls.jar, bucket });

    const removalPolicy = config.environment === "development" ? "destroy" : "retain";

    /** Settings with the newest bundle, and beside them those that clusters with a former bundle still use. */
    const generations = (of: (bundle: CertificateBundle) => EmrEncryptionSettings) => ({
      ...of(bundle),
      previous: formerBundles.map(of),
    });

    new EmrEncryption(this, "sse-kms", {
      ...generations((pem) => ({
        atRest: { s3: { mode: "SSE-KMS" }, localDisk: { provider: "AwsKms" } },
        inTransit: { provider: "PEM", bundle: pem },
      })),
      keyUsers: { emrfsRoles: config.analysts },
      removalPolicy,
    });

    new EmrEncryption(this, "cse-kms", {
      ...generations((pem) => ({
        atRest: { s3: { mode: "CSE-KMS" }, localDisk: { provider: "AwsKms" } },
        inTransit: { provider: "PEM", bundle: pem },
      })),
      removalPolicy,
    });

    const custom = new EmrEncryption(this, "custom-keys", {
      ...generations((pem) => ({
        atRest: {
          s3: { mode: "CSE-Custom", jar: keyProviders, providerClass: keys.s3 },
          localDisk: { provider: "Custom", jar: keyProviders, providerClass: keys.localDisk },
        },
        inTransit: { provider: "PEM", bundle: pem },
      })),
      emrfsSite: { "my.kms.key.id": new EncryptionKey(this, "own-key", { removalPolicy }) },
    });
    new TerraformOutput(this, "custom-keys-configurations", {
      description: "Goes to aws_emr_cluster.configurations_json of clusters with custom keys",
      value: JSON.stringify(custom.clusterConfigurations),
      staticId: true,
    });

    new EmrEncryption(this, "custom-tls", {
      inTransit: { provider: "Custom", jar: tlsProvider, providerClass: tls.providerClass },
      removalPolicy,
    });
  }
}
