import table from "./certificate-limits.json";
import { DAY } from "./day";

/** A period in which public CAs may issue certificates for so many days. */
export interface ValidityLimit {
  /** Its first day, `2026-03-15`. */
  readonly from: string;
  /** Longest validity of a certificate that is issued in it, in days; both ends count (Baseline Requirements 6.3.2). */
  readonly days: number;
}

/** Limits on certificates that are set outside of EMR, and the day they were read. */
export const certificateLimits: {
  readonly read: string;
  readonly publicCa: {
    readonly source: string;
    readonly validity: readonly ValidityLimit[];
    /** Day from which the Chrome Root Program forbids clientAuth in new certificates; Let's Encrypt stopped in 2026. */
    readonly withoutClientAuth: { readonly from: string; readonly source: string };
  };
  /** Longest validity that Apple's platforms accept, of private CAs as well. */
  readonly apple: ValidityLimit & { readonly source: string };
} = table;

/** The limit on certificates that a public CA issues at a time; undefined before there was one. */
export function publicCaLimit(at: number): ValidityLimit | undefined {
  return certificateLimits.publicCa.validity.findLast(({ from }) => Date.parse(from) <= at);
}

/** Whether a certificate is valid for longer than so many days. Both of its ends count: 200 days end a second before the 201st begins. */
export function exceedsDays(notBefore: number, notAfter: number, days: number): boolean {
  return notAfter - notBefore >= days * DAY;
}

/** What public CAs issue at a time and later, in words: `at most 200 days since 2026-03-15, 100 from 2027-03-15`. */
export function publicCaSchedule(at: number): string {
  const current = publicCaLimit(at);
  const later = certificateLimits.publicCa.validity.filter(({ from }) => Date.parse(from) > at);
  const next = later.map(({ days, from }, index) => `${days}${current || index > 0 ? "" : " days"} from ${from}`);
  const now = current ? [`${current.days} days since ${current.from}`] : [];
  const steps = [...now, ...next];
  const last = steps.pop() ?? "";
  return `at most ${steps.length > 0 ? `${steps.join(", ")} and ` : ""}${last}`;
}
