import type { Context } from "./context";
import { exactPattern, join, type Pattern, type SymbolicPart, type SymbolicString } from "./symbolic-string";
import { UnknownTruth, unknownTruth } from "./truth";

/**
 * Replaces policy variables (`${aws:PrincipalTag/team, 'none'}`, `${*}`) by values of the request, and compiles the rest. An inserted value
 * is plain text, whatever wildcards it contains. `undefined` if a variable has no value: such a pattern matches nothing.
 */
export function interpolated(
  text: SymbolicString,
  context: Context,
  compile: (text: SymbolicString) => Pattern,
): Pattern | UnknownTruth | undefined {
  const patterns: Pattern[] = [];
  let plain: SymbolicPart[] = [];
  const flush = (): void => {
    patterns.push(compile(join(plain)));
    plain = [];
  };
  for (const piece of text) {
    if (typeof piece !== "string") {
      plain.push(piece);
      continue;
    }
    for (const part of cut(piece)) {
      if (!part.startsWith("${") || !part.endsWith("}")) {
        plain.push(part);
        continue;
      }
      const value = replacement(part.slice(2, -1), context);
      if (value === undefined || value instanceof UnknownTruth) return value;
      flush();
      patterns.push(exactPattern(value));
    }
  }
  flush();
  return patterns.flat();
}

/** Literal spans and `${…}` in turn. */
function cut(text: string): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  while (from < text.length) {
    const open = text.indexOf("${", from);
    const close = open < 0 ? -1 : text.indexOf("}", open + 2);
    if (close < 0) break;
    if (open > from) parts.push(text.slice(from, open));
    parts.push(text.slice(open, close + 1));
    from = close + 1;
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

function replacement(inside: string, context: Context): SymbolicString | UnknownTruth | undefined {
  if (["*", "?", "$"].includes(inside)) return [inside];
  const comma = inside.indexOf(",");
  const key = (comma < 0 ? inside : inside.slice(0, comma)).trim();
  const fallback = comma < 0 ? undefined : /^'(.*)'$/.exec(inside.slice(comma + 1).trim())?.[1];
  const value = context(key.toLowerCase());
  if (value === "absent") return fallback === undefined ? undefined : [fallback];
  if ("unknown" in value) return new UnknownTruth([value]);
  return "one" in value ? value.one : unknownTruth(`\${${key}} has several values`, "use a single-valued key");
}
