/** Control, format (bidi, zero-width, tags), surrogate and private characters, line separators, all that fonts leave out, and what is no character (XML refuses it). */
const UNSEEN = {
  pattern: () => /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu,
  /** Nearly all text has none of them: V8 takes long to read patterns of Unicode properties. */
  without: /^[ -~\xa0-\xac\xae-\xff]*$/,
};
const UNSEEN_BUT_LINES = {
  pattern: () =>
    /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu,
  without: /^[\n\t -~\xa0-\xac\xae-\xff]*$/,
};
const ESCAPE = String.fromCharCode(0x1b);
/** Colours, and links to pages. */
const COLOUR = new RegExp(`(${ESCAPE}(?:\\[[0-9;]*m|\\]8;;(?:https?://[!-~]*|file://[!-~]*)?${ESCAPE}\\\\))`);

/**
 * Makes foreign text safe to print on one line: characters that are invisible, or change how other text is displayed, become escapes, and
 * nothing is a command of GitHub Actions. So a name in a plan can neither colour a terminal, nor forge a line, nor command the runner.
 */
export function printable(text: string): string {
  return disarmed(escaped(text, UNSEEN));
}

/** The same for text of several lines. */
export function printableLines(text: string): string {
  return disarmed(escaped(text, UNSEEN_BUT_LINES));
}

/** Lines that may contain our own colours; with `commands`, also commands of GitHub Actions. */
export function printableReport(text: string, may: { readonly colour: boolean; readonly commands: boolean }): string {
  const safe = (part: string) => (may.commands ? escaped(part, UNSEEN_BUT_LINES) : printableLines(part));
  if (!may.colour || !text.includes(ESCAPE)) return safe(text);
  return text
    .split(COLOUR)
    .map((part, index) => (index % 2 === 1 ? part : safe(part)))
    .join("");
}

/** A value as JSON that parses to the same, in which unseen characters are escapes and nothing is a command. */
export function jsonText(value: unknown, indent = 2): string {
  return escaped(JSON.stringify(value, null, indent), UNSEEN_BUT_LINES).replaceAll("##[", "#\\u0023[");
}

function escaped(text: string, { pattern, without }: typeof UNSEEN): string {
  return without.test(text) ? text : text.replace(pattern(), visible);
}

/** Commands are at the start of a line, also after white space; the older ones, with `##[`, anywhere in it. */
function disarmed(text: string): string {
  return text.replace(/(^|\s)::(?=[A-Za-z])/g, "$1\\u003a:").replaceAll("##[", "#\\u0023[");
}

/** An escape that JSON reads as well, so that it may be in any output. */
function visible(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}
