import { syntaxProblem } from "../../formats/json-syntax";
import { isObject, type Json, type JsonObject, list, member, withoutLoneSurrogates } from "../model/values/json";
import { parseJson } from "./json-text";
import { Refusal } from "./refusal";

/** A plan, state or configuration, and the entries of its `resource_changes`. */
export interface ReadJson {
  readonly json: JsonObject;
  readonly changes: readonly ResourceChange[];
}

/** The members of an entry of `resource_changes` that come before its values. */
type Head = "address" | "module_address" | "mode" | "type" | "name" | "index" | "deposed" | "actions";

/** An entry of `resource_changes`. */
export interface ResourceChange extends Readonly<Record<Head, Json | undefined>> {
  /**
   * Its member `change`.
   *
   * @throws Refusal where that is not JSON.
   */
  change(): Json | undefined;
}

/** From this length on, in characters, a plan is parsed lazily. */
const LARGE = 1 << 20;

/**
 * Parses a JSON object. In a large plan as Terraform writes it, changes are parsed when they are needed, and parts that repeat them not at
 * all: most of a plan has nothing to do with EMR.
 *
 * @throws Refusal with the position of the first fault.
 */
export function readJson(content: string, input: string): ReadJson {
  if (content.length >= LARGE) {
    try {
      const written = readWritten(content);
      if (written) return written;
    } catch {
      // It is parsed as a whole, which also reports its faults.
    }
  }
  const json = parseJson(content, input);
  return { json, changes: wholeChanges(json) };
}

function wholeChanges(json: JsonObject): readonly ResourceChange[] {
  return list(member(json, "resource_changes")).flatMap((entry) => (isObject(entry) ? [new WholeChange(entry)] : []));
}

/** An entry that is parsed. Getters instead of a copy of its members: a plan may have a million entries. */
class WholeChange implements ResourceChange {
  constructor(private readonly entry: JsonObject) {}

  get address(): Json | undefined {
    return this.entry.address;
  }

  get module_address(): Json | undefined {
    return this.entry.module_address;
  }

  get mode(): Json | undefined {
    return this.entry.mode;
  }

  get type(): Json | undefined {
    return this.entry.type;
  }

  get name(): Json | undefined {
    return this.entry.name;
  }

  get index(): Json | undefined {
    return this.entry.index;
  }

  get deposed(): Json | undefined {
    return this.entry.deposed;
  }

  get actions(): Json | undefined {
    return member(this.entry.change, "actions");
  }

  change(): Json | undefined {
    return this.entry.change;
  }
}

/** A string in JSON, with its quotes and escapes. */
const STRING = '"[^"\\\\]*(?:\\\\.[^"\\\\]*)*"';

/** A member with the comma behind it, on one line or on several. */
const written = (name: string, value: string) => `\\s*"${name}"\\s*:\\s*${value}\\s*,`;

/** How Terraform starts an entry: these members, in this order. No value of a resource looks like this, since its members are sorted. */
const HEAD = new RegExp(
  [
    "\\s*\\{",
    written("address", `(${STRING})`),
    `(?:${written("previous_address", STRING)})?`,
    `(?:${written("module_address", `(${STRING})`)})?`,
    written("mode", '("\\w+")'),
    written("type", `(${STRING})`),
    written("name", `(${STRING})`),
    `(?:${written("index", `(${STRING}|\\d+)`)})?`,
    written("provider_name", STRING),
    `(?:${written("deposed", `(${STRING})`)})?`,
    '\\s*"change"\\s*:\\s*\\{',
    written("actions", '(\\[[\\w",\\s-]+\\])'),
  ].join(""),
  "y",
);

/** Members before the changes that the changes repeat, each with the bracket that opens it. */
const SAID_AGAIN = { planned_values: "{", resource_drift: "[" } as const;

/** The parts of a plan that changes something, in Terraform's order; undefined for another document, and for one that has an address twice. */
function readWritten(content: string): ReadJson | undefined {
  const list = memberAt(content, "resource_changes", "[");
  if (!list) return undefined;
  const changes = new Map<string, ResourceChange>();
  const parsedActions = new Map<string, Json>();
  let at = list.end;
  let head = headAt(content, at);
  while (head) {
    const next = followingHead(content, head.index + head[0].length);
    const end = next ? inkBefore(content, inkBefore(content, next.index)) + 1 : objectEnd(content, at);
    const change = new WrittenChange(content, at, end, head, parsedActions);
    const { address, deposed } = change;
    const key = deposed === undefined ? String(address) : `${address} ${deposed}`;
    if (changes.has(key)) return undefined;
    changes.set(key, change);
    at = next ? next.index : end;
    head = next;
  }
  // If nothing changes, only the values list the resources.
  const all = [...changes.values()];
  if (all.every(({ deposed }) => deposed !== undefined)) return undefined;
  let before = content.slice(0, list.start);
  for (const [name, opening] of Object.entries(SAID_AGAIN)) {
    before = before.slice(0, memberAt(before, name, opening)?.start);
  }
  // If one of these members was found at a deeper level, brackets are left open, and this is not JSON.
  const json = parseJson(`${before}${content.slice(list.start, list.end)}${content.slice(at)}`, "");
  return { json, changes: all };
}

const OPENING = /\s*:\s*([[{])/y;

/** Place of a member that is not the first of its object: from the comma before it to the bracket that opens its value. */
function memberAt(content: string, name: string, opening: string): { start: number; end: number } | undefined {
  const quoted = `"${name}"`;
  for (let found = content.indexOf(quoted); found !== -1; found = content.indexOf(quoted, found + 1)) {
    const start = inkBefore(content, found);
    OPENING.lastIndex = found + quoted.length;
    if (content[start] === "," && OPENING.exec(content)?.[1] === opening) return { start, end: OPENING.lastIndex };
  }
  return undefined;
}

function headAt(content: string, at: number): RegExpExecArray | undefined {
  HEAD.lastIndex = at;
  return HEAD.exec(content) ?? undefined;
}

/** The next entry behind a comma and the end of the one before. */
function followingHead(content: string, from: number): RegExpExecArray | undefined {
  const quoted = '"address":';
  for (let found = content.indexOf(quoted, from); found !== -1; found = content.indexOf(quoted, found + 1)) {
    const start = inkBefore(content, found);
    const comma = inkBefore(content, start);
    const isBetween = content[start] === "{" && content[comma] === "," && content[inkBefore(content, comma)] === "}";
    const head = isBetween ? headAt(content, start) : undefined;
    if (head) return head;
  }
  return undefined;
}

/** Index of the last character before a place that is no white space; -1 without one. */
function inkBefore(content: string, at: number): number {
  let before = at - 1;
  while (before >= 0 && content.charCodeAt(before) <= 0x20) before--;
  return before;
}

/** Where the object ends that starts at `at`. */
function objectEnd(content: string, at: number): number {
  const token = new RegExp(`${STRING}|[{}]`, "g");
  token.lastIndex = at;
  let depth = 0;
  for (let match = token.exec(content); match; match = token.exec(content)) {
    if (match[0] === "{") depth++;
    else if (match[0] === "}" && --depth === 0) return token.lastIndex;
  }
  throw new SyntaxError("the object does not end");
}

/** An entry that is still text. A closure would keep all of its match. */
class WrittenChange implements ResourceChange {
  readonly address: Json | undefined;
  readonly module_address: Json | undefined;
  readonly mode: Json | undefined;
  readonly type: Json | undefined;
  readonly name: Json | undefined;
  readonly index: Json | undefined;
  readonly deposed: Json | undefined;
  readonly actions: Json;

  constructor(
    private readonly content: string,
    private readonly start: number,
    private readonly end: number,
    [, address, module, mode, type, name, index, deposed, actions = ""]: RegExpExecArray,
    parsedActions: Map<string, Json>,
  ) {
    this.address = value(address);
    this.module_address = value(module);
    this.mode = value(mode);
    this.type = value(type);
    this.name = value(name);
    this.index = value(index);
    this.deposed = value(deposed);
    this.actions = parsedActions.get(actions) ?? (JSON.parse(actions) as Json);
    parsedActions.set(actions, this.actions);
  }

  change(): Json | undefined {
    try {
      return member(parseJson(this.content.slice(this.start, this.end), ""), "change");
    } catch {
      throw new Refusal(`it is not JSON: ${syntaxProblem(this.content)}`);
    }
  }
}

function value(text: string | undefined): Json | undefined {
  if (text === undefined) return undefined;
  return text.startsWith('"') && !text.includes("\\") ? text.slice(1, -1) : JSON.parse(withoutLoneSurrogates(text));
}
