/**
 * Severity of a finding: `error` for a documented refusal, certain failure or exposure; `warning` for a cited "should"; `info` for what is
 * worth knowing.
 */
export type Severity = "error" | "warning" | "info";

/** Where a subject is, in terms of the input. */
export interface Place {
  /** Input as given by the user. */
  readonly input: string;
  /** Stack of a `cdktf.out`, else empty. */
  readonly stack: string;
  /** Terraform address; empty for a bundle that is checked without a stack. */
  readonly address: string;
  /** File and block inside the bundle (`certificateChain.pem[0]`), else empty. */
  readonly within: string;
  /** Path inside the resource, from its argument on. */
  readonly path: readonly (string | number)[];
  /** Path of the construct, where known. */
  readonly construct?: string;
  /** Source file, where known. */
  readonly file?: string;
  /** Line of the file, from 1, where known. */
  readonly line?: number;
}

/** One mistake and its remedy. */
export interface Finding extends Place {
  readonly rule: string;
  readonly severity: Severity;
  /** Which of the rule's variants, where it has some. */
  readonly variant?: string;
  /** The fact, then the limit. */
  readonly message: string;
  /** Whether the plan does not contain the text that it is about, so that it was read at `file` and `line`, which the message names. Absent if not. */
  readonly asWritten?: true;
  readonly remedy: string;
  readonly params: { readonly [name: string]: string | number | boolean | null };
  readonly sources: readonly string[];
  readonly docs: string;
  /** Stable hash of rule, address, path and what distinguishes it; no line numbers. Empty where `LintOptions.fingerprints` leaves it out. */
  readonly fingerprint: string;
  /** In an account: the same for one mistake at several resources, for which formats for people have one entry. Absent for a mistake at one resource. */
  readonly group?: string;
  /** With `--changed`: whether the plan introduces, keeps or removes it. Absent otherwise. */
  readonly change?: "introduced" | "existing" | "fixed";
}

/** A finding that a waiver covers. */
export interface Waived extends Finding {
  readonly waiver: {
    readonly reason: string;
    /** Owner of the waiver, if one is named. */
    readonly owner?: string;
    readonly expires: string;
  };
}

/** A rule that could not be decided for a subject. */
export interface NotEvaluated extends Place {
  readonly rule: string;
  readonly reason: string;
  readonly resolveWith: string;
  /** Whether the run fails because of it, whatever `--strict` names. @default false */
  readonly fails?: true;
}

/** One entry per input; per stack for a `cdktf.out`. */
export interface InputStatus {
  readonly input: string;
  readonly stack: string;
  readonly kind: "plan" | "state" | "stack" | "configuration" | "bundle" | "account" | "unknown";
  readonly status: "checked" | "empty" | "unreadable";
  /** Why it cannot be read, where it is unreadable. */
  readonly error?: string;
  /** Why only a part of it was checked, such as a limit, a missing module, a call of an audit that failed, or a plan that ended with an error. Absent if all of it was. */
  readonly incomplete?: string;
  /** How many modules of a registry were not read, since they are not installed; notices name them. Absent for none. */
  readonly modulesNotRead?: number;
  readonly environment: { readonly name: string; readonly from: string };
  /** For a bundle that stacks of the run upload: the resources with which it was checked, which have its findings. Absent for all other inputs. */
  readonly checkedWith?: readonly Pick<Place, "input" | "stack" | "address">[];
}

/** The settings of a run, as far as they loosen or complete it. */
export interface SettingsInForce {
  /** Settings files that were read, relative to the folder of the run; one that extends others comes last. */
  readonly files: readonly string[];
  /** Revision of the repository that they were read from; absent for the working tree. */
  readonly revision?: string;
  /** Rules that are switched off. */
  readonly off: readonly string[];
  /** Rules with a lower severity, and thresholds (`thresholds.rsaBits`) with a looser value, than the default. */
  readonly lowered: { readonly [name: string]: string };
  /** From which severity the run fails, from whatever source. */
  readonly failOn: Severity | "never";
  /** Waivers in the files. */
  readonly waivers: number;
  /** Facts that the files declare under `known`. */
  readonly known: number;
}

/** What a plan does to a resource, and what that does to clusters. */
export interface ChangeEffect {
  readonly input: string;
  readonly stack: string;
  readonly address: string;
  readonly change: "created" | "updated" | "replaced" | "destroyed";
  /** Facts, as clauses. */
  readonly effects: readonly string[];
  /** The safe order of steps, if a single apply is not safe. */
  readonly steps?: readonly string[];
}

/** Something about the run itself: a stale waiver, a newer rule, a service out of scope. */
export interface Notice {
  readonly kind: string;
  readonly message: string;
}

/** The report, version 1: what every format renders. Sorted by input, address, rule, path. */
export interface Report {
  readonly reportVersion: 1;
  readonly tool: { readonly name: "emr-encryption"; readonly version: string; readonly policySha256: string };
  /** RFC 3339, UTC. */
  readonly evaluatedAt: string;
  readonly inputs: readonly InputStatus[];
  readonly findings: readonly Finding[];
  readonly settings: SettingsInForce;
  readonly baseline: readonly Finding[];
  readonly notices: readonly Notice[];
  /** What the plans do to running clusters and to nodes that join later; absent if they do not change EMR's encryption. */
  readonly changes?: readonly ChangeEffect[];
  readonly waived: readonly Waived[];
  readonly notEvaluated: readonly NotEvaluated[];
  readonly summary: {
    readonly error: number;
    readonly warning: number;
    readonly info: number;
    readonly waived: number;
    readonly baseline: number;
    readonly notEvaluated: number;
    /** Inputs (stacks) that were checked. */
    readonly checked: number;
  };
}
