import { type Decision, type Match, matchesOf, namesAlias, type Policies, type Request } from "../../access/decide";
import { statementInWords, textsOf } from "../../access/statement";
import { asLiteral } from "../../access/symbolic-string";
import { all, any } from "../../access/truth";
import { isRecord, type Symbolic } from "../../model/values/symbolic";
import type { Blocker, Denial } from "../../rows/key-uses";
import type { WrittenAt } from "../../rows/row";
import { misspeltActions } from "./policy";

/** What keeps a user from a key although a statement mentions the user. */
export interface BlockedBy {
  readonly blocker: Blocker;
  readonly statement: string;
  readonly at?: WrittenAt;
  readonly denial?: Denial;
  /** The conditions that decide, as `ArnNotLike on aws:PrincipalArn`. */
  readonly condition?: string;
}

/** Why a request is denied although a statement mentions it. */
export function blockerOf(request: Request, policies: Policies, { by }: Decision): BlockedBy | undefined {
  const { keyPolicy, identity, boundary } = policies;
  const [ground] = by;
  if (ground?.role === "boundary") {
    return {
      blocker: "deny",
      statement: ground.where,
      denial: "boundary",
      ...(boundary?.at ? { at: boundary.at } : {}),
    };
  }
  const ofKey = keyPolicy ? (matchesOf(keyPolicy, request, "resource") ?? []) : [];
  const own = [...identity, ...(boundary ? [boundary] : [])].flatMap(
    (policy) => matchesOf(policy, request, "identity") ?? [],
  );
  if (ground?.role !== "deny") return unmetAllowOf([...ofKey, ...own]);
  const isDecisive = ({ statement }: Match) => statement.where === ground.where && statement.index === ground.index;
  const inOwn = own.find(isDecisive);
  if (inOwn) return { blocker: "deny", denial: "own policy", ...conditionsOf(inOwn), ...statementOf(inOwn) };
  const match = ofKey.find(isDecisive);
  return match && denyOf(match, request);
}

/** A Deny of the key policy, by what decides it. */
function denyOf(match: Match, request: Request): BlockedBy {
  const blocker = conditionBlocker(match, request) ?? "deny";
  return { blocker, denial: denialOf(match), ...conditionsOf(match), ...statementOf(match) };
}

/** A Deny for all but some service or encryption context, which a request that has none can never escape. */
function conditionBlocker({ conditions }: Match, { context }: Request): Blocker | undefined {
  const blocker = blockerKey(conditions.map(({ key }) => key.toLowerCase()));
  const sent = blocker === "kms:ViaService" ? "kms:viaservice" : "kms:encryptioncontextkeys";
  return blocker && context(sent) === "absent" ? blocker : undefined;
}

function denialOf({ conditions, statement: { element } }: Match): Denial {
  if (element.NotPrincipal !== undefined) return "NotPrincipal";
  if (conditions.some(({ operator, key }) => /not/i.test(operator) && /^aws:principalarn$/i.test(key))) {
    return "lists exceptions";
  }
  if (conditions.length > 0) return "condition";
  return namesEveryone(element.Principal) ? "names everyone" : "names the user";
}

/** Everyone, or everyone of an account. */
function namesEveryone(principal: Symbolic | undefined): boolean {
  if (principal === "*" || !isRecord(principal)) return true;
  return (textsOf(principal.AWS) ?? []).some((text) => /^(\*|\d{12}|arn:.*:root)$/.test(asLiteral(text) ?? ""));
}

/** The first Allow that fails by its conditions on ViaService or the encryption context alone. */
function unmetAllowOf(matches: readonly Match[]): BlockedBy | undefined {
  for (const match of matches) {
    const { statement, direct, account, action, resource, conditions } = match;
    const isFor = action === true && resource === true && (direct === true || account === true);
    if (statement.effect !== "Allow" || !isFor) continue;
    const unmet = conditions.filter(({ holds }) => holds !== true).map(({ key }) => key.toLowerCase());
    const blocker = unmet.length > 0 && unmet.every((key) => blockerKey([key])) ? blockerKey(unmet) : undefined;
    if (blocker) return { blocker, ...statementOf(match) };
  }
  return undefined;
}

function blockerKey(keys: readonly string[]): Exclude<Blocker, "deny"> | undefined {
  if (keys.includes("kms:viaservice")) return "kms:ViaService";
  return keys.some((key) => key.startsWith("kms:encryptioncontext")) ? "kms:EncryptionContext" : undefined;
}

function conditionsOf({ conditions }: Match): Pick<BlockedBy, "condition"> {
  return conditions.length > 0 ? { condition: conditionsInWords(conditions) } : {};
}

function statementOf({ statement }: Match): Pick<BlockedBy, "statement" | "at"> {
  return { statement: statementInWords(statement), ...(statement.at ? { at: statement.at } : {}) };
}

/** Conditions as `ArnNotLike on aws:PrincipalArn`. */
function conditionsInWords(conditions: Match["conditions"]): string {
  return conditions.map(({ operator, key }) => `${operator} on ${key}`).join(" and ");
}

/** Why a statement that mentions an action and a user does not allow it, in words; undefined if there is no such statement. */
export function nearMiss(request: Request, { keyPolicy, identity }: Policies): string | undefined {
  const ofKey = keyPolicy ? (matchesOf(keyPolicy, request, "resource") ?? []) : [];
  const own = identity.flatMap((policy) => matchesOf(policy, request, "identity") ?? []);
  const speaking = [...ofKey, ...own].filter(
    ({ statement, direct, account }) => statement.effect === "Allow" && any([direct, account]) === true,
  );
  return first(speaking, (match) => slip(match, request)) ?? first(speaking, otherwiseFailing);
}

function first(matches: readonly Match[], why: (match: Match) => string | undefined): string | undefined {
  return matches.map(why).find((words) => words !== undefined);
}

function slip({ statement }: Match, { action }: Request): string | undefined {
  const found = misspeltActions(statement).find(({ meant }) => action.startsWith(meant.replace(/\*$/, "")));
  return found && `written ${found.action} in ${statementInWords(statement)}`;
}

function otherwiseFailing(match: Match): string | undefined {
  const { statement, action, resource, conditions } = match;
  if (action !== true) return undefined;
  const named = textsOf(statement.written?.Resource ?? statement.element.Resource);
  if (resource === false && named) {
    const words = named.some(namesAlias)
      ? "names an alias as Resource, which never represents its key"
      : "names other resources";
    return `${statementInWords(statement)} ${words}`;
  }
  const unmet = conditions.filter(({ holds }) => holds === false);
  const fails = resource === true && all(conditions.map(({ holds }) => holds)) === false;
  return fails ? `${statementInWords(statement)} allows it only under ${conditionsInWords(unmet)}` : undefined;
}
