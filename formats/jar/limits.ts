/** Limits of `readJar`: a JAR with all of its dependencies has some tens of megabytes. */
export const JAR_LIMITS = {
  /** Bytes of the whole archive. */
  archiveBytes: 256 * 1024 * 1024,
  /** Bytes of one entry once inflated. */
  entryBytes: 4 * 1024 * 1024,
  /** Bytes of all entries that are inflated to look for key material. */
  materialBytes: 16 * 1024 * 1024,
  /** Signature files whose digests are compared. */
  signatures: 16,
  /** Bytes of all class files that are inflated: those of one class and what it extends. */
  classBytes: 16 * 1024 * 1024,
} as const;
