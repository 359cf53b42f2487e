import { posix } from "node:path";
import type { Symbolic } from "../../values/symbolic";
import { notFollowed } from "../../values/unknowns";
import { asText, byCodePoint, type FolderEntry, type Result, withAll } from "../result";
import { type FunctionContext, notRead } from "./function";

/** Patterns that braces may represent. */
const MOST_ALTERNATIVES = 100;
const SPECIAL = /[*?[{\\]/;

/** `fileset`: files below a folder whose paths match a pattern, as a set; `**` represents any folders, `{a,b}` each of its parts. */
export function fileSet([folder, pattern]: readonly Symbolic[], context: FunctionContext): Result {
  return withAll([asText(folder), asText(pattern)], (base, glob) => filesIn(base, glob, context));
}

function filesIn(base: string, glob: string, context: FunctionContext): Result {
  if (SPECIAL.test(base)) return undefined;
  const patterns = alternatives(posix.join(base, glob));
  if (!patterns) return notFollowed("a pattern of fileset with classes, escapes or alternatives of this kind");
  const found = new Set<string>();
  for (const each of patterns) {
    const search = new Search(context, found);
    search.below("", each.split("/"));
    if (search.problem !== undefined) return search.problem;
  }
  return [...found].map((path) => posix.relative(base, path)).sort(byCodePoint);
}

/** The patterns that braces represent; undefined for what is not evaluated here. */
function alternatives(pattern: string): readonly string[] | undefined {
  // Terraform treats nested alternatives in its own way, and refuses alternatives with folders.
  if (/[[\\]|\{[^}]*[{/]/.test(pattern)) return undefined;
  const open: string[] = [pattern];
  const plain: string[] = [];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const braces = /\{([^{}]*)\}/.exec(next);
    if (!braces) plain.push(next);
    else {
      const [before, after] = [next.slice(0, braces.index), next.slice(braces.index + braces[0].length)];
      open.push(...(braces[1] ?? "").split(",").map((part) => before + part + after));
    }
    if (open.length + plain.length > MOST_ALTERNATIVES) return undefined;
  }
  return plain.some((each) => /[{}]/.test(each)) ? undefined : plain;
}

/** A walk through the folders that a pattern can match. */
class Search {
  /** Why the walk is incomplete; undefined while it is not. */
  problem: Result;
  private readonly visited = new Set<string>();

  constructor(
    private readonly context: FunctionContext,
    private readonly found: Set<string>,
  ) {}

  below(folder: string, segments: readonly string[]): void {
    const visit = JSON.stringify([folder, segments.length]);
    if (this.problem !== undefined || this.visited.has(visit)) return;
    this.visited.add(visit);
    const [first = "", ...rest] = segments;
    if (rest.length === 0) this.last(folder, first);
    // Names without a pattern may lead out of the root module, where the entries of a folder do not.
    else if (!/[*?]/.test(first)) this.below(posix.join(folder, first || "/"), rest);
    else {
      if (first === "**") this.below(folder, rest);
      for (const { name } of this.matching(folder, first, true)) {
        this.below(posix.join(folder, name), first === "**" ? segments : rest);
      }
    }
  }

  private last(folder: string, pattern: string): void {
    for (const { name } of this.matching(folder, pattern, false)) this.found.add(posix.join(folder, name));
    if (pattern !== "**") return;
    for (const { name } of this.matching(folder, pattern, true)) this.below(posix.join(folder, name), [pattern]);
  }

  private matching(folder: string, pattern: string, isFolder: boolean): readonly FolderEntry[] {
    const wanted = Array.from(pattern);
    return this.entries(folder, wanted.length).filter(
      (entry) => entry.isFolder === isFolder && matches(wanted, entry.name),
    );
  }

  /** Entries to compare with a pattern of some length. */
  private entries(folder: string, length: number): readonly FolderEntry[] {
    const entries = this.context.files.list(folder);
    if ("reason" in entries) {
      this.problem = notRead(entries, this.context);
      return [];
    }
    // Links that lead in a circle make ever longer paths.
    const work = entries.reduce((sum, { name }) => sum + name.length * Math.ceil(length / 32), folder.length + 1);
    const limit = this.context.budget.take(work);
    if (limit !== undefined) this.problem = notFollowed(limit);
    return limit === undefined ? entries : [];
  }
}

/** Whether a name matches a pattern with `*` and `?`. Backtracks only to the last `*`. */
function matches(wanted: readonly string[], name: string): boolean {
  const given = Array.from(name);
  let [at, star, resumed] = [0, -1, 0];
  for (let next = 0; next < given.length; ) {
    if (wanted[at] === "*") {
      star = at++;
      resumed = next;
    } else if (at < wanted.length && (wanted[at] === "?" || wanted[at] === given[next])) {
      at++;
      next++;
    } else if (star >= 0) {
      at = star + 1;
      next = ++resumed;
    } else return false;
  }
  return wanted.slice(at).every((character) => character === "*");
}
