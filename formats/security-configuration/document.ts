import { syntaxProblem } from "../json-syntax";
import { echoedProperties } from "./echoed";
import type { SecurityConfigurationDocument } from "./types";
import { describeProblem, walkSecurityConfiguration } from "./walk";

/** The document as JSON, in the order of its properties. References `${…}` inside stay as they are. */
export function renderSecurityConfiguration(document: SecurityConfigurationDocument): string {
  return JSON.stringify(document);
}

/** The document without the properties that EMR adds when it stores it. */
export function withoutEchoes(document: SecurityConfigurationDocument): SecurityConfigurationDocument {
  const copy = structuredClone(document);
  for (const { parent, property } of echoedProperties) {
    const object = parent.reduce<unknown>((at, step) => (at as { [step: string]: unknown } | undefined)?.[step], copy);
    if (typeof object === "object" && object !== null) delete (object as { [name: string]: unknown })[property];
  }
  return copy;
}

/**
 * Reads a security configuration.
 *
 * @throws Error when the text is not JSON, or names every place where EMR would refuse the document.
 */
export function parseSecurityConfiguration(json: string): SecurityConfigurationDocument {
  let document: unknown;
  try {
    document = JSON.parse(json);
  } catch {
    throw new Error(`the security configuration is not JSON: ${syntaxProblem(json)}`);
  }
  const problems = walkSecurityConfiguration(document);
  if (problems.length > 0) {
    throw new Error(
      `EMR would refuse the security configuration: ${problems.map((problem) => describeProblem(problem)).join("; ")}`,
    );
  }
  return document as SecurityConfigurationDocument;
}
