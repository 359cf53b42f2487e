import table from "./releases.json";

/** A release label of EMR on EC2, read. */
export interface Release {
  /** `emr-7`, `emr-spark-8`. */
  readonly family: string;
  /** The release as a number that grows with it: 6015000 for emr-6.15.0, 8001000 for emr-spark-8.1.0. */
  readonly number: number;
  /** `listed` in the table, `newer` than all of its family there (or of a family newer than all), or `unlisted`. */
  readonly standing: "listed" | "newer" | "unlisted";
  /** The newest release that the table lists of its family; of a newer family, the newest of all. */
  readonly newestKnown: string;
  /** Default major version of Java; of a newer release, the one of the newest that is known. */
  readonly java: number;
  /** Whether S3A is the default connector to S3. */
  readonly s3a: boolean;
}

/** A family of releases, as `releases.json` describes it. */
export interface ReleaseFamily {
  readonly family: string;
  /** Every release that AWS lists, oldest first. */
  readonly releases: readonly string[];
  /** Default major version of Java. */
  readonly java: number;
  /** Default connector to S3. */
  readonly s3Connector: string;
  /** Release from which S3A is the default connector, within the family. */
  readonly s3aFrom?: string;
  readonly s3aSource?: string;
  /** Major versions of the AWS SDK for Java. */
  readonly sdk: string;
  readonly source: string;
}

/** The first release that supports a feature. */
export interface ReleaseGate {
  readonly feature: string;
  readonly from: string;
  /** First release of EMR 6 that supports it, if EMR 5 got it after EMR 6.0. */
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

/** Reads a release label; undefined for text that is not one, and for releases before emr-4.0.0, which had no labels. */
export function readRelease(label: string): Release | undefined {
  const [, family = "", major] = /^((?:emr|emr-spark)-(\d{1,3}))\.\d{1,3}\.\d{1,3}$/.exec(label) ?? [];
  if (major === undefined || Number(major) < 4) return undefined;
  const number = releaseNumber(label);
  const known = releases.families.find((each) => each.family === family);
  const described = known ?? newestFamily(family);
  const newestKnown = newestOf(described);
  return {
    family,
    number,
    standing: standingOf(label, number, known, newestKnown),
    newestKnown,
    java: described.java,
    s3a: described.s3aFrom === undefined ? described.s3Connector === "S3A" : number >= releaseNumber(described.s3aFrom),
  };
}

/** The newest release that the table lists of a family. */
export function newestOf(family: ReleaseFamily): string {
  return family.releases[family.releases.length - 1] ?? "";
}

/** The newest family of the line of releases that a family name belongs to: `emr-` or `emr-spark-`. */
function newestFamily(name: string): ReleaseFamily {
  const line = name.replace(/\d+$/, "");
  return releases.families.filter(({ family }) => family.replace(/\d+$/, "") === line).at(-1) as ReleaseFamily;
}

function standingOf(label: string, number: number, known: ReleaseFamily | undefined, newest: string) {
  if (known?.releases.includes(label)) return "listed";
  return number > releaseNumber(newest) ? "newer" : "unlisted";
}

function releaseNumber(label: string): number {
  const [major = 0, minor = 0, patch = 0] = label.replace(/^\D+/, "").split(".").map(Number);
  return major * 1_000_000 + minor * 1_000 + patch;
}
