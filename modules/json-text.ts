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
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: reads one character of a template at a time
export function escapedForHcl(text: string): string {
  let escaped = "";
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? "";
    if (depth > 0) {
      if (character === "{") depth++;
      if (character === "}") depth--;
      escaped += character;
    } else if (text.startsWith("${", at)) {
      depth = 1;
      escaped += "${";
      at++;
    } else escaped += character === '"' || character === "\\" ? `\\${character}` : character;
  }
  return escaped;
}
