/**
 * What must compile and what must not, checked by the compiler alone: each `@ts-expect-error` fails the type check when the line
 * under it compiles.
 */
import type { SecurityConfigurationDocument, SecuritySettings } from "../../../formats/security-configuration";
import type { securityConfigurationGrammar } from "../../../formats/security-configuration/grammar";
import type { ValueOf } from "./value-of";

const key = "arn:aws:kms:us-east-1:111122223333:key/0e6bcf0c-9e0b-4b4c-8a3e-6f2f2f5b7c11";
const s3 = (S3EncryptionConfiguration: NonNullable<AtRest["S3EncryptionConfiguration"]>) => S3EncryptionConfiguration;
type Encryption = NonNullable<SecurityConfigurationDocument["EncryptionConfiguration"]>;
type AtRest = NonNullable<Encryption["AtRestEncryptionConfiguration"]>;
type Tls = NonNullable<Encryption["InTransitEncryptionConfiguration"]>["TLSCertificateConfiguration"];
type Disk = NonNullable<AtRest["LocalDiskEncryptionConfiguration"]>;
type Metadata = NonNullable<SecurityConfigurationDocument["InstanceMetadataServiceConfiguration"]>;

/** Documents, in AWS's words. */
export const documents = [
  s3({ EncryptionMode: "SSE-S3", Overrides: [{ BucketName: "b", EncryptionMode: "CSE-KMS", AwsKmsKey: key }] }),
  // @ts-expect-error SSE-S3 has no key
  s3({ EncryptionMode: "SSE-S3", AwsKmsKey: key }),
  // @ts-expect-error SSE-KMS needs a key
  s3({ EncryptionMode: "SSE-KMS" }),
  // @ts-expect-error EMR has no SSE-C
  s3({ EncryptionMode: "SSE-C" }),
  // @ts-expect-error a provider belongs to CSE-Custom
  s3({ EncryptionMode: "CSE-KMS", AwsKmsKey: key, EncryptionKeyProviderClass: "com.example.Keys" }),
  // @ts-expect-error an override names its bucket
  s3({ EncryptionMode: "SSE-S3", Overrides: [{ EncryptionMode: "SSE-S3" }] }),
];

/** Certificates. */
export const certificates: readonly Tls[] = [
  { CertificateProviderType: "EMR" },
  { CertificateProviderType: "EMR", ValidityInDays: 365 },
  // @ts-expect-error the managed CA downloads nothing
  { CertificateProviderType: "EMR", S3Object: "s3://b/k.zip" },
  // @ts-expect-error PEM needs its zip
  { CertificateProviderType: "PEM" },
  // @ts-expect-error a class belongs to Custom
  { CertificateProviderType: "PEM", S3Object: "s3://b/k.zip", CertificateProviderClass: "com.example.Certificates" },
];

/** Local disks. */
export const disks: readonly Disk[] = [
  { EncryptionKeyProviderType: "AwsKms", AwsKmsKey: key, EnableEbsEncryption: true },
  {
    EncryptionKeyProviderType: "Custom",
    S3Object: "s3://b/k.jar",
    EncryptionKeyProviderClass: "C",
    // @ts-expect-error EBS needs a KMS key
    EnableEbsEncryption: true,
  },
];

/** The rest. */
export const others: readonly (SecurityConfigurationDocument | Metadata)[] = [
  { MinimumInstanceMetadataServiceVersion: 2, HttpPutResponseHopLimit: 1 },
  // @ts-expect-error there are versions 1 and 2
  { MinimumInstanceMetadataServiceVersion: 3, HttpPutResponseHopLimit: 1 },
  // @ts-expect-error a section that EMR does not know
  { EncryptionConfigurations: {} },
  // @ts-expect-error a dedicated KDC has no external configuration
  { AuthenticationConfiguration: { KerberosConfiguration: { Provider: "ClusterDedicatedKdc" } } },
];

/** Settings, in the short form of the constructs. */
export const settings: readonly SecuritySettings[] = [
  {},
  { atRest: { s3: { mode: "SSE-KMS", key } } },
  { atRest: { localDisk: { provider: "AwsKms", key, ebs: true } }, wal: {} },
  // @ts-expect-error at rest means S3, local disks, or both
  { atRest: {} },
  // @ts-expect-error SSE-S3 has no key
  { atRest: { s3: { mode: "SSE-S3", key } } },
  // @ts-expect-error CSE-Custom needs its class
  { atRest: { s3: { mode: "CSE-Custom", jar: "s3://b/k.jar" } } },
  // @ts-expect-error EBS needs a KMS key
  { atRest: { localDisk: { provider: "Custom", jar: "s3://b/k.jar", providerClass: "C", ebs: true } } },
  // @ts-expect-error the managed CA has no bundle
  { inTransit: { provider: "EMR", bundle: "s3://b/k.zip" } },
  // @ts-expect-error a flag cannot contradict what is there
  { atRest: { s3: { mode: "SSE-S3" } }, EnableAtRestEncryption: false },
];

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** The generated interfaces are what the grammar allows, no more and no less. */
export const generated: Same<ValueOf<typeof securityConfigurationGrammar>, SecurityConfigurationDocument> = true;
