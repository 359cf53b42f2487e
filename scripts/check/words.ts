/**
 * Looks for words that a reader stumbles over (docs, comments, messages, METADATA of rules), so that they do not come back: prints each with its
 * place, and ends with 1 where there are some.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Words, each with what to write instead. */
const words: readonly (readonly [RegExp, string])[] = [
  [/\b(whoever|nobody|somebody)\b/i, "name the reader, the role or the program; or use the passive"],
  [/\b(anew|borne|thereof|unawares)\b/i, "write again, accepted, of it, without noticing"],
  [/\bmend(s|ed|ing)?\b/i, "write fix or repair"],
  [/\bthere is none\b|\bis none (of|that)\b/i, "say what is missing: without a …, not one of …"],
  [/\b(said|told|judged) by\b/i, "write set by, reported by, checked by"],
  [/\bjudge(s|d)?\b/i, "inputs are checked, rules are evaluated"],
  [/, need (a|an|the|at least)\b/i, "write a sentence: …; at least … is required"],
  [/\blies? (in|at|on|below|inside|beside|elsewhere|there)\b/i, "write is in, is reported at"],
  [/\bstands? (in|at|on|beside|below|there|alone|elsewhere)\b/i, "write is in, represents"],
  [/\bholds? (no|its|nothing|only)\b/i, "write contains, has"],
  [/\ballowed (is|are) [^a-z]/i, "write expected …, expected one of …"],
];

/** This file names the words, and licences and generated pages are not ours to change. */
const excluded = [":!scripts/check", ":!docs/api", ":!docs/rules", ":!LICENSE", ":!CHANGELOG.md"];

const titleOfTest = /^\s*(test|describe)(\.each\(.*\))?\(|^\s*\]\)\(["'`]/;
const comment = /^\s*(\/\*\*|\*|\/\/)/;

/**
 * Of tests the titles and comments are read, of examples the titles: names of variables and texts that they expect are checked where they come
 * from.
 */
function isRead(file: string, line: string): boolean {
  if (file.startsWith("test/")) return titleOfTest.test(line) || comment.test(line);
  return !file.endsWith(".json") || line.includes('"title": ');
}

const kinds = ["*.ts", "*.md", "*.rego", "*.yml", "policies/rules/*/examples.json", "benchmark/*.json"];
const files = execFileSync("git", ["ls-files", ...kinds, ...excluded], { encoding: "utf8" });
const found = files
  .trim()
  .split("\n")
  .flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .flatMap((line, index) =>
        (isRead(file, line) ? words : []).flatMap(([word, instead]) => {
          const match = word.exec(line);
          return match ? [`${file}:${index + 1}: '${match[0]}': ${instead}`] : [];
        }),
      ),
  );
for (const line of found) console.error(line);
process.exitCode = found.length > 0 ? 1 : 0;
