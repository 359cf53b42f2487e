import { lazily } from "../../../formats/lazily";
import { parseDocument, writeDocument } from "../values/document";
import { isObject, type Json } from "../values/json";
import type { Symbolic } from "../values/symbolic";
import { sensitive } from "../values/unknowns";

const DEEPEST = 50;

/**
 * The text of a security configuration that a plan marks sensitive as a whole, since one value in it is. What cannot be a secret
 * stays: the properties that EMR knows, its words (`SSE-KMS`), and flags. Every other value is withheld.
 */
export function withoutSensitiveValues(text: string): Symbolic {
  const parsed = parseDocument(text);
  if (!("document" in parsed) || !isObject(parsed.document)) return sensitive();
  return writeDocument(withheld(parsed.document, wordsOfGrammar(), 0));
}

function withheld(value: Json, words: ReadonlySet<string>, depth: number): Symbolic {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "string") return words.has(value) ? value : sensitive();
  if (depth > DEEPEST || typeof value === "number") return sensitive();
  if (Array.isArray(value)) return value.map((item) => withheld(item, words, depth + 1));
  const known = Object.entries(value).filter(([name]) => words.has(name));
  return Object.fromEntries(known.map(([name, item]) => [name, withheld(item, words, depth + 1)]));
}

/** Names of properties and words that they may have. Few plans need them. */
const wordsOfGrammar = lazily((): ReadonlySet<string> => {
  const { securityConfigurationGrammar } =
    require("../../../formats/security-configuration/grammar") as typeof import("../../../formats/security-configuration/grammar");
  const words = new Set<string>();
  collect(securityConfigurationGrammar, words);
  return words;
});

/** Every name and every word of `values` in a part of the grammar. */
function collect(node: unknown, words: Set<string>): void {
  for (const [name, inner] of Object.entries(node ?? {})) {
    // Properties and the words of a choice are names in the grammar, and start with a capital.
    if (/^[A-Z]/.test(name)) words.add(name);
    if (name === "on") words.add(String(inner));
    if (name === "values") for (const word of inner as readonly unknown[]) words.add(String(word));
    else if (typeof inner === "object") collect(inner, words);
  }
}
