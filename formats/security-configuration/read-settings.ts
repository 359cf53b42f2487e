import type { AtRestEncryption, InTransitEncryption, LocalDiskEncryption, S3Mode, SecuritySettings } from "./settings";
import type { EncryptionConfiguration, SecurityConfigurationDocument } from "./types";

type InTransitSection = NonNullable<EncryptionConfiguration["InTransitEncryptionConfiguration"]>;
type AtRestSection = NonNullable<EncryptionConfiguration["AtRestEncryptionConfiguration"]>;
type S3Section = NonNullable<AtRestSection["S3EncryptionConfiguration"]>;
type ModeSection = S3Section | NonNullable<S3Section["Overrides"]>[number];

/**
 * The settings of a document, the inverse of {@link securityConfigurationDocument}.
 *
 * @throws Error if a flag contradicts the settings beside it, which cannot be expressed.
 */
export function readSecuritySettings(document: SecurityConfigurationDocument): SecuritySettings {
  const { EncryptionConfiguration: encryption = {} } = document;
  const atRest = section(
    "EnableAtRestEncryption",
    encryption.EnableAtRestEncryption,
    "AtRestEncryptionConfiguration",
    encryption.AtRestEncryptionConfiguration,
  );
  const inTransit = section(
    "EnableInTransitEncryption",
    encryption.EnableInTransitEncryption,
    "InTransitEncryptionConfiguration",
    encryption.InTransitEncryptionConfiguration,
  );
  const { EMRWALEncryptionConfiguration: wal } = encryption;
  return {
    ...(atRest && { atRest: readAtRest(atRest) }),
    ...(inTransit && { inTransit: readInTransit(inTransit.TLSCertificateConfiguration) }),
    ...(wal && { wal: wal.AwsKmsKey === undefined ? {} : { key: wal.AwsKmsKey } }),
    ...(document.InstanceMetadataServiceConfiguration && {
      instanceMetadata: document.InstanceMetadataServiceConfiguration,
    }),
    ...(document.AuthenticationConfiguration && { authentication: document.AuthenticationConfiguration }),
    ...(document.AuthorizationConfiguration && { authorization: document.AuthorizationConfiguration }),
    ...(document.LakeFormationConfiguration && { samlLakeFormation: document.LakeFormationConfiguration }),
  };
}

function section<T>(flag: string, enabled: boolean | undefined, name: string, value: T | undefined): T | undefined {
  if (enabled && value === undefined) throw new Error(`${flag} is true and ${name} is missing; add it`);
  if (!enabled && value !== undefined)
    throw new Error(`${name} is there and ${flag} is not true; set it, or leave both out`);
  return value;
}

function readAtRest({ S3EncryptionConfiguration: s3, LocalDiskEncryptionConfiguration: disk }: AtRestSection) {
  if (!s3 && !disk) {
    throw new Error(
      "AtRestEncryptionConfiguration is empty; add S3EncryptionConfiguration, LocalDiskEncryptionConfiguration, or both",
    );
  }
  return { ...(s3 && { s3: readS3(s3) }), ...(disk && { localDisk: readDisk(disk) }) } as AtRestEncryption;
}

function readS3(s3: S3Section) {
  const overrides = s3.Overrides?.map((override) => ({ ...readMode(override), bucket: override.BucketName }));
  return { ...readMode(s3), ...(overrides && { overrides }) };
}

function readMode(s3: ModeSection): S3Mode {
  switch (s3.EncryptionMode) {
    case "SSE-S3":
      return { mode: s3.EncryptionMode };
    case "SSE-KMS":
    case "CSE-KMS":
      return { mode: s3.EncryptionMode, key: s3.AwsKmsKey };
    case "CSE-Custom":
      return { mode: s3.EncryptionMode, jar: s3.S3Object, providerClass: s3.EncryptionKeyProviderClass };
  }
}

function readDisk(disk: NonNullable<AtRestSection["LocalDiskEncryptionConfiguration"]>): LocalDiskEncryption {
  if (disk.EncryptionKeyProviderType === "Custom") {
    return { provider: "Custom", jar: disk.S3Object, providerClass: disk.EncryptionKeyProviderClass };
  }
  const { AwsKmsKey: key, EnableEbsEncryption: ebs } = disk;
  return { provider: "AwsKms", key, ...(ebs === undefined ? {} : { ebs }) };
}

function readInTransit(tls: InTransitSection["TLSCertificateConfiguration"]): InTransitEncryption {
  switch (tls.CertificateProviderType) {
    case "PEM":
      return { provider: "PEM", bundle: tls.S3Object };
    case "Custom":
      return { provider: "Custom", jar: tls.S3Object, providerClass: tls.CertificateProviderClass };
    case "EMR": {
      const { AwsKmsKey: key, SecretTags: tags, ValidityInDays: validityDays, WildcardDnsSuffix: suffix } = tls;
      return {
        provider: "EMR",
        ...(key === undefined ? {} : { key }),
        ...(tags && { secretTags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])) }),
        ...(validityDays === undefined ? {} : { validityDays }),
        ...(suffix === undefined ? {} : { wildcardDnsSuffix: suffix }),
      };
    }
  }
}
