import type { DocumentPath } from "../formats/security-configuration";
import { renderPath } from "../formats/security-configuration";

/** Arguments by the places in EMR's document that they set. */
const sections: readonly (readonly [document: readonly string[], argument: string])[] = [
  [["EncryptionConfiguration", "AtRestEncryptionConfiguration", "S3EncryptionConfiguration"], "atRest.s3"],
  [
    ["EncryptionConfiguration", "AtRestEncryptionConfiguration", "LocalDiskEncryptionConfiguration"],
    "atRest.localDisk",
  ],
  [["EncryptionConfiguration", "AtRestEncryptionConfiguration"], "atRest"],
  [["EncryptionConfiguration", "EnableAtRestEncryption"], "atRest"],
  [["EncryptionConfiguration", "InTransitEncryptionConfiguration", "TLSCertificateConfiguration"], "inTransit"],
  [["EncryptionConfiguration", "InTransitEncryptionConfiguration"], "inTransit"],
  [["EncryptionConfiguration", "EnableInTransitEncryption"], "inTransit"],
  [["EncryptionConfiguration", "EMRWALEncryptionConfiguration"], "wal"],
  [["InstanceMetadataServiceConfiguration"], "instanceMetadata"],
  [["AuthenticationConfiguration"], "authentication"],
  [["AuthorizationConfiguration"], "authorization"],
  [["LakeFormationConfiguration"], "samlLakeFormation"],
];

/** Names of the arguments in sections where they differ from EMR's names. */
const names: { readonly [property: string]: string } = {
  EncryptionMode: "mode",
  AwsKmsKey: "key",
  EncryptionKeyProviderClass: "providerClass",
  EncryptionKeyProviderType: "provider",
  EnableEbsEncryption: "ebs",
  Overrides: "overrides",
  BucketName: "bucket",
  CertificateProviderType: "provider",
  CertificateProviderClass: "providerClass",
  SecretTags: "secretTags",
  ValidityInDays: "validityDays",
  WildcardDnsSuffix: "wildcardDnsSuffix",
};

/** The argument that sets a place in EMR's document, with EMR's name for the property if it differs. */
export function argumentOf(path: DocumentPath, provider?: string): string {
  const [document, argument] =
    sections.find(([steps]) => steps.every((step, index) => path[index] === step)) ?? ([[], ""] as const);
  if (argument === "") return renderPath(path);
  const ownNames = /^(atRest|inTransit|wal)/.test(argument);
  const rest = path.slice(document.length).map((step) => {
    if (typeof step === "number" || !ownNames) return step;
    if (step === "S3Object") return argument === "inTransit" && provider !== "Custom" ? "bundle" : "jar";
    return names[step] ?? step;
  });
  const name = renderPath([argument, ...rest]);
  const property = path.findLast((step) => typeof step === "string");
  return name.endsWith(String(property)) ? name : `${name} (${property})`;
}
