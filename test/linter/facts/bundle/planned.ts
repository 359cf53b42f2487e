/** When the plans of certificates are checked. */
export const now = new Date("2026-11-23T12:00:00Z");

/** Arguments of a block. */
export type Block = { readonly [name: string]: unknown };

/** A security configuration with the certificates of an object in S3. */
export const tls = (object: string) =>
  JSON.stringify({
    EncryptionConfiguration: {
      EnableInTransitEncryption: true,
      EnableAtRestEncryption: false,
      InTransitEncryptionConfiguration: {
        TLSCertificateConfiguration: { CertificateProviderType: "PEM", S3Object: object },
      },
    },
  });
