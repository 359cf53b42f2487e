import { meantAction, principalProblem } from "../../../formats/key-policy";
import { arnParts } from "../../access/arn";
import { actionFits } from "../../access/decide";
import { type Policy, type Statement, statementsOf, textsOf, whyUnread } from "../../access/statement";
import { asLiteral, display, join, type SymbolicString } from "../../access/symbolic-string";
import { all, any, type Truth, truthLeaf, UnknownTruth } from "../../access/truth";
import type { Resource } from "../../model/terraform/model";
import { isLeaf, isRecord, type Reference, type Symbolic, Template, Unknown } from "../../model/values/symbolic";
import type { KeyPolicyFact, KeyStatementFact } from "../../rows/key-policy";
import { ABSENT, known, type Leaf } from "../../rows/leaf";
import type { WrittenAt } from "../../rows/row";
import { leafOfUnknown } from "../document-cursor";
import type { ResourceNames } from "../iam/resource-names";
import { policyOf } from "../iam/roles";
import { argument, isSet } from "./argument";

/** The policy of a key, and the resource that writes it. */
export interface KeyPolicy {
  readonly policy: Policy;
  /** False for the default policy, which KMS creates where none is written. */
  readonly written: boolean;
  /** Every address and argument that writes one. */
  readonly writers: readonly string[];
  /** The resource that bypasses KMS's lockout safety check, or may do so. */
  readonly bypass: Bypass | undefined;
}

interface Bypass {
  readonly by: Resource;
  readonly flag: Leaf<boolean>;
}

/** The policy of a key that the input makes. */
export function keyPolicyOf(key: Resource, names: ResourceNames): KeyPolicy {
  return names.once(`policy of ${key.address}`, () => readKeyPolicy(key, names));
}

function readKeyPolicy(key: Resource, names: ResourceNames): KeyPolicy {
  const separate = policyWriters(key, names);
  // after the first apply the key's own argument repeats what aws_kms_key_policy wrote; in a state, which has no actions, the ARN shows it
  const applied = !key.actions.includes("create") && (key.actions.length > 0 || typeof key.values.arn === "string");
  const repeats = separate.length > 0 && applied;
  const writers = [...(isSet(key.values.policy) && !repeats ? [key] : []), ...separate];
  const last = writers.at(-1);
  const policy = last
    ? policyOf(last.address, ["policy"], last.values.policy, names)
    : {
        where: `${key.address} (default policy)`,
        document: defaultPolicy(key, names),
        at: { address: key.address, path: [] },
      };
  return {
    policy,
    written: last !== undefined,
    writers: writers.map(({ address }) => `${address}.policy`),
    bypass: bypassOf(writers),
  };
}

/** The first that bypasses the check, otherwise the first whose argument is unknown. */
function bypassOf(writers: readonly Resource[]): Bypass | undefined {
  const flags = writers.map((by) => ({ by, flag: argument(by.values.bypass_policy_lockout_safety_check, false) }));
  return flags.find(({ flag }) => "known" in flag && flag.known) ?? flags.find(({ flag }) => "unknown" in flag);
}

/** The `aws_kms_key_policy` of a key. */
export function policyWriters(key: Resource, names: ResourceNames): readonly Resource[] {
  const byKey = names.indexed(["aws_kms_key_policy"], "key", ({ values: { key_id: id } }) => [
    names.text(id),
    // A data source leads to the key that it reads.
    ...(id === undefined ? [] : [names.text(names.model.key(id))]),
  ]);
  return [...new Set(names.spellings(key).flatMap((spelt) => byKey.get(spelt) ?? []))];
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function defaultPolicy(key: Resource, names: ResourceNames): Symbolic {
  const { partition } = names.home(key);
  const AWS = new Template(join(["arn:", ...partition, ":iam::", ...names.account, ":root"]));
  return {
    Version: "2012-10-17",
    Statement: [
      { Sid: "Enable IAM User Permissions", Effect: "Allow", Principal: { AWS }, Action: "kms:*", Resource: "*" },
    ],
  };
}

/** The policy as a whole, in facts. */
export function keyPolicyFact({ policy, written, writers, bypass }: KeyPolicy): KeyPolicyFact {
  const text = plainText(policy.document);
  const foreign = /[^\t\n\r\x20-\xff]/u.exec(text)?.[0];
  return {
    written: known(written),
    where: known(policy.where),
    writtenAt: policy.at ?? nowhere,
    conflict: known(writers.length > 1 ? writers.join(" and ") : null),
    bytes: whole(policy, known(Buffer.byteLength(text))),
    foreignCharacter: whole(policy, known(foreign ? `${foreign} (U+${hex(foreign)})` : null)),
    administered: truthLeaf(administered(policy)),
    bypass: bypass?.flag ?? known(false),
    bypassedAt: bypass ? { address: bypass.by.address, path: ["bypass_policy_lockout_safety_check"] } : nowhere,
  };
}

/** In no resource of the input. */
const nowhere: WrittenAt = { address: "", path: [] };

/** Facts of a policy that is not in the input. */
export const unseenPolicy: KeyPolicyFact = {
  written: ABSENT,
  where: ABSENT,
  writtenAt: nowhere,
  conflict: ABSENT,
  bytes: ABSENT,
  foreignCharacter: ABSENT,
  administered: ABSENT,
  bypass: ABSENT,
  bypassedAt: nowhere,
};

function whole<T>({ document }: Policy, leaf: Leaf<T>): Leaf<T> {
  return document instanceof Unknown ? leafOfUnknown(document) : leaf;
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
}

/** The document without blanks, references left out. */
function plainText(document: Symbolic): string {
  return JSON.stringify(document, (_, value) => (isLeaf(value) ? literalParts(value) : value)) ?? "";
}

function literalParts(leaf: Reference | Template | Unknown): string {
  return leaf instanceof Template ? leaf.parts.filter((part) => typeof part === "string").join("") : "";
}

/** Whether any principal, of whatever account, may change the policy. */
function administered(policy: Policy): Truth {
  const statements = statementsOf(policy);
  if (!statements) return new UnknownTruth([whyUnread(policy)]);
  return any(
    statements.map(({ effect, element }) => {
      const actions = textsOf(element.Action) ?? [];
      const excluded = textsOf(element.NotAction);
      const allowed = excluded
        ? !excluded.some((text) => actionFits(text, "kms:putkeypolicy") === true)
        : any(actions.map((text) => actionFits(text, "kms:putkeypolicy")));
      return all([effect !== "Deny", namesPeople(element), element.Resource !== undefined, allowed]);
    }),
  );
}

function namesPeople({ Principal, NotPrincipal }: { readonly [name: string]: Symbolic }): boolean {
  if (NotPrincipal !== undefined || Principal === "*" || isLeaf(Principal)) return true;
  return isRecord(Principal) && Principal.AWS !== undefined;
}

/** Each statement, in facts; one row of unknown leaves where the policy is not known. */
export function keyStatementFacts(policy: Policy): readonly KeyStatementFact[] {
  const statements = statementsOf(policy);
  if (statements) return statements.map(statementFact);
  const leaf = whyUnread(policy);
  return [
    {
      writtenAt: policy.at ?? nowhere,
      name: leaf,
      public: leaf,
      lacks: leaf,
      invalidPrincipal: leaf,
      invalidBecause: leaf,
      neverAllows: leaf,
      misspelt: leaf,
      meant: leaf,
    },
  ];
}

function statementFact(statement: Statement): KeyStatementFact {
  const invalid = invalidPrincipal(statement);
  const misspelt = misspeltActions(statement);
  const listed = (words: readonly string[]) => known(words.length > 0 ? words.join(" and ") : null);
  return {
    writtenAt: statement.at ?? nowhere,
    name: known(statement.sid ? `'${statement.sid}'` : `number ${statement.index + 1}`),
    public: publicLeaf(statement),
    lacks: known(lackedBy(statement)),
    invalidPrincipal: known(invalid?.principal),
    invalidBecause: known(invalid?.because),
    neverAllows: known(neverAllows(statement)),
    misspelt: listed(misspelt.map(({ action }) => action)),
    meant: listed(misspelt.map(({ meant }) => meant)),
  };
}

/** Actions of a statement that name no operation of KMS, each with the one that was meant. */
export function misspeltActions({
  element,
}: Statement): readonly { readonly action: string; readonly meant: string }[] {
  return (textsOf(element.Action) ?? []).flatMap((text) => {
    const action = asLiteral(text);
    const meant = action === undefined ? undefined : meantAction(action);
    return action === undefined || meant === undefined ? [] : [{ action, meant }];
  });
}

/** Condition keys about the caller, not about the request. */
const whoAsks =
  /^(aws:principal(arn|account|orgid|orgpaths|tag\/.*)|aws:(userid|username)|aws:source(arn|account|orgid|orgpaths|vpc|vpce|vpcarn|ip)|aws:vpcsourceip|kms:calleraccount)$/i;

function publicLeaf(statement: Statement): Leaf<boolean> {
  const { Principal } = statement.element;
  return Principal instanceof Unknown ? leafOfUnknown(Principal) : known(isPublic(statement));
}

function isPublic({ effect, element }: Statement): boolean {
  if (effect !== "Allow") return false;
  const { Principal, NotPrincipal, Condition } = element;
  const everybody =
    NotPrincipal !== undefined ||
    Principal === "*" ||
    (isRecord(Principal) && (textsOf(Principal.AWS) ?? []).some((text) => asLiteral(text) === "*"));
  return everybody && !(isRecord(Condition) && Object.entries(Condition).some(restricts));
}

function restricts([operator, keys]: readonly [string, Symbolic]): boolean {
  if (/not|null|ifexists|forallvalues/i.test(operator) || !isRecord(keys)) return isLeaf(keys);
  return Object.entries(keys).some(
    ([key, values]) => whoAsks.test(key) && !(textsOf(values) ?? []).some((text) => fitsAnyone(key, asLiteral(text))),
  );
}

/** Values that every caller matches: a wildcard for the account or the organization, or the range of all addresses. */
function fitsAnyone(key: string, value: string | undefined): boolean {
  if (value === undefined) return false;
  return /ip$/i.test(key)
    ? value.endsWith("/0")
    : /^(?:[*?]*\*[*?]*$|o-\*|arn:(?:\*|[^:]*:[^:]*:[^:]*:\*))/.test(value);
}

function lackedBy({ element }: Statement): string | undefined {
  const pairs = [
    ["Action", "NotAction"],
    ["Resource", "NotResource"],
    ["Principal", "NotPrincipal"],
  ] as const;
  return pairs.find((pair) => pair.every((name) => isNothing(element[name])))?.[0];
}

function isNothing(value: Symbolic | undefined): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

/** The principals of AWS that a statement names, or excludes. */
function principalsOf(element: Statement["element"]): readonly SymbolicString[] {
  const named = element.Principal ?? element.NotPrincipal;
  return isRecord(named) ? (textsOf(named.AWS) ?? []) : [];
}

function invalidPrincipal(statement: Statement): { readonly principal: string; readonly because: string } | undefined {
  const sources = principalsOf(statement.written ?? {});
  for (const [index, text] of principalsOf(statement.element).entries()) {
    const written = asLiteral(text);
    const resource = arnParts(text)?.resource;
    if (written === "*" || (written && /^A(ROA|IDA)[A-Z0-9]+$/.test(written))) continue;
    // what is not known of an ARN is its account or its name, never its kind
    const sample = written ?? (resource ? `arn:aws:iam::111122223333:${literalStart(resource)}` : undefined);
    const because = sample === undefined ? undefined : principalProblem(sample);
    if (because) {
      const principal = display(sources[index] ?? text);
      return { principal, because: because.replace(sample ?? "", () => principal) };
    }
  }
  return undefined;
}

function literalStart(resource: SymbolicString): string {
  const [first] = resource;
  if (typeof first !== "string") return "role/name";
  return first.endsWith("/") ? `${first}name` : first;
}

const grantActions = ["kms:creategrant", "kms:listgrants", "kms:revokegrant"];

function neverAllows({ effect, element }: Statement): string | undefined {
  if (effect !== "Allow" || !isRecord(element.Condition)) return undefined;
  const conditioned = Object.entries(element.Condition).some(
    ([operator, keys]) =>
      /^bool$/i.test(operator) &&
      isRecord(keys) &&
      Object.keys(keys).some((key) => key.toLowerCase() === "kms:grantisforawsresource"),
  );
  if (!conditioned) return undefined;
  const actions = (textsOf(element.Action) ?? []).flatMap((text) => asLiteral(text) ?? []);
  const never = actions.filter((action) => !grantActions.some((grant) => actionFits([action], grant) === true));
  return never.length > 0 ? never.join(", ") : undefined;
}
