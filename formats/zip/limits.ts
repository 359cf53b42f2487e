/** Limits of `readZip`. A bundle is three PEM files of some kilobytes each; everything beyond is refused before it is inflated. */
export const ZIP_LIMITS = {
  /** Bytes of the whole archive. */
  archiveBytes: 4 * 1024 * 1024,
  /** Entries, folders included. */
  entries: 64,
  /** Bytes of one entry once inflated. */
  entryBytes: 1024 * 1024,
  /** Bytes of all entries once inflated. */
  totalBytes: 4 * 1024 * 1024,
  /** Bytes of an entry's name. */
  nameBytes: 255,
} as const;
