import { type Decision, decide, type Ground, type Match, matchesOf, type Policies, type Request } from "./decide";

/** A statement with the action and the principal whose conditions are not met. */
export interface NearMiss extends Ground {
  /** Conditions that are not met, as written: `StringEquals kms:ViaService`. */
  readonly unmet: readonly string[];
}

/** A decision, and the statements that would nearly have changed it. */
export interface Explanation extends Decision {
  readonly action: string;
  readonly nearMisses: readonly NearMiss[];
  /** Whether the key policy delegates the decision to the IAM policies of the principal's account. */
  readonly delegated: readonly Ground[];
}

/** Decides, and names the statements that would nearly have changed the decision. */
export function explain(request: Request, policies: Policies): Explanation {
  const keyMatches = policies.keyPolicy ? (matchesOf(policies.keyPolicy, request, "resource") ?? []) : [];
  const identityMatches = policies.identity.flatMap((policy) => matchesOf(policy, request, "identity") ?? []);
  const speaking = [
    ...keyMatches.filter(({ direct }) => direct === true).map((match) => near(match, "key policy")),
    ...identityMatches.map((match) => near(match, "identity policy")),
  ];
  return {
    action: request.action,
    ...decide(request, policies),
    nearMisses: speaking.flatMap((miss) => miss ?? []),
    delegated: keyMatches
      .filter(({ account, rest, statement }) => statement.effect === "Allow" && account === true && rest === true)
      .map((match) => ground(match, "delegation")),
  };
}

function near(match: Match, role: Ground["role"]): NearMiss | undefined {
  const { statement, action, resource, conditions } = match;
  const unmet = conditions.filter(({ holds }) => holds !== true);
  if (statement.effect !== "Allow" || action !== true || resource !== true || unmet.length === 0) return undefined;
  return { ...ground(match, role), unmet: unmet.map(({ operator, key }) => `${operator} ${key}`) };
}

function ground({ statement: { where, index, sid } }: Match, role: Ground["role"]): Ground {
  return { role, where, index, ...(sid ? { sid } : {}) };
}
