/**
 * Organizational unit in the subject of the CA that `emr-encryption certs development` makes. A chain that ends in a CA with this
 * mark is for a proof of concept: nobody guards that CA.
 */
export const DEVELOPMENT_CA_MARKER = "emr-encryption development CA";
