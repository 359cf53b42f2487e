import { Construct, type IConstruct } from "constructs";
import { isDay } from "../formats/day";
import { type Arguments, checkArguments, text, written } from "./arguments";
import { checkStack } from "./framework";
import { addMetadata } from "./stack-metadata";

/** A waiver: the rule that it suppresses, the reason, and the expiry date. */
export interface WaiverConfig {
  /** Id of the rule, as the linter prints it: `config.ebs_not_encrypted`. */
  readonly rule: string;
  /** Why the finding is accepted, for the reader of the report. */
  readonly reason: string;
  /**
   * Person or team that is responsible for it.
   *
   * @default - not named
   */
  readonly owner?: string;
  /** Last day on which it applies, `YYYY-MM-DD`, in UTC; at most a year from now, unless the linter's settings allow more. */
  readonly expires: string;
}

const waiverArguments: Arguments<WaiverConfig> = { rule: written, reason: written, owner: text, expires: written };

/** Waivers in the code, beside the constructs that they are about. */
export const Waiver = {
  /**
   * Waives the findings of a rule on a construct and on everything in it. The waiver is part of the stack's metadata, where
   * `emr-encryption lint` and {@link PolicyCheck} read it; Terraform ignores it.
   *
   * @example
   * Waiver.on(this, { rule: "config.sasl_unprotected", reason: "no job uses Hadoop RPC", expires: "2027-01-31" });
   *
   * @throws Error for a date that is not valid, and for an empty rule or reason
   */
  on(construct: IConstruct, config: WaiverConfig): void {
    if (!Construct.isConstruct(construct) || construct.node.scope === undefined)
      throw new Error(
        "the first argument of Waiver.on is not a construct in an app; pass the construct whose findings are waived, or its stack",
      );
    const path = construct.node.path;
    checkStack(construct, path);
    checkArguments(`${path}: waiver`, config, waiverArguments, ["rule", "reason", "expires"]);
    const { rule, reason, owner, expires } = config;
    if (!isDay(expires)) {
      throw new Error(`waiver on '${path}': expires is '${expires}'; give a day as YYYY-MM-DD`);
    }
    const waiver = { construct: path, rule, reason, ...(owner === undefined ? {} : { owner }), expires };
    addMetadata(construct, "emr-encryption:waiver", waiver);
  },
};
