import type { Context } from "../../access/context";
import { type Decision, decide, type Policies, type Request } from "../../access/decide";
import { asLiteral, display, equal } from "../../access/symbolic-string";
import { all, any, not, type Truth, truthLeaf, UnknownTruth } from "../../access/truth";
import type { Model, Resource } from "../../model/terraform/model";
import { Unknown } from "../../model/values/symbolic";
import type { KeyDecision, KeyUseFact } from "../../rows/key-uses";
import { ABSENT, known, type Leaf, mapLeaf, unknownLeaf } from "../../rows/leaf";
import type { WrittenAt } from "../../rows/row";
import { leafOfUnknown } from "../document-cursor";
import { arnLeaf, ResourceNames } from "../iam/resource-names";
import { type Role, roleLeaf } from "../iam/roles";
import { type KeyAccess, keyAccess, keyResource, policySeen } from "./access";
import { type BlockedBy, blockerOf, nearMiss } from "./blocker";
import type { Documents, KeyContext, KeyDeclarations } from "./declared";
import { defaultEbsPlaces } from "./default-ebs-key";
import { type KeyPlace, keyPlaces } from "./places";
import { keyPolicyOf } from "./policy";
import { type KeyUser, keyUsers, type Need } from "./required-access";

/**
 * Who needs which KMS key for what, by the security configurations and clusters of a model.
 *
 * @param documents parsed security configurations by address; one that is not known is an `Unknown`
 */
export function keyUseFacts(model: Model, documents: Documents, declared: KeyDeclarations = {}): readonly KeyUseFact[] {
  const names = ResourceNames.of(model);
  const context = { names, documents, declared };
  const uses = new Uses();
  for (const place of [...keyPlaces(names, documents), ...defaultEbsPlaces(names, documents)]) {
    if (place.onlyReferred) uses.replace(openUses(place, context));
    else if (policySeen(place.key, declared)) {
      for (const user of keyUsers(place, context)) uses.add(place, useFact(place, user, context, true));
    } else if (!uses.has(place.key)) {
      // One unknown is enough for a key whose policy is not in the input.
      keyUsers(place, context).some((user) => uses.add(place, useFact(place, user, context, false)));
    }
  }
  return uses.facts();
}

class Uses {
  private readonly byId = new Map<string, KeyUseFact>();
  private readonly keys = new Set<string>();
  private readonly administrators = new Set<string>();

  has({ id }: KeyPlace["key"]): boolean {
    return this.keys.has(id);
  }

  /** Adds a use, unless it is there, and returns whether it was added. A role that uses a key in two places administers it once. */
  add({ key }: KeyPlace, fact: KeyUseFact): boolean {
    if (this.byId.has(fact.id)) return false;
    const pair = `${key.id} ${JSON.stringify(fact.user)}`;
    this.byId.set(fact.id, this.administrators.has(pair) ? { ...fact, administers: known(false) } : fact);
    this.administrators.add(pair);
    this.keys.add(key.id);
    return true;
  }

  replace(facts: readonly KeyUseFact[]): void {
    for (const fact of facts) this.byId.set(fact.id, fact);
  }

  facts(): readonly KeyUseFact[] {
    return [...this.byId.values()];
  }
}

/** Uses of a key that a document with unknown text refers to: the users are known, the purpose is not. */
function openUses(place: KeyPlace, context: KeyContext): readonly KeyUseFact[] {
  const document = context.documents.get(place.by.address);
  if (!(document instanceof Unknown)) return [];
  const open = leafOfUnknown(document);
  return (["s3", "ebs"] as const).flatMap((purpose) => {
    const possible = { ...place, configuration: place.by, purpose };
    const user = keyUsers(possible, context).find(({ as }) => as === "instance role" || as === "service role");
    if (!user) return [];
    const row = undecidedUse(possible, user, context.names);
    if (!("arn" in user.who)) return [row];
    return [{ ...row, decision: open, ...(purpose === "ebs" ? { grantsFreely: open } : { administers: open }) }];
  });
}

function useFact(place: KeyPlace, user: KeyUser, context: KeyContext, seen: boolean): KeyUseFact {
  const row = undecidedUse(place, user, context.names);
  return "arn" in user.who ? { ...row, ...decidedLeaves(place, user, user.who, context, seen) } : row;
}

function namedAt({ by, path }: KeyPlace): WrittenAt {
  return { address: by.address, path };
}

/** What is known about a use independently of the policies; nothing is decided yet. */
function undecidedUse(place: KeyPlace, { who, as }: KeyUser, names: ResourceNames): KeyUseFact {
  const { key, purpose, words, by } = place;
  const { managedKey, arn } = keyResource(key, names);
  const shownUser = "arn" in who ? display(who.arn) : as;
  return {
    id: `${(managedKey ?? by).address}#${words} of ${by.address}: ${shownUser}`,
    key: arnLeaf(managedKey, arn),
    user: "arn" in who ? roleLeaf(who) : who,
    as: known(as),
    purpose: known(purpose),
    place: known(words),
    direct: directly(place),
    decision: "arn" in who ? ABSENT : who,
    lacking: ABSENT,
    lackingWithReason: ABSENT,
    lackingOfGuide: ABSENT,
    lackingOfOwnAccount: ABSENT,
    missingHalf: ABSENT,
    ...blockedLeaves(undefined, namedAt(place)),
    policyAt: (managedKey && keyPolicyOf(managedKey, names).policy.at) ?? namedAt(place),
    releaseAt: { address: by.address, path: ["release_label"] },
    grantsFreely: known(false),
    administers: known(false),
    releaseTooOld: known(purpose === "logs" ? oldRelease(by) : null),
  };
}

/** What the policies decide about a user that is known. */
function decidedLeaves(
  place: KeyPlace,
  user: KeyUser,
  who: Role,
  context: KeyContext,
  seen: boolean,
): Partial<KeyUseFact> {
  const { purpose } = place;
  const access = keyAccess(place.key, who, place, context);
  const { request, policies } = access;
  const decisions = user.actions.map((need) => ({ ...need, decision: decide(request(need.action), policies) }));
  const denied = decisions.filter(({ decision, needed }) => decision.decision === "deny" && needed === true);
  // A Deny is reported separately, whatever else allows the action.
  const reasoned = denied.map(({ action, decision }) => ({
    action,
    reason: decision.by.length > 0 ? undefined : nearMiss(request(action), policies),
  }));
  const beyond = [...user.guide, ...decisions.flatMap(({ action, needed }) => (needed === false ? action : []))];
  const missed = beyond.filter((action) => decide(request(action), policies).decision === "deny");
  const blocked = denied.flatMap(({ action, decision }) => blockerOf(request(action), policies, decision) ?? [])[0];
  return {
    decision: together(decisions),
    lacking: listed(denied.map(({ action }) => action)),
    lackingWithReason: listed(withReasons(reasoned)),
    lackingOfGuide: listed(missed),
    ...acrossAccounts(decisions, denied, access),
    // AWS's pages disagree on whether the service role downloads the bundle, so a statement that excludes it is not a mistake.
    ...blockedLeaves(user.as === "service role" && purpose === "bundle" ? undefined : blocked, namedAt(place)),
    // A grant has no such conditions: it can only be used to grant its own operations.
    ...(seen && purpose === "ebs"
      ? { grantsFreely: visibly(withoutGrantCondition(request("kms:CreateGrant")), { ...policies, grants: [] }) }
      : {}),
    ...(seen && user.as !== "service" ? { administers: visibly(request("kms:PutKeyPolicy"), policies) } : {}),
  };
}

function listed(words: readonly string[]): Leaf<string> {
  return known(words.length > 0 ? words.join(", ") : null);
}

/** The same request from a principal that is not an AWS service. */
function withoutGrantCondition(request: Request): Request {
  const context: Context = (key) => (key === "kms:grantisforawsresource" ? "absent" : request.context(key));
  return { ...request, context };
}

function directly({ purpose, mode }: KeyPlace): Leaf<boolean> {
  const written = mode && asLiteral(mode);
  if (purpose === "s3" && written === undefined)
    return unknownLeaf("the EncryptionMode is not known", "write it as a literal");
  return known(purpose === "local-disk" || written === "CSE-KMS");
}

/** The actions; after those that a statement nearly allows, the reason why it does not, each reason once. */
function withReasons(
  denied: readonly { readonly action: string; readonly reason: string | undefined }[],
): readonly string[] {
  return denied.map(({ action, reason }, at) =>
    reason === undefined || reason === denied[at + 1]?.reason ? action : `${action} (${reason})`,
  );
}

/** An action that a user needs, and the decision about it. */
interface Answer extends Need {
  readonly decision: Decision;
}

const ALLOWS_ALL = { where: "", document: { Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] } };
const EVERYONE = {
  where: "",
  document: { Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }] },
};
const NOTHING = { where: "", document: { Statement: [] } };

/** What each account decides by itself about a key of another account. */
function acrossAccounts(
  answers: readonly Answer[],
  denied: readonly Answer[],
  access: KeyAccess,
): Partial<Pick<KeyUseFact, "lackingOfOwnAccount" | "missingHalf">> {
  const { principal, key } = access.request("kms:Decrypt");
  const isSame = principal.account === undefined || equal(principal.account, key.account);
  if (isSame === true) return {};
  // One unknown is enough for a use: that of the decision, if there is one.
  const isOpen = "unknown" in together(answers);
  if (isSame !== false) return isOpen ? {} : { lackingOfOwnAccount: isSame.reasons[0] ?? ABSENT };
  return {
    lackingOfOwnAccount: isOpen ? ABSENT : lackingOfOwnAccount(answers, access),
    missingHalf: known(missingHalf(denied, access)),
  };
}

/** Which policies do not allow a role to use a key of another account; a Deny is reported separately. */
function missingHalf(denied: readonly Answer[], { request, policies }: KeyAccess): string | undefined {
  if (denied.length === 0 || denied.some(({ decision }) => decision.by.length > 0)) return undefined;
  const { identityUnseen: _, ...seen } = policies;
  const isDenied = (which: Policies) => denied.some(({ action }) => decide(request(action), which).decision === "deny");
  const keyPolicy = isDenied({ ...seen, identity: [ALLOWS_ALL] });
  const ownPolicies = isDenied({ ...policies, keyPolicy: EVERYONE, grants: [] });
  if (keyPolicy && ownPolicies) return "the key policy and the IAM policies of the role";
  return keyPolicy ? "the key policy" : ownPolicies ? "the IAM policies of the role" : undefined;
}

/** Actions that the IAM policies in the user's account do not allow, whatever the key policy says. */
function lackingOfOwnAccount(answers: readonly Answer[], { request, policies }: KeyAccess): Leaf<string> {
  const alone = { ...policies, keyPolicy: NOTHING, grants: [], iamDecides: true };
  const lacking: string[] = [];
  for (const { action, needed } of answers) {
    if (needed === false) continue;
    const asked = request(action);
    const account = asked.principal.account ?? asked.key.account;
    const { decision, gaps } = decide({ ...asked, key: { ...asked.key, account } }, alone);
    if (decision === "unknown") return gaps[0] ?? ABSENT;
    if (decision === "deny") lacking.push(action);
  }
  return listed(lacking);
}

function together(answers: readonly Answer[]): Leaf<KeyDecision> {
  const verdict = all(answers.map(({ needed, decision }) => any([not(needed), permitted(decision)])));
  return mapLeaf(truthLeaf(verdict), (isAllowed) => (isAllowed ? "allow" : "deny"));
}

function permitted({ decision, gaps }: Decision): Truth {
  return decision === "unknown" ? new UnknownTruth(gaps) : decision === "allow";
}

/** Only visible policies count: IAM policies that are not in the input are not reported. */
function visibly(request: Request, { keyPolicy, grants, identity }: Policies): Leaf<boolean> {
  return truthLeaf(permitted(decide(request, { keyPolicy, grants, identity })));
}

function blockedLeaves(blocked: BlockedBy | undefined, namedAt: WrittenAt) {
  return {
    blocker: known(blocked?.blocker),
    blockedBy: known(blocked?.statement),
    blockedAt: blocked?.at ?? namedAt,
    denial: known(blocked?.denial),
    blockedCondition: known(blocked?.condition),
  };
}

/** A release without log encryption by a customer managed key: below 5.30.0, and 6.0.0. */
function oldRelease({ values }: Resource): string | null {
  const label = typeof values.release_label === "string" ? values.release_label : "";
  const [, major, minor] = /^emr-(\d+)\.(\d+)\./.exec(label) ?? [];
  if (major === undefined || minor === undefined) return null;
  const release = Number(major) * 1000 + Number(minor);
  return release < 5030 || release === 6000 ? label : null;
}
