import { isUtf8 } from "node:buffer";
import { lazily } from "../../../formats/lazily";
import type { JsonObject } from "../../model/values/json";
import type { FilePlaces } from "../file-places";
import { lineAndColumn } from "../line-and-column";
import { Refusal } from "../refusal";
import { jsonContent } from "./content";
import { HclFault } from "./lexer";
import { HclPlaces } from "./places";
import { scanBodies } from "./scan";
import { findWaiverComments, type WaiverComment } from "./waiver-comments";

/** A file of HCL's native syntax, as Terraform's JSON syntax writes the same. */
export interface HclFile {
  readonly content: JsonObject;
  readonly places: () => FilePlaces;
  /** Comments that ask for a waiver. */
  readonly waivers: () => readonly WaiverComment[];
}

/**
 * Reads a file of HCL's native syntax.
 *
 * @throws Refusal with line and column of the first fault.
 */
export function readHcl(bytes: Buffer): HclFile {
  const text = bytes.toString("utf8");
  if (text.includes("\ufffd") && !isUtf8(bytes))
    throw refusal(text, new HclFault("it is not UTF-8", text.indexOf("\ufffd")));
  let content: JsonObject;
  try {
    content = jsonContent(text, scanBodies(text));
  } catch (error) {
    throw error instanceof HclFault ? refusal(text, error) : error;
  }
  return {
    content,
    // Few files have findings or waivers: the extents of all others would only take memory.
    places: lazily(() => new HclPlaces(text, scanBodies(text))),
    waivers: () => findWaiverComments(text),
  };
}

function refusal(text: string, { problem, at }: HclFault): Refusal {
  const { line, column } = lineAndColumn(text, at);
  return new Refusal(`it is not valid HCL: ${problem}, at line ${line}, column ${column}`);
}
