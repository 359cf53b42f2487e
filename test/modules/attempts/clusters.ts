import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { strToU8, unzipSync, zipSync } from "fflate";
import { outdir } from "../stacks";
import { type Attempt, cluster, clusterWith, encryption, jarIn, providers } from "./attempt";

const kerberos = {
  KerberosConfiguration: {
    Provider: "ClusterDedicatedKdc",
    ClusterDedicatedKdcConfiguration: { TicketLifetimeInHours: 24 },
  },
} as const;
const ranger = {
  RangerConfiguration: {
    AdminServerURL: "https://ranger.example.com:6182",
    RoleForRangerPluginsARN: "arn:aws:iam::111122223333:role/ranger-plugins",
    RoleForOtherAWSServicesARN: "arn:aws:iam::111122223333:role/other-services",
    AdminServerSecretARN: "arn:aws:secretsmanager:us-east-1:111122223333:secret:admin",
    RangerPluginConfigurations: [
      {
        App: "Spark",
        ClientSecretARN: "arn:aws:secretsmanager:us-east-1:111122223333:secret:spark",
        PolicyRepositoryName: "spark",
      },
    ],
  },
} as const;
const imds2 = { MinimumInstanceMetadataServiceVersion: 2, HttpPutResponseHopLimit: 2 } as const;

/** The JAR of the examples with another file in it. */
function jarWith(name: string, content: string): string {
  const file = join(mkdtempSync(join(outdir, "jar-")), "providers.jar");
  writeFileSync(file, zipSync({ ...unzipSync(readFileSync(providers)), [name]: strToU8(content) }));
  return file;
}

const s3FromJar =
  (file: string): Attempt["fill"] =>
  (stack) =>
    encryption(stack, {
      atRest: { s3: { mode: "CSE-Custom", jar: jarIn(stack, file), providerClass: "com.example.S3Keys" } },
    });

/** What a cluster, or the JAR of a provider, can get wrong. */
export const clusterAttempts: readonly Attempt[] = [
  {
    did: "a release that needs version 1 of the metadata service",
    rule: "cluster.imds_release",
    told: "[lake/cluster] cluster.imds_release",
    fill: (stack) => clusterWith(stack, { instanceMetadata: imds2 }, { releaseLabel: "emr-5.30.0" }),
  },
  {
    did: "Kerberos that the cluster knows nothing of",
    rule: "cluster.kerberos_mismatch",
    told: "[lake/cluster] cluster.kerberos_mismatch",
    fill: (stack) => clusterWith(stack, { authentication: kerberos }),
  },
  {
    did: "a release with a defect",
    rule: "cluster.release_defect",
    told: "[lake/cluster] cluster.release_defect",
    fill: (stack) => clusterWith(stack, {}, { releaseLabel: "emr-5.31.0", applications: ["Hive"] }),
  },
  {
    did: "a release before EBS encryption",
    rule: "cluster.release_too_old",
    told: "[lake/cluster] cluster.release_too_old",
    fill: (stack) => clusterWith(stack, {}, { releaseLabel: "emr-5.20.0" }),
  },
  {
    did: "a release that was never there",
    rule: "cluster.release_unlisted",
    told: "[lake/cluster] cluster.release_unlisted",
    fill: (stack) => clusterWith(stack, {}, { releaseLabel: "emr-7.5.9" }),
  },
  {
    did: "runtime roles with three primary nodes",
    rule: "cluster.primaries_unsupported",
    told: "[lake/cluster] cluster.primaries_unsupported",
    fill: (stack) =>
      clusterWith(
        stack,
        { authorization: { IAMConfiguration: { EnableApplicationScopedIAMRole: true } } },
        { masterInstanceGroup: { instanceType: "m5.xlarge", instanceCount: 3 } },
      ),
  },
  {
    did: "Ranger on S3A",
    rule: "cluster.ranger_connector",
    told: "[lake/cluster] cluster.ranger_connector",
    fill: (stack) =>
      clusterWith(stack, { authorization: ranger, authentication: kerberos }, { releaseLabel: "emr-7.10.0" }),
  },
  {
    did: "a release before emr-7",
    rule: "cluster.release_old_tls",
    told: "[lake/cluster] cluster.release_old_tls",
    fill: (stack) => clusterWith(stack, {}, { releaseLabel: "emr-6.15.0" }),
  },
  {
    did: "host names that nobody verifies",
    rule: "cluster.hostname_verification_off",
    told: "[lake/cluster] cluster.hostname_verification_off",
    fill: (stack) =>
      clusterWith(
        stack,
        {},
        {
          configurationsJson: JSON.stringify([
            { Classification: "core-site", Properties: { "hadoop.ssl.hostname.verifier": "ALLOW_ALL" } },
          ]),
        },
      ),
  },
  {
    did: "emrfs-site against the configuration",
    rule: "cluster.emrfs_contradiction",
    told: "[lake/cluster] cluster.emrfs_contradiction",
    fill: (stack) =>
      clusterWith(
        stack,
        {},
        {
          configurationsJson: JSON.stringify([
            { Classification: "emrfs-site", Properties: { "fs.s3.cse.enabled": "true" } },
          ]),
        },
      ),
  },
  {
    did: "a cluster without the configuration",
    rule: "cluster.no_security_configuration",
    told: "[lake/cluster] cluster.no_security_configuration",
    fill: (stack) => {
      encryption(stack);
      cluster(stack, {});
    },
  },
  {
    did: "a class that is not in the JAR",
    rule: "provider.class_not_in_jar",
    refused: true,
    told: "[lake/encryption/security-configuration] atRest.s3.providerClass: class com.example.Keys is not in the JAR; write com.example.S3Keys (providers.jar)",
    fill: (stack) =>
      encryption(stack, {
        atRest: { s3: { mode: "CSE-Custom", jar: jarIn(stack), providerClass: "com.example.Keys" } },
      }),
  },
  {
    did: "a file name in place of a class",
    rule: "config.provider_class_invalid",
    refused: true,
    told: "[lake/encryption/security-configuration] atRest.s3.providerClass: class com/example/S3Keys.class is not in the JAR; write com.example.S3Keys (providers.jar)",
    fill: (stack) =>
      encryption(stack, {
        atRest: { s3: { mode: "CSE-Custom", jar: jarIn(stack), providerClass: "com/example/S3Keys.class" } },
      }),
  },
  {
    did: "the project of AWS's RSA provider in place of its class",
    rule: "provider.project_name_as_class",
    refused: true,
    told: "[lake/encryption/security-configuration] atRest.s3.providerClass: class com.amazonaws.EMRFSRSAEncryptionMaterialsProvider is not in the JAR; write com.example.S3Keys (providers.jar)",
    fill: (stack) =>
      encryption(stack, {
        atRest: {
          s3: {
            mode: "CSE-Custom",
            jar: jarIn(stack),
            providerClass: "com.amazonaws.EMRFSRSAEncryptionMaterialsProvider",
          },
        },
      }),
  },
  {
    did: "a class for another place",
    rule: "provider.wrong_type",
    refused: true,
    told: "[lake/encryption/security-configuration] inTransit.providerClass: class com.example.DiskKeys is not a com.amazonaws.services.elasticmapreduce.spi.security.TLSArtifactsProvider; extend or implement it (providers.jar)",
    fill: (stack) =>
      encryption(stack, {
        inTransit: { provider: "Custom", jar: jarIn(stack), providerClass: "com.example.DiskKeys" },
      }),
  },
  {
    did: "one class for S3 and local disk",
    rule: "config.shared_provider_class",
    refused: true,
    told: "[lake/encryption/security-configuration] atRest.localDisk.providerClass: class com.example.S3Keys is not a com.amazonaws.services.elasticmapreduce.spi.security.EncryptionMaterialsProvider; extend or implement it (providers.jar)",
    fill: (stack) => {
      const jar = jarIn(stack);
      const providerClass = "com.example.S3Keys";
      encryption(stack, {
        atRest: {
          s3: { mode: "CSE-Custom", jar, providerClass },
          localDisk: { provider: "Custom", jar, providerClass },
        },
      });
    },
  },
  {
    did: "a text file in place of a JAR",
    rule: "provider.jar_unreadable",
    refused: true,
    told: "[lake/encryption/security-configuration] atRest.s3.providerClass: the JAR cannot be read: it is not a zip, or it is damaged; give the file that the build created (package.json)",
    fill: s3FromJar("package.json"),
  },
  {
    did: "a key store in the JAR",
    rule: "provider.static_materials",
    told: "[lake/encryption/security-configuration/generation] provider.static_materials",
    fill: (stack) => s3FromJar(jarWith("keys.p12", "x"))(stack),
  },
  {
    did: "an SDK of 2016 in the JAR",
    rule: "provider.sdk_too_old",
    told: "[lake/encryption/security-configuration/generation] provider.sdk_too_old",
    fill: (stack) =>
      s3FromJar(jarWith("META-INF/maven/com.amazonaws/aws-java-sdk-core/pom.properties", "version=1.10.77\n"))(stack),
  },
  {
    did: "a class for local disks, whatever the release",
    rule: "provider.cipher_gate",
    told: "[lake/encryption/security-configuration/generation] provider.cipher_gate",
    fill: (stack) =>
      clusterWith(stack, {
        atRest: {
          s3: { mode: "SSE-KMS" },
          localDisk: { provider: "Custom", jar: jarIn(stack), providerClass: "com.example.DiskKeys" },
        },
      }),
  },
];
