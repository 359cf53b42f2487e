import type { DocumentCursor } from "../document-cursor";

/** A section of a security configuration's document that names a key, an object or a provider class. */
export interface EncryptionPlace {
  /** `s3` is the default for every bucket, `override` the encryption of one bucket. */
  readonly kind: "s3" | "override" | "localDisk" | "tls" | "wal";
  readonly part: DocumentCursor;
  /** Leads to the section, from the argument `configuration` on. */
  readonly path: readonly (string | number)[];
}

const AT_REST = ["EncryptionConfiguration", "AtRestEncryptionConfiguration"];
const S3 = [...AT_REST, "S3EncryptionConfiguration"];
const SECTIONS = {
  s3: S3,
  localDisk: [...AT_REST, "LocalDiskEncryptionConfiguration"],
  tls: ["EncryptionConfiguration", "InTransitEncryptionConfiguration", "TLSCertificateConfiguration"],
  wal: ["EncryptionConfiguration", "EMRWALEncryptionConfiguration"],
};

/**
 * The sections of a document that say how something is encrypted, in the order of the document, whether they are there or not; a list of
 * overrides that is not known yields no place.
 */
export function encryptionPlaces(document: DocumentCursor): readonly EncryptionPlace[] {
  const section = (kind: keyof typeof SECTIONS): EncryptionPlace => {
    const path = SECTIONS[kind];
    return { kind, part: path.reduce((part, name) => part.at(name), document), path: ["configuration", ...path] };
  };
  const s3 = section("s3");
  const overrides = (s3.part.at("Overrides").items() ?? []).map(
    (part, index): EncryptionPlace => ({ kind: "override", part, path: [...s3.path, "Overrides", index] }),
  );
  return [s3, ...overrides, section("localDisk"), section("tls"), section("wal")];
}
