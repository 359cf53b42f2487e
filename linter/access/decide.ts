import { Reference, type Symbolic } from "../model/values/symbolic";
import type { UnknownLeaf } from "../rows/leaf";
import { arnParts } from "./arn";
import { type Condition, conditionsOf } from "./condition";
import type { Context } from "./context";
import { type Grant, grantAllows } from "./grant";
import { type Principal, principalMatch } from "./principal";
import { type Policy, type Statement, statementsOf, textsOf, whyUnseen } from "./statement";
import { asLiteral, equal, lowered, matches, type SymbolicString, wildcardPattern } from "./symbolic-string";
import { all, any, not, reasonsOf, type Truth, UnknownTruth, unknownTruth } from "./truth";
import { interpolated } from "./variable";

/** A question: may this principal do this with this key? */
export interface Request {
  readonly principal: Principal;
  /** As IAM writes it: `kms:GenerateDataKey`. */
  readonly action: string;
  readonly key: { readonly arn: SymbolicString; readonly account: SymbolicString };
  readonly context: Context;
}

/** The policies that decide, as far as they are known. */
export interface Policies {
  /** The key's policy; `undefined` where the input does not contain it. */
  readonly keyPolicy: Policy | undefined;
  readonly grants: readonly Grant[];
  /** Whether IAM policies of the resource's own account suffice, as for every resource except KMS keys. */
  readonly iamDecides?: boolean;
  /** Identity policies of the principal that the input contains. */
  readonly identity: readonly Policy[];
  /** Why there may be more identity policies than those; absent where all are seen. */
  readonly identityUnseen?: UnknownLeaf;
  /** The permissions boundary of the principal, where the input contains its document. */
  readonly boundary?: Policy;
}

/** A statement or grant that a decision is based on. */
export interface Ground {
  /** What it does: permits, delegates to the account's IAM policies, permits there, permits by grant, forbids, does not include. */
  readonly role: "key policy" | "delegation" | "identity policy" | "grant" | "deny" | "boundary";
  readonly where: string;
  readonly index?: number;
  readonly sid?: string;
}

/** The answer, what it is based on, and what is not known. */
export interface Decision {
  readonly decision: "allow" | "deny" | "unknown";
  readonly by: readonly Ground[];
  /** What keeps it from being decided; empty for allow and deny. */
  readonly gaps: readonly UnknownLeaf[];
  /** What else could forbid it, in words; the answer assumes that none of these does. */
  readonly unseen: readonly string[];
}

/**
 * A statement compared with a request: each element on its own, and all of them together. If the action differs, only the principal is
 * compared.
 */
export interface Match {
  readonly statement: Statement;
  readonly direct: Truth;
  readonly account: Truth;
  readonly action: Truth;
  readonly resource: Truth;
  readonly conditions: readonly Condition[];
  /** All but the principal. */
  readonly rest: Truth;
}

/** Whether a role may use a key, over everything that is visible. Pure; never guesses. */
export function decide(request: Request, policies: Policies): Decision {
  const keyMatches = policies.keyPolicy ? possibleMatches(policies.keyPolicy, request, "resource") : undefined;
  const identityMatches = policies.identity.map((policy) => possibleMatches(policy, request, "identity"));
  const identity = identityMatches.flatMap((matches) => matches ?? []);
  const unseenKeyPolicy = keyMatches ? [] : [unseenDocument(policies.keyPolicy)];

  const direct = any([...allows(keyMatches, (match) => match.direct), ...unseenKeyPolicy]);
  const delegated = any([...allows(keyMatches, (match) => match.account), ...unseenKeyPolicy]);
  const granted = any(policies.grants.map((grant) => grantAllows(grant, request)));
  const identityAllows = any([
    ...allows(identity, () => true),
    ...policies.identity.flatMap((policy, at) => (identityMatches[at] ? [] : [unseenDocument(policy)])),
    ...(policies.identityUnseen ? [new UnknownTruth([policies.identityUnseen])] : []),
  ]);
  const bounds = policies.boundary && possibleMatches(policies.boundary, request, "identity");
  const denied = any([
    ...denies(keyMatches, (match) => any([match.direct, match.account])),
    ...denies([...identity, ...(bounds ?? [])], () => true),
  ]);
  const handedOver = policies.iamDecides ? true : delegated;
  const permitted = permit(request, { direct, delegated, handedOver, granted, identityAllows });
  // A permission for the role itself is limited by the role's boundary as well.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
  const bounded = bounds ? any(allows(bounds, () => true)) : true;
  const verdict = all([permitted, bounded, not(denied)]);
  const isOutside = bounded === false && permitted !== false && denied !== true;
  const grounds: readonly Ground[] =
    isOutside && policies.boundary
      ? [{ role: "boundary", where: policies.boundary.where }]
      : groundsOf(request, {
          keyMatches: keyMatches ?? [],
          identity: [...identity, ...(bounds ?? [])],
          grants: policies.grants,
          denied,
          verdict,
        });
  return {
    decision: verdict === true ? "allow" : verdict === false ? "deny" : "unknown",
    by: grounds,
    gaps: reasonsOf([verdict]),
    unseen: unseenOf(request, policies, identityMatches),
  };
}

/** The statements that may match a request: most are about other actions, and decide nothing. */
function possibleMatches(...question: Parameters<typeof matchesOf>): readonly Match[] | undefined {
  return matchesOf(...question)?.filter(({ rest }) => rest !== false);
}

/** How each statement of a policy matches a request; `undefined` if the document is not known. */
export function matchesOf(
  policy: Policy,
  request: Request,
  kind: "resource" | "identity",
): readonly Match[] | undefined {
  return statementsOf(policy)?.map((statement) => {
    const { element, variables, written } = statement;
    const principal =
      kind === "resource" ? principalMatch(element, request.principal) : { direct: true, account: false };
    const action = listMatch(element.Action, element.NotAction, (text) => actionFits(text, request.action));
    if (action === false) return { statement, ...principal, action, resource: false, conditions: [], rest: false };
    const sources = element.Resource === undefined ? undefined : textsOf(written?.Resource);
    const resource = listMatch(element.Resource, element.NotResource, (text, at) => {
      // Following the reference to an alias would lead to its key.
      return namesAlias(sources?.[at] ?? text)
        ? /alias(es)?$/i.test(request.action)
        : resourceFits(text, request, variables);
    });
    const conditions = conditionsOf(element.Condition, { context: request.context, variables });
    const rest = all([action, resource, ...conditions.map(({ holds }) => holds)]);
    return { statement, ...principal, action, resource, conditions, rest };
  });
}

interface Sides {
  readonly direct: Truth;
  readonly delegated: Truth;
  readonly handedOver: Truth;
  readonly granted: Truth;
  readonly identityAllows: Truth;
}

/**
 * Within the key's account, the key policy alone permits, or delegates to IAM; from another account, both must permit.
 * https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html
 */
function permit({ principal, key }: Request, sides: Sides): Truth {
  const { direct, delegated, handedOver, granted, identityAllows } = sides;
  if (!principal.account) return direct;
  const within = any([direct, granted, all([handedOver, identityAllows])]);
  const across = all([any([direct, delegated, granted]), identityAllows]);
  if (typeof within === "boolean" && within === across) return within;
  const same = equal(principal.account, key.account);
  return any([all([within, same]), all([across, not(same)])]);
}

function allows(matches: readonly Match[] | undefined, who: (match: Match) => Truth): readonly Truth[] {
  return (matches ?? []).flatMap((match) => (match.statement.effect === "Deny" ? [] : [effective(match, who(match))]));
}

function denies(matches: readonly Match[] | undefined, who: (match: Match) => Truth): readonly Truth[] {
  return (matches ?? []).flatMap((match) => (match.statement.effect === "Allow" ? [] : [effective(match, who(match))]));
}

function effective({ rest, statement }: Match, who: Truth): Truth {
  const effect: Truth = statement.effect
    ? true
    : unknownTruth("the effect of a statement is not known", "write it as a literal");
  return all([who, rest, effect]);
}

function listMatch(
  element: Symbolic | undefined,
  notElement: Symbolic | undefined,
  fit: (text: SymbolicString, at: number) => Truth,
): Truth {
  const texts = textsOf(element);
  if (texts) return any(texts.map(fit));
  const excluded = textsOf(notElement);
  return excluded ? not(any(excluded.map(fit))) : false;
}

/** Whether an element such as `kms:Get*` includes an action, in any case. */
export function actionFits(text: SymbolicString, action: string): Truth {
  const written = asLiteral(text);
  if (written !== undefined && isPlainAction(written)) return written.toLowerCase() === action.toLowerCase();
  return matches(wildcardPattern(lowered(text)), [action.toLowerCase()]);
}

/** Whether a text is compared as it is: without wildcards, and not longer than any action. */
function isPlainAction(text: string): boolean {
  return text.length <= 200 && !text.includes("*") && !text.includes("?");
}

/** Part by part, as ARNs are compared; variables count in the last part only, after the fifth colon. */
function resourceFits(text: SymbolicString, { key, context }: Request, variables: boolean): Truth {
  if (asLiteral(text) === "*") return true;
  const [wanted, actual] = [arnParts(text), arnParts(key.arn)];
  if (!wanted || !actual) return matches(wildcardPattern(text), key.arn);
  const resource = variables
    ? interpolated(wanted.resource, context, wildcardPattern)
    : wildcardPattern(wanted.resource);
  if (resource instanceof UnknownTruth) return resource;
  return all([
    matches(wildcardPattern(wanted.partition), actual.partition),
    matches(wildcardPattern(wanted.service), actual.service),
    matches(wildcardPattern(wanted.region), actual.region),
    matches(wildcardPattern(wanted.account), actual.account),
    resource !== undefined && matches(resource, actual.resource),
  ]);
}

/**
 * Whether a text certainly names an alias. As `Resource` it represents the alias itself, never its key.
 * https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
 */
export function namesAlias(text: SymbolicString): boolean {
  const [start] = arnParts(text)?.resource ?? text;
  if (start instanceof Reference) return start.attribute === "arn" && /(^|\.)aws_kms_alias\.[^.]+$/.test(start.address);
  return typeof start === "string" && start.startsWith("alias/");
}

function unseenDocument(policy: Policy | undefined): UnknownTruth {
  return policy
    ? new UnknownTruth([whyUnseen(policy)])
    : unknownTruth(
        "the key's policy is not in the input",
        "declare the key under known.keys, or lint the state that contains it",
      );
}

interface Seen {
  readonly keyMatches: readonly Match[];
  readonly identity: readonly Match[];
  readonly grants: readonly Grant[];
  readonly denied: Truth;
  readonly verdict: Truth;
}

function groundsOf(request: Request, { keyMatches, identity, grants, denied, verdict }: Seen): readonly Ground[] {
  const among = (matches: readonly Match[], effect: string, role: Ground["role"], who: (match: Match) => Truth) =>
    matches.flatMap((match): readonly Ground[] => {
      if (match.statement.effect !== effect || effective(match, who(match)) !== true) return [];
      const { where, index, sid } = match.statement;
      return [{ role, where, index, ...(sid ? { sid } : {}) }];
    });
  if (denied === true) {
    return [
      ...among(keyMatches, "Deny", "deny", (match) => any([match.direct, match.account])),
      ...among(identity, "Deny", "deny", () => true),
    ];
  }
  if (verdict === false) return [];
  const byIdentity = among(identity, "Allow", "identity policy", () => true);
  return [
    ...among(keyMatches, "Allow", "key policy", (match) => match.direct),
    // delegation permits nothing by itself
    ...(byIdentity.length > 0 ? among(keyMatches, "Allow", "delegation", (match) => match.account) : []),
    ...byIdentity,
    ...grants.flatMap((grant) =>
      grantAllows(grant, request) === true ? [{ role: "grant" as const, where: grant.where }] : [],
    ),
  ];
}

function unseenOf(
  { principal }: Request,
  { identity, identityUnseen, boundary }: Policies,
  matches: readonly (readonly Match[] | undefined)[],
): readonly string[] {
  if (!principal.account) return ["resource control policies"];
  const hidden = identity.flatMap(({ where }, at) => (matches[at] ? [] : [where]));
  return [
    ...(identityUnseen ? ["identity policies that are not in the input"] : []),
    ...hidden,
    "service and resource control policies",
    ...(boundary ? [] : ["permission boundaries"]),
    "session policies",
  ];
}
