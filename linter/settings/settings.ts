import type { FileAccess } from "../model/terraform/model";
import type { Notice, Severity } from "../report/finding";
import type { Thresholds } from "../rows/facts";

/** `emr-encryption.config.json` or `.yaml`: the settings of a team. Data only, every key optional. */
export interface SettingsFile {
  /** This package's `schemas/settings.schema.json`, for editors; not read. */
  readonly $schema?: string;
  /**
   * Files that this one builds on: paths that start with a dot, or `package/file` from node_modules. Later files win, this
   * one last, except over what is locked.
   */
  readonly extends?: readonly string[];
  /** Sections (`waivers:<rule>` for the waivers of one rule) that a file which extends this one cannot loosen. */
  readonly locked?: readonly Lock[];
  /**
   * Environment of every input whose account is not in `environments`.
   * @default - the tags of the input, else `production`
   */
  readonly environment?: string;
  /** @default "error" */
  readonly failOn?: FailOn;
  /**
   * Rules that fail the run if they could not be evaluated: ids with `*` for any text, or `true` for all rules. `--strict` replaces it.
   * @default - none
   */
  readonly strict?: boolean | readonly string[];
  /** Limits that the rules compare with. */
  readonly thresholds?: Partial<Thresholds>;
  /** Severity of a rule by its id; `off` disables the rule. The severity of a variant is only lowered, never raised. */
  readonly severities?: { readonly [rule: string]: Severity | "off" };
  /** Findings that are known and accepted for a while. */
  readonly waivers?: readonly Waiver[];
  /**
   * Days from now beyond which no waiver may run.
   * @default 366
   */
  readonly longestWaiverDays?: number;
  /**
   * Version of the rules that the team has accepted: newer rules report as warnings at most.
   * @default - every rule as it is
   */
  readonly rulesVersion?: string;
  /** How the environment is determined: accounts take precedence over tags. */
  readonly environments?: Environments;
  /** What other states and accounts contain; each entry allows more rules to be evaluated. */
  readonly known?: Declarations;
  /** Root modules of Terraform that are planned with files of variable values; one that is planned in several ways has an entry for each. */
  readonly roots?: readonly RootModule[];
}

/** A root module and how it is planned. */
export interface RootModule {
  /** Its folder, relative to this file. */
  readonly path: string;
  /** Files of variable values, as for `terraform plan -var-file` in that folder: relative to it, later ones take precedence. */
  readonly varFiles: readonly string[];
}

/** Every rule's own severity by its id, and the version that brought it; the catalogue is one. */
export type RuleSeverities = ReadonlyMap<string, { readonly severity: Severity; readonly since?: string }>;

/** Lowest severity of findings that fail the run. */
export type FailOn = Severity | "never";

/** Sections of a settings file that can be locked. */
export const LOCKABLE = [
  "environment",
  "environments",
  "failOn",
  "known",
  "longestWaiverDays",
  "rulesVersion",
  "severities",
  "strict",
  "thresholds",
  "waivers",
] as const;

/** What can be locked. */
export type Lock = (typeof LOCKABLE)[number] | `waivers:${string}`;

/** A finding that is known and accepted until a day. At least one of `address` and `input` selects it. */
export interface Waiver {
  /** Id of the rule. */
  readonly rule: string;
  /** Glob over Terraform addresses: `*` is any text, `?` one character, everything else itself (brackets too). */
  readonly address?: string;
  /** Glob over inputs as given on the command line. */
  readonly input?: string;
  /** Glob over the path inside the resource (`configuration.Overrides[0].*`) or inside the bundle (`certificateChain.pem[0]`). */
  readonly path?: string;
  /** Why it is accepted, for the reader of the report. */
  readonly reason: string;
  readonly owner?: string;
  /**
   * Last day on which it applies, `YYYY-MM-DD`, in UTC.
   * @pattern ^\d{4}-\d{2}-\d{2}$
   */
  readonly expires: string;
}

/** Environments by account and tag. */
export interface Environments {
  /** Environment by account id of twelve digits. */
  readonly accounts?: { readonly [account: string]: string };
  readonly tags?: {
    /**
     * Tags that name the environment; the first one present is used.
     * @default ["Environment"]
     */
    readonly keys?: readonly string[];
    /**
     * Values that mean `development`, letter case apart; `development` itself always does.
     * @default []
     */
    readonly development?: readonly string[];
  };
}

/** Declarations about resources outside of the input. Files are relative to the settings file that names them. */
export interface Declarations {
  /**
   * Day on which the declarations were written, as `audit --export` does it.
   * @pattern ^\d{4}-\d{2}-\d{2}$
   */
  readonly asOf?: string;
  /**
   * Age in days from which a run reports that they are old.
   * @default 90
   */
  readonly maxAgeDays?: number;
  /** Account that they are about. */
  readonly account?: string;
  /** Region of the clusters. */
  readonly region?: string;
  /** Domains of hosts, from the VPC's DHCP options. */
  readonly vpcDomains?: readonly string[];
  /** PEM files of roots that the machine image adds to Java's. */
  readonly additionalRoots?: readonly string[];
  /** ARNs of the roles that clusters run as. */
  readonly roles?: {
    readonly instance?: string;
    readonly service?: string;
    readonly emrfs?: readonly string[];
  };
  /** KMS keys by ARN. */
  readonly keys?: { readonly [arn: string]: DeclaredKey };
  /** Buckets by name. */
  readonly buckets?: { readonly [name: string]: DeclaredBucket };
  /** Existing clusters by id, to show what a plan does to them. */
  readonly clusters?: { readonly [id: string]: DeclaredCluster };
  /** Bundles by S3 URI: a zip, or the public sidecar that `certs publish` writes. */
  readonly bundles?: { readonly [uri: string]: string };
  /** Whether the account encrypts EBS volumes by default. */
  readonly ebsEncryptionByDefault?: boolean;
}

/** A KMS key of another state or account. */
export interface DeclaredKey {
  /** File that contains its key policy. */
  readonly policy?: string;
  /** Whether it rotates. */
  readonly rotation?: boolean;
}

/** A running cluster. */
export interface DeclaredCluster {
  /** Name of its security configuration. */
  readonly configuration: string;
  readonly name?: string;
  readonly region?: string;
}

/** A bucket of another state or account. */
export interface DeclaredBucket {
  readonly region?: string;
  /** Whether public access is blocked. */
  readonly private?: boolean;
  readonly versioned?: boolean;
  /** ARN of the key that encrypts its objects by default. */
  readonly encryptedWith?: string;
}

/** A waiver and its place. */
export interface StandingWaiver extends Waiver {
  /** File and line, or the construct that carries it. */
  readonly from: string;
  /** The construct that carries it; it covers that construct of that input, and everything below. */
  readonly carrier?: WaiverCarrier;
  /** The lines that a comment in the source covers, and the resources that start there. */
  readonly comment?: CommentedLines;
}

/** What a comment in the source covers. */
export interface CommentedLines {
  readonly file: string;
  readonly from: number;
  readonly to: number;
  /** Addresses of the resources whose block starts in these lines. */
  readonly addresses: ReadonlySet<string>;
  /** Arguments in these lines of a block that starts above, as `address name`. */
  readonly arguments: ReadonlySet<string>;
  /** Whether the input is a plan, which need not have everything that the source has. */
  readonly planned: boolean;
}

/** A construct of a stack, and the input that shows the stack. */
export interface WaiverCarrier {
  readonly construct: string;
  readonly input: string;
  readonly stack: string;
  /** Whether the input is a plan of the stack, where not everything is seen that is waived in the stack. */
  readonly planned: boolean;
}

/** All files read into one, paths absolute. */
export interface Settings extends Omit<SettingsFile, "$schema" | "extends" | "waivers"> {
  /** Files read, the one that extends the others last; empty without any. */
  readonly files: readonly string[];
  readonly waivers: readonly StandingWaiver[];
  readonly locked: readonly Lock[];
  /** Which account each export of an audit is about, and when it was written. */
  readonly exports: readonly Pick<Declarations, "account" | "asOf">[];
  /** What was left out because a lock forbids it. */
  readonly notices: readonly Notice[];
  /** Revision that they were read from. Absent for the working tree. */
  readonly revision?: string;
  /** Reads the files that they declare, where those come from a revision too. */
  readonly declared?: FileAccess;
}

/** For runs without settings. */
export const noSettings: Settings = { files: [], waivers: [], locked: [], exports: [], notices: [] };
