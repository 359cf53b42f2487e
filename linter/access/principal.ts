import { oncePer } from "../../formats/once-per";
import { isRecord, Reference, type Symbolic, Unknown } from "../model/values/symbolic";
import { type ArnParts, arnParts } from "./arn";
import { textsOf } from "./statement";
import { asLiteral, display, equal, type SymbolicString, split } from "./symbolic-string";
import { all, any, not, type Truth, unknownTruth } from "./truth";

/** Who calls AWS KMS. */
export interface Principal {
  /** `role` represents every session of the role; `session` one of them. */
  readonly kind: "role" | "session" | "user" | "service";
  /** ARN; for a service its name, as in `emrwal.amazonaws.com`. */
  readonly arn: SymbolicString;
  /** Its account; none for a service. */
  readonly account?: SymbolicString;
  /** Whether a permissions boundary limits it. @default false */
  readonly isBounded?: boolean;
}

/** A principal from its ARN, or from the name of a service. */
export function principalOf(arn: SymbolicString): Principal {
  const parts = arnParts(arn);
  if (!parts) {
    const service = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(asLiteral(arn) ?? "");
    return service ? { kind: "service", arn } : { kind: "role", arn, account: [unknownAccount()] };
  }
  const [type] = split(parts.resource, "/", 2);
  const name = asLiteral(type ?? []);
  const kind = name === "assumed-role" ? "session" : name === "user" ? "user" : "role";
  return { kind, arn, account: parts.account };
}

function unknownAccount(): Unknown {
  return new Unknown("the account of the role is not known", "give the role by its ARN");
}

/** How the `Principal` element of a statement matches a principal: by its own name (or that of everyone), or through its account. */
export interface PrincipalMatch {
  readonly direct: Truth;
  /** The account is named, which in a key policy delegates the decision to the account's IAM policies. */
  readonly account: Truth;
}

type Element = { readonly [name: string]: Symbolic };

const matchesOf = oncePer((principal: Principal) => oncePer((element: Element) => evaluate(element, principal)));

/** Evaluates `Principal` and `NotPrincipal` of a statement; once for all actions that a principal asks for. */
export function principalMatch(element: Element, principal: Principal): PrincipalMatch {
  return matchesOf(principal)(element);
}

function evaluate(element: Element, principal: Principal): PrincipalMatch {
  if (element.Principal !== undefined) return listed(element.Principal, principal);
  if (element.NotPrincipal === undefined) return { direct: false, account: false };
  // A Deny with NotPrincipal also denies the principals that it names where they have a permissions boundary.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
  if (principal.isBounded && element.Effect === "Deny") return { direct: true, account: false };
  // The account alone does not exempt its roles: AWS requires the ARN of the role and that of its account.
  return { direct: not(listed(element.NotPrincipal, principal).direct), account: false };
}

function listed(element: Symbolic, principal: Principal): PrincipalMatch {
  if (element === "*") return { direct: true, account: false };
  if (!isRecord(element)) {
    const opaque = element instanceof Unknown || element instanceof Reference;
    return {
      direct: opaque ? unknownTruth("a principal of the policy is not known", "name it") : false,
      account: false,
    };
  }
  const found = Object.entries(element).flatMap(([type, values]) =>
    (textsOf(values) ?? []).flatMap((value) => matchOfType(type, value, principal) ?? []),
  );
  return { direct: any(found.map(({ direct }) => direct)), account: any(found.map(({ account }) => account)) };
}

function matchOfType(type: string, value: SymbolicString, principal: Principal): PrincipalMatch | undefined {
  if (type === "AWS") return awsMatch(value, principal);
  if (type !== "Service" || principal.kind !== "service") return undefined;
  return { direct: equal(value, principal.arn), account: false };
}

function awsMatch(value: SymbolicString, principal: Principal): PrincipalMatch {
  const written = asLiteral(value);
  if (written === "*") return { direct: true, account: false };
  if (!principal.account) return { direct: false, account: false };
  if (written !== undefined && /^\d{12}$/.test(written)) {
    return { direct: false, account: equal(value, principal.account) };
  }
  const parts = arnParts(value);
  if (!parts) return { direct: bareMatch(value, principal), account: bareAccount(value, principal.account) };
  if (asLiteral(parts.resource) === "root") return { direct: false, account: equal(parts.account, principal.account) };
  if (principal.kind === "session") return { direct: sessionOf(value, parts, principal), account: false };
  if (principal.kind === "role" && asLiteral(split(parts.resource, "/", 2)[0] ?? []) === "assumed-role") {
    return { direct: someSession(parts, principal), account: false };
  }
  return { direct: equal(value, principal.arn), account: false };
}

/** A principal that is not written as an ARN: an id, or a reference. */
function bareMatch(value: SymbolicString, principal: Principal): Truth {
  const written = asLiteral(value);
  if (written === undefined) return equal(value, principal.arn);
  if (!/^A(ROA|IDA)[A-Z0-9]+$/.test(written)) return false;
  return unknownTruth(
    `whether '${written}' is the id of ${display(principal.arn)} is not known`,
    "name the role by its ARN",
  );
}

/** `data.aws_caller_identity.current.account_id` alone is an account, like a bare number; an unknown value may be one. */
function bareAccount(value: SymbolicString, account: SymbolicString): Truth {
  const [only] = value;
  if (asLiteral(value) !== undefined) return false;
  if (only instanceof Reference && /(^|\.)aws_iam_(role|user)\.[^.]+$/.test(only.address)) return false;
  return equal(value, account);
}

function sessionOf(value: SymbolicString, parts: ArnParts, principal: Principal): Truth {
  const own = arnParts(principal.arn);
  const [type, ...path] = split(parts.resource, "/");
  if (!own || asLiteral(type ?? []) !== "role") return equal(value, principal.arn);
  const role = split(own.resource, "/", 3)[1] ?? [];
  return all([
    equal(parts.partition, own.partition),
    equal(parts.account, own.account),
    equal(path.at(-1) ?? [], role),
  ]);
}

/** One session of the role is named: the request may come from another. */
function someSession(parts: ArnParts, principal: Principal): Truth {
  const own = arnParts(principal.arn);
  if (!own) return equal(parts.account, principal.account ?? []);
  const [, role, session] = split(parts.resource, "/", 3);
  return all([
    equal(parts.account, own.account),
    equal(role ?? [], split(own.resource, "/").at(-1) ?? []),
    unknownTruth(
      `only the session '${display(session ?? [])}' of the role is named`,
      "name the role, not one session of it",
    ),
  ]);
}
