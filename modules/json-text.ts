import { Fn } from "cdktf";

/** Whether `cdktf synth --hcl` runs. */
export function rendersHcl(): boolean {
  return process.env.SYNTH_HCL_OUTPUT === "true" || process.env.SYNTH_HCL_OUTPUT === "1";
}

/**
 * A JSON document as an argument of a resource. The framework writes strings into HCL as they are, so quotes and backslashes are escaped here;
 * references (`${…}`) stay as they are.
 */
export function jsonText(document: unknown): string {
  return quoted(JSON.stringify(document));
}

/** A JSON document as the value of an output. */
export function jsonOutput(document: object): string {
  return rendersHcl() ? Fn.jsonencode(document) : JSON.stringify(document);
}

/** A string as an argument of a resource, as {@link jsonText}. */
export function quoted(text: string): string {
  return rendersHcl() ? escapedForHcl(text) : text;
}

/** A string as it is written between quotes in HCL. */
export function escapedForHcl(text: string): string {
  const escaped: string[] = [];
  for (let at = 0; at < text.length; ) {
    const isExpression = text.startsWith("${", at);
    const start = isExpression ? at : text.indexOf("${", at);
    const end = isExpression ? endOfExpression(text, at) : start === -1 ? text.length : start;
    const part = text.slice(at, end);
    escaped.push(isExpression ? part : part.replace(/["\\]/g, "\\$&"));
    at = end;
  }
  return escaped.join("");
}

/** Where an expression that starts with `${` ends: after the brace that closes it. */
function endOfExpression(text: string, start: number): number {
  let depth = 0;
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "{") depth++;
    if (text[at] === "}" && --depth === 0) return at + 1;
  }
  return text.length;
}
