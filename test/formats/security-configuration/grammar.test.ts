import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020";
import fc from "fast-check";
import {
  parseSecurityConfiguration,
  renderSecurityConfiguration,
  type SecurityConfigurationDocument,
  securityConfigurationGrammar,
  securityConfigurationSchema,
  walkSecurityConfiguration,
} from "../../../formats/security-configuration";
import { documentedExamples, documentsOf } from "./documents";

const accepts = new Ajv({ strict: true }).compile(securityConfigurationSchema());

test("the published schema is generated from the grammar", () => {
  const file = join(__dirname, "../../../schemas/security-configuration.schema.json");
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(JSON.parse(JSON.stringify(securityConfigurationSchema())));
});

describe("documents that AWS shows", () => {
  test.each(documentedExamples)("%s: read, written and accepted", (_title, document) => {
    expect(accepts(document)).toBe(true);
    const json = JSON.stringify(document);
    expect(renderSecurityConfiguration(parseSecurityConfiguration(json))).toBe(json);
  });
});

describe("the walker and the schema", () => {
  test("both accept whatever the grammar allows, and it reads back as the same value", () => {
    fc.assert(
      fc.property(documentsOf(securityConfigurationGrammar), (document) => {
        expect(walkSecurityConfiguration(document)).toEqual([]);
        expect(accepts(document)).toBe(true);
        const json = renderSecurityConfiguration(document as SecurityConfigurationDocument);
        expect(parseSecurityConfiguration(json)).toEqual(JSON.parse(json));
      }),
      { numRuns: 200 },
    );
  });

  test("agree on every document that differs from an allowed one in one place", () => {
    const outcomes = { accepted: 0, refused: 0 };
    const strangers = fc.constantFrom<unknown>(null, true, "true", 0, 1.5, 65, "PEM", "AwsKms", "SSE-S3", [], {}, [{}]);
    const anywhere = fc.nat();
    const ways = fc.constantFrom("replace", "remove", "add", "rename");
    fc.assert(
      fc.property(
        fc.constantFrom(...documentedExamples.map(([, document]) => document)),
        anywhere,
        strangers,
        ways,
        (document, place, stranger, way) => {
          const changed = changedAt(document, place, stranger, way);
          const allowed = walkSecurityConfiguration(changed).length === 0;
          outcomes[allowed ? "accepted" : "refused"]++;
          expect(allowed).toBe(accepts(changed));
        },
      ),
      { numRuns: 200 },
    );
    expect(outcomes.accepted).toBeGreaterThan(10);
    expect(outcomes.refused).toBeGreaterThan(100);
  });
});

/** A copy of `document` with one property, counted in the order of a walk, replaced, removed, renamed or put beside. */
function changedAt(document: unknown, place: number, stranger: unknown, way: string): unknown {
  const copy = structuredClone(document);
  const places: [{ [name: string]: unknown }, string][] = [];
  const visit = (value: unknown) => {
    if (typeof value !== "object" || value === null) return;
    for (const [name, item] of Object.entries(value)) {
      places.push([value as { [name: string]: unknown }, name]);
      visit(item);
    }
  };
  visit(copy);
  const chosen = places[place % places.length];
  if (!chosen) throw new Error("a documented example without a property");
  const [holder, name] = chosen;
  if (way === "replace" || Array.isArray(holder)) holder[name] = stranger;
  else if (way === "add") holder.LocalDiskEncryptionKeyProvider = stranger;
  else {
    if (way === "rename") holder[name.toLowerCase()] = holder[name];
    delete holder[name];
  }
  return copy;
}
