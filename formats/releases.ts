import table from "./releases.json";

/** A release label of EMR on EC2, read. */
export interface Release {
  /** `emr-7`, `emr-spark-8`. */
  readonly family: string;
  /** The release as a number that grows with it: 6015000 for emr-6.15.0, 8001000 for emr-spark-8.1.0. */
  readonly number: number;
  /** Whether it is newer than every release of the table. */
  readonly newer: boolean;
}

/** A family of releases, as `releases.json` describes it. */
export interface ReleaseFamily {
  readonly family: string;
  /** Newest release that the table knows. */
  readonly newest: string;
  /** Default major version of Java. */
  readonly java: number;
  /** Default connector to S3. */
  readonly s3Connector: string;
  /** Release from which S3A is the default connector, within the family. */
  readonly s3aFrom?: string;
  /** Major versions of the AWS SDK for Java. */
  readonly sdk: string;
  readonly source: string;
}

/** The first release that supports a feature. */
export interface ReleaseGate {
  readonly feature: string;
  readonly from: string;
  /** First release of EMR 6 that supports it, where EMR 5 got it later than EMR 6.0. */
  readonly of6?: string;
  readonly source: string;
}

/** A defect of some releases with encryption. */
export interface ReleaseDefect {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly defect: string;
  readonly instead: string;
  readonly source: string;
}

/** What is known about releases of EMR, and the day it was read. */
export const releases: {
  readonly read: string;
  readonly families: readonly ReleaseFamily[];
  readonly gates: readonly ReleaseGate[];
  readonly defects: readonly ReleaseDefect[];
} = table;

/** Reads a release label; undefined for text that is not one. */
export function readRelease(label: string): Release | undefined {
  const [, family = "", major, minor, patch] =
    /^((?:emr|emr-spark)-(\d{1,3}))\.(\d{1,3})\.(\d{1,3})(?![\d.])/.exec(label) ?? [];
  if (patch === undefined) return undefined;
  const number = releaseNumber(`${major}.${minor}.${patch}`);
  const known = releases.families.find((each) => each.family === family);
  const newest = known ? releaseNumber(known.newest.replace(/^\D+/, "")) : 0;
  return { family, number, newer: number > newest };
}

function releaseNumber(version: string): number {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  return major * 1_000_000 + minor * 1_000 + patch;
}
