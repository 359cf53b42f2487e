import { isRecord, type Symbolic } from "../model/values/symbolic";
import { LINT_LATER_PLAN } from "../model/values/unknowns";
import type { Context } from "./context";
import type { Principal } from "./principal";
import { textsOf } from "./statement";
import { equal, exactPattern, matches, type SymbolicString, symbolicString } from "./symbolic-string";
import { all, any, type Truth, UnknownTruth, unknownTruth } from "./truth";

/** A grant on the key (`aws_kms_grant`). */
export interface Grant {
  /** Terraform address. */
  readonly where: string;
  readonly grantee: SymbolicString;
  /** Operations by their short names: `Decrypt`. */
  readonly operations: Symbolic;
  /** `encryption_context_equals` and `encryption_context_subset` of its constraints, merged into lists. */
  readonly constraints: readonly GrantConstraint[];
}

/** The encryption context that requests under a grant must carry. */
export interface GrantConstraint {
  /** Whether the context must be exactly this one, or at least contain it. */
  readonly kind: "equals" | "subset";
  readonly context: Symbolic;
}

/** Whether a grant permits a request. A grant never forbids. */
export function grantAllows(
  grant: Grant,
  request: { readonly principal: Principal; readonly action: string; readonly context: Context },
): Truth {
  const operation: SymbolicString = [request.action.replace(/^kms:/i, "")];
  const operations = textsOf(grant.operations);
  return all([
    equal(grant.grantee, request.principal.arn),
    operations
      ? any(operations.map((text) => matches(exactPattern(text), operation)))
      : unknownTruth(`the operations of ${grant.where} are not known`, LINT_LATER_PLAN),
    ...grant.constraints.map((constraint) => constraintHolds(constraint, request.context)),
  ]);
}

function constraintHolds({ kind, context: wanted }: GrantConstraint, context: Context): Truth {
  if (wanted === null) return true;
  if (!isRecord(wanted)) return unknownTruth("the encryption context of a grant is not known", "write it as a literal");
  const pairs = Object.entries(wanted).map(([name, value]): Truth => {
    const actual = context(`kms:encryptioncontext:${name}`.toLowerCase());
    if (actual === "absent") return false;
    if ("unknown" in actual) return new UnknownTruth([actual]);
    const text = symbolicString(value);
    return "one" in actual && text !== undefined && equal(text, actual.one);
  });
  if (kind === "subset") return all(pairs);
  const exact: Truth = unknownTruth(
    "whether the request carries more encryption context is not known",
    "use a subset constraint",
  );
  return all([...pairs, exact]);
}
