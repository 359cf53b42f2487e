import {
  parseSecurityConfiguration,
  readSecuritySettings,
  type SecurityConfigurationDocument,
  securityConfigurationDocument,
  withoutEchoes,
} from "../formats/security-configuration";
import { argumentOf } from "./document-arguments";

/** A security configuration that exists in the account. */
export interface ExistingConfiguration {
  /** Its name. */
  readonly name: string;
  /**
   * Its document, exactly as EMR returns it: `aws emr describe-security-configuration --name NAME --query SecurityConfiguration --output text`.
   */
  readonly configuration: string;
}

/**
 * Why settings do not match an existing security configuration, which cannot be changed.
 *
 * @param document - the document of the settings, with references as `${…}`
 */
export function importProblems(
  { name, configuration }: ExistingConfiguration,
  document: SecurityConfigurationDocument,
): readonly string[] {
  let existing: SecurityConfigurationDocument;
  try {
    existing = securityConfigurationDocument(
      readSecuritySettings(withoutEchoes(parseSecurityConfiguration(configuration))),
    );
  } catch (error) {
    return [`importFrom.configuration: ${(error as Error).message}`];
  }
  const path = difference(existing, document, []);
  if (path === undefined) return [];
  return [
    `the settings differ from the existing configuration '${name}' at ${argumentOf(path)}; a security configuration cannot be changed, ` +
      "so move the imported settings, with importFrom, to previous and write the new ones as the current ones",
  ];
}

type Path = readonly (string | number)[];

/** Where two documents differ; a reference may represent any string. */
function difference(one: unknown, other: unknown, path: Path): Path | undefined {
  if (typeof one === "string" && typeof other === "string" && other.includes("${")) return undefined;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
    return one === other ? undefined : path;
  }
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  for (const name of names) {
    const step = Array.isArray(one) ? Number(name) : name;
    const [left, right] = [one, other].map((each) => (each as { readonly [name: string]: unknown })[name]);
    const found = difference(left, right, [...path, step]);
    if (found) return found;
  }
  return undefined;
}
