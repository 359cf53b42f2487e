import { type Match, matchesOf, namesAlias, type Policies, type Request } from "../../access/decide";
import { statementInWords, textsOf } from "../../access/statement";
import { all, any } from "../../access/truth";
import { conditionsInWords } from "./blocker";
import { misspeltActions } from "./policy";

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
