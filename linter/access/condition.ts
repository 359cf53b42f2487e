import { BlockList, isIP } from "node:net";
import { isRecord, type Symbolic } from "../model/values/symbolic";
import { LINT_LATER_PLAN } from "../model/values/unknowns";
import { ARN_PARTS, arnParts } from "./arn";
import type { Context, ContextValue } from "./context";
import {
  asLiteral,
  equal,
  exactPattern,
  lowered,
  matches,
  type Pattern,
  type SymbolicString,
  symbolicString,
  wildcardPattern,
} from "./symbolic-string";
import { all, any, not, type Truth, UnknownTruth, unknownTruth } from "./truth";
import { interpolated } from "./variable";

/** One condition of a statement, and whether the request meets it. */
export interface Condition {
  /** As written: `ForAnyValue:StringLike`, `BoolIfExists`. */
  readonly operator: string;
  readonly key: string;
  readonly holds: Truth;
}

/** What the values of a condition are compared in. */
interface Scope {
  readonly context: Context;
  /** Whether `${…}` in a value is a policy variable (it is from version 2012-10-17 on). */
  readonly variables: boolean;
}

type Comparison = (wanted: SymbolicString, actual: SymbolicString, scope: Scope) => Truth;

/** Evaluates the `Condition` element of a statement; every request meets a statement without one. */
export function conditionsOf(element: Symbolic | undefined, scope: Scope): readonly Condition[] {
  if (element === undefined || element === null) return [];
  if (!isRecord(element)) {
    const written = symbolicString(element);
    return [{ operator: "", key: "", holds: written && asLiteral(written) === undefined ? opaque() : false }];
  }
  return Object.entries(element).flatMap(([operator, keys]): readonly Condition[] => {
    if (!isRecord(keys)) return [{ operator, key: "", holds: opaque() }];
    return Object.entries(keys).map(([key, values]) => ({ operator, key, holds: holds(operator, key, values, scope) }));
  });
}

function opaque(): Truth {
  return unknownTruth("a condition of the policy is not known", LINT_LATER_PLAN);
}

function holds(operator: string, key: string, element: Symbolic, scope: Scope): Truth {
  const parsed = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/i.exec(operator);
  const [, set, base = "", ifExists] = parsed ?? [];
  const wanted = wantedTexts(element);
  const actual = scope.context(key.toLowerCase());
  if (!wanted) return opaque();
  if (base.toLowerCase() === "null") return isNull(wanted, actual);
  const negated = /^(string|numeric|date|arn)not|^not/i.test(base);
  const compare = comparisons[base.toLowerCase().replace(/^(string|numeric|date|arn)not|^not/, "$1")];
  if (!compare) return unknownTruth(`the condition operator ${operator} is not known to IAM`, "use an operator of IAM");
  if (actual === "absent") {
    if (set) return set.toLowerCase() === "forallvalues";
    return negated || ifExists !== undefined;
  }
  if ("unknown" in actual) return new UnknownTruth([actual]);
  const meets = (value: SymbolicString): Truth => {
    const hits = any(wanted.map((text) => compare(text, value, scope)));
    return negated ? not(hits) : hits;
  };
  if (!set) return "one" in actual ? meets(actual.one) : false;
  const values = "one" in actual ? [actual.one] : actual.many;
  return set.toLowerCase() === "forallvalues" ? all(values.map(meets)) : any(values.map(meets));
}

function wantedTexts(element: Symbolic): readonly SymbolicString[] | undefined {
  const texts = (Array.isArray(element) ? (element as readonly Symbolic[]) : [element]).map(symbolicString);
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

function isNull(wanted: readonly SymbolicString[], actual: ContextValue): Truth {
  if (typeof actual === "object" && "unknown" in actual) return new UnknownTruth([actual]);
  const missing: SymbolicString = [String(actual === "absent")];
  return any(wanted.map((text) => equal(lowered(text), missing)));
}

/** By operator in lower case, without `Not` and without its qualifiers. */
const comparisons: { readonly [operator: string]: Comparison | undefined } = {
  stringequals: (wanted, actual, scope) => fits(wanted, actual, scope, exactPattern),
  stringequalsignorecase: equalIgnoringCase,
  stringlike: like,
  arnequals: arnLike,
  arnlike: arnLike,
  bool: equalIgnoringCase,
  binaryequals: (wanted, actual) => equal(wanted, actual),
  numericequals: ordered(Number, (actual, wanted) => actual === wanted),
  numericlessthan: ordered(Number, (actual, wanted) => actual < wanted),
  numericlessthanequals: ordered(Number, (actual, wanted) => actual <= wanted),
  numericgreaterthan: ordered(Number, (actual, wanted) => actual > wanted),
  numericgreaterthanequals: ordered(Number, (actual, wanted) => actual >= wanted),
  dateequals: ordered(instant, (actual, wanted) => actual === wanted),
  datelessthan: ordered(instant, (actual, wanted) => actual < wanted),
  datelessthanequals: ordered(instant, (actual, wanted) => actual <= wanted),
  dategreaterthan: ordered(instant, (actual, wanted) => actual > wanted),
  dategreaterthanequals: ordered(instant, (actual, wanted) => actual >= wanted),
  ipaddress: bothKnown(inRange),
};

/** Whether a value matches a pattern, in which variables are replaced first. */
function fits(
  wanted: SymbolicString,
  actual: SymbolicString,
  scope: Scope,
  compile: (text: SymbolicString) => Pattern,
): Truth {
  const pattern = scope.variables ? interpolated(wanted, scope.context, compile) : compile(wanted);
  if (pattern instanceof UnknownTruth) return pattern;
  return pattern !== undefined && matches(pattern, actual);
}

function like(wanted: SymbolicString, actual: SymbolicString, scope: Scope): Truth {
  return fits(wanted, actual, scope, wildcardPattern);
}

function equalIgnoringCase(wanted: SymbolicString, actual: SymbolicString, scope: Scope): Truth {
  return fits(wanted, lowered(actual), scope, (text) => exactPattern(lowered(text)));
}

/** ARN operators compare part by part: only in the resource does a wildcard match colons. */
function arnLike(wanted: SymbolicString, actual: SymbolicString, scope: Scope): Truth {
  const [left, right] = [arnParts(wanted), arnParts(actual)];
  if (!left || !right) {
    const known = asLiteral(left ? actual : wanted) !== undefined;
    return known ? false : like(wanted, actual, scope);
  }
  return all(ARN_PARTS.map((part) => like(left[part], right[part], scope)));
}

function ordered(read: (text: string) => number, compare: (actual: number, wanted: number) => boolean): Comparison {
  return bothKnown((wanted, actual) => {
    const [limit, value] = [read(wanted), read(actual)];
    return !Number.isNaN(limit) && !Number.isNaN(value) && compare(value, limit);
  });
}

function bothKnown(compare: (wanted: string, actual: string) => boolean): Comparison {
  return (wanted, actual) => {
    const [left, right] = [asLiteral(wanted), asLiteral(actual)];
    if (left !== undefined && right !== undefined) return compare(left, right);
    return unknownTruth("a value of a condition is not known", LINT_LATER_PLAN);
  };
}

/** A date in a form that IAM accepts: ISO 8601, or seconds since 1970. */
function instant(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function inRange(range: string, address: string): boolean {
  const [base = "", bits] = range.split("/");
  const family = isIP(base);
  const width = family === 4 ? 32 : 128;
  const prefix = bits === undefined ? width : Number(bits);
  if (family === 0 || isIP(address) !== family || !(prefix >= 0 && prefix <= width)) return false;
  const list = new BlockList();
  const name = family === 4 ? "ipv4" : "ipv6";
  list.addSubnet(base, prefix, name);
  return list.check(address, name);
}
