import type { Context } from "../../access/context";
import { type Decision, decide, type Policies, type Request } from "../../access/decide";
import { asLiteral, display, equal } from "../../access/symbolic-string";
import { all, any, not, type Truth, UnknownTruth } from "../../access/truth";
import type { Model, Resource } from "../../model/terraform/model";
import { Unknown } from "../../model/values/symbolic";
import type { KeyDecision, KeyUseFact } from "../../rows/key-uses";
import { known, type Leaf, type UnknownLeaf, unknownLeaf } from "../../rows/leaf";
import type { WrittenAt } from "../../rows/row";
import { arnLeaf, ResourceNames } from "../iam/resource-names";
import { type Role, roleLeaf } from "../iam/roles";
import { type KeyAccess, keyAccess, keyResource, policySeen } from "./access";
import { type BlockedBy, blockerOf } from "./blocker";
import type { KeyDeclarations } from "./declared";
import { defaultEbsPlaces } from "./default-ebs-key";
import { nearMiss } from "./near-miss";
import { type Documents, type KeyPlace, keyPlaces } from "./places";
import { keyPolicyOf } from "./policy";
import { type KeyUser, keyUsers } from "./required-access";

/**
 * Who needs which KMS key for what, by the security configurations and clusters of a model.
 *
 * @param documents parsed security configurations by address; one that is not known is an `Unknown`
 */
export function keyUseFacts(model: Model, documents: Documents, declared: KeyDeclarations = {}): readonly KeyUseFact[] {
  const resourceNames = ResourceNames.of(model);
  const uses = new Uses();
  for (const place of [...keyPlaces(resourceNames, documents), ...defaultEbsPlaces(resourceNames, documents)]) {
    if (place.onlyReferred) uses.replace(openUses(place, documents, resourceNames, declared));
    else if (policySeen(place.key, declared)) {
      const users = keyUsers(place, documents, resourceNames, declared);
      for (const user of users) uses.add(place, useFact(place, user, resourceNames, declared, true));
    } else if (!uses.has(place.key)) {
      // One unknown is enough for a key whose policy is not in the input.
      const users = keyUsers(place, documents, resourceNames, declared);
      users.some((user) => uses.add(place, useFact(place, user, resourceNames, declared, false)));
    }
  }
  return uses.facts();
}

/** Uses of keys, each once. */
class Uses {
  private readonly byId = new Map<string, KeyUseFact>();
  private readonly keys = new Set<string>();
  private readonly administrators = new Set<string>();

  /** Whether there is a use of a key. */
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
function openUses(
  place: KeyPlace,
  documents: Documents,
  resourceNames: ResourceNames,
  declared: KeyDeclarations,
): readonly KeyUseFact[] {
  const document = documents.get(place.by.address);
  if (!(document instanceof Unknown)) return [];
  const { reason, resolveWith } = document;
  return (["s3", "ebs"] as const).flatMap((purpose) => {
    const possible = { ...place, configuration: place.by, purpose };
    const users = keyUsers(possible, documents, resourceNames, declared);
    const user = users.find(({ as }) => as === "instance role" || as === "service role");
    return user ? [useFact(possible, user, resourceNames, declared, false, unknownLeaf(reason, resolveWith))] : [];
  });
}

function useFact(
  place: KeyPlace,
  user: KeyUser,
  resourceNames: ResourceNames,
  declared: KeyDeclarations,
  seen: boolean,
  open?: UnknownLeaf,
): KeyUseFact {
  const { who } = user;
  const common = useLeaves(place, user, resourceNames);
  const nothingBlocks = blockedLeaves(undefined, namedAt(place));
  if (!("arn" in who)) return { ...common, ...undecided(who), ...nothingBlocks, user: who };
  const userLeaf = roleLeaf(who);
  if (open) {
    const rights = place.purpose === "ebs" ? { grantsFreely: open } : { administers: open };
    return { ...common, ...undecided(open), ...rights, ...nothingBlocks, user: userLeaf };
  }
  return { ...common, user: userLeaf, ...decidedLeaves(place, user, who, { resourceNames, declared, seen }) };
}

function namedAt({ by, path }: KeyPlace): WrittenAt {
  return { address: by.address, path };
}

/** What is known about a use independently of the policies. */
function useLeaves(place: KeyPlace, { who, as }: KeyUser, resourceNames: ResourceNames) {
  const { key, purpose, words, by } = place;
  const { managedKey, arn } = keyResource(key, resourceNames);
  const shownUser = "arn" in who ? display(who.arn) : as;
  return {
    releaseAt: { address: by.address, path: ["release_label"] },
    policyAt: (managedKey && keyPolicyOf(managedKey, resourceNames).policy.at) ?? namedAt(place),
    id: `${(managedKey ?? by).address}#${words} of ${by.address}: ${shownUser}`,
    key: arnLeaf(managedKey, arn),
    as: known(as),
    purpose: known(purpose),
    place: known(words),
    direct: directly(place),
    releaseTooOld: known(purpose === "logs" ? oldRelease(by) : null),
  };
}

/** What the policies decide about a user that is known. */
function decidedLeaves(
  place: KeyPlace,
  user: KeyUser,
  who: Role,
  context: { readonly resourceNames: ResourceNames; readonly declared: KeyDeclarations; readonly seen: boolean },
) {
  const { key, purpose } = place;
  const { resourceNames, declared, seen } = context;
  const { request, policies } = keyAccess(key, who, place, resourceNames, declared);
  const decisions = user.actions.map(({ action, needed }) => ({
    action,
    needed,
    decision: decide(request(action), policies),
  }));
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
    lacking: known(denied.length > 0 ? denied.map(({ action }) => action).join(", ") : null),
    lackingWithReason: known(denied.length > 0 ? withReasons(reasoned) : null),
    lackingOfGuide: known(missed.length > 0 ? missed.join(", ") : null),
    lackingOfOwnAccount: user.as === "service" ? nothing : ownAccount(decisions, request, policies),
    missingHalf: missingHalf(denied, request, policies),
    // AWS's pages disagree on whether the service role downloads the bundle, so a statement that excludes it is not a mistake.
    ...blockedLeaves(user.as === "service role" && purpose === "bundle" ? undefined : blocked, namedAt(place)),
    grantsFreely:
      // A grant has no such conditions: it can only be used to grant its own operations.
      seen && purpose === "ebs"
        ? visibly(withoutGrantCondition(request("kms:CreateGrant")), { ...policies, grants: [] })
        : known(false),
    administers: seen && user.as !== "service" ? visibly(request("kms:PutKeyPolicy"), policies) : known(false),
  };
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

const nothing = known<string>(null);

function undecided({ unknown, resolveWith }: UnknownLeaf) {
  const decision: UnknownLeaf = { unknown, resolveWith };
  return {
    decision,
    lacking: nothing,
    lackingWithReason: nothing,
    lackingOfGuide: nothing,
    lackingOfOwnAccount: nothing,
    missingHalf: nothing,
    grantsFreely: known(false),
    administers: known(false),
  };
}

/** The actions; after those that a statement nearly allows, the reason why it does not, each reason once. */
function withReasons(denied: readonly { readonly action: string; readonly reason: string | undefined }[]): string {
  return denied
    .map(({ action, reason }, at) =>
      reason === undefined || reason === denied[at + 1]?.reason ? action : `${action} (${reason})`,
    )
    .join(", ");
}

const ALLOWS_ALL = { where: "", document: { Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] } };

/** Which policies do not allow a role to use a key of another account; a Deny is reported separately. */
function missingHalf(
  denied: readonly (Answer & { readonly action: string })[],
  request: KeyAccess["request"],
  policies: Policies,
): Leaf<string> {
  const { principal, key } = request("kms:Decrypt");
  const isForeign = principal.account !== undefined && equal(principal.account, key.account) === false;
  if (!isForeign || denied.length === 0 || denied.some(({ decision }) => decision.by.length > 0)) return nothing;
  const { identityUnseen: _, ...seen } = policies;
  const isDenied = (which: Policies) => denied.some(({ action }) => decide(request(action), which).decision === "deny");
  const keyPolicy = isDenied({ ...seen, identity: [ALLOWS_ALL] });
  const ownPolicies = isDenied({ ...policies, keyPolicy: EVERYONE, grants: [] });
  if (keyPolicy && ownPolicies) return known("the key policy and the IAM policies of the role");
  return known(keyPolicy ? "the key policy" : ownPolicies ? "the IAM policies of the role" : null);
}

const EVERYONE = {
  where: "",
  document: { Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }] },
};

/** The decision of the IAM policies in the user's account alone, if the key is in another account. */
function ownAccount(
  decisions: readonly (Answer & { readonly action: string })[],
  request: KeyAccess["request"],
  policies: Policies,
): Leaf<string> {
  const { principal, key } = request("kms:Decrypt");
  const same = principal.account === undefined ? true : equal(principal.account, key.account);
  // One unknown is enough for a use: that of the decision, if there is one.
  if (same === true || "unknown" in together(decisions)) return nothing;
  if (same !== false) return same.reasons[0] ?? nothing;
  const account = principal.account ?? key.account;
  const alone = { ...policies, keyPolicy: { where: "", document: { Statement: [] } }, grants: [], iamDecides: true };
  const lacking: string[] = [];
  for (const { action, needed } of decisions) {
    if (needed === false) continue;
    const { decision, gaps } = decide({ ...request(action), key: { ...key, account } }, alone);
    if (decision === "unknown") return gaps[0] ?? nothing;
    if (decision === "deny") lacking.push(action);
  }
  return lacking.length > 0 ? known(lacking.join(", ")) : nothing;
}

interface Answer {
  readonly needed: Truth;
  readonly decision: Decision;
}

function together(answers: readonly Answer[]): Leaf<KeyDecision> {
  const verdict = all(answers.map(({ needed, decision }) => any([not(needed), permitted(decision)])));
  if (typeof verdict === "boolean") return known(verdict ? "allow" : "deny");
  return verdict.reasons[0] ?? known<KeyDecision>(null);
}

function permitted({ decision, gaps }: Decision): Truth {
  return decision === "unknown" ? new UnknownTruth(gaps) : decision === "allow";
}

/** Only visible policies count: IAM policies that are not in the input are not reported. */
function visibly(request: Request, { keyPolicy, grants, identity }: Policies): Leaf<boolean> {
  const { decision, gaps } = decide(request, { keyPolicy, grants, identity });
  if (decision !== "unknown") return known(decision === "allow");
  return gaps[0] ?? known<boolean>(null);
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
