import type { IConstruct } from "constructs";
import { type Arguments, checkArguments, text } from "./arguments";
import { addMetadata } from "./stack-metadata";

/** A waiver: the rule it suppresses, the reason, and the expiry date. */
export interface WaiverConfig {
  /** Id of the rule, as the linter prints it: `config.ebs_not_encrypted`. */
  readonly rule: string;
  /** Why the finding is accepted, for the reader of the report. */
  readonly reason: string;
  /**
   * Who answers for it.
   *
   * @default - no owner
   */
  readonly owner?: string;
  /** Last day on which it holds, `YYYY-MM-DD`, in UTC; at most a year away unless the linter's settings say otherwise. */
  readonly expires: string;
}

const waiverArguments: Arguments<WaiverConfig> = { rule: text, reason: text, owner: text, expires: text };

/** Waivers that stand in the code, beside what they are about. */
export const Waiver = {
  /**
   * Waives a finding on a construct and on everything below it. The stack carries the waiver in its metadata, where
   * `emr-encryption lint` and {@link PolicyCheck} read it; Terraform does not see it.
   *
   * @throws Error for a date that does not exist, and for an empty rule or reason
   */
  on(construct: IConstruct, config: WaiverConfig): void {
    const path = construct.node.path;
    checkArguments(`${path}: waiver`, config, waiverArguments, ["rule", "reason", "expires"]);
    const { rule, reason, owner, expires } = config;
    if (rule === "" || reason.trim() === "") {
      throw new Error(`waiver on '${path}': rule is '${rule}' and reason is '${reason}'; give both`);
    }
    if (!isDay(expires)) {
      throw new Error(`waiver on '${path}': expires is '${expires}'; give a day as YYYY-MM-DD`);
    }
    const waiver = { construct: path, rule, reason, ...(owner === undefined ? {} : { owner }), expires };
    addMetadata(construct, "emr-encryption:waiver", waiver);
  },
};

function isDay(text: string): boolean {
  const time = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text);
}
