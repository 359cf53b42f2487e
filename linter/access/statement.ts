import { oncePer } from "../../formats/once-per";
import { isRecord, type Symbolic, Unknown } from "../model/values/symbolic";
import { LINT_LATER_PLAN, whyUnknown } from "../model/values/unknowns";
import { type UnknownLeaf, unknownLeaf } from "../rows/leaf";
import { asLiteral, type SymbolicString, symbolicString } from "./symbolic-string";

/** A policy document and its place. */
export interface Policy {
  /** Terraform address and argument, such as `aws_kms_key_policy.s3.policy`, or a description. */
  readonly where: string;
  /** The document, parsed as far as it is known. */
  readonly document: Symbolic;
  /** The same before its references were followed, for messages. */
  readonly written?: Symbolic;
  /** The argument that contains it, where the input does. */
  readonly at?: PolicyPlace;
}

/** A place in a policy: the address of the resource that writes it, and the path from its argument. */
export interface PolicyPlace {
  readonly address: string;
  readonly path: readonly (string | number)[];
}

/** One statement of a policy, and its place. */
export interface Statement {
  readonly where: string;
  readonly at?: PolicyPlace;
  /** Place in `Statement`, from 0. */
  readonly index: number;
  readonly sid?: string;
  readonly effect: "Allow" | "Deny" | undefined;
  /** Whether the policy's version has policy variables. */
  readonly variables: boolean;
  readonly element: { readonly [name: string]: Symbolic };
  /** The element before its references were followed, for messages. */
  readonly written?: { readonly [name: string]: Symbolic };
}

/** The statements of a policy; `undefined` if the document is not known. Elements that are not statements have no effect and are left out. */
export const statementsOf = oncePer(readStatements);

function readStatements({ document, where, at, written: source }: Policy): readonly Statement[] | undefined {
  if (!isRecord(document)) return undefined;
  const listed = document.Statement;
  if (listed === undefined || listed === null) return [];
  const elements = Array.isArray(listed) ? (listed as readonly Symbolic[]) : [listed as Symbolic];
  if (!elements.every(isRecord)) {
    if (elements.some((element) => element instanceof Unknown || symbolicString(element))) return undefined;
  }
  const sources = isRecord(source) ? [source.Statement ?? null].flat() : [];
  const version = symbolicString(document.Version);
  const variables = version !== undefined && asLiteral(version) !== "2008-10-17";
  return elements.flatMap((element, index): readonly Statement[] => {
    const rest = isRecord(element) ? elementOf(element, sources[index]) : undefined;
    if (!rest) return [];
    const path = at && [...at.path, "Statement", ...(Array.isArray(listed) ? [index] : [])];
    return [{ where, ...(path ? { at: { address: at.address, path } } : {}), index, variables, ...rest }];
  });
}

/** A statement by its policy and its Sid or number. */
export function statementInWords({ where, index, sid }: Pick<Statement, "where" | "index" | "sid">): string {
  return `${where}, statement ${sid ? `'${sid}'` : index + 1}`;
}

/** Why the statements of a policy are not known: the reason that its document gives. */
export function whyUnread({ where, document }: Policy): UnknownLeaf {
  return document instanceof Unknown
    ? unknownLeaf(document.reason, document.resolveWith)
    : unknownLeaf(`${where} is not a policy document`, "write it as JSON with a list of statements");
}

/** The same for a decision that depends on them: which policy is not known. */
export function whyUnseen(policy: Policy): UnknownLeaf {
  const { where, document } = policy;
  return document instanceof Unknown
    ? whyUnknown(document, `${where} is not known`, LINT_LATER_PLAN)
    : whyUnread(policy);
}

type ElementParts = Pick<Statement, "sid" | "effect" | "element" | "written">;

/** One statement; `undefined` if its `Effect` is not valid, since it then has no effect. */
function elementOf(element: Statement["element"], source: Symbolic | undefined): ElementParts | undefined {
  const effect = symbolicString(element.Effect);
  if (!effect) return undefined;
  const word = asLiteral(effect);
  if (word !== undefined && word !== "Allow" && word !== "Deny") return undefined;
  const sid = symbolicString(element.Sid);
  const name = sid && asLiteral(sid);
  return {
    ...(name ? { sid: name } : {}),
    effect: word,
    element,
    ...(isRecord(source) ? { written: source } : {}),
  };
}

/** The texts of an element that may be one or a list; `undefined` where it is missing, "opaque" where the list itself is not known. */
export function textsOf(element: Symbolic | undefined): readonly SymbolicString[] | undefined {
  if (element === undefined || element === null) return undefined;
  if (!Array.isArray(element)) {
    const text = symbolicString(element);
    return text ? [text] : undefined;
  }
  const list = element as readonly Symbolic[];
  const texts = textsOfLists.get(list) ?? list.map(symbolicString).filter((text) => text !== undefined);
  textsOfLists.set(list, texts);
  return texts;
}

const textsOfLists = new WeakMap<readonly Symbolic[], readonly SymbolicString[]>();
