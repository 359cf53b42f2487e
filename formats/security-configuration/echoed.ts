/**
 * Properties that AWS adds to the document that it stores, so they appear in states and in what DescribeSecurityConfiguration returns. They
 * are not part of the grammar, since they are not written by hand.
 *
 * Sources: hashicorp/terraform-provider-aws issue 37526 (ExternalId); EMR Management Guide, "Create a security configuration"
 * (CACertificateSecretARN).
 */
export const echoedProperties: readonly { readonly parent: readonly string[]; readonly property: string }[] = [
  {
    parent: ["AuthorizationConfiguration", "IAMConfiguration", "ApplicationScopedIAMRoleConfiguration"],
    property: "ExternalId",
  },
  {
    parent: ["EncryptionConfiguration", "InTransitEncryptionConfiguration", "TLSCertificateConfiguration"],
    property: "CACertificateSecretARN",
  },
];
