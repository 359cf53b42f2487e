import { type RuleEntry, rules } from "../../rules-data";

export declare const data: readonly RuleEntry[];

/** Rules as data of the page, read when the site is built. */
export default { load: (): readonly RuleEntry[] => rules };
