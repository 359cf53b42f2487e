/**
 * Organizational unit in the subject of the CA that `emr-encryption certs development` makes. A chain that ends in a CA with this
 * mark is for a proof of concept: that CA is not protected.
 */
export const DEVELOPMENT_CA_MARKER = "emr-encryption development CA";
